"""What the formats share: opening a file, and saying that it ends too early."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from hfm_atlas.discovery.works import NoWorkError, Work

# A work, or why a record gave none.
Read: TypeAlias = "Work | str"


class UnreadableFileError(Exception):
    """A file that is not what its name says, or ends in the middle; the message says what to do."""


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked where it is gzipped.

    Raises:
        UnreadableFileError: it cannot be opened, or ends in the middle.
    """
    try:
        with path.open("rb") as raw:
            packed = raw.peek(2)[:2] == b"\x1f\x8b"
            yield cast(BinaryIO, io.BufferedReader(gzip.GzipFile(fileobj=raw))) if packed else raw
    except EOFError as problem:
        raise UnreadableFileError(f"{path.name} ends in the middle of its gzip data; fetch it again") from problem
    except (gzip.BadGzipFile, zlib.error) as problem:
        raise UnreadableFileError(f"{path.name} holds broken gzip data ({problem}); fetch it again") from problem
    except OSError as problem:
        raise UnreadableFileError(f"cannot read {path}: {problem.strerror or problem}") from problem


def refuse_web_page(path: Path, start: bytes) -> None:
    """Tell a web page, which servers send in place of data, from data.

    Raises:
        UnreadableFileError: the file starts as a web page does.
    """
    if start.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise UnreadableFileError(
            f"{path.name} is a web page and no data: what the server sent instead; fetch it again"
        )


def read_each(path: Path, records: Iterator[tuple[str, Callable[[], Work]]]) -> Iterator[Read]:
    """The work of each record, given with its place in the file, or what keeps it from being one."""
    for place, make in records:
        try:
            yield make()
        except (NoWorkError, ValueError, TypeError, KeyError, AttributeError) as problem:
            what = str(problem) if isinstance(problem, NoWorkError) else f"another form than expected ({problem!r})"
            yield f"{path.name}, {place}: {what}"
