"""`hfm-atlas query`: the entries that a filter accepts, as a table, CSV or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hfm_atlas.cli.commands.export import load_answer, nothing_found
from hfm_atlas.loading.opening import OpenedAtlas
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.licences import licences_of
from hfm_atlas.model.states import NOT_CHECKED
from hfm_atlas.query.answers import Answer, OpenMatch
from hfm_atlas.query.columns import Column, Value, find_columns

DEFAULT_COLUMNS = "id,name,first_year,year,subfields,pretraining,parameters,weights_licence,effective_licence"
# Width of a table that goes to a file or another program, where nothing tells how wide a line may be.
_PIPED_WIDTH = 160
_SHOWN_CELLS = 5


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is printed: the names of the columns, which of them hold numbers, and a row an entry."""

    names: list[str]
    numbers: frozenset[str]
    rows: list[list[Value]]
    foreign: list[frozenset[str]]
    """Of each row the columns that entries of its kind cannot fill."""


def run_query(opened: OpenedAtlas, where: Sequence[str], format_name: str, columns: str, *, may_match: bool) -> int:
    """Print the entries that all filters accept; with `may_match` also those that may match, marked in a column.

    Raises:
        UsageError: unknown field, term or column.
    """
    chosen = read_columns(columns)
    return print_answer(opened, where, load_answer(opened, where), format_name, chosen, may_match=may_match)


def read_columns(columns: str) -> list[Column]:
    """The columns that a text with commas names.

    Raises:
        UsageError: one of them is unknown; the nearest one is named.
    """
    return list(find_columns(part.strip() for part in columns.split(",")))


def print_answer(
    opened: OpenedAtlas,
    where: Sequence[str],
    answer: Answer,
    format_name: str,
    chosen: Sequence[Column],
    *,
    may_match: bool,
) -> int:
    """Print what the filters in `where` have found, be it nothing; the parameters are those of `run_query`."""
    table = _rows(opened, answer, chosen, may_match=may_match)
    if format_name == "json":
        rows = [dict(zip(table.names, row, strict=True)) for row in table.rows]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif format_name == "csv":
        # Imported here: a table on a terminal does not wait for all exports.
        from hfm_atlas.exports.csv_tables import write_cell, write_csv

        sys.stdout.buffer.write(write_csv([table.names, *([write_cell(cell) for cell in row] for row in table.rows)]))
        sys.stdout.buffer.flush()
    elif table.rows:
        _print_table(table)
    if not table.rows:
        print(nothing_found(where, answer), file=sys.stderr)
        return 0
    print(answer.summary + ("; --may-match shows them" if answer.may_match and not may_match else ""), file=sys.stderr)
    if may_match:
        _say_where_to_fill(opened, answer)
    return 0


def _rows(opened: OpenedAtlas, answer: Answer, columns: Sequence[Column], *, may_match: bool) -> _Rows:
    licences = licences_of(opened.atlas)
    names = [column.name for column in columns]
    numbers = frozenset(column.name for column in columns if column.type == "integer")
    if not may_match:
        own = [[one.value(entry, licences) for one in columns] for entry in answer.matches]
        return _Rows(names, numbers, own, [_foreign(entry, columns) for entry in answer.matches])
    found = {entry.id: OpenMatch(entry, ()) for entry in answer.matches}
    found |= {one.entry.id: one for one in answer.may_match}
    rows: list[list[Value]] = []
    foreign = [_foreign(one.entry, columns) for _, one in sorted(found.items())]
    for _, one in sorted(found.items()):
        open_fields = [cell.path if cell.entry == one.entry.id else f"{cell.entry}: {cell.path}" for cell in one.cells]
        values = [column.value(one.entry, licences) for column in columns]
        rows.append([*values, "may" if one.cells else "yes", open_fields])
    return _Rows([*names, "match", "not_checked"], numbers, rows, foreign)


def _foreign(entry: Entry, columns: Sequence[Column]) -> frozenset[str]:
    return frozenset(column.name for column in columns if entry.kind not in column.kinds)


def _say_where_to_fill(opened: OpenedAtlas, answer: Answer) -> None:
    """The files and fields that settle whether entries match."""
    cells = list(dict.fromkeys(cell for one in answer.may_match for cell in one.cells))
    for cell in cells[:_SHOWN_CELLS]:
        document = opened.atlas.documents.get(cell.entry)
        print(f"to settle: {cell.path} in {document.path if document else cell.entry}", file=sys.stderr)
    if len(cells) > _SHOWN_CELLS:
        print(f"and {len(cells) - _SHOWN_CELLS} cells more, in the column not_checked", file=sys.stderr)


def _print_table(table: _Rows) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=_PIPED_WIDTH)
    printed = Table(box=None, header_style="bold", pad_edge=False)
    for name in table.names:
        printed.add_column(name, justify="right" if name in table.numbers else "left", overflow="fold")
    for row, foreign in zip(table.rows, table.foreign, strict=True):
        printed.add_row(*_cells(table.names, row, foreign))
    console.print(printed)


def _cells(names: Sequence[str], row: Sequence[Value], foreign: Container[str]) -> Iterator[Text]:
    """Cells as they are, without markup; what nobody checked is dim, what the kind of entry does not have is blank."""
    for name, value in zip(names, row, strict=True):
        if value is None:
            yield Text("" if name in foreign else NOT_CHECKED, style="dim")
        else:
            is_open = name == "match" and value == "may"
            text = ", ".join(value) if isinstance(value, list) else str(value)
            yield Text(text, style="bold" if is_open else "")
