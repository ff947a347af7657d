"""Europe PMC: 500 works a page, with a mark for the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from hfm_atlas._util.errors import UsageError
from hfm_atlas.discovery.servers.session import Question, ServerSession, any_of, page_of
from hfm_atlas.discovery.store import Batch
from hfm_atlas.discovery.works import Work, make_work

EUROPE_PMC = "https://www.ebi.ac.uk/europepmc/webservices/rest/search"
PAUSE = 0.2
_PAGE = 500


def ask_europe_pmc(question: Question, session: ServerSession, position: str, server: str) -> Iterator[Batch]:
    """Works that were first published on the days of the question.

    Raises:
        UsageError: no answer, or one of another form.
    """
    mark = position or "*"
    days = f"FIRST_PDATE:[{question.since} TO {question.until}]"
    query = f"{any_of(question.models, 'TITLE_ABS:')} AND {any_of(question.health, 'TITLE_ABS:')} AND {days}"
    while True:
        asked = {"query": query, "format": "json", "resultType": "core", "pageSize": _PAGE, "cursorMark": mark}
        address = f"{server}?{urlencode(asked)}"
        answer = session.json(address)
        found = answer.get("resultList")
        if not isinstance(found, dict) or not isinstance(found.get("result"), list):
            raise UsageError(f"{address}: the answer has another form than expected; try again later")
        next_mark = str(answer.get("nextCursorMark") or "")
        yield page_of(found["result"], europe_pmc_work, "Europe PMC", next_mark or mark)
        if not found["result"] or next_mark in ("", mark):
            return
        mark = next_mark


def europe_pmc_work(record: dict[str, Any]) -> Work:
    """The work of a result.

    Raises:
        NoWorkError: it has no title.
    """
    journal = (record.get("journalInfo") or {}).get("journal") or {}
    return make_work(
        str(record.get("title") or ""),
        id=f"europepmc:{record.get('source')}/{record.get('id')}",
        doi=record.get("doi"),
        pmid=record.get("pmid"),
        abstract=str(record.get("abstractText") or ""),
        authors=str(record.get("authorString") or "").rstrip(".").split(", "),
        venue=str(journal.get("title") or (record.get("bookOrReportDetails") or {}).get("publisher") or ""),
        date=str(record.get("firstPublicationDate") or record.get("pubYear") or ""),
    )
