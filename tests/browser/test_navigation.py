"""The pages of the site, grouped: reached by hand, by keyboard, and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def test_at_most_seven_items_stand_at_the_top(address: str, page: Page) -> None:
    page.goto(address)
    items = page.locator(".md-tabs__item > :is(a, details > summary)").all_inner_texts()
    assert [item.strip() for item in items][:4] == ["Start here", "Explore", "Leaderboards", "Compare"]
    assert page.locator(".md-tabs__item").count() <= 7


def test_a_group_opens_and_closes_by_keyboard(address: str, page: Page) -> None:
    page.goto(address)
    maps = page.locator(".tabs-menu > summary", has_text="Maps")
    maps.focus()
    page.keyboard.press("Enter")
    link = page.locator(".tabs-menu a", has_text="Gap map")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(maps).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gap-map/")
    expect(page.locator(".md-tabs__item--active")).to_contain_text("Maps")


def test_the_best_model_with_open_weights_on_medqa_is_two_clicks_away(address: str, page: Page) -> None:
    page.goto(address)
    page.locator(".md-tabs").get_by_role("link", name="Leaderboards").click()
    page.get_by_role("article").get_by_role("link", name="MedQA", exact=True).click()
    answer = page.locator(".answers > div", has_text="Highest with open weights")
    expect(answer.locator("a.entry")).to_be_visible()
    expect(answer.locator(".num")).to_contain_text("%")
    expect(page.locator(".answers + .hint")).to_contain_text("It is not known whether the weights of")


def test_groups_open_without_a_script(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator(".tabs-menu > summary", has_text="Field").click()
    page.locator(".tabs-menu a", has_text="Challenges").click()
    page.wait_for_url("**/challenges/")
    context.close()


def test_what_one_can_ask_stands_beside_the_search(address: str, page: Page) -> None:
    page.goto(address)
    asked = page.locator(".hero__questions a")
    assert asked.count() == 5
    box, first = page.locator(".hero__search").bounding_box(), asked.first.bounding_box()
    assert box
    assert first
    assert first["x"] > box["x"] + box["width"]
    asked.last.click()
    expect(page.locator("#board")).to_be_visible()


def test_home_says_what_the_atlas_covers(address: str, page: Page) -> None:
    for path in ("", "gap-map/", "subfields/vision/", "taxonomy/tasks/image-segmentation/"):
        page.goto(address + path)
        expect(page.locator(".scope").first).to_contain_text("What the atlas covers here:")
        expect(page.locator(".scope").first).to_contain_text("found by other means")
