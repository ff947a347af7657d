"""Addresses of pages and of the outside world. Addresses of pages are relative to the site's root."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from hfm_atlas.schema import Entry, Kind, Preprint, Publication

KIND_FOLDERS: dict[Kind, str] = {"model": "models", "dataset": "datasets", "survey": "surveys", "base": "base"}
# Facets whose terms have pages of their own kind instead of plain pages under taxonomy/.
OWN_PAGES = ("subfields", "challenges", "opportunities", "questions")
_DOI_PREFIXES = {
    "biorxiv": "10.1101/",
    "medrxiv": "10.1101/",
    "chemrxiv": "10.26434/",
    "researchsquare": "10.21203/",
    "ssrn": "10.2139/ssrn.",
}


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
    """Address of an entry's page."""
    return f"{KIND_FOLDERS[entry.kind]}/{entry.id}/"


def facet_url(facet: str) -> str:
    """Address of the page that lists a facet's terms."""
    return f"{facet}/" if facet in OWN_PAGES else f"taxonomy/{facet}/"


def term_url(facet: str, id: str) -> str:
    """Address of a term's page."""
    return f"{facet_url(facet)}{id}/"


def doi_url(doi: str) -> str:
    """Address that resolves a DOI."""
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}"


def preprint_url(preprint: Preprint) -> str:
    """Landing page of a preprint."""
    id = quote(preprint.id, safe="/.")
    if preprint.server == "arxiv":
        return f"https://arxiv.org/abs/{id}"
    if preprint.server == "openreview":
        return f"https://openreview.net/forum?id={quote(preprint.id, safe='')}"
    return doi_url(preprint.id if preprint.id.startswith("10.") else _DOI_PREFIXES[preprint.server] + preprint.id)


def pubmed_url(pmid: str) -> str:
    """Record of a work in PubMed."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"


def paper_url(publication: Publication, preprint: Preprint | None) -> str | None:
    """Landing page of the version of record, else of the preprint."""
    if publication.doi:
        return doi_url(publication.doi)
    if publication.url:
        return publication.url
    if publication.pmid:
        return pubmed_url(publication.pmid)
    return preprint_url(preprint) if preprint else None
