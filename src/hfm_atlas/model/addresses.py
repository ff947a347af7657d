"""Addresses of pages and of the outside world. Addresses of pages are relative to the site's root."""

from __future__ import annotations

from dataclasses import dataclass

from hfm_atlas.model.entries import Entry, Kind, Preprint, Publication
from hfm_atlas.model.sources import doi_address, preprint_address, publication_address, pubmed_address

KIND_FOLDERS: dict[Kind, str] = {"model": "models", "dataset": "datasets", "survey": "surveys", "base": "base"}
# Facets whose terms have pages of their own kind instead of plain pages under taxonomy/.
OWN_PAGES = ("subfields", "challenges", "opportunities", "questions")
# How complete the atlas is, and how that is estimated.
COMPLETENESS_URL = "completeness/"


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; `external` addresses are absolute, others relative to the site's root."""

    text: str
    url: str
    title: str | None = None
    external: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of a page, for its table of contents."""

    title: str
    anchor: str


def shown_headings(*sections: tuple[str, str, object]) -> tuple[Heading, ...]:
    """Headings of the sections that have something in them; each is title, anchor, and what stands in it."""
    return tuple(Heading(title, anchor) for title, anchor, shown in sections if shown)


@dataclass(frozen=True, slots=True)
class EntryLink:
    """An entry as other pages name it: with the mark of its subfield, its kind and its year."""

    id: str
    name: str
    url: str
    kind: Kind
    subfield: str
    """Id of the subfield, or the kind where there is none; the style sheet has a colour and shape for each."""
    subfield_name: str
    year: int


def entry_url(entry: Entry) -> str:
    """Address of an entry's page relative to the site's root, with a slash at its end: `models/biobert/`."""
    return f"{KIND_FOLDERS[entry.kind]}/{entry.id}/"


def facet_url(facet: str) -> str:
    """Address of the page that lists a facet's terms, relative to the site's root.

    `taxonomy/tasks/`, or `challenges/` for a facet that has pages of its own.
    """
    return f"{facet}/" if facet in OWN_PAGES else f"taxonomy/{facet}/"


def term_url(facet: str, id: str) -> str:
    """Address of a term's page relative to the site's root: `taxonomy/tasks/segmentation/`."""
    return f"{facet_url(facet)}{id}/"


doi_url = doi_address
preprint_url = preprint_address
pubmed_url = pubmed_address


def paper_url(publication: Publication, preprint: Preprint | None) -> str | None:
    """Absolute address of the version of record, else of the preprint; None where neither is known."""
    return publication_address(publication) or (preprint_url(preprint) if preprint else None)


def leaderboard_url(benchmark: str) -> str:
    """Page of all results on a benchmark, by the id of its dataset, relative to the site's root."""
    return f"leaderboards/{benchmark}/"


# The gap map with every task and kind of data.
ALL_GAPS_URL = "gap-map/?rows=tasks&cols=modalities&rowlevel=all&collevel=all"


LINEAGE_URL = "lineage/"


def family_url(root: str) -> str:
    """Page of all that goes back to an entry, by its id, relative to the site's root; only large families have one."""
    return f"{LINEAGE_URL}{root}/"


def explore_url(**filters: str) -> str:
    """Explore with filters, each a field by its name and a value, relative to the site's root.

    Values stand in the address as they are: ids of terms need no quoting.
    """
    return f"explore/?{'&'.join(f'{name}={value}' for name, value in filters.items())}" if filters else "explore/"
