"""OpenAlex: 200 works a page, with a cursor; the contact in the name we give ourselves puts us into its polite pool."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from hfm_atlas._util.errors import UsageError
from hfm_atlas.discovery.formats.json_lines import openalex_work
from hfm_atlas.discovery.servers.session import Question, ServerSession, any_of, page_of
from hfm_atlas.discovery.store import Batch

OPENALEX = "https://api.openalex.org/works"
PAUSE = 0.2
_PAGE = 200
_FIELDS = "id,doi,ids,title,publication_date,authorships,primary_location,locations,abstract_inverted_index"


def ask_openalex(question: Question, session: ServerSession, position: str, server: str) -> Iterator[Batch]:
    """Works published on the days of the question.

    Raises:
        UsageError: no answer, or one of another form.
    """
    cursor = position or "*"
    words = f"{any_of(question.models)} AND {any_of(question.health)}"
    filters = [
        f"from_publication_date:{question.since}",
        f"to_publication_date:{question.until}",
        f"title_and_abstract.search:{words}",
    ]
    while cursor:
        asked = {"filter": ",".join(filters), "per-page": _PAGE, "cursor": cursor, "select": _FIELDS}
        address = f"{server}?{urlencode(asked)}"
        answer = session.json(address)
        if not isinstance(answer.get("results"), list):
            raise UsageError(f"{address}: the answer has another form than expected; try again later")
        meta = answer.get("meta")
        cursor = str(meta.get("next_cursor") or "") if isinstance(meta, dict) and answer["results"] else ""
        yield page_of(answer["results"], openalex_work, "OpenAlex", cursor or "end")
