"""Values kept on disk between runs by what they were made from; whatever happens to the file costs time, nothing else.

The file may be deleted, cut, overwritten, locked or from another machine. SQLite keeps several processes apart and
completes or undoes what a killed one began; each value carries a checksum of its own, since a damaged page of the file
may go unnoticed. Values are bytes that whoever reads them parses: nothing that is kept here is ever run.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cache
from itertools import islice
from pathlib import Path

# Part of the name of the table, so that a file with another layout is not misread.
_TABLE = "kept_1"
_CHECKSUM = 8
_SECONDS = 2.0
# Keys of one question; SQLite takes no more than 999 everywhere.
_AT_ONCE = 500
# Values that nobody asked for in a run are dropped once there are that many times as many as are in use.
_SPARE = 3
_PACKAGE = Path(__file__).parents[1]


def digest(*parts: bytes) -> bytes:
    """A key that tells sequences of `parts` apart."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "little") + part)
    return made.digest()


def stamp_of(state: os.stat_result) -> tuple[int, ...]:
    """What changes with each write to the file whose state this is, or when another takes its place."""
    return state.st_mode, state.st_size, state.st_ino, state.st_mtime_ns, state.st_ctime_ns


@cache
def program_digest() -> bytes:
    """Tells this program from any other: all of its sources, what is installed next to it, and the interpreter."""
    sources = [b"%s\0%s" % (os.fsencode(file.relative_to(_PACKAGE)), file.read_bytes()) for file in _sources()]
    folders = [Path(folder) for folder in sys.path if folder and Path(folder).is_dir()]
    installed = {one.name for folder in folders for one in folder.glob("*.*-info")}
    return digest(sys.version.encode(), *sources, *(os.fsencode(name) for name in sorted(installed)))


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(_PACKAGE):
        folders.sort()
        yield from (Path(folder, name) for name in sorted(files) if name.endswith(".py"))


class Store:
    """Values by key in one file."""

    def __init__(self, file: Path, seconds: float = _SECONDS) -> None:
        """`file` need not be there; where another process is writing to it, this one waits so long."""
        self._file, self._seconds = file, seconds

    def find(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The values that are there, by key."""
        found: dict[bytes, bytes] = {}
        with suppress(sqlite3.Error), self._open() as connection:
            for part in _in_parts(keys):
                wanted = ",".join("?" * len(part))
                for key, value in connection.execute(f"SELECT key, value FROM {_TABLE} WHERE key IN ({wanted})", part):
                    if isinstance(value, bytes) and value[:_CHECKSUM] == _checksum(key, value[_CHECKSUM:]):
                        found[key] = value[_CHECKSUM:]
        return found

    def keep(self, values: Mapping[bytes, bytes], in_use: Collection[bytes]) -> None:
        """Keep `values`; those that are not `in_use` may go."""
        try:
            self._write(values, in_use)
        except sqlite3.OperationalError:
            pass  # It is locked or cannot be written; the next run does it.
        except sqlite3.Error:
            with suppress(OSError, sqlite3.Error):
                self._file.unlink(missing_ok=True)
                self._write(values, in_use)

    def _write(self, values: Mapping[bytes, bytes], in_use: Collection[bytes]) -> None:
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._open(create=True) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"CREATE TABLE IF NOT EXISTS {_TABLE} (key BLOB PRIMARY KEY, value BLOB)")
            rows = ((key, _checksum(key, value) + value) for key, value in values.items())
            connection.executemany(f"INSERT OR REPLACE INTO {_TABLE} VALUES (?, ?)", rows)
            (number,) = connection.execute(f"SELECT COUNT(*) FROM {_TABLE}").fetchone()
            if number > _SPARE * (len(in_use) + 1):
                kept = [row[0] for row in connection.execute(f"SELECT key FROM {_TABLE}")]
                spare = ((key,) for key in kept if key not in in_use and key not in values)
                connection.executemany(f"DELETE FROM {_TABLE} WHERE key = ?", spare)
            connection.execute("COMMIT")

    @contextmanager
    def _open(self, *, create: bool = False) -> Iterator[sqlite3.Connection]:
        address = f"{self._file.absolute().as_uri()}?mode={'rwc' if create else 'ro'}"
        with closing(sqlite3.connect(address, timeout=self._seconds, isolation_level=None, uri=True)) as connection:
            # What a foreign file defines besides the table is not run.
            connection.execute("PRAGMA trusted_schema = OFF")
            yield connection


def _in_parts(keys: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = iter(keys)
    while part := list(islice(rest, _AT_ONCE)):
        yield part


def _checksum(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(value, key=key, digest_size=_CHECKSUM).digest()
