"""Every result of the selected entries as a table: who reached what, on which benchmark, how, and where that is stated.

Two results can be compared where benchmark, task, metric, unit and setting are the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from hfm_atlas.exports.csv_tables import SNAPSHOT_COLUMN, write_cell, write_csv
from hfm_atlas.exports.parquet import ColumnSpec, write_parquet
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.model.sources import named_sources
from hfm_atlas.query.columns import Cell
from hfm_atlas.query.selection import Selection

RESULT_COLUMNS: tuple[ColumnSpec, ...] = (
    ColumnSpec("model", "text", "Id of the model's entry"),
    ColumnSpec("model_name", "text", "Name of the model"),
    ColumnSpec("benchmark", "text", "Id of the benchmark's entry"),
    ColumnSpec("benchmark_name", "text", "Name of the benchmark"),
    ColumnSpec("task", "text", "Id of the task"),
    ColumnSpec("metric", "text", "How it was measured"),
    ColumnSpec("value", "number", "The number on the metric's scale"),
    ColumnSpec("unit", "text", "Scale of the number: percent or score"),
    ColumnSpec("setting", "text", "What makes results comparable: split, shots, prompting, fine-tuned or frozen"),
    ColumnSpec("variant", "text", "Size or version of the model that reached it"),
    ColumnSpec("re_evaluation", "boolean", "Whether others than the model's authors measured it"),
    ColumnSpec("source", "text", "Name of the source that states it"),
    ColumnSpec("source_url", "text", "Address of the source, where it has one"),
    ColumnSpec("locator", "text", "Where in the source"),
    ColumnSpec("via", "text", "Name of the copy in which the source was read"),
    ColumnSpec("inferred", "boolean", "Whether an editor concluded it"),
    ColumnSpec("note", "text", "What a reader should know of the number"),
)


def result_rows(selection: Selection) -> list[dict[str, Cell]]:
    """One row a result, by column, models by id, results in the order of their files; None where nothing is said."""
    return [row for entry in selection.entries if isinstance(entry, ModelEntry) for row in _rows(selection, entry)]


def _rows(selection: Selection, entry: ModelEntry) -> Iterator[dict[str, Cell]]:
    addresses = named_sources(entry)
    for one in entry.results:
        added: dict[str, Cell] = {
            "model": entry.id,
            "model_name": entry.name,
            "benchmark_name": selection.atlas.entries[one.benchmark].name,
            "source_url": addresses.get(one.source),
        }
        # All other columns are called as the fields of a result.
        names = (column.name for column in RESULT_COLUMNS)
        yield {name: added[name] if name in added else getattr(one, name) for name in names}


def export_results_csv(selection: Selection) -> bytes:
    """One row a result; the first row names the columns, the last column the snapshot."""
    label = selection.snapshot.label
    head = [*(column.name for column in RESULT_COLUMNS), SNAPSHOT_COLUMN]
    return write_csv([head, *([*map(write_cell, row.values()), label] for row in result_rows(selection))])


def export_results_parquet(selection: Selection) -> bytes:
    """The same rows with typed columns; the file's metadata names snapshot, licence and filter."""
    return write_parquet(result_rows(selection), RESULT_COLUMNS, selection)
