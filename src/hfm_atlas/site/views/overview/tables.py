"""Lists of entries as tables: rows and cells are made here, a template only prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal

from hfm_atlas.model.addresses import EntryLink, Link
from hfm_atlas.model.entries import Entry, Kind, Size
from hfm_atlas.model.fields import FIELDS, EntryList, FieldSpec
from hfm_atlas.model.quantities import parse_quantity
from hfm_atlas.model.states import NO_VALUES, STATED, UNCHECKED, state_of, value_at
from hfm_atlas.site.display import count, quantity, quantity_range
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.overview.openness import AvailabilityBadge, openness

CellKind = Literal["text", "number", "links", "squares", "check"]
_MAX_TERMS = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and how its cells are printed."""

    title: str
    kind: CellKind
    help: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; which fields are filled depends on the column's kind. `sort` orders numbers and words alike."""

    text: str = ""
    links: tuple[Link, ...] = ()
    more: str = ""
    """Names of the terms that were cut, where there were more than two."""
    hidden: int = 0
    badges: tuple[AvailabilityBadge, ...] = ()
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry."""

    entry: EntryLink
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Entries as a table; the first column, the name, is not among `columns`."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Spec:
    column: Column
    cell: Callable[[SiteIndex, Entry], Cell]


def entry_table(index: SiteIndex, ids: Iterable[str], kind: Kind | None, caption: str, *, without: str = "") -> Table:
    """A table of entries, the newest first, with the columns that fit their kind (None: any kind).

    `without` names a column that would say the same in every row.
    """
    specs = [spec for spec in _specs(kind or "any") if spec.column.title != without]
    rows = tuple(
        Row(index.links[id], tuple(spec.cell(index, index.atlas.entries[id]) for spec in specs))
        for id in index.newest_first(ids)
    )
    return Table(caption, tuple(spec.column for spec in specs), rows)


@cache
def _specs(name: EntryList) -> tuple[_Spec, ...]:
    """The columns of a list: the year, fields in the order of their declaration, what is counted, and the review."""
    fields = (_field_column(field) for field in FIELDS if name in field.lists)
    return (_YEAR, *fields, *_COUNTED[name], _CHECKED)


def _field_column(field: FieldSpec) -> _Spec:
    type_ = field.schema.type
    kind: CellKind = "links" if type_.facet else "number" if type_.kind == "quantity" else "text"
    title = field.facet.label if field.facet and field.name else field.title
    return _Spec(Column(title, kind), partial(_field_cell, field))


def _field_cell(field: FieldSpec, index: SiteIndex, entry: Entry) -> Cell:
    """What an entry says in a field: a dash where sources do not say, an open circle where nobody has checked."""
    state, value = state_of(entry, field.path), value_at(entry, field.path)
    if state is None:
        return Cell()
    if state == UNCHECKED:
        return Cell("○", more="not checked yet")
    if state != STATED:
        return Cell("–", more=NO_VALUES[state])
    values: list[Any] = value if isinstance(value, list) else [value]
    type_ = field.schema.type
    if type_.facet:
        return _terms_cell([index.term_link(type_.facet, id) for id in values])
    if type_.kind == "quantity":
        return Cell(quantity_range(values), sort=f"{max(map(parse_quantity, values)):.0f}")
    if isinstance(values[0], Size):
        size = values[0]
        return Cell(f"{quantity(size.amount)} {size.unit}", sort=f"{parse_quantity(size.amount):.0f}")
    return Cell(field.labels[value] if field.labels else str(value))


def _terms_cell(links: Sequence[Link]) -> Cell:
    cut = links[_MAX_TERMS:]
    return Cell(links=tuple(links[:_MAX_TERMS]), more=", ".join(link.text for link in cut), hidden=len(cut))


def _year(index: SiteIndex, entry: Entry) -> Cell:
    return Cell(str(index.links[entry.id].year))


def _openness(index: SiteIndex, entry: Entry) -> Cell:
    badges = openness(index, entry)
    return Cell(badges=badges, sort=str(sum(1 for badge in badges if badge.state == "open")))


def _trained(index: SiteIndex, entry: Entry) -> Cell:
    return _number(len(index.trained_on.get(entry.id, ())))


def _built(index: SiteIndex, entry: Entry) -> Cell:
    return _number(len(index.downstream.get(entry.id, ())))


def _lists(index: SiteIndex, entry: Entry) -> Cell:
    return _number(len({listed for listed, _ in index.listed.get(entry.id, ())}))


def _review(index: SiteIndex, entry: Entry) -> Cell:
    return Cell(entry.review.status, sort=entry.review.status)


def _number(number: int) -> Cell:
    return Cell(count(number) if number else "–", sort=str(number))


_YEAR = _Spec(Column("First seen", "number", "Year of first appearance, as preprint or in print"), _year)
_OPEN = _Spec(Column("Open", "squares", "Weights, code, data"), _openness)
_CHECKED = _Spec(
    Column("Stated facts", "check", "Whether every stated fact was read in a source; much may not be stated yet"),
    _review,
)
# What is no field of an entry, but counted or worked out from several.
_COUNTED: dict[EntryList, tuple[_Spec, ...]] = {
    "any": (),
    "model": (_OPEN,),
    "dataset": (_Spec(Column("Trained on it", "number", "Models pre-trained on it"), _trained),),
    "survey": (_Spec(Column("Lists", "number", "Entries of the atlas that it lists"), _lists),),
    "base": (_OPEN, _Spec(Column("Built on it", "number", "Entries that are built on it"), _built)),
}
