"""The form for an error in a fact, read for a maintainer: what the entry says today, and what is said to be right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hfm_atlas._util.suggestions import find_closest, suggest
from hfm_atlas.curation.issue_forms import IssueForm, Problem, clean_line, clean_lines, find_missing
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.facts import fact_paths
from hfm_atlas.model.fields import fields_by_path, find_named
from hfm_atlas.model.states import value_at
from hfm_atlas.model.values import SchemaModel

FORM = "report-error"


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """A reported error and its place: `says` and `evidence` are what the entry has for the field, if it is known."""

    entry: str
    name: str
    path: str
    line: int
    field: str | None
    field_known: bool
    says: str | None
    evidence: str | None
    correct: tuple[str, ...]
    source: tuple[str, ...]


def read_error_report(
    form: IssueForm, answers: Mapping[str, str], atlas: Atlas
) -> tuple[ErrorReport | None, list[Problem]]:
    """The report with its place in the atlas, or None and what is in its way."""
    problems = find_missing(form, answers)
    given = clean_line(answers.get("entry", ""))
    entry = _find_entry(atlas, given)
    if given and entry is None:
        hint = suggest(given, atlas.entries, "its id stands in the address of its page")
        problems.append(Problem(form.field("entry").label, given, f"is no entry of the atlas; {hint}"))
    if problems or entry is None:
        return None, problems
    return _locate(atlas, entry, answers), []


def _find_entry(atlas: Atlas, given: str) -> Entry | None:
    """The entry with this id, former id, name or address."""
    wanted = given.rstrip("/").rpartition("/")[2].casefold()
    for entry in atlas.entries.values():
        if wanted in (entry.id, entry.name.casefold(), *entry.former_ids):
            return entry
    return None


def _locate(atlas: Atlas, entry: Entry, answers: Mapping[str, str]) -> ErrorReport:
    document = atlas.documents[entry.id]
    field = clean_line(answers.get("field", "")) or None
    known = _find_field(entry, field) if field else None
    evidence = entry.evidence.get(known) if known else None
    place = document.locate(tuple(known.split(".")), key=True) if known else document.locate(("id",), key=True)
    return ErrorReport(
        entry=entry.id,
        name=entry.name,
        path=document.path,
        line=place.line,
        field=known or field,
        field_known=known is not None,
        says=_text(value_at(entry, known)) if known else None,
        evidence=f"{evidence.source}, {evidence.locator}" if evidence else None,
        correct=tuple(clean_lines(answers.get("correct", ""))),
        source=tuple(clean_lines(answers.get("source", ""))),
    )


def _find_field(entry: Entry, given: str) -> str | None:
    """The fact that the reporter's words name: its path, its end, or something near."""
    paths = fact_paths(type(entry))
    wanted = given.strip("`").lower().replace(" ", "_")
    named = find_named(wanted)
    labels = {fields_by_path()[path].title.lower().replace(" ", "_"): path for path in paths}
    exact = [path for path in (named.path if named else "", labels.get(wanted, "")) if path in paths]
    exact += [path for path in paths if path.endswith(f".{wanted}")]
    wider = [path for path in paths if wanted.startswith(f"{path}.")]
    return next(iter([*exact, *wider]), None) or find_closest(wanted, paths)


def _text(value: object) -> str | None:
    if value is None or value == []:
        return None
    if isinstance(value, list):
        return "; ".join(filter(None, map(_text, value)))
    if isinstance(value, SchemaModel):
        return ", ".join(f"{name} {text}" for name, one in value if (text := _text(one)))
    return str(value)
