"""`hfm-atlas screen`: decide on works that were found, one key a work, or by a list."""

from __future__ import annotations

import csv
import subprocess
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from hfm_atlas._util.errors import UsageError
from hfm_atlas.cli.commands.discover import store_of
from hfm_atlas.discovery.decisions import (
    FILED,
    REASONS,
    Decision,
    Reason,
    add_decisions,
    decide,
    load_decisions,
    read_reason,
)
from hfm_atlas.discovery.finding import Candidate, load_candidates
from hfm_atlas.project import Project
from hfm_atlas.reports.candidates import address_of
from hfm_atlas.reports.text import visible

_KEYS: dict[str, Reason] = dict(zip("mdshfu1nx?", REASONS, strict=True))
_SUBFIELDS = {"l": "language", "v": "vision", "b": "bioinformatics", "x": "multimodal"}
_MODALITIES = {
    "t": "text",
    "c": "clinical-data",
    "i": "mixed-medical-images",
    "r": "radiology",
    "p": "pathology",
    "o": "ophthalmology",
    "e": "endoscopy",
    "d": "clinical-photography",
    "s": "physiology",
    "g": "omics",
    "m": "molecules",
    "a": "audio",
}
_LATER, _STOP = " ", "q"
_WIDTH = 100


def run_screen(
    project: Project,
    folder: Path | None,
    listed: Path | None,
    by: str | None,
    limit: int,
    *,
    key: Callable[[], str] = click.getchar,
    today: date | None = None,
) -> int:
    """Ask after each candidate that nobody has decided on, or take the decisions of a list.

    Raises:
        UsageError: there are no candidates, there is no terminal to ask at, the list names a work or a reason that is
            none, or nothing can be written.
    """
    candidates = load_candidates(store_of(project, folder))
    who, day = by or _git_name(), today or datetime.now(UTC).date()
    if listed is not None:
        return _take_list(project, candidates, listed, who, day)
    decisions = load_decisions(project)
    waiting = [one for one in candidates if decisions.of(one.work) is None][:limit]
    print("   ".join(f"{key} {reason}" for key, reason in _KEYS.items()) + "   space later   q stop", file=sys.stderr)
    done = 0
    for number, one in enumerate(waiting, 1):
        _show(one, number, len(waiting))
        pressed = _pressed(key, (*_KEYS, _LATER, _STOP))
        if pressed == _STOP:
            break
        if pressed != _LATER:
            reason = _KEYS[pressed]
            filed = [_choice(key, choices) if reason in FILED else None for choices in (_SUBFIELDS, _MODALITIES)]
            add_decisions(project, [decide(one.work, reason, who, day, *filed)])
            print(f"  {', '.join(filter(None, (REASONS[reason][0], reason, *filed)))}\n")
            done += 1
    print(f"{done} decided, {len(waiting) - done} of these left", file=sys.stderr)
    return 0


def _read_key(key: Callable[[], str]) -> str:
    try:
        return key()
    except OSError as problem:
        hint = "in a script, take decisions from a list with --list FILE"
        raise UsageError(f"there is no terminal to press a key at; {hint}") from problem


def _pressed(key: Callable[[], str], possible: Sequence[str]) -> str:
    while (pressed := _read_key(key)) not in possible:
        if pressed in ("\x03", "\x04", ""):
            raise KeyboardInterrupt
        print(f"  press one of {' '.join(possible).replace('   ', ' space ')}", file=sys.stderr)
    return pressed


def _choice(key: Callable[[], str], choices: Mapping[str, str]) -> str | None:
    print("  " + "   ".join(f"{one} {name}" for one, name in choices.items()) + "   space none", file=sys.stderr)
    return choices.get(_pressed(key, (*choices, _LATER)))


def _show(one: Candidate, number: int, total: int) -> None:
    """Text of a stranger: what a terminal would take for a command is shown, not done."""
    work = one.work
    where = ", ".join(filter(None, (work.venue, work.date, address_of(work) or work.id)))
    print(click.style(f"{number}/{total}  {visible(work.title)}", bold=True))
    print(f"  {visible(where)}")
    print(textwrap.indent(textwrap.fill(visible(work.abstract), _WIDTH), "  ") or "  (no abstract)")
    print(f"  found by {visible(', '.join(one.matched))}; ranked by {visible(', '.join(one.words))}")


def _take_list(project: Project, candidates: list[Candidate], file: Path, who: str, today: date) -> int:
    known = {one.work.id: one.work for one in candidates}
    decisions = load_decisions(project)
    new: dict[str, Decision] = {}
    for line, work_id, reason, filed in _read_list(file):
        work = known.get(work_id)
        if work is None:
            raise UsageError(f"{file}:{line}: '{work_id}' is no candidate of the last search")
        if decisions.of(work) is None:
            new[work_id] = decide(work, reason, who, today, *filed)
    add_decisions(project, list(new.values()))
    print(f"{len(new)} decided", file=sys.stderr)
    return 0


def _read_list(file: Path) -> list[tuple[int, str, Reason, tuple[str | None, str | None]]]:
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"cannot read {file}: {getattr(problem, 'strerror', None) or problem}") from problem
    rows = csv.DictReader(text.splitlines())
    if not {"work", "reason"} <= set(rows.fieldnames or []):
        raise UsageError(f"{file}: the first line must name the columns `work` and `reason`")
    found = []
    for row in rows:
        try:
            reason = read_reason(str(row["reason"]))
            filed = _read_choice(row, "subfield", _SUBFIELDS), _read_choice(row, "modality", _MODALITIES)
            found.append((rows.line_num, str(row["work"]).strip(), reason, filed))
        except UsageError as problem:
            raise UsageError(f"{file}:{rows.line_num}: {problem}") from problem
    return found


def _read_choice(row: Mapping[str, str | None], column: str, choices: Mapping[str, str]) -> str | None:
    value = (row.get(column) or "").strip() or None
    if value not in (None, *choices.values()):
        raise UsageError(f"'{value}' is no {column} of decisions; they are {', '.join(choices.values())}")
    return value


def _git_name() -> str:
    """The name that git knows.

    Raises:
        UsageError: it knows none.
    """
    found = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, check=False)
    if not found.stdout.strip():
        raise UsageError("say who decides, with --by NAME")
    return found.stdout.strip()
