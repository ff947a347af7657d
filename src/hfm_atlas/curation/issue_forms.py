"""Issues that were filled in by a form, read back: GitHub writes a heading and a value for each field.

Nothing that a stranger wrote is trusted: headings count only where the form has them, values are texts.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hfm_atlas._util.errors import UsageError
from hfm_atlas.model.values import is_invisible
from hfm_atlas.yamlio.parser import parse_text

# GitHub's own bound on the text of an issue.
MAX_CHARACTERS = 65_536
# An event carries the issue among much else.
_MAX_BYTES = 2 * 1024 * 1024
_EMPTY = "_No response_"
_LOGIN = re.compile(r"[A-Za-z0-9-]{1,39}\Z")


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form; `options` are the answers that a menu offers."""

    id: str
    label: str
    required: bool
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IssueForm:
    """A form for new issues, by the name of its file."""

    name: str
    fields: tuple[FormField, ...]

    def field(self, id: str) -> FormField:
        """The field with this id, which the form must have."""
        return next(one for one in self.fields if one.id == id)


@dataclass(frozen=True, slots=True)
class Issue:
    """The text of an issue; number and author where an event tells them."""

    text: str
    number: int | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer, in words that follow it: field, answer (if it can be shown), what is wrong."""

    label: str
    given: str | None
    message: str


def read_issue(file: Path) -> Issue:
    """The issue in `file`: its text, or the event that GitHub hands to a workflow.

    Raises:
        UsageError: the file cannot be read, or is far too large.
    """
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise UsageError(f"{file} has {file.stat().st_size:,} bytes; no issue is that long")
        text = file.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as problem:
        raise UsageError(f"{file} cannot be read: {problem.strerror}") from problem
    return _from_event(text) or Issue(text)


def _from_event(text: str) -> Issue | None:
    try:
        event = json.loads(text) if text.lstrip().startswith("{") else None
    except (ValueError, RecursionError):
        return None
    issue = event.get("issue") if isinstance(event, dict) else None
    if not isinstance(issue, dict):
        return None
    number, user, body = issue.get("number"), issue.get("user"), issue.get("body")
    login = user.get("login") if isinstance(user, dict) else None
    return Issue(
        text=body.removeprefix("\ufeff") if isinstance(body, str) else "",
        number=number if isinstance(number, int) and not isinstance(number, bool) else None,
        author=login if isinstance(login, str) and _LOGIN.match(login) else None,
    )


def read_form(file: Path) -> IssueForm:
    """The form in `file`, a template for issues.

    Raises:
        UsageError: the file is not there, or is no form.
    """
    try:
        data = parse_text(file.read_text("utf-8"))
    except OSError as problem:
        raise UsageError(f"the form {file} cannot be read: {problem.strerror}") from problem
    body = data.get("body") if isinstance(data, dict) else None
    fields = [_field(one) for one in body if "id" in one] if isinstance(body, list) else []
    if not fields:
        raise UsageError(f"{file} is no issue form")
    return IssueForm(file.stem, tuple(fields))


def _field(data: Mapping[str, Any]) -> FormField:
    attributes = data["attributes"]
    options = attributes.get("options")
    return FormField(
        id=str(data["id"]),
        label=str(attributes["label"]),
        required=bool(data.get("validations", {}).get("required")),
        options=tuple(map(str, options)) if isinstance(options, list) and data["type"] == "dropdown" else (),
    )


def recognise(forms: Sequence[IssueForm], text: str) -> IssueForm | None:
    """The form that `text` was filled in by; None if it is none of them."""
    found = [(len(split_answers(form, text)), form) for form in forms]
    number, form = max(found, key=lambda one: one[0])
    return form if number >= 2 else None


def split_answers(form: IssueForm, text: str) -> dict[str, str]:
    """The answer to each field whose heading is there, by the field's id; empty where nothing was answered.

    A heading counts if it is one of the form's and comes behind the one before, so an answer cannot repeat a field.
    """
    answers: dict[str, list[str]] = {}
    left = list(form.fields)
    for line in re.split(r"\r\n|\r|\n", text):
        heading = line.removeprefix("### ").strip() if line.startswith("### ") else None
        place = next((index for index, one in enumerate(left) if one.label == heading), None)
        if place is not None:
            current = answers.setdefault(left[place].id, [])
            left = left[place + 1 :]
        elif answers:
            current.append(line)
    joined = {id: "\n".join(lines).strip() for id, lines in answers.items()}
    return {id: "" if text == _EMPTY else text for id, text in joined.items()}


def clean_line(text: str) -> str:
    """The text as one line, without what shows nothing."""
    return " ".join("".join(_clean_character(character) for character in text).split())


def clean_lines(text: str) -> list[str]:
    """The lines of a text, each clean; empty ones at the ends are left out, those between are kept."""
    lines = [clean_line(line) for line in text.splitlines()]
    return "\n".join(lines).strip("\n").split("\n") if any(lines) else []


def _clean_character(character: str) -> str:
    if character.isspace():
        return " "
    return "" if is_invisible(character) or unicodedata.category(character) in ("Cs", "Cn", "Co") else character


def find_missing(form: IssueForm, answers: Mapping[str, str]) -> list[Problem]:
    """What the form asks for and the answers lack, and answers that no menu offers."""
    problems = []
    for field in form.fields:
        given = clean_line(answers.get(field.id, ""))
        if field.required and not given:
            message = "is missing" if field.id in answers else "has no heading any more"
            choices = f"; choose one of {', '.join(field.options)}" if field.options else ""
            problems.append(Problem(field.label, None, message + choices))
        elif field.options and given and given not in field.options:
            problems.append(Problem(field.label, given, f"is none of {', '.join(field.options)}"))
    return problems
