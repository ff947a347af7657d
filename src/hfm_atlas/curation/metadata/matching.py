"""Whether a work is in the atlas already, and completing the entry of a preprint with its published version."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import takewhile

from hfm_atlas.curation.drafts import Draft
from hfm_atlas.curation.metadata.record import BibliographicRecord
from hfm_atlas.model.entries import Entry, Publication
from hfm_atlas.model.publication import plain_words
from hfm_atlas.yamlio.edits import TextEdit, apply_edits
from hfm_atlas.yamlio.parser import Document, FieldPath
from hfm_atlas.yamlio.scalars import quoted, scalar_text

_TEXTS_TO_QUOTE = {"title", "volume", "number", "pmid"}


def find_same_publication(entries: Collection[Entry], work: BibliographicRecord | Draft) -> tuple[Entry, str] | None:
    """The entry of the same work, and what the two have in common: DOI, arXiv id, PubMed id or title.

    None where there is none; the surest of these decides.
    """
    wanted = dict(_identities(work.doi, work.arxiv, work.pmid, work.title))
    for what in wanted:
        for entry in entries:
            publication, preprint = entry.publication, entry.preprint
            arxiv = preprint.id if preprint and preprint.server == "arxiv" else None
            has = dict(_identities(publication.doi, arxiv, publication.pmid, publication.title))
            if has.get(what) == wanted[what]:
                return entry, what
    return None


def _identities(doi: str | None, arxiv: str | None, pmid: str | None, title: str | None) -> Iterator[tuple[str, str]]:
    if doi:
        yield "DOI", doi.lower()
    if arxiv:
        yield "arXiv id", arxiv
    if pmid:
        yield "PubMed id", pmid
    if words := plain_words(title or ""):
        yield "title", words


def is_published_version(record: BibliographicRecord, entry: Entry) -> bool:
    """Whether the record is the published version of a work of which the entry only has the preprint."""
    return entry.publication.type == "preprint" and record.type != "preprint"


def complete_preprint(document: Document, entry: Entry, record: BibliographicRecord, today: date) -> str:
    """The entry's text with the publication of the record in place of the preprint.

    The preprint stays; evidence for the publication goes, since it was for the preprint; and the entry waits for a
    reader again.
    """
    edits = [
        _replace_field(document, ("publication",), "\n".join(publication_lines(record)) + "\n"),
        _replace_field(document, ("review",), f"review: {{status: drafted, date: {today}}}\n"),
    ]
    if ("evidence", "publication") in document.keys and _starts_a_line(document, ("evidence", "publication")):
        field: FieldPath = ("evidence", "publication") if len(entry.evidence) > 1 else ("evidence",)
        edits.append(_replace_field(document, field, ""))
    if entry.preprint is None and record.arxiv:
        year = record.preprint_year or entry.publication.year
        line = _end_of(document, ("publication",))
        text = f"preprint: {{server: arxiv, id: {quoted(record.arxiv)}, year: {year}}}\n"
        edits.append(TextEdit.lines(line, line, text))
    return apply_edits("\n".join(document.lines), edits)


def _replace_field(document: Document, path: FieldPath, text: str) -> TextEdit:
    """The edit of a field with all that is inside it."""
    return TextEdit.lines(document.locate(path, key=True).line, _end_of(document, path), text)


def _starts_a_line(document: Document, path: FieldPath) -> bool:
    key = document.locate(path, key=True)
    return not document.lines[key.line - 1][: key.column - 1].strip()


def _end_of(document: Document, path: FieldPath) -> int:
    """The line behind a field with all that is inside it: the first that is indented no further."""
    key = document.locate(path, key=True)
    behind = document.lines[key.line :]
    inside = list(takewhile(lambda line: not line.strip() or len(line) - len(line.lstrip()) >= key.column, behind))
    while inside and not inside[-1].strip():
        inside.pop()
    return key.line + 1 + len(inside)


def publication_lines(record: BibliographicRecord) -> list[str]:
    """The publication as an entry's file has it: lines of YAML without line breaks, `publication:` first."""
    given = record.publication()
    authors = ", ".join(map(quoted, record.authors))
    lines = {
        "type": f"  type: {record.type}",
        "title": f"  title: {quoted(record.title)}",
        "authors": f"  authors: [{authors}]",
    }
    for name, value in given.items():
        lines.setdefault(name, f"  {name}: {_scalar(name, value)}")
    return ["publication:", *(lines[name] for name in Publication.model_fields if name in lines)]


def _scalar(name: str, value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    return quoted(value) if name in _TEXTS_TO_QUOTE else scalar_text(value, flow=False)
