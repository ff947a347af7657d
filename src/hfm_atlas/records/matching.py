"""Whether a work is in the atlas already, and completing the entry of a preprint with its published version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from hfm_atlas.atlas import Atlas
from hfm_atlas.records.record import WorkRecord
from hfm_atlas.rules.publications import plain_words
from hfm_atlas.scalars import quoted, scalar_text
from hfm_atlas.schema import Entry, Publication

_TEXTS_TO_QUOTE = {"title", "volume", "number", "pmid"}


def find_same_work(atlas: Atlas, record: WorkRecord) -> tuple[Entry, str] | None:
    """The entry of the same work, and what the two have in common: DOI, arXiv id, PubMed id or title."""
    wanted = dict(_identities(record.doi, record.arxiv, record.pmid, record.title))
    for what in wanted:
        for entry in atlas.entries.values():
            publication, preprint = entry.publication, entry.preprint
            arxiv = preprint.id if preprint and preprint.server == "arxiv" else None
            has = dict(_identities(publication.doi, arxiv, publication.pmid, publication.title))
            if has.get(what) == wanted[what]:
                return entry, what
    return None


def _identities(doi: str | None, arxiv: str | None, pmid: str | None, title: str) -> Iterator[tuple[str, str]]:
    if doi:
        yield "DOI", doi.lower()
    if arxiv:
        yield "arXiv id", arxiv
    if pmid:
        yield "PubMed id", pmid
    if words := plain_words(title):
        yield "title", words


def is_published_version(record: WorkRecord, entry: Entry) -> bool:
    """Whether the record is the published version of a work of which the entry only has the preprint."""
    return entry.publication.type == "preprint" and record.type != "preprint"


def complete_preprint(text: str, entry: Entry, record: WorkRecord, today: date) -> str:
    """The entry's text with the publication of the record in place of the preprint.

    The preprint stays; evidence for the publication goes, since it was for the preprint; and the entry waits for a
    reader again.
    """
    text = _replace_block(text, "publication", "\n".join(publication_lines(record)) + "\n")
    text = re.sub(r"^(  publication: \{[^\n]*\}\n)", "", text, count=1, flags=re.MULTILINE)
    text = _replace_block(text, "review", f"review: {{status: drafted, date: {today}}}\n")
    if entry.preprint is None and record.arxiv:
        year = record.preprint_year or entry.publication.year
        preprint = f"preprint: {{server: arxiv, id: {quoted(record.arxiv)}, year: {year}}}\n"
        text = re.sub(r"^(?=architecture:|builds_on:|modalities:|added:|review:)", preprint, text, count=1, flags=re.M)
    return text


def _replace_block(text: str, key: str, block: str) -> str:
    """Replace a key of the first level with all that is below it."""
    pattern = rf"^{key}:[^\n]*\n(?:[ \t][^\n]*\n|\n(?=[ \t]))*"
    return re.sub(pattern, lambda _: block, text, count=1, flags=re.MULTILINE)


def publication_lines(record: WorkRecord) -> list[str]:
    """The publication as an entry's file has it."""
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
