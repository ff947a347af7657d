"""Pages that are kept between builds are always what would be made anew."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

from hfm_atlas.diagnostics import count_errors
from hfm_atlas.loading.loader import kept_readings
from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.monitoring.link_report import LinkReport
from hfm_atlas.project import Project
from hfm_atlas.site import kept_pages
from hfm_atlas.site.builder import plan_kept_site, plan_site
from hfm_atlas.site.index import Repository, SiteIndex
from hfm_atlas.site.internal_links import read_links
from hfm_atlas.site.kept_pages import KeptPages
from hfm_atlas.site.renderer import Content
from hfm_atlas.site.routes import SiteFacts
from hfm_atlas.site.watched_index import EVERYTHING, Digests, Watch, WatchedIndex
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY
from tests.loading.test_readings import change_something, put_back, read_atlas

ROOT = Path(__file__).resolve().parents[2]
_FACTS = SiteFacts("https://example.org/atlas/", "A map.", "Atlas")


@pytest.fixture
def project(own_project: Project) -> Project:
    shutil.copytree(ROOT / "templates", own_project.templates)
    return own_project


def _index(project: Project) -> SiteIndex | None:
    """None where the atlas holds errors, so that there is nothing to build."""
    checked = check_project(project, TODAY, load_cache=kept_readings(project))
    if count_errors(checked.diagnostics):
        return None
    snapshot, repository = take_snapshot(checked.atlas), Repository("https://example.org/x")
    return SiteIndex(checked.atlas, checked.graph, snapshot, checked.diagnostics, repository)


def _kept(index: SiteIndex, made: list[str] | None = None) -> dict[str, Content]:
    """All pages as they are kept; `made` is told which of them were made."""
    site, kept = plan_kept_site(index, _FACTS)
    if made is not None:
        make = kept._make
        kept._make = lambda url: made.append(url) or make(url)  # type: ignore[method-assign, func-returns-value]
    urls = list(site.pages)
    for start in range(0, len(urls), 100):  # in this process, where it can be seen what is made
        kept._current.update(kept._prepare(urls[start : start + 100], {kept_pages._key(url) for url in urls}))
    return dict(kept.contents(urls))


def _assert_right(index: SiteIndex, kept: dict[str, Content]) -> None:
    site = plan_site(index, _FACTS)
    assert list(kept) == list(site.pages)
    assert [url for url in site.pages if kept[url] != site.make_page(url)] == []


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_an_unchanged_site_is_made_once(project: Project) -> None:
    index = _index(project)
    assert index
    made: list[str] = []
    first = _kept(index, made)
    assert len(made) == len(first)
    made.clear()

    again = _index(project)
    assert again
    assert _kept(again, made) == first
    assert made == []


def test_after_a_change_few_pages_are_made_and_all_are_right(project: Project) -> None:
    index = _index(project)
    assert index
    _kept(index)
    _edit(project.entries / "language" / "alderbert.yml", "summary: ", "summary: Changed. ")
    index, made = _index(project), []
    assert index

    kept = _kept(index, made)

    _assert_right(index, kept)
    assert "models/alderbert/" in made
    assert "Changed." in kept["models/alderbert/"].html
    entries = [url for url in kept if url.startswith(("models/", "datasets/", "base-models/"))]
    assert len(set(made) & set(entries)) < len(entries) / 2
    assert len(made) < len(kept) / 2


def test_a_new_name_is_on_every_page_that_names_it(project: Project) -> None:
    index = _index(project)
    assert index
    _kept(index)
    _edit(project.entries / "base" / "oakbert.yml", "name: OakBERT", "name: Oak-and-BERT")
    index = _index(project)
    assert index

    kept = _kept(index)

    _assert_right(index, kept)
    assert sum("Oak-and-BERT" in page.html for page in kept.values()) > 5


def _change_a_term(project: Project) -> None:
    _edit(project.taxonomy / "tasks.yml", "name: ", "name: Changed ")


def _change_a_template(project: Project) -> None:
    _edit(project.templates / "pages" / "term.html", "<dl", "<!-- changed --><dl")


def _change_a_part(project: Project) -> None:
    _edit(project.templates / "parts" / "macros.html", "<a ", "<a data-changed ")


def _add_an_entry(project: Project) -> None:
    text = (project.entries / "language" / "alderbert.yml").read_text("utf-8")
    new = text.replace("id: alderbert", "id: newbert").replace("AlderBERT", "NewBERT")
    (project.entries / "language" / "newbert.yml").write_text(new, "utf-8")


def _write_a_report(project: Project) -> None:
    project.link_report.parent.mkdir(exist_ok=True)
    project.link_report.write_text(LinkReport(TODAY, ()).to_json(), "utf-8")


@pytest.mark.parametrize("change", [_change_a_term, _change_a_template, _change_a_part, _add_an_entry, _write_a_report])
def test_whatever_changes_pages_are_right(project: Project, change: object) -> None:
    index = _index(project)
    assert index
    _kept(index)
    assert callable(change)
    change(project)
    index = _index(project)
    if index:
        _assert_right(index, _kept(index))


def test_after_random_changes_pages_are_right(project: Project) -> None:
    _changes(project, random.Random(5), 2)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(2))
def test_after_fifty_random_changes_pages_are_right(project: Project, seed: int) -> None:
    _changes(project, random.Random(seed), 50)


def _changes(project: Project, chance: random.Random, number: int) -> None:
    """Compare so many states without an error; most changes make one."""
    index = _index(project)
    assert index
    _kept(index)
    whole = read_atlas(project)
    while number:
        change_something(project, chance)
        if chance.random() < 0.1:
            _change_a_part(project)
        index = _index(project)
        if index is None:  # Begin again, since an atlas with an error stays one.
            put_back(project, whole)
            continue
        _assert_right(index, _kept(index))
        number -= 1


@pytest.mark.parametrize("damage", [b"", b"damaged", None])
def test_a_lost_or_damaged_cache_costs_time_alone(project: Project, damage: bytes | None) -> None:
    index = _index(project)
    assert index
    first = _kept(index)
    file = project.cache / "pages.sqlite"
    if damage is None:
        content = bytearray(file.read_bytes())
        content[5000:9000] = bytes(4000)
        file.write_bytes(content)
    else:
        file.write_bytes(damage)

    assert _kept(index) == first


def test_a_cache_that_is_lost_in_the_middle_costs_time_alone(project: Project) -> None:
    index = _index(project)
    assert index
    first = _kept(index)
    site, kept = plan_kept_site(index, _FACTS)
    kept.prepare(list(site.pages), lambda done: None)
    (project.cache / "pages.sqlite").unlink()

    assert dict(kept.contents(site.pages)) == first


def test_another_program_makes_its_own_pages(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    index = _index(project)
    assert index
    first = _kept(index)
    monkeypatch.setattr(kept_pages, "program_digest", lambda: b"another")
    made: list[str] = []

    assert _kept(index, made) == first
    assert len(made) == len(first)


def test_links_are_those_of_the_content(project: Project) -> None:
    index = _index(project)
    assert index
    site, kept = plan_kept_site(index, _FACTS)
    urls = ["models/alderbert/", "taxonomy/"]
    kept.prepare(urls, lambda done: None)
    for url, links, outline in kept.links(urls):
        page = site.make_page(url)
        found = read_links(f"{page.head}{page.html}".encode())
        assert links.anchors == found.anchors
        assert links.addresses == found.addresses | {f"#{one.anchor}" for one in page.headings}
        assert (bool(outline.head), bool(outline.headings)) == (bool(page.head), bool(page.headings))


def _looks(index: SiteIndex, ask: Iterable[str]) -> object:
    watched = WatchedIndex(index, Watch())
    for expression in ask:
        eval(expression, {"index": watched})
    return watched.watch.looks


def test_what_is_looked_at_is_noted(mini_index: SiteIndex) -> None:
    assert _looks(mini_index, ["index.links['oakbert'].name", "index.links.get('none')"]) == {
        "links": ["none", "oakbert"]
    }
    assert _looks(mini_index, ["'oakbert' in index.atlas.entries"]) == {"entry": ["oakbert"]}
    assert _looks(mini_index, ["list(index.links)", "index.links['oakbert']"]) == {"links": None}
    assert _looks(mini_index, ["index.term_link('tasks', 'x')"]) == {"term": [("tasks", "x")]}
    assert _looks(mini_index, ["index.sources('oakbert')", "index.sources('oakbert')"]) == {"entry": ["oakbert"]}


@pytest.mark.parametrize(
    "expression",
    ["index.graph", "index.models", "index.diagnostics", "index.atlas.loaded", "index.atlas.project"],
)
def test_what_is_not_followed_counts_as_everything(mini_index: SiteIndex, expression: str) -> None:
    assert _looks(mini_index, ["index.links['oakbert']", expression]) == {EVERYTHING: None}


def test_every_look_up_has_a_digest(mini_index: SiteIndex) -> None:
    watched = WatchedIndex(mini_index, Watch())
    site, _ = plan_kept_site(mini_index, _FACTS)
    assert site.index is mini_index
    digests = Digests(mini_index, watched.others, mini_index.atlas.project)
    for name in ("links", "filed", "downstream", "entry", "facet", "snapshot", "repository", EVERYTHING):
        assert digests.of({name: None}) != digests.of({})
        assert digests.of({name: ["none"]}) == digests.of({name: ["none"]})


def test_what_nothing_is_known_of_is_never_the_same() -> None:
    assert kept_pages._bound(partial(print, object())) != kept_pages._bound(partial(print, object()))
    assert kept_pages._bound(partial(_edit, "a", {"b": (1, None)})) == kept_pages._bound(
        partial(_edit, "a", {"b": (1, None)})
    )
    assert kept_pages._bound("1") != kept_pages._bound(1)
    assert KeptPages
