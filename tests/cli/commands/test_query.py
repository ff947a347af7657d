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
        "cedarseg CedarSeg 2023 2023 vision none not checked not checked not checked",
    ]
    assert captured.err == "2 entries\n"


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
    assert capsys.readouterr().err == "17 entries\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["kind=base", "--columns", "id,yaer"], "unknown column 'yaer': did you mean 'year'?"),
        (["kind=bse"], "filter: unknown kind 'bse': did you mean 'base'?"),
        (["year>2099"], "no entry matches year>2099"),
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
