"""Preprint servers as publications name them: by the journal's name, by the volume, by the prefix of a DOI."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from hfm_atlas.model.entries import Entry, Preprint, PreprintServer
from hfm_atlas.model.identifiers import DOI_PREFIXES
from hfm_atlas.model.normalization import normalize_arxiv, normalize_preprint_id
from hfm_atlas.model.publication import SERVERS

# What a venue or archive is called that is a preprint server; "CoRR" is the name that DBLP gives arXiv.
_NAMES: dict[PreprintServer, str] = {
    "arxiv": r"\barxiv|^(?:computing research repository|corr)\b",
    "biorxiv": r"\bbiorxiv\b",
    "medrxiv": r"\bmedrxiv\b",
    "chemrxiv": r"\bchemrxiv\b",
    "researchsquare": r"\bresearch ?square\b",
    "ssrn": r"\bssrn\b",
    "openreview": r"^openreview\b",
}
# Ids of servers whose DOIs have a prefix of their own.
_IDS: dict[PreprintServer, str] = {"chemrxiv": r"chemrxiv\S+", "researchsquare": r"rs\.\S+", "ssrn": r"\d+"}
# bioRxiv and medRxiv share a prefix with the journals of Cold Spring Harbor, whose DOIs begin with letters behind it.
_SHARED_DOI = re.compile(
    re.escape(DOI_PREFIXES["biorxiv"]) + r"((?:\d{4}\.\d\d\.\d\d\.)?\d{6,})(?:v\d+)?", re.IGNORECASE
)
_ARXIV_MENTION = re.compile(
    r"(?i)(?:arxiv(?:\.org)?[.:/]*\s*(?:e-?prints?|preprint)?[\s,:/]*(?:(?:abs|pdf)/|arxiv[.:]\s*)?|^abs/)"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class PreprintPlace:
    """Where a preprint lies; the id is None where a record names the server alone."""

    server: PreprintServer
    id: str | None

    @property
    def fields(self) -> dict[str, Any]:
        """What a record of the preprint says of it; None for what is not known.

        `venue` is the server's name; the id stands in `arxiv`, of other servers in `preprint` as (server, id).
        """
        on_arxiv = self.server == "arxiv"
        return {
            "venue": SERVERS[self.server],
            "arxiv": self.id if on_arxiv else None,
            "preprint": None if on_arxiv or self.id is None else (self.server, self.id),
        }


def named_server(name: str) -> PreprintServer | None:
    """The preprint server that a venue or archive is, by its name; None for every other venue."""
    return next((server for server, pattern in _NAMES.items() if re.search(pattern, name, re.IGNORECASE)), None)


def find_arxiv_id(text: str) -> str | None:
    """The arXiv id that a text mentions first, as in "arXiv preprint arXiv:2404.03264" or "abs/2404.03264".

    None where it mentions none.
    """
    mention = _ARXIV_MENTION.search(text)
    return normalize_arxiv(mention.group(1)) if mention else None


def server_of_doi(doi: str, name: str = "") -> PreprintPlace | None:
    """The preprint that a DOI was given to; `name` is what the record calls the venue.

    bioRxiv and medRxiv give DOIs of one form, so theirs need the name; without one it is bioRxiv, the older.
    """
    if doi.lower().startswith(DOI_PREFIXES["arxiv"].lower()):
        return PreprintPlace("arxiv", normalize_arxiv(doi))
    for server, pattern in _IDS.items():
        if found := re.fullmatch(f"{re.escape(DOI_PREFIXES[server])}({pattern})", doi, re.IGNORECASE):
            return PreprintPlace(server, found.group(1))
    shared = _SHARED_DOI.fullmatch(doi)
    named = named_server(name)
    if shared is None or (name and named not in ("biorxiv", "medrxiv")):
        return None
    return PreprintPlace(named or "biorxiv", normalize_preprint_id(doi))


def find_preprint(venue: str, doi: str) -> PreprintPlace | None:
    """The preprint that a record is of, by its venue and DOI; None for a work that was published elsewhere."""
    server = named_server(venue)
    if server is None and venue:
        return None
    place = server_of_doi(doi, venue)
    if place and (server is None or server == place.server):
        return place
    return PreprintPlace(server, None) if server else None


def cited_preprint(entry: Entry) -> Preprint | None:
    """The preprint that is cited, where the work appeared nowhere else; None where it was published.

    A work may lie on two servers; its own DOI and venue say which one is cited.
    """
    publication, preprint = entry.publication, entry.preprint
    if publication.type != "preprint":
        return None
    named = find_preprint(publication.venue or "", publication.doi or "")
    if named is None or named.id is None or (preprint and preprint.server == named.server):
        return preprint
    return Preprint(server=named.server, id=named.id, year=publication.year)
