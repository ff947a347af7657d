"""`hfm-atlas rename-entry`, `merge-entry` and `rename-term`: new ids, rewritten everywhere, with a redirect."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Callable

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import change_files
from hfm_atlas.curation.refactor import Rewrite, merge_entry, rename_entry, rename_term
from hfm_atlas.diagnostics import count_errors
from hfm_atlas.loading.loader import kept_readings
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.project import Project
from hfm_atlas.reports import format_findings
from hfm_atlas.validation.runner import CheckResult, check_project


def run_rename_entry(project: Project, old: str, new: str, *, dry_run: bool) -> int:
    """Give an entry another id; 1 if that leaves an error in a file that was written."""
    return _apply(project, old, lambda atlas: rename_entry(atlas, old, new), dry_run=dry_run)


def run_merge_entry(project: Project, source: str, target: str, *, dry_run: bool) -> int:
    """Merge an entry into another; 1 if that leaves an error in a file that was written."""
    return _apply(project, source, lambda atlas: merge_entry(atlas, source, target), dry_run=dry_run)


def run_rename_term(project: Project, old: str, new: str, *, dry_run: bool) -> int:
    """Give a term, named as facet/id, another id; 1 if that leaves an error in a file that was written."""
    facet, slash, id = old.partition("/")
    if not slash:
        raise UsageError(f"name the term with its facet, for example tasks/{old}")
    new_id = new.removeprefix(f"{facet}/")
    return _apply(project, id, lambda atlas: rename_term(atlas, facet, id, new_id), dry_run=dry_run)


def _apply(project: Project, old: str, rewrite: Callable[[Atlas], Rewrite], *, dry_run: bool) -> int:
    """Show what changes as a diff, and write it unless `dry_run`, all of it or nothing."""
    checked = check_project(project, load_cache=kept_readings(project))
    result = rewrite(checked.atlas)
    _refuse_broken_files(checked, old)
    _show(project, result)
    if dry_run:
        print("nothing was written", file=sys.stderr)
        return 0
    contents = {project.root / path: text.encode("utf-8") for path, text in result.texts.items()}
    change_files(project.root, contents, [project.root / path for path in result.removed])
    return _report_findings(project, set(result.texts))


def _refuse_broken_files(checked: CheckResult, old: str) -> None:
    """A file with an error is not rewritten, so it must not name the old id."""
    read = {one.document.path for one in checked.atlas.loaded}
    read |= {one.document.path for one in checked.atlas.facets.values()}
    pattern = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
    broken = [path for path, lines in checked.lines.items() if path not in read and any(map(pattern.search, lines))]
    if broken:
        raise UsageError(f"'{old}' is named in files that have errors; fix them first: {', '.join(broken)}")


def _show(project: Project, result: Rewrite) -> None:
    new = [path for path in result.texts if not (project.root / path).exists()]
    moved = dict(zip(new, result.removed, strict=False))
    for path, text in result.texts.items():
        source = moved.get(path, path)
        before = (project.root / source).read_text("utf-8")
        lines = difflib.unified_diff(before.splitlines(True), text.splitlines(True), source, path, n=1)
        sys.stdout.writelines(line if line.endswith("\n") else line + "\n" for line in lines)
    for path in result.removed:
        if path not in moved.values():
            print(f"removed {path}")
    if result.lost_facts:
        print(f"only the removed entry says: {', '.join(result.lost_facts)}; `git show HEAD:{result.removed[0]}`")


def _report_findings(project: Project, paths: set[str]) -> int:
    """Findings in the files that were written, such as an entry that now builds on itself; 1 if one is an error."""
    checked = check_project(project, load_cache=kept_readings(project))
    findings = [one for one in checked.diagnostics if one.path in paths]
    sys.stderr.write(format_findings(findings, checked.lines))
    return 1 if count_errors(findings) else 0
