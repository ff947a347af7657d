"""An entry as one row: the columns that tables, data frames and spreadsheets share.

A value is a text, a number or a list of texts. None says that nobody has checked; `not reported` and `not applicable`
stand for themselves, and `none` for a list that is stated to be empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.suggestions import suggest
from hfm_atlas.model.entries import Clearance, ClinicalEvidence, Corpus, Entry, Kind, Result, Size
from hfm_atlas.model.facts import has_evidence, stated_facts
from hfm_atlas.model.fields import FIELDS, ColumnType, FieldSpec, find_named
from hfm_atlas.model.introspection import kinds_with
from hfm_atlas.model.licences import Licences
from hfm_atlas.model.publication import first_year, publication_authors
from hfm_atlas.model.quantities import parse_quantity
from hfm_atlas.model.states import NO_VALUES, STATED, UNCHECKED, state_of, value_at
from hfm_atlas.model.values import NOT_APPLICABLE, NOT_REPORTED, SchemaModel

Value = str | int | list[str] | None
# What a cell of any table may hold.
Cell = Value | float | bool


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, and the field that it is of; entries of `kinds` can fill it."""

    name: str
    help: str
    type: ColumnType
    kinds: tuple[Kind, ...]
    field: FieldSpec

    def value(self, entry: Entry, licences: Licences) -> Value:
        """What the entry says; None where nobody has checked or an entry of its kind cannot say it."""
        return column_value(entry, self.field, licences) if entry.kind in self.kinds else None


def columns_of(kind: Kind) -> list[Column]:
    """Columns that entries of a kind can fill, in file order."""
    return [column for column in COLUMNS if kind in column.kinds]


def column_value(entry: Entry, field: FieldSpec, licences: Licences) -> Value:
    """What the entry says in a field, or what is worked out from it, as cells have it.

    Text, a whole number, or a list of texts; None where nobody has checked or entries of its kind have no such field.
    """
    if (derive := _DERIVED.get(field.key)) is not None:
        return derive(entry, licences)
    path = path_for(entry, field)
    state = state_of(entry, path)
    if state != STATED:
        return None if state is None or state == UNCHECKED else NO_VALUES[state]
    return _write(stated_value(entry, field, path), field)


def path_for(entry: Entry, field: FieldSpec) -> str:
    """Dotted path at which an entry of its kind has the field."""
    return field.also if field.also and entry.kind not in kinds_with(field.path) else field.path


def stated_value(entry: Entry, field: FieldSpec, path: str) -> object:
    """What stands at the path of a field; of a list of links only those that the field is about."""
    if field.only is None:
        return value_at(entry, path)
    holder, _, part = path.rpartition(".")
    name, word = field.only
    links = value_at(entry, holder)
    return [getattr(one, part) for one in links if getattr(one, name) == word] if isinstance(links, list) else links


def _write(value: object, field: FieldSpec) -> Value:
    if isinstance(value, SchemaModel):
        return [f"{name}: {_plain(one)}" for name, one in value if one is not None]
    if isinstance(value, list):
        return [_item(one, field) for one in value] or None
    if field.also:
        return [str(value)]
    return value if isinstance(value, int) and not field.schema.may_be_absent else str(value)


def _item(item: object, field: FieldSpec) -> str:
    """An item of a list: a mapping by what its class is written as, or by what tells it from others."""
    if isinstance(item, str) or not isinstance(item, SchemaModel):
        return str(item)
    write = _WRITERS.get(type(item))
    return write(item) if write else str(getattr(item, field.identity[0]))


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _corpus(item: Any) -> str:
    amount = f" ({item.amount} {item.unit or ''})".replace(" )", ")") if item.amount else ""
    return f"{item.dataset or item.name}{amount}"


def _size(item: Any) -> str:
    return f"{item.amount} {item.unit}"


def _result(item: Any) -> str:
    variant = f", {item.variant}" if item.variant else ""
    variant += ", measured by others" if item.re_evaluation else ""
    return f"{item.benchmark}: {item.metric} {item.value:g} {item.unit} ({item.setting}{variant})"


def _tested(item: Any) -> str:
    return f"{item.term} ({item.place})" if item.place else item.term


def _clearance(item: Any) -> str:
    return f"{item.authority} {item.number}: {item.device} ({item.date})"


_WRITERS: Mapping[type[SchemaModel], Callable[[Any], str]] = {
    Corpus: _corpus,
    Size: _size,
    Result: _result,
    ClinicalEvidence: _tested,
    Clearance: _clearance,
}


def _effective_licence(entry: Entry, licences: Licences) -> Value:
    """What the weights may be used for; None where a cell on the way was never checked."""
    found = licences.effective(entry)
    if found is None:
        return NOT_APPLICABLE
    return NOT_REPORTED if found.is_unreported else found.use


def _licence_reason(entry: Entry, licences: Licences) -> Value:
    found = licences.effective(entry)
    return found.reason if found else NOT_APPLICABLE


# What is worked out, by the name of the field.
_DERIVED: Mapping[str, Callable[[Entry, Licences], Value]] = {
    "authors": lambda entry, _: [author.sortable for author in publication_authors(entry)],
    "first_year": lambda entry, _: first_year(entry),
    "effective_licence": _effective_licence,
    "effective_licence_reason": _licence_reason,
    "facts": lambda entry, _: len(stated_facts(entry)),
    "facts_with_evidence": lambda entry, _: sum(has_evidence(entry, path) for path in stated_facts(entry)),
}


def _type(field: FieldSpec) -> ColumnType:
    if field.derived:
        return field.derived
    found = field.schema
    if field.also or found.is_repeated or found.type.is_list or found.type.record:
        return "list"
    return "integer" if found.type.kind == "integer" and not found.may_be_absent else "text"


COLUMNS: tuple[Column, ...] = tuple(
    Column(one.key, one.explanation, _type(one), one.kinds, one) for one in FIELDS if one.column
)


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """Amounts that an entry writes as text, since it may say `not reported` instead, as numbers."""

    name: str
    help: str
    unit: str
    type: Literal["number", "numbers"]
    field: FieldSpec

    def value(self, entry: Entry) -> float | list[float] | None:
        """The number, or several in the entry's order; None where it states none."""
        if state_of(entry, self.field.path) != STATED:
            return None
        found = value_at(entry, self.field.path)
        return [_number(one) for one in found] if isinstance(found, list) else _number(found)


def _number(amount: object) -> float:
    return parse_quantity(amount) if isinstance(amount, str) else float(str(amount))


NUMBER_COLUMNS: tuple[NumberColumn, ...] = tuple(
    NumberColumn(
        f"{one.name}_number",
        f"{one.help}, as a number",
        one.field.unit,
        "numbers" if one.type == "list" else "number",
        one.field,
    )
    for one in COLUMNS
    if one.field.unit
)


def find_columns(names: Iterable[str]) -> list[Column]:
    """Columns by their names, the paths of their fields, or what they are called too.

    Raises:
        UsageError: one is unknown; the nearest is named.
    """
    known = {column.name: column for column in COLUMNS}
    chosen = []
    for name in names:
        field = find_named(name)
        if field is None or field.key not in known:
            all_columns = f"the columns are {', '.join(known)}"
            raise UsageError(f"unknown column '{name}': {suggest(name, known, all_columns)}")
        chosen.append(known[field.key])
    return chosen
