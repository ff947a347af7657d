"""The report for GitHub Actions: workflow commands that mark the lines of a pull request."""

from __future__ import annotations

from hfm_atlas.diagnostics import Diagnostic
from hfm_atlas.reports.text import summarise, visible
from hfm_atlas.rules import CheckResult


def render_github(result: CheckResult) -> str:
    """One workflow command a finding, and a last line that counts them."""
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in result.diagnostics) + f"{summarise(result)}\n"


def _command(diagnostic: Diagnostic) -> str:
    where = diagnostic.position
    properties = {
        "file": diagnostic.path,
        "line": str(where.line),
        "endLine": str(where.line),
        "col": str(where.column),
        "endColumn": str(where.column + where.length),
        "title": diagnostic.rule,
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = visible(diagnostic.message) + (f"\n{visible(diagnostic.advice)}" if diagnostic.advice else "")
    return f"::{diagnostic.severity} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
