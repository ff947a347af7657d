"""Pages on paper: one sheet where a page is a picture, and evidence in notes at the end."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
# Milliseconds; a busy machine takes its time for a table of all entries.
PATIENCE = 60_000


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def printed(page: Page, address: str, target: Path, paper: str = "A4", ready: str = "h1") -> tuple[int, str]:
    """How many sheets of a paper a page takes once something is there, and their text."""
    page.goto(address, wait_until="networkidle")
    expect(page.locator(ready)).to_be_visible(timeout=PATIENCE)
    page.pdf(path=str(target), format=paper, prefer_css_page_size=True)
    information = subprocess.run(["pdfinfo", target], capture_output=True, text=True, check=True).stdout
    text = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Pages:\s+(\d+)", information)
    assert found
    return int(found[1]), text


needs_poppler = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="pdfinfo is not installed")


@needs_poppler
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("url", ["", "timeline/", "gap-map/", "figures/gap-map/", "figures/growth/"])
def test_a_picture_is_one_sheet(page: Page, address: str, tmp_path: Path, url: str, paper: str) -> None:
    sheets, _ = printed(page, address + url, tmp_path / "page.pdf", paper)
    assert sheets == 1


@needs_poppler
def test_the_gap_map_is_whole_on_paper(page: Page, address: str, tmp_path: Path) -> None:
    _, text = printed(page, f"{address}gap-map/", tmp_path / "page.pdf")
    words = " ".join(text.split())
    assert "Pairs without a model in the atlas" in words
    assert "Natural images" in words
    assert " × Eye tracking" in words
    assert " – not known" in words
    assert " found have an entry" in words


@needs_poppler
def test_evidence_stands_in_notes(page: Page, address: str, tmp_path: Path) -> None:
    _, text = printed(page, f"{address}models/biobert/", tmp_path / "page.pdf")
    assert "Evidence" in text
    assert re.search(r"^1\. ", text, re.MULTILINE)
    assert page.locator(".notes-on-paper").count() == 0


@needs_poppler
def test_a_table_that_is_moved_sideways_on_screen_is_whole_on_paper(page: Page, address: str, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 1000, "height": 800})
    url = f"{address}explore/?kind=model&modalities=ecg"
    _, text = printed(page, url, tmp_path / "page.pdf", ready="#explorer[data-ready]")
    expect(page.locator(".explorer__table.is-wide")).to_have_count(1)
    assert "Parameters" in text
    assert re.search(r"^\d+\sB$", text, re.MULTILINE)


@needs_poppler
def test_words_of_a_comparison_are_whole_on_paper(page: Page, address: str, tmp_path: Path) -> None:
    url = f"{address}compare/?ids=uni,virchow2,conch,biobert,biogpt"
    _, text = printed(page, url, tmp_path / "page.pdf", ready="#compare[data-ready] table")
    assert "histopathology" in text
    assert "Representations" in text


def test_kinds_of_nothing_are_told_apart_on_paper(page: Page, address: str) -> None:
    """Browsers print no background that does not ask for it."""
    page.goto(f"{address}gap-map/")
    expect(page.locator("#gap-map .gapmap__cell--not-checked").first).to_be_visible(timeout=PATIENCE)
    page.emulate_media(media="print")
    look = "all => all.map(one => [getComputedStyle(one).printColorAdjust, getComputedStyle(one).backgroundImage])"
    keys = page.locator(".gapmap__key").evaluate_all(look)
    cells = page.locator("#gap-map .gapmap__cell--not-checked").evaluate_all(look)
    assert [adjust for adjust, _ in keys] == ["exact"] * 3
    assert len({image for _, image in keys}) == 3
    assert {tuple(cell) for cell in cells} == {tuple(keys[-1])}
