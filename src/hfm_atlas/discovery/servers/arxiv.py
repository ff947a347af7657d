"""arXiv's interface: 200 works a page, a request every three seconds."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode
from xml.etree import ElementTree

from hfm_atlas._util.errors import UsageError
from hfm_atlas.curation.metadata.record import InvalidRecordError
from hfm_atlas.curation.metadata.xml import parse_xml, text_at
from hfm_atlas.discovery.servers.session import Question, ServerSession, any_of, page_of
from hfm_atlas.discovery.store import Batch
from hfm_atlas.discovery.works import Work, make_work

PAUSE = 3.0
_PAGE = 200
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_FOUND = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"


def ask_arxiv(question: Question, session: ServerSession, position: str, server: str) -> Iterator[Batch]:
    """Works submitted on the days of the question.

    Raises:
        UsageError: no answer, or one that is no feed.
    """
    start = int(position or 0)
    days = f"submittedDate:[{question.since:%Y%m%d}0000 TO {question.until:%Y%m%d}2359]"
    query = f"{any_of(question.models, 'abs:')} AND {any_of(question.health, 'abs:')} AND {days}"
    while True:
        parameters = {"search_query": query, "start": start, "max_results": _PAGE, "sortBy": "submittedDate"}
        address = f"{server}?{urlencode(parameters)}"
        try:
            feed = parse_xml(session.text(address, "application/atom+xml"), address)
        except InvalidRecordError as problem:
            raise UsageError(f"{problem}; try again later") from problem
        if (total := text_at(feed, _FOUND)) == "":
            raise UsageError(f"{address}: the answer is no feed of arXiv; try again later")
        entries = feed.findall(f"{_ATOM}entry")
        start += len(entries)
        yield page_of(entries, arxiv_entry, "arXiv", str(start))
        if not entries or start >= int(total):
            return


def arxiv_entry(entry: ElementTree.Element) -> Work:
    """The work of an entry of the feed.

    Raises:
        NoWorkError: it has no title.
    """
    id = text_at(entry, f"{_ATOM}id").rpartition("/abs/")[2]
    return make_work(
        text_at(entry, f"{_ATOM}title"),
        arxiv=id,
        doi=text_at(entry, f"{_ARXIV}doi"),
        abstract=text_at(entry, f"{_ATOM}summary"),
        authors=[text_at(author, f"{_ATOM}name") for author in entry.findall(f"{_ATOM}author")],
        venue=text_at(entry, f"{_ARXIV}journal_ref") or "arXiv",
        date=text_at(entry, f"{_ATOM}published")[:10],
    )
