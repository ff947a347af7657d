"""JSON lines: the snapshot of OpenAlex, and the metadata of arXiv."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from hfm_atlas.discovery.formats.reading import Read, UnreadableFileError, open_bytes, read_each, refuse_web_page
from hfm_atlas.discovery.works import NoWorkError, Work, make_work

_MAX_LINE = 16_000_000
_MAX_POSITION = 10_000


def read_json_lines(path: Path) -> Iterator[Read]:
    """Each line's work; of which of the two sources it is, its own fields say.

    Raises:
        UnreadableFileError: the file cannot be read, or is no JSON lines.
    """
    return read_each(path, _records(path))


def _records(path: Path) -> Iterator[tuple[str, Callable[[], Work]]]:
    with open_bytes(path) as file:
        number = 0
        while line := file.readline(_MAX_LINE):
            number += 1
            if number == 1:
                refuse_web_page(path, line)
            if line.strip():
                yield f"line {number}", partial(_work_of_line, line)
        if number == 0:
            raise UnreadableFileError(f"{path.name} is empty; fetch it again")


def _work_of_line(line: bytes) -> Work:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise NoWorkError(f"the line is not JSON ({problem})") from problem
    if not isinstance(record, dict):
        raise NoWorkError("the line is no record")
    return openalex_work(record) if "openalex" in str(record.get("id")) else arxiv_work(record)


def arxiv_work(record: dict[str, Any]) -> Work:
    """The work of a record of arXiv's metadata.

    Raises:
        NoWorkError: it has no title.
    """
    versions = record.get("versions") or [{}]
    names = [" ".join(filter(None, (given, family))) for family, given, *_ in record.get("authors_parsed") or []]
    return make_work(
        str(record.get("title") or ""),
        id=f"arxiv:{record.get('id')}",
        arxiv=str(record.get("id") or ""),
        doi=record.get("doi"),
        abstract=str(record.get("abstract") or ""),
        authors=names,
        venue=str(record.get("journal-ref") or "arXiv"),
        date=_year_of(str(versions[0].get("created") or "")) or str(record.get("update_date") or ""),
    )


def _year_of(created: str) -> str:
    """The year of a day such as "Mon, 2 Apr 2007 19:18:42 GMT"."""
    parts = created.split()
    return parts[3] if len(parts) > 3 else ""


def openalex_work(record: dict[str, Any]) -> Work:
    """The work of a record of OpenAlex, of the snapshot as of the API.

    Raises:
        NoWorkError: it has no title.
    """
    ids = record.get("ids") or {}
    places = [one for one in (record.get("primary_location"), *(record.get("locations") or [])) if one]
    addresses = [str(one.get("landing_page_url") or "") for one in places]
    source = (places[0].get("source") or {}) if places else {}
    authorships = record.get("authorships") or []
    return make_work(
        str(record.get("title") or record.get("display_name") or ""),
        id=f"openalex:{str(record.get('id')).rpartition('/')[2]}",
        doi=record.get("doi"),
        arxiv=next((one for one in addresses if "arxiv.org/abs/" in one), None),
        pmid=ids.get("pmid"),
        abstract=abstract_of_index(record.get("abstract_inverted_index") or {}),
        authors=[str((one.get("author") or {}).get("display_name") or "") for one in authorships],
        venue=str(source.get("display_name") or ""),
        date=str(record.get("publication_date") or record.get("publication_year") or ""),
    )


def abstract_of_index(index: dict[str, list[int]]) -> str:
    """The text of an abstract that is given as each word's positions; positions nobody can mean are left out."""
    placed = [(place, word) for word, places in index.items() for place in places if 0 <= place < _MAX_POSITION]
    return " ".join(word for _, word in sorted(placed))
