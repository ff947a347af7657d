from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string

from hfm_atlas.cli import run
from hfm_atlas.cli.commands.export import filter_help
from hfm_atlas.exports import EXPORTERS
from hfm_atlas.project import Project
from hfm_atlas.query.language import FIELDS


def export(project: Project, *arguments: str) -> int:
    return run(["--project", str(project.root), "export", *arguments])


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_is_written_to_a_file(
    mini_project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    target = tmp_path / EXPORTERS[name].filename
    assert export(mini_project, name, "-o", str(target)) == 0
    assert target.stat().st_size > 0
    assert f"{target}: " in capsys.readouterr().err


def test_a_filtered_bibliography_on_standard_output(
    mini_project: Project, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert export(mini_project, "bibtex", "--where", "subfield=vision", "--where", "kind=model") == 0
    library = parse_string(capsysbinary.readouterr().out.decode())
    assert [entry.key for entry in library.entries] == ["cedarnet", "cedarseg"]


@pytest.mark.parametrize("name", ["bibtex", "latex", "parquet", "results-parquet", "datapackage"])
def test_a_file_names_its_filter(mini_project: Project, capsysbinary: pytest.CaptureFixture[bytes], name: str) -> None:
    filters = ["subfield=vision or subfield=language", "kind=model"]
    assert export(mini_project, name, *(part for one in filters for part in ("--where", one))) == 0
    written, said = capsysbinary.readouterr()
    assert b"(subfield=vision or subfield=language) and kind=model" in written
    assert said.strip().splitlines()[-1] in written
    assert export(mini_project, name) == 0
    assert b"ilter" not in capsysbinary.readouterr().out


def test_the_addresses_are_those_of_the_published_site(
    own_project: Project, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (own_project.root / "mkdocs.yml").write_text("site_name: x\nsite_url: https://example.org/atlas\n", "utf-8")
    assert export(own_project, "turtle", "--where", "id=alderbert") == 0
    assert b"<https://example.org/atlas/models/alderbert/> a schema:" in capsysbinary.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["bibtx"], "unknown format 'bibtx': did you mean 'bibtex'?"),
        (["bibtex", "--where", "subfeld=vision"], "filter: unknown field 'subfeld': did you mean 'subfield'?"),
        (
            ["bibtex", "--where", "task=segmentatoin"],
            "filter: unknown task 'segmentatoin': did you mean 'segmentation'?",
        ),
        (["ris", "--where", "year>2099", "--where", "kind=model"], "no entry matches year>2099 and kind=model"),
        (
            ["models-csv", "--where", "kind=survey"],
            "none of the 2 entries that match is a model; models-csv holds nothing else",
        ),
        (["bibtex", "-o", "/nowhere/x.bib"], "cannot write /nowhere/x.bib: No such file or directory"),
    ],
)
def test_wrong_usage_is_said_and_nothing_is_written(
    mini_project: Project, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert export(mini_project, *arguments) == 2
    captured = capsys.readouterr()
    assert captured.err == f"error: {message}\n"
    assert captured.out == ""


def test_a_folder_is_not_overwritten(mini_project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(mini_project, "bibtex", "-o", str(tmp_path)) == 2
    assert capsys.readouterr().err == f"error: cannot write {tmp_path}: Is a directory\n"
    assert list(tmp_path.iterdir()) == []
    assert list(tmp_path.parent.glob(f".{tmp_path.name}.*")) == []


def test_entries_with_errors_are_left_out_and_it_is_said(
    own_project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_project.entries / "vision" / "cedarnet.yml").write_text("kind: model\n", "utf-8")
    target = tmp_path / "vision.bib"
    assert export(own_project, "bibtex", "--where", "subfield=vision and kind=model", "-o", str(target)) == 0
    assert "@inproceedings{cedarnet" not in target.read_text("utf-8")
    assert "warning: 1 entry with errors left out; run `hfm-atlas validate`" in capsys.readouterr().err


def test_a_full_disk_leaves_the_last_file(
    mini_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "atlas.bib"
    target.write_text("the last one", "utf-8")

    def no_space(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_space)
    assert export(mini_project, "bibtex", "-o", str(target)) == 2
    assert capsys.readouterr().err == f"error: cannot write {target}: No space left on device\n"
    assert target.read_text("utf-8") == "the last one"
    assert list(tmp_path.iterdir()) == [target]


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 kB, where one can be had."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("mounting a file system needs rights that are missing here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full(mini_project: Project, tiny_disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tiny_disk / "atlas.json"
    assert export(mini_project, "json", "-o", str(target)) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert list(tiny_disk.iterdir()) == []


@pytest.mark.parametrize("name", ["kind", "weights_access", "access", "relations", "review"])
def test_help_names_the_few_values_of_a_field(name: str) -> None:
    said = dict(filter_help())[name]
    assert [choice for choice in FIELDS[name].choices if choice not in said] == []


def test_help_lists_formats_and_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--help"]) == 0
    text = capsys.readouterr().out
    assert "hfm-atlas export bibtex -o atlas.bib" in text
    for name in (*EXPORTERS, *FIELDS):
        assert f"  {name} " in text
