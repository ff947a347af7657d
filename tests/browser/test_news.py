"""What's new since a day: chosen, remembered, in the address, and followed as a feed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def days(page: Page) -> list[str]:
    """Days in sight."""
    found: list[str] = page.locator("[data-day]:not([hidden])").evaluate_all("all => all.map(one => one.dataset.day)")
    return found


def test_what_came_since_a_day_is_remembered(address: str, page: Page) -> None:
    page.goto(f"{address}news/")
    every = days(page)
    assert len(every) > 1
    page.get_by_label("Only after").fill(every[-1])
    assert days(page) == every[:-1]
    expect(page.locator("#news-since [role=status]")).to_contain_text("facts of")
    assert page.url.endswith(f"?since={every[-1]}")
    page.goto(f"{address}news/")
    assert days(page) == every[:-1]
    page.get_by_role("button", name="Everything").click()
    assert days(page) == every


def test_a_returning_reader_sees_what_came_since_the_last_snapshot(address: str, page: Page) -> None:
    page.goto(f"{address}news/")
    oldest = days(page)[-1]
    page.evaluate("day => localStorage.setItem('hfm-atlas.news', JSON.stringify({ seen: day }))", oldest)
    page.reload()
    assert oldest not in days(page)


def test_a_term_is_followed_by_its_feed(address: str, page: Page) -> None:
    page.goto(f"{address}taxonomy/tasks/image-segmentation/")
    link = page.get_by_role("link", name="Feed", exact=True)
    answer = page.request.get(link.evaluate("link => link.href"))
    assert answer.ok
    assert ET.fromstring(answer.body()).tag == "{http://www.w3.org/2005/Atom}feed"
