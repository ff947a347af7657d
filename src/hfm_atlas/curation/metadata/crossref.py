"""Works by DOI: Crossref's record, or for other agencies the CSL-JSON that the DOI resolver hands out."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from hfm_atlas._util.http import Fetcher, NotFoundError
from hfm_atlas.curation.metadata.record import (
    BibliographicRecord,
    InvalidRecordError,
    arxiv_of_doi,
    complete,
    page_range,
)
from hfm_atlas.model.entries import PublicationType
from hfm_atlas.model.preprint_servers import find_preprint

CROSSREF = "https://api.crossref.org"
RESOLVER = "https://doi.org"
_CSL = "application/vnd.citationstyles.csl+json"
_TYPES: dict[str, PublicationType] = {
    "journal-article": "article",
    "article-journal": "article",
    "proceedings-article": "inproceedings",
    "paper-conference": "inproceedings",
    "book-chapter": "inproceedings",
    "chapter": "inproceedings",
    "posted-content": "preprint",
    "article": "preprint",
    "dissertation": "thesis",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
}


def fetch_doi(doi: str, fetcher: Fetcher, crossref: str = CROSSREF, resolver: str = RESOLVER) -> BibliographicRecord:
    """The record of a bare DOI: from Crossref, else from the agency that the resolver leads to, both as CSL-JSON.

    Raises:
        UsageError: there is no such DOI, or no answer.
        InvalidRecordError: the record cannot become an entry.
    """
    address = f"{crossref}/works/{quote(doi, safe='')}"
    try:
        text = fetcher.fetch(address, "application/json")
    except NotFoundError:
        # Another agency may have registered it, such as DataCite for datasets and software.
        address = f"{resolver}/{quote(doi, safe='/')}"
        text = fetcher.fetch(address, _CSL)
    return read_csl(text, address)


def read_csl(text: str, source: str) -> BibliographicRecord:
    """A Crossref message or a CSL item as a record.

    Raises:
        InvalidRecordError: it is neither, or lacks what every entry needs.
    """
    try:
        data = json.loads(text)
    except ValueError as problem:
        raise InvalidRecordError(f"{source}: the answer is not JSON: {problem}") from problem
    item = data.get("message", data) if isinstance(data, dict) else None
    if not isinstance(item, dict):
        raise InvalidRecordError(f"{source}: the answer is not the record of a work")
    year, month = _date(item)
    type_ = _type(item, source)
    doi = _text(item.get("DOI"))
    venue = _text(item.get("container-title")) or _institution(item)
    preprint = find_preprint(venue, doi) if type_ == "preprint" else None
    where: dict[str, Any] = {
        "venue": venue,
        "volume": _text(item.get("volume")),
        "number": _text(item.get("issue")),
        "pages": page_range(_text(item.get("page"))) or _text(item.get("article-number")),
        "arxiv": _arxiv_of(item),
    }
    return complete(
        source,
        type_,
        _text(item.get("title")),
        [_author(name) for name in _items(item.get("author"))],
        year,
        month=month,
        publisher=_text(item.get("publisher")),
        doi=doi,
        **(preprint.fields if preprint else where),
    )


def _type(item: dict[str, Any], source: str) -> PublicationType:
    """The type of a work; what is in a container is taken for an article, and books are refused."""
    written = _text(item.get("type"))
    if written and written not in _TYPES and not _text(item.get("container-title")):
        raise InvalidRecordError(f"{source}: the atlas has no type for a {written}; use `hfm-atlas new`")
    return _TYPES.get(written, "article")


def _items(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    """A text, or the first of a list: Crossref gives lists where CSL has texts."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _author(name: dict[str, Any]) -> str:
    family, given, suffix = (_text(name.get(key)) for key in ("family", "given", "suffix"))
    if not family:
        return _text(name.get("name")) or _text(name.get("literal")) or given
    particle = _text(name.get("non-dropping-particle"))
    parts = [f"{particle} {family}".strip(), suffix, given]
    return ", ".join(part.replace(",", " ") for part in parts if part)


def _date(item: dict[str, Any]) -> tuple[int | None, int | None]:
    """Year and month of the issue, else of the first publication: the atlas goes by the version of record."""
    for key in ("published-print", "issued", "published", "published-online", "posted"):
        date = item.get(key)
        parts = date.get("date-parts") if isinstance(date, dict) else None
        if isinstance(parts, list) and parts and isinstance(parts[0], list):
            numbers = [int(part) for part in parts[0] if str(part).isdigit()]
            if numbers:
                return numbers[0], numbers[1] if len(numbers) > 1 and 1 <= numbers[1] <= 12 else None
    return None, None


def _institution(item: dict[str, Any]) -> str:
    """Server of a preprint, such as bioRxiv."""
    return next((_text(one.get("name")) for one in _items(item.get("institution"))), "")


def _arxiv_of(item: dict[str, Any]) -> str | None:
    """The arXiv id of the preprint that the record names."""
    relation = item.get("relation")
    for one in _items(relation.get("has-preprint")) if isinstance(relation, dict) else []:
        if found := arxiv_of_doi(_text(one.get("id"))):
            return found
    return None
