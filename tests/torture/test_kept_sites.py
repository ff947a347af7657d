"""Whole sites from what is kept, byte by byte: after changes, killed builds, and builds at the same time."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from hfm_atlas.diagnostics import count_errors
from hfm_atlas.project import Project
from hfm_atlas.validation.runner import check_project
from tests.loading.test_readings import change_something, put_back, read_atlas

pytestmark = pytest.mark.torture
_ROOT = Path(__file__).parents[2]
_BUILD = (sys.executable, "-c", "import sys; from hfm_atlas.cli import run; sys.exit(run(sys.argv[1:]))", "build")
_MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--quiet")
_CHANGES = 10


@pytest.fixture
def project(own_project: Project) -> Project:
    """The invented atlas with the real templates, pages and configuration."""
    shutil.copytree(_ROOT / "templates", own_project.templates)
    shutil.copytree(_ROOT / "docs", own_project.root / "docs")
    shutil.copy(_ROOT / "mkdocs.yml", own_project.root / "mkdocs.yml")
    return own_project


def _start(project: Project, *command: str) -> subprocess.Popen[str]:
    """A command in a group of processes of its own, so that it can be killed with all that it started."""
    return subprocess.Popen(
        command,
        cwd=project.root,
        env={name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _finish(process: subprocess.Popen[str]) -> None:
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said


def _files(site: Path) -> Mapping[str, bytes]:
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def _assert_same(found: Mapping[str, bytes], wanted: Mapping[str, bytes]) -> None:
    assert len(wanted) > 100
    assert [name for name in sorted({*found, *wanted}) if found.get(name) != wanted.get(name)] == []


def _cold_build(project: Project) -> Mapping[str, bytes]:
    """The site of the same files where nothing is kept but citations, which are texts of their own."""
    folder = project.root.with_name("cold")
    shutil.copytree(project.root, folder, ignore=shutil.ignore_patterns(".cache", "site", "site.*"))
    (folder / ".cache").mkdir()
    shutil.copy(project.cache / "citations.json", folder / ".cache")
    _finish(_start(Project(folder), *_BUILD))
    site = _files(folder / "site")
    shutil.rmtree(folder)
    return site


def _change_a_summary(project: Project) -> None:
    file = project.entries / "language" / "alderbert.yml"
    file.write_text(file.read_text("utf-8").replace("summary: ", "summary: Changed. ", 1), "utf-8")


def _is_right(project: Project) -> bool:
    return not count_errors(check_project(project).diagnostics)


def test_after_changes_and_killed_builds_the_site_is_that_of_a_cold_build(project: Project) -> None:
    chance = random.Random(11)
    start = time.monotonic()
    _finish(_start(project, *_BUILD))
    seconds = time.monotonic() - start
    whole = read_atlas(project)
    for _ in range(_CHANGES):
        change_something(project, chance)
        if not _is_right(project):  # Begin again, since an atlas with an error stays one.
            put_back(project, whole)
            _change_a_summary(project)
        killed = _start(project, *_BUILD)
        time.sleep(chance.uniform(0, seconds))
        if killed.poll() is None:
            os.killpg(killed.pid, signal.SIGKILL)
        killed.communicate()

        _finish(_start(project, *_BUILD))

        _assert_same(_files(project.site), _cold_build(project))
        assert [path.name for path in project.root.glob("site.*")] == []


def test_builds_at_the_same_time_make_the_same_site(project: Project) -> None:
    _finish(_start(project, *_BUILD))
    whole = _cold_build(project)
    for name in ("readings.sqlite", "pages.sqlite"):
        (project.cache / name).unlink()
    # Builds of hfm-atlas wait for each other, those of MkDocs for nobody.
    sites = [project.root.with_name(f"site-{number}") for number in range(3)]
    builds = [
        _start(project, *_BUILD),
        _start(project, *_BUILD, "--site", str(sites[0])),
        _start(project, *_MKDOCS, "--site-dir", str(sites[1])),
        _start(project, *_MKDOCS, "--site-dir", str(sites[2])),
    ]

    for build in builds:
        _finish(build)

    for site in (project.site, *sites):
        _assert_same(_files(site), whole)
