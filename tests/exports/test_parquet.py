from __future__ import annotations

import io

import pyarrow.parquet as pq

from hfm_atlas.exports import Selection
from hfm_atlas.exports.parquet import export_parquet
from hfm_atlas.query.columns import COLUMNS


def test_every_value_comes_back(any_selection: Selection) -> None:
    table = pq.read_table(io.BytesIO(export_parquet(any_selection)))
    assert table.schema.metadata[b"snapshot"].decode() == any_selection.snapshot.label
    assert table.column_names == [column.name for column in COLUMNS]
    for column in COLUMNS:
        found = table.column(column.name).to_pylist()
        for value, entry in zip(found, any_selection.entries, strict=True):
            expected = column.value(entry, any_selection.licences)
            assert value == ([expected] if column.type == "list" and isinstance(expected, str) else expected)


def test_nothing_is_told_apart(selection: Selection) -> None:
    rows = {row["id"]: row for row in pq.read_table(io.BytesIO(export_parquet(selection))).to_pylist()}
    assert rows["cedarnet"]["parameters"] == ["not reported"]
    assert rows["cedarseg"]["parameters"] is None
    assert rows["elmprot"]["builds_on"] == ["none"]
    assert rows["alderbert"]["year"] == 2020
