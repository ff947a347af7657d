"""Whatever is wrong with the files of `screening/` is told with its place, as with entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from hfm_atlas.cli import run
from hfm_atlas.discovery.checking import check_screening
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.project import Project
from tests.filling import REPOSITORY

_GOOD = (
    "  - {work: 'arxiv:2610.00001', title: A, arxiv: '2610.00001', subfield: vision, outcome: in, reason: model, "
    "by: B, date: 2026-11-24}\n"
)


def found_in(tmp_path: Path, atlas: Atlas, *lines: str) -> list[tuple[str, int, str]]:
    project = Project(tmp_path)
    project.screening.mkdir()
    project.decisions.write_text("decisions:\n" + "".join(lines))
    checked = check_screening(project, atlas)
    assert list(checked.lines) == ["screening/decisions.yml"]
    return [(one.rule, one.position.line, one.message) for one in checked.diagnostics]


def test_what_is_right_is_not_a_finding(tmp_path: Path, mini_atlas: Atlas) -> None:
    assert not found_in(tmp_path, mini_atlas, _GOOD)


@pytest.mark.parametrize(
    ("old", "new", "rule", "said"),
    [
        ("subfield: vision", "subfield: visions", "unknown-term", "visions"),
        ("subfield: vision", "subfield: vision, modality: x-rays", "unknown-term", "x-rays"),
        ("outcome: in", "outcome: out", "wrong-decision", "'model' is no reason for 'out'"),
        ("reason: model", "reason: nice", "unknown-value", "nice"),
        ("date: 2026-11-24", "date: soon", "wrong-value", "soon"),
        (", by: B", "", "missing-field", "by"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    old: str, new: str, rule: str, said: str, tmp_path: Path, mini_atlas: Atlas
) -> None:
    ((name, line, message),) = found_in(
        tmp_path, mini_atlas, _GOOD.replace("2610.00001", "2610.00002"), _GOOD.replace(old, new)
    )
    assert (name, line) == (rule, 3)
    assert said in message


@pytest.mark.parametrize("changed", ["'arxiv:2610.00001'", "'2610.00001'"])
def test_a_work_that_was_decided_on_twice_names_the_first_line(changed: str, tmp_path: Path, mini_atlas: Atlas) -> None:
    again = _GOOD.replace(changed, changed.replace("00001", "00009"))
    ((rule, line, message),) = found_in(tmp_path, mini_atlas, _GOOD, again)
    assert (rule, line) == ("wrong-decision", 3)
    assert "in line 2" in message


def test_files_that_are_not_there_are_right(tmp_path: Path, mini_atlas: Atlas) -> None:
    assert not check_screening(Project(tmp_path), mini_atlas).diagnostics


def test_the_real_files_are_right(real_index: object) -> None:
    atlas = real_index.atlas  # type: ignore[attr-defined]
    assert not check_screening(Project(REPOSITORY), atlas).diagnostics


def test_validate_tells_it_and_fails(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    own_project.screening.mkdir()
    own_project.decisions.write_text("decisions:\n" + _GOOD.replace("outcome: in", "outcome: open"))
    assert run(["--project", str(own_project.root), "validate"]) == 1
    assert "screening/decisions.yml:2:" in capsys.readouterr().out
