from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hfm_atlas.exports import Selection
from hfm_atlas.exports.csv_tables import (
    csv_columns,
    export_datasets_csv,
    export_models_csv,
    write_cell,
    write_csv,
)
from hfm_atlas.model.entries import Entry
from hfm_atlas.query.columns import COLUMNS, columns_of
from tests.exports.conftest import nasty_entries, with_entry
from tests.making import TEXTS


def read_cell(cell: str) -> str:
    """The text that `write_cell` was given."""
    return cell.removeprefix("'")


def rows(content: bytes) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    return [{key: read_cell(cell) for key, cell in row.items()} for row in reader]


def test_the_three_kinds_of_nothing_are_told_apart(selection: Selection) -> None:
    models = {row["id"]: row for row in rows(export_models_csv(selection))}
    assert models["cedarnet"]["parameters"] == "not reported"
    assert models["birchgpt"]["objectives"] == "not applicable"
    assert models["cedarseg"]["weights"] == ""
    assert models["cedarnet"]["weights"] == "none"
    assert models["elmprot"]["builds_on"] == "none"
    assert models["birchgpt"]["hardware"] == "not applicable"
    datasets = {row["id"]: row for row in rows(export_datasets_csv(selection))}
    assert datasets["reed-proteins"]["subfields"] == "not applicable"


def test_a_row(selection: Selection) -> None:
    (row,) = [row for row in rows(export_models_csv(selection)) if row["id"] == "alderbert"]
    assert row["authors"] == "Ash, Alba; Émile, José; van der Elm, Éva"
    assert row["corpora"] == "moss-abstracts (4.5B words); In-house letters (not reported)"
    assert row["relations"] == "continues-pretraining"
    assert row["results"] == "lichen-qa: accuracy 61.5 percent (test set, fine-tuned)"
    assert (row["addresses"], row["exhibits"], row["measures"]) == ("label-scarcity", "training-cost", "")
    assert (row["hours"], row["accelerators"]) == ("552.5", "8")
    assert row["snapshot"] == selection.snapshot.label


def test_every_cell_is_what_its_column_says(any_selection: Selection) -> None:
    for kind, content in (("model", export_models_csv(any_selection)), ("dataset", export_datasets_csv(any_selection))):
        found = rows(content)
        entries = any_selection.entries_of(kind)
        assert len(found) == len(entries)
        for row, entry in zip(found, entries, strict=True):
            for column in csv_columns(kind):  # type: ignore[arg-type]
                assert row[column.name] == read_cell(write_cell(column.value(entry, any_selection.licences)))


def test_lines_end_as_rfc_4180_says(selection: Selection) -> None:
    content = export_models_csv(selection)
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == len(selection.entries_of("model")) + 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "'=1", "'a"])
def test_a_formula_is_defused_and_comes_back(text: str) -> None:
    assert write_cell(text) == f"'{text}"
    assert read_cell(write_cell(text)) == text


@given(items=st.lists(TEXTS, min_size=1))
@example(items=['a; "b"', "c"])
@example(items=['"quoted"', "one; two"])
def test_items_of_a_list_come_back_whole(items: list[str]) -> None:
    cell = read_cell(write_cell(items))
    reader = csv.reader(io.StringIO(cell, newline=""), delimiter=";", skipinitialspace=True)
    assert next(reader) == items
    assert list(reader) == []


@pytest.mark.parametrize(("value", "cell"), [(-0.35, "-0.35"), (86.5, "86.5"), (2024, "2024"), (True, "true")])
def test_numbers_are_no_formulas(value: float, cell: str) -> None:
    assert write_cell(value) == cell


@given(text=TEXTS)
def test_no_cell_begins_a_formula(text: str) -> None:
    cell = write_cell(text)
    assert cell[0] not in "=+-@\t\r＝＋－＠"
    assert read_cell(cell) == text
    (row,) = csv.reader(io.StringIO(write_csv([[cell, cell]]).decode("utf-8"), newline=""), strict=True)
    assert row == [cell, cell]


@given(entry=nasty_entries())
def test_nasty_texts_come_back(selection: Selection, entry: Entry) -> None:
    (row,) = rows(export_models_csv(with_entry(selection, entry)))
    assert row["name"] == entry.name
    assert row["title"] == entry.publication.title
    assert row["venue"] == (entry.publication.venue or "")


def test_pandas_reads_it(selection: Selection) -> None:
    frame = pd.read_csv(io.BytesIO(export_models_csv(selection)), keep_default_na=False, na_values=[""])
    assert list(frame["id"]) == [entry.id for entry in selection.entries_of("model")]
    assert frame["year"].dtype == "int64"


def test_columns_are_named_once_and_explained() -> None:
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names)
    assert all(column.help for column in COLUMNS)
    assert "size" not in {column.name for column in columns_of("model")}
