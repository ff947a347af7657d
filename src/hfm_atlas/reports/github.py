"""The report for GitHub Actions: workflow commands that mark the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from hfm_atlas.diagnostics import Diagnostic, Position
from hfm_atlas.reports.text import summarise, visible
from hfm_atlas.validation.runner import CheckResult


def render_github(result: CheckResult) -> str:
    """One workflow command a finding, one for each other place that it is about, and a last line that counts them.

    The commands are those that GitHub Actions reads from what a step prints.
    """
    lines = [line for diagnostic in result.diagnostics for line in _commands(diagnostic)]
    return "".join(f"{line}\n" for line in lines) + f"{summarise(result)}\n"


def _commands(diagnostic: Diagnostic) -> Iterator[str]:
    text = visible(diagnostic.message) + (f"\n{visible(diagnostic.advice)}" if diagnostic.advice else "")
    yield _command(diagnostic.severity, diagnostic.path, diagnostic.position, diagnostic.rule, text)
    for one in diagnostic.related:
        text = f"{visible(one.message)}; see {diagnostic.path}:{diagnostic.position.line}"
        yield _command("notice", one.path, one.position, diagnostic.rule, text)


def _command(level: str, path: str, where: Position, title: str, text: str) -> str:
    properties = {
        "file": path,
        "line": str(where.line),
        "endLine": str(where.line),
        "col": str(where.column),
        "endColumn": str(where.column + where.length),
        "title": title,
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
