"""Writing files: to a temporary file beside the target, then renamed, so that nothing is ever half written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hfm_atlas.errors import UsageError


def write_file(path: Path, content: bytes) -> None:
    """Write `content` to `path` in one step; an existing file is replaced only when all of it is on disk.

    Raises:
        UsageError: the file cannot be written (folder missing, no rights, disk full).
    """
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes the file private; a result is as readable as any new file.
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except OSError as problem:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise UsageError(f"cannot write {path}: {problem.strerror or problem}") from problem


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
