from __future__ import annotations

import csv
import io
import json

import pytest

from hfm_atlas.cli import run
from hfm_atlas.cli.commands.query import DEFAULT_COLUMNS
from hfm_atlas.project import Project
from hfm_atlas.query.columns import COLUMNS


def query(project: Project, *arguments: str) -> int:
    return run(["--project", str(project.root), "query", *arguments])


def test_a_table(mini_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert query(mini_project, "subfield=vision and kind=model") == 0
    captured = capsys.readouterr()
    lines = [" ".join(line.split()) for line in captured.out.splitlines()]
    assert lines == [
        DEFAULT_COLUMNS.replace(",", " "),
        "cedarnet CedarNet 2022 2022 vision supervised not reported not applicable not applicable",
        "cedarseg CedarSeg 2023 2023 vision none not checked not checked not reported",
    ]
    assert captured.err == "2 match\n"


def test_what_a_kind_of_entry_does_not_have_is_blank_and_not_unchecked(
    mini_project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert query(mini_project, "kind=dataset", "--columns", "id,parameters,pretraining") == 0
    out = capsys.readouterr().out
    assert len(out.split()) > 3
    assert "not checked" not in out


def test_json_tells_nothing_apart(mini_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert query(mini_project, "subfield=vision and kind=model", "--format", "json", "--columns", "id, parameters") == 0
    assert json.loads(capsys.readouterr().out) == [
        {"id": "cedarnet", "parameters": "not reported"},
        {"id": "cedarseg", "parameters": None},
    ]


def test_csv(mini_project: Project, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert query(mini_project, "kind=base", "--format", "csv", "--columns", "id,year,modalities") == 0
    text = capsysbinary.readouterr().out.decode("utf-8")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["id", "year", "modalities"],
        ["firvit", "2020", ""],
        ["larchlm", "2021", "text"],
        ["oakbert", "2018", "text"],
    ]


def test_without_a_filter_it_lists_all(mini_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert query(mini_project, "--columns", "id") == 0
    assert capsys.readouterr().err == "17 match\n"


def test_what_may_match_is_counted(mini_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert query(mini_project, "subfield=vision and code!=none", "--columns", "id") == 0
    captured = capsys.readouterr()
    assert captured.out.split() == ["id", "cedarnet"]
    assert captured.err == "1 match · 1 may match: code not checked; --may-match shows them\n"


def test_what_may_match_is_marked(mini_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    where = "subfield=vision and code!=none"
    assert query(mini_project, where, "--columns", "id", "--may-match", "--format", "json") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out) == [
        {"id": "cedarnet", "match": "yes", "not_checked": []},
        {"id": "cedarseg", "match": "may", "not_checked": ["availability.code"]},
    ]
    assert "to settle: availability.code in entries/vision/cedarseg.yml\n" in captured.err


def test_nothing_matches_but_something_may(mini_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert query(mini_project, "id=cedarseg and parameters>1") == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "no entry matches id=cedarseg and parameters>1: 0 match · 1 may match: parameters not checked; "
        "`hfm-atlas query --may-match` lists those that may\n"
    )
    assert query(mini_project, "id=cedarseg and parameters>1", "--may-match") == 0


@pytest.mark.parametrize(("format", "shown"), [("table", ""), ("csv", "id,name\r\n"), ("json", "[]\n")])
def test_no_match_is_an_answer(
    mini_project: Project, capsys: pytest.CaptureFixture[str], format: str, shown: str
) -> None:
    assert query(mini_project, "year>2099", "--columns", "id,name", "--format", format) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == (shown, "no entry matches year>2099\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["kind=base", "--columns", "id,yaer"], "unknown column 'yaer': did you mean 'year'?"),
        (["kind=bse"], "filter: unknown kind 'bse': did you mean 'base'?"),
    ],
)
def test_wrong_usage(
    mini_project: Project, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert query(mini_project, *arguments) == 2
    assert capsys.readouterr().err == f"error: {message}\n"


def test_help_lists_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "--help"]) == 0
    text = capsys.readouterr().out
    for column in COLUMNS:
        assert f"  {column.name} " in text
