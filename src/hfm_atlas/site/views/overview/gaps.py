"""Where the atlas has no model: how many there are for each pair of terms of two facets.

A blank says something of the atlas, not of the field, so it comes with how many works stand behind it,
and of when.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from hfm_atlas.discovery.completeness import SURVEYED_UNTIL, Coverage
from hfm_atlas.model.addresses import Link
from hfm_atlas.model.taxonomy import Term
from hfm_atlas.site.display import in_sentence, plural
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.scope import Scope, scope

# How much of the accent the fullest cell has, in percent: its number stays easy to read in light and dark.
_DARKEST = 40


@dataclass(frozen=True, slots=True)
class GapCell:
    """One pair of terms: how many models, how much of the accent the cell has in percent, and the same in words."""

    number: int
    shade: int
    words: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """One term of the rows' facet."""

    link: Link
    cells: tuple[GapCell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Margins:
    """What is known of how complete the atlas is, next to the terms of one facet."""

    facet: str
    labels: tuple[str, ...]
    shares: dict[str, tuple[str, ...]]
    """By term, in order of the columns, a text for each label."""


@dataclass(frozen=True, slots=True)
class GapMap:
    """A facet by another; `covered` models say something on both."""

    columns: tuple[Link, ...]
    rows: tuple[GapRow, ...]
    empty: int
    cells: int
    covered: int
    models: int
    scope: str
    """Which works a blank is about: "of 205 models first seen 2017 to 2025"."""
    covers: Scope
    completeness: str | None
    """How complete the atlas is, in a sentence."""
    margins: Margins | None


def gap_map(index: SiteIndex, row_facet: str, column_facet: str) -> GapMap:
    """The widest terms of two facets, rows and columns in the order that puts the fullest first."""
    models = frozenset(model.id for model in index.models)
    rows = _roots(index, row_facet, models)
    columns = _roots(index, column_facet, models)
    largest = max((len(ours & theirs) for _, ours in rows for _, theirs in columns), default=0) or 1
    made = tuple(
        GapRow(
            index.term_link(row_facet, row.id),
            tuple(_cell(row, ours, column, theirs, largest) for column, theirs in columns),
            len(ours),
        )
        for row, ours in rows
    )
    cells = [cell for row in made for cell in row.cells]
    filed = [frozenset().union(*(ids for _, ids in side)) for side in (rows, columns)]
    return GapMap(
        tuple(index.term_link(column_facet, column.id) for column, _ in columns),
        made,
        sum(1 for cell in cells if not cell.number),
        len(cells),
        len(filed[0] & filed[1]),
        len(models),
        _scope(index, filed[0] & filed[1]),
        scope(index, models),
        index.completeness_lines.get(("", "")),
        _margins(index, [column.id for column, _ in columns]) if column_facet == "modalities" else None,
    )


def _margins(index: SiteIndex, terms: list[str]) -> Margins | None:
    if not index.modality_coverage:
        return None
    labels = (f"Found since {SURVEYED_UNTIL + 1}, with an entry", "Held of the estimate")
    return Margins("modalities", labels, {id: _shares(index.modality_coverage.get(id)) for id in terms})


def _shares(one: Coverage | None) -> tuple[str, str]:
    percents = (one.percent, one.held_percent) if one else (None, None)
    found, held = ("–" if share is None else f"{share} %" for share in percents)
    return found, held


def _scope(index: SiteIndex, ids: frozenset[str]) -> str:
    years = sorted({index.links[id].year for id in ids})
    span = f" first seen {years[0]}" + (f" to {years[-1]}" if len(years) > 1 else "") if years else ""
    return f"of {plural(len(ids), 'model')}{span}"


def _roots(index: SiteIndex, facet: str, models: frozenset[str]) -> list[tuple[Term, frozenset[str]]]:
    roots = [term for term in index.atlas.terms(facet) if term.broader is None]
    found = [(term, index.filed_below.get((facet, term.id), frozenset()) & models) for term in roots]
    return sorted(found, key=lambda one: -len(one[1]))


def _cell(row: Term, ours: frozenset[str], column: Term, theirs: frozenset[str], largest: int) -> GapCell:
    number = len(ours & theirs)
    words = (
        f"{row.name} on {in_sentence(column.name)}: {plural(number, 'model') if number else 'no model in the atlas'}"
    )
    return GapCell(number, round(_DARKEST * sqrt(number / largest)), words)
