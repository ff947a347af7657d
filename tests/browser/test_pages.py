"""Every kind of page, in light, dark and at a phone's width: no error, no request to elsewhere, no barrier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from selectolax.lexbor import LexborHTMLParser as HTMLParser

pytestmark = pytest.mark.browser

# One page of each kind: the first folder that matches.
KINDS = {
    "home": "index.html",
    "start": "start/index.html",
    "model": "models/*/index.html",
    "dataset": "datasets/*/index.html",
    "benchmark": "datasets/medqa-usmle/index.html",
    "survey": "surveys/*/index.html",
    "base": "base/*/index.html",
    "subfield": "subfields/*/index.html",
    "taxonomy": "taxonomy/index.html",
    "facet": "taxonomy/tasks/index.html",
    "term": "taxonomy/tasks/*/index.html",
    "challenges": "challenges/index.html",
    "challenge": "challenges/*/index.html",
    "opportunities": "opportunities/index.html",
    "opportunity": "opportunities/*/index.html",
    "questions": "questions/index.html",
    "question": "questions/*/index.html",
    "explore": "explore/index.html",
    "leaderboards": "leaderboards/index.html",
    "leaderboard": "leaderboards/medqa-usmle/index.html",
    "news": "news/index.html",
    "legend": "legend/index.html",
    "cite": "cite/index.html",
    "quality": "quality/index.html",
    "not found": "404.html",
}
SCREENS = {
    "desktop light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "desktop dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone light": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "phone dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


@pytest.fixture(params=SCREENS)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(**SCREENS[request.param])
    yield context.new_page()
    context.close()


def path_of(site: Path, kind: str) -> str:
    """Address below the site's root of the first page of a kind."""
    found = sorted(site.glob(KINDS[kind]))
    assert found, f"the site has no page {KINDS[kind]}"
    return found[0].relative_to(site).as_posix().removesuffix("index.html")


@pytest.mark.parametrize("kind", KINDS)
def test_page(site: Path, address: str, page: Page, kind: str) -> None:
    problems: list[str] = []
    host = urlsplit(address).netloc
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: problems.append(request.url) if _is_foreign(request.url, host) else None)
    page.goto(address + path_of(site, kind), wait_until="networkidle")
    assert problems == []
    assert page.locator("h1").count() == 1
    assert _sideways_overflow(page) == 0
    assert _serious_violations(page) == []


def test_ledes_are_short(site: Path) -> None:
    """At most 30 words below a title; an entry's summary has its own limit."""
    entries = {"models", "datasets", "surveys", "base"}
    pages = [one for one in site.rglob("*.html") if one.relative_to(site).parts[0] not in entries]
    ledes = {
        page.relative_to(site).as_posix(): lede.text(separator=" ").split()
        for page in pages
        for lede in HTMLParser(page.read_bytes()).css(".lede")
    }
    assert len(ledes) > 100
    assert {page: " ".join(words) for page, words in ledes.items() if len(words) > 30} == {}


# Pages that a script fills in, each in a state that shows most of it.
TOOLS = {
    "compare": ("compare/?ids=biobert,pubmedbert,clinicalbert", "#compare[data-ready] table"),
    "compare, nothing chosen": ("compare/", "#compare[data-ready] form"),
    "gap map": ("gap-map/", "#gap-map[data-ready] table"),
    "an open mark": ("models/biobert/#fact-tasks", "[data-path=tasks] .mark__box"),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_tool(address: str, page: Page, tool: str) -> None:
    path, ready = TOOLS[tool]
    page.goto(address + path)
    page.locator(ready).first.wait_for()
    assert _sideways_overflow(page) == 0
    assert _serious_violations(page) == []


def test_the_open_search_bars_nobody(address: str, page: Page) -> None:
    page.goto(f"{address}?q=chest%20xray")
    page.get_by_role("option").first.wait_for()
    assert _sideways_overflow(page) == 0
    assert _serious_violations(page) == []


def _is_foreign(url: str, host: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host


def _sideways_overflow(page: Page) -> int:
    """Pixels by which the page is wider than the window; wide tables scroll inside themselves."""
    return int(page.evaluate("Math.max(0, document.documentElement.scrollWidth - window.innerWidth)"))


def _serious_violations(page: Page) -> list[str]:
    """What axe-core calls serious or critical, with the first element of each."""
    # Without descriptions of what is right, which take most of the time on a page of thousands of elements.
    options = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in ("serious", "critical")
    ]
