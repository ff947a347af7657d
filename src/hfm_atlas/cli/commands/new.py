"""`hfm-atlas new`: the draft of an entry in its place, ready to be filled in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import make_folder, write_file
from hfm_atlas.curation.drafts import Draft, publication_year, write_draft
from hfm_atlas.curation.metadata.matching import find_same_publication
from hfm_atlas.loading.loader import Loaded, check_entry_text, load_project
from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.model.identifiers import is_device, is_slug, preprint_id_year
from hfm_atlas.model.normalization import normalize_arxiv, normalize_doi
from hfm_atlas.project import Project
from hfm_atlas.validation.rules.dates import future_years
from hfm_atlas.validation.rules.duplicates import kind_group
from hfm_atlas.validation.rules.location import expected_folder

# Puts a question with its default, and gives what was answered; nothing leaves it open.
Ask = Callable[[str, str], str]


def run_new(project: Project, draft: Draft, today: date | None = None, ask: Ask | None = None) -> int:
    """Write the file of a new entry and say what to do next; `ask` is asked for what the draft does not say.

    Raises:
        UsageError: the id is taken, something given is malformed, or the file cannot be written.
    """
    day = today or datetime.now(UTC).date()
    loaded = load_project(project)
    if ask is not None:
        draft = _complete(loaded, draft, day, ask)
    normalized = _is_normalized(draft)
    path, _ = write_entry(project, loaded, normalized, day)
    print(path)
    if warning := _same_work(loaded, normalized):
        print(f"warning: {warning}", file=sys.stderr)
    if publication_year(normalized) is None:
        print(f"warning: the year of the publication is to be written, too: {path}", file=sys.stderr)
    print(f"Fill it in, then run `hfm-atlas validate {path}`.", file=sys.stderr)
    return 0


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked for a field of a draft, and how the answer is read."""

    field: str
    text: str
    read: Callable[[str], Any] = str


def _questions(loaded: Loaded, draft: Draft) -> Iterator[_Question]:
    """The questions about what a draft does not say."""
    subfields = ", ".join(term.id for term in loaded.atlas.terms("subfields"))
    asked = [
        _Question("name", "Name"),
        _Question("subfield", f"Subfield ({subfields})"),
        _Question("title", "Title"),
        _Question("authors", 'Authors as "Family, Given", with semicolons between them', _read_authors),
        _Question("doi", "DOI, if published"),
        _Question("arxiv", "arXiv id, if there is one"),
        _Question("year", "Year of the publication", _read_year),
    ]
    needs_subfield = "subfield" in ENTRY_CLASSES[draft.kind].model_fields
    return (one for one in asked if not getattr(draft, one.field) and (one.field != "subfield" or needs_subfield))


def _complete(loaded: Loaded, draft: Draft, today: date, ask: Ask) -> Draft:
    """The draft with the answers; a question whose answer cannot be written is put again, the others stay answered."""
    for question in _questions(loaded, draft):
        year = publication_year(_is_normalized(draft)) if question.field == "year" else None
        default = draft.id if question.field == "name" else str(year or "")
        while True:
            answer = ask(question.text, default).strip() or default
            try:
                answered = replace(draft, **{question.field: question.read(answer)}) if answer else draft
                _check(loaded, _is_normalized(answered), today, is_partial=question.field == "name")
            except UsageError as problem:
                print(f"error: {problem}", file=sys.stderr)
            else:
                draft = answered
                break
    return draft


def _read_authors(answer: str) -> tuple[str, ...]:
    return tuple(name for part in answer.split(";") if (name := part.strip()))


def _read_year(answer: str) -> int:
    if not answer.isdecimal():
        raise UsageError(f"'{answer}' is not a year; one looks like 2024")
    return int(answer)


def _same_work(loaded: Loaded, draft: Draft) -> str:
    """What to do about an entry that has the draft's publication; empty where there is none.

    The draft is written all the same: a paper may describe two models, and nothing else writes a draft for the second.
    """
    group = kind_group(draft.kind)
    same = find_same_publication([one for one in loaded.atlas.entries.values() if kind_group(one.kind) == group], draft)
    if same is None:
        return ""
    entry, what = same
    return (
        f"the work is there already, with the same {what}: {loaded.atlas.documents[entry.id].path}; delete the draft, "
        f"or say in its `notes` what tells the two apart, naming {entry.id}"
    )


def refuse_taken_id(project: Project, id: str) -> None:
    """Refuse an id whose file is there, before anybody has answered a question; the rest is looked at later.

    Raises:
        UsageError: the id is taken, or none.
    """
    if not is_slug(id):
        raise UsageError(f"'{id}' is not an id: use a-z, 0-9 and single hyphens, at most 64 characters")
    if taken := next(project.entries.glob(f"*/{id}.yml"), None):
        path = taken.relative_to(project.root).as_posix()
        raise UsageError(f"the id '{id}' is taken by {path}; choose another, or edit that entry")


def _is_normalized(draft: Draft) -> Draft:
    """The draft with identifiers as the atlas writes them; people paste addresses. Validation tells the rest."""
    return replace(
        draft,
        doi=draft.doi and (normalize_doi(draft.doi) or draft.doi),
        arxiv=draft.arxiv and (normalize_arxiv(draft.arxiv) or draft.arxiv),
    )


def write_entry(project: Project, loaded: Loaded, draft: Draft, today: date) -> tuple[str, str]:
    """Write the file of a draft and return its path below the project's root, and its text.

    Raises:
        UsageError: the id is taken, something given is malformed, or the file cannot be written.
    """
    path = _check(loaded, draft, today)
    text = write_draft(draft, today)
    file = project.root / path
    if file.exists():
        raise UsageError(f"{path} is there already")
    make_folder(file.parent)
    write_file(file, text.encode("utf-8"))
    return path, text


def _check(loaded: Loaded, draft: Draft, today: date, *, is_partial: bool = False) -> str:
    """Path of a draft's file below the project's root; a partial draft may have no subfield yet.

    Raises:
        UsageError: the id is taken, or something given is malformed.
    """
    _check_id(loaded, draft.id)
    if is_partial and draft.subfield is None and "subfield" in ENTRY_CLASSES[draft.kind].model_fields:
        draft = replace(draft, subfield=loaded.atlas.terms("subfields")[0].id)
    _check_subfield(loaded, draft)
    preprint = ("arxiv", draft.arxiv) if draft.arxiv else draft.preprint
    years = {"publication": draft.year, "preprint": preprint_id_year(*preprint) if preprint else None}
    for message, hint in future_years(years, today).values():
        raise UsageError(f"{message}: {hint}")
    path = f"entries/{expected_folder(draft.kind, draft.subfield)}/{draft.id}.yml"
    # A year that is yet to be written is the one thing that a draft may lack.
    _check_text(loaded, path, write_draft(replace(draft, year=publication_year(draft) or today.year), today))
    return path


def _check_id(loaded: Loaded, id: str) -> None:
    if is_device(id):
        raise UsageError(f"Windows can have no file called {id}.yml; choose another id, such as {id}-model")
    if id in loaded.known.entries:
        raise UsageError(f"the id '{id}' is taken; choose another, or edit the entry that has it")
    for entry in loaded.atlas.entries.values():
        if id in entry.former_ids:
            raise UsageError(f"'{id}' is a former id of '{entry.id}'; choose another")


def _check_subfield(loaded: Loaded, draft: Draft) -> None:
    needed = "subfield" in ENTRY_CLASSES[draft.kind].model_fields
    if needed and draft.subfield is None:
        subfields = ", ".join(term.id for term in loaded.atlas.terms("subfields"))
        raise UsageError(f"a {draft.kind} needs --subfield, one of {subfields}")
    if not needed and draft.subfield is not None:
        raise UsageError(f"a {draft.kind} has no subfield of its own; leave --subfield out")


def _check_text(loaded: Loaded, path: str, text: str) -> None:
    """Refuse a draft that validation would refuse, with validation's own words."""
    if findings := check_entry_text(path, text, loaded.known):
        said = [f"{one.message}: {one.hint}" if one.hint else one.message for one in findings]
        raise UsageError("; ".join(dict.fromkeys(said)))
