"""The site built by MkDocs from the invented atlas: what is written, what is not, and the same bytes each time."""

from __future__ import annotations

import errno
import json
import logging
import multiprocessing
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from selectolax.lexbor import LexborHTMLParser

from hfm_atlas.loading.loader import load_project
from hfm_atlas.model.addresses import entry_url
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.publication import publication_authors
from hfm_atlas.project import Project
from hfm_atlas.site.builder import DataWriter
from hfm_atlas.site.internal_links import find_dead_links
from hfm_atlas.site.mkdocs.plugin import AtlasPlugin

ROOT = Path(__file__).resolve().parents[3]
HOSTILE_NAME = "<script>alert('name')</script>"


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Leave the environment and MkDocs's log as they were."""
    epoch = os.environ.pop("SOURCE_DATE_EPOCH", None)
    yield
    assert "SOURCE_DATE_EPOCH" not in os.environ
    if epoch is not None:
        os.environ["SOURCE_DATE_EPOCH"] = epoch


def complete(project: Project) -> Project:
    """The project with the real templates, pages and configuration."""
    for name in ("templates", "docs"):
        shutil.copytree(ROOT / name, project.root / name)
    shutil.copy(ROOT / "mkdocs.yml", project.root / "mkdocs.yml")
    return project


def config_of(project: Project, site: Path) -> MkDocsConfig:
    config = load_config(str(project.root / "mkdocs.yml"), site_dir=str(site))
    config.plugins.on_startup(command="build", dirty=False)
    return config


def build_site(project: Project, site: Path) -> Path:
    config = config_of(project, site)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented atlas with the hostile entry."""
    folder = tmp_path_factory.mktemp("plugin")
    tests = ROOT / "tests"
    shutil.copytree(tests / "atlas", folder / "atlas")
    project = complete(Project(folder / "atlas"))
    shutil.copy(tests / "hostile" / "thorn.yml", project.entries / "language" / "thorn.yml")
    return build_site(project, folder / "site")


def page(site: Path, url: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / url / "index.html").read_bytes())


def test_no_link_leads_nowhere(site: Path) -> None:
    # A licence or architecture prose may name pages that only the real taxonomy has.
    dead = find_dead_links(site, "/hfm-atlas/")
    assert [f"{link.page}: {link.address}" for link in dead] == []


def test_a_page_names_itself(site: Path) -> None:
    tree = page(site, "models/elmprot")
    assert tree.css_first("html").attributes["lang"] == "en"
    assert tree.css_first("title").text() == "ElmProt – HFM Atlas"
    canonical = tree.css_first("link[rel=canonical]").attributes["href"]
    assert canonical == "https://hfm-atlas.github.io/hfm-atlas/models/elmprot/"
    description = tree.css_first("meta[name=description]").attributes["content"]
    assert description == "An encoder of protein sequences trained to restore hidden residues."
    assert len(tree.css("h1")) == 1


def test_every_page_names_its_snapshot(site: Path) -> None:
    for url in ("", "models/elmprot", "challenges", "taxonomy/tasks/segmentation", "architecture"):
        assert "snapshot 2026-11-20" in page(site, url).css_first("footer").text()
    assert b"snapshot 2026-11-20" in (site / "404.html").read_bytes()


def test_entries_are_not_in_the_navigation(site: Path) -> None:
    tree = page(site, "models/elmprot")
    links = [node.attributes.get("href") or "" for node in tree.css(".md-nav--primary a, .md-tabs a")]
    assert links
    assert not [link for link in links if "models/" in link]


def test_contents_of_a_page_come_from_its_view(site: Path) -> None:
    links = [node.attributes["href"] for node in page(site, "models/elmprot").css(".md-nav--secondary a")]
    assert links[0] == "#facts"
    assert "#cite" in links
    assert not page(site, "challenges").css(".md-nav--secondary a")


def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    for file in site.rglob("*.html"):
        for node in LexborHTMLParser(file.read_bytes()).css("script[src], link[rel=stylesheet], img, iframe, source"):
            address = node.attributes.get("src") or node.attributes.get("href") or ""
            assert "//" not in address, (file, address)


def test_no_component_of_the_theme_asks_the_repository(site: Path) -> None:
    assert not page(site, "models/elmprot").css("[data-md-component=source]")


def test_hostile_texts_stay_text_in_head_and_contents(site: Path) -> None:
    tree = page(site, "models/thorn")
    assert tree.css_first("title").text() == f"{HOSTILE_NAME} – HFM Atlas"
    description = tree.css_first("meta[name=description]").attributes["content"] or ""
    assert description.startswith('<script>alert("summary")</script> {{ 7 * 7 }}')
    assert tree.css_first("article h1").text() == HOSTILE_NAME
    for script in tree.css("script"):
        if "alert" in script.text():
            assert script.attributes["type"] == "application/ld+json"
            assert "<" not in script.text()
            nodes = json.loads(script.text())["@graph"]
            assert nodes[0]["name"] == HOSTILE_NAME
            assert nodes[1]["isPartOf"]["name"] == "</script><script>alert('venue')</script>"
    titles = [node.attributes["content"] or "" for node in tree.css("head > meta[name=citation_title]")]
    assert len(titles) == 1
    assert titles[0].startswith("\"><img src=x onerror=alert('title')> {{ title }}")
    assert tree.css_first("meta[property='og:title']").attributes["content"] == HOSTILE_NAME
    assert not [node.html for node in tree.css("*") if any(name.startswith("on") for name in node.attributes)]


def test_only_pages_of_entries_are_about_a_work(site: Path) -> None:
    tree = page(site, "models/elmprot")
    assert tree.css_first("meta[property='og:type']").attributes["content"] == "article"
    assert len(tree.css("meta[name=citation_author]")) == 2
    for url in ("", "models", "challenges", "taxonomy/tasks/segmentation", "architecture"):
        tree = page(site, url)
        assert not tree.css("meta[name^=citation_], script[type='application/ld+json']"), url
        assert tree.css_first("meta[property='og:type']").attributes["content"] == "website", url
        address = tree.css_first("meta[property='og:url']").attributes["content"]
        assert address == tree.css_first("link[rel=canonical]").attributes["href"]
    assert page(site, "").css_first("meta[property='og:title']").attributes["content"] == "HFM Atlas"


def test_the_head_of_each_page_is_of_its_own_work(site: Path) -> None:
    entries = load_project(Project(site.parent / "atlas")).atlas.entries.values()
    for entry in entries:
        tree = page(site, entry_url(entry))
        (title,) = tree.css("head > meta[name=citation_title]")
        assert title.attributes["content"] == entry.publication.title
        assert len(tree.css("head > meta[name=citation_author]")) == len(publication_authors(entry))
    assert len(entries) > 10


def test_every_work_is_cited_in_every_form(site: Path) -> None:
    for folder in ("models/elmprot", "models/thorn", "datasets/fern-xray", "base/oakbert"):
        names = [node.text() for node in page(site, folder).css(".cite__name")]
        assert names == ["BibTeX", "RIS", "APA", "Vancouver", "IEEE"], folder
    assert (site.parent / "atlas" / ".cache" / "citations.json").is_file()


def test_a_style_that_fails_is_left_out_and_said(
    own_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def without_ieee(entries: Iterable[Entry], *args: Any, **options: Any) -> dict[str, dict[str, str]]:
        return {entry.id: {"APA": "Doe (2024)", "Vancouver": "Doe. 2024."} for entry in entries}

    monkeypatch.setattr("hfm_atlas.site.mkdocs.plugin.formatted_citations", without_ieee)
    with caplog.at_level(logging.WARNING):
        site = build_site(complete(own_project), tmp_path / "site")
    assert "elmprot: the work could not be cited in the style IEEE" in caplog.text
    assert [node.text() for node in page(site, "models/elmprot").css(".cite__name")][-1] == "Vancouver"


def test_search_records_come_from_the_data(site: Path) -> None:
    search = json.loads((site / "search" / "records.json").read_text("utf-8"))
    locations = [one[0] for one in search["records"]]
    assert {"models/elmprot/", "taxonomy/tasks/question-answering/", "explore/", "architecture/"} <= set(locations)
    assert len(locations) == len(set(locations))


def test_a_former_id_leads_on(site: Path) -> None:
    tree = page(site, "models/alder")
    assert tree.css_first("a").attributes["href"] == "../../models/alderbert/"
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    assert "/models/alderbert/" in sitemap
    assert "/models/alder/" not in sitemap


def test_dates_come_from_the_snapshot(site: Path) -> None:
    assert "<lastmod>2026-11-20</lastmod>" in (site / "sitemap.xml").read_text("utf-8")


def test_exports_stand_next_to_the_pages(site: Path) -> None:
    assert "@article{elmprot," in (site / "atlas.bib").read_text("utf-8")


def test_the_api_leads_to_pages_and_files(site: Path) -> None:
    index = json.loads((site / "api" / "v1" / "index.json").read_text("utf-8"))
    assert len(index["entries"]) > 10
    for item in (*index["entries"], *index["terms"]):
        base, _, path = item["href"].partition("api/v1/")
        assert (site / "api" / "v1" / path).is_file()
        assert (site / item["page"].removeprefix(base) / "index.html").is_file()


def test_two_builds_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    project = Project(site.parent / "atlas")
    again = build_site(project, tmp_path / "again")
    files = sorted(file.relative_to(site) for file in site.rglob("*") if file.is_file())
    assert files == sorted(file.relative_to(again) for file in again.rglob("*") if file.is_file())
    assert [str(file) for file in files if (site / file).read_bytes() != (again / file).read_bytes()] == []


def test_an_error_stops_the_build_before_the_last_site_is_touched(
    own_project: Project, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    complete(own_project)
    path = own_project.entries / "vision" / "cedarnet.yml"
    path.write_text(path.read_text("utf-8").replace("[histopathology]", "[histopathologie]"), "utf-8")
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("the last good page")
    with caplog.at_level(logging.ERROR), pytest.raises(Abort):
        build_site(own_project, site)
    assert "unknown modality 'histopathologie' (unknown-term)" in caplog.text
    assert "did you mean 'histopathology'?" in caplog.text
    assert (site / "index.html").read_text() == "the last good page"


def test_a_failing_template_leaves_the_last_site_whole(
    own_project: Project, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    complete(own_project)
    (own_project.templates / "pages" / "term.html").write_text("{% for %}")
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("the last good page")
    with caplog.at_level(logging.ERROR), pytest.raises(Abort):
        build_site(own_project, site)
    assert "templates/pages/term.html:1" in caplog.text
    assert (site / "index.html").read_text() == "the last good page"


def test_a_file_next_to_the_pages_that_cannot_be_written_fails_the_build(
    own_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(writer: DataWriter) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "atlas.bib")

    monkeypatch.setattr(DataWriter, "_write", full)
    before = set(multiprocessing.active_children())
    with pytest.raises(Abort):
        build_site(complete(own_project), tmp_path / "site")
    assert "cannot write atlas.bib: No space left on device" in caplog.text
    assert set(multiprocessing.active_children()) == before


def test_a_save_is_seen_and_nothing_is_written_where_one_watches(own_project: Project, tmp_path: Path) -> None:
    complete(own_project)
    config = config_of(own_project, tmp_path / "site")
    plugin = config.plugins["hfm-atlas"]
    assert isinstance(plugin, AtlasPlugin)
    watched = [own_project.entries, own_project.taxonomy, own_project.templates, own_project.root / "docs"]
    before = {file: file.stat().st_mtime_ns for folder in watched for file in folder.rglob("*")}
    build(config)
    assert {file: file.stat().st_mtime_ns for folder in watched for file in folder.rglob("*")} == before
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path))
    try:
        plugin.on_serve(server, config=config, builder=lambda: None)
        assert {str(own_project.entries), str(own_project.taxonomy), str(own_project.templates)} <= set(
            server._watched_paths
        )
    finally:
        server.server_close()


def test_progress_ends_at_the_end(own_project: Project, tmp_path: Path) -> None:
    complete(own_project)
    config = config_of(own_project, tmp_path / "site")
    plugin = config.plugins["hfm-atlas"]
    assert isinstance(plugin, AtlasPlugin)
    seen: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    plugin.report_progress = lambda what, *state: seen[what].append(state)
    build(config)
    assert list(seen) == ["Formatting citations", "Building pages", "Writing pages"]
    for states in seen.values():
        assert states == sorted(states)
        assert states[-1][0] == states[-1][1]
