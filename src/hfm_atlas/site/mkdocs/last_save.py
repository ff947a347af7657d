"""What is wrong with the last save, said in the browser: over the page, which shows the last good state."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from jinja2 import TemplateSyntaxError

_STYLE = (
    "position:fixed;inset:auto 0 0 0;z-index:99;max-height:60vh;overflow:auto;margin:0;padding:.8rem 1.2rem;"
    "background:#7f1d1d;color:#fff;font:14px/1.45 sans-serif"
)
_TEXT_STYLE = "margin:.5rem 0 0;font:13px/1.45 monospace;white-space:pre-wrap"
_BODY_END = b"</body>"


def explain(problem: BaseException, logged: Iterable[str] = ()) -> str:
    """What went wrong, with what MkDocs has `logged` of it, in the words of whoever found it."""
    said = [*logged]
    if isinstance(problem, TemplateSyntaxError):
        said.append(f"{problem.filename or problem.name}:{problem.lineno}: {problem.message}")
    elif str(problem) and not any(str(problem) in one for one in said):
        said.append(str(problem))
    return "\n".join(said) or "".join(traceback.format_exception_only(problem)).strip()


@contextmanager
def logged_errors() -> Iterator[list[str]]:
    """The errors that MkDocs logs meanwhile: what it raises in the end does not repeat them."""
    said: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)


def lay_over(html: bytes, problem: str) -> bytes:
    """The page with `problem` laid over its lower end."""
    note = (
        f'<aside id="last-save" role="alert" style="{_STYLE}"><strong>The last save has an error; '
        f'the site shows its last good state.</strong><pre style="{_TEXT_STYLE}">{escape(problem)}</pre></aside>'
    )
    before, end, behind = html.rpartition(_BODY_END)
    return before + note.encode("utf-8", "replace") + end + behind if end else html + note.encode("utf-8", "replace")


def serve_with(
    problem: str, serve: WSGIApplication, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """What `serve` answers; a page has `problem` laid over it."""
    started: list[Any] = []
    body = serve(environ, lambda *arguments: started.append(arguments))  # type: ignore[arg-type]
    status, headers = started[0][:2]
    if not any(name.lower() == "content-type" and value.startswith("text/html") for name, value in headers):
        start_response(status, headers)
        return body
    try:
        page = lay_over(b"".join(body), problem)
    finally:
        if hasattr(body, "close"):
            body.close()
    kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
    start_response(status, [*kept, ("Content-Length", str(len(page)))])
    return [page]
