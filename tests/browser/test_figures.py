"""Figures in a browser: read by keyboard and by touch, filtered, saved, and embedded in a page of another host."""

from __future__ import annotations

import csv
import re
import struct
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hfm_atlas.figures import FIGURES
from tests.browser.test_pages import _is_foreign, _serious_violations, _sideways_overflow

pytestmark = pytest.mark.browser

PAGES = {name: spec.url for name, spec in FIGURES.items()} | {
    "family": "lineage/llama/",
    "leaderboard": "leaderboards/medqa-usmle/",
    "subfield": "subfields/vision/",
}
# Lines of a lineage, and of each the id that it leads to with its path.
BRANCHES = "path[class*='f-to-']"
PATHS = """all => all.map(one => [
  [...one.classList].find(name => name.startsWith("f-to-")).slice(5), one.getAttribute("d"),
])"""
SCREENS = {
    "desktop light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "tablet dark": {"viewport": {"width": 768, "height": 1024}, "color_scheme": "dark"},
    "phone light": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "has_touch": True},
}


def test_a_phone_opens_the_timeline_at_its_latest_works_with_its_key(browser: Browser, address: str) -> None:
    context = browser.new_context(**SCREENS["phone light"])
    page = context.new_page()
    page.goto(f"{address}timeline/")
    expect(page.locator(".fig[data-ready]")).to_be_visible()
    stage = page.locator(".fig__stage")
    assert stage.evaluate("one => one.scrollLeft + one.clientWidth >= one.scrollWidth - 1")
    key = page.locator(".fig__key")
    expect(key).to_contain_text("weights open")
    assert key.evaluate("one => one.scrollWidth <= one.clientWidth")
    page.get_by_label("Colour").select_option("clinical")
    expect(key).not_to_contain_text("weights open")
    expect(key).to_contain_text("Benchmark")
    context.close()


@pytest.mark.parametrize("address_of", ["timeline/", "lineage/vit/"])
@pytest.mark.parametrize("screen", ["desktop light", "phone light"])
def test_the_years_stay_in_sight_where_a_figure_scrolls(
    browser: Browser, address: str, address_of: str, screen: str
) -> None:
    context = browser.new_context(**SCREENS[screen])
    page = context.new_page()
    open_figure(page, f"{address}{address_of}")
    stage, years = page.locator(".fig__stage"), page.locator(".fig__axis")
    expect(years).to_be_visible()
    for place in ("0", "one.scrollHeight / 2", "one.scrollHeight"):
        stage.evaluate(f"one => {{ one.scrollTop = {place} }}")
        band, room = years.bounding_box(), stage.bounding_box()
        assert band
        assert room
        assert room["y"] - 1 <= band["y"]
        assert band["y"] + band["height"] <= room["y"] + room["height"] + 1
    # Its frame with the scroll bar fits the screen.
    assert room["height"] < SCREENS[screen]["viewport"]["height"]
    context.close()


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**SCREENS["desktop light"], accept_downloads=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**SCREENS["phone light"])
    yield context.new_page()
    context.close()


def open_figure(page: Page, address: str) -> None:
    """Open a page with a figure and wait until it shows what the address says."""
    page.goto(address, wait_until="networkidle")
    page.locator(".fig[data-ready]").first.wait_for()


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", [*PAGES, "figures"])
def test_a_page_with_a_figure_bars_nobody(browser: Browser, address: str, name: str, screen: str) -> None:
    context = browser.new_context(**SCREENS[screen])
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    if name in PAGES:
        open_figure(page, address + PAGES[name])
    else:
        page.goto(f"{address}{name}/", wait_until="networkidle")
    assert problems == []
    assert _sideways_overflow(page) == 0
    assert _serious_violations(page) == []
    context.close()


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", ["timeline", "gap-map"])
def test_the_choices_of_the_filter_fit_and_cover_nothing(
    browser: Browser, address: str, name: str, screen: str
) -> None:
    context = browser.new_context(**SCREENS[screen])
    page = context.new_page()
    open_figure(page, address + PAGES[name])
    page.locator(".fig__filter > summary").click()
    expect(page.get_by_label("Venue")).to_be_visible()
    assert _sideways_overflow(page) == 0
    choices, stage = page.locator(".fig__choices").bounding_box(), page.locator(".fig__stage").bounding_box()
    assert choices
    assert stage
    assert choices["y"] + choices["height"] <= stage["y"]
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_the_arrow_keys_read_marks(desktop: Page, address: str, name: str) -> None:
    open_figure(desktop, address + PAGES[name])
    figure = desktop.locator(".fig").first
    assert figure.locator('a.mark-of[tabindex="0"]').count() == 1
    figure.locator('a.mark-of[tabindex="0"]').focus()
    read = figure.locator(".fig__read")
    first = read.inner_text()
    assert first == figure.locator("a.mark-of").first.get_attribute("aria-label")
    desktop.keyboard.press("End")
    assert read.inner_text() != first
    desktop.keyboard.press("Home")
    assert read.inner_text() == first
    desktop.keyboard.press("ArrowRight")
    desktop.keyboard.press("ArrowDown")
    assert read.inner_text()
    assert figure.locator('a.mark-of[tabindex="0"]').count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_finger_reads_first_and_opens_then(phone: Page, address: str, name: str) -> None:
    open_figure(phone, address + PAGES[name])
    figure = phone.locator(".fig").first
    mark = figure.locator("a.mark-of").first
    mark.scroll_into_view_if_needed()
    place = phone.evaluate(
        """link => {
          const svg = link.ownerSVGElement, box = svg.getBoundingClientRect();
          const scale = box.width / svg.viewBox.baseVal.width, [x, y] = link.dataset.at.split(" ").map(Number);
          return [box.left + x * scale, box.top + y * scale];
        }""",
        mark.element_handle(),
    )
    before = phone.url
    phone.touchscreen.tap(place[0], place[1])
    link = figure.locator(".fig__read a")
    expect(link).to_have_count(1)
    assert phone.url == before
    target = link.get_attribute("href") or ""
    link.click()
    phone.wait_for_url(lambda url: url != before)
    assert re.search(r"(models|base|datasets|explore)/", target)


def test_a_tap_near_a_mark_means_it(phone: Page, address: str) -> None:
    """Reach of half of 24 pixels and more, though a mark is nine pixels wide."""
    open_figure(phone, f"{address}figures/corpora/")
    mark = phone.locator("a.mark-of").first
    mark.scroll_into_view_if_needed()
    box = mark.locator("use").bounding_box()
    assert box
    phone.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 11)
    assert phone.locator(".fig__read").inner_text() != ""


def test_what_the_address_says_is_shown_and_kept(desktop: Page, address: str) -> None:
    open_figure(desktop, f"{address}timeline/?subfields=vision&colour=clinical")
    visible = desktop.locator("a.mark-of:visible").count()
    assert 0 < visible < desktop.locator("a.mark-of").count()
    assert desktop.locator("a.mark-of:visible use").first.get_attribute("href") != ""
    hrefs = desktop.locator("a.mark-of use").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert all(href.startswith("#timeline-clinical-") for href in hrefs)
    assert "Filter: subfields=vision." in desktop.locator(".fig__source").inner_text()
    assert "--where 'subfields=vision' --colour clinical" in desktop.locator(".fig__how").inner_text()
    desktop.get_by_role("button", name="Remove filter Subfield: Vision").click()
    expect(desktop.locator("a.mark-of:visible")).to_have_count(desktop.locator("a.mark-of").count())
    assert desktop.url.endswith("timeline/?colour=clinical")


@pytest.mark.parametrize("name", ["growth", "openness", "gap-map", "clinical-evidence"])
def test_a_filter_counts_again(desktop: Page, address: str, name: str) -> None:
    """What the filter leaves of each count is what Explore finds for it."""
    open_figure(desktop, f"{address}{PAGES[name]}?subfields=vision")
    told = desktop.locator("a.mark-of[data-cell]").evaluate_all(
        """async all => {
          const rows = (await (await fetch(document.querySelector(".fig").dataset.source)).json()).rows;
          const vision = new Set(rows.filter(row => row[3] === "vision").map(row => row[0]));
          const table = document.querySelector(".fig__numbers tbody");
          return all.map(one => {
            const [row, column] = one.dataset.cell.split(" ").map(Number);
            const ids = (one.dataset.ids ?? "").split(" ").filter(Boolean);
            return [ids.filter(id => vision.has(id)).length, Number(table.rows[row].cells[column].textContent)];
          });
        }"""
    )
    assert told
    assert all(counted == shown for counted, shown in told)
    assert sum(shown for _, shown in told) > 0


@pytest.mark.parametrize("name", ["growth", "timeline", "gap-map"])
def test_the_caption_of_a_filtered_figure_says_how_many_it_shows(desktop: Page, address: str, name: str) -> None:
    open_figure(desktop, f"{address}{PAGES[name]}?subfields=vision")
    kept = desktop.locator("a.mark-of").evaluate_all(
        """async all => {
          const rows = (await (await fetch(document.querySelector(".fig").dataset.source)).json()).rows;
          const vision = new Set(rows.filter(row => row[3] === "vision").map(row => row[0]));
          const ids = new Set(all.flatMap(one => (one.dataset.ids ?? "").split(" ")));
          return [...ids].filter(id => vision.has(id)).length;
        }"""
    )
    note = desktop.locator(".fig__note").inner_text()
    assert note.startswith(f"{kept} of the ")
    assert "Without the filter" not in note


def test_a_filter_is_said_in_words_and_saved_as_the_command_takes_it(desktop: Page, address: str) -> None:
    desktop.goto(f"{address}timeline/?modalities=radiology&year=2022-")
    read = desktop.locator(".fig__read")
    expect(read).to_have_text(re.compile(r"^\d+ of \d+ entries: Modality: Radiology; Published: 2022–…(; |$)"))
    expect(desktop.locator(".fig__source")).to_contain_text("Filter: modalities=radiology and year>=2022.")


def test_a_filter_scales_columns_to_what_is_left(desktop: Page, address: str) -> None:
    open_figure(desktop, f"{address}{PAGES['growth']}")
    ticks = desktop.locator("text.f-tick")
    whole = ticks.all_text_contents()
    open_figure(desktop, f"{address}{PAGES['growth']}?modalities=pathology&weights_access=open")
    totals = [int(one or 0) for one in desktop.locator("text[class*='f-total-']").all_text_contents()]
    shown = [int(one) for one in ticks.all_text_contents()]
    assert shown[-1] < int(whole[-1])
    assert max(totals) <= shown[-1] < max(totals) * 5
    # A column is as tall as its number on that scale.
    heights = desktop.locator("a.mark-of[data-stack]").evaluate_all(
        """all => all.map(one => [
          Number(one.querySelector("rect").getAttribute("height")) / Number(one.dataset.stack.split(" ")[1]),
          Number(one.getAttribute("aria-label").match(/: (no|\\d+) model/)[1].replace("no", "0")),
        ])"""
    )
    assert all(abs(share * shown[-1] - count) < 0.01 for share, count in heights)
    for name in ("Modality: Pathology", "Access to weights: open to download"):
        desktop.get_by_role("button", name=f"Remove filter {name}").click()
    assert ticks.all_text_contents() == whole


def test_a_filtered_figure_offers_the_command_for_a_pdf(desktop: Page, address: str) -> None:
    open_figure(desktop, f"{address}{PAGES['lineage']}")
    pdf, how = desktop.locator('.fig__files a[data-format="pdf"]'), desktop.locator(".fig__how code")
    expect(pdf).to_be_visible()
    whole = how.inner_text()
    open_figure(desktop, f"{address}{PAGES['lineage']}?subfields=vision")
    expect(pdf).to_be_hidden()
    expect(desktop.locator('.fig__files a[data-format="poster"]')).to_be_hidden()
    expect(how).to_have_text("hfm-atlas figure lineage --where 'subfields=vision' -o FILE.pdf")
    desktop.get_by_role("button", name="Remove filter Subfield: Vision").click()
    expect(pdf).to_be_visible()
    expect(how).to_have_text(whole)


def test_filtered_results_keep_no_line_and_key_of_what_is_hidden(desktop: Page, address: str) -> None:
    open_figure(desktop, f"{address}{PAGES['results']}")
    shape = "element => [...element.classList].find(name => name.startsWith('f-of-'))"
    lines = desktop.locator("path.f-best")
    before = [line.get_attribute("d") for line in lines.all()]
    assert all(before)
    open_figure(desktop, f"{address}{PAGES['results']}?modalities=pathology")
    shown = set(desktop.locator("a.mark-of:visible use").evaluate_all("all => all.map(one => one.href.baseVal)"))
    for line in lines.all():
        mark = f"#results-{line.evaluate(shape).removeprefix('f-of-')}"
        assert bool(line.get_attribute("d")) == (mark in shown)
    keys = set(
        desktop.locator("g.key use").evaluate_all(
            "all => all.filter(one => one.style.display !== 'none').map(one => one.href.baseVal)"
        )
    )
    assert keys == shown


def test_a_filtered_lineage_keeps_what_it_hangs_on_and_no_other_line(desktop: Page, address: str) -> None:
    open_figure(desktop, f"{address}{PAGES['lineage']}?modalities=pathology&weights_access=open")
    shown = set(desktop.locator("a.mark-of:visible").evaluate_all("all => all.map(one => one.dataset.ids)"))
    ends = desktop.locator("path[class*='f-to-']").evaluate_all(
        """all => all.filter(one => one.style.display !== "none")
          .map(one => [...one.classList].find(name => name.startsWith("f-to-")).slice(5))"""
    )
    assert set(ends) <= shown
    rows = desktop.locator(".fig__numbers tbody tr").evaluate_all(
        "all => all.map(row => [row.dataset.ids, row.cells[3].dataset.value, row.hidden])"
    )
    assert {id for id, _, hidden in rows if not hidden} == shown
    # Some of what is built on has no mark, and is only in the table.
    drawn = {id for id, *_ in rows}
    assert {upstream for id, upstream, _ in rows if upstream in drawn and id in shown} <= shown
    assert len(shown) < len(drawn)
    expect(desktop.locator(".fig__note")).to_contain_text("Paler")


@pytest.mark.parametrize(
    ("name", "query"), [("lineage", "?modalities=echocardiography"), ("family", "?modalities=radiology")]
)
def test_a_filtered_lineage_has_no_gaps_and_its_lines_lead_from_mark_to_mark(
    desktop: Page, address: str, name: str, query: str
) -> None:
    open_figure(desktop, f"{address}{PAGES[name]}")
    svg = desktop.locator("svg.fig__svg").first
    whole = (svg.get_attribute("viewBox"), desktop.locator(BRANCHES).evaluate_all(PATHS))
    open_figure(desktop, f"{address}{PAGES[name]}{query}")
    marks = desktop.locator("a.mark-of:visible").evaluate_all(
        """all => all.map(one => {
          const [x, y] = one.dataset.at.split(" ").map(Number);
          const [aside, down] = one.getAttribute("transform").match(/-?[\\d.]+/g).map(Number);
          return [one.dataset.ids, x + aside, y + down];
        })"""
    )
    rows = sorted({round(y, 1) for _, _, y in marks})
    steps = {round(after - before, 1) for before, after in pairwise(rows)}
    assert max(steps) - min(steps) < 0.2
    # The caption is below the last row, and so are the ends of lines of years.
    foot = float(svg.get_attribute("viewBox").split()[3])  # type: ignore[union-attr]
    assert 0 < foot - rows[-1] < 2 * max(steps)
    ends = desktop.locator("path.f-hair").evaluate_all(
        "all => all.map(one => Number(one.getAttribute('d').split('V')[1]))"
    )
    assert all(rows[-1] < end <= foot for end in ends)
    places = {id: (x, y) for id, x, y in marks}
    for id, path in desktop.locator(BRANCHES).evaluate_all(PATHS):
        if id not in places:
            continue
        x, y, *_, level, end = (float(one) for one in re.findall(r"[\d.]+", path))
        assert any(abs(x - at) < 0.02 and 0 < y - above < 6 for at, above in places.values())
        assert abs(level - places[id][1]) < 0.02
        assert 0 < places[id][0] - end < 6
    for chip in desktop.get_by_role("button", name="Remove filter").all():
        chip.click()
    assert (svg.get_attribute("viewBox"), desktop.locator(BRANCHES).evaluate_all(PATHS)) == whole


def test_filtered_corpora_count_what_models_share(desktop: Page, address: str) -> None:
    open_figure(desktop, f"{address}{PAGES['corpora']}?subfields=vision")
    with desktop.expect_download() as waiting:
        desktop.locator('.fig__files a[data-format="csv"]').click()
    saved = Path(waiting.value.path()).read_text("utf-8")
    vision = set(
        desktop.evaluate(
            """async () => (await (await fetch(document.querySelector(".fig").dataset.source)).json()).rows
              .filter(row => row[3] === "vision").map(row => row[0])"""
        )
    )
    counts = {}
    for row in csv.DictReader(saved.splitlines()):
        ids = row["Pre-trained on it"].split("; ")
        assert set(ids) <= vision
        assert len(ids) == int(row["Models"]) > 1
        counts[row["Dataset"]] = len(ids)
    drawn = desktop.locator(".fig__svg text.f-number:visible")
    for place in range(drawn.count()):
        line = (drawn.nth(place).get_attribute("class") or "").split()[1]
        name = desktop.locator(f".fig__svg text.{line}:not(.f-number)").text_content() or ""
        marks = desktop.locator(f'a.mark-of[data-line="{line.removeprefix("f-line-")}"]:visible').count()
        assert drawn.nth(place).text_content() == str(marks)
        assert marks in [count for dataset, count in counts.items() if dataset.startswith(name.rstrip("…"))]
    assert 0 < drawn.count() < desktop.locator(".fig__svg text.f-number").count()


def test_a_filtered_gap_map_says_nothing_of_the_whole_atlas(desktop: Page, address: str) -> None:
    open_figure(desktop, f"{address}{PAGES['gap-map']}?subfields=vision")
    expect(desktop.locator("a.mark-of:not([data-ids], [data-cell])").first).to_be_hidden()
    expect(desktop.locator(".fig__numbers tr", has_text="Models estimated")).to_be_hidden()
    expect(desktop.locator(".fig__note")).to_contain_text("the atlas may have others")


@pytest.mark.parametrize("name", FIGURES)
def test_files_open(desktop: Page, address: str, name: str) -> None:
    open_figure(desktop, address + PAGES[name])
    found = {}
    for format in ("png", "svg", "pdf", "csv"):
        with desktop.expect_download() as waiting:
            desktop.locator(f'.fig__files a[data-format="{format}"]').first.click()
        found[format] = Path(waiting.value.path()).read_bytes()
    assert struct.unpack(">II", found["png"][16:24]) == (1920, 1080)
    assert ET.fromstring(found["svg"]).tag.endswith("svg")
    assert found["pdf"].startswith(b"%PDF")
    assert found["csv"].count(b"\r\n") > 1


def test_files_of_a_filtered_view_are_of_what_is_shown(desktop: Page, address: str) -> None:
    open_figure(desktop, f"{address}timeline/?subfields=language")
    found = {}
    for format in ("png", "svg", "csv"):
        with desktop.expect_download() as waiting:
            desktop.locator(f'.fig__files a[data-format="{format}"]').click()
        found[format] = Path(waiting.value.path()).read_bytes()
    text = found["svg"].decode()
    assert "BioBERT" in text
    assert "MedSAM" not in text
    assert "Filter: subfields=language." in re.sub(r"</text>.*?<text[^>]*>", " ", text)
    assert "var(--" not in text
    assert b"BioBERT" in found["csv"]
    assert b"MedSAM" not in found["csv"]
    assert struct.unpack(">I", found["png"][16:20]) == (1920,)


def test_a_figure_stands_in_a_page_of_another_host(desktop: Page, address: str, tmp_path: Path) -> None:
    open_figure(desktop, f"{address}timeline/?colour=paradigm")
    desktop.get_by_text("Embed or link").click()
    code = desktop.locator(".fig__code").input_value()
    assert "?colour=paradigm" in code
    shown = re.sub(r'src="[^"]*/hfm-atlas/embed/', f'src="{address}embed/', code)
    (tmp_path / "index.html").write_text(f"<!doctype html><title>A lecture</title><h1>A lecture</h1>{shown}", "utf-8")
    server = ThreadingHTTPServer(("localhost", 0), partial(_Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        problems: list[str] = []
        host = address.split("/")[2]
        desktop.on("pageerror", lambda error: problems.append(str(error)))
        desktop.on(
            "request",
            lambda one: problems.append(one.url) if _is_foreign(one.url, host) and "localhost" not in one.url else None,
        )
        desktop.goto(f"http://localhost:{server.server_port}/", wait_until="networkidle")
        frame = desktop.frame_locator("iframe")
        frame.locator(".fig[data-ready]").wait_for()
        frame.locator("a.mark-of").first.hover()
        assert frame.locator(".fig__read").inner_text()
        assert (frame.locator("a.mark-of use").first.get_attribute("href") or "").startswith("#timeline-paradigm-")
        assert frame.locator("h1 a").get_attribute("href")
        assert problems == []
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("name", FIGURES)
def test_every_embedded_page_bars_nobody(desktop: Page, address: str, name: str) -> None:
    open_figure(desktop, f"{address}embed/{name}/")
    assert _serious_violations(desktop) == []
    assert _sideways_overflow(desktop) == 0
