"""The data of an earlier revision, taken from git into a temporary folder.

Files are read as git stores them, so neither attributes (`export-ignore`, line endings) nor links of a revision decide
what is seen of it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import temporary_folder
from hfm_atlas.project import Project

_FOLDERS = ("entries", "taxonomy")
_LINK = "120000"


@contextmanager
def checked_out(project: Project, revision: str) -> Iterator[Project]:
    """The entries and taxonomy of `revision` as a project of their own; the working tree is not touched.

    Raises:
        UsageError: git does not know the revision, or the project is not in git.
    """
    commit = _commit(project, revision)
    with temporary_folder() as root:
        for name in _FOLDERS:
            (root / name).mkdir()
        for path, mode, content in _files(project, commit):
            _put(root / path, mode, content)
        yield Project(root)


def other_original(project: Project, branch: str) -> str | None:
    """The branch of the original that a fork's `branch` was copied from, where that stands at another commit.

    None where it does not, or where there is no original.
    """
    original = f"upstream/{branch}"
    ask = ("rev-parse", "--verify", "--quiet", "--end-of-options")
    own, others = (_run(project, *ask, name).stdout for name in (branch, original))
    return original if others and own != others else None


def _commit(project: Project, revision: str) -> str:
    """Id of the commit that `revision` names."""
    inside = _run(project, "rev-parse", "--is-inside-work-tree")
    if inside.returncode != 0:
        said = inside.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise UsageError(f"{project.root} cannot be compared with an earlier state: {said or 'git refuses'}")
    found = _run(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode != 0:
        raise UsageError(f"git knows no revision '{revision}'; `git log --oneline` and `git branch -a` list them")
    return found.stdout.decode().strip()


def _files(project: Project, commit: str) -> Iterator[tuple[PurePosixPath, str, bytes]]:
    """Path below the project, mode and content of every file of the data."""
    listed = _run(project, "ls-tree", "-r", "-z", commit, "--", *(f"{folder}/" for folder in _FOLDERS)).stdout
    blobs: list[tuple[PurePosixPath, str, bytes]] = []
    for line in listed.split(b"\0")[:-1]:
        head, _, name = line.partition(b"\t")
        mode, kind, blob = head.split()
        path = PurePosixPath(name.decode(errors="surrogateescape"))
        if kind == b"blob" and _is_safe(path):
            blobs.append((path, mode.decode(), blob))
    wanted = b"".join(blob + b"\n" for _, _, blob in blobs)
    contents = _split_batch(_run(project, "cat-file", "--batch", given=wanted).stdout)
    for (path, mode_text, _), content in zip(blobs, contents, strict=True):
        yield path, mode_text, content


def _is_safe(path: PurePosixPath) -> bool:
    return not path.is_absolute() and ".." not in path.parts


def _split_batch(output: bytes) -> Iterator[bytes]:
    """Contents in the output of `git cat-file --batch`: a line with the size, the content, a line feed."""
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        size = int(output[at:end].split()[2])
        yield output[end + 1 : end + 1 + size]
        at = end + size + 2


def _put(file: Path, mode: str, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if mode == _LINK:
        # That it is a link is a finding; where it leads is nobody's business.
        file.symlink_to("nowhere")
    else:
        file.write_bytes(content)


def _run(project: Project, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *arguments], cwd=project.root, input=given, capture_output=True, check=False)
    except OSError as problem:
        raise UsageError(f"git cannot be run: {problem.strerror}") from problem
