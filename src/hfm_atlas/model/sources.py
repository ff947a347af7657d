"""The sources that an entry names, and where they are: what `source:` may say in evidence, results and links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol
from urllib.parse import quote

from hfm_atlas.model.entries import BaseEntry, DatasetEntry, Entry, ModelEntry, Preprint, Publication
from hfm_atlas.model.facts import self_sourced_paths
from hfm_atlas.model.identifiers import DOI_PREFIXES
from hfm_atlas.model.values import NOT_RELEASED, is_absent
from hfm_atlas.yamlio.parser import FieldPath

# Sources that every entry has by themselves, where the address is known.
RESERVED_SOURCES = ("paper", "preprint", "code", "weights", "data")


class Sourced(Protocol):
    """Evidence, and everything else that carries its own source."""

    @property
    def source(self) -> str:
        """Name of the source that states it."""

    @property
    def locator(self) -> str:
        """Where in the source."""

    @property
    def via(self) -> str | None:
        """Name of the copy in which the source was read."""

    @property
    def inferred(self) -> bool:
        """Whether an editor concluded it."""

    @property
    def note(self) -> str | None:
        """What a reader should know of it."""


def named_sources(entry: Entry) -> dict[str, str]:
    """Address of every source of `entry` by its name: paper, preprint, code, weights, data, then those in `sources`.

    Of the first five there are those whose address is known.
    """
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
    """Absolute address of the version of record: its DOI, its landing page, or its PubMed record; None without any."""
    if publication.doi:
        return doi_address(publication.doi)
    if publication.url:
        return publication.url
    return pubmed_address(publication.pmid) if publication.pmid else None


def preprint_address(preprint: Preprint) -> str:
    """Absolute address of the preprint's page on its server, or of the DOI that leads there."""
    if preprint.server == "arxiv":
        return arxiv_address(preprint.id)
    if preprint.server == "openreview":
        return f"https://openreview.net/forum?id={quote(preprint.id, safe='')}"
    return doi_address(preprint_doi(preprint) or preprint.id)


def preprint_doi(preprint: Preprint) -> str | None:
    """Bare DOI of a preprint, for servers whose DOIs are made from ids; None for others."""
    prefix = DOI_PREFIXES.get(preprint.server)
    return prefix + preprint.id if prefix else None


def work_address(*, arxiv: str | None, doi: str | None, pmid: str | None) -> str | None:
    """Where a work that is known by its identifiers can be read: its preprint first, which is open.

    An absolute address; None where there is no identifier.
    """
    if arxiv:
        return arxiv_address(arxiv)
    if doi:
        return doi_address(doi)
    return pubmed_address(pmid) if pmid else None


def arxiv_address(id: str) -> str:
    """Page of a preprint on arXiv."""
    return f"https://arxiv.org/abs/{quote(id)}"


def doi_address(doi: str) -> str:
    """Address that resolves a DOI."""
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}"


def pubmed_address(pmid: str) -> str:
    """Record of a work in PubMed."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"


def _address(value: str | None) -> str | None:
    return None if value is None or is_absent(value) or value == NOT_RELEASED else value


def used_sources(entry: Entry) -> Iterator[tuple[FieldPath, str]]:
    """(field path, name) of every source that a fact, result or link of `entry` points to.

    The path ends in `source`, or for the copy that it was read in, in `via`.
    """
    for path, one in sourced(entry):
        yield (*path, "source"), one.source
        if one.via:
            yield (*path, "via"), one.via


def sources_read(entry: Entry) -> list[str]:
    """Names of the sources that were read for `entry`, each once: where one was read in a copy, the copy."""
    return list(dict.fromkeys(one.via or one.source for _, one in sourced(entry)))


def sourced(entry: Entry) -> Iterator[tuple[FieldPath, Sourced]]:
    """(field path, what it says) of everything in `entry` that carries a source: evidence, then items of lists."""
    for path, evidence in entry.evidence.items():
        yield ("evidence", path), evidence
    for name in self_sourced_paths(type(entry)):
        items = getattr(entry, name)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            yield (name, index), item
