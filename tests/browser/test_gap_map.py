"""The gap map as readers use it: levels, a third thing in the cells, the list of gaps, by keyboard."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

pytestmark = pytest.mark.browser


def gap_map(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}gap-map/{query}")
    expect(page.locator("#gap-map[data-ready] table.gapmap")).to_be_visible()


def size(page: Page) -> tuple[int, int]:
    """Rows and columns in sight."""
    return page.locator(".gapmap tbody tr").count(), page.locator(".gapmap thead th").count()


def test_each_axis_has_its_own_level(address: str, page: Page) -> None:
    gap_map(page, address)
    rows, columns = size(page)
    page.get_by_label("Level of rows").select_option("all")
    assert size(page)[0] > 3 * rows
    assert size(page)[1] == columns
    assert "rowlevel=all" in page.url
    page.go_back()
    expect(page.get_by_label("Level of rows")).to_have_value("groups")


def test_empty_rows_and_columns_are_hidden_on_demand(address: str, page: Page) -> None:
    gap_map(page, address, "?rows=tasks&cols=modalities&collevel=all")
    before = size(page)[1]
    box = page.get_by_label("Hide empty rows and columns")
    box.focus()
    page.keyboard.press("Space")
    assert size(page)[1] < before
    expect(page.locator(".gapmap__cover")).to_contain_text("Hidden because they have no model")
    expect(box).to_be_focused()
    assert "hide=empty" in page.url


def test_how_complete_each_modality_is_stands_next_to_it(address: str, page: Page) -> None:
    gap_map(page, address, "?rows=tasks&cols=modalities")
    below = page.locator(".gapmap tfoot tr")
    expect(below).to_have_count(3)
    expect(below.nth(1)).to_contain_text(re.compile(r"with an entry\d"))
    expect(below.last).to_contain_text(re.compile(r"\d %"))
    expect(below.first.get_by_role("link")).to_have_attribute("href", re.compile("completeness/$"))
    page.get_by_role("button", name="Swap").click()
    expect(page.locator(".gapmap tfoot")).to_have_count(0)
    expect(page.locator(".gapmap tbody tr").first.locator(".gapmap__share")).to_have_count(3)
    gap_map(page, address, "?rows=tasks&cols=subfields")
    expect(page.locator(".gapmap__share")).to_have_count(0)


def box_of(element: Locator) -> FloatRect:
    """Where an element is in the window."""
    box = element.bounding_box()
    assert box
    return box


def blank(page: Page, modality: str) -> Locator:
    """The first cell of a modality that holds no model."""
    return page.locator(f".gapmap__cell--empty a[href*='modalities={modality}']").first


def test_a_blank_tells_how_complete_the_atlas_is_there(address: str, page: Page) -> None:
    gap_map(page, address)
    cell = blank(page, "molecules")
    cell.focus()
    read = page.locator(".gapmap__read")
    expect(read).to_contain_text("no model in the atlas")
    expect(read).to_contain_text(re.compile(r" A search found .* with an entry \(none here\)"))
    expect(read).to_be_in_viewport()
    assert box_of(cell)["y"] + box_of(cell)["height"] <= box_of(read)["y"]
    expect(cell).to_have_accessible_description(re.compile("^A search found "))
    blank(page, "natural-images").focus()
    expect(read).to_contain_text("how complete the atlas is here is not known.")


def test_below_the_broadest_term_a_cell_tells_of_that_term(address: str, page: Page) -> None:
    gap_map(page, address, "?rows=tasks&cols=modalities&collevel=all")
    cell = page.locator(".gapmap__cell a[href*='modalities=ct']").first
    cell.focus()
    read = page.locator(".gapmap__read")
    expect(read).to_contain_text("Computed tomography: ")
    expect(read).to_contain_text("models for radiology first seen since")
    words = page.locator(".gapmap__list tbody tr").all_inner_texts()
    assert any("Radiology: " in one and "found have an entry" in one for one in words)


def test_without_modalities_it_is_said_that_nothing_is_known(address: str, page: Page) -> None:
    gap_map(page, address, "?rows=tasks&cols=subfields")
    page.locator(".gapmap__cell a").first.focus()
    expect(page.locator(".gapmap__read")).to_contain_text("is counted by modality alone")
    expect(page.locator(".gapmap__cover")).to_contain_text("is counted by modality alone")
    expect(page.locator(".gapmap__brief")).to_have_count(0)


def test_a_finger_reads_a_cell_before_it_follows_it(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    gap_map(page, address)
    cell = blank(page, "molecules")
    cell.tap()
    read = page.locator(".gapmap__read")
    expect(read).to_contain_text("A search found ")
    expect(read).to_contain_text("Tap it again for Explore.")
    expect(read).to_be_in_viewport()
    assert "/gap-map/" in page.url
    cell.tap()
    expect(page).to_have_url(re.compile("/explore/.*modalities=molecules"))
    context.close()


def test_heads_stay_in_sight(address: str, page: Page) -> None:
    gap_map(page, address, "?rowlevel=all&collevel=all")
    frame = page.locator(".gapmap__frame")
    frame.evaluate("frame => frame.scrollTo(2000, 2000)")
    box = frame.bounding_box()
    head = page.locator(".gapmap thead th").nth(40).bounding_box()
    first = page.locator(".gapmap tbody th").nth(40).bounding_box()
    assert box
    assert head
    assert first
    assert abs(head["y"] - box["y"]) < 2
    assert abs(first["x"] - box["x"]) < 2


def test_cells_tell_how_many_have_open_weights_and_of_how_many_it_is_not_known(address: str, page: Page) -> None:
    gap_map(page, address)
    page.get_by_label("In the cells").select_option("weights")
    cell = page.locator(".gapmap__cell a", has=page.locator(".gapmap__number")).first
    words = cell.get_attribute("aria-label") or ""
    assert "open weights" in words
    assert "weights not known" in words
    cell.focus()
    expect(page.locator(".gapmap__read")).to_contain_text(words)
    number, whole = (int(part) for part in cell.locator(".gapmap__number").inner_text().split("/"))
    assert 0 < number < whole


def test_a_blank_is_one_of_the_atlas(address: str, page: Page) -> None:
    gap_map(page, address)
    assert "nobody has worked" not in page.locator("article").inner_text()
    words = page.locator(".gapmap__cell--empty a").first.get_attribute("aria-label") or ""
    assert "no model in the atlas" in words


def test_the_list_of_gaps_is_a_file(address: str, page: Page) -> None:
    gap_map(page, address, "?rows=subfields&cols=architecture&collevel=all")
    with page.expect_download() as caught:
        page.get_by_role("button", name="All pairs as CSV").click()
    text = Path(caught.value.path()).read_text("utf-8")
    head, *rows = csv.reader(text.splitlines())
    assert head[:5] == ["subfields", "subfields_models", "architecture", "architecture_models", "may"]
    shown = page.locator(".gapmap__list tbody tr").count()
    assert len(rows) >= shown > 5
    assert all("snapshot" in row[-1] for row in rows)
    assert {row[-2] for row in rows} == {""}


def test_the_list_of_gaps_tells_what_a_search_found(address: str, page: Page) -> None:
    gap_map(page, address)
    with page.expect_download() as caught:
        page.get_by_role("button", name="All pairs as CSV").click()
    rows = list(csv.DictReader(Path(caught.value.path()).read_text("utf-8").splitlines()))
    molecules = next(row for row in rows if row["modalities"] == "molecules")
    assert (molecules["found_of"], molecules["found"].isdigit()) == ("molecules", True)
    shown = page.locator(".gapmap__list tbody tr", has_text="Molecules").first.locator(".gapmap__brief")
    expect(shown).to_contain_text(f"{molecules['found_with_entry']} of {molecules['found']} found have an entry")


def test_the_widest_gaps_can_be_downloaded_without_a_script(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}gap-map/")
    assert page.request.get(f"{address}gaps.csv").text().startswith("task,modality,task_models")
    expect(page.get_by_role("link", name="gaps.csv")).to_be_visible()
    expect(page.locator("#plain-map tfoot tr")).to_have_count(3)
    expect(page.get_by_text("may belong to any of its cells, a blank one as well")).to_be_visible()
    context.close()
