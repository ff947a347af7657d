"""Ask 1,000 addresses of a server on this machine that misbehaves in every way: `python benchmarks/links.py`.

The addresses are spread over the many local addresses of the machine, since manners are a matter of hosts. Everything
is asked with the manners of `hfm-atlas links`. The server counts how many requests were open at once, and how much of
its endless pages was taken.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import resource
import socket
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from hfm_atlas.monitoring.link_check import CrawlLimits, check_links
from hfm_atlas.monitoring.link_report import Verdict

# Of a hundred addresses: how many answer how, and what must be found.
BEHAVIOURS: list[tuple[str, int, Verdict]] = [
    ("ok", 60, "alive"),
    ("redirect", 8, "alive"),
    ("moody", 3, "alive"),
    ("huge", 2, "alive"),
    ("huge-redirect", 1, "alive"),
    ("forbidden", 5, "refused"),
    ("too-many", 3, "refused"),
    ("unavailable", 2, "refused"),
    ("gone", 5, "dead"),
    ("loop", 2, "dead"),
    ("broken", 2, "unreachable"),
    ("stall", 2, "unreachable"),
    ("drip", 1, "unreachable"),
    ("garbage", 2, "unreachable"),
    ("closed", 2, "unreachable"),
]
STATUS = {"ok": 200, "forbidden": 403, "too-many": 429, "unavailable": 503, "gone": 404, "broken": 500}
TEN_GIGABYTES = 10 * 1024**3


class Server:
    """Answers by the first part of the path."""

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.open: Counter[str] = Counter()
        self.max_open_at_a_host = 0
        self.max_open = 0
        self.bytes_taken = 0
        self.port = 0
        self._started = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True).start()
        self._started.wait()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._answer, "0.0.0.0", 0, limit=65536)
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        await server.serve_forever()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while line := await reader.readline():
                while (await reader.readline()).strip():
                    pass
                path = line.split()[1].decode()
                self._count(host, +1)
                try:
                    await self._behave(path, reader, writer)
                finally:
                    self._count(host, -1)
        except (ConnectionError, OSError, IndexError):
            pass
        finally:
            writer.close()

    def _count(self, host: str, change: int) -> None:
        self.open[host] += change
        self.max_open_at_a_host = max(self.max_open_at_a_host, self.open[host])
        self.max_open = max(self.max_open, self.open.total())

    async def _behave(self, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.requests[path] += 1
        behaviour = path.strip("/").partition("/")[0]
        if behaviour in STATUS:
            await _head(writer, STATUS[behaviour])
        elif behaviour == "moody":
            await _head(writer, 200 if self.requests[path] > 1 else 502)
        elif behaviour == "redirect":
            await _head(writer, 302, f"Location: /ok{path}")
        elif behaviour == "loop":
            await _head(writer, 302, f"Location: {path}")
        elif behaviour in ("huge", "huge-redirect"):
            head = f"Content-Length: {TEN_GIGABYTES}"
            location = f"Location: /ok{path}\r\n{head}"
            await self._flood(
                writer, 302 if "redirect" in behaviour else 200, location if "redirect" in behaviour else head
            )
        elif behaviour == "stall":
            await reader.read()  # until the client gives up
        elif behaviour == "drip":
            writer.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(300):
                writer.write(f"X-{number}: y\r\n".encode())
                await writer.drain()
                await asyncio.sleep(1)
        elif behaviour == "garbage":
            writer.write(b"\x00\x01 this is not HTTP\r\n\r\n")
            writer.close()

    async def _flood(self, writer: asyncio.StreamWriter, status: int, head: str) -> None:
        writer.write(f"HTTP/1.1 {status} X\r\n{head}\r\n\r\n".encode())
        for _ in range(TEN_GIGABYTES // 65536):
            writer.write(b"x" * 65536)
            await writer.drain()
            self.bytes_taken += 65536


async def _head(writer: asyncio.StreamWriter, status: int, *lines: str) -> None:
    writer.write("\r\n".join([f"HTTP/1.1 {status} X", *lines, "Content-Length: 0", "", ""]).encode())
    await writer.drain()


def invent_addresses(count: int, hosts: int, port: int) -> dict[str, Verdict]:
    """Addresses and what must be found of each; behaviours take turns over the hosts."""
    turns = [(name, verdict) for name, share, verdict in BEHAVIOURS for _ in range(share)]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]
    addresses: dict[str, Verdict] = {}
    for number in range(count):
        name, verdict = turns[number * 37 % len(turns)]
        host = f"127.0.{number % hosts // 250}.{number % hosts % 250 + 1}"
        addresses[f"http://{host}:{closed if name == 'closed' else port}/{name}/{number}"] = verdict
    return addresses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=1000)
    parser.add_argument("--hosts", type=int, default=200)
    arguments = parser.parse_args()
    server, crawl_limits = Server(), CrawlLimits()
    expected = invent_addresses(arguments.links, arguments.hosts, server.port)
    load_cache = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    report = check_links({address: ["x"] for address in expected}, datetime.now(UTC).date(), crawl_limits)
    seconds = time.perf_counter() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - load_cache) / 1024
    wrong = [one for one in report.results if one.verdict != expected[one.address]]
    text = _report(arguments.links, arguments.hosts, seconds, grown, server, crawl_limits, expected, len(wrong))
    print(text)
    for one in wrong:
        print(f"wrong: {urlsplit(one.address).path} is {one.verdict} ({one.reason})")
    Path(__file__).with_suffix(".md").write_text(text, "utf-8")


def _report(
    links: int,
    hosts: int,
    seconds: float,
    grown: float,
    server: Server,
    crawl_limits: CrawlLimits,
    expected: dict[str, Verdict],
    wrong: int,
) -> str:
    found = Counter(urlsplit(address).path.split("/")[1] for address in expected)
    huge = found["huge"] + found["huge-redirect"]
    rows = [f"| {name} | {found[name]} | {verdict} |" for name, _, verdict in BEHAVIOURS]
    lines = [
        "# Links",
        "",
        f"`python benchmarks/links.py --links {links} --hosts {hosts}` on {datetime.now(UTC).date()}: "
        f"Python {platform.python_version()}.",
        "",
        f"- {seconds:.0f} s for {links:,} addresses of {hosts} hosts; {wrong} verdicts wrong",
        f"- {server.requests.total():,} requests, at most {server.max_open} open at once "
        f"(allowed {crawl_limits.at_once}), "
        f"{server.max_open_at_a_host} at one host (allowed {crawl_limits.at_once_per_host}; "
        "a connection counts until the server notices that it was closed)",
        f"- {server.bytes_taken / 1024**2:.0f} MB left the server, of {huge} pages of 10 GB each; "
        f"{grown:.0f} MB more memory, the server's included",
        f"- manners: {crawl_limits.timeout:g} s patience, {crawl_limits.attempts} attempts, "
        f"{crawl_limits.pause_per_host:g} s of rest for a host after each address",
        "",
        "| The server | Addresses | Must be |",
        "|---|--:|---|",
        *rows,
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
