"""Entries as CSL items: what citation processors, and through them every citation style, read."""

from __future__ import annotations

from typing import Any

from hfm_atlas.model.entries import Entry, PublicationType
from hfm_atlas.model.preprint_servers import cited_preprint
from hfm_atlas.model.publication import SERVERS, Author, cited_type, is_cut, publication_authors, publication_url
from hfm_atlas.model.sources import preprint_doi

_TYPES: dict[PublicationType, str] = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "preprint": "article",
    "thesis": "thesis",
    "report": "report",
    "software": "software",
    "dataset": "dataset",
}
CUT_LIST = "The list of authors goes on."
CslItem = dict[str, Any]


def csl_item(entry: Entry) -> CslItem:
    """The work behind an entry as one item of CSL-JSON; empty fields are left out.

    A preprint has the type `article` with the server as publisher, as styles expect it. Its number names the server
    only where that is arXiv, as everybody writes it.
    """
    publication = entry.publication
    item: CslItem = {
        "id": entry.id,
        "type": _TYPES[cited_type(publication)],
        "title": publication.title,
        "author": [_name(author) for author in publication_authors(entry)],
        "issued": {"date-parts": [[publication.year, *([publication.month] if publication.month else [])]]},
        "container-title": publication.venue,
        "publisher": publication.publisher,
        "volume": publication.volume,
        "issue": publication.number,
        "page": publication.pages,
        "DOI": publication.doi,
        "PMID": publication.pmid,
        "URL": publication_url(entry),
        # Styles print no notes; as a name, "others" would be printed.
        "note": CUT_LIST if is_cut(entry) else None,
    }
    if cited := cited_preprint(entry):
        server = SERVERS[cited.server]
        number = f"arXiv:{cited.id}" if cited.server == "arxiv" else cited.id
        item |= {"genre": "Preprint", "publisher": server, "number": number}
        item["container-title"] = None
        item["DOI"] = publication.doi or preprint_doi(cited)
    return {key: value for key, value in item.items() if value}


def _name(author: Author) -> dict[str, str]:
    if author.literal:
        return {"literal": author.literal}
    parts = {"family": author.family, "given": author.given, "suffix": author.suffix}
    return {key: value for key, value in parts.items() if value}
