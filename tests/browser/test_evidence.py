"""Evidence as readers open it: by hand, by keyboard, and by the address of a fact."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
BIOBERT = "models/biobert/"


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desktop", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    yield context.new_page()
    context.close()


def test_a_finger_hits_every_mark(address: str, page: Page) -> None:
    page.goto(address + BIOBERT)
    sizes = page.locator("details.mark > summary").evaluate_all(
        "marks => marks.map((mark) => mark.getBoundingClientRect()).map((box) => Math.min(box.width, box.height))"
    )
    assert len(sizes) > 20
    assert min(sizes) >= 24


def test_a_mark_opens_by_keyboard_and_tells_how_sure_it_is(address: str, page: Page) -> None:
    page.goto(address + BIOBERT)
    mark = page.locator("[data-path='architecture.parameters'] details.mark")
    mark.locator("summary").focus()
    page.keyboard.press("Enter")
    box = mark.locator(".mark__box")
    expect(box).to_be_visible()
    expect(box.locator("b")).to_have_text("Inference")
    expect(box).to_contain_text("version")
    expect(box).to_contain_text("2026")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(mark.locator("summary")).to_be_focused()


def test_a_fact_has_an_address_that_opens_it(address: str, page: Page) -> None:
    page.goto(f"{address}{BIOBERT}#fact-tasks")
    fact = page.locator("[data-path=tasks]")
    expect(fact.locator(".mark__box")).to_be_visible()
    expect(fact).to_be_in_viewport()
    expect(fact.get_by_role("link", name="Link to this fact")).to_have_attribute("href", "#fact-tasks")


def test_every_address_stands_once(address: str, page: Page) -> None:
    page.goto(address + BIOBERT)
    ids = page.locator("[id]").evaluate_all("elements => elements.map((element) => element.id)")
    assert len(ids) == len(set(ids))
    assert {"fact-architecture.parameters", "result-bc5cdr-f1", "result-bc5cdr-f1-2"} <= set(ids)
