"""The work behind an entry, as citations need it: authors taken apart, server names, where it can be read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from hfm_atlas.model.entries import DatasetEntry, Entry, PreprintServer, Publication, PublicationType
from hfm_atlas.model.sources import preprint_address, publication_address
from hfm_atlas.model.values import is_absent

OTHERS = "others"
SERVERS: dict[PreprintServer, str] = {
    "arxiv": "arXiv",
    "biorxiv": "bioRxiv",
    "medrxiv": "medRxiv",
    "chemrxiv": "ChemRxiv",
    "researchsquare": "Research Square",
    "ssrn": "SSRN",
    "openreview": "OpenReview",
}
# What stands behind a name and is no part of it.
_SUFFIX = re.compile(r"(?:jr|sr)\.?|[IVX]{2,4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Author:
    """One author: a person with `family` (and given name and suffix), or a group with `literal`."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def full(self) -> str:
        """The name in reading order."""
        return self.literal or " ".join(part for part in (self.given, self.family, self.suffix) if part)

    @property
    def sortable(self) -> str:
        """The name with the family name first."""
        return self.literal or ", ".join(part for part in (self.family, self.given, self.suffix) if part)


@cache  # every export and page asks again
def parse_author(name: str) -> Author:
    """A name as "Family, Given", "Family, Jr., Given", "Family, Given, Jr.", or a group without a comma."""
    parts = [part.strip() for part in name.split(",")]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return Author(literal=parts[0] if parts else name)
    if len(parts) == 2:
        return Author(family=parts[0], given=parts[1])
    if _SUFFIX.fullmatch(parts[-1]) and not _SUFFIX.fullmatch(parts[1]):
        return Author(family=parts[0], given=", ".join(parts[1:-1]), suffix=parts[-1])
    return Author(family=parts[0], suffix=parts[1], given=", ".join(parts[2:]))


def publication_authors(entry: Entry) -> list[Author]:
    """Authors in the order of the work, without the "others" that stand for a list that was cut."""
    names = entry.publication.authors
    return [parse_author(name) for name in (names[:-1] if is_cut(entry) else names)]


def is_cut(entry: Entry) -> bool:
    """Whether the list of authors ends in "others"."""
    return len(entry.publication.authors) > 1 and entry.publication.authors[-1] == OTHERS


def first_year(entry: Entry) -> int:
    """Year in which the work first appeared, as a preprint or in print, whichever came first."""
    years = [entry.publication.year, *([entry.preprint.year] if entry.preprint else [])]
    return min(years)


def publication_url(entry: Entry) -> str | None:
    """Absolute address where the work can be read: its version of record, its preprint, or where its data are.

    None where none is known.
    """
    preprint = preprint_address(entry.preprint) if entry.preprint else None
    return publication_address(entry.publication) or preprint or _address_of_data(entry)


def landing_page(entry: Entry) -> str | None:
    """Address that a citation prints where the work has no DOI; that of its data where nothing else leads to it."""
    address = publication_url(entry)
    return entry.publication.url or (address if address == _address_of_data(entry) else None)


def _address_of_data(entry: Entry) -> str | None:
    """Address of a dataset that appeared nowhere: it is what there is to cite. That of a paper's data is not."""
    if not isinstance(entry, DatasetEntry) or entry.publication.venue or is_absent(entry.url):
        return None
    return entry.url


def cited_type(publication: Publication) -> PublicationType:
    """What a work is cited as: proceedings with volumes and issues are a periodical, and their papers articles of it.

    The styles for books of proceedings have a place for one of the two only, and each leaves out another.
    """
    is_periodical = publication.type == "inproceedings" and publication.volume and publication.number
    return "article" if is_periodical else publication.type


def page_range(pages: str) -> tuple[str, str]:
    """First and last page; there is no last page ("") of an article number or a list of ranges.

    These stay in one piece, as first.
    """
    found = re.fullmatch(r"([\w.]+)\s*[-–—]+\s*([\w.]+)", pages)
    return (found.group(1), found.group(2)) if found else (pages, "")


def plain_words(text: str) -> str:
    """Letters and digits of `text` without accents, capitals and anything between them.

    `chestxray` for "Chest X-ray".
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(filter(str.isalnum, decomposed))


def publication_key(entry: Entry) -> str:
    """What entries of one paper share: its DOI, else its title."""
    publication = entry.publication
    return publication.doi.lower() if publication.doi else plain_words(publication.title) or entry.id
