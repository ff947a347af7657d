"""The data of an earlier revision, taken from git into a temporary folder."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hfm_atlas.errors import UsageError
from hfm_atlas.project import Project

_FOLDERS = ("entries", "taxonomy")


@contextmanager
def checked_out(project: Project, revision: str) -> Iterator[Project]:
    """The entries and taxonomy of `revision` as a project of their own; the working tree is not touched.

    Raises:
        UsageError: git does not know the revision, or the project is not in git.
    """
    commit = _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not commit:
        raise UsageError(f"git knows no revision '{revision}'; `git log --oneline` and `git branch -a` list them")
    name = commit.decode().strip()
    present = [folder for folder in _FOLDERS if _git(project, "ls-tree", name, "--", folder)]
    with tempfile.TemporaryDirectory(prefix="hfm-atlas-") as folder:
        root = Path(folder)
        for missing in _FOLDERS:
            (root / missing).mkdir()
        if present:
            archive = _git(project, "archive", "--format=tar", name, "--", *present)
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                tar.extractall(root, filter="data")
        yield Project(root)


def _git(project: Project, *arguments: str) -> bytes:
    """What git prints; nothing where it refuses."""
    try:
        done = subprocess.run(["git", *arguments], cwd=project.root, capture_output=True, check=False)
    except OSError as problem:
        raise UsageError(f"git cannot be run: {problem.strerror}") from problem
    return done.stdout if done.returncode == 0 else b""
