"""Links are checked against a server on this machine that misbehaves in every way a real one does."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hfm_atlas.monitoring.link_check import CrawlLimits, check_links
from hfm_atlas.monitoring.link_report import LinkReport, LinkResult, count_verdicts, read_report

DAY = date(2026, 11, 24)
# A busy machine may need seconds for an answer; only where a server never finishes is waiting cut short.
PATIENT = CrawlLimits(timeout=20.0, pause_per_host=0, at_once_per_host=8, attempts=2, first_wait=0.01)
IMPATIENT = replace(PATIENT, timeout=1.0)
NEVER_DONE = ("/stall", "/drip")


class Misbehaving(BaseHTTPRequestHandler):
    """Answers by path, such as /status/404: each in its own wrong way; /moody fails once."""

    seen: Counter[str] = Counter()

    def do_GET(self) -> None:
        self.seen[self.path] += 1
        name, _, rest = self.path.partition("?")[0].strip("/").partition("/")
        getattr(self, f"answer_{name}")(rest)

    def answer_status(self, rest: str) -> None:
        self._head(int(rest))

    def answer_redirect(self, rest: str) -> None:
        self._head(302, Location="/status/200")

    def answer_loop(self, rest: str) -> None:
        self._head(302, Location="/loop")

    def answer_stall(self, rest: str) -> None:
        time.sleep(1.5)

    def answer_moody(self, rest: str) -> None:
        self._head(500 if self.seen[self.path] == 1 else 200)

    def answer_huge(self, rest: str) -> None:
        self._flood(200)

    def _flood(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(10 * 1024**3))
        self.end_headers()
        try:
            for _ in range(1000):  # as much of the 10 GB as the client takes
                self.wfile.write(b"x" * 65536)
        except OSError:
            self.seen[f"{self.path} closed"] += 1

    def answer_hugeredirect(self, rest: str) -> None:
        self._flood(302, Location="/status/200")

    def answer_drip(self, rest: str) -> None:
        """A head that never ends, a little at a time."""
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(30):
                self.wfile.write(b"X-%d: y\r\n" % number)
                time.sleep(0.1)
        except OSError:
            self.seen["/drip closed"] += 1

    def answer_elsewhere(self, rest: str) -> None:
        self._head(302, Location="ftp://example.org/file")

    def answer_garbage(self, rest: str) -> None:
        self.wfile.write(b"\x00\x01 this is not HTTP\r\n\r\n")

    def _head(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Misbehaving) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


def check(address: str) -> LinkResult:
    limits = IMPATIENT if address.endswith(NEVER_DONE) else PATIENT
    (result,) = check_links({address: ["biobert"]}, DAY, limits).results
    return result


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        ("/status/200", "alive"),
        ("/redirect", "alive"),
        ("/moody", "alive"),
        ("/huge", "alive"),
        ("/hugeredirect", "alive"),
        ("/drip", "unreachable"),
        ("/elsewhere", "unreachable"),
        ("/status/401", "refused"),
        ("/status/403", "refused"),
        ("/status/429", "refused"),
        ("/status/503", "refused"),
        ("/status/500", "unreachable"),
        ("/stall", "unreachable"),
        ("/garbage", "unreachable"),
        ("/status/404", "dead"),
        ("/status/410", "dead"),
        ("/loop", "dead"),
    ],
)
def test_verdict(server: str, path: str, verdict: str) -> None:
    result = check(server + path)
    assert result.verdict == verdict, result.reason
    assert result.entries == ("biobert",)


def test_only_a_dead_address_is_offered_an_archived_copy(server: str) -> None:
    assert check(f"{server}/status/404").archive == f"https://web.archive.org/web/{server}/status/404"
    assert check(f"{server}/status/403").archive is None


def test_a_server_that_fails_is_asked_again_but_not_for_ever(server: str) -> None:
    Misbehaving.seen.clear()
    check(f"{server}/status/502")
    assert Misbehaving.seen["/status/502"] == PATIENT.attempts


def test_of_a_huge_page_next_to_nothing_is_read(server: str) -> None:
    Misbehaving.seen.clear()
    check(f"{server}/huge")
    check(f"{server}/hugeredirect")
    for _ in range(50):
        if Misbehaving.seen["/huge closed"] and Misbehaving.seen["/hugeredirect closed"]:
            break
        time.sleep(0.02)
    assert Misbehaving.seen["/huge closed"] == Misbehaving.seen["/hugeredirect closed"] == 1


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert check(f"http://127.0.0.1:{port}/").verdict == "unreachable"


def test_one_bad_server_does_not_hold_up_the_others(server: str) -> None:
    addresses = {f"{server}/status/200?{n}": ["a"] for n in range(40)} | {f"{server}/stall": ["a"]}
    report = check_links(addresses, DAY, replace(PATIENT, timeout=4.0))
    assert count_verdicts(report.results) == {"alive": 40, "refused": 0, "unreachable": 1, "dead": 0}


def test_the_report_is_kept_and_read_again(server: str) -> None:
    report = check_links({f"{server}/status/404": ["a", "b"], f"{server}/status/200": ["c"]}, DAY, PATIENT)
    assert read_report(report.to_json()) == report
    assert isinstance(report, LinkReport)
    assert [one.entries for one in report.of("dead")] == [("a", "b")]
