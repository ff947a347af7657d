"""Parquet of a selection: one row an entry of any kind, lists as lists, the snapshot in the file's metadata."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from hfm_atlas.query.columns import COLUMNS, NUMBER_COLUMNS, Value
from hfm_atlas.query.selection import Selection

if TYPE_CHECKING:
    import pyarrow


class ColumnSpec(NamedTuple):
    """A column of a file with types: `help` says what it holds, `unit` in what it counts."""

    name: str
    type: Literal["text", "integer", "number", "boolean", "list", "numbers"]
    help: str
    unit: str = ""


def export_parquet(selection: Selection) -> bytes:
    """All columns of all kinds, compressed by Zstandard; the file's metadata names snapshot, licence and filter.

    Null says that nobody has checked, a kind of nothing in a list is its only item. Amounts that an entry writes as
    text stand in a second column as numbers, which is null where the text is a kind of nothing.
    """
    texts = [ColumnSpec(one.name, one.type, one.help) for one in COLUMNS]
    numbers = [ColumnSpec(one.name, one.type, one.help, one.unit) for one in NUMBER_COLUMNS]
    rows = [
        {**_typed(selection.rows[entry.id]), **{one.name: one.value(entry) for one in NUMBER_COLUMNS}}
        for entry in selection.entries
    ]
    return write_parquet(rows, [*texts, *numbers], selection)


def write_parquet(rows: Sequence[Mapping[str, object]], columns: Sequence[ColumnSpec], selection: Selection) -> bytes:
    """Rows as Parquet, compressed by Zstandard; metadata name snapshot, licence and filter, and each column."""
    # Imported here: it takes 0.2 s, which every other command would wait for.
    import pyarrow as pa
    import pyarrow.parquet

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "list": pa.list_(pa.string()),
        "numbers": pa.list_(pa.float64()),
    }
    fields = [pa.field(one.name, types[one.type], metadata=_about(one)) for one in columns]
    schema = pa.schema(fields, metadata=_about_file(selection))
    content = io.BytesIO()
    pyarrow.parquet.write_table(_table(rows, schema), content, compression="zstd")
    return content.getvalue()


def _about_file(selection: Selection) -> dict[str, str]:
    chosen = {"filter": selection.filter, "found": selection.found} if selection.filters else {}
    return {"snapshot": selection.snapshot.label, "licence": "CC0-1.0", **chosen}


def _about(column: ColumnSpec) -> dict[str, str]:
    return {"help": column.help, **({"unit": column.unit} if column.unit else {})}


def _table(rows: Sequence[Mapping[str, object]], schema: pyarrow.Schema) -> pyarrow.Table:
    """By way of JSON, since an array made from Python's lists imports pandas wherever that is installed: 0.3 s."""
    import pyarrow.json

    if not rows:
        return schema.empty_table()
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    read = pyarrow.json.read_json(
        io.BytesIO(lines),
        # In one piece, whatever its size, so that one atlas gives the same bytes everywhere.
        pyarrow.json.ReadOptions(use_threads=False, block_size=len(lines)),
        pyarrow.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error"),
    )
    return read.cast(schema)


def _typed(row: Mapping[str, Value]) -> dict[str, Value]:
    """The row with a list in every column of lists."""
    lists = (column.name for column in COLUMNS if column.type == "list")
    return {**row, **{name: [value] for name in lists if isinstance(value := row[name], str)}}
