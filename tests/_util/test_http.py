from __future__ import annotations

import socket
from pathlib import Path

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.http import Fetcher, NotFoundError, user_agent
from tests.serving import Answer, patience, serve

JSON = "application/json"


def fetcher(cache: Path | None = None, max_bytes: int = 10_000, timeout: float = 30.0) -> Fetcher:
    return Fetcher(cache=cache, timeout=timeout, attempts=3, first_wait=0.01, max_bytes=max_bytes)


def test_a_text_is_read_politely() -> None:
    answer = Answer("{“ü”}".encode())
    with serve({"/a": answer}) as address:
        assert fetcher().fetch(f"{address}/a", JSON) == "{“ü”}"
    (headers,) = answer.asked
    assert headers["User-Agent"] == user_agent()
    assert headers["User-Agent"].startswith("hfm-atlas/")
    assert headers["Accept"] == JSON


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(status: int) -> None:
    answer = Answer(b"{}", (status, status, 200), headers={"Retry-After": "0"})
    with serve({"/a": answer}) as address:
        assert fetcher().fetch(f"{address}/a", JSON) == "{}"
    assert len(answer.asked) == 3


def test_it_gives_up_after_three_times() -> None:
    answer = Answer(b"{}", (429,))
    with serve({"/a": answer}) as address, pytest.raises(UsageError) as problem:
        fetcher().fetch(f"{address}/a", JSON)
    assert str(problem.value) == f"{address}/a: the server answers 429 Too Many Requests; try again later"
    assert len(answer.asked) == 3


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(b"{}", (403,)), "the server answers 403 Forbidden"),
        (
            Answer(b"<html>", type="text/html; charset=utf-8"),
            "the server answers with a web page instead of application/json",
        ),
        (Answer(b"{}", stall=1), "no answer within 0.5 seconds; try again later"),
        (Answer(b"{}" * 50, cut=True), "try again later"),
        (Answer(b"x" * 20_000), "the answer is larger than 10,000 bytes"),
        (Answer(b"x" * 1000, endless=True), "the answer is larger than 10,000 bytes"),
        (Answer(b"\xff\xfe\xfd"), "the answer is not text in UTF-8"),
        (Answer(b"", (302,), headers={"Location": "/a"}), "the server redirects in a circle"),
        (Answer(b"", (302,), headers={"Location": "ftp://example.org/"}), "this is not a web address"),
    ],
)
def test_a_bad_answer_is_an_error_that_says_so(answer: Answer, message: str) -> None:
    with serve({"/a": answer}) as address, pytest.raises(UsageError) as problem:
        fetcher(timeout=patience([answer])).fetch(f"{address}/a", JSON)
    assert str(problem.value).startswith(f"{address}/a: ")
    assert message in str(problem.value)


def test_a_redirect_is_followed() -> None:
    with serve({"/a": Answer(b"", (302,), headers={"Location": "/b"}), "/b": Answer(b"[]")}) as address:
        assert fetcher().fetch(f"{address}/a", JSON) == "[]"


def test_what_is_not_there_is_an_error_of_its_own() -> None:
    with serve({}) as address, pytest.raises(NotFoundError, match="there is no such record"):
        fetcher().fetch(f"{address}/a", JSON)


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UsageError, match="the connection failed"):
        fetcher().fetch(f"http://127.0.0.1:{port}/a", JSON)


@pytest.mark.parametrize("address", ["http://", "nonsense", "http://[::1"])
def test_no_address(address: str) -> None:
    with pytest.raises(UsageError, match=r"this is not a web address|the connection failed"):
        fetcher().fetch(address, JSON)


def test_what_was_read_once_is_kept(tmp_path: Path) -> None:
    answer = Answer(b"{}", (200, 500))
    with serve({"/a": answer}) as address:
        assert fetcher(tmp_path / "cache").fetch(f"{address}/a", JSON) == "{}"
        assert fetcher(tmp_path / "cache").fetch(f"{address}/a", JSON) == "{}"
    assert len(answer.asked) == 1
