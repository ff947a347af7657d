"""`hfm-atlas query`: the entries that a filter accepts, as a table, CSV or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hfm_atlas.cli.commands.export import load_selection
from hfm_atlas.exports import Selection
from hfm_atlas.exports.csv_tables import write_cell, write_csv
from hfm_atlas.loading.opening import OpenedAtlas
from hfm_atlas.model.states import NOT_CHECKED
from hfm_atlas.query.columns import Column, Value, find_columns

DEFAULT_COLUMNS = "id,name,first_year,year,subfields,pretraining,parameters,weights_licence,effective_licence"
# Width of a table that goes to a file or another program, where nothing tells how wide a line may be.
_PIPED_WIDTH = 160


def run_query(opened: OpenedAtlas, where: str, format_name: str, columns: str) -> int:
    """Print the entries that the filter `where` accepts.

    Raises:
        UsageError: unknown field, term or column; no entry accepted.
    """
    chosen = find_columns(part.strip() for part in columns.split(","))
    selection = load_selection(opened, [where] if where.strip() else [])
    if format_name == "json":
        print(_json(selection, chosen))
    elif format_name == "csv":
        sys.stdout.buffer.write(_csv(selection, chosen))
    else:
        _print_table(selection, chosen)
    return 0


def _json(selection: Selection, columns: Sequence[Column]) -> str:
    rows = [{column.name: column.value(entry, selection.licences) for column in columns} for entry in selection.entries]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _csv(selection: Selection, columns: Sequence[Column]) -> bytes:
    rows = [[write_cell(column.value(entry, selection.licences)) for column in columns] for entry in selection.entries]
    return write_csv([[column.name for column in columns], *rows])


def _print_table(selection: Selection, columns: Sequence[Column]) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=_PIPED_WIDTH)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column.name, justify="right" if column.type == "integer" else "left", overflow="fold")
    for entry in selection.entries:
        table.add_row(*(_cell(column.value(entry, selection.licences)) for column in columns))
    console.print(table)
    number = len(selection.entries)
    print(f"{number} {'entry' if number == 1 else 'entries'}", file=sys.stderr)


def _cell(value: Value) -> Text:
    """A cell as it is, without markup; what nobody checked is dim."""
    if value is None:
        return Text(NOT_CHECKED, style="dim")
    return Text(", ".join(value) if isinstance(value, list) else str(value))
