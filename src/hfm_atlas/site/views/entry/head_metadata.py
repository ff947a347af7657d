"""What the head of an entry's page tells reference managers and search engines about the work behind it.

Highwire tags are what Zotero and its kin read. Zotero knows the type of a work by the tag of its venue; for preprints,
software and datasets there is none, so these name Zotero's own type in `z:itemType`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hfm_atlas.exports.json_ld import Node, entry_document
from hfm_atlas.model.entries import Entry, Publication, PublicationType
from hfm_atlas.model.graph import Graph
from hfm_atlas.model.preprint_servers import cited_preprint
from hfm_atlas.model.publication import SERVERS, cited_type, page_range, publication_authors, publication_url
from hfm_atlas.model.sources import preprint_doi

_ZOTERO_TYPES: dict[PublicationType, str] = {
    "article": "journalArticle",
    "inproceedings": "conferencePaper",
    "preprint": "preprint",
    "thesis": "thesis",
    "report": "report",
    "software": "computerProgram",
    "dataset": "dataset",
}
Pair = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class MetaTag:
    """One `<meta>` element."""

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class HeadMetadata:
    """What stands in the head of an entry's page besides what every page has."""

    tags: tuple[MetaTag, ...]
    linked_data: Node
    """The entry and its work as a JSON-LD document."""


def head_metadata(graph: Graph, entry: Entry, site_url: str) -> HeadMetadata:
    """The head of the page of `entry`; `site_url` is where the atlas is published."""
    return HeadMetadata(citation_tags(entry), entry_document(graph, entry, site_url))


def citation_tags(entry: Entry) -> tuple[MetaTag, ...]:
    """The work behind an entry as Highwire tags; empty ones are left out."""
    return tuple(MetaTag(name, content) for name, content in _pairs(entry) if content)


def _pairs(entry: Entry) -> Iterator[Pair]:
    publication = entry.publication
    yield "citation_title", publication.title
    for author in publication_authors(entry):
        yield "citation_author", author.sortable
    month = f"/{publication.month:02}" if publication.month else ""
    yield "citation_publication_date", f"{publication.year}{month}"
    venue = [(name, content) for name, content in _venue_pairs(publication) if content]
    # What gives the type stands first: the tag of the venue, or in its place Zotero's own.
    yield from venue or [("z:itemType", _ZOTERO_TYPES[publication.type])]
    yield from _place_pairs(publication)
    yield from _preprint_pairs(entry)
    yield "citation_doi", publication.doi or _own_preprint_doi(entry)
    yield "citation_pmid", publication.pmid
    yield "citation_public_url", publication_url(entry)
    yield "citation_abstract_html_url", publication_url(entry)


def _venue_pairs(publication: Publication) -> Iterator[Pair]:
    """Tags that say both where the work appeared and of what type it is."""
    type_ = cited_type(publication)
    if type_ == "article":
        yield "citation_journal_title", publication.venue
    if type_ == "inproceedings":
        # Of tags that say the type, Zotero takes the last.
        yield "citation_inbook_title", publication.venue
        yield "citation_conference_title", publication.venue
    if publication.type == "thesis":
        yield "citation_dissertation_institution", publication.publisher or publication.venue
    if publication.type == "report":
        yield "citation_technical_report_institution", publication.publisher or publication.venue


def _place_pairs(publication: Publication) -> Iterator[Pair]:
    first, last = page_range(publication.pages or "")
    yield "citation_volume", publication.volume
    yield "citation_technical_report_number" if publication.type == "report" else "citation_issue", publication.number
    yield "citation_firstpage", first
    yield "citation_lastpage", last


def _preprint_pairs(entry: Entry) -> Iterator[Pair]:
    """Publisher, and the id of the preprint; the server is the publisher of what appeared nowhere else."""
    publication, preprint, cited = entry.publication, entry.preprint, cited_preprint(entry)
    if preprint and preprint.server == "arxiv":
        yield "citation_arxiv_id", preprint.id
    if cited:
        yield "citation_publisher", SERVERS[cited.server]
        # Zotero calls it the archive id.
        yield "citation_technical_report_number", f"{SERVERS[cited.server]}:{cited.id}"
    elif publication.type not in ("thesis", "report"):
        named = publication.type in ("article", "inproceedings")
        yield "citation_publisher", publication.publisher or (None if named else publication.venue)


def _own_preprint_doi(entry: Entry) -> str | None:
    """The DOI of a work that is only a preprint."""
    cited = cited_preprint(entry)
    return preprint_doi(cited) if cited else None
