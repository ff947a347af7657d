"""Reading one address of the outside world: politely, with retries, with a bound, and with an error that helps."""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import httpx
import stamina

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import make_folder, write_file
from hfm_atlas._util.home import REPOSITORY

# Retries are expected here; without a handler each would be printed among the results.
logging.getLogger("stamina").addHandler(logging.NullHandler())

_BUSY = {408, 425, 429, 500, 502, 503, 504}
_MAX_WAIT = 30.0


class NotFoundError(UsageError):
    """The server says that it has no such record."""


class UnreachableError(UsageError):
    """The server gave no answer, after several attempts; it may give one later."""


class _TryAgain(Exception):
    """A failure that may pass."""


@dataclass(frozen=True)
class Fetcher:
    """Reads texts; times in seconds.

    With a `cache` folder, what was read once is not asked for again; the folder can be thrown away at any time.
    """

    cache: Path | None = None
    timeout: float = 20.0
    attempts: int = 3
    first_wait: float = 1.0
    max_bytes: int = 10_000_000

    def fetch(self, address: str, accept: str) -> str:
        """The text at `address`, in the media type `accept`.

        Raises:
            NotFoundError: the server answers 404 or 410.
            UnreachableError: the server cannot be reached or is busy.
            UsageError: a refusal, another media type, or more than `max_bytes`.
        """
        if self.cache is None:
            return self._fetch(address, accept)
        kept = self.cache / (hashlib.sha256(f"{accept} {address}".encode()).hexdigest() + ".txt")
        if kept.is_file():
            return kept.read_text("utf-8")
        text = self._fetch(address, accept)
        make_folder(kept.parent)
        write_file(kept, text.encode("utf-8"))
        return text

    def _fetch(self, address: str, accept: str) -> str:
        waits = stamina.retry_context(
            on=_TryAgain,
            attempts=self.attempts,
            timeout=None,
            wait_initial=self.first_wait,
            wait_jitter=self.first_wait,
        )
        try:
            for attempt in waits:
                with attempt:
                    return self._ask(address, accept)
        except _TryAgain as problem:
            raise UnreachableError(f"{address}: {problem}; try again later") from problem
        raise AssertionError("a retry ends with a result or an exception")

    def _ask(self, address: str, accept: str) -> str:
        headers = {"Accept": accept, "User-Agent": user_agent()}
        try:
            with (
                httpx.Client(timeout=self.timeout, follow_redirects=True, max_redirects=5) as client,
                client.stream("GET", address, headers=headers) as response,
            ):
                _check_status(address, response)
                _check_type(address, response, accept)
                return self._read(address, response)
        except httpx.TimeoutException as problem:
            raise _TryAgain(f"no answer within {self.timeout:g} seconds") from problem
        except httpx.TooManyRedirects as problem:
            raise UsageError(f"{address}: the server redirects in a circle") from problem
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as problem:
            raise UsageError(f"{address}: this is not a web address") from problem
        except httpx.TransportError as problem:
            raise _TryAgain(f"the connection failed ({problem or type(problem).__name__})") from problem
        except httpx.HTTPError as problem:
            raise UsageError(f"{address}: {problem}") from problem

    def _read(self, address: str, response: httpx.Response) -> str:
        """The body, unless it is too large or does not come to an end in good time."""
        deadline = time.monotonic() + 10 * self.timeout
        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > self.max_bytes:
                raise UsageError(f"{address}: the answer is larger than {self.max_bytes:,} bytes")
            if time.monotonic() > deadline:
                raise _TryAgain("the answer does not come to an end")
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as problem:
            raise UsageError(f"{address}: the answer is not text in UTF-8") from problem


def user_agent() -> str:
    """How the atlas names itself to servers, with an address where its makers can be reached."""
    return f"hfm-atlas/{version('hfm-atlas')} (+{REPOSITORY})"


def _check_status(address: str, response: httpx.Response) -> None:
    if response.status_code in (404, 410):
        raise NotFoundError(f"{address}: there is no such record")
    if response.status_code in _BUSY:
        time.sleep(min(_asked_wait(response), _MAX_WAIT))
        raise _TryAgain(f"the server answers {response.status_code} {response.reason_phrase}")
    if not response.is_success:
        raise UsageError(f"{address}: the server answers {response.status_code} {response.reason_phrase}")


def _asked_wait(response: httpx.Response) -> float:
    """Seconds that the server asks to wait, where it says so as a number."""
    asked = response.headers.get("Retry-After", "")
    return float(asked) if asked.isdigit() else 0.0


def _check_type(address: str, response: httpx.Response, accept: str) -> None:
    """Refuse a web page where data were asked for: a log-in page or an error page that says 200."""
    found = response.headers.get("Content-Type", "").partition(";")[0].strip()
    if found in ("text/html", "application/xhtml+xml") and "html" not in accept:
        raise UsageError(f"{address}: the server answers with a web page instead of {accept}")
