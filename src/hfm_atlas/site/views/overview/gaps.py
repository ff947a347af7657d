"""Where the atlas has no model: how many there are for each pair of terms of two facets.

A blank says something of the atlas, not of the field, so it comes with how many works stand behind it,
and of when.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

from hfm_atlas.discovery.completeness import SURVEYED_UNTIL, Coverage, is_counted
from hfm_atlas.model.addresses import Link, explore_url
from hfm_atlas.model.taxonomy import Term
from hfm_atlas.site.display import in_sentence, plural
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.scope import Scope, scope

# Stands in a sentence on a term for how many of its models that a search found are filed in one cell.
_HERE = "{here}"
# How much of the accent the fullest cell has, in percent: its number stays easy to read in light and dark.
_DARKEST = 40


@dataclass(frozen=True, slots=True)
class GapCell:
    """One pair of terms: how many models, how much of the accent the cell has in percent, and what it says in words.

    `url` leads to the models.
    """

    number: int
    shade: int
    words: str
    """How many models, and how complete that is as far as it is known."""
    url: str


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
    sentences: dict[str, str]
    """By term, what is known in one of its cells, with `{here}` for how many of the models found are filed there."""
    briefs: dict[str, str]
    """By term, the same of a blank cell in a few words."""
    found: dict[str, int]
    """By term, how many models a search found, where they are counted."""
    entries: dict[str, tuple[str, ...]]
    """By term, the ids of the models found that have an entry."""
    note: str

    def as_dict(self) -> dict[str, Any]:
        """All of it, for the script of the page."""
        return asdict(self)

    def words(self, id: str, models: frozenset[str]) -> str:
        """What is known in the cell of the term `id` that holds `models`."""
        return self.sentences[id].replace(_HERE, str(len(models.intersection(self.entries[id])) or "none"))


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
    """The widest terms of two facets, rows and columns in the order that puts the fullest first.

    A cell counts models filed under both terms or narrower ones.
    """
    models = frozenset(index.ids_of("model"))
    rows = _roots(index, row_facet, models)
    columns = _roots(index, column_facet, models)
    margins = _margins(index, [column for column, _ in columns]) if column_facet == "modalities" else None
    largest = max((len(ours & theirs) for _, ours in rows for _, theirs in columns), default=0) or 1
    made = tuple(
        GapRow(
            index.term_link(row_facet, row.id),
            tuple(
                GapCell(
                    len(both := ours & theirs),
                    round(_DARKEST * sqrt(len(both) / largest)),
                    _words(row, column, both, margins),
                    explore_url(kind="model", **{row_facet: row.id, column_facet: column.id}),
                )
                for column, theirs in columns
            ),
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
        margins,
    )


def _margins(index: SiteIndex, terms: list[Term]) -> Margins | None:
    if not index.modality_coverage:
        return None
    coverage = {term.id: index.modality_coverage.get(term.id) for term in terms}
    since = SURVEYED_UNTIL + 1
    return Margins(
        facet="modalities",
        labels=(f"Found since {since}", "Of these, with an entry", "Held of the estimate"),
        shares={id: _shares(one) for id, one in coverage.items()},
        sentences={term.id: _sentence(term, coverage[term.id]) for term in terms},
        briefs={id: _brief(one) for id, one in coverage.items()},
        found={id: one.found for id, one in coverage.items() if one},
        entries={id: one.entries if one else () for id, one in coverage.items()},
        note=f"Next to each kind of data: the models first seen since {since} that a search found, how many of them "
        "have an entry, and what the atlas holds of the number estimated. Those without an entry may belong to any "
        "of its cells, a blank one as well. A dash: too little was found, the estimate was too low, or it was not "
        "counted, so how complete the atlas is there is not known.",
    )


def _shares(one: Coverage | None) -> tuple[str, ...]:
    if one is None or not one.found:
        return "–", "–", "–"
    return str(one.found), str(one.with_entry), "–" if one.held_percent is None else f"{one.held_percent} %"


def _brief(one: Coverage | None) -> str:
    if one is None or not one.found:
        return "not known"
    return f"{one.with_entry} of {one.found} found have an entry"


def _sentence(term: Term, one: Coverage | None) -> str:
    """What is known in a cell of the term, which says of the term alone what is known of no cell."""
    name, since, unknown = in_sentence(term.name), SURVEYED_UNTIL + 1, "how complete the atlas is here is not known."
    if not is_counted(term.id):
        return f"What a search found was not counted for {name}, which comes with other data: {unknown}"
    if one is None or not one.found:
        return f"A search found no model for {name} first seen since {since}: {unknown}"
    without = one.found - one.with_entry
    parts = [f"{one.with_entry} with an entry ({_HERE} here)"] if one.with_entry else []
    parts += [f"{without} without an entry, which may belong here"] if without else []
    return f"A search found {plural(one.found, 'model')} for {name} first seen since {since}: {', '.join(parts)}."


def _scope(index: SiteIndex, ids: frozenset[str]) -> str:
    years = sorted({index.links[id].year for id in ids})
    span = f" first seen {years[0]}" + (f" to {years[-1]}" if len(years) > 1 else "") if years else ""
    return f"of {plural(len(ids), 'model')}{span}"


def _roots(index: SiteIndex, facet: str, models: frozenset[str]) -> list[tuple[Term, frozenset[str]]]:
    roots = [term for term in index.atlas.terms(facet) if term.broader is None]
    found = [(term, index.filed_below.get((facet, term.id), frozenset()) & models) for term in roots]
    return sorted(found, key=lambda one: -len(one[1]))


def _words(row: Term, column: Term, models: frozenset[str], margins: Margins | None) -> str:
    found = plural(len(models), "model") if models else "no model in the atlas"
    known = f". {margins.words(column.id, models)}" if margins else ""
    return f"{row.name} on {in_sentence(column.name)}: {found}{known}"
