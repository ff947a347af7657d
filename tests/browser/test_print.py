"""Pages on paper: one sheet where a page is a picture, and evidence in notes at the end."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def printed(page: Page, address: str, target: Path, paper: str = "A4") -> tuple[int, str]:
    """How many sheets of a paper a page takes, and their text."""
    page.goto(address, wait_until="networkidle")
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
