"""The archive of a release: complete, checkable, the same each time; and the papers that go with it."""

from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

from hfm_atlas import cli
from hfm_atlas.cli.commands.release import run_release
from hfm_atlas.exports import EXPORTERS
from hfm_atlas.project import Project

ROOT = Path(__file__).resolve().parents[3]
TOP = "hfm-atlas-0.1.0-2026-11-20/"
PAPERS = ("CITATION.cff", "LICENSE", "LICENSE-DATA", "CHANGELOG.md")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The invented atlas with everything that a release needs."""
    root = tmp_path_factory.mktemp("release") / "atlas"
    shutil.copytree(ROOT / "tests" / "atlas", root)
    for name in ("templates", "docs", "schema"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("mkdocs.yml", *PAPERS):
        shutil.copy(ROOT / name, root / name)
    return Project(root)


@pytest.fixture(scope="module")
def archive(project: Project) -> Iterator[ZipFile]:
    path = project.root.parent / "atlas.zip"
    assert run_release(project, path) == 0
    with ZipFile(path) as found:
        yield found


def test_everything_is_in_it(archive: ZipFile) -> None:
    names = set(archive.namelist())
    assert {TOP + name for name in (*PAPERS, "README.txt", "SHA256SUMS")} <= names
    assert {f"{TOP}exports/{one.filename}" for one in EXPORTERS.values()} <= names
    assert {f"{TOP}entries/vision/cedarnet.yml", f"{TOP}taxonomy/tasks.yml", f"{TOP}site/index.html"} <= names
    assert f"{TOP}site/models/cedarnet/index.html" in names
    assert not [name for name in names if not name.startswith(TOP) or "/.cache" in name]
    assert b"@article{elmprot," in archive.read(f"{TOP}exports/atlas.bib")


def test_every_file_has_its_checksum(archive: ZipFile) -> None:
    lines = archive.read(f"{TOP}SHA256SUMS").decode("utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert {TOP + name for name in sums} == set(archive.namelist()) - {f"{TOP}SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256(archive.read(TOP + name)).hexdigest() == digest, name


def test_it_says_what_it_is(archive: ZipFile) -> None:
    readme = archive.read(f"{TOP}README.txt").decode("utf-8")
    assert readme.startswith("HFM Atlas 0.1.0, snapshot 2026-11-20, content ")
    assert "sha256sum --check SHA256SUMS" in readme


def test_files_are_of_the_day_of_the_snapshot_and_readable(archive: ZipFile) -> None:
    assert {one.date_time for one in archive.infolist()} == {(2026, 11, 20, 0, 0, 0)}
    assert {one.external_attr >> 16 for one in archive.infolist()} == {0o100644}
    names = archive.namelist()
    assert names == [*sorted(names[:-1]), f"{TOP}SHA256SUMS"]


def test_the_same_snapshot_gives_the_same_bytes(project: Project, archive: ZipFile, tmp_path: Path) -> None:
    assert cli.run(["--project", str(project.root), "release", str(tmp_path / "again.zip")]) == 0
    assert (tmp_path / "again.zip").read_bytes() == Path(archive.filename or "").read_bytes()


def test_an_error_in_an_entry_leaves_the_last_archive(own_project: Project, tmp_path: Path) -> None:
    for name in ("mkdocs.yml", *PAPERS):
        shutil.copy(ROOT / name, own_project.root / name)
    (own_project.entries / "vision" / "empty.yml").write_bytes(b"")
    output = tmp_path / "atlas.zip"
    output.write_bytes(b"the last one")
    assert cli.run(["--project", str(own_project.root), "release", str(output)]) == 1
    assert output.read_bytes() == b"the last one"


def test_what_is_missing_is_said_before_the_build(
    own_project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(output: Path) -> str:
        assert cli.run(["--project", str(own_project.root), "release", str(output)]) == 2
        return capsys.readouterr().err

    assert "there is no CITATION.cff" in said(tmp_path / "a.zip")
    for name in PAPERS:
        shutil.copy(ROOT / name, own_project.root / name)
    assert "there is no such folder" in said(tmp_path / "nowhere" / "a.zip")
    assert "it is a folder" in said(tmp_path)
    citation = own_project.root / "CITATION.cff"
    citation.write_text(re.sub(r"(?m)^version: .*$", "version: 9.9.9", citation.read_text("utf-8")), "utf-8")
    assert "CITATION.cff is of version 9.9.9, hfm-atlas of 0.1.0" in said(tmp_path / "a.zip")


def test_the_citation_is_of_the_version_and_day_of_the_package() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    package = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = re.search(r"^## (\S+) \((\S+)\)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert found
    assert citation["version"] == package["version"] == found.group(1)
    assert citation["date-released"] == found.group(2)
