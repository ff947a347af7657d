"""Writing files: to a temporary file beside the target, then renamed, so that nothing is ever half written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hfm_atlas.errors import UsageError


def write_file(path: Path, content: bytes) -> None:
    """Write `content` to `path` in one step; an existing file is replaced only when all of it is on disk.

    Raises:
        UsageError: the file cannot be written (folder missing, no rights, disk full).
    """
    write_files({path: content})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write several files; none of them is replaced before all are on disk.

    Raises:
        UsageError: one of them cannot be written; then all are as they were.
    """
    written: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in contents.items():
            _write_beside(path, content, written)
        for path, temporary in written.items():
            temporary.replace(path)
    except OSError as problem:
        for temporary in written.values():
            temporary.unlink(missing_ok=True)
        raise UsageError(f"cannot write {path}: {problem.strerror or problem}") from problem


def _write_beside(path: Path, content: bytes, written: dict[Path, Path]) -> None:
    """Write a temporary file in the folder of `path` and note it in `written`."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = written[path] = Path(name)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    # mkstemp makes the file private; a result is as readable as any new file.
    temporary.chmod(0o666 & ~_umask())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
