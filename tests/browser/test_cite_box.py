"""The cite box of an entry: chosen by keyboard, copied, and complete without scripts and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
FORMS = ["bibtex", "ris", "apa", "vancouver", "ieee"]


@pytest.fixture(scope="module")
def entry(site: Path, address: str) -> str:
    """Address of the first model's page."""
    return address + sorted(site.glob("models/*/index.html"))[0].parent.relative_to(site).as_posix() + "/"


@pytest.fixture
def page(browser: Browser, entry: str) -> Iterator[Page]:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(entry, wait_until="networkidle")
    yield page
    context.close()


def shown(page: Page) -> list[str]:
    return [form for form in FORMS if page.locator(f"#cite-{form}").is_visible()]


def test_arrow_keys_choose_a_form(page: Page) -> None:
    assert shown(page) == ["bibtex"]
    page.locator("input[name=cite][value=bibtex]").focus()
    for form in FORMS[1:]:
        page.keyboard.press("ArrowRight")
        expect(page.locator(f"input[name=cite][value={form}]")).to_be_focused()
        assert shown(page) == [form]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_copied_as_it_is(page: Page, form: str) -> None:
    page.locator("#cite label", has=page.locator(f"[value={form}]")).click()
    page.locator(f"#cite-{form} button").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.length > 0)")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(f"#cite-{form}-text").inner_text().rstrip()


def test_paper_shows_what_a_reader_can_use(page: Page) -> None:
    page.emulate_media(media="print")
    assert shown(page) == ["bibtex", "apa", "vancouver", "ieee"]
    assert page.locator("#cite button:visible").count() == 0


def test_it_needs_no_script(browser: Browser, entry: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(entry)
    page.locator("input[name=cite][value=bibtex]").focus()
    page.keyboard.press("ArrowLeft")
    assert shown(page) == ["ieee"]
    assert page.locator("#cite button:visible").count() == 0
    context.close()
