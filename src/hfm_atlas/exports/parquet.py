"""Parquet of a selection: one row an entry of any kind, lists as lists, the snapshot in the file's metadata."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from hfm_atlas.query.columns import COLUMNS, Value
from hfm_atlas.query.selection import Selection

if TYPE_CHECKING:
    import pyarrow


def export_parquet(selection: Selection) -> bytes:
    """All columns of all kinds, compressed by Zstandard; the file's metadata names snapshot and licence.

    Null says that nobody has checked, a kind of nothing in a list is its only item.
    """
    # Imported here: it takes 0.2 s, which every other command would wait for.
    import pyarrow as pa
    import pyarrow.parquet

    types = {"text": pa.string(), "integer": pa.int64(), "list": pa.list_(pa.string())}
    fields = [pa.field(column.name, types[column.type], metadata={"help": column.help}) for column in COLUMNS]
    schema = pa.schema(fields, metadata={"snapshot": selection.snapshot.label, "licence": "CC0-1.0"})
    content = io.BytesIO()
    pyarrow.parquet.write_table(_table(selection, schema), content, compression="zstd")
    return content.getvalue()


def _table(selection: Selection, schema: pyarrow.Schema) -> pyarrow.Table:
    """By way of JSON, since an array made from Python's lists imports pandas wherever that is installed: 0.3 s."""
    import pyarrow.json

    if not selection.entries:
        return schema.empty_table()
    lines = "\n".join(json.dumps(_typed(row), ensure_ascii=False) for row in selection.rows.values()).encode()
    read = pyarrow.json.read_json(
        io.BytesIO(lines),
        # In one piece, whatever its size, so that one atlas gives the same bytes everywhere.
        pyarrow.json.ReadOptions(use_threads=False, block_size=len(lines)),
        pyarrow.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error"),
    )
    return read.cast(schema)


def _typed(row: dict[str, Value]) -> dict[str, Value]:
    """The row with a list in every column of lists."""
    lists = (column.name for column in COLUMNS if column.type == "list")
    return {**row, **{name: [value] for name in lists if isinstance(value := row[name], str)}}
