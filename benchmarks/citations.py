"""What formatted citations cost a build, without and with their cache: `python benchmarks/citations.py --entries 1000`.

Writes benchmarks/citations.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from invent import invent_atlas

from hfm_atlas.citation.styles import STYLES, formatted_citations
from hfm_atlas.loading.loader import load_project
from hfm_atlas.project import Project

RESULT = Path(__file__).parent / "citations.md"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1000)
    count = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        invent_atlas(Path(folder), count)
        entries = list(load_project(Project(Path(folder))).atlas.entries.values())
        rows = []
        for state in ("cold", "warm"):
            start, start_cpu = time.perf_counter(), cpu()
            formatted_citations(entries, Path(folder) / "cache")
            rows.append(f"| {state} | {time.perf_counter() - start:.2f} | {cpu() - start_cpu:.2f} |")
        size = (Path(folder) / "cache" / "citations.json").stat().st_size
    RESULT.write_text(report(count, rows, size), "utf-8")
    print(RESULT.read_text("utf-8"))


def cpu() -> float:
    """Seconds of all processors that this process and its children have used."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def report(count: int, rows: list[str], size: int) -> str:
    day = datetime.now(UTC).date()
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    return "\n".join(
        [
            "# Formatted citations",
            "",
            f"`python benchmarks/citations.py --entries {count}` on {day}: {machine}. {count:,} entries in "
            f"{len(STYLES)} styles; the cache takes {size / 1e6:.1f} MB.",
            "",
            "| Cache | Seconds | Seconds CPU |",
            "|---|--:|--:|",
            *rows,
            "",
            "The first build on a machine formats all citations, on all cores; later ones only those of works that "
            "were changed. `serve` formats at most ten at a time and leaves the rest to the next build, so its first "
            "page never waits for them.",
            "",
        ]
    )


if __name__ == "__main__":
    main()
