"""Each server's answers as its documentation describes them, given by a server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.http import Fetcher
from hfm_atlas.discovery.servers.registry import SERVERS
from hfm_atlas.discovery.servers.session import Question, ServerSession
from hfm_atlas.discovery.store import Batch
from tests.serving import Answer, patience, serve

ANSWERS = Path(__file__).parent / "answers"
QUESTION = Question(date(2026, 10, 1), date(2026, 10, 31), ("foundation model", "language model"), ("medical",))
FETCHER = Fetcher(timeout=30, attempts=2, first_wait=0.01)


@contextmanager
def answering(**bodies: str) -> Iterator[tuple[str, list[str]]]:
    """A server that answers a request by the first name that its address holds, and the addresses it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            name = next(name for name in bodies if name in self.path)
            body = bodies[name].encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/xml" if body.startswith(b"<") else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing: the output belongs to the test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(name: str, address: str, position: str = "", fetcher: Fetcher = FETCHER) -> list[Batch]:
    return list(SERVERS[name].ask(QUESTION, ServerSession(fetcher, 0.0), position, address))


def recorded(name: str) -> str:
    return (ANSWERS / name).read_text("utf-8")


def test_arxiv() -> None:
    with answering(api=recorded("arxiv.xml")) as (address, asked):
        (page,) = ask("arxiv", address)
    (work,) = page.works
    assert (work.id, work.doi, work.date) == ("arxiv:2610.00001", "10.1000/thorn.1", "2026-10-01")
    assert work.title == "ThornNet: a foundation model for thorn images"
    assert page.problems == ["arXiv, record 2: the record has no title"]
    assert page.position == "2"
    (query,) = parse_qs(urlsplit(asked[0]).query)["search_query"]
    assert query == (
        '(abs:"foundation model" OR abs:"language model") AND (abs:"medical") AND '
        "submittedDate:[202610010000 TO 202610312359]"
    )


def test_pubmed() -> None:
    with answering(esearch=recorded("pubmed-ids.json"), efetch=recorded("pubmed.xml")) as (address, asked):
        (page,) = ask("pubmed", address)
    assert [one.id for one in page.works] == ["pmid:40000001"]
    assert "mindate=2026%2F10%2F01" in asked[0]
    assert "id=40000001%2C40000002" in asked[1]


def test_europe_pmc_goes_on_with_its_mark() -> None:
    end = '{"nextCursorMark": "AoJ", "resultList": {"result": []}}'
    with answering(**{"cursorMark=%2A": recorded("europe-pmc.json"), "cursorMark=AoJ": end}) as (address, asked):
        first, last = ask("europe-pmc", address)
    (work,) = first.works
    assert (work.id, work.doi, work.date, work.abstract) == (
        "pmid:40000001",
        "10.1000/thorn.2",
        "2026-10-05",
        "AimThorns.",
    )
    assert work.authors == ["Thorn R", "Dorn J"]
    assert (first.position, last.works, len(asked)) == ("AoJ", [], 2)


def test_openalex_goes_on_with_its_cursor() -> None:
    end = '{"meta": {"next_cursor": null}, "results": []}'
    with answering(**{"cursor=%2A": recorded("openalex.json"), "cursor=abc": end}) as (address, asked):
        first, last = ask("openalex", address)
    assert [one.arxiv for one in first.works] == ["2610.00001"]
    assert (first.position, last.works) == ("abc", [])
    assert "from_publication_date%3A2026-10-01" in asked[0]


@pytest.mark.parametrize("name", ["biorxiv", "medrxiv"])
def test_preprints(name: str) -> None:
    with answering(api=recorded("biorxiv.json")) as (address, asked):
        (page,) = ask(name, address)
    (work,) = page.works
    assert (work.doi, work.authors) == ("10.1101/2026.10.01.123456", ["Thorn, R.", "Dorn, J."])
    assert asked == [f"/api/{name}/2026-10-01/2026-10-31/0/json"]


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(b"{}", (429,)), "429 Too Many Requests; try again later"),
        (Answer(b"{}", stall=1), "no answer within 0.5 seconds"),
        (Answer(b"<html></html>", type="text/html"), "a web page instead of"),
        (Answer(b'{"version": 9}'), "the answer"),
        (Answer(b"<feed></feed>", type="text/xml"), "the answer"),
    ],
)
def test_what_is_no_answer_is_told(name: str, answer: Answer, said: str) -> None:
    class Anything(dict[str, Answer]):
        def get(self, key: str, default: object = None) -> Answer:  # type: ignore[override]
            return answer

    fetcher = Fetcher(timeout=patience([answer]), attempts=2, first_wait=0.01)
    with serve(Anything()) as address, pytest.raises(UsageError, match=said):
        ask(name, address, fetcher=fetcher)


def test_a_server_is_asked_at_its_pace() -> None:
    waits: list[float] = []
    with serve({"/a": Answer(b"{}")}) as address:
        session = ServerSession(FETCHER, 5.0, waits.append)
        session.json(f"{address}/a")
        session.json(f"{address}/a")
    (wait,) = waits
    assert 4 < wait <= 5
