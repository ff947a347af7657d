"""Whether a site is made from the folders of its project alone, so that the same files give the same site."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from mkdocs.config import load_config

from hfm_atlas.cli.commands.build import make_site
from hfm_atlas.project import Project
from hfm_atlas.site.mkdocs.program import is_self_contained, noted_warnings
from tests.site.mkdocs.test_plugin import complete


@pytest.fixture
def project(own_project: Project) -> Project:
    return complete(own_project)


def _files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def _inode(project: Project) -> int:
    return (project.site / "index.html").stat().st_ino


def test_a_site_is_left_alone_until_it_differs(project: Project) -> None:
    pages = make_site(project, project.site)
    before, inode = _files(project.site), _inode(project)
    assert make_site(project, project.site) == pages
    assert _inode(project) == inode
    (project.site / "index.html").write_bytes(b"Not as it was.")
    assert make_site(project, project.site) == pages
    assert _files(project.site) == before


def test_an_edit_changes_no_page_that_says_nothing_of_it(project: Project) -> None:
    make_site(project, project.site)
    before = _files(project.site)
    file = project.entries / "vision" / "cedarnet.yml"
    file.write_text(file.read_text("utf-8").replace("\nsummary: ", "\nsummary: Edited. "), "utf-8")
    make_site(project, project.site)
    changed = {name for name, content in _files(project.site).items() if content != before[name]}
    assert {"models/cedarnet/index.html", "atlas.json"} <= changed
    assert not {name for name in changed if name.startswith(("surveys/", "vocabulary/", "models/elmprot/"))}


def _is_self_contained(project: Project) -> bool:
    return is_self_contained(project, load_config(str(project.mkdocs_file)))


def test_the_site_of_the_atlas_is_self_contained(project: Project) -> None:
    assert _is_self_contained(project)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("plugins:\n", "plugins:\n  - search\n"),
        ("plugins:\n", "hooks:\n  - templates/hook.py\nplugins:\n"),
        ("  - tables\n", "  - tables\n  - pymdownx.snippets\n"),
        ("site_name: HFM Atlas", "site_name: !ENV [NOBODY_SETS_THIS, HFM Atlas]"),
        ("plugins:\n", "docs_dir: prose\nplugins:\n"),
        ("custom_dir: templates/theme", "custom_dir: theme"),
    ],
)
def test_a_site_that_may_follow_from_other_files_is_not(project: Project, old: str, new: str) -> None:
    for folder in ("prose", "theme"):
        (project.root / folder).mkdir()
    (project.templates / "hook.py").touch()
    text = project.mkdocs_file.read_text("utf-8")
    assert old in text
    project.mkdocs_file.write_text(text.replace(old, new, 1), "utf-8")
    assert not _is_self_contained(project)


def test_what_mkdocs_warns_of_is_noted() -> None:
    before = list(logging.getLogger("mkdocs").handlers)
    with noted_warnings() as said:
        logging.getLogger("mkdocs.structure").warning("A page is missing.")
        logging.getLogger("mkdocs.structure").info("Nothing else.")
    assert said == ["A page is missing."]
    assert logging.getLogger("mkdocs").handlers == before
