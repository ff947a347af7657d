"""What's new since a day: chosen, remembered, in the address, and followed as a feed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, Route, expect

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


def test_a_day_that_is_chosen_before_the_script_is_there_counts(address: str, page: Page) -> None:
    held: list[Route] = []
    page.route("**/scripts/news.js", lambda route: held.append(route))
    with page.expect_request("**/scripts/news.js"):
        page.goto(f"{address}news/", wait_until="commit")
    oldest = page.locator("[data-day]").last
    day = oldest.get_attribute("data-day") or ""
    page.get_by_label("Only after").fill(day)
    for route in held:
        route.continue_()
    expect(page.locator("#news-since [role=status]")).to_contain_text("facts of")
    expect(oldest).to_be_hidden()


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
