"""Writing files: to a temporary file next to the target, then renamed, so that nothing is ever half written.

A change of several files is noted in a journal once all of them are on disk, so that a run that is killed between two
renames is completed by the next one. What a killed run leaves has a name that tells whose it is, and is swept.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import stat
import sys
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from hfm_atlas._util.errors import UsageError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

# `.gitignore` knows these names. The machine is part of them, since a folder may be shared with a container that
# numbers its processes again.
_MACHINE = f"{zlib.crc32(platform.node().encode()):08x}"
_TEMPORARY = ".hfm-atlas-"
_FOLDER = "hfm-atlas-"
_JOURNAL = ".hfm-atlas-journal-"
_OWNER = re.compile(r"\.?hfm-atlas-(?:journal-)?(?P<machine>[0-9a-f]{8})-(?P<pid>\d{1,9})(?:-\w+)?\Z")
_SECONDS_A_DAY = 24 * 60 * 60
# Folders of a project whose files are changed together.
_JOURNALED = ("entries", "taxonomy", "schema")
_SWEPT = (*_JOURNALED, "quality", ".cache")
# Written to in place: they are no files, even where what is behind them is one.
_DEVICES = (Path("/dev"), Path("/proc"))


def write_file(path: Path, content: bytes) -> None:
    """Write `content` to `path` in one step; an existing file is replaced only when all of it is on disk.

    A link is followed; a device or a pipe is written into.

    Raises:
        UsageError: the file cannot be written (folder missing, no rights, disk full).
    """
    write_files({path: content})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write several files in this order; none of them is replaced before all are on disk.

    Raises:
        UsageError: one of them cannot be written; then all are as they were.
    """
    direct = {path: content for path, content in contents.items() if _is_written_in_place(path)}
    with _static_written({path: one for path, one in contents.items() if path not in direct}) as written:
        for path, content in direct.items():
            with _refusing(path), path.open("wb") as file:
                file.write(content)
        for target, temporary in written.items():
            with _refusing(target):
                temporary.replace(target)


def change_files(root: Path, contents: Mapping[Path, bytes], removed: Iterable[Path] = ()) -> None:
    """Write and remove files of the project at `root` as one step: a run that is killed is completed by the next one.

    Raises:
        UsageError: a file cannot be written; then all are as they were.
    """
    with _static_written(contents) as written:
        replaced = [
            (_name_in(root, temporary), _name_in(root, target), _digest(contents[target]))
            for target, temporary in written.items()
        ]
        journal = root / f"{_JOURNAL}{_MACHINE}-{os.getpid()}"
        step = {"replace": replaced, "remove": [_name_in(root, path) for path in removed]}
        # Once the journal is there, the step counts as done, and the temporary files belong to it.
        kept = dict(written)
        written.clear()
        try:
            write_file(journal, json.dumps(step).encode())
        except UsageError:
            written.update(kept)
            raise
    _complete(root, journal)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _name_in(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def clear_up(root: Path) -> list[str]:
    """Complete the steps of runs that were killed and sweep what they left; the files that were changed, by name."""
    changed = []
    for journal in sorted(_named(root, _JOURNAL)):
        if _is_orphan(journal):
            with suppress(OSError, UsageError):
                changed.extend(_complete(root, journal))
    for folder in _SWEPT:
        for current, _, _ in os.walk(root / folder):
            _sweep(Path(current))
    _sweep(root)
    _sweep(Path(tempfile.gettempdir()))
    return changed


def _complete(root: Path, journal: Path) -> list[str]:
    """Do what is left of a step. A journal is no more trusted than any other file: it reaches only into the project."""
    try:
        step = json.loads(journal.read_bytes())
        replaced = [
            (_inside(root, temporary), _inside(root, target), str(digest))
            for temporary, target, digest in step["replace"]
        ]
        removed = [_inside(root, path) for path in step["remove"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        journal.unlink(missing_ok=True)
        return []
    targets = [target for _, target, _ in replaced]
    for temporary, target, _ in replaced:
        with _refusing(target), suppress(FileNotFoundError):
            if _OWNER.match(temporary.name):
                temporary.replace(target)
    # Nothing is taken away unless all that was to come in its place is there.
    if all(target.is_file() and _digest(target.read_bytes()) == digest for _, target, digest in replaced):
        for path in removed:
            with _refusing(path):
                path.unlink(missing_ok=True)
    _sync_folders({path.parent for path in (*targets, *removed)})
    journal.unlink(missing_ok=True)
    return [_name_in(root, path) for path in (*targets, *removed)]


def _inside(root: Path, name: object) -> Path:
    """The file `name` of the project.

    Raises:
        ValueError: it does not lie where files are changed together.
    """
    path = root / str(name)
    parts = path.parent.resolve().relative_to(root.resolve()).parts
    if not parts or parts[0] not in _JOURNALED:
        raise ValueError(name)
    return path


def _sync_folders(folders: Iterable[Path]) -> None:
    """Let renames reach the disk before the journal goes; where a system cannot do that for a folder, leave it."""
    for folder in folders:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


@contextmanager
def _static_written(contents: Mapping[Path, bytes]) -> Iterator[dict[Path, Path]]:
    """Temporary files with `contents` by what they are to replace; those that are still listed in the end are removed.

    Raises:
        UsageError: one of them cannot be written.
    """
    written: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            with _refusing(path):
                _write_static(Path(os.path.realpath(path)) if path.is_symlink() else path, content, written)
        yield written
    finally:
        for temporary in written.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Say which file it is that cannot be written."""
    try:
        yield
    except OSError as problem:
        raise UsageError(f"cannot write {path}: {problem.strerror or problem}") from problem


def _is_written_in_place(path: Path) -> bool:
    if any(path.is_relative_to(folder) for folder in _DEVICES):
        return True
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _write_static(path: Path, content: bytes, written: dict[Path, Path]) -> None:
    """Write a temporary file in the folder of `path` and note it in `written`."""
    _sweep(path.parent)
    handle, name = tempfile.mkstemp(prefix=f"{_TEMPORARY}{_MACHINE}-{os.getpid()}-", dir=path.parent)
    temporary = written[path] = Path(name)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    # mkstemp makes the file private; a result is as readable as any new file.
    temporary.chmod(0o666 & ~_umask())


def check_name(path: Path) -> None:
    """Refuse a path whose letters this locale does not know: the site generator cannot work there.

    Raises:
        UsageError: it says what to set.
    """
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError as problem:
        raise UsageError(
            f"the name of {os.fsencode(path)!r} cannot be read in this locale; set PYTHONUTF8=1, or LC_ALL=C.UTF-8"
        ) from problem


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it, where they are missing.

    Raises:
        UsageError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise UsageError(f"cannot make the folder {folder}: {problem.strerror or problem}") from problem


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone afterwards; one that a killed run left goes with the next run."""
    with tempfile.TemporaryDirectory(prefix=f"{_FOLDER}{_MACHINE}-{os.getpid()}-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextmanager
def only_one(lock: Path, waiting: str) -> Iterator[None]:
    """Let only one run at a time do this; another one says that it is `waiting`. A killed run lets the lock go.

    Where no lock can be had (a folder that cannot be written, a system without them), nobody waits.
    """
    with ExitStack() as held:
        with suppress(OSError):
            lock.parent.mkdir(parents=True, exist_ok=True)
            _wait_for(held.enter_context(lock.open("wb")), waiting)
        yield


def _wait_for(file: BinaryIO, waiting: str) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(waiting, file=sys.stderr)
        fcntl.flock(file, fcntl.LOCK_EX)


def _named(folder: Path, beginning: str) -> list[Path]:
    try:
        with os.scandir(folder) as found:
            return [folder / one.name for one in found if one.name.startswith(beginning)]
    except OSError:
        return []


def _sweep(folder: Path) -> None:
    """Remove what runs that are gone left in `folder`, but for journals."""
    for path in (*_named(folder, _TEMPORARY), *_named(folder, _FOLDER)):
        if path.name.startswith(_JOURNAL) or not _is_orphan(path):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


def _is_orphan(path: Path) -> bool:
    """Whether the run that made `path` is gone; of another machine that is not known, but after a day it is."""
    owner = _OWNER.match(path.name)
    if owner is None:
        return False
    if owner["machine"] == _MACHINE:
        return not is_running(int(owner["pid"]))
    with suppress(OSError):
        return time.time() - path.lstat().st_mtime > _SECONDS_A_DAY
    return False


def is_running(pid: int) -> bool:
    """Whether there is a process with this number."""
    if os.name == "nt":  # There, sending no signal would end the process.
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
