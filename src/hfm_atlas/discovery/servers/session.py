"""What the servers share: the question, the pace, and a page of works."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.http import Fetcher
from hfm_atlas.discovery.store import Batch
from hfm_atlas.discovery.works import NoWorkError, Work


@dataclass(frozen=True, slots=True)
class Question:
    """Which works are asked for: those of these days that hold a phrase of both lists."""

    since: date
    until: date
    models: tuple[str, ...]
    """Phrases for foundation models."""
    health: tuple[str, ...]
    """Words for health."""

    @property
    def signature(self) -> str:
        """What changes with the question."""
        return f"{self.since} {self.until} {','.join(self.models)} {','.join(self.health)}"


@dataclass
class ServerSession:
    """A session with a server: pages are fetched at a pace that the server asks for; times in seconds."""

    fetcher: Fetcher
    pause: float
    wait: Callable[[float], None] = time.sleep
    _last: float = field(default=0.0)

    def text(self, address: str, accept: str) -> str:
        """The text at `address`, no sooner after the last than `pause`.

        Raises:
            UsageError: no answer, a refusal, or a web page.
        """
        rest = self._last + self.pause - time.monotonic()
        if rest > 0:
            self.wait(rest)
        try:
            return self.fetcher.fetch(address, accept)
        finally:
            self._last = time.monotonic()

    def json(self, address: str) -> dict[str, Any]:
        """The mapping at `address`.

        Raises:
            UsageError: as for `text`, or the answer is no mapping.
        """
        text = self.text(address, "application/json")
        try:
            data = json.loads(text)
        except ValueError as problem:
            raise UsageError(f"{address}: the answer is not JSON ({problem}); try again later") from problem
        if not isinstance(data, dict):
            raise UsageError(f"{address}: the answer has another form than expected")
        return data


@dataclass(frozen=True, slots=True)
class Server:
    """A server, and how it is asked."""

    address: str
    pause: float
    """Seconds between two requests."""
    ask: Callable[[Question, ServerSession, str, str], Iterator[Batch]]
    """Gives pages from a position on, the start of which is an empty one; the last argument is the address."""


def page_of(records: list[Any], make: Callable[[Any], Work], address: str, position: str) -> Batch:
    """A page of works; a record that is none is told of with its place."""
    works: list[Work] = []
    problems = []
    for number, record in enumerate(records, 1):
        try:
            works.append(make(record))
        except (NoWorkError, ValueError, TypeError, KeyError, AttributeError) as problem:
            what = str(problem) if isinstance(problem, NoWorkError) else f"another form than expected ({problem!r})"
            problems.append(f"{address}, record {number}: {what}")
    return Batch(works, problems, position)


def any_of(phrases: tuple[str, ...], field: str = "") -> str:
    """The phrases in quotes, each behind `field`, joined by OR, in brackets: `("a b" OR "c")`."""
    return "(" + " OR ".join(f'{field}"{phrase}"' for phrase in phrases) + ")"
