"""What is downloaded of Explore says the same as what is shown, in the form that each kind of file asks for."""

from __future__ import annotations

import csv

import pytest

from hfm_atlas.exports.latex_columns import encode_cell
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.overview.explorer import explorer_view
from hfm_atlas.site.views.overview.explorer_cells import ExplorerCells, explorer_cells
from hfm_atlas.site.views.overview.explorer_texts import explorer_texts, text_columns


@pytest.fixture(scope="module")
def table(mini_index: SiteIndex) -> ExplorerCells:
    return explorer_cells(mini_index, explorer_view(mini_index), explorer_texts(mini_index))


def cell(table: ExplorerCells, id: str, column: str) -> tuple[str, str]:
    return table.cells[table.rows[id][table.columns.index(column)]]


def test_every_entry_has_a_cell_of_every_column(table: ExplorerCells, mini_index: SiteIndex) -> None:
    assert set(table.rows) == set(mini_index.atlas.entries)
    assert {len(row) for row in table.rows.values()} == {len(table.columns)} == {len(table.head)}


def test_columns_are_those_that_explore_shows(table: ExplorerCells, mini_index: SiteIndex) -> None:
    shown = [facet.id for facet in explorer_view(mini_index).facets]
    assert list(table.columns) == ["name", "first_year", "year", *shown, "parameters", "size", *text_columns()]


def test_texts_are_what_the_entry_says(table: ExplorerCells) -> None:
    assert cell(table, "elmprot", "weights_licence")[0] == "MIT"


def test_nothing_reads_as_in_the_exports(table: ExplorerCells) -> None:
    assert cell(table, "cedarseg", "weights_licence") == ("", "")
    for column in ("weights_licence", "objectives", "parameters"):
        assert cell(table, "fern-xray", column) == ("not applicable", "–")


def test_corpora_without_an_entry_stand_in_the_file(table: ExplorerCells, mini_index: SiteIndex) -> None:
    selection = mini_index.selection("")
    for row in selection.rows.values():
        corpora = row["corpora"]
        if isinstance(corpora, list) and not set(corpora) & set(mini_index.atlas.entries):
            assert cell(table, str(row["id"]), "corpora")[0]


def test_terms_are_parted_as_the_exports_part_them(table: ExplorerCells, mini_index: SiteIndex) -> None:
    entry = mini_index.atlas.entries["elmprot"]
    labels = [mini_index.atlas.term("tasks", id).name for id in entry.tasks]  # type: ignore[union-attr]
    as_csv, as_latex = cell(table, "elmprot", "tasks")
    assert next(csv.reader([as_csv])) == ["; ".join(labels)]
    assert as_latex == encode_cell(", ".join(labels))


def test_amounts_are_all_that_the_exports_have(table: ExplorerCells, mini_index: SiteIndex) -> None:
    assert cell(table, "elmprot-2", "parameters") == ("3B; 15B", "3B, 15B")
    assert cell(table, "cedarnet", "parameters")[0] == "not reported"
    assert cell(table, "fern-xray", "size")[0] == "100K images"
    unchecked = next(one.id for one in mini_index.models if one.architecture.parameters is None)
    assert cell(table, unchecked, "parameters") == ("", "")


def test_a_name_is_cited_in_latex(table: ExplorerCells) -> None:
    assert cell(table, "elmprot", "name") == ("ElmProt", "ElmProt \\cite{elmprot}")


def test_no_cell_is_a_formula(table: ExplorerCells) -> None:
    assert [one for one, _ in table.cells if one.lstrip('"')[:1] in ("=", "+", "-", "@")] == []
