"""Measure the explorer with many rows in headless Chromium: `python benchmarks/explore.py --entries 10000`.

Takes the explorer of the built site (`make site` first) and gives it the data of an invented atlas.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import statistics
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from invent import ROOT, invent_atlas
from playwright.sync_api import Page, sync_playwright

from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.routes import SiteFacts
from hfm_atlas.site.static_files import EXPLORER_FILE, data_files
from hfm_atlas.validation.runner import check_project

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    count = parser.parse_args().entries
    if not (ROOT / "site" / "explore" / "index.html").is_file():
        sys.exit("there is no site; run `make site` first")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        shutil.copytree(ROOT / "site", site)
        size = write_data(Path(folder, "atlas"), site, count)
        print(f"{count} invented entries, {size / 1e6:.1f} MB of data compressed")
        measure(site)


def write_data(atlas: Path, site: Path, count: int) -> int:
    """Put the explorer's data of an invented atlas into `site`; its size with gzip in bytes."""
    invent_atlas(atlas, count)
    checked = check_project(Project(atlas))
    index = SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas))
    content = next(file for path, file in data_files(index, SiteFacts(), ()) if path == EXPLORER_FILE)
    (site / EXPLORER_FILE).write_bytes(content)
    return len(gzip.compress(content, 9))


def measure(site: Path) -> None:
    """Open the explorer and filter it; print how long each takes."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"http://127.0.0.1:{server.server_port}/explore/", wait_until="commit")
        page.wait_for_selector("#explorer[data-ready]")
        opened = page.evaluate("performance.getEntriesByName('filter')[0].startTime")
        print(f"  opens in                 {opened:7.0f} ms")
        report("ticking a term", tick_terms(page))
        report("typing a letter", type_text(page))
        report("processor, of a tick", tick_by_processor(page))
        browser.close()
    server.shutdown()


def tick_terms(page: Page) -> list[float]:
    """Open six facets and tick their first terms; milliseconds of each filtering, drawing of the table included."""
    for facet in page.locator("details.facet").all()[:6]:
        if facet.get_attribute("open") is None:
            facet.locator("summary").click()
        for box in facet.locator("label.facet__term input").all()[:4]:
            box.check()
            box.uncheck()
    return durations(page)


def type_text(page: Page) -> list[float]:
    """Type a name letter by letter."""
    page.evaluate("performance.clearMeasures()")
    page.locator(".explorer__search").press_sequentially("Journal of inv", delay=20)
    return durations(page)


def tick_by_processor(page: Page) -> list[float]:
    """Tick and untick the first terms; milliseconds of the processor for scripts, styles and layout until it is drawn.

    Unlike the clock's, they hardly depend on what else the machine does.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    parts = ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration")
    click = """async (place) => {
        document.querySelectorAll("label.facet__term input")[place].click();
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    }"""

    def used() -> float:
        found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        return 1000 * sum(found[part] for part in parts)

    page.locator(".explorer__search").fill("")
    times = []
    for place in range(48):
        before = used()
        page.evaluate(click, place // 2)
        times.append(used() - before)
    return times


def durations(page: Page) -> list[float]:
    """Milliseconds of each filtering since the last look."""
    return list(page.evaluate("performance.getEntriesByName('filter').map((entry) => entry.duration)"))[1:]


def report(what: str, times: list[float]) -> None:
    """Median and worst of the times."""
    print(f"  {what:<22}   {statistics.median(times):7.1f} ms median, {max(times):.1f} ms worst of {len(times)}")


if __name__ == "__main__":
    main()
