"""Answers to issues that were filled in by a form: for a terminal, and as Markdown for a comment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hfm_atlas.curation.error_reports import ErrorReport
from hfm_atlas.curation.issue_forms import Problem
from hfm_atlas.diagnostics import Diagnostic
from hfm_atlas.reports.markdown import as_code, as_code_block, shorten_comment
from hfm_atlas.reports.text import visible


def problems_text(problems: Iterable[Problem]) -> str:
    """What is in the way of a form, a line each."""
    return "".join(f"{one.label}{f': {visible(one.given)}' if one.given else ''} {one.message}\n" for one in problems)


def problems_markdown(problems: Iterable[Problem]) -> str:
    """What is in the way of a form, and how to fix it."""
    lines = [f"- **{one.label}**{f': {as_code(one.given)}' if one.given else ''} {one.message}" for one in problems]
    return shorten_comment(
        "\n".join(
            [
                "Thank you. This cannot become an entry yet:",
                "",
                *lines,
                "",
                "Edit the text above (the three dots, then *Edit*) and keep its headings; it is read again afterwards.",
                "",
            ]
        )
    )


def draft_markdown(path: str, name: str, findings: Sequence[Diagnostic]) -> str:
    """What was made of a form, and what is left to do, as a comment; `path` is where the draft lies."""
    lines = [f"The draft of {as_code(name)} goes to {as_code(path)}.", ""]
    if findings:
        lines += ["Validation says of it:", "", *(f"- {_finding(one)}" for one in findings), ""]
    steps = [
        "Move what the proposal says from the comments at the head of the file to the fields, each with its evidence.",
        "Read the citation against the publisher's record: all authors, volume, pages.",
        "Write the summary in your own words, or fix the one that is there.",
        f"Run {as_code(f'hfm-atlas validate {path}')}.",
    ]
    lines += ["What is left to do:", "", *(f"- [ ] {step}" for step in steps), ""]
    return shorten_comment("\n".join(lines))


def _finding(one: Diagnostic) -> str:
    advice = f" ({as_code(one.advice)})" if one.advice else ""
    return f"{one.severity}, line {one.position.line}: {as_code(one.message)}{advice}"


def report_text(report: ErrorReport) -> str:
    """A reported error for a maintainer."""
    return "".join(f"{title}: {visible(text)}\n" for title, text in _report_lines(report))


def report_markdown(report: ErrorReport) -> str:
    """A reported error for a maintainer, as a comment."""
    lines = [f"- **{title}**: {as_code(text)}" for title, text in _report_lines(report) if title not in _LONG]
    blocks = [
        line
        for title, lines_of in (("Said to be right", report.correct), ("To be read in", report.source))
        for line in (f"**{title}**", "", as_code_block("\n".join(lines_of)), "")
    ]
    return shorten_comment("\n".join([*lines, "", *blocks]))


_LONG = ("Said to be right", "To be read in")


def _report_lines(report: ErrorReport) -> list[tuple[str, str]]:
    lines = [("Entry", f"{report.name} ({report.entry})"), ("Place", f"{report.path}:{report.line}")]
    if report.field:
        lines.append(("Field", report.field + ("" if report.field_known else " (no field of this entry)")))
    if report.field_known:
        lines.append(("The entry says", report.says or "nothing: not checked yet"))
        lines.append(("Evidence", report.evidence or "none"))
    return [*lines, ("Said to be right", " / ".join(report.correct)), ("To be read in", " / ".join(report.source))]
