"""`hfm-atlas fmt`: entries and facets in their one canonical form."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import write_file
from hfm_atlas.curation.drafts import drop_own_comments
from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.model.file_layout import layout_for
from hfm_atlas.project import Project
from hfm_atlas.reports import format_findings
from hfm_atlas.yamlio.formatter import CannotFormatError, format_text
from hfm_atlas.yamlio.parser import Document, parse_text, read_document


def run_fmt(project: Project, paths: Sequence[Path], *, check: bool, show_diff: bool, finish: bool = False) -> int:
    """Format the files at `paths`, or all of entries/ and taxonomy/; with `finish`, without the comments of drafts.

    Returns 1 if `check` found a file that is not in canonical form, or a file could not be formatted; that file stays
    untouched and the others are still formatted.

    Raises:
        UsageError: a path is not there, or a file cannot be written.
    """
    untouched, changed = 0, []
    files = _files(project, paths)
    for file in files:
        texts = _format(project, file, finish=finish)
        if texts is None:
            untouched += 1
            continue
        before, after = texts
        if after != before:
            changed.append(file)
            if show_diff:
                sys.stdout.writelines(_diff(before, after, _shown(project, file)))
            if not check:
                write_file(file, after.encode("utf-8"))
    _summarise(project, changed, untouched, len(files), check=check)
    return 1 if untouched or (check and changed) else 0


def _files(project: Project, paths: Sequence[Path]) -> list[Path]:
    if not paths:
        return sorted([*project.entries.rglob("*.yml"), *project.taxonomy.rglob("*.yml")])
    files: list[Path] = []
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"{path}: no such file or folder")
        files.extend(sorted(path.rglob("*.yml")) if path.is_dir() else [path])
    # The folder is resolved, not the file, so that a link stays one and is found to be one.
    return [file.parent.resolve() / file.name for file in files]


def _format(project: Project, file: Path, *, finish: bool) -> tuple[str, str] | None:
    """The file's text as it is and in canonical form; None after saying why it has none."""
    root = project.root if file.is_relative_to(project.root) else file.parent
    found = read_document(root, file)
    if found.document is None or found.diagnostics:
        sys.stderr.write(format_findings(found.diagnostics, {found.path: found.lines}))
        return None
    before = file.read_bytes().decode("utf-8")
    text = before.removeprefix("\ufeff")
    if finish:
        text = _finished(text, found.document)
    try:
        return before, format_text(text, layout_for(file.stem))
    except CannotFormatError as problem:
        print(f"{_shown(project, file)}: error: {problem}", file=sys.stderr)
        return None


def _finished(text: str, document: Document) -> str:
    """The text without the comments that `hfm-atlas new` wrote, unless that would change what it says."""
    kind = document.data.get("kind")
    finished = drop_own_comments(text, kind) if isinstance(kind, str) and kind in ENTRY_CLASSES else text
    return finished if parse_text(finished) == document.data else text


def _shown(project: Project, file: Path) -> str:
    return file.relative_to(project.root).as_posix() if file.is_relative_to(project.root) else str(file)


def _diff(before: str, after: str, name: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(True), after.splitlines(True), name, f"{name} (formatted)")
    return [line if line.endswith("\n") else line + "\n" for line in lines]


def _summarise(project: Project, changed: Sequence[Path], untouched: int, total: int, *, check: bool) -> None:
    for file in changed:
        print(f"{'would change' if check else 'formatted'} {_shown(project, file)}", file=sys.stderr)
    verdict = f"{len(changed)} of {total} files {'are not in canonical form' if check else 'changed'}"
    broken = f"; {untouched} cannot be read and stay as they are" if untouched else ""
    print(verdict + broken + ("; run `hfm-atlas fmt`" if check and changed else ""), file=sys.stderr)
