"""The first text of a new entry: what is known, and a comment for each field that somebody may fill in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import get_args

from pydantic import BaseModel

from hfm_atlas.model.entries import (
    ENTRY_CLASSES,
    SUMMARY_LENGTH,
    Availability,
    PreprintServer,
    Publication,
    PublicationType,
)
from hfm_atlas.model.fields import fields_by_path, file_order
from hfm_atlas.model.identifiers import arxiv_year, preprint_id_year
from hfm_atlas.model.introspection import SchemaField, schema_fields
from hfm_atlas.model.values import PLACEHOLDER
from hfm_atlas.yamlio.scalars import quoted, scalar_text

_COMMENT_COLUMN = 34
# The name under which an example of a mapping stands.
_LEADS = {"evidence": "architecture.parameters: ", "read": "paper: "}


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a work before anybody has read it.

    `remarks` are lines for whoever fills the draft in; they stand at its head as comments.
    """

    kind: str
    id: str
    name: str
    subfield: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    doi: str | None = None
    arxiv: str | None = None
    preprint: tuple[PreprintServer, str] | None = None
    """Server and id of a preprint that is not on arXiv."""
    pmid: str | None = None
    venue: str | None = None
    summary: str | None = None
    code: str | None = None
    weights: str | None = None
    data: str | None = None
    contributors: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    further: tuple[tuple[str, str | int], ...] = ()
    """Further fields of the publication, such as its type, volume and pages."""


def write_draft(draft: Draft, today: date) -> str:
    """Text of the entry's file; it fits the schema once it has a year, and comments explain what is not filled in.

    Remarks stand as comments at its head; `today` is the day of the entry and of its review, with the status `drafted`.
    """
    model = ENTRY_CLASSES[draft.kind]
    lines = [
        f"# yaml-language-server: $schema=../../schema/{draft.kind}.schema.json",
        "# A draft. Fill in what you have read in a source: a missing field means not checked yet,",
        "# `not reported` that the sources do not say, `not applicable` that the field does not apply.",
        "# `hfm-atlas fmt --finish` takes out the comments that are left.",
    ]
    lines += (f"# {remark}".rstrip() for remark in draft.remarks)
    known = _known_fields(draft, today)
    for field in file_order():
        if field in known:
            lines += known[field]
        elif field in model.model_fields:
            lines += _comment(model, field)
    return "\n".join(lines) + "\n"


def _known_fields(draft: Draft, today: date) -> dict[str, list[str]]:
    """Lines of each field that the draft fills in."""
    fields = {
        "kind": [f"kind: {draft.kind}"],
        "id": [f"id: {scalar_text(draft.id, flow=False)}"],
        "name": [f"name: {quoted(draft.name)}"],
        "summary": [
            f"summary: {quoted(draft.summary or PLACEHOLDER)}"
            f"  # one to three sentences in your own words, at most {SUMMARY_LENGTH} characters"
        ],
        "publication": _publication(draft),
        "added": [f"added: {today}"],
        "review": [f"review: {{status: drafted, date: {today}}}  # checked: you read every stated fact in its source"],
    }
    if draft.subfield:
        fields["subfield"] = [f"subfield: {draft.subfield}"]
    if place := ("arxiv", draft.arxiv) if draft.arxiv else draft.preprint:
        year = preprint_id_year(*place) or draft.year
        fields["preprint"] = [f"preprint: {{server: {place[0]}, id: {quoted(place[1])}, year: {year}}}"]
    if draft.code or draft.weights:
        fields["availability"] = _availability(draft)
    if draft.data:
        fields["url"] = [f"url: {quoted(draft.data)}"]
    if draft.contributors:
        fields["contributors"] = [f"contributors: [{', '.join(map(quoted, draft.contributors))}]"]
    return fields


def _availability(draft: Draft) -> list[str]:
    given = {"code": draft.code, "weights": draft.weights}
    lines = ["availability:"]
    for field in Availability.model_fields:
        if value := given.get(field):
            lines.append(f"  {field}: {quoted(value)}")
        else:
            lines += _comment(Availability, field, "  # ")
    return lines


def _publication(draft: Draft) -> list[str]:
    kind = dict(draft.further).get("type") or ("preprint" if draft.arxiv and not draft.doi else "article")
    authors = draft.authors or (PLACEHOLDER,)
    lines = [
        "publication:",
        f"  type: {kind}  # {' | '.join(get_args(PublicationType))}",
        f"  title: {quoted(draft.title or PLACEHOLDER)}",
        '  authors:  # all of them, in order, as "Family, Given"',
        *(f"    - {quoted(author)}" for author in authors),
    ]
    year = publication_year(draft)
    given = {"year": f"  year: {year}" if year else f"  year:  # {PLACEHOLDER} {_description('year')}"}
    if venue := draft.venue or ("arXiv" if kind == "preprint" else None):
        given["venue"] = f"  venue: {quoted(venue)}"
    if draft.doi:
        given["doi"] = f"  doi: {scalar_text(draft.doi, flow=False)}"
    if draft.pmid:
        given["pmid"] = f"  pmid: {quoted(draft.pmid)}"
    for name, value in draft.further:
        if name != "type":
            given.setdefault(name, f"  {name}: {quoted(value) if isinstance(value, str) else value}")
    for field in Publication.model_fields:
        if field in given:
            lines.append(given[field])
        elif field not in ("type", "title", "authors"):
            lines += _comment(Publication, field, "  # ")
    return lines


def publication_year(draft: Draft) -> int | None:
    """Year of the publication, of a preprint alone also by its arXiv id; None where only its record can tell."""
    if draft.year or draft.doi or not draft.arxiv:
        return draft.year
    return arxiv_year(draft.arxiv)


def _description(field: str) -> str:
    return schema_fields(Publication)[field].description


def _comment(model: type[BaseModel], path: str, indent: str = "# ") -> list[str]:
    """Comment lines for a field that is not filled in: its name, what it is for, and what may stand there."""
    field = schema_fields(model)[path]
    written = f"{indent}{field.name}:"
    record = field.type.record
    if record is not None and _is_opened(path):
        nested = (_comment(model, f"{path}.{name}", f"{indent}  ") for name in record.model_fields)
        return [written, *(line for lines in nested for line in lines)]
    lines = [f"{written:{_COMMENT_COLUMN}}# {field.description}{_choices(field)}"]
    if record is not None:
        parts = ", ".join(f"{name}: …" for name in _main_fields(record))
        lines.append(f"{indent}  {_lead(field)}{{{parts}}}")
    return lines


def _is_opened(path: str) -> bool:
    """Whether the fields of a record are filled in one by one, not as a whole."""
    spec = fields_by_path().get(path)
    return spec is not None and spec.is_divided and not spec.schema.can_be_unchecked


def _lead(field: SchemaField) -> str:
    """How an example of a field starts."""
    if field.type.kind == "mapping":
        return _LEADS[field.name]
    return "- " if field.type.is_list else ""


def _main_fields(record: type[BaseModel]) -> list[str]:
    """The fields that a record cannot do without, or all of them where none is such."""
    return [name for name, info in record.model_fields.items() if info.is_required()] or list(record.model_fields)


def _choices(field: SchemaField) -> str:
    """What may stand in a field, where that is a list of words or the terms of a facet."""
    if field.type.facet:
        return f" (taxonomy/{field.type.facet}.yml)"
    return f" ({' | '.join(field.type.words)})" if field.type.words else ""


@lru_cache(maxsize=8)
def _own_comments(kind: str) -> frozenset[str]:
    """Every comment that a draft of the kind can have, from its # on."""
    bare = Draft(kind, "x", "x", subfield="x")
    filled = replace(bare, doi="10.1/x", arxiv="2401.00001", code="https://x", weights="https://x", data="https://x")
    lines = [line for draft in (bare, filled) for line in write_draft(draft, date(2000, 1, 1)).splitlines()]
    comments = {line[line.index("#") :].strip() for line in lines if "#" in line}
    # What is left behind a field when the mark before it is taken away.
    behind = {f"# {comment.rpartition(' # ')[2]}" for comment in comments if " # " in comment}
    return frozenset(comment for comment in comments | behind if "yaml-language-server" not in comment)


def drop_own_comments(text: str, kind: str) -> str:
    """A draft that was filled in, without the comments that were there to help; all others stay.

    `kind` is the kind of its entry, whose fields the comments explain.
    """
    own = _own_comments(kind)
    kept = []
    for line in text.split("\n"):
        before, mark, after = line.partition("#") if line.lstrip().startswith("#") else line.partition("  #")
        comment = f"#{after}".strip() if mark else ""
        if comment not in own:
            kept.append(line)
        elif before.strip():
            kept.append(before.rstrip())
    return "\n".join(kept)
