"""BibTeX and RIS, as reference managers write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import rispy

from hfm_atlas.curation.metadata.bibtex import read_bibtex
from hfm_atlas.curation.metadata.record import BibliographicRecord
from hfm_atlas.discovery.formats.reading import Read, UnreadableFileError, open_bytes, read_each, refuse_web_page
from hfm_atlas.discovery.works import Work, make_work


def read_bib(path: Path) -> Iterator[Read]:
    """Each work of a BibTeX file.

    Raises:
        UnreadableFileError: the file is not text in UTF-8.
    """
    found = read_bibtex(_text(path), path.name)
    yield from read_each(path, ((record.source, partial(_work_of_record, record)) for record in found.records))
    yield from found.problems


def read_ris(path: Path) -> Iterator[Read]:
    """Each work of a RIS file.

    Raises:
        UnreadableFileError: the file is not RIS.
    """
    return read_each(path, _ris_records(path))


def _text(path: Path) -> str:
    with open_bytes(path) as file:
        raw = file.read()
    refuse_web_page(path, raw[:200])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UnreadableFileError(f"{path.name} is not text in UTF-8; save it so") from problem


def _work_of_record(record: BibliographicRecord) -> Work:
    month = f"-{record.month:02}" if record.month else ""
    return make_work(
        record.title,
        doi=record.doi,
        arxiv=record.arxiv,
        pmid=record.pmid,
        abstract=record.abstract or "",
        authors=record.authors,
        venue=record.venue or "",
        date=f"{record.year}{month}",
    )


def _ris_records(path: Path) -> Iterator[tuple[str, Callable[[], Work]]]:
    try:
        records = rispy.loads(_text(path))
    except (OSError, ValueError, KeyError, IndexError) as problem:
        raise UnreadableFileError(f"{path.name} cannot be read as RIS: {problem}") from problem
    for number, record in enumerate(records, 1):
        yield f"record {number}", partial(_work_of_ris, record)


def _work_of_ris(record: dict[str, Any]) -> Work:
    return make_work(
        str(record.get("title") or record.get("primary_title") or ""),
        doi=record.get("doi"),
        abstract=str(record.get("abstract") or record.get("notes_abstract") or ""),
        authors=record.get("authors") or record.get("first_authors") or [],
        venue=str(record.get("journal_name") or record.get("secondary_title") or ""),
        date=str(record.get("year") or record.get("publication_year") or "").replace("/", "-"),
        pmid=str(record.get("accession_number") or "") if str(record.get("accession_number")).isdigit() else None,
    )
