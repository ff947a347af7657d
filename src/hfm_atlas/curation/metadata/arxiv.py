"""Works by arXiv id: the Atom record of arXiv's interface."""

from __future__ import annotations

import re
from urllib.parse import quote
from xml.etree import ElementTree

from bibtexparser.middlewares.names import parse_single_name_into_parts

from hfm_atlas._util.http import Fetcher
from hfm_atlas.curation.metadata.record import BibliographicRecord, InvalidRecordError, complete
from hfm_atlas.curation.metadata.xml import parse_xml, text_at

ARXIV = "https://export.arxiv.org/api/query"
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"


def fetch_arxiv(id: str, fetcher: Fetcher, server: str = ARXIV) -> BibliographicRecord:
    """The record of an arXiv id; its `doi` is that of the published version, where arXiv knows one.

    Raises:
        UsageError: no answer.
        InvalidRecordError: there is no such id, or the record cannot become an entry.
    """
    address = f"{server}?id_list={quote(id, safe='/')}&max_results=1"
    return read_atom(fetcher.fetch(address, "application/atom+xml"), address, id)


def read_atom(text: str, source: str, id: str) -> BibliographicRecord:
    """An Atom feed of arXiv's interface with one work as a record.

    `source` is what messages call it, `id` what was asked for.

    Raises:
        InvalidRecordError: it holds no work, or lacks what every entry needs.
    """
    entry = parse_xml(text, source).find(f"{_ATOM}entry")
    # For an id that does not exist arXiv answers with an entry that is an error message, or with none.
    if entry is None or "/api/errors" in text_at(entry, f"{_ATOM}id"):
        raise InvalidRecordError(f"{source}: arXiv has no paper with the id {id}")
    year, month = _date(text_at(entry, f"{_ATOM}published"))
    return complete(
        source,
        "preprint",
        text_at(entry, f"{_ATOM}title"),
        [author_name(author) for author in entry.findall(f"{_ATOM}author")],
        year,
        month=month,
        venue="arXiv",
        doi=text_at(entry, f"{_ARXIV}doi"),
        arxiv=id,
        preprint_year=year,
    )


def _date(text: str) -> tuple[int | None, int | None]:
    found = re.match(r"(\d{4})-(\d{2})", text)
    return (int(found.group(1)), int(found.group(2))) if found else (None, None)


def author_name(author: ElementTree.Element) -> str:
    """A name as "Family, Given": arXiv gives it in reading order, and only rules for particles tell the parts.

    Empty where the element holds no name.
    """
    name = text_at(author, f"{_ATOM}name")
    return str(parse_single_name_into_parts(name.replace(",", " ")).merge_last_name_first) if name else ""
