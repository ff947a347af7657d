"""The invented atlas under tests/atlas, loaded once; its fixture fails if validation finds anything in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from hfm_atlas.loading.loader import kept_readings
from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.graph import Graph
from hfm_atlas.project import Project, find_project
from hfm_atlas.reports import render_report
from hfm_atlas.site.index import Repository, SiteIndex
from hfm_atlas.validation.runner import CheckResult, check_project

# How long one example takes says nothing on a machine that does other things too.
settings.register_profile("atlas", deadline=None)
settings.load_profile("atlas")
TODAY = date(2026, 11, 24)
_MINI = Path(__file__).parent / "atlas"
_HOSTILE = Path(__file__).parent / "hostile"


@pytest.fixture(scope="session", autouse=True)
def _own_temporary_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests and the commands they start leave in the temporary folder goes away with pytest's."""
    with pytest.MonkeyPatch.context() as patch:
        folder = str(tmp_path_factory.mktemp("tmp"))
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield


@pytest.fixture(scope="session")
def mini_project() -> Project:
    """The invented atlas, only to be read."""
    return Project(_MINI)


@pytest.fixture(scope="session")
def mini_checked(mini_project: Project) -> CheckResult:
    """The invented atlas after validation, without any finding."""
    result = check_project(mini_project, TODAY)
    assert not result.diagnostics, render_report(result, "text")
    return result


@pytest.fixture(scope="session")
def mini_atlas(mini_checked: CheckResult) -> Atlas:
    return mini_checked.atlas


@pytest.fixture(scope="session")
def mini_graph(mini_checked: CheckResult) -> Graph:
    return mini_checked.graph


@pytest.fixture(scope="session")
def real_index() -> SiteIndex:
    """The real atlas, for what only real data have in all their shapes."""
    project = find_project(Path(__file__).parents[1])
    checked = check_project(project, TODAY, load_cache=kept_readings(project))
    return SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas))


@pytest.fixture(params=["mini_index", "real_index"])
def any_index(request: pytest.FixtureRequest) -> SiteIndex:
    """The invented atlas, and the real one with all its shapes."""
    index = request.getfixturevalue(request.param)
    assert isinstance(index, SiteIndex)
    return index


@pytest.fixture(scope="session")
def mini_index(mini_atlas: Atlas, mini_graph: Graph) -> SiteIndex:
    """The invented atlas as the views look things up in it."""
    repository = Repository("https://example.org/atlas")
    return SiteIndex(mini_atlas, mini_graph, take_snapshot(mini_atlas), (), repository)


@pytest.fixture
def own_project(tmp_path: Path) -> Project:
    """A copy of the invented atlas that a test may change."""
    shutil.copytree(_MINI, tmp_path / "atlas", ignore=shutil.ignore_patterns(".cache"))
    return Project(tmp_path / "atlas")


@pytest.fixture
def hostile_project(own_project: Project) -> Project:
    """The invented atlas and an entry whose texts try to be markup, script, templates and wiki links."""
    shutil.copy(_HOSTILE / "thorn.yml", own_project.entries / "language" / "thorn.yml")
    return own_project
