"""A page that is put into a shared frame is what the theme's own template gives for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation

from hfm_atlas.loading.snapshot import Snapshot
from hfm_atlas.model.addresses import Heading
from hfm_atlas.site.mkdocs.page_shell import PageShells, Theme
from hfm_atlas.site.mkdocs.prerendered_page import PrerenderedPage, shares_frame
from hfm_atlas.site.renderer import Content
from hfm_atlas.site.routes import PageSpec

ROOT = Path(__file__).resolve().parents[3]
_HEADINGS = (Heading("Key <facts>", "facts"), Heading("Cite", "cite"), Heading("Review", "review"))


@pytest.fixture(scope="module")
def theme() -> Theme:
    """The theme with the pages of docs/ alone."""
    config = load_config(str(ROOT / "mkdocs.yml"), plugins=[], nav=["architecture.md"])
    config.plugins._current_plugin = "hfm-atlas"
    config.extra["snapshot"] = Snapshot("1", date(2026, 1, 1), "0" * 64)
    environment, files = config.theme.get_env(), get_files(config)
    files.add_files_from_theme(environment, config)
    return Theme(config, environment, files, get_navigation(files, config))


def _page(url: str, layout: str = "contents") -> PageSpec:
    return PageSpec(url, "A & <b>", "", lambda: None, 'It says "x" & y.', layout)  # type: ignore[arg-type]


def _by_the_theme(theme: Theme, planned: PageSpec, content: Content) -> str:
    page = PrerenderedPage(planned, lambda: content, theme.config)
    page.read_source(theme.config)
    page.render(theme.config, theme.files)
    context = get_context(theme.navigation, theme.files, theme.config, page)
    return theme.environment.get_template("main.html").render(context)


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("url", ["models/one/", "taxonomy/tasks/two/", "challenges/x-y/"])
def test_a_frame_is_that_of_the_theme(theme: Theme, url: str, number: int) -> None:
    shells = PageShells(theme)
    for head in ("", "<meta name='x'>"):
        for title in ("First", "Second"):
            content = Content(f"<h1>{title}</h1><p>Text</p>", _HEADINGS[:number], head)
            made = shells.fill(_page(url), content)
            assert made == _by_the_theme(theme, _page(url), content)


def test_the_links_of_a_frame_are_those_around_the_content(theme: Theme) -> None:
    links = PageShells(theme).frame_links(_page("models/one/"), Content("", _HEADINGS[:1], "head"))

    assert "../../explore/" in links.addresses
    assert "__search" in links.anchors
    assert not {"facts", "#facts"} & (links.anchors | links.addresses)


def test_pages_of_the_navigation_have_their_own_frame() -> None:
    assert not shares_frame(_page("explore/"))
    assert shares_frame(_page("models/one/"))
