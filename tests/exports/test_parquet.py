from __future__ import annotations

import io

import pyarrow.parquet as pq

from hfm_atlas.exports import Selection
from hfm_atlas.exports.parquet import export_parquet
from hfm_atlas.query.columns import COLUMNS, NUMBER_COLUMNS


def test_every_value_comes_back(any_selection: Selection) -> None:
    table = pq.read_table(io.BytesIO(export_parquet(any_selection)))
    assert table.schema.metadata[b"snapshot"].decode() == any_selection.snapshot.label
    assert table.column_names == [column.name for column in (*COLUMNS, *NUMBER_COLUMNS)]
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


def test_amounts_are_numbers_too_with_their_unit(selection: Selection) -> None:
    table = pq.read_table(io.BytesIO(export_parquet(selection)))
    rows = {row["id"]: row for row in table.to_pylist()}
    assert (rows["alderbert"]["parameters"], rows["alderbert"]["parameters_number"]) == (["110M"], [110_000_000])
    assert (rows["alderbert"]["hours"], rows["alderbert"]["hours_number"]) == ("552.5", 552.5)
    assert rows["cedarnet"]["parameters_number"] is None
    assert rows["cedarseg"]["parameters_number"] is None
    assert table.schema.field("hours_number").metadata[b"unit"] == b"h"
