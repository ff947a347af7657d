"""RIS of a selection; rispy does the writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import rispy

from hfm_atlas.exports.selection import Selection
from hfm_atlas.schema import Entry, PublicationType
from hfm_atlas.sources import preprint_address
from hfm_atlas.works import SERVERS, is_cut, work_authors, work_url

_TYPES: dict[PublicationType, str] = {
    "article": "JOUR",
    "inproceedings": "CPAPER",
    "preprint": "UNPB",
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


def export_ris(selection: Selection) -> bytes:
    """One RIS file; the database field of each record names the snapshot."""
    records = [{**ris_record(entry), "name_of_database": selection.snapshot.label} for entry in selection.entries]
    return str(rispy.dumps(records, implementation=_PlainWriter)).encode("utf-8")


def ris_record(entry: Entry) -> dict[str, Any]:
    """The work behind an entry as rispy names its fields; empty ones are left out."""
    publication, preprint = entry.publication, entry.preprint
    is_preprint = publication.type == "preprint" and preprint is not None
    start, end = _pages(publication.pages or "")
    record = {
        "type_of_reference": _TYPES[publication.type],
        "id": entry.id,
        "authors": [author.sortable for author in work_authors(entry)],
        "title": publication.title,
        "secondary_title": SERVERS[preprint.server] if is_preprint and preprint else publication.venue,
        "publisher": publication.publisher,
        "year": str(publication.year),
        "date": f"{publication.year}/{publication.month:02}//" if publication.month else None,
        "volume": publication.volume,
        "number": publication.number,
        "start_page": start,
        "end_page": end,
        "doi": publication.doi,
        "accession_number": publication.pmid,
        "urls": list(_urls(entry)),
        "notes": ["The list of authors goes on."] if is_cut(entry) else [],
    }
    return {key: value for key, value in record.items() if value}


def _pages(pages: str) -> tuple[str, str]:
    """First and last page; an article number or a list of ranges stays in one piece."""
    found = re.fullmatch(r"(\w+)\s*[-–—]+\s*(\w+)", pages)
    return (found.group(1), found.group(2)) if found else (pages, "")


def _urls(entry: Entry) -> Iterator[str]:
    """Where the work can be read; a semicolon would part two addresses, so it is encoded."""
    addresses = [work_url(entry), preprint_address(entry.preprint) if entry.preprint else None]
    for address in dict.fromkeys(filter(None, addresses)):
        yield address.replace(";", "%3B")
