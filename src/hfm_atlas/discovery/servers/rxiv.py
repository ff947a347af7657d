"""bioRxiv and medRxiv: every preprint of the days, 100 a page; they know no search by words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hfm_atlas._util.errors import UsageError
from hfm_atlas.discovery.servers.session import Question, ServerSession, page_of
from hfm_atlas.discovery.store import Batch
from hfm_atlas.discovery.works import Work, make_work

RXIV = "https://api.biorxiv.org/details"
PAUSE = 0.5


def ask_rxiv(name: str, question: Question, session: ServerSession, position: str, server: str) -> Iterator[Batch]:
    """Preprints of the days of the question, whatever they are about; `name` is biorxiv or medrxiv.

    Raises:
        UsageError: no answer, or one of another form.
    """
    start = int(position or 0)
    while True:
        address = f"{server}/{name}/{question.since}/{question.until}/{start}/json"
        answer = session.json(address)
        messages, found = answer.get("messages"), answer.get("collection")
        if not isinstance(messages, list) or not isinstance(found, list):
            raise UsageError(f"{address}: the answer has another form than expected; try again later")
        start += len(found)
        yield page_of(found, rxiv_work, name, str(start))
        total = messages[0].get("total", 0) if messages and isinstance(messages[0], dict) else 0
        if not found or start >= int(total):
            return


def rxiv_work(record: dict[str, Any]) -> Work:
    """The work of a record.

    Raises:
        NoWorkError: it has no title.
    """
    return make_work(
        str(record.get("title") or ""),
        doi=record.get("doi"),
        abstract=str(record.get("abstract") or ""),
        authors=str(record.get("authors") or "").split(";"),
        venue=str(record.get("server") or ""),
        date=str(record.get("date") or ""),
    )
