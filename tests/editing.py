"""Changing a copy of the invented atlas, and keeping it in git."""

from __future__ import annotations

import os
import subprocess

from hfm_atlas.project import Project

_IDENTITY = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(project: Project, *arguments: str) -> str:
    """What git prints, run in the project."""
    environment = os.environ | _IDENTITY
    done = subprocess.run(["git", *arguments], cwd=project.root, env=environment, capture_output=True, check=True)
    return done.stdout.decode()


def commit_all(project: Project, message: str = "change") -> None:
    """Everything as it is now as one commit; the first call makes the repository."""
    if not (project.root / ".git").exists():
        git(project, "init", "--quiet", "--initial-branch", "main")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--allow-empty", "--message", message)


def read(project: Project, path: str) -> str:
    """Text of the file at `path`."""
    return (project.root / path).read_text("utf-8")


def edit(project: Project, path: str, old: str, new: str) -> None:
    """Replace `old`, which must stand once in the file at `path`, by `new`."""
    text = read(project, path)
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    (project.root / path).write_text(text.replace(old, new), "utf-8")


def read_all(project: Project) -> dict[str, str]:
    """Text of every file of the data, by path."""
    files = [*project.entries.rglob("*.yml"), *project.taxonomy.rglob("*.yml")]
    return {file.relative_to(project.root).as_posix(): file.read_text("utf-8") for file in sorted(files)}
