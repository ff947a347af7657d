"""Lists of entries as tables: rows and cells are made here, a template only prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from hfm_atlas.model.addresses import EntryLink, Link
from hfm_atlas.model.entries import Entry, Kind
from hfm_atlas.model.fields import FieldSpec, fields_by_path
from hfm_atlas.model.quantities import parse_quantity
from hfm_atlas.model.states import value_at
from hfm_atlas.model.values import is_absent
from hfm_atlas.model.vocabularies import ACCESS, KIND_NAMES
from hfm_atlas.site.display import count, quantity
from hfm_atlas.site.index import SiteIndex, subfield_of
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
    specs = [spec for spec in _COLUMNS[kind] if spec.column.title != without]
    rows = tuple(
        Row(index.links[id], tuple(spec.cell(index, index.atlas.entries[id]) for spec in specs))
        for id in index.newest_first(ids)
    )
    return Table(caption, tuple(spec.column for spec in specs), rows)


def _year(index: SiteIndex, entry: Entry) -> Cell:
    return Cell(str(index.links[entry.id].year))


def _kind(index: SiteIndex, entry: Entry) -> Cell:
    return Cell(KIND_NAMES[entry.kind])


def _subfield(index: SiteIndex, entry: Entry) -> Cell:
    id = subfield_of(entry)
    return Cell(links=(index.term_link("subfields", id),)) if id else Cell("–")


def _terms(path: str) -> _Spec:
    """A column of terms, called and linked as the field at `path` is."""
    field = fields_by_path()[path]

    def cell(index: SiteIndex, entry: Entry) -> Cell:
        return _terms_cell(index, field.schema.type.facet or "", value_at(entry, path))

    return _Spec(Column(_heading(field), "links"), cell)


def _heading(field: FieldSpec) -> str:
    return field.facet.label if field.facet and field.name else field.title


def _terms_cell(index: SiteIndex, facet: str, value: object) -> Cell:
    if not isinstance(value, list):
        return _absent(value)
    links = [index.term_link(facet, id) for id in value]
    cut = links[_MAX_TERMS:]
    return Cell(links=tuple(links[:_MAX_TERMS]), more=", ".join(link.text for link in cut), hidden=len(cut))


def _parameters(index: SiteIndex, entry: Entry) -> Cell:
    sizes = value_at(entry, "architecture.parameters")
    if not isinstance(sizes, list):
        return _absent(sizes)
    ordered: Sequence[str] = sorted(sizes, key=parse_quantity)
    text = quantity(ordered[0]) if len(ordered) == 1 else f"{quantity(ordered[0])} – {quantity(ordered[-1])}"
    return Cell(text, sort=f"{parse_quantity(ordered[-1]):.0f}")


def _size(index: SiteIndex, entry: Entry) -> Cell:
    sizes = getattr(entry, "size", None)
    if not isinstance(sizes, list):
        return _absent(sizes)
    return Cell(f"{quantity(sizes[0].amount)} {sizes[0].unit}", sort=f"{parse_quantity(sizes[0].amount):.0f}")


def _access(index: SiteIndex, entry: Entry) -> Cell:
    access = getattr(entry, "access", None)
    return _absent(access) if access is None or is_absent(access) else Cell(ACCESS[access])


def _openness(index: SiteIndex, entry: Entry) -> Cell:
    badges = openness(index, entry)
    return Cell(badges=badges, sort=str(sum(1 for badge in badges if badge.state == "open")))


def _trained(index: SiteIndex, entry: Entry) -> Cell:
    return _number(len(index.trained_on.get(entry.id, ())))


def _built(index: SiteIndex, entry: Entry) -> Cell:
    return _number(len(index.downstream.get(entry.id, ())))


def _lists(index: SiteIndex, entry: Entry) -> Cell:
    return _number(len(index.listed.get(entry.id, ())))


def _venue(index: SiteIndex, entry: Entry) -> Cell:
    return Cell(entry.publication.venue or "–")


def _review(index: SiteIndex, entry: Entry) -> Cell:
    return Cell(entry.review.status, sort=entry.review.status)


def _number(number: int) -> Cell:
    return Cell(count(number) if number else "–", sort=str(number))


def _absent(value: object) -> Cell:
    """A dash where sources do not say, an open circle where nobody has checked."""
    return Cell("○", more="nobody has checked") if value is None else Cell("–", more=str(value))


_YEAR = _Spec(Column("First seen", "number", "Year of first appearance, as preprint or in print"), _year)
_SUBFIELD = _Spec(Column("Subfield", "links"), _subfield)
_PRETRAINING = _terms("pretraining.paradigms")
_TASKS = _terms("tasks")
_MODALITIES = _terms("modalities")
_PARAMETERS = _Spec(Column("Parameters", "number"), _parameters)
_OPEN = _Spec(Column("Open", "squares", "Weights, code, data"), _openness)
_BUILT = _Spec(Column("Built on it", "number", "Entries that are built on it"), _built)
_CHECKED = _Spec(
    Column("Stated facts", "check", "Whether every stated fact was read in a source; much may not be stated yet"),
    _review,
)
_COLUMNS: dict[Kind | None, tuple[_Spec, ...]] = {
    None: (_YEAR, _Spec(Column("Kind", "text"), _kind), _SUBFIELD, _MODALITIES, _TASKS, _CHECKED),
    "model": (_YEAR, _SUBFIELD, _PRETRAINING, _TASKS, _PARAMETERS, _OPEN, _CHECKED),
    "dataset": (
        _YEAR,
        _SUBFIELD,
        _MODALITIES,
        _Spec(Column("Size", "text"), _size),
        _Spec(Column("Access", "text"), _access),
        _Spec(Column("Trained on it", "number", "Models pre-trained on it"), _trained),
        _CHECKED,
    ),
    "survey": (
        _YEAR,
        _Spec(Column("Venue", "text"), _venue),
        _terms("subfields"),
        _Spec(Column("Lists", "number", "Entries of the atlas that it lists"), _lists),
        _CHECKED,
    ),
    "base": (_YEAR, _MODALITIES, _PARAMETERS, _OPEN, _BUILT, _CHECKED),
}
