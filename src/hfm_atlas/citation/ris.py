"""Entries as RIS, which every reference manager reads; rispy does the writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import rispy

from hfm_atlas.citation.csl import CUT_LIST
from hfm_atlas.model.entries import Entry, PublicationType
from hfm_atlas.model.preprint_servers import cited_preprint
from hfm_atlas.model.publication import SERVERS, cited_type, is_cut, page_range, publication_authors, publication_url
from hfm_atlas.model.sources import preprint_address, preprint_doi

_TYPES: dict[PublicationType, str] = {
    "article": "JOUR",
    "inproceedings": "CPAPER",
    "preprint": "MANSCPT",  # that of preprints, UNPB, makes a journal article in Zotero
    "thesis": "THES",
    "report": "RPRT",
    "software": "COMP",
    "dataset": "DATA",
}


class _PlainWriter(rispy.RisWriter):  # type: ignore[misc]  # rispy has no types
    """Writes records without the numbers that rispy puts above them; they are not part of the format."""

    def set_header(self, count: int) -> str:
        """What stands above a record."""
        return ""


def export_ris(entries: Iterable[Entry], *, source: str | None = None) -> str:
    """All `entries` as one RIS file; a note of each record names the `source` that it is from.

    A note, since reference lists print the database.
    """
    records = [ris_record(entry) for entry in entries]
    for record in records if source else ():
        record["notes"] = [*record.get("notes", []), source]
    return str(rispy.dumps(records, implementation=_PlainWriter))


def ris_entry(entry: Entry) -> str:
    """One entry as RIS, as the cite box of its page shows it."""
    return export_ris([entry])


def ris_record(entry: Entry) -> dict[str, Any]:
    """The work behind an entry by the names that rispy has for fields; empty ones are left out."""
    publication, cited = entry.publication, cited_preprint(entry)
    server = SERVERS[cited.server] if cited else None
    start, end = page_range(publication.pages or "")
    record = {
        "type_of_reference": _TYPES[cited_type(publication)],
        "id": entry.id,
        "authors": [author.sortable for author in publication_authors(entry)],
        "title": publication.title,
        "type_of_work": "Preprint" if cited else None,
        "secondary_title": server or publication.venue,
        "publisher": publication.publisher,
        "year": str(publication.year),
        "date": f"{publication.year}/{publication.month:02}//" if publication.month else None,
        "volume": publication.volume,
        "number": publication.number,
        "start_page": start,
        "end_page": end,
        "doi": publication.doi or (preprint_doi(cited) if cited else None),
        "name_of_database": server,
        "accession_number": f"{server}:{cited.id}" if cited else publication.pmid,
        "urls": list(_urls(entry)),
        "notes": [CUT_LIST] if is_cut(entry) else [],
    }
    return {key: value for key, value in record.items() if value}


def _urls(entry: Entry) -> Iterator[str]:
    """Where the work can be read; a semicolon would part two addresses, so it is encoded."""
    addresses = [publication_url(entry), preprint_address(entry.preprint) if entry.preprint else None]
    for address in dict.fromkeys(filter(None, addresses)):
        yield address.replace(";", "%3B")
