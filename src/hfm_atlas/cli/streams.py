"""Standard output and error as the commands need them, whatever the terminal, the locale or the caller made of them."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from pathlib import Path

from hfm_atlas._util.files import write_file

# What keeps a command from reading or writing, and is no fault of ours.
SURROUNDINGS = {
    errno.EACCES,
    errno.EBADF,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EIO,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
    errno.ESTALE,
}


def make_streams_ready() -> None:
    """Let every text be written: files and pipes get UTF-8 as documented, a terminal without it shows `?`."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _closed(os.O_RDONLY if name == "stdout" else os.O_WRONLY))
        elif isinstance(stream, io.TextIOWrapper) and codecs.lookup(stream.encoding).name != "utf-8":
            wanted = stream.encoding if stream.isatty() or "PYTHONIOENCODING" in os.environ else "utf-8"
            stream.reconfigure(encoding=wanted, errors="replace" if name == "stdout" else "backslashreplace")


def _closed(flags: int) -> io.TextIOWrapper:
    """A stream in place of a closed one, since no file may get its number; opened for reading, it cannot be written."""
    return os.fdopen(os.open(os.devnull, flags), "w", encoding="utf-8")


def print_or_write(text: str, output: Path | None) -> None:
    """Write a report to the file `output`, or print it where there is none.

    Raises:
        UsageError: the file cannot be written.
    """
    if output is None:
        sys.stdout.write(text)
    else:
        write_file(output, text.encode("utf-8"))


def drop_output() -> None:
    """Let the interpreter not complain on its way out that something could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
