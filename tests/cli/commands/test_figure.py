from __future__ import annotations

import re
from pathlib import Path

import pytest

from hfm_atlas.cli import run
from hfm_atlas.figures import FIGURES
from hfm_atlas.project import Project

MAGIC = {"svg": b"<svg ", "pdf": b"%PDF", "png": b"\x89PNG", "csv": b"id,Model,"}


def figure(project: Project, *arguments: str) -> int:
    return run(["--project", str(project.root), "figure", *arguments])


@pytest.mark.parametrize("suffix", MAGIC)
def test_the_name_of_the_file_says_its_format(mini_project: Project, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"timeline.{suffix}"
    assert figure(mini_project, "timeline", "-o", str(target), "--colour", "paradigm") == 0
    assert target.read_bytes().startswith(MAGIC[suffix])


def test_a_filter_leaves_out_the_others_and_is_named(mini_project: Project, tmp_path: Path) -> None:
    target = tmp_path / "vision.csv"
    assert figure(mini_project, "timeline", "--where", "subfield=vision", "-o", str(target)) == 0
    text = target.read_text("utf-8")
    assert "CedarNet" in text
    assert "AlderBERT" not in text
    assert "Filter: subfield=vision." in text


def test_what_it_draws_and_what_matches_are_told_apart(
    mini_project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert figure(mini_project, "timeline", "--where", "year>=2023", "-o", str(tmp_path / "timeline.svg")) == 0
    first, second = capsys.readouterr().err.splitlines()
    number = re.search(r"(\d+) models by month", first)
    found = re.fullmatch(r"(\d+) models of (\d+) entries that match", second)
    assert number
    assert found
    assert number[1] == found[1]
    assert int(found[1]) < int(found[2])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["timeline", "-o", "x.gif"], "x.gif: the name of the file must end in .svg, .pdf, .png, .csv"),
        (["timlin", "-o", "x.svg"], "no figure 'timlin': did you mean 'timeline'?"),
        (["growth", "-o", "x.svg", "--width", "singel"], "did you mean 'single'?"),
        (["timeline", "-o", "x.svg", "--where", "subfield=visio"], "did you mean 'vision'?"),
    ],
)
def test_wrong_usage_is_answered(
    mini_project: Project, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert figure(mini_project, *arguments) == 2
    assert message in capsys.readouterr().err


def test_help_lists_every_figure(mini_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert figure(mini_project, "--help") == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in FIGURES)
