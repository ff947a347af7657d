from __future__ import annotations

import csv
import io

import pyarrow as pa
import pyarrow.parquet as pq

from hfm_atlas.exports import Selection
from hfm_atlas.exports.results import RESULT_COLUMNS, export_results_csv, export_results_parquet
from hfm_atlas.model.entries import ModelEntry


def test_a_row_says_who_reached_what_and_where_that_is_stated(selection: Selection) -> None:
    found = list(csv.DictReader(io.StringIO(export_results_csv(selection).decode(), newline="")))
    (row,) = [one for one in found if one["model"] == "alderbert"]
    assert (row["benchmark"], row["metric"], row["value"], row["unit"]) == ("lichen-qa", "accuracy", "61.5", "percent")
    assert row["setting"] == "test set, fine-tuned"
    assert row["re_evaluation"] == "false"
    assert row["source"]
    assert row["snapshot"] == selection.snapshot.label


def test_both_files_have_every_result(any_selection: Selection) -> None:
    table = pq.read_table(io.BytesIO(export_results_parquet(any_selection)))
    results = [one for entry in any_selection.entries if isinstance(entry, ModelEntry) for one in entry.results]
    assert table.column("value").to_pylist() == [one.value for one in results]
    assert table.column("note").to_pylist() == [one.note for one in results]
    assert table.schema.field("value").type == pa.float64()
    assert table.column_names == [column.name for column in RESULT_COLUMNS]
    rows = list(csv.reader(io.StringIO(export_results_csv(any_selection).decode(), newline="")))
    assert len(rows) == 1 + len(results)
