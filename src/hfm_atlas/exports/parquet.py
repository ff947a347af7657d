"""Parquet of a selection: one row an entry of any kind, lists as lists, the snapshot in the file's metadata."""

from __future__ import annotations

import io

from hfm_atlas.columns import COLUMNS, Column
from hfm_atlas.exports.selection import Selection
from hfm_atlas.schema import Entry


def export_parquet(selection: Selection) -> bytes:
    """All columns of all kinds; null says that nobody has checked, a kind of nothing in a list is its only item."""
    # Imported here: it takes 0.2 s, which every other command would wait for.
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"text": pa.string(), "integer": pa.int64(), "list": pa.list_(pa.string())}
    fields = [pa.field(column.name, types[column.type], metadata={"help": column.help}) for column in COLUMNS]
    schema = pa.schema(fields, metadata={"snapshot": selection.snapshot.label, "licence": "CC0-1.0"})
    values = [[_value(column, entry) for entry in selection.entries] for column in COLUMNS]
    table = pa.table([pa.array(column, field.type) for column, field in zip(values, fields, strict=True)], schema)
    content = io.BytesIO()
    pq.write_table(table, content, compression="zstd")
    return content.getvalue()


def _value(column: Column, entry: Entry) -> object:
    value = column.value(entry)
    return [value] if column.type == "list" and isinstance(value, str) else value
