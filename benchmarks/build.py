"""Measure the build against stock MkDocs Material on the same pages: `python benchmarks/build.py --entries 1000`.

Both run one after the other in this one process's children on the same machine, each into a new folder. The pages of
the stock build are the very pages of the atlas, with their content turned into Markdown by markdownify. The cold build
formats the citations of every entry and compiles every template, the warm one finds both in a cache, as every build does
but the first on a machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from invent import invent_atlas
from markdownify import markdownify
from selectolax.lexbor import LexborHTMLParser

STOCK_CONFIG = """\
site_name: Stock
site_url: https://example.org/stock/
theme:
  name: material
  font: false
plugins: [search]
markdown_extensions: [tables, toc]
nav: [index.md]
not_in_nav: "*"
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[1000])
    for count in parser.parse_args().entries:
        measure(count)


def measure(count: int) -> None:
    """Build `count` invented entries both ways and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        atlas, stock = Path(folder, "atlas"), Path(folder, "stock")
        # What Jinja compiles is kept there, and goes with it.
        os.environ["TMPDIR"] = folder
        invent_atlas(atlas, count)
        hfm_atlas = [_tool("hfm-atlas"), "--project", str(atlas)]
        validated = _timed([*hfm_atlas, "validate", "--format", "json"], atlas)
        cold = _timed([*hfm_atlas, "build", "--site", str(atlas / "cold")], atlas)
        warm = _timed([*hfm_atlas, "build"], atlas)
        plain = _timed([_tool("mkdocs"), "build", "--quiet", "--site-dir", str(atlas / "plain")], atlas)
        pages = _write_stock_pages(atlas / "site", stock)
        stock_time = _timed([_tool("mkdocs"), "build", "--quiet"], stock)
    print(f"{count} invented entries, {pages} pages")
    times = {
        "hfm-atlas validate": validated,
        "hfm-atlas build, warm": warm,
        "hfm-atlas build, cold citations": cold,
        "mkdocs build of the atlas, warm": plain,
        "stock MkDocs Material": stock_time,
    }
    for name, (seconds, cpu) in times.items():
        print(f"  {name:32} {seconds:7.2f} s   {cpu:7.2f} s CPU   {seconds / stock_time[0]:5.2f} of stock")


def _tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds on the wall clock, and seconds of all processors."""
    start, start_cpu = time.perf_counter(), _cpu()
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode not in (0, 1) or ("validate" not in command and done.returncode):
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start, _cpu() - start_cpu


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _write_stock_pages(site: Path, stock: Path) -> int:
    """Every page of `site` as Markdown under `stock`/docs; returns how many."""
    (stock / "docs").mkdir(parents=True)
    (stock / "mkdocs.yml").write_text(STOCK_CONFIG, "utf-8")
    pages = sorted(site.rglob("index.html"))
    for page in pages:
        article = LexborHTMLParser(page.read_bytes()).css_first("article")
        text = markdownify(article.html or "") if article else ""
        target = stock / "docs" / page.relative_to(site).parent / "index.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return len(pages)


if __name__ == "__main__":
    main()
