"""Explore by keyboard and eye: the focus stays, filters stay, what may match is told, nobody is barred."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser
PATIENCE = 30_000
OPEN = "?tasks=report-generation&modalities=chest-x-ray&weights_access=open&effective_licence=anything"


def explore(page: Page, address: str, query: str = "") -> None:
    """Open Explore and wait until it is ready."""
    page.goto(f"{address}explore/{query}")
    expect(page.locator("#explorer[data-ready]")).to_be_visible(timeout=PATIENCE)


def focused(page: Page) -> str:
    """What has the focus, as the page names it."""
    return str(page.evaluate("document.activeElement.dataset.focus ?? document.activeElement.tagName"))


def test_the_focus_stays_where_it_was(page: Page, address: str) -> None:
    explore(page, address, f"{OPEN}&may_match=1")
    page.locator("[data-focus=sort-parameters]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Parameters")
    assert focused(page) == "sort-parameters"
    box = page.locator("tbody input[type=checkbox]").first
    box.focus()
    before = focused(page)
    page.keyboard.press("Space")
    expect(page.get_by_text("Compare 1")).to_be_visible()
    assert focused(page) == before
    page.locator("[data-focus=may-match]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-focus=may-match]")).to_have_attribute("aria-pressed", "false")
    assert focused(page) == "may-match"
    page.locator(".chip").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(3)
    assert focused(page) == "chip-0"


def test_how_many_can_be_compared_is_said_in_words_and_by_keyboard(page: Page, address: str) -> None:
    explore(page, address, "?kind=model")
    boxes = page.locator("tbody input[type=checkbox]")
    compare = page.get_by_role("link", name="Compare", exact=False).and_(page.locator(".button"))
    for ticked, limit, opens in ((1, "at least 2", False), (2, "", True), (5, "", True), (6, "at most 5", False)):
        for place in range(ticked):
            boxes.nth(place).check()
        expect(compare).to_have_text(f"Compare {ticked}")
        expect(page.locator(".explorer__limit")).to_have_text(limit)
        expect(compare).to_have_attribute("href" if opens else "aria-disabled", re.compile(r"compare/\?ids=|true"))
        expect(compare).to_have_accessible_description(limit)
        compare.focus()
        expect(compare).to_be_focused()


def test_what_is_ticked_can_be_compared_without_scrolling_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    explore(page, address, "?kind=model&modalities=electronic-health-records")
    boxes = page.locator("tbody input[type=checkbox]")
    for place in range(4):
        boxes.nth(place).check()
    boxes.nth(12).scroll_into_view_if_needed()
    expect(page.get_by_role("link", name="Compare 4")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Unselect all").click()
    expect(page.get_by_text("Unselect all")).to_be_hidden()
    context.close()


def test_a_term_is_left_out_by_keyboard_and_comes_back(page: Page, address: str) -> None:
    explore(page, address, "?kind=model")
    everything = page.locator(".explorer__total").inner_text()
    page.locator(".facet summary").filter(has_text="Pre-trained on").click()
    leave_out = page.get_by_role("button", name="Leave out The Cancer Genome Atlas")
    leave_out.focus()
    expect(leave_out).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(leave_out).to_have_attribute("aria-pressed", "true")
    assert page.url.endswith("?kind=model&corpora.not=tcga")
    assert page.locator(".explorer__total").inner_text() != everything
    page.get_by_role("button", name="Remove filter Pre-trained on: not The Cancer Genome Atlas").click()
    expect(page.locator(".explorer__total")).to_have_text(everything)
    expect(leave_out).to_have_attribute("aria-pressed", "false")


def test_a_question_leaves_something_out(page: Page, address: str) -> None:
    explore(page, address)
    page.get_by_label("Search entries").fill("pathology models not trained on TCGA")
    expect(page.locator(".explorer__read")).to_contain_text(
        "Pre-trained on: not The Cancer Genome Atlas", timeout=PATIENCE
    )
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(3)
    assert "corpora.not=tcga" in page.url


def test_what_may_match_is_shown_marked_and_downloaded(page: Page, address: str) -> None:
    explore(page, address, OPEN)
    said = page.locator(".explorer__total").inner_text()
    may = int(re.search(r"(\d+) may match: .* not checked", said)[1])  # type: ignore[index]
    matches = page.locator("tbody tr").count() if not said.startswith("0 ") else 0
    page.get_by_role("button", name=re.compile("show what may match", re.IGNORECASE)).first.click()
    expect(page.locator("tr.is-open")).to_have_count(may)
    assert page.url.endswith("&may_match=1")
    expect(page.locator("tr.is-open").first).to_contain_text("may match; fill in")
    page.get_by_text("Download this view").click()
    with page.expect_download() as caught:
        page.locator("[data-format=csv]").click()
    rows = list(csv.DictReader(io.StringIO(Path(caught.value.path()).read_text("utf-8"))))
    assert [row["match"] for row in rows] == ["yes"] * matches + ["may"] * may


def test_what_is_ticked_is_what_a_download_says_and_saves(page: Page, address: str) -> None:
    explore(page, address, "?kind=model&modalities=ecg&ids=uni,conch")
    page.get_by_text("Download 2 ticked").click()
    with page.expect_download() as caught:
        page.locator("[data-format=csv]").click()
    rows = list(csv.DictReader(io.StringIO(Path(caught.value.path()).read_text("utf-8"))))
    assert sorted(row["id"] for row in rows) == ["conch", "uni"]
    page.get_by_role("button", name="Unselect all").click()
    expect(page.get_by_text("Download this view")).to_be_visible()


def test_tabs_of_kinds_keep_the_filters(page: Page, address: str) -> None:
    explore(page, address, "?modalities=pathology")
    page.get_by_role("navigation", name="Kinds of entry").get_by_role("link", name=re.compile("^Datasets")).click()
    expect(page).to_have_url(re.compile(r"explore/\?modalities=pathology&kind=dataset$"))
    expect(page.locator("thead")).to_contain_text("Access to data")


def test_words_become_filters_by_enter(page: Page, address: str) -> None:
    explore(page, address)
    page.locator(".explorer__search").focus()
    page.keyboard.type("pathology models over 100M")
    expect(page.locator(".explorer__read")).to_contain_text("Modality: Pathology", timeout=PATIENCE)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?modalities=pathology&kind=model&parameters=100M-$"))
    expect(page.locator(".explorer__search")).to_have_value("")


def test_the_box_finds_what_entries_say(page: Page, address: str) -> None:
    explore(page, address, "?text=hallucinate")
    expect(page.locator(".explorer__total")).not_to_have_text(re.compile("^0 of"), timeout=PATIENCE)


def test_columns_of_texts_are_loaded_when_asked_for(page: Page, address: str) -> None:
    explore(page, address, "?kind=model&text=biobert&cols=venue,challenges,effective_licence")
    expect(page.locator("tbody tr", has_text="BioBERT").first).to_contain_text("Bioinformatics", timeout=PATIENCE)


def test_count_and_filters_stay_in_sight(page: Page, address: str) -> None:
    explore(page, address, "?kind=model")
    page.mouse.move(900, 700)
    page.mouse.wheel(0, 2000)
    expect(page.locator(".explorer__total")).to_be_in_viewport()
    expect(page.locator(".chip")).to_be_in_viewport()
    expect(page.locator("thead th", has_text="Name")).to_be_in_viewport()
    expect(page.locator(".explorer__facets > summary")).to_be_in_viewport()


@pytest.mark.parametrize("width", [1440, 390])
def test_nobody_is_barred(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    explore(page, address, f"{OPEN}&may_match=1&ids=chexagent")
    page.get_by_role("button", name="help to settle").click()
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    own = [one["id"] + ": " + one["nodes"][0]["html"][:120] for one in found if "explorer" in str(one["nodes"])]
    assert own == []
    context.close()


def test_a_term_leads_to_explore_and_takes_its_works_along(page: Page, address: str) -> None:
    page.goto(f"{address}taxonomy/tasks/report-generation/")
    with page.expect_download() as caught:
        page.get_by_role("button", name="BibTeX").click()
    keys = re.findall(r"^@\w+\{([^,]+),", Path(caught.value.path()).read_text("utf-8"), re.MULTILINE)
    feed = page.request.get(f"{address}taxonomy/tasks/report-generation/feed.xml")
    assert feed.text().count("<entry>") == 20
    page.get_by_role("link", name="Open in Explore").click()
    expect(page.locator("#explorer[data-ready]")).to_be_visible(timeout=PATIENCE)
    assert page.locator(".explorer__total").inner_text().startswith(f"{len(keys)} of")


def test_tabs_and_menus_stay_within_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    explore(page, address)
    for shown in (*page.locator(".kinds a").all(), *page.locator(".menu").all()):
        if shown.locator("summary").count():
            shown.locator("summary").click()
            shown = shown.locator(".menu__body")
            expect(shown).to_be_visible()
        box = shown.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    context.close()


def test_the_keyboard_gets_past_the_filters_and_back(page: Page, address: str) -> None:
    explore(page, address, "?kind=model&modalities=ultrasound")
    page.locator(".key").evaluate("one => { one.tabIndex = -1; one.focus(); }")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip the filters")
    expect(skip).to_be_focused()
    expect(skip).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Entries")).to_be_focused()
    assert page.url.endswith("?kind=model&modalities=ultrasound")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("link", name="Back to the filters").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".explorer__facets > summary")).to_be_focused()


@pytest.mark.parametrize("ticked", ["", "&ids=medsam"])
def test_a_phone_says_how_many_entries_the_open_filters_leave(browser: Browser, address: str, ticked: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    explore(page, address, f"?kind=model{ticked}")
    show = page.get_by_role("button", name=re.compile(r"^Show [\d,]+ entries$"))
    expect(show).to_be_hidden()
    page.locator(".explorer__facets > summary").click()
    expect(show).to_be_in_viewport(ratio=1)
    before = show.inner_text()
    page.locator(".facet summary").filter(has_text="Subfield").click()
    page.get_by_role("checkbox", name="Vision").check()
    expect(show).not_to_have_text(before)
    shown = re.findall(r"[\d,]+", show.inner_text())[0]
    expect(page.locator(".explorer__total[role=status]")).to_have_text(re.compile(f"^{shown} of "))
    if ticked:
        expect(page.get_by_text("Unselect all")).to_be_in_viewport(ratio=1)
    show.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Entries")).to_be_focused()
    expect(page.locator(".explorer__total")).to_be_in_viewport(ratio=1)
    expect(show).to_be_hidden()
    context.close()


def test_what_the_keyboard_reaches_is_not_below_the_bar_at_the_foot(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 600})
    page = context.new_page()
    explore(page, address, "?kind=model")
    page.locator(".explorer__facets > summary").click()
    page.locator(".facet summary").filter(has_text="Subfield").click()
    page.locator(".explorer__facets > summary").focus()
    covered = """() => {
        const [one, bar] = [document.activeElement, document.querySelector(".explorer__show")];
        if (bar.contains(one)) return "the bar itself";
        return one.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1;
    }"""
    reached = []
    while "the bar itself" not in reached:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(covered))
        assert len(reached) < 200
    assert set(reached) == {False, "the bar itself"}
    context.close()


def test_an_address_with_a_filter_is_not_answered_with_all_entries(page: Page, address: str) -> None:
    waiting: list[Route] = []
    page.route("**/explore/entries.json", lambda route: waiting.append(route))
    page.goto(f"{address}explore/?kind=model&modalities=ultrasound", wait_until="domcontentloaded")
    expect(page.get_by_text("will be applied as soon as it is loaded")).to_be_visible()
    expect(page.locator("#plain-table")).to_be_hidden()
    expect(page.locator(".kinds")).to_be_hidden()
    for route in waiting:
        route.continue_()
    expect(page.locator("#explorer[data-ready]")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("will be applied as soon as it is loaded")).to_be_hidden()
    expect(page.locator(".kinds")).to_be_visible()


@pytest.mark.parametrize("query", ["", "?q=ultrasound"])
def test_an_address_without_a_filter_shows_all_entries_while_loading(page: Page, address: str, query: str) -> None:
    page.route("**/explore/entries.json", lambda _: None)
    page.goto(f"{address}explore/{query}", wait_until="domcontentloaded")
    expect(page.locator("#plain-table tbody tr").first).to_be_visible()
    expect(page.locator(".asked--loading")).to_be_hidden()


@pytest.mark.parametrize("missing", ["scripts/explore/state.js", "scripts/explore/main.js", "explore/entries.json"])
def test_all_entries_are_shown_and_called_so_where_filters_cannot_be_loaded(
    page: Page, address: str, missing: str
) -> None:
    page.route(f"**/{missing}", lambda route: route.abort())
    page.goto(f"{address}explore/?kind=model&modalities=ultrasound")
    expect(page.get_by_text("could not be loaded").filter(visible=True)).to_have_count(1)
    expect(page.locator("#plain-table tbody tr").first).to_be_visible()
    expect(page.locator(".kinds")).to_be_visible()


def test_without_scripts_the_list_says_that_no_filter_is_applied(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}explore/?kind=model&modalities=ultrasound")
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("noscript p")).to_contain_text("whatever filter the address has")
    expect(page.get_by_text("will be applied")).to_be_hidden()
    expect(page.locator("#plain-table tbody tr").first).to_be_visible()
    context.close()
