"""The report for other programs, as JSON."""

from __future__ import annotations

from dataclasses import asdict

from hfm_atlas._util.json_text import report_json
from hfm_atlas.diagnostics import Diagnostic, count_errors, count_warnings
from hfm_atlas.validation.runner import CheckResult


def render_json(result: CheckResult) -> str:
    """All findings and their counts as one JSON object: `files`, `errors`, `warnings`, `findings`.

    Lines and columns count from 1, lengths are in characters.
    """
    report = {
        "files": len(result.lines),
        "errors": count_errors(result.diagnostics),
        "warnings": count_warnings(result.diagnostics),
        "findings": [_finding(diagnostic) for diagnostic in result.diagnostics],
    }
    return report_json(report)


def _finding(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "path": diagnostic.path,
        **asdict(diagnostic.position),
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "fix": diagnostic.fix,
        "related": [{"path": one.path, **asdict(one.position), "message": one.message} for one in diagnostic.related],
    }
