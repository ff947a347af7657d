"""Works: what every file and every server is read into."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from hfm_atlas.curation.metadata.record import arxiv_of_doi, clean
from hfm_atlas.model.normalization import normalize_arxiv, normalize_doi, normalize_pmid
from hfm_atlas.model.publication import plain_words

# A title of fewer letters, such as "Introduction", says nothing of which work it is.
SHORTEST_TITLE_KEY = 20
_MAX_TEXT = 20_000
_MAX_AUTHORS = 50
_DATE = re.compile(r"(\d{4})(?:-\d{2}(?:-\d{2})?)?")


class NoWorkError(ValueError):
    """A record that is no work; the message says why."""


@dataclass(frozen=True, slots=True)
class Work:
    """One work; the fields are the columns of the table. Texts are without markup."""

    id: str
    """`arxiv:2404.03264`, `pmid:31501885`, `doi:10.1000/x`, else the id that its source gives it."""
    doi: str | None
    """In small letters, so that it can be compared."""
    arxiv: str | None
    pmid: str | None
    title: str
    title_key: str
    """Letters and digits of the title; empty for one too short to tell a work by."""
    abstract: str
    authors: list[str]
    venue: str
    date: str
    """As far as it is known: 2026, 2026-10 or 2026-10-31."""
    year: int | None


def make_work(
    title: str,
    *,
    id: str = "",
    doi: str | None = None,
    arxiv: str | None = None,
    pmid: str | None = None,
    abstract: str = "",
    authors: Iterable[str] = (),
    venue: str = "",
    date: str = "",
) -> Work:
    """A work of what a record says, in any of the forms that identifiers have; `id` may be one of them, too.

    `date` is an ISO 8601 date, year and month, or year; what is none is left out.

    Raises:
        NoWorkError: the record has no title.
    """
    title = clean(title)[:_MAX_TEXT].rstrip(".")
    if not title:
        raise NoWorkError("the record has no title")
    known_doi = normalize_doi(doi or "") or normalize_doi(id)
    known_arxiv = normalize_arxiv(arxiv or "") or arxiv_of_doi(known_doi or "") or _prefixed(id, "arxiv")
    known_pmid = normalize_pmid(pmid or "") or _prefixed(id, "pmid")
    known_doi = None if known_doi is None or arxiv_of_doi(known_doi) else known_doi.lower()
    written = _DATE.match(date.strip())
    key = title_key(title)
    return Work(
        id=_id(id, known_doi, known_arxiv, known_pmid, title),
        doi=known_doi,
        arxiv=known_arxiv,
        pmid=known_pmid,
        title=title,
        title_key=key,
        abstract=clean(abstract)[:_MAX_TEXT],
        authors=[clean(name) for name in authors if name][:_MAX_AUTHORS],
        venue=clean(venue)[:200],
        date=written.group() if written else "",
        year=int(written.group(1)) if written else None,
    )


def title_key(title: str) -> str:
    """What two records of one work have in common, however its title is set; empty for too short a title."""
    key = plain_words(title)
    return key if len(key) >= SHORTEST_TITLE_KEY else ""


def _prefixed(id: str, prefix: str) -> str | None:
    if not id.lower().startswith(f"{prefix}:"):
        return None
    return normalize_arxiv(id) if prefix == "arxiv" else normalize_pmid(id)


def _id(given: str, doi: str | None, arxiv: str | None, pmid: str | None, title: str) -> str:
    for name, value in (("arxiv", arxiv), ("pmid", pmid), ("doi", doi)):
        if value:
            return f"{name}:{value}"
    return clean(given) or f"title:{hashlib.sha256(title.encode()).hexdigest()[:16]}"
