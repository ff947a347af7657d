"""Every cell of Explore's table as files want it, so that what a reader downloads is what the exports would say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hfm_atlas.exports.latex_columns import cited_name, column_weight
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.fields import FieldSpec, fields_by_path, named_fields
from hfm_atlas.query.columns import column_value
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.file_cells import NOT_ASKED_CELL, UNCHECKED_CELL, FileCell, file_cell, shown_cell
from hfm_atlas.site.views.overview.explorer import AMOUNTS, Explorer, ExplorerFacet, ExplorerRow
from hfm_atlas.site.views.overview.explorer_texts import ExplorerTexts

_YEARS = {"first_year": "First seen", "year": "Published"}


@dataclass(frozen=True, slots=True)
class ExplorerCells:
    """Finished cells, each as CSV and as LaTeX; rows name their cells by number, since most come again and again."""

    columns: tuple[str, ...]
    weights: tuple[int, ...]
    """How wide a column is next to others in LaTeX."""
    head: tuple[FileCell, ...]
    cells: tuple[FileCell, ...]
    rows: Mapping[str, tuple[int, ...]]
    """By id of the entry, in the order of the columns."""
    snapshot: FileCell


def explorer_cells(index: SiteIndex, explorer: Explorer, texts: ExplorerTexts) -> ExplorerCells:
    """The cells of all rows; the first column is the name, which LaTeX cites."""
    facets = {facet.id: facet.label for facet in explorer.facets}
    amounts = {field.key: field.title for field in _amounts()}
    titles = {"name": "Name", **_YEARS, **facets, **amounts, **texts.columns}
    numbers: dict[FileCell, int] = {}
    rows = {
        row.id: tuple(numbers.setdefault(cell, len(numbers)) for cell in _cells(index, explorer, row, texts))
        for row in explorer.rows
    }
    cells = tuple(numbers)
    weights = tuple(
        column_weight(title, (cells[row[place]][0] for row in rows.values()))
        for place, title in enumerate(titles.values())
    )
    head = tuple(file_cell(title) for title in titles.values())
    return ExplorerCells(tuple(titles), weights, head, cells, rows, file_cell(explorer.snapshot))


def _cells(index: SiteIndex, explorer: Explorer, row: ExplorerRow, texts: ExplorerTexts) -> Iterator[FileCell]:
    entry = index.atlas.entries[row.id]
    yield file_cell(row.name)[0], cited_name(entry)
    yield file_cell(str(row.first_year))
    yield file_cell(str(row.year))
    for facet in explorer.facets:
        yield _facet_cell(index, facet, row, entry)
    for field in _amounts():
        yield _amounts_cell(index, field, entry)
    for number in texts.rows[row.id]:
        yield shown_cell(texts.texts[number] if number >= 0 else "")


def _amounts() -> list[FieldSpec]:
    return [fields_by_path()[path] for path in AMOUNTS]


def _amounts_cell(index: SiteIndex, field: FieldSpec, entry: Entry) -> FileCell:
    """Every amount as the exports have them, where the table on the page shows the largest alone."""
    if entry.kind not in field.kinds:
        return NOT_ASKED_CELL
    found = column_value(entry, field, index.licences)
    if found is None:
        return UNCHECKED_CELL
    return file_cell(*found) if isinstance(found, list) else file_cell(str(found))


def _facet_cell(index: SiteIndex, facet: ExplorerFacet, row: ExplorerRow, entry: Entry) -> FileCell:
    last = facet.first + len(facet.terms)
    labels = [facet.terms[one - facet.first].label for one in row.terms if facet.first <= one < last]
    labels += facet.unfiled.get(row.id, ())
    if labels or entry.kind not in named_fields()[facet.id].kinds:
        return shown_cell(*labels)
    return UNCHECKED_CELL
