"""The site while somebody writes: pages as they are after each save, made when they are asked for."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer
from selectolax.lexbor import LexborHTMLParser

from hfm_atlas.project import Project
from hfm_atlas.site.mkdocs.plugin import AtlasPlugin
from tests.site.mkdocs.test_plugin import build_site, complete

MOUNT = "/hfm-atlas/"
URL = f"http://127.0.0.1:8000{MOUNT}"


class Preview:
    """What `mkdocs serve` does, without waiting for saves and without a port."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project, self.folder = project, folder
        self._plugin = self._load().plugins["hfm-atlas"]
        assert isinstance(self._plugin, AtlasPlugin)
        config = self._load()
        config.plugins.on_startup(command="serve", dirty=False)
        build(config, serve_url=URL)
        builder: Callable[[], None] = partial(self._build_all)
        self.server = LiveReloadServer(builder, "127.0.0.1", 0, str(folder), MOUNT)
        config.plugins.on_serve(self.server, config=config, builder=builder)
        self.whole_builds = 0

    def _load(self) -> Any:
        return load_config(str(self.project.root / "mkdocs.yml"), site_dir=str(self.folder))

    def _build_all(self) -> None:
        self.whole_builds += 1
        build(self._load(), serve_url=URL)

    def save(self, path: Path, old: str, new: str) -> None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        self.server.builder()

    def get(self, path: str) -> tuple[str, bytes]:
        """Status and body of the answer to a browser."""
        environ: dict[str, Any] = {"PATH_INFO": MOUNT + path}
        setup_testing_defaults(environ)
        status: list[str] = []
        application = self.server.get_app()
        assert application is not None
        body = application(environ, lambda said, headers, problem=None: status.append(said))  # type: ignore[arg-type, return-value]
        content = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        return status[0], content

    def page(self, path: str) -> LexborHTMLParser:
        status, body = self.get(path)
        assert status == "200 OK", path
        return LexborHTMLParser(body)

    def heading(self, path: str) -> str:
        return self.page(path).css_first("h1").text()


@pytest.fixture
def project(own_project: Project) -> Project:
    return complete(own_project)


@pytest.fixture
def built(project: Project, tmp_path: Path) -> Path:
    """The same site as a build makes it; what it formats of citations is there for the preview, too."""
    return build_site(project, tmp_path / "built")


@pytest.fixture
def preview(project: Project, tmp_path: Path) -> Iterator[Preview]:
    epoch = os.environ.pop("SOURCE_DATE_EPOCH", None)
    served = Preview(project, tmp_path / "site")
    yield served
    served.server.shutdown()
    assert "SOURCE_DATE_EPOCH" not in os.environ
    if epoch is not None:
        os.environ["SOURCE_DATE_EPOCH"] = epoch


def entry(preview: Preview) -> Path:
    return preview.project.entries / "vision" / "cedarnet.yml"


def test_asking_for_a_page_makes_that_page_alone(preview: Preview) -> None:
    before = {file for file in preview.folder.rglob("*") if file.is_file()}
    preview.get("models/alderbert/")
    made = {file for file in preview.folder.rglob("*") if file.is_file()} - before
    assert made == {preview.folder / "models" / "alderbert" / "index.html"}


def test_what_is_served_is_what_is_built(built: Path, preview: Preview) -> None:
    for url in ("", "models/cedarnet/", "cite/", "challenges/hallucination/", "contribute/fields/", "architecture/"):
        served = preview.page(url).css_first("article")
        assert served.html == LexborHTMLParser((built / url / "index.html").read_bytes()).css_first("article").html
    for name in ("models.csv", "explore/entries.json", "api/v1/entries/cedarnet.json", "models/alder/index.html"):
        assert preview.get(name)[1].partition(b"<script>")[0] in (built / name).read_bytes(), name
    assert preview.get("search/records.json")[1] == (built / "search" / "records.json").read_bytes()


def test_nothing_of_the_atlas_is_made_before_it_is_asked_for(preview: Preview) -> None:
    assert not (preview.folder / "models").exists()
    assert preview.heading("models/cedarnet/") == "CedarNet"
    assert [file.parent.name for file in (preview.folder / "models").rglob("*.html")] == ["cedarnet"]


def test_a_page_of_the_navigation_is_marked_in_it(preview: Preview) -> None:
    active = preview.page("challenges/").css(".md-tabs__item--active")
    assert [tab.css_first("summary").text() for tab in active] == ["Field"]
    assert [link.text().strip() for link in active[0].css("[aria-current=page]")] == ["Challenges"]
    assert not preview.page("models/cedarnet/").css(".md-tabs__item--active")


def test_a_save_shows_without_a_whole_build(preview: Preview) -> None:
    assert preview.heading("models/cedarnet/") == "CedarNet"
    assert "CedarNet" in preview.page("models/").css_first("article").html
    preview.save(entry(preview), "name: CedarNet", "name: CedarNet fixed")
    assert preview.heading("models/cedarnet/") == "CedarNet fixed"
    assert "CedarNet fixed" in preview.page("models/").css_first("article").html
    assert b"CedarNet fixed" in preview.get("models.csv")[1]
    assert b"CedarNet fixed" in preview.get("search/records.json")[1]
    assert preview.whole_builds == 0


def test_the_snapshot_on_every_page_is_that_of_the_save(preview: Preview) -> None:
    assert "snapshot 2026-11-20" in preview.page("models/cedarnet/").css_first("footer").text()
    preview.save(entry(preview), "date: 2026-11-20", "date: 2026-11-21")
    after = preview.page("models/elmprot/").css_first("footer").text()
    assert "snapshot 2026-11-21" in after
    assert preview.page("models/cedarnet/").css_first("footer").text() == after


def test_a_saved_template_and_a_saved_term_show(preview: Preview) -> None:
    preview.save(preview.project.templates / "pages" / "term.html", "{{ t.head(", "<p>from the template</p>{{ t.head(")
    preview.save(preview.project.taxonomy / "tasks.yml", "name: Segmentation", "name: Segmenting")
    text = preview.page("taxonomy/tasks/segmentation/").css_first("article").html
    assert "from the template" in text
    assert "Segmenting" in text
    assert preview.whole_builds == 0


def test_a_saved_page_of_prose_is_built_by_mkdocs(preview: Preview) -> None:
    preview.save(preview.project.root / "docs" / "architecture.md", "# Architecture", "# Building plan")
    assert preview.whole_builds == 1
    assert preview.heading("architecture/").startswith("Building plan")
    assert preview.heading("models/cedarnet/") == "CedarNet"


def test_a_deleted_entry_is_gone_and_a_new_one_is_there(preview: Preview) -> None:
    assert preview.get("models/elmprot-2/")[0] == "200 OK"
    path = preview.project.entries / "bioinformatics" / "elmprot-2.yml"
    path.rename(path.with_name("elmprot-3.yml"))
    preview.save(path.with_name("elmprot-3.yml"), "id: elmprot-2", "id: elmprot-3")
    assert preview.get("models/elmprot-2/")[0].startswith("404")
    assert preview.get("models/elmprot-3/")[0] == "200 OK"


def test_the_last_good_state_stays(preview: Preview, caplog: pytest.LogCaptureFixture) -> None:
    assert preview.heading("models/cedarnet/") == "CedarNet"
    preview.save(entry(preview), "[histopathology]", "[histopathologie]")
    assert "unknown modality 'histopathologie'" in caplog.text
    assert "last good state" in caplog.text
    assert preview.heading("models/cedarnet/") == "CedarNet"
    preview.save(preview.project.root / "docs" / "architecture.md", "# Architecture", "# Building plan")
    assert preview.heading("models/cedarnet/") == "CedarNet"
    preview.save(entry(preview), "[histopathologie]", "[histopathology]  # fixed\n")
    assert "fix" not in preview.page("models/cedarnet/").css_first("article").html


def test_a_mistake_in_a_template_is_said_on_the_page(preview: Preview, caplog: pytest.LogCaptureFixture) -> None:
    template = preview.project.templates / "pages" / "term.html"
    good = template.read_text("utf-8")
    template.write_text("{% for <b> %}", "utf-8")
    preview.server.builder()
    with caplog.at_level(logging.ERROR):
        page = preview.page("taxonomy/tasks/segmentation/")
    assert "templates/pages/term.html:1" in _problem_of(page)
    assert not page.css("#last-save b")
    assert "templates/pages/term.html:1" in caplog.text
    assert preview.heading("models/cedarnet/") == "CedarNet"
    template.write_text(good, "utf-8")
    preview.server.builder()
    assert preview.heading("taxonomy/tasks/segmentation/") == "Segmentation"


def _problem_of(page: LexborHTMLParser) -> str:
    """What is said of the last save over the page; empty if nothing is."""
    note = page.css_first("#last-save pre")
    return note.text() if note else ""


def test_an_entry_with_an_error_is_said_over_the_last_good_page(preview: Preview) -> None:
    preview.save(entry(preview), "[histopathology]", "[<b>histo]")
    for url in ("models/cedarnet/", "", "architecture/"):
        page = preview.page(url)
        assert page.css("article")
        assert "unknown modality '<b>histo'" in _problem_of(page)
    assert b"last-save" not in preview.get("models.csv")[1]
    preview.save(entry(preview), "[<b>histo]", "[histopathology]")
    assert _problem_of(preview.page("models/cedarnet/")) == ""


def test_a_page_that_was_seen_stays_when_its_template_breaks(preview: Preview) -> None:
    assert preview.heading("models/cedarnet/") == "CedarNet"
    preview.save(preview.project.templates / "pages" / "entry.html", "{%", "{% no such tag %}{%")
    page = preview.page("models/cedarnet/")
    assert page.css_first("h1").text() == "CedarNet"
    assert "templates/pages/entry.html:" in _problem_of(page)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("templates/theme/main.html", "{%", "{% no_such_tag %}{%", "no_such_tag"),
        ("templates/theme/main.html", "{%", "{{ nothing.at.all }}{%", "nothing"),
        ("mkdocs.yml", "site_name: HFM Atlas", "site_name: [", "parsing"),
        ("mkdocs.yml", "site_name: HFM Atlas", "site_name: x\ndocs_dir: nowhere", "docs_dir"),
    ],
)
def test_what_mkdocs_cannot_build_is_said_over_the_last_good_pages(
    preview: Preview, file: str, old: str, new: str, said: str
) -> None:
    whole = preview.project.root / file
    good = whole.read_text("utf-8")
    preview.get("models/cedarnet/")
    whole.write_text(good.replace(old, new, 1), "utf-8")
    preview.server.builder()
    for url in ("models/cedarnet/", "models/elmprot/", "", "architecture/"):
        page = preview.page(url)
        assert page.css("article")
        assert said in _problem_of(page)
    assert preview.get("stylesheets/atlas.css")[0] == "200 OK"
    whole.write_text(good, "utf-8")
    preview.server.builder()
    assert _problem_of(preview.page("models/cedarnet/")) == ""


def test_what_fails_unexpectedly_is_no_answer_500(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("hfm_atlas.site.mkdocs.page_shell.PageShells.fill", fail)
    assert "a mistake of ours" in _problem_of(preview.page("models/cedarnet/"))
    monkeypatch.setattr("hfm_atlas.site.mkdocs.live_server.api_files", fail)
    assert preview.get("api/v1/entries/cedarnet.json")[0].startswith("404")


@pytest.mark.parametrize("name", ["x" * 300, "models/" + "é" * 200, "\0", "a\0b/", "%00", "x/" * 3000])
def test_what_no_file_can_be_called_is_not_there(preview: Preview, name: str) -> None:
    assert preview.get(name.encode().decode("latin-1"))[0].startswith("404")


def test_a_folder_that_went_and_came_back_is_watched_again(preview: Preview, tmp_path: Path) -> None:
    entries = preview.project.entries
    observer = preview.server.observer
    observer.start()
    entries.rename(tmp_path / "away")
    _wait_for(lambda: not all(one.is_alive() for one in observer.emitters))
    preview.server._want_rebuild = False
    (tmp_path / "away").rename(entries)
    _wait_for(lambda: preview.server._want_rebuild)
    assert str(entries) in {one.watch.path for one in observer.emitters if one.is_alive()}


def _wait_for(condition: Callable[[], bool]) -> None:
    """Until `condition` holds; a test that waits for ever is stopped from outside."""
    while not condition():
        time.sleep(0.02)


def test_a_site_with_errors_from_the_start_is_not_served(project: Project, tmp_path: Path) -> None:
    path = project.entries / "vision" / "cedarnet.yml"
    path.write_text(path.read_text("utf-8").replace("[histopathology]", "[histopathologie]"), "utf-8")
    with pytest.raises(MkDocsException):
        Preview(project, tmp_path / "site")


def test_no_address_leads_out_of_the_site(preview: Preview) -> None:
    for path in (
        "../atlas/mkdocs.yml",
        "..%2Fatlas/mkdocs.yml",
        "models/../../atlas/mkdocs.yml",
        "no-such-page/",
        "x.js",
    ):
        assert preview.get(path)[0].startswith("404"), path


def test_serving_does_not_wait_for_citations(preview: Preview) -> None:
    names = [node.text() for node in preview.page("models/elmprot/").css(".cite__name")]
    assert names == ["BibTeX", "RIS"]
