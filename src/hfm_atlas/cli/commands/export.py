"""`hfm-atlas export`: a selection of entries in one of the export formats."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import write_file
from hfm_atlas.loading.opening import OpenedAtlas
from hfm_atlas.query.answers import Answer, answer_filters
from hfm_atlas.query.columns import COLUMNS
from hfm_atlas.query.language import FIELDS, FilterField
from hfm_atlas.query.selection import Selection, select

if TYPE_CHECKING:
    from hfm_atlas.exports import Exporter

# More would hide the other fields.
_MAX_CHOICES = 8


def run_export(opened: OpenedAtlas, format_name: str, where: Sequence[str], output: Path | None) -> int:
    """Write the entries that every filter in `where` accepts to `output`, or to standard output.

    Those that may match are not written; how many they are is said next to it.

    Raises:
        UsageError: unknown format, field or term; no entry accepted; output not writable.
    """
    # Imported here: `query`, which shares what is below, does not wait for all exports.
    from hfm_atlas.exports import find_exporter

    exporter = find_exporter(format_name)
    answer, selection = load_selection(opened, where)
    written = selection.entries_of(*exporter.kinds)
    if not written:
        raise UsageError(_nothing_to_write(exporter, selection))
    content = exporter.export(selection)
    if output is None:
        if sys.stdout.isatty() and b"\0" in content:
            raise UsageError(f"{exporter.name} is no text; write it to a file with -o {exporter.filename}")
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_file(output, content)
        print(f"{output}: {len(written)} {_entries(len(written))}, {len(content):,} bytes", file=sys.stderr)
    if where:
        print(answer.summary, file=sys.stderr)
    return 0


def load_selection(opened: OpenedAtlas, where: Sequence[str]) -> tuple[Answer, Selection]:
    """What all filters find among the valid entries, and the same to export or draw.

    Raises:
        UsageError: unknown field or term; no entry accepted.
    """
    answer = load_answer(opened, where)
    if not answer.matches:
        raise UsageError(nothing_found(where, answer))
    chosen = select(opened.atlas, opened.graph, answer.matches, opened.site_url, opened.snapshot)
    return answer, replace(chosen, filters=tuple(where), found=answer.summary)


def load_answer(opened: OpenedAtlas, where: Sequence[str]) -> Answer:
    """What all filters find among the valid entries; entries with errors are left out, which is said.

    Raises:
        UsageError: unknown field or term.
    """
    answer = answer_filters(opened.atlas, where)
    broken = len(opened.atlas.unreadable_ids)
    if broken or opened.errors:
        files = f"{broken} {_entries(broken)} with errors left out" if broken else "the taxonomy has errors"
        print(f"warning: {files}; run `hfm-atlas validate`", file=sys.stderr)
    return answer


def nothing_found(where: Sequence[str], answer: Answer) -> str:
    """That no entry matches, with how many may."""
    if not where:
        return "the atlas has no valid entry"
    has_open = answer.may_match or answer.unreported or answer.open_lists
    hint = "; `hfm-atlas query --may-match` lists those that may" if answer.may_match else ""
    return f"no entry matches {' and '.join(where)}" + (f": {answer.summary}{hint}" if has_open else "")


def _nothing_to_write(exporter: Exporter, selection: Selection) -> str:
    kinds = " or ".join(exporter.kinds)
    number = len(selection.entries)
    return f"none of the {number} {_entries(number)} that match is a {kinds}; {exporter.name} holds nothing else"


def _entries(number: int) -> str:
    return "entry" if number == 1 else "entries"


def format_help() -> list[tuple[str, str]]:
    """Name and help of every format, for `--help`."""
    from hfm_atlas.exports import EXPORTERS

    return [(exporter.name, exporter.help) for exporter in EXPORTERS.values()]


def column_help() -> list[tuple[str, str]]:
    """Name and help of every column, for `--help`."""
    return [(column.name, column.help) for column in COLUMNS]


def filter_help() -> list[tuple[str, str]]:
    """Name and help of every field that filters know, for `--help`; with its values, where these are few."""
    return [(field.name, _with_choices(field)) for field in FIELDS.values()]


def _with_choices(field: FilterField) -> str:
    is_told = all(choice in field.help for choice in field.choices)
    return field.help if is_told or len(field.choices) > _MAX_CHOICES else f"{field.help}: {', '.join(field.choices)}"
