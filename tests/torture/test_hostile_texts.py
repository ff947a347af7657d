"""Whatever an entry or a term says, no page runs it: neither as it is written, nor as a browser shows it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from hfm_atlas.cli.commands.build import run_build
from hfm_atlas.diagnostics import count_errors
from hfm_atlas.project import Project
from hfm_atlas.validation.runner import check_project
from tests.torture.fuzz import ATLAS
from tests.torture.hostile import PAYLOADS, attack

_REPOSITORY = Path(__file__).parents[2]
_RUNS = re.compile(r"\s*(?:javascript|vbscript|data\s*:\s*text/html)", re.IGNORECASE)
_ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "srcdoc", "data")
_DATA_TYPES = ("application/json", "application/ld+json")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[[tuple[str, ...]], Path]:
    """Build the site of the invented atlas with these hostile texts everywhere."""

    def build_with(payloads: tuple[str, ...]) -> Path:
        project = Project(tmp_path_factory.mktemp("hostile") / "atlas")
        shutil.copytree(ATLAS, project.root)
        for name in ("templates", "docs"):
            (project.root / name).symlink_to(_REPOSITORY / name)
        shutil.copy(_REPOSITORY / "mkdocs.yml", project.root / "mkdocs.yml")
        assert attack(project, payloads) >= 15 * len(payloads)
        assert count_errors(check_project(project).diagnostics) == 0
        assert run_build(project) == 0
        return project.site

    return build_with


def _what_would_run(html: bytes) -> Iterator[str]:
    """Elements and attributes of a page that would run a hostile text, or what it makes of the page."""
    for node in LexborHTMLParser(html).css("*"):
        kind = node.attributes.get("type")
        if node.tag == "script" and kind not in _DATA_TYPES and "alert" in (node.text() or ""):
            yield f"script: {node.text()[:80]}"
        if node.tag in ("iframe", "embed", "object", "math", "video", "base", "frame"):
            yield str(node.html)[:80]
        for name, value in node.attributes.items():
            if name.startswith("on") or (name in _ADDRESSES and _RUNS.match(value or "")):
                yield f"<{node.tag} {name}={value!r}>"


def _check_pages(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    found = [f"{page.relative_to(site)}: {what}" for page in pages for what in _what_would_run(page.read_bytes())]
    assert found == []
    assert (site / "models" / "hostile-0" / "index.html") in pages


@pytest.mark.parametrize(
    "html",
    [
        b"<script>alert(1)</script>",
        b"<p title='' onclick=alert(1)>",
        b"<a href=' JavaScript:alert(1)'>",
        b"<iframe></iframe>",
        b"<svg onload=alert(1)>",
    ],
)
def test_the_check_finds_what_would_run(html: bytes) -> None:
    assert list(_what_would_run(html))


def test_some_hostile_texts_are_texts(build: Callable[[tuple[str, ...]], Path]) -> None:
    _check_pages(build(PAYLOADS[:: len(PAYLOADS) // 12]))


@pytest.mark.torture
def test_no_hostile_text_runs_in_a_browser(build: Callable[[tuple[str, ...]], Path]) -> None:
    from tests.torture.browsing import visit

    site = build(PAYLOADS)
    _check_pages(site)
    assert visit(site) == []
