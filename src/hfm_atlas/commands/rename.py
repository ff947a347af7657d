"""`hfm-atlas rename-entry`, `merge-entry` and `rename-term`: new ids, rewritten everywhere, with a redirect."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable

from hfm_atlas.atlas import Atlas
from hfm_atlas.diagnostics import count_errors
from hfm_atlas.errors import UsageError
from hfm_atlas.files import write_file
from hfm_atlas.project import Project
from hfm_atlas.renaming import Rewrite, merge_entry, rename_entry, rename_term
from hfm_atlas.reports import format_findings
from hfm_atlas.rules import check_project


def run_rename_entry(project: Project, old: str, new: str, *, dry_run: bool) -> int:
    """Give an entry another id."""
    return _apply(project, lambda atlas: rename_entry(atlas, old, new), dry_run=dry_run)


def run_merge_entry(project: Project, source: str, target: str, *, dry_run: bool) -> int:
    """Merge an entry into another."""
    return _apply(project, lambda atlas: merge_entry(atlas, source, target), dry_run=dry_run)


def run_rename_term(project: Project, old: str, new: str, *, dry_run: bool) -> int:
    """Give a term, named as facet/id, another id."""
    facet, slash, id = old.partition("/")
    if not slash:
        raise UsageError(f"name the term with its facet, for example tasks/{old}")
    return _apply(project, lambda atlas: rename_term(atlas, facet, id, new.removeprefix(f"{facet}/")), dry_run=dry_run)


def _apply(project: Project, rewrite: Callable[[Atlas], Rewrite], *, dry_run: bool) -> int:
    """Show what changes as a diff, and write it unless `dry_run`; the new files first, then what goes."""
    result = rewrite(check_project(project).atlas)
    moved = dict(
        zip(result.removed, (path for path in result.texts if not (project.root / path).exists()), strict=False)
    )
    for path, text in result.texts.items():
        source = next((old for old, new in moved.items() if new == path), path)
        _show(project, source, path, text)
    for path in result.removed:
        if path not in moved:
            print(f"removed {path}")
    if dry_run:
        return 0
    for path, text in result.texts.items():
        write_file(project.root / path, text.encode("utf-8"))
    for path in result.removed:
        (project.root / path).unlink()
    return _report_findings(project, set(result.texts))


def _report_findings(project: Project, paths: set[str]) -> int:
    """Findings in the files that were written, such as an entry that now builds on itself; 1 if one is an error."""
    checked = check_project(project)
    findings = [one for one in checked.diagnostics if one.path in paths]
    sys.stderr.write(format_findings(findings, checked.lines))
    return 1 if count_errors(findings) else 0


def _show(project: Project, old_path: str, new_path: str, text: str) -> None:
    before = (project.root / old_path).read_text("utf-8")
    lines = difflib.unified_diff(before.splitlines(True), text.splitlines(True), old_path, new_path, n=1)
    sys.stdout.writelines(line if line.endswith("\n") else line + "\n" for line in lines)
