"""`hfm-atlas from-issue`: an issue that was filled in by a form becomes a draft, or an answer that says why not."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from hfm_atlas._util.files import make_folder, temporary_folder, write_file, write_files
from hfm_atlas.curation import error_reports, proposals
from hfm_atlas.curation.drafts import Draft, write_draft
from hfm_atlas.curation.error_reports import read_error_report
from hfm_atlas.curation.issue_forms import (
    MAX_CHARACTERS,
    Issue,
    IssueForm,
    Problem,
    read_form,
    read_issue,
    recognise,
    split_answers,
)
from hfm_atlas.curation.proposals import read_proposal
from hfm_atlas.diagnostics import Diagnostic, Severity
from hfm_atlas.loading.loader import kept_readings
from hfm_atlas.project import Project
from hfm_atlas.reports.issues import (
    draft_markdown,
    problems_markdown,
    problems_text,
    report_markdown,
    report_text,
)
from hfm_atlas.validation.rules.location import expected_folder
from hfm_atlas.validation.runner import check_project

# What a draft has by nature.
_EXPECTED = {"left-from-draft", "fact-without-evidence"}


def run_from_issue(
    project: Project,
    file: Path,
    output: Path | None,
    comment: Path | None,
    *,
    check: bool = False,
    today: date | None = None,
) -> int:
    """Write the draft that the issue in `file` makes, and the answer to it as Markdown to `comment`.

    Returns 1 if the issue cannot become an entry; then no entry is written. With `check`, none is written either way.

    Raises:
        UsageError: a file cannot be read or written.
    """
    issue = read_issue(file)
    forms = [read_form(project.issue_forms / f"{name}.yml") for name in (proposals.FORM, error_reports.FORM)]
    problem = _refuse(issue, forms)
    form = recognise(forms, issue.text)
    if problem is not None or form is None:
        return _answer([problem] if problem else [], comment)
    answers = split_answers(form, issue.text)
    if form.name == error_reports.FORM:
        return _report(project, form, answers, comment)
    draft, problems = read_proposal(form, answers, issue)
    if draft is None:
        return _answer(problems, comment)
    return _draft(project, draft, output, comment, check=check, today=today or datetime.now(UTC).date())


def _refuse(issue: Issue, forms: list[IssueForm]) -> Problem | None:
    """Why the text cannot be read as one of the forms, if it cannot."""
    if len(issue.text) > MAX_CHARACTERS:
        return Problem("The text", None, f"has {len(issue.text):,} characters; {MAX_CHARACTERS:,} are allowed")
    if recognise(forms, issue.text) is None:
        headings = ", ".join(f"### {field.label}" for field in forms[0].fields if field.required)
        return Problem("The text", None, f"is not one of the forms; a new entry has the headings {headings}")
    return None


def _answer(problems: list[Problem], comment: Path | None) -> int:
    sys.stderr.write(problems_text(problems))
    if comment is not None:
        write_file(comment, problems_markdown(problems).encode("utf-8"))
    return 1


def _report(project: Project, form: IssueForm, answers: dict[str, str], comment: Path | None) -> int:
    report, problems = read_error_report(form, answers, check_project(project, load_cache=kept_readings(project)).atlas)
    if report is None:
        return _answer(problems, comment)
    sys.stdout.write(report_text(report))
    if comment is not None:
        write_file(comment, report_markdown(report).encode("utf-8"))
    return 0


def _draft(
    project: Project, draft: Draft, output: Path | None, comment: Path | None, *, check: bool, today: date
) -> int:
    text = write_draft(draft, today)
    path = f"entries/{expected_folder(draft.kind, draft.subfield)}/{draft.id}.yml"
    taken = _find_taken(project, draft)
    findings = [] if taken else _check_draft(project, path, text, today)
    refused = [one for one in findings if one.severity is Severity.ERROR]
    if taken or refused:
        return _answer(taken or [_problem(one) for one in refused], comment)
    target = output or project.root / path
    # The entry comes last: a run that is killed before it can be repeated.
    contents = {comment: draft_markdown(path, draft.name, findings).encode("utf-8")} if comment else {}
    if not check:
        make_folder(target.parent)
        contents[target] = text.encode("utf-8")
    write_files(contents)
    print(path if check or output is None else output)
    return 0


def _find_taken(project: Project, draft: Draft) -> list[Problem]:
    """Why the id cannot be given to the work, if it cannot."""
    atlas = check_project(project, load_cache=kept_readings(project)).atlas
    for entry in atlas.entries.values():
        if draft.id == entry.id or draft.id in entry.former_ids:
            place = f"{atlas.documents[entry.id].path} is {entry.name}, {entry.publication.year}"
            message = f"is the name of an entry already ({place}); if this is another work, add its year to the name"
            return [Problem("Name", draft.name, message)]
    if draft.id in atlas.unreadable_ids:
        return [Problem("Name", draft.name, "is the name of an entry that is being fixed; wait until it is")]
    return []


def _check_draft(project: Project, path: str, text: str, today: date) -> list[Diagnostic]:
    """What validation would say of the draft if it lay in the atlas."""
    with temporary_folder() as folder:
        copy = Project(folder)
        shutil.copytree(project.entries, copy.entries, symlinks=True)
        shutil.copytree(project.taxonomy, copy.taxonomy, symlinks=True)
        file = copy.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        found = check_project(copy, today).diagnostics
    return [
        one
        for one in found
        if (one.path == path and one.rule not in _EXPECTED) or any(other.path == path for other in one.related)
    ]


def _problem(one: Diagnostic) -> Problem:
    return Problem("Validation", one.message, f"({one.advice or one.rule})")
