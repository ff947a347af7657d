"""Compare as readers use it: from an entry, by keyboard, on a phone, and taken along."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
THREE = "compare/?ids=biobert,pubmedbert,clinicalbert"


def compare(page: Page, address: str, path: str = THREE) -> None:
    page.goto(address + path)
    expect(page.locator("#compare[data-ready] table")).to_be_visible()


def section(page: Page, title: str) -> list[str]:
    """Heads of the lines in a section."""
    body = page.locator("#compare tbody", has=page.locator(".compare__section", has_text=title))
    return body.locator("th[scope=row]").all_inner_texts()


def test_an_entry_leads_to_its_comparison_by_keyboard(address: str, page: Page) -> None:
    page.goto(f"{address}models/biobert/")
    page.get_by_role("article").get_by_role("link", name="Compare").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#compare[data-ready]")).to_contain_text("one more entry to compare with BioBERT")
    page.get_by_label("Add an entry by name").focus()
    page.keyboard.type("PubMedBERT")
    page.keyboard.press("Enter")
    expect(page.locator("#compare table")).to_be_visible()
    assert page.url.endswith("?ids=biobert,pubmedbert")
    expect(page.get_by_label("Add an entry by name")).to_be_focused()
    expect(page).to_have_title("BioBERT and PubMedBERT compared – HFM Atlas")
    page.get_by_role("button", name="Remove PubMedBERT").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#compare table")).to_have_count(0)
    page.go_back()
    expect(page.locator("#compare table")).to_be_visible()


def test_results_stand_side_by_side_only_in_one_setting(address: str, page: Page) -> None:
    compare(page, address)
    lines = page.locator("#compare tr.is-result")
    assert lines.count() > 5
    for line in lines.all():
        assert line.locator("td:has(.num)").count() > 1
        assert line.locator(".compare__best").count() >= 1


def test_challenges_summary_venue_and_lineage_are_compared(address: str, page: Page) -> None:
    compare(page, address)
    assert section(page, "About") == ["Summary", "Published"]
    assert section(page, "Challenges and opportunities")
    assert section(page, "Lineage") == ["What builds on it"]
    of_biobert = page.locator("#compare td", has=page.locator(".compare__lineage")).first
    expect(of_biobert.get_by_role("link", name="ClinicalBERT")).to_have_count(1)
    assert page.locator("#compare td svg").count() == 0


def test_only_what_differs_is_kept_in_the_address(address: str, page: Page) -> None:
    compare(page, address)
    box = page.get_by_label("Only facts that differ")
    box.focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("Only facts that differ")).to_be_focused()
    assert page.locator("#compare tr.is-equal, #compare tr.is-unknown").count() == 0
    page.goto(page.url)
    expect(page.get_by_label("Only facts that differ")).to_be_checked()


def test_a_comparison_names_snapshot_and_address(address: str, page: Page) -> None:
    compare(page, address)
    cited = page.locator("#compare-cite-text")
    expect(cited).to_contain_text("BioBERT, PubMedBERT and ClinicalBERT compared. HFM Atlas")
    expect(cited).to_contain_text(THREE)


def test_a_download_holds_what_is_shown(address: str, page: Page) -> None:
    compare(page, address)
    shown = page.locator("#compare tbody tr:has(th[scope=row])").count()
    with page.expect_download() as caught:
        page.get_by_role("button", name="CSV").click()
    head, *lines = csv.reader(Path(caught.value.path()).read_text("utf-8").splitlines())
    assert head == ["", "BioBERT", "PubMedBERT", "ClinicalBERT"]
    # All but the lineage, and ids, addresses and the snapshot.
    assert len(lines) == shown - 1 + 3
    assert lines[0] == ["id", "biobert", "pubmedbert", "clinicalbert"]
    assert lines[1][1] == f"{address}models/biobert/"
    assert {len(line) for line in lines} == {4}
    parameters = next(line for line in lines if line[0] == "Parameters")
    assert parameters[1] == "110 M; 340 M"


def test_examples_lead_to_models_that_were_measured_alike(address: str, page: Page) -> None:
    page.goto(f"{address}compare/")
    page.locator("#compare-examples a").first.click()
    expect(page.locator("#compare tr.is-result").first).to_be_visible()
    expect(page.locator("#compare-examples")).to_be_hidden()


def test_an_entry_alone_names_its_neighbours(address: str, page: Page) -> None:
    page.goto(f"{address}compare/?ids=biobert")
    page.locator(".compare__near a").first.click()
    expect(page.locator("#compare thead th")).to_have_count(2)


def test_on_a_phone_each_value_names_its_entry(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    compare(page, address)
    value = page.locator("#compare tr.is-differs td").first
    name = value.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert name == '"BioBERT"'
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
