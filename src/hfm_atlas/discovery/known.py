"""What the atlas has: works by what they are known by, models by their broadest modalities."""

from __future__ import annotations

from collections.abc import Iterator

from hfm_atlas.discovery.works import title_key
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Entry, ModelEntry
from hfm_atlas.model.identifiers import DOI_PREFIXES
from hfm_atlas.model.values import is_absent


def known_identities(atlas: Atlas) -> dict[tuple[str, str], str]:
    """The entry that has each DOI, arXiv id, PubMed id and title; of two entries with one identity the first has it."""
    found: dict[tuple[str, str], str] = {}
    for entry in atlas.entries.values():
        for identity in _identities(entry):
            found.setdefault(identity, entry.id)
    return found


def _identities(entry: Entry) -> Iterator[tuple[str, str]]:
    publication, preprint = entry.publication, entry.preprint
    if publication.doi:
        yield "doi", publication.doi.lower()
    if preprint and preprint.server == "arxiv":
        yield "arxiv", preprint.id
    elif preprint and preprint.server in DOI_PREFIXES:
        yield "doi", f"{DOI_PREFIXES[preprint.server]}{preprint.id}".lower()
    if publication.pmid:
        yield "pmid", publication.pmid
    if key := title_key(publication.title):
        yield "title_key", key


def broadest_modalities(atlas: Atlas, model: ModelEntry) -> list[str]:
    """The broadest terms above a model's modalities, each once, in order of id."""
    found = model.modalities
    return [] if found is None or is_absent(found) else sorted({atlas.root_of("modalities", one) for one in found})
