"""`hfm-atlas diff`: what a change of the data means, between two revisions or a revision and the files as they are."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path

from hfm_atlas._util.errors import UsageError
from hfm_atlas.cli.streams import print_or_write
from hfm_atlas.curation.diff import Changes, compare_states, read_changes
from hfm_atlas.loading.git_revision import checked_out, other_original
from hfm_atlas.loading.loader import kept_readings
from hfm_atlas.project import Project
from hfm_atlas.reports.changes import render_changes
from hfm_atlas.validation.runner import check_project


def run_diff(project: Project, base: str, head: str | None, format_name: str, output: Path | None = None) -> int:
    """Report what changed from revision `base` to revision `head`, or to the files as they are now.

    Raises:
        UsageError: git does not know a revision, the format is unknown, or the file cannot be written.
    """
    with checked_out(project, base) as old, checked_out(project, head) if head else nullcontext(project) as new:
        changes = compare_states(*(check_project(one, load_cache=kept_readings(project)) for one in (old, new)))
    if head is None and (original := other_original(project, base)):
        print(
            f"note: this compares with your fork's {base}; `hfm-atlas diff {original}` compares with the original, "
            "which has changed since",
            file=sys.stderr,
        )
    return _write(changes, format_name, output)


def run_read_diff(file: Path, format_name: str, output: Path | None = None) -> int:
    """Report the changes that the JSON format wrote to `file`.

    Raises:
        UsageError: the file is no such report, or cannot be read.
    """
    try:
        content = file.read_bytes() if file.is_file() and not file.is_symlink() else None
    except OSError as problem:
        raise UsageError(f"{file} cannot be read: {problem.strerror}") from problem
    changes = None if content is None else read_changes(content)
    if changes is None:
        raise UsageError(f"{file} is no report of `hfm-atlas diff --format json`")
    return _write(changes, format_name, output)


def _write(changes: Changes, format_name: str, output: Path | None) -> int:
    print_or_write(render_changes(changes, format_name), output)
    return 0
