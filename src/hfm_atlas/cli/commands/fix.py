"""`hfm-atlas validate --fix`: make the safe fixes of validation's findings, and say which."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from hfm_atlas._util.files import change_files
from hfm_atlas._util.grouping import grouped
from hfm_atlas.diagnostics import Diagnostic, shorten
from hfm_atlas.loading.loader import LoadCache
from hfm_atlas.model.file_layout import layout_for
from hfm_atlas.project import Project
from hfm_atlas.reports.text import visible
from hfm_atlas.validation.runner import CheckResult, check_project
from hfm_atlas.yamlio.edits import fix_text, strip_lines
from hfm_atlas.yamlio.formatter import CannotFormatError, fill_fields
from hfm_atlas.yamlio.parser import read_document

# One fix may uncover the next finding: a key is fixed first, then its value.
_MAX_ROUNDS = 5


def fix_project(project: Project, is_wanted: Callable[[str], bool]) -> None:
    """Fix the files whose path `is_wanted`, and print each change; a file that is no valid YAML stays as it is.

    Raises:
        UsageError: a file cannot be written; then none is changed.
    """
    done: set[tuple[str, str, str]] = set()
    load_cache = LoadCache()
    for _ in range(_MAX_ROUNDS):
        checked = check_project(project, load_cache=load_cache)
        found = [
            one
            for one in checked.diagnostics
            if one.is_fixable and is_wanted(one.path) and (one.path, one.rule, one.message) not in done
        ]
        done.update((one.path, one.rule, one.message) for one in found)
        if not _fix(project, found):
            break
    _strip(project, filter(is_wanted, _paths(checked)))


def _fix(project: Project, found: Iterable[Diagnostic]) -> bool:
    """Make the fixes of `found`; whether there was anything to do."""
    contents: dict[Path, bytes] = {}
    for path, diagnostics in grouped((one.path, one) for one in found).items():
        if not _is_whole(project, path):
            continue
        fixed = fix_text((project.root / path).read_bytes().decode("utf-8"), diagnostics)
        if fixed.changes:
            contents[project.root / path] = fixed.text.encode("utf-8")
        elif (filled := _fill(project.root / path, diagnostics)) is not None:
            contents[project.root / path] = filled.encode("utf-8")
        for old, new, one in fixed.changes:
            place = f"{one.path}:{one.position.line}:{one.position.column}"
            change = f"{visible(shorten(old))} → {visible(shorten(new))}" if new else "an invisible character is gone"
            print(f"fixed {place}: {change} ({one.rule})", file=sys.stderr)
    if contents:
        change_files(project.root, contents)
    return bool(contents)


def _fill(file: Path, diagnostics: Iterable[Diagnostic]) -> str | None:
    """The file with the words in it that follow from the rest of it; None where there is nothing to do."""
    fills = [(one, *one.fills) for one in diagnostics if one.fills]
    if not fills:
        return None
    try:
        text = fill_fields(
            file.read_text("utf-8-sig"), {field: word for _, field, word in fills}, layout_for(file.stem)
        )
    except CannotFormatError:
        return None
    for one, field, word in fills:
        print(f"fixed {one.path}: {visible(field)} is {word} ({one.rule})", file=sys.stderr)
    return text


def _strip(project: Project, paths: Iterable[str]) -> None:
    contents: dict[Path, bytes] = {}
    for path in paths:
        text, number = strip_lines((project.root / path).read_bytes().decode("utf-8"))
        if number:
            contents[project.root / path] = text.encode("utf-8")
            print(f"fixed {path}: white space at the end of {number} lines", file=sys.stderr)
    if contents:
        change_files(project.root, contents)


def _paths(checked: CheckResult) -> list[str]:
    """Files that could be read as text."""
    broken = {one.path for one in checked.diagnostics if one.rule == "invalid-utf-8"}
    return sorted(path for path, lines in checked.lines.items() if lines and path not in broken)


def _is_whole(project: Project, path: str) -> bool:
    """Whether nothing is wrong with the file as YAML."""
    found = read_document(project.root, project.root / path)
    return found.document is not None and not found.diagnostics
