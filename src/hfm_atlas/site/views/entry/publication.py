"""The work itself as the head of an entry's page shows it: authors, where it appeared, buttons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hfm_atlas.model.addresses import Link, doi_url, preprint_url, pubmed_url
from hfm_atlas.model.entries import Entry, Publication
from hfm_atlas.model.preprint_servers import cited_preprint
from hfm_atlas.model.publication import OTHERS, SERVERS
from hfm_atlas.model.values import NOT_RELEASED, is_absent
from hfm_atlas.site.display import person_name
from hfm_atlas.site.evidence import EvidenceMark, Sources

_MAX_AUTHORS = 5
_TYPES = {
    "preprint": "Preprint",
    "thesis": "Thesis",
    "report": "Technical report",
    "software": "Software",
    "dataset": "Dataset",
}


@dataclass(frozen=True, slots=True)
class PublicationHead:
    """A publication in the words of a page."""

    title: str
    authors: str
    """The first authors and the last, with an ellipsis between them where there are more."""
    all_authors: tuple[str, ...]
    """All authors, where `authors` leaves some out; else empty."""
    others: bool
    """Whether the list ends with "and others"."""
    venue: str
    year: int
    preprint: str
    """Server, id and year of the preprint, where the work was published elsewhere."""
    mark: EvidenceMark
    preprint_mark: EvidenceMark | None
    buttons: tuple[Link, ...]


def publication_head(entry: Entry, sources: Sources) -> PublicationHead:
    """The work behind an entry."""
    publication, preprint = entry.publication, entry.preprint
    names = [person_name(name) for name in publication.authors if name != OTHERS]
    others = OTHERS in publication.authors
    shown = names if len(names) <= _MAX_AUTHORS else [*names[:3], "…", names[-1]]
    as_preprint = preprint and preprint != cited_preprint(entry)
    return PublicationHead(
        title=publication.title,
        authors=", ".join(shown).replace(", …,", ", …"),
        all_authors=tuple(names) if len(names) > _MAX_AUTHORS else (),
        others=others,
        venue=_venue(publication, entry),
        year=publication.year,
        preprint=f"{SERVERS[preprint.server]} {preprint.id}, {preprint.year}" if preprint and as_preprint else "",
        mark=sources.mark("publication"),
        preprint_mark=sources.mark("preprint") if as_preprint else None,
        buttons=tuple(_buttons(entry)),
    )


def _venue(publication: Publication, entry: Entry) -> str:
    """Venue with volume, number and pages, such as `Bioinformatics 36(4), 1234–1240`."""
    if cited := cited_preprint(entry):
        return f"{SERVERS[cited.server]} {cited.id}"
    where = publication.venue or publication.publisher or _TYPES.get(publication.type, "")
    number = f"({publication.number})" if publication.number else ""
    volume = f" {publication.volume or ''}{number}" if publication.volume or number else ""
    pages = f", {publication.pages.replace('-', '–')}" if publication.pages else ""
    return f"{where}{volume}{pages}".strip()


def _buttons(entry: Entry) -> Iterator[Link]:
    publication, preprint = entry.publication, entry.preprint
    if publication.doi:
        yield Link("DOI", doi_url(publication.doi), publication.doi, external=True)
    if preprint:
        yield Link(SERVERS[preprint.server], preprint_url(preprint), preprint.id, external=True)
    if publication.pmid:
        yield Link("PubMed", pubmed_url(publication.pmid), publication.pmid, external=True)
    if publication.url and not publication.doi and not (preprint and publication.url == preprint_url(preprint)):
        yield Link("Publisher", publication.url, external=True)
    availability = getattr(entry, "availability", None)
    addresses = [("Code", getattr(availability, "code", None)), ("Weights", getattr(availability, "weights", None))]
    for label, address in (*addresses, ("Data", getattr(entry, "url", None))):
        if address is not None and address != NOT_RELEASED and not is_absent(address):
            yield Link(label, str(address), external=True)
