"""Where works are kept: a folder of Parquet, in parts by source, that a killed run leaves whole.

Each file or server that works come from is an input. Its parts are written one by one, each in one step, and a note
says up to where it was read, so that the next run goes on there. A part without its note is written again.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import make_folder, write_file
from hfm_atlas.discovery.formats.files import read_file
from hfm_atlas.discovery.formats.reading import UnreadableFileError
from hfm_atlas.discovery.work_table import as_table
from hfm_atlas.discovery.works import Work

BATCH = 20_000
# Of a file in which nothing is as it should be, these are told; the rest is counted.
MAX_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Batch:
    """Some works of an input, what could not be read, and where to go on."""

    works: list[Work]
    problems: list[str]
    position: str
    """Where to go on, in the input's own words."""


@dataclass(frozen=True, slots=True)
class InputNote:
    """Up to where an input was read."""

    input: str
    signature: str
    """Changes with the file, or with what a server is asked; then the input is read anew."""
    position: str = ""
    parts: int = 0
    works: int = 0
    problems: int = 0
    first_problems: tuple[str, ...] = field(default=())
    is_complete: bool = False
    broken_off: str = ""
    """Why an input could not be read to its end."""


@dataclass(frozen=True)
class WorkStore:
    """The folder of works."""

    root: Path

    @property
    def works(self) -> Path:
        """Folder of the parts; the next level is `source=NAME`."""
        return self.root / "works"

    def notes(self) -> list[InputNote]:
        """What is known of each input so far."""
        return [_read_note(file) for file in sorted((self.root / "inputs").glob("*.json"))]

    def take_in(
        self,
        input: str,
        source: str,
        signature: str,
        read: Callable[[str], Iterator[Batch]],
        tell: Callable[[InputNote], None] = lambda note: None,
    ) -> InputNote:
        """Write what `read` gives from the position on that is noted; an input that is complete is not read again.

        Raises:
            UsageError: a part cannot be written, for example since the disk is full; those before it stay.
        """
        name = f"{re.sub(r'[^a-z0-9]+', '-', input.lower())[-40:].strip('-')}-{_digest(f'{source} {input}')}"
        file, folder = self.root / "inputs" / f"{name}.json", self.works / f"source={source}"
        note = _read_note(file) if file.is_file() else InputNote(input, signature)
        if note.signature != signature:
            note = InputNote(input, signature)
        if note.is_complete:
            return note
        make_folder(file.parent)
        make_folder(folder)
        note = replace(note, broken_off="")
        try:
            for batch in read(note.position):
                if batch.works:
                    _write_part(folder / f"{name}-{note.parts:05}.parquet", batch.works)
                note = _with_batch(note, batch)
                _write_note(file, note)
                tell(note)
            note = replace(note, is_complete=True)
        except UnreadableFileError as problem:
            note = replace(note, broken_off=str(problem))
        for left in folder.glob(f"{name}-*.parquet"):
            if int(left.stem.rpartition("-")[2]) >= note.parts:
                left.unlink()
        _write_note(file, note)
        return note


def file_signature(path: Path) -> str:
    """What changes when the file does."""
    state = path.stat()
    return f"{state.st_size} {state.st_mtime_ns}"


def read_batches(path: Path, position: str, size: int = BATCH) -> Iterator[Batch]:
    """The works of a file from a record on, in batches of at most `size` works.

    Raises:
        UnreadableFileError: the file ends in the middle; the records before that were given.
    """
    done = int(position or 0)
    records = islice(read_file(path), done, None)
    broken: UnreadableFileError | None = None
    while broken is None:
        found = []
        try:
            for one in islice(records, size):
                found.append(one)
        except UnreadableFileError as problem:
            broken = problem
        if found:
            done += len(found)
            works = [one for one in found if isinstance(one, Work)]
            yield Batch(works, [one for one in found if isinstance(one, str)], str(done))
        elif broken is None:
            return
    raise broken


def _with_batch(note: InputNote, batch: Batch) -> InputNote:
    return replace(
        note,
        position=batch.position,
        parts=note.parts + bool(batch.works),
        works=note.works + len(batch.works),
        problems=note.problems + len(batch.problems),
        first_problems=(*note.first_problems, *batch.problems)[:MAX_PROBLEMS],
    )


def _write_part(path: Path, works: list[Work]) -> None:
    buffer = io.BytesIO()
    pq.write_table(as_table(works), buffer, compression="zstd")
    write_file(path, buffer.getvalue())


def _write_note(path: Path, note: InputNote) -> None:
    write_file(path, json.dumps(asdict(note), ensure_ascii=False, indent=1).encode())


def _read_note(path: Path) -> InputNote:
    try:
        data = json.loads(path.read_bytes())
        return InputNote(**{**data, "first_problems": tuple(data["first_problems"])})
    except (ValueError, TypeError, KeyError) as problem:
        raise UsageError(f"{path} is no note of an input; delete it, and the input is read again") from problem


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
