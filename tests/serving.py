"""A server on this machine that answers as a test says, also badly."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """What an address answers; several statuses are given one after the other, the last one from then on."""

    body: bytes = b""
    statuses: tuple[int, ...] = (200,)
    type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    stall: float = 0.0
    """Seconds before anything is sent."""
    cut: bool = False
    """Whether the connection breaks off in the middle of the body."""
    endless: bool = False
    """Whether the body never comes to an end."""
    asked: list[dict[str, str]] = field(default_factory=list)
    """Headers of the requests so far."""


def patience(answers: Iterable[Answer]) -> float:
    """Seconds to wait for each of `answers`: few where one never comes in time, else more than a busy machine takes."""
    return 0.5 if any(one.stall or one.endless for one in answers) else 30.0


@contextmanager
def serve(answers: Mapping[str, Answer]) -> Iterator[str]:
    """The address of a server with these answers by path; any other path is not there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.get(self.path, Answer(b"{}", (404,)))
            status = answer.statuses[min(len(answer.asked), len(answer.statuses) - 1)]
            answer.asked.append(dict(self.headers))
            time.sleep(answer.stall)
            with suppress(ConnectionError):
                _send(self, status, answer)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing: the output belongs to the test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _send(handler: BaseHTTPRequestHandler, status: int, answer: Answer) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", answer.type)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    if not answer.endless:
        handler.send_header("Content-Length", str(len(answer.body) * (2 if answer.cut else 1)))
    handler.end_headers()
    handler.wfile.write(answer.body)
    for _ in range(10_000 if answer.endless else 0):
        handler.wfile.write(answer.body)
    if answer.cut:
        handler.wfile.flush()
        handler.connection.close()
