"""PubMed's E-utilities: ids first, then 200 records a request, three requests a second at most."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from hfm_atlas._util.errors import UsageError
from hfm_atlas.curation.metadata.record import InvalidRecordError
from hfm_atlas.curation.metadata.xml import parse_xml
from hfm_atlas.discovery.formats.pubmed_xml import pubmed_work
from hfm_atlas.discovery.servers.session import Question, ServerSession, any_of, page_of
from hfm_atlas.discovery.store import Batch

EUTILS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
PAUSE = 0.4
_PAGE = 200


def ask_pubmed(question: Question, session: ServerSession, position: str, server: str) -> Iterator[Batch]:
    """Works that came into PubMed on the days of the question.

    Raises:
        UsageError: no answer, or one of another form.
    """
    start = int(position or 0)
    term = f"{any_of(question.models)} AND {any_of(question.health)}"
    days = {"datetype": "edat", "mindate": f"{question.since:%Y/%m/%d}", "maxdate": f"{question.until:%Y/%m/%d}"}
    while True:
        asked = {"db": "pubmed", "retmode": "json", "term": term, "retstart": start, "retmax": _PAGE, **days}
        address = f"{server}/esearch.fcgi?{urlencode(asked)}"
        found = session.json(address).get("esearchresult")
        if not isinstance(found, dict) or not isinstance(found.get("idlist"), list):
            raise UsageError(f"{address}: the answer has another form than expected; try again later")
        ids = [str(one) for one in found["idlist"]]
        if not ids:
            return
        start += len(ids)
        yield _page(ids, session, server, str(start))
        if start >= int(found.get("count", 0)):
            return


def _page(ids: list[str], session: ServerSession, server: str, position: str) -> Batch:
    address = f"{server}/efetch.fcgi?{urlencode({'db': 'pubmed', 'retmode': 'xml', 'id': ','.join(ids)})}"
    try:
        articles = parse_xml(session.text(address, "text/xml"), address).findall(".//PubmedArticle")
    except InvalidRecordError as problem:
        raise UsageError(f"{problem}; try again later") from problem
    return page_of(articles, pubmed_work, "PubMed", position)
