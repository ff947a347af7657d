from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.discovery.decisions import REASONS, Decision, add_decisions, decide, load_decisions
from hfm_atlas.discovery.works import make_work
from hfm_atlas.project import Project, find_project

DAY = date(2026, 11, 24)
TITLE = 'ThornNet: "a foundation model" for thorn images'


def decided(project: Project, *decisions: Decision) -> Sequence[Decision]:
    add_decisions(project, decisions)
    return load_decisions(project).all


def test_decisions_are_written_behind_each_other_and_read_back(tmp_path: Path) -> None:
    project = Project(tmp_path)
    first = decide(make_work(TITLE, arxiv="2610.00001", doi="10.1000/x", date="2026"), "model", "A. Editor", DAY)
    second = decide(make_work("Robots: walk", id="x:1"), "not-health", "yes", DAY)
    assert decided(project, first) == (first,)
    assert decided(project, second) == (first, second)
    assert (first.outcome, second.outcome) == ("in", "out")


@pytest.mark.parametrize(
    "work",
    [
        make_work("Another title of it", arxiv="2610.00001"),
        make_work("Another title of it", doi="10.1000/X"),
        make_work(TITLE.upper(), id="other:7"),
    ],
)
def test_a_work_is_asked_after_once_whatever_it_is_known_by(work: object, tmp_path: Path) -> None:
    project = Project(tmp_path)
    add_decisions(project, [decide(make_work(TITLE, arxiv="2610.00001", doi="10.1000/x"), "model", "A. Editor", DAY)])
    assert load_decisions(project).of(work) is not None  # type: ignore[arg-type]
    assert load_decisions(project).of(make_work("Something else altogether, by others")) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("decisions:\n  - work: a\n", r"decisions.yml:2:5: .*title"),
        (
            "decisions:\n  - {work: a, title: A, outcome: in, reason: not-health, by: B, date: 2026-11-24}\n",
            r"decisions.yml:2:\d+: 'not-health' is no reason for 'in'; it is one for 'out'",
        ),
        (
            "decisions:\n  - {work: a, title: A, outcome: in, reason: good, by: B, date: 2026-11-24}\n",
            r"decisions.yml:2:\d+: .*good",
        ),
        ("decisions: [\n", r"decisions.yml:\d:\d"),
    ],
)
def test_a_file_that_is_wrong_is_told_with_its_place(text: str, said: str, tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.screening.mkdir()
    project.decisions.write_text(text)
    with pytest.raises(UsageError, match=said):
        load_decisions(project)


def test_the_atlas_can_read_its_own_decisions() -> None:
    decisions = load_decisions(find_project(Path(__file__)))
    assert set(decisions.counts()) <= set(REASONS)
    assert len({one.work for one in decisions.all}) == len(decisions.all)
