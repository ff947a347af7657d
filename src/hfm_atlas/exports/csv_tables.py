"""CSV of models and of datasets, as RFC 4180 has it: commas, CRLF, doubled quotes, UTF-8.

An empty cell says that nobody has checked; `not reported` and `not applicable` are written out. Items of a list are
parted by a semicolon and a space; one that holds a semicolon, or begins with a quote, stands in quotes, with those
inside it doubled, so that such a cell is a line of CSV itself. A cell that a spreadsheet could take for a formula
begins with an apostrophe, and so does one that begins with an apostrophe itself: a reader drops the first apostrophe
and has the text.
"""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache

from hfm_atlas.model.entries import Kind
from hfm_atlas.query.columns import Cell, Column, columns_of
from hfm_atlas.query.selection import Selection

SEPARATOR = "; "
SNAPSHOT_COLUMN = "snapshot"
# What a spreadsheet may start a formula with, also in its full-width form.
_FORMULA = re.compile("^['=+\\-@\t\r＝＋－＠]")
# What would end an item of a list too early, or begin one in quotes.
_NEEDS_QUOTES = re.compile(r"[;\r\n]|^[\s\"]")


def export_models_csv(selection: Selection) -> bytes:
    """One row a model, in order of id; the first row names the columns, the last column the snapshot."""
    return _export(selection, "model")


def export_datasets_csv(selection: Selection) -> bytes:
    """One row a dataset, in order of id; the first row names the columns, the last column the snapshot."""
    return _export(selection, "dataset")


def csv_columns(kind: Kind) -> list[Column]:
    """Columns of the table of a kind; the last column of the file, which names the snapshot, is not among them."""
    return [column for column in columns_of(kind) if column.name != "kind"]


@lru_cache(maxsize=2)  # the data package describes the same files
def _export(selection: Selection, kind: Kind) -> bytes:
    columns = csv_columns(kind)
    values = (selection.rows[entry.id] for entry in selection.entries_of(kind))
    rows = [[*(write_cell(row[column.name]) for column in columns)] for row in values]
    label = selection.snapshot.label
    return write_csv([[*(column.name for column in columns), SNAPSHOT_COLUMN], *([*row, label] for row in rows)])


def write_csv(rows: list[list[str]]) -> bytes:
    """Rows of finished cells as CSV in UTF-8 without a byte order mark; lines end with CRLF."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def _write_item(item: str) -> str:
    if _NEEDS_QUOTES.search(item):
        return '"' + item.replace('"', '""') + '"'
    return item


def write_cell(value: Cell) -> str:
    """A value as a cell that no spreadsheet takes for a formula; empty where nobody has checked."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:.15g}"
    text = SEPARATOR.join(map(_write_item, value)) if isinstance(value, list) else value
    return f"'{text}" if _FORMULA.match(text) else text
