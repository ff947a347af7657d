"""What a record says of a work, in the atlas's own form; nothing is added that the record does not give."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import Any

from hfm_atlas.model.entries import PreprintServer, PublicationType
from hfm_atlas.model.identifiers import DOI_PREFIXES
from hfm_atlas.model.normalization import normalize_arxiv
from hfm_atlas.model.values import is_invisible

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class InvalidRecordError(ValueError):
    """A record that cannot become an entry; the message says why."""


@dataclass(frozen=True, slots=True)
class BibliographicRecord:
    """One work as a record gives it; what the record leaves out is None."""

    source: str
    """Where the record was read: an address, or a file and line."""
    type: PublicationType
    title: str
    authors: tuple[str, ...]
    year: int
    month: int | None = None
    venue: str | None = None
    publisher: str | None = None
    volume: str | None = None
    number: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    arxiv: str | None = None
    preprint_year: int | None = None
    """Year of the first version on arXiv, where the record gives it."""
    preprint: tuple[PreprintServer, str] | None = None
    """Server and id of a preprint that is not on arXiv."""
    abstract: str | None = None
    remarks: tuple[str, ...] = ()
    """What whoever reads the entry should know: what was guessed, and what was left out."""

    def with_preprint(self, preprint: BibliographicRecord) -> BibliographicRecord:
        """The published version, with the preprint that it came from."""
        return replace(self, arxiv=self.arxiv or preprint.arxiv, preprint_year=preprint.preprint_year)

    def publication(self) -> dict[str, str | int]:
        """Fields of the publication next to title and authors, by the names that an entry has for them.

        Unknown ones are left out, and the address where there is a DOI.
        """
        fields = {
            "type": self.type,
            "venue": self.venue,
            "publisher": self.publisher,
            "year": self.year,
            "month": self.month,
            "volume": self.volume,
            "number": self.number,
            "pages": self.pages,
            "doi": self.doi,
            "pmid": self.pmid,
            "url": None if self.doi else self.url,
        }
        return {key: value for key, value in fields.items() if value}


def complete(
    source: str, type_: PublicationType, title: str, authors: list[str], year: int | None, **fields: Any
) -> BibliographicRecord:
    """A record, if it gives what every entry needs; texts are cleaned, and a full stop behind the title is dropped.

    Raises:
        InvalidRecordError: title, authors or year are missing.
    """
    names = tuple(filter(None, map(clean, authors)))
    needed: dict[str, object] = {"title": clean(title), "authors": names, "year": year}
    if missing := [what for what, given in needed.items() if not given]:
        raise InvalidRecordError(f"{source}: the record gives no {' and no '.join(missing)}; use `hfm-atlas new`")
    cleaned: dict[str, Any] = {
        key: clean(value) or None if isinstance(value, str) else value for key, value in fields.items()
    }
    return BibliographicRecord(source, type_, clean(title).rstrip("."), names, year or 0, **cleaned)


def clean(text: str) -> str:
    """A text of a record without markup, entities, invisible characters and line breaks."""
    if text.isprintable() and "<" not in text and "&" not in text:  # as millions are
        return " ".join(text.split())
    text = re.sub(r"</?[a-zA-Z][\w:-]*(\s[^<>]*)?/?>", "", html.unescape(text))
    return " ".join("".join(" " if is_invisible(one) else one for one in text).split())


def arxiv_of_doi(doi: str) -> str | None:
    """The arXiv id that arXiv made the DOI of, in whatever form the DOI is written; None for every other DOI."""
    found = re.search(rf"(?i)\b{re.escape(DOI_PREFIXES['arxiv'])}(\S+)$", doi.strip())
    return normalize_arxiv(found.group(1)) if found else None


def month_number(text: str) -> int | None:
    """A month from 1 to 12 of a number or an English name, short or whole; None where it is neither."""
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    return _MONTHS.index(text[:3].lower()) + 1 if text[:3].lower() in _MONTHS else None


def month_in(text: str) -> int | None:
    """The first month that a text such as "4 June", "Jan./Feb." or "07" names; text without one gives None."""
    words = re.findall(r"[^\W\d_]+", text)
    return next(filter(None, map(month_number, words)), None) or month_number(text.strip())


def page_range(pages: str) -> str | None:
    """Pages as first-last in full: PubMed writes 1234-40 for 1234-1240. None where nothing is left of the text."""
    found = re.fullmatch(r"\s*(\w+)\s*(?:[-–—]+\s*(\w+))?\s*", pages)
    if not found:
        return re.sub(r"(?<=\w)\s*[–—-]+\s*(?=\w)", "-", clean(pages)) or None
    first, last = found.groups()
    if last is None or last == first:
        return str(first)
    return f"{first}-{first[: len(first) - len(last)] if first.isdigit() and last.isdigit() else ''}{last}"
