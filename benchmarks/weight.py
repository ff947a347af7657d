"""What a first visit loads: `python benchmarks/weight.py [site]`, for a site built by `make site`.

A browser opens a page of each kind with an empty cache, and a server notes what it asks for; each file weighs what gzip
at level 9 makes of it. Writes benchmarks/weight.md.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import statistics
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
RESULT = Path(__file__).parent / "weight.md"
BASE = "/hfm-atlas/"
ENTRY_FOLDERS = ("models", "datasets", "surveys", "base")
# Most bytes of a first visit; other pages have no target of their own.
ENTRY_TARGET, EXPLORE_TARGET = 100_000, 400_000
# Milliseconds.
PATIENCE = 2000
PAGES = ("", "explore/", "gap-map/", "timeline/", "lineage/", "challenges/", "subfields/", "quality/", "cite/")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


@dataclass(frozen=True)
class Visit:
    """A page and every file that it loaded, with its compressed size."""

    name: str
    files: dict[str, int]
    target: int | None = None

    @property
    def total(self) -> int:
        return sum(self.files.values())

    def size_of(self, *suffixes: str) -> int:
        return sum(size for path, size in self.files.items() if path.endswith(suffixes))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "site")
    site = parser.parse_args().site
    if not (site / "index.html").is_file():
        sys.exit(f"there is no site in {site}; run `make site` first")
    with sync_playwright() as playwright:
        executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        visits = [*entry_visits(browser, site), *(visit(browser, site, url, target_of(url)) for url in PAGES)]
        browser.close()
    RESULT.write_text(report(visits, len(entry_pages(site))), "utf-8")
    print(RESULT.read_text("utf-8"))


def target_of(url: str) -> int | None:
    return EXPLORE_TARGET if url == "explore/" else None


def entry_pages(site: Path) -> list[Path]:
    return sorted(page for folder in ENTRY_FOLDERS for page in site.glob(f"{folder}/*/index.html"))


def entry_visits(browser: Browser, site: Path) -> list[Visit]:
    """The entries whose HTML is of median and of most weight."""
    sizes = {page: weigh(page) for page in entry_pages(site)}
    heaviest = max(sizes, key=lambda page: sizes[page])
    median = min(sizes, key=lambda page: abs(sizes[page] - statistics.median(sizes.values())))
    visits = []
    for what, page in (("median", median), ("heaviest", heaviest)):
        url = page.parent.relative_to(site).as_posix() + "/"
        found = visit(browser, site, url, ENTRY_TARGET)
        visits.append(Visit(f"{url} ({what} entry)", found.files, found.target))
    return visits


def visit(browser: Browser, site: Path, url: str, target: int | None) -> Visit:
    """Open a page with an empty cache and weigh everything that it asks for."""
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Recorder, asked, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}{BASE}{url}", wait_until="networkidle")
    # On a busy machine, scripts begin to load data only after the network has been quiet for a while.
    page.wait_for_timeout(PATIENCE)
    if url == "explore/":
        page.locator("#explorer[data-ready]").wait_for()
    context.close()
    server.shutdown()
    server.server_close()
    paths = {path if not path.endswith("/") else path + "index.html" for path in asked}
    files = {path: weigh(site / path) for path in sorted(path.lstrip("/") for path in paths)}
    return Visit(url or "home", files, target)


class Recorder(SimpleHTTPRequestHandler):
    """Serves the site below BASE and notes what was asked for."""

    def __init__(self, asked: list[str], *arguments: object, **options: str) -> None:
        self.asked = asked
        super().__init__(*arguments, **options)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        inside = "/" + path.removeprefix(BASE)
        self.asked.append(inside.partition("?")[0])
        return super().translate_path(inside)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing; what was asked for is what counts."""


def weigh(file: Path) -> int:
    """Bytes on the wire: compressed, unless the format is compressed already."""
    content = file.read_bytes()
    return len(content) if file.suffix in (".png", ".woff2") else len(gzip.compress(content, 9, mtime=0))


def report(visits: list[Visit], entries: int) -> str:
    rows = []
    for one in visits:
        script, style, page = one.size_of(".js"), one.size_of(".css"), one.size_of("index.html")
        other = one.total - script - style - page
        parts = " | ".join(f"{size / 1000:.1f}" for size in (page, style, script, other, one.total))
        verdict = (
            "" if one.target is None else f"{one.target / 1000:.0f}{'' if one.total <= one.target else ', missed'}"
        )
        rows.append(f"| {one.name} | {len(one.files)} | {parts} | {verdict} |")
    shared = sorted(visits[0].files.items(), key=lambda item: -item[1])
    return "\n".join(
        [
            "# What a first visit loads",
            "",
            f"`python benchmarks/weight.py` on {datetime.now(UTC).date()}, {entries} entries. Kilobytes of 1,000 "
            "bytes, each file compressed by gzip at level 9, nothing in the browser's cache.",
            "",
            "| Page | Files | HTML | CSS | Scripts | Other | Total | At most |",
            "|---|--:|--:|--:|--:|--:|--:|--:|",
            *rows,
            "",
            f"Files of {visits[0].name}:",
            "",
            "| File | kB |",
            "|---|--:|",
            *(f"| {path} | {size / 1000:.1f} |" for path, size in shared),
            "",
        ]
    )


if __name__ == "__main__":
    main()
