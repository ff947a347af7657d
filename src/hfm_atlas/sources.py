"""The sources that an entry names, and where they are: what `source:` may say in evidence, results and links."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from hfm_atlas.documents import FieldPath
from hfm_atlas.schema import BaseEntry, DatasetEntry, Entry, ModelEntry, Preprint, Publication
from hfm_atlas.values import NOT_RELEASED, is_nothing

# Sources that every entry has by themselves, where the address is known.
RESERVED_SOURCES = ("paper", "preprint", "code", "weights", "data")
_PREPRINT_ADDRESSES = {
    "arxiv": "https://arxiv.org/abs/{id}",
    "biorxiv": "https://www.biorxiv.org/content/10.1101/{id}",
    "medrxiv": "https://www.medrxiv.org/content/10.1101/{id}",
    "chemrxiv": "https://doi.org/10.26434/{id}",
    "researchsquare": "https://www.researchsquare.com/article/{id}",
    "ssrn": "https://papers.ssrn.com/sol3/papers.cfm?abstract_id={id}",
    "openreview": "https://openreview.net/forum?id={id}",
}


def named_sources(entry: Entry) -> dict[str, str]:
    """Name and address of every source of `entry`: paper, preprint, code, weights, data, then those in `sources`."""
    found = {
        "paper": publication_address(entry.publication),
        "preprint": preprint_address(entry.preprint) if entry.preprint else None,
    }
    if isinstance(entry, ModelEntry | BaseEntry):
        found["code"] = _address(entry.availability.code)
        found["weights"] = _address(entry.availability.weights)
    if isinstance(entry, DatasetEntry):
        found["data"] = _address(entry.url)
    return {name: address for name, address in found.items() if address} | entry.sources


def publication_address(publication: Publication) -> str | None:
    """Where the version of record is: its DOI, its landing page, or its PubMed record."""
    if publication.doi:
        return f"https://doi.org/{quote(publication.doi, safe='/:;()._-')}"
    if publication.url:
        return publication.url
    return f"https://pubmed.ncbi.nlm.nih.gov/{publication.pmid}/" if publication.pmid else None


def preprint_address(preprint: Preprint) -> str:
    """The preprint's page on its server."""
    return _PREPRINT_ADDRESSES[preprint.server].format(id=quote(preprint.id))


def _address(value: str | None) -> str | None:
    return None if value is None or is_nothing(value) or value == NOT_RELEASED else value


def used_sources(entry: Entry) -> Iterator[tuple[FieldPath, str]]:
    """Field path and name of every source that a fact, result or link of `entry` points to."""
    for path, evidence in entry.evidence.items():
        yield ("evidence", path, "source"), evidence.source
    if isinstance(entry, ModelEntry):
        for name in ("results", "challenges", "opportunities"):
            for index, item in enumerate(getattr(entry, name)):
                yield (name, index, "source"), item.source
