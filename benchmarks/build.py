"""Measure the build against stock MkDocs Material on the same pages: `python benchmarks/build.py --entries 1000`.

Both run by turns in this one process's children on the same machine, each into a new folder. The pages of the stock
build are the very pages of the atlas, with their content turned into Markdown by markdownify. The cold build
formats the citations of every entry and compiles every template; the others find both in a cache, as every build does
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
from statistics import median
from typing import NamedTuple

from invent import invent_atlas
from markdownify import markdownify
from selectolax.lexbor import LexborHTMLParser

STOCK = "stock MkDocs Material"
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


class Time(NamedTuple):
    """Seconds on the wall clock, and seconds of all processors."""

    wall: float
    cpu: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[1000])
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured, by turns")
    options = parser.parse_args()
    for count in options.entries:
        measure(count, options.rounds)


def measure(count: int, rounds: int) -> None:
    """Build `count` invented entries both ways and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        atlas, stock = Path(folder, "atlas"), Path(folder, "stock")
        # What Jinja compiles is kept there, and goes with it.
        os.environ["TMPDIR"] = folder
        invent_atlas(atlas, count)
        build = [_tool("hfm-atlas"), "build", "--site"]
        cold = _timed([*build, str(atlas / "site")], atlas)
        pages = _write_stock_pages(atlas / "site", stock)
        commands: dict[str, tuple[list[str], Path]] = {
            "hfm-atlas validate": ([_tool("hfm-atlas"), "validate", "--format", "json"], atlas),
            "hfm-atlas build": (build, atlas),
            "mkdocs build of the atlas": ([_tool("mkdocs"), "build", "--quiet", "--site-dir"], atlas),
            STOCK: ([_tool("mkdocs"), "build", "--quiet", "--site-dir"], stock),
        }
        times: dict[str, list[Time]] = {name: [] for name in commands}
        for turn in range(rounds):
            for name, (command, where) in commands.items():
                new_site = [] if "validate" in command else [str(where / f"{name} {turn}")]
                times[name].append(_timed([*command, *new_site], where))
    print(f"{count} invented entries, {pages} pages; median of {rounds} rounds (best to worst)")
    for name, found in [*times.items(), ("hfm-atlas build, cold, once", [cold])]:
        _print_row(name, found, times[STOCK])


def _print_row(name: str, times: list[Time], stock: list[Time]) -> None:
    """Wall clock, processors, and the share of what stock took: of the medians, and of each round."""
    walls, stock_walls = [one.wall for one in times], [one.wall for one in stock]
    share = median(walls) / median(stock_walls)
    print(
        f"  {name:28} {median(walls):6.2f} s ({min(walls):.2f} to {max(walls):.2f})"
        f"   {median(one.cpu for one in times):6.2f} s CPU   {share:.2f} of stock"
        f" ({', '.join(f'{one / other:.2f}' for one, other in zip(walls, stock_walls, strict=False))})"
    )


def _tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _timed(command: list[str], folder: Path) -> Time:
    start, start_cpu = time.perf_counter(), _cpu()
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode not in (0, 1) or ("validate" not in command and done.returncode):
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return Time(time.perf_counter() - start, _cpu() - start_cpu)


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
