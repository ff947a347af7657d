"""Every page of a site in headless Chromium, and the searches and lists that scripts make: what runs there."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import suppress
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from tests.browser.conftest import BASE, _Handler

# Whatever a hostile text calls notes its page instead.
_TRAP = (
    "window.hostile = []; for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => hostile.push(name);"
)
# What a script may have made of a text after the page was loaded.
_LOOK = """() => [...window.hostile, ...[...document.querySelectorAll('*')].flatMap(one =>
    [...one.attributes].filter(at => at.name.startsWith('on') || /^\\s*javascript:/i.test(at.value))
    .filter(at => !['title', 'aria-label', 'alt', 'content', 'value'].includes(at.name) && !at.name.startsWith('data-'))
    .map(at => `<${one.localName} ${at.name}=${at.value.slice(0, 60)}>`))]"""
_SEARCHES = ("alert", "script", "onerror", "javascript")


def visit(site: Path) -> list[str]:
    """What ran, by page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        return _visit(site, f"http://127.0.0.1:{server.server_port}{BASE}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _visit(site: Path, address: str) -> list[str]:
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "Chromium is needed; set CHROMIUM to its path"
    found: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.add_init_script(_TRAP)
        page.on("dialog", lambda dialog: (found.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        for file in sorted(site.rglob("index.html")):
            url = file.parent.relative_to(site).as_posix()
            page.goto(f"{address}{url}/", wait_until="load")
            page.wait_for_url(f"{address}**")
            _use(page)
            found.extend(f"{url}: {what}" for what in _look(page))
            if not page.url.startswith(address):
                found.append(f"{url}: leads on to {page.url}")
        page.goto(address)
        for words in _SEARCHES:
            page.keyboard.press("/")
            page.locator(".search__input").fill(words)
            page.wait_for_timeout(1000)
            found.extend(f"search for {words}: {what}" for what in _look(page))
        browser.close()
    return found


def _look(page: Page) -> list[str]:
    """What ran or could; a page of a former address leads on meanwhile."""
    for _ in range(3):
        try:
            return list(page.evaluate(_LOOK))
        except Error:
            page.wait_for_load_state("load")
    return ["it never comes to rest"]


def _use(page: Page) -> None:
    """Type into every field that filters a list, and open what is closed."""
    with suppress(Error):
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for field in page.locator("main input[type=search], main input[type=text]").all():
        if field.is_visible():
            field.fill("alert")
            page.wait_for_timeout(300)
