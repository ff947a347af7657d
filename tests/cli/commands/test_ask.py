from __future__ import annotations

import pytest

from hfm_atlas.cli import run
from hfm_atlas.cli.commands import ask as ask_command
from hfm_atlas.project import Project


def ask(project: Project, *arguments: str) -> int:
    return run(["--project", str(project.root), "ask", *arguments])


def test_it_says_how_it_was_read_and_lists_what_it_finds(
    mini_project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(mini_project, "vision", "models", "since", "2023", "for", "zebras", "--columns", "id") == 0
    captured = capsys.readouterr()
    assert captured.out.split() == ["id", "cedarseg"]
    assert captured.err.splitlines() == [
        "read as: Subfield: Vision · Models · First seen: 2023 or later",
        "not read: zebra",
        "hfm-atlas query 'subfields=vision and kind=model and first_year>=2023' --columns id",
        "1 match",
    ]


def test_where_nothing_matches_it_shows_what_may(mini_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(mini_project, "open vision models", "--columns", "id") == 0
    captured = capsys.readouterr()
    assert captured.out.split() == ["id", "match", "not_checked", "cedarseg", "may", "availability.weights_access"]
    assert "0 match · 1 may match: access to weights not checked" in captured.err


def test_no_match_is_an_answer(mini_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(mini_project, "surveys", "before", "2000") == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines()[-1] == "no entry matches kind=survey and first_year<=1999"


def test_words_that_were_not_read_are_named_again_below_a_long_list(
    mini_project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(mini_project, "models", "of", "zebras", "--columns", "id") == 0
    assert capsys.readouterr().err.splitlines().count("not read: zebra") == 1
    monkeypatch.setattr(ask_command, "_LONG_LIST", 2)
    assert ask(mini_project, "models", "of", "zebras", "--columns", "id") == 0
    assert capsys.readouterr().err.splitlines()[-1] == "not read: zebra"


def test_a_question_without_a_known_word_is_wrong_usage(
    mini_project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(mini_project, "zebra") == 2
    assert "hfm-atlas query 'name~zebra'" in capsys.readouterr().err


def test_what_a_question_leaves_out_is_left_out(mini_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(mini_project, "models", "not", "with", "open", "weights") == 0
    captured = capsys.readouterr()
    assert "read as: Models · Not: Weights open to download" in captured.err
    assert "hfm-atlas query 'kind=model and not weights_access=open'" in captured.err


def test_commercial_use_says_that_some_of_it_has_conditions(
    mini_project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(mini_project, "commercial use")
    assert "read as: Weights for commercial use, some under conditions\n" in capsys.readouterr().err
