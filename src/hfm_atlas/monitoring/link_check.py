"""Which addresses of the entries still answer: many at a time, politely, and with patience before calling one dead."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

import httpx
import stamina

from hfm_atlas._util.http import user_agent
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.references import find_addresses
from hfm_atlas.monitoring.link_report import LinkReport, LinkResult, Verdict

# Retries are expected here; without a handler each would be printed among the results.
logging.getLogger("stamina").addHandler(logging.NullHandler())

# A refusal (log-in wall, robot check, rate limit) says nothing about whether the page is there.
_REFUSALS = {401, 402, 403, 405, 406, 407, 418, 423, 425, 426, 429, 451, 503, 999}
_GONE = {404, 410}
_MAX_REDIRECTS = 10
_ARCHIVE = "https://web.archive.org/web/"


@dataclass(frozen=True, slots=True)
class CrawlLimits:
    """How hard servers may be asked; times in seconds."""

    at_once: int = 16
    at_once_per_host: int = 2
    pause_per_host: float = 0.5
    timeout: float = 20.0
    attempts: int = 3
    first_wait: float = 0.5


def addresses_of(atlas: Atlas) -> dict[str, list[str]]:
    """Ids of the entries that name each address, in order of address and id."""
    found: dict[str, list[str]] = defaultdict(list)
    for id, document in sorted(atlas.documents.items()):
        for address in find_addresses(document):
            if id not in found[address]:
                found[address].append(id)
    return dict(sorted(found.items()))


def check_links(
    addresses: Mapping[str, Sequence[str]],
    on: date,
    crawl_limits: CrawlLimits | None = None,
    progress: Callable[[], None] = lambda: None,
) -> LinkReport:
    """Ask every address and report; `progress` is called once an address.

    `addresses` has the ids of the entries that name each. Redirects are followed, answers 429 and 5xx and failures of
    the network are tried again. Nothing is raised: what does not answer is `unreachable`, what is gone `dead`.
    """
    results = asyncio.run(_check_all(addresses, crawl_limits or CrawlLimits(), progress))
    return LinkReport(on, tuple(sorted(results, key=lambda result: result.address)))


async def _check_all(
    addresses: Mapping[str, Sequence[str]], crawl_limits: CrawlLimits, progress: Callable[[], None]
) -> list[LinkResult]:
    everywhere = asyncio.Semaphore(crawl_limits.at_once)
    hosts: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(crawl_limits.at_once_per_host))
    limits = httpx.Limits(max_connections=crawl_limits.at_once)
    async with httpx.AsyncClient(limits=limits, headers={"User-Agent": user_agent()}) as client:

        async def check(address: str) -> LinkResult:
            async with hosts[urlsplit(address).netloc]:
                async with everywhere:
                    verdict, reason = await _check_one(client, address, crawl_limits)
                # The host rests, others may be asked.
                await asyncio.sleep(crawl_limits.pause_per_host)
            progress()
            archive = _ARCHIVE + address if verdict == "dead" else None
            return LinkResult(address, verdict, reason, tuple(addresses[address]), archive)

        return list(await asyncio.gather(*(check(address) for address in addresses)))


async def _check_one(client: httpx.AsyncClient, address: str, crawl_limits: CrawlLimits) -> tuple[Verdict, str]:
    retries = stamina.retry_context(
        on=(httpx.TransportError, TimeoutError, _TryAgainError),
        attempts=crawl_limits.attempts,
        wait_initial=crawl_limits.first_wait,
        wait_jitter=crawl_limits.first_wait,
        wait_max=5,
    )
    try:
        async for attempt in retries:
            with attempt:
                return await _ask(client, address, crawl_limits)
    except _TryAgainError as problem:
        return _verdict_of(problem.status)
    except TimeoutError:
        return "unreachable", f"no answer within {crawl_limits.timeout:g} s"
    except httpx.TransportError as problem:
        return "unreachable", _words(problem)
    except (httpx.InvalidURL, httpx.HTTPError, ValueError) as problem:
        return "dead", _words(problem)
    return "unreachable", "no answer"


class _TryAgainError(Exception):
    """The server says that it cannot answer right now."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def _ask(client: httpx.AsyncClient, address: str, crawl_limits: CrawlLimits) -> tuple[Verdict, str]:
    """Ask once, and follow redirects. Only the head of an answer is read, so a page of any size costs nothing."""
    request = client.build_request("GET", address, timeout=crawl_limits.timeout)
    async with asyncio.timeout(crawl_limits.timeout):
        for _ in range(_MAX_REDIRECTS):
            # httpx would read the whole page that redirects; here nothing but its head is waited for.
            response = await client.send(request, stream=True)
            await response.aclose()
            if response.next_request is None:
                break
            request = response.next_request
        else:
            raise httpx.TooManyRedirects("redirects in a circle", request=request)
    status = response.status_code
    if status == 429 or status >= 500:
        raise _TryAgainError(status)
    return _verdict_of(status)


def _verdict_of(status: int) -> tuple[Verdict, str]:
    reason = f"HTTP {status}"
    if status in _GONE:
        return "dead", reason
    if status in _REFUSALS:
        return "refused", reason
    return ("alive", reason) if status < 400 else ("unreachable", reason)


def _words(problem: Exception) -> str:
    return str(problem).strip() or type(problem).__name__
