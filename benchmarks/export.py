"""How long each export takes for invented entries: `python benchmarks/export.py --entries 10000`.

Writes benchmarks/exports.md. Loading is not part of it; citations are measured with a cold and with a warm cache.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from invent import invent_atlas

from hfm_atlas.citation.styles import formatted_citations
from hfm_atlas.exports import EXPORTERS, Selection, api_files, select
from hfm_atlas.loading.loader import load_project
from hfm_atlas.model.graph import build_graph
from hfm_atlas.project import Project

TARGET = 5.0
RESULT = Path(__file__).parent / "exports.md"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--citations", type=int, default=200, help="how many entries to format citations of")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        selection = invent(Path(folder), arguments.entries)
        rows = [*export_rows(selection), api_row(selection)]
        citations = citation_lines(selection, arguments.citations, Path(folder) / "cache")
    RESULT.write_text(report(arguments.entries, rows, citations), "utf-8")
    print(RESULT.read_text("utf-8"))


def invent(folder: Path, count: int) -> Selection:
    invent_atlas(folder, count)
    atlas = load_project(Project(folder)).atlas
    assert len(atlas.entries) == count, "an invented entry is not valid"
    return select(atlas, build_graph(atlas))


def export_rows(selection: Selection) -> list[tuple[str, float, float, int]]:
    # The first import of a format's library is not what is measured.
    few = select(selection.atlas, selection.graph, selection.entries[:3])
    for exporter in EXPORTERS.values():
        exporter.export(few)
    return [(name, *timed(lambda one=one: one.export(selection))) for name, one in EXPORTERS.items()]  # type: ignore[misc]


def api_row(selection: Selection) -> tuple[str, float, float, int]:
    return ("api/v1", *timed(lambda: b"".join(content for _, content in api_files(selection))))


def timed(publication: Callable[[], bytes]) -> tuple[float, float, int]:
    """Seconds on the wall clock, seconds of the processor, and bytes."""
    start, start_cpu = time.perf_counter(), time.process_time()
    size = len(publication())
    return time.perf_counter() - start, time.process_time() - start_cpu, size


def citation_lines(selection: Selection, count: int, cache: Path) -> list[str]:
    entries = selection.entries[:count]
    lines = []
    for state in ("cold", "warm"):
        start = time.perf_counter()
        formatted_citations(entries, cache)
        lines.append(f"- {state}: {time.perf_counter() - start:.2f} s for {count} entries in three styles")
    return lines


def report(count: int, rows: list[tuple[str, float, float, int]], citations: list[str]) -> str:
    table = [f"| {name} | {seconds:.2f} | {cpu:.2f} | {size / 1e6:.1f} |" for name, seconds, cpu, size in rows]
    slowest = max(seconds for _, seconds, _, _ in rows)
    verdict = "met" if slowest <= TARGET else "missed"
    return "\n".join(
        [
            "# Exports",
            "",
            f"`python benchmarks/export.py --entries {count}` on {datetime.now(UTC).date()}: Python "
            f"{platform.python_version()}, {os.cpu_count()} cores. Target: at most {TARGET:.0f} s a format; {verdict} "
            f"(slowest {slowest:.2f} s). {os.getloadavg()[0]:.1f} processes were running at the end.",
            "",
            "| Format | Seconds | of the processor | MB |",
            "|---|--:|--:|--:|",
            *table,
            "",
            "Formatted citations (APA, Vancouver, IEEE), which pages show and which are kept in a cache:",
            "",
            *citations,
            "",
        ]
    )


if __name__ == "__main__":
    main()
