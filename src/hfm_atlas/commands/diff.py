"""`hfm-atlas diff`: what a change of the data means, between two revisions or a revision and the files as they are."""

from __future__ import annotations

import sys
from contextlib import nullcontext

from hfm_atlas.changes import compare_states
from hfm_atlas.project import Project
from hfm_atlas.reports.changes import render_changes
from hfm_atlas.revisions import checked_out
from hfm_atlas.rules import check_project


def run_diff(project: Project, base: str, head: str | None, format_name: str) -> int:
    """Print what changed from revision `base` to revision `head`, or to the files as they are now.

    Raises:
        UsageError: git does not know a revision, or the format is unknown.
    """
    with checked_out(project, base) as old, checked_out(project, head) if head else nullcontext(project) as new:
        changes = compare_states(check_project(old), check_project(new))
    sys.stdout.write(render_changes(changes, format_name))
    return 0
