"""PDF and PNG of a Typst document, with the fonts of this package alone.

Typst keeps threads of its own once it has run. A process that is forked later has none of them and would wait for them
for ever, so there a document is made in a new process.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import typst

FONTS = Path(__file__).parent / "fonts"
# The latest that pdflatex takes in without a warning.
PDF_VERSION: Final = "1.5"
_MAX_SECONDS = 300
_PROGRAM = f"import sys; from {__name__} import serve; sys.exit(serve())"
# The process in which Typst ran first, as far as this one knows: its own, or the one that it was forked from.
_first_process: list[int] = []


def typeset(source: str, format: Literal["pdf", "png"], ppi: float) -> list[bytes]:
    """A Typst document as files: one PDF, or a PNG for each page, of `ppi` pixels to 72 points.

    Raises:
        ValueError: Typst refuses the document; the message is its own.
    """
    if not _first_process:
        _first_process.append(os.getpid())
    if _first_process[0] == os.getpid():
        return _typeset_here(source, format, ppi)
    return _typeset_elsewhere(source, format, ppi)


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _typeset_here(source: str, format: Literal["pdf", "png"], ppi: float) -> list[bytes]:
    # Imported here: who draws SVG or writes CSV does not wait for it.
    import typst

    try:
        made = typst.compile(
            source.encode("utf-8"),
            format=format,
            ppi=ppi,
            font_paths=_fonts(),
            pdf_standards=PDF_VERSION if format == "pdf" else None,
        )
    except typst.TypstError as problem:
        raise ValueError(str(problem)) from problem
    return [bytes(one) for one in made] if isinstance(made, list) else [bytes(made)]


def _typeset_elsewhere(source: str, format: Literal["pdf", "png"], ppi: float) -> list[bytes]:
    task = json.dumps({"source": source, "format": format, "ppi": ppi})
    program = [sys.executable, "-c", _PROGRAM]
    done = subprocess.run(program, input=task, capture_output=True, text=True, timeout=_MAX_SECONDS, check=False)
    if done.returncode:
        raise ValueError(done.stderr.strip())
    return [base64.b64decode(one) for one in json.loads(done.stdout)]


def serve() -> int:
    """Make the document that standard input asks for; the files go to standard output, in base64 as a list of JSON."""
    task: dict[str, Any] = json.load(sys.stdin)
    try:
        made = _typeset_here(task["source"], task["format"], task["ppi"])
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    json.dump([base64.b64encode(one).decode("ascii") for one in made], sys.stdout)
    return 0
