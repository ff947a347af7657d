"""What the last build left is taken as it is only where nothing of it and of its inputs has changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hfm_atlas.project import Project
from hfm_atlas.site import last_build
from hfm_atlas.site.last_build import Inputs, LastBuild, read_inputs

_PAGES = 2


@pytest.fixture
def built(own_project: Project) -> Project:
    """A project with something in each folder, a site, and the note of its build."""
    for folder in (own_project.templates, own_project.docs, own_project.screening, own_project.link_report.parent):
        folder.mkdir(exist_ok=True)
        (folder / "some.txt").write_text("as it was", "utf-8")
    own_project.mkdocs_file.write_text("site_name: Atlas\n", "utf-8")
    (own_project.site / "models").mkdir(parents=True)
    for name in ("index.html", "models/index.html"):
        (own_project.site / name).write_text("<p>as it was</p>", "utf-8")
    LastBuild(own_project, own_project.site).note(_inputs(own_project), _PAGES)
    return own_project


def _inputs(project: Project) -> Inputs:
    inputs = read_inputs(project)
    assert inputs is not None
    return inputs


def _pages(project: Project) -> int | None:
    return LastBuild(project, project.site).pages(read_inputs(project))


def test_what_is_as_it_was_is_not_made_again(built: Project) -> None:
    assert _pages(built) == _PAGES


def test_a_file_that_was_written_again_as_it_was_counts_as_unchanged(built: Project) -> None:
    before = _inputs(built)
    file = built.docs / "some.txt"
    os.utime(file, (1, 1))
    after = _inputs(built)
    assert after.content == before.content
    assert after.stamps != before.stamps
    assert _pages(built) == _PAGES


@pytest.mark.parametrize(
    "name",
    [
        "entries/language/alderbert.yml",
        "taxonomy/tasks.yml",
        "templates/some.txt",
        "docs/some.txt",
        "screening/some.txt",
        "quality/some.txt",
        "mkdocs.yml",
    ],
)
def test_a_change_of_any_input_is_seen(built: Project, name: str) -> None:
    file = built.root / name
    state = file.stat()
    file.write_bytes(file.read_bytes()[:-1] + b" ")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert _pages(built) is None


@pytest.mark.parametrize("name", ["entries/language/.hidden", "docs/deep/er/new.md"])
def test_a_new_input_is_seen(built: Project, name: str) -> None:
    file = built.root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    assert _pages(built) is None


def test_an_input_that_is_gone_is_seen(built: Project) -> None:
    (built.docs / "some.txt").unlink()
    assert _pages(built) is None


def _rewrite(site: Path) -> None:
    file = site / "index.html"
    state = file.stat()
    file.write_text("<p>as it wax</p>", "utf-8")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))


def _add(site: Path) -> None:
    (site / "models" / "more.html").touch()


def _remove(site: Path) -> None:
    (site / "models" / "index.html").unlink()


def _rename(site: Path) -> None:
    (site / "models").rename(site / "mode1s")


@pytest.mark.parametrize("change", [_rewrite, _add, _remove, _rename])
def test_a_change_of_the_site_is_seen(built: Project, change: Callable[[Path], None]) -> None:
    change(built.site)
    assert _pages(built) is None


def test_another_day_counts_as_a_change(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_build, "newest_today", lambda: date(2999, 1, 1))
    assert _pages(built) is None


def test_another_program_counts_as_a_change(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_build, "program_digest", lambda: b"another")
    assert _pages(built) is None


def test_another_date_of_the_environment_counts_as_a_change(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert _pages(built) is None


def test_of_another_folder_nothing_is_known(built: Project) -> None:
    assert LastBuild(built, built.root / "elsewhere").pages(_inputs(built)) is None


def test_a_link_among_the_inputs_says_that_nothing_can_be_told(built: Project, tmp_path: Path) -> None:
    (built.docs / "link").symlink_to(tmp_path, target_is_directory=True)
    assert read_inputs(built) is None
    assert _pages(built) is None


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(100)])
def test_a_damaged_note_says_nothing(built: Project, content: bytes) -> None:
    (built.cache / "builds.sqlite").write_bytes(content)
    assert _pages(built) is None
