"""`hfm-atlas fmt`: entries and facets in their one canonical form."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

from hfm_atlas.documents import read_document
from hfm_atlas.errors import UsageError
from hfm_atlas.files import write_file
from hfm_atlas.formatting import CannotFormatError, format_text
from hfm_atlas.project import Project
from hfm_atlas.reports import format_findings


def run_fmt(project: Project, paths: Sequence[Path], *, check: bool, show_diff: bool) -> int:
    """Format the files at `paths`, or all of entries/ and taxonomy/.

    Returns 1 if `check` found a file that is not in canonical form, or a file could not be formatted; that file stays
    untouched and the others are still formatted.
    """
    untouched, changed = 0, []
    files = _files(project, paths)
    for file in files:
        before = file.read_text("utf-8", errors="replace")
        try:
            after = format_text(before, file.stem)
        except CannotFormatError as problem:
            untouched += 1
            _report_broken(project, file, str(problem))
            continue
        if after != before:
            changed.append(file)
            if show_diff:
                sys.stdout.writelines(_diff(before, after, _shown(project, file)))
            if not check:
                write_file(file, after.encode("utf-8"))
    _summarise(project, changed, len(files), check=check)
    return 1 if untouched or (check and changed) else 0


def _files(project: Project, paths: Sequence[Path]) -> list[Path]:
    if not paths:
        return sorted([*project.entries.rglob("*.yml"), *project.taxonomy.rglob("*.yml")])
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
        files.extend(sorted(path.rglob("*.yml")) if path.is_dir() else [path])
    return [file.resolve() for file in files]


def _shown(project: Project, file: Path) -> str:
    return file.relative_to(project.root).as_posix() if file.is_relative_to(project.root) else str(file)


def _report_broken(project: Project, file: Path, problem: str) -> None:
    """Say why a file stays untouched, with the reader's own findings where it lies in the project."""
    findings = read_document(project.root, file) if file.is_relative_to(project.root) else None
    if findings and findings.diagnostics:
        sys.stderr.write(format_findings(findings.diagnostics, {findings.path: findings.lines}))
    else:
        print(f"{_shown(project, file)}: error: {problem}", file=sys.stderr)


def _diff(before: str, after: str, name: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(True), after.splitlines(True), name, f"{name} (formatted)")
    return [line if line.endswith("\n") else line + "\n" for line in lines]


def _summarise(project: Project, changed: Sequence[Path], total: int, *, check: bool) -> None:
    for file in changed:
        print(f"{'would change' if check else 'formatted'} {_shown(project, file)}", file=sys.stderr)
    verdict = f"{len(changed)} of {total} files {'are not in canonical form' if check else 'changed'}"
    print(verdict + ("; run `hfm-atlas fmt`" if check and changed else ""), file=sys.stderr)
