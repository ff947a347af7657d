"""Which reports there are, looked up by name."""

from __future__ import annotations

from collections.abc import Callable

from hfm_atlas._util.suggestions import look_up
from hfm_atlas.reports.github import render_github
from hfm_atlas.reports.json import render_json
from hfm_atlas.reports.sarif import render_sarif
from hfm_atlas.reports.text import render_text
from hfm_atlas.validation.runner import CheckResult

REPORTS: dict[str, Callable[[CheckResult], str]] = {
    "text": render_text,
    "json": render_json,
    "github": render_github,
    "sarif": render_sarif,
}


def render_report(result: CheckResult, format_name: str) -> str:
    """What validation found, in the format called `format_name`.

    Raises:
        UsageError: there is no such format; the nearest one is named.
    """
    return look_up(format_name, REPORTS, "format")(result)
