"""Leaderboards as readers use them: from the home page, sorted, filtered, by keyboard, and without a script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
MEDQA = "leaderboards/medqa-usmle/"


def column(page: Page, key: str) -> list[str]:
    """What the rows in sight say in a column."""
    place = page.locator("#board thead th").evaluate_all(
        "(heads, key) => heads.findIndex((head) => head.dataset.key === key)", key
    )
    texts: list[str] = page.locator("#board tbody tr:not([hidden])").evaluate_all(
        "(rows, place) => rows.map((row) => row.cells[place].dataset.sort ?? row.cells[place].textContent)", place
    )
    return texts


def test_a_press_sorts_and_a_third_brings_the_order_back(address: str, page: Page) -> None:
    page.goto(address + MEDQA)
    as_made = column(page, "value")
    head = page.locator('#board th[data-key="value"]')
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    values = [float(value) for value in column(page, "value")]
    assert values == sorted(values, reverse=True)
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(head.get_by_role("button")).to_be_focused()
    expect(page.locator("#board-said")).to_contain_text("not comparable")
    assert page.url.endswith("?sort=-value")
    page.keyboard.press("Enter")
    assert [float(value) for value in column(page, "value")] == sorted(values)
    page.keyboard.press("Enter")
    assert column(page, "value") == as_made
    assert page.url.endswith(MEDQA)


def test_open_weights_only_tells_what_is_not_known(address: str, page: Page) -> None:
    page.goto(address + MEDQA)
    page.locator("select[name='weights']").select_option("open")
    assert set(column(page, "weights")) == {"1"}
    expect(page.locator("#board-said")).to_contain_text("more may match")
    shown = len(column(page, "weights"))
    page.locator("select[name='weights']").select_option("may")
    assert set(column(page, "weights")) == {"1", ""}
    assert len(column(page, "weights")) > shown


def test_comparable_only_keeps_what_has_a_rank(address: str, page: Page) -> None:
    page.goto(address + MEDQA)
    page.get_by_label("Comparable only").focus()
    page.keyboard.press("Space")
    ranks = column(page, "rank")
    assert ranks
    assert all(ranks)
    page.get_by_label("Without re-evaluations").check()
    assert page.url.endswith("?alike=1&authors=1")


def test_the_address_keeps_what_is_shown(address: str, page: Page) -> None:
    page.goto(f"{address}{MEDQA}?weights=open&words=zero-shot&sort=year")
    years = column(page, "year")
    assert years == sorted(years)
    assert all("zero-shot" in one.lower() for one in column(page, "setting"))
    page.get_by_label("Words").fill("")
    assert len(column(page, "year")) > len(years)
    page.locator("select[name='weights']").select_option("")
    page.go_back()
    expect(page.locator("select[name='weights']")).to_have_value("open")


def found(page: Page, words: str) -> list[str]:
    """Benchmarks in sight once words are looked for."""
    page.get_by_label("Search the benchmarks").fill(words)
    expect(page.locator(".find [role='status']")).to_have_text(re.compile(r"^\d+ of \d+$"))
    return page.locator("[data-row]:not([hidden]) th a").all_inner_texts()


def test_benchmarks_are_found_by_what_they_are_about(address: str, page: Page) -> None:
    page.goto(f"{address}leaderboards/")
    names = page.locator("[data-row] th a").all_inner_texts()
    by_ct = found(page, "CT")
    assert "CT-RATE" in by_ct
    assert "MedQA" not in by_ct
    assert set(by_ct) >= {name for name in names if re.search(r"\bCT\b", name)}
    assert set(found(page, "computed tomography")) <= set(by_ct)
    assert {"BUSI", "EchoNet-Dynamic", "UniUS-Bench"} <= set(found(page, "ultrasound"))
    assert found(page, "ult") == found(page, "ultrasound")


def test_a_part_without_a_hit_is_not_shown(address: str, page: Page) -> None:
    page.goto(f"{address}leaderboards/")
    found(page, "sonography")
    expect(page.locator("#bioinformatics")).to_be_hidden()
    page.get_by_label("Search the benchmarks").fill("")
    expect(page.locator("#bioinformatics")).to_be_visible()


def test_a_benchmark_with_several_measures_shows_one(address: str, page: Page) -> None:
    page.goto(f"{address}leaderboards/mimic-cxr/")
    choice = page.get_by_label("Task and metric")
    choice.select_option(index=1)
    assert set(column(page, "measure")) == {choice.input_value()}


def test_sizes_of_a_model_unfold(address: str, page: Page) -> None:
    page.goto(address + MEDQA)
    fold = page.locator(".board__versions").first
    fold.locator("> summary").focus()
    page.keyboard.press("Enter")
    expect(fold.locator("li").first).to_be_visible()


def test_the_table_is_complete_without_a_script(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + MEDQA)
    assert page.locator("#board tbody tr").count() > 20
    expect(page.locator("#board-tools")).to_be_hidden()
    context.close()


# Cells from which something that is seen stands out.
TOO_WIDE = """() => [...document.querySelectorAll("#board tbody :is(th, td)")].filter((cell) => {
    const seen = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT, (text) =>
        text.parentElement.closest(".vh, details:not([open])") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const range = document.createRange();
    const edge = cell.getBoundingClientRect().right + 1;
    while (seen.nextNode()) {
        range.selectNodeContents(seen.currentNode);
        if (range.getBoundingClientRect().right > edge) return true;
    }
    return false;
}).map((cell) => cell.textContent)"""


@pytest.mark.parametrize("benchmark", ["ct-rate", "adni", "open-problems"])
def test_nothing_of_a_card_on_a_phone_overprints_its_neighbour(address: str, browser: Browser, benchmark: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}leaderboards/{benchmark}/")
    assert page.locator("#board tbody td").count()
    assert page.evaluate(TOO_WIDE) == []
    context.close()
