from __future__ import annotations

from pathlib import Path

import pytest

from hfm_atlas.query.selection import Selection, select
from hfm_atlas.site.figure_files import PictureCache, card_file, card_files, embedded_pages, figure_files
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.routes import PageSpec, SiteFacts, plan_pages
from tests.site.test_pages import renderer_for


@pytest.fixture(scope="module")
def selection(mini_index: SiteIndex) -> Selection:
    return select(mini_index.atlas, mini_index.graph, snapshot=mini_index.snapshot)


@pytest.fixture(scope="module")
def pages(mini_index: SiteIndex) -> list[PageSpec]:
    return list(plan_pages(mini_index, SiteFacts()))


def test_a_picture_is_made_once(tmp_path: Path) -> None:
    made: list[str] = []

    def make() -> bytes:
        made.append("x")
        return b"picture"

    for _ in range(2):
        assert PictureCache(tmp_path).get("source", make) == b"picture"
    assert made == ["x"]


def test_what_no_build_uses_goes(tmp_path: Path) -> None:
    PictureCache(tmp_path).get("old", lambda: b"old")
    cache = PictureCache(tmp_path)
    cache.get("new", lambda: b"new")
    cache.tidy()
    assert [file.read_bytes() for file in (tmp_path / "pictures").iterdir()] == [b"new"]


def test_a_cache_that_cannot_be_written_makes_pictures_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("a file, no folder", "utf-8")
    assert PictureCache(tmp_path).get("source", lambda: b"picture") == b"picture"


def test_an_empty_file_in_the_cache_is_no_picture(tmp_path: Path) -> None:
    PictureCache(tmp_path).get("source", lambda: b"picture")
    (kept,) = (tmp_path / "pictures").iterdir()
    kept.write_bytes(b"")
    assert PictureCache(tmp_path).get("source", lambda: b"picture") == b"picture"


def test_a_damaged_picture_is_made_again(tmp_path: Path) -> None:
    PictureCache(tmp_path).get("source", lambda: b"picture")
    (kept,) = (tmp_path / "pictures").iterdir()
    kept.write_bytes(b"pictvre")
    assert PictureCache(tmp_path).get("source", lambda: b"picture") == b"picture"
    assert PictureCache(tmp_path).get("source", lambda: b"made again") == b"picture"


def test_every_page_has_a_card_that_there_is(selection: Selection, pages: list[PageSpec], tmp_path: Path) -> None:
    cache = PictureCache(tmp_path)
    there = {name for name, _ in card_files(selection, pages, cache)} | {
        name for name, _ in figure_files(selection, cache)
    }
    assert {page.card for page in pages} <= there
    assert "cards/models/alderbert.png" in there


def test_a_card_made_alone_is_the_same(selection: Selection, pages: list[PageSpec], tmp_path: Path) -> None:
    name = "cards/models/alderbert.png"
    every = dict(card_files(selection, pages, PictureCache(tmp_path / "one")))
    assert card_file(selection, pages, name, PictureCache(tmp_path / "other")) == every[name]
    assert card_file(selection, pages, "cards/nothing.png", PictureCache(tmp_path)) is None


def test_embedded_pages_need_nothing_of_the_theme(mini_index: SiteIndex, selection: Selection, tmp_path: Path) -> None:
    for name, make in embedded_pages(selection, renderer_for(mini_index), PictureCache(tmp_path)):
        html = make().decode()
        assert html.startswith("<!doctype html>"), name
        assert html.count("<h1>") == 1
        assert "stylesheets/embed.css" in html
