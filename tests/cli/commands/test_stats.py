from __future__ import annotations

import json
from datetime import date

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.cli import run
from hfm_atlas.cli.commands.stats import run_stats
from hfm_atlas.discovery.decisions import add_decisions, decide
from hfm_atlas.discovery.finding import Tally
from hfm_atlas.discovery.searches import add_search
from hfm_atlas.discovery.works import make_work
from hfm_atlas.loading.opening import OpenedAtlas
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.project import Project


def test_counts_as_text(mini_atlas: Atlas, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_stats(OpenedAtlas("mini", mini_atlas), None, (), "text") == 0

    out = capsys.readouterr().out
    assert "Entries: 17\n  model    8\n  dataset  4\n  survey   2\n  base     3\n" in out
    assert "Facts: 178, with evidence 178 (100.0%)\n" in out
    assert (
        "Fields of a survey  stated  not reported  not applicable  unchecked  evidence\n"
        "subfields                2             0               0          0         2\n"
    ) in out
    assert not any(line != line.rstrip() for line in out.splitlines())


def test_counts_as_json(mini_atlas: Atlas, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_stats(OpenedAtlas("mini", mini_atlas), None, (), "json") == 0

    counts = json.loads(capsys.readouterr().out)
    assert counts["entries"] == {"model": 8, "dataset": 4, "survey": 2, "base": 3}
    assert counts["coverage"]["survey"][0] == {
        "field": "subfields",
        "stated": 2,
        "not_reported": 0,
        "not_applicable": 0,
        "unchecked": 0,
        "with_evidence": 2,
    }


def test_a_filter_counts_what_it_accepts(mini_atlas: Atlas, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("kind=model", "subfield=vision")
    assert run_stats(OpenedAtlas("mini", mini_atlas), None, where, "json") == 0

    told = capsys.readouterr()
    counts = json.loads(told.out)
    assert counts["entries"] == {"model": 2, "dataset": 0, "survey": 0, "base": 0}
    assert counts["models"] == {"vision": 2}
    assert list(counts["coverage"]) == ["model"]
    assert counts["completeness"] is None
    assert told.err == "2 match\n"


def test_a_filter_that_accepts_nothing_or_meets_a_survey_is_an_error(mini_atlas: Atlas) -> None:
    opened = OpenedAtlas("mini", mini_atlas)
    with pytest.raises(UsageError, match=r"^no entry matches year>2100$"):
        run_stats(opened, None, ("year>2100",), "text")
    with pytest.raises(UsageError, match="leave --where out"):
        run_stats(opened, "he-2025", ("kind=model",), "text")


def test_a_survey_as_text(mini_atlas: Atlas, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_stats(OpenedAtlas("mini", mini_atlas), "he-2025", (), "text") == 0

    out = capsys.readouterr().out
    assert out.startswith("he-2025 says of itself: 7 methods, 4 datasets\n")
    assert "Models that he-2025 lists, by its subfields: 5\n" in out
    assert "Only in its companion list, not counted above: 1\n" in out
    assert "Filed differently in the atlas: 5\n" in out
    assert "  cedarseg   adaptation   fine-tuning  adapter-tuning\n" in out


def test_a_survey_as_json(mini_atlas: Atlas, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_stats(OpenedAtlas("mini", mini_atlas), "he-2025", (), "json") == 0

    counts = json.loads(capsys.readouterr().out)
    assert counts["pretraining"]["none"] == 1
    assert counts["differences"][0] == {
        "entry": "alderbert",
        "facet": "pretraining",
        "survey_says": "hybrid",
        "atlas_says": "generative",
    }


@pytest.mark.parametrize(("survey", "hint"), [("he-2052", "did you mean 'he-2025'"), ("alderbert", "the surveys are")])
def test_an_unknown_survey_is_wrong_usage(mini_atlas: Atlas, survey: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        run_stats(OpenedAtlas("mini", mini_atlas), survey, (), "text")


def test_how_complete_the_atlas_is_is_told_after_a_search(
    own_project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = Tally({"files": 100}, 80, 2, 3, 0, 15, {2024: {"vision": 30}}, {2024: {"imaging": 30}}, {})
    add_search(own_project, tally, date(2026, 11, 24))
    work = make_work("A foundation model of thorns, for thorns", id="x:1", date="2024")
    add_decisions(own_project, [decide(work, "model", "A. Editor", date(2026, 11, 24), "vision")])
    assert run(["--project", str(own_project.root), "stats"]) == 0
    output = capsys.readouterr().out
    assert "How complete, by 1 screened work: models since 2024" in output
    assert "too little found" in output
