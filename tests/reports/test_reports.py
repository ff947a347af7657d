from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hfm_atlas._util.errors import UsageError
from hfm_atlas.diagnostics import Diagnostic, Position, Related, Severity
from hfm_atlas.reports import REPORTS, format_findings, render_report, style_text
from hfm_atlas.validation.registry import RULES
from hfm_atlas.validation.runner import CheckResult

_PATH = "entries/vision/retfound.yml"


def _diagnostic(
    line: int, column: int, length: int, hint: str | None = "did you mean 'b'?", **other: Any
) -> Diagnostic:
    made = Diagnostic(
        _PATH, Position(line, column, length), "unknown-term", Severity.ERROR, "unknown modality 'a'", hint
    )
    return replace(made, **other)


@pytest.fixture
def result(mini_checked: CheckResult) -> CheckResult:
    """Two findings in a file of the invented atlas."""
    lines: Mapping[str, tuple[str, ...]] = {_PATH: ("modalities:", "  - fundus-photo", "")}
    warning = _diagnostic(1, 1, 10, hint=None, rule="unused-source", severity=Severity.WARNING, message="no use")
    return replace(mini_checked, diagnostics=(warning, _diagnostic(2, 5, 12)), lines=lines)


def test_the_text_report_looks_as_designed(result: CheckResult) -> None:
    assert render_report(result, "text") == (
        "entries/vision/retfound.yml:1:1: warning: no use (unused-source)\n"
        "    1 | modalities:\n"
        "      | ^^^^^^^^^^\n"
        "entries/vision/retfound.yml:2:5: error: unknown modality 'a' (unknown-term)\n"
        "    2 |   - fundus-photo\n"
        "      |     ^^^^^^^^^^^^ did you mean 'b'?\n"
        "1 file checked: 1 error, 1 warning\n"
    )


def test_a_clean_atlas_is_one_line(mini_checked: CheckResult) -> None:
    assert render_report(mini_checked, "text") == "33 files checked: 0 errors, 0 warnings\n"


def test_a_terminal_gets_colours_and_the_same_text(result: CheckResult) -> None:
    styled = style_text(result)

    assert styled.plain == render_report(result, "text")
    assert {str(span.style) for span in styled.spans} >= {"bold red", "bold yellow"}


def _underlined(line: str, column: int, length: int) -> tuple[str, str]:
    """The source line and the underline as they are printed, without their margin."""
    shown = format_findings([_diagnostic(1, column, length, hint=None)], {_PATH: (line,)}).splitlines()
    return shown[1].removeprefix("    1 | "), shown[2].removeprefix("      | ")


@pytest.mark.parametrize(
    ("line", "column", "length", "underline"),
    [
        ("name: x", 7, 1, "      ^"),
        ("\tname: x", 8, 1, "\t      ^"),
        ("名前: 値値", 5, 2, "      ^^^^"),
        ("e\u0301té: x", 7, 1, "     ^"),
        ("name: 👩 x", 9, 1, "         ^"),
        ("name:", 6, 1, "     ^"),
        ("name: abc", 7, 99, "      ^^^"),
    ],
)
def test_the_underline_stands_below_its_text(line: str, column: int, length: int, underline: str) -> None:
    assert _underlined(line, column, length)[1] == underline


def test_a_long_line_is_cut_around_the_finding() -> None:
    line = "x" * 500 + "HERE" + "y" * 500

    shown, underline = _underlined(line, 501, 4)

    assert shown.startswith("…x")
    assert shown.endswith("y…")
    assert shown[len(underline) - 4 : len(underline)] == "HERE"
    assert len(shown) < 170


@given(st.text(max_size=300), st.integers(1, 320), st.integers(1, 320))
def test_any_line_can_be_shown(line: str, column: int, length: int) -> None:
    shown, underline = _underlined(line.replace("\n", " ").replace("\r", " "), column, length)

    assert underline.endswith("^")
    assert cell_len(underline.rstrip("^").replace("\t", "")) <= max(cell_len(shown.replace("\t", "")), column)


def test_nothing_of_a_file_reaches_the_terminal_as_a_command() -> None:
    hostile = "\x1b]0;title\x07\x1b[31mred\u202e\u2028\x9b1m\r\n"
    text = format_findings(
        [_diagnostic(1, 1, 3, message=hostile, hint=hostile, path=f"entries/{hostile}.yml")],
        {f"entries/{hostile}.yml": (hostile,)},
    )

    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\u2028]", text)
    assert text.count("\n") == 3


def test_json_holds_every_finding(result: CheckResult) -> None:
    report = json.loads(render_report(result, "json"))

    assert {key: report[key] for key in ("files", "errors", "warnings")} == {"files": 1, "errors": 1, "warnings": 1}
    assert report["findings"][1] == {
        "path": _PATH,
        "line": 2,
        "column": 5,
        "length": 12,
        "rule": "unknown-term",
        "severity": "error",
        "message": "unknown modality 'a'",
        "hint": "did you mean 'b'?",
        "fix": None,
        "related": [],
    }


def test_other_places_of_a_finding_are_in_the_reports(result: CheckResult) -> None:
    other = Related("entries/base/bert.yml", Position(3, 7, 4), "the name of BERT")
    found = replace(result, diagnostics=(_diagnostic(2, 5, 12, related=(other,)),))

    (finding,) = json.loads(render_report(found, "json"))["findings"]
    (place,) = json.loads(render_report(found, "sarif"))["runs"][0]["results"][0]["relatedLocations"]
    github = render_report(found, "github").splitlines()

    assert finding["related"] == [
        {"path": other.path, "line": 3, "column": 7, "length": 4, "message": "the name of BERT"}
    ]
    assert place["message"] == {"text": "the name of BERT"}
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": other.path, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 7, "endColumn": 11},
    }
    assert github[1] == (
        "::notice file=entries/base/bert.yml,line=3,endLine=3,col=7,endColumn=11,title=unknown-term::"
        f"the name of BERT; see {_PATH}:2"
    )


def test_github_commands_are_escaped(result: CheckResult) -> None:
    finding = _diagnostic(2, 5, 12, message="100%: a,b\n::error::injected", path="entries/a,b:c%.yml")
    report = render_report(replace(result, diagnostics=(finding,)), "github")

    assert report == (
        "::error file=entries/a%2Cb%3Ac%25.yml,line=2,endLine=2,col=5,endColumn=17,title=unknown-term::"
        "100%25: a,b␊::error::injected%0Adid you mean 'b'?\n"
        "1 file checked: 1 error, 0 warnings\n"
    )


def test_sarif_has_rules_and_regions(result: CheckResult) -> None:
    report = json.loads(render_report(result, "sarif"))
    run = report["runs"][0]
    rules = run["tool"]["driver"]["rules"]

    assert report["version"] == "2.1.0"
    assert [rule["id"] for rule in rules] == list(RULES)
    assert all(rule["shortDescription"]["text"] and rule["fullDescription"]["text"] for rule in rules)
    assert {rule["defaultConfiguration"]["level"] for rule in rules} == {"error", "warning"}
    found = run["results"][1]
    assert rules[found["ruleIndex"]]["id"] == found["ruleId"] == "unknown-term"
    assert found["level"] == "error"
    assert found["message"] == {"text": "unknown modality 'a' (did you mean 'b'?)"}
    assert found["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": _PATH, "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 2, "startColumn": 5, "endColumn": 17},
            }
        }
    ]


def test_sarif_addresses_are_encoded(result: CheckResult) -> None:
    odd = replace(result, diagnostics=(_diagnostic(1, 1, 1, path="entries/vision/é #1%.yml"),))
    location = json.loads(render_report(odd, "sarif"))["runs"][0]["results"][0]["locations"][0]

    assert location["physicalLocation"]["artifactLocation"]["uri"] == "entries/vision/%C3%A9%20%231%25.yml"


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_reports_are_the_same_each_time(result: CheckResult, name: str) -> None:
    assert render_report(result, name) == render_report(result, name)
    assert render_report(result, name).endswith("\n")


def test_an_unknown_format_is_answered_with_the_nearest(result: CheckResult) -> None:
    with pytest.raises(UsageError, match="unknown format 'jsn': did you mean 'json'"):
        render_report(result, "jsn")
