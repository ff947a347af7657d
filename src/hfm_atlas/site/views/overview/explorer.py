"""What the explorer works on: every entry as one row, and every value that rows can be filtered by.

Terms are numbered across all facets, so that a row is a short list of numbers and the browser can make one bit set a
term. The three kinds of nothing are values of their own in each facet, for those kinds of entry that have the field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hfm_atlas.model.entries import Entry
from hfm_atlas.model.fields import FIELDS, FieldSpec
from hfm_atlas.model.introspection import schema_field
from hfm_atlas.model.licences import stated_licence
from hfm_atlas.model.openness import STATE_WORDS
from hfm_atlas.model.publication import first_year
from hfm_atlas.model.quantities import parse_quantity
from hfm_atlas.model.states import EMPTY, STATED, STATED_EMPTY, UNCHECKED, State, state_of, value_at
from hfm_atlas.model.taxonomy import Term
from hfm_atlas.query.answers import OpenCell, is_open_list, open_cell
from hfm_atlas.query.columns import path_for
from hfm_atlas.site.display import language_name, quantity
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.overview.openness import openness

NOT_CHECKED = "not-checked"
NOT_APPLICABLE = "not-applicable"
# Paths of the amounts that Explore filters by as ranges.
_PARAMETERS, _SIZE = AMOUNTS = ("architecture.parameters", "size")
# The cell that says who gets weights that are somewhere.
_ACCESS = "availability.weights_access"
# How the states that are no value stand in addresses, in the order in which Explore lists them.
_STATE_IDS: Mapping[State, str] = {
    STATED_EMPTY: EMPTY,
    "not reported": "not-reported",
    "not applicable": NOT_APPLICABLE,
    UNCHECKED: NOT_CHECKED,
}


# Numbers that rows are filtered by, the smallest first; a kind of nothing; None for entries that have none to ask for.
Amount = tuple[float, ...] | str | None


@dataclass(frozen=True, slots=True)
class ExplorerTerm:
    """One value of a facet; `parent` is the number of the wider term, or -1."""

    id: str
    label: str
    parent: int = -1


@dataclass(frozen=True, slots=True)
class ExplorerFacet:
    """One facet: its terms are numbered from `first`."""

    id: str
    label: str
    first: int
    terms: tuple[ExplorerTerm, ...]
    is_axis: bool
    """Whether the gap map offers it."""
    reasons: Mapping[str, str]
    """Why an entry is filed so, by its id, where that is worked out."""
    path: str
    """The field in an entry's file that fills it."""
    cells: Mapping[str, tuple[str, str]]
    """The entry and field that leave it open, by id, where these are not the entry itself and `path`."""
    is_open_list: bool
    """Whether it lists what sources name and says nothing of the rest."""
    unfiled: Mapping[str, tuple[str, ...]]
    """What entries name there that has no entry of its own and so is no term, by their ids."""
    aliases: tuple[str, ...] = ()
    """What older addresses call it."""


@dataclass(frozen=True, slots=True)
class ExplorerRow:
    """One entry, with the numbers of the terms it is filed under."""

    id: str
    name: str
    url: str
    subfield: str
    first_year: int
    """Year of the preprint or of print, whichever came first."""
    year: int
    """Year of the version of record."""
    parameters: Amount
    """Parameters of each size."""
    parameters_text: str
    """The largest as readers see it."""
    size: Amount
    """Every count that is stated of a dataset, of whatever is counted."""
    size_text: str
    text: str
    """What the text search looks in, in lower case."""
    terms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Explorer:
    """Everything the explorer needs."""

    snapshot: str
    facets: tuple[ExplorerFacet, ...]
    rows: tuple[ExplorerRow, ...]


def explorer_view(index: SiteIndex) -> Explorer:
    """The explorer's data, entries by id."""
    values = {field.key: _values_of(index, field) for field in explore_fields()}
    facets, numbers = [], {}
    first = 0
    for field in explore_fields():
        facet = _facet(index, field, first, values[field.key])
        facets.append(facet)
        numbers[facet.id] = {term.id: first + place for place, term in enumerate(facet.terms)}
        first += len(facet.terms)
    rows = tuple(_row(index, entry, values, numbers) for entry in index.atlas.entries.values())
    return Explorer(index.snapshot.label, tuple(facets), rows)


@cache
def explore_fields() -> tuple[FieldSpec, ...]:
    """The fields that Explore filters by, those that readers start from first."""
    found = [one for one in FIELDS if one.facet]
    return tuple(sorted(found, key=lambda one: one.facet is None or not one.facet.first))


def _facet(index: SiteIndex, field: FieldSpec, first: int, values: Mapping[str, list[str]]) -> ExplorerFacet:
    assert field.facet is not None
    return ExplorerFacet(
        field.key,
        field.facet.label or field.title,
        first,
        _terms_of(index, field, {value for listed in values.values() for value in listed}),
        field.facet.axis,
        _reasons(index) if field.facet.by == "effective licence" else {},
        field.path,
        _open_cells(index, field, values),
        is_open_list(field),
        _unfiled(index, field),
        field.facet.aliases,
    )


def _unfiled(index: SiteIndex, field: FieldSpec) -> dict[str, tuple[str, ...]]:
    """Of lists whose items are either an entry or a name, the names; by id of the entry that lists them."""
    if field.identity[1:2] != ("name",):
        return {}
    found = {entry.id: value_at(entry, f"{field.path}.name") for entry in index.atlas.entries.values()}
    return {id: tuple(map(str, names)) for id, names in found.items() if isinstance(names, list) and names}


def _open_cells(index: SiteIndex, field: FieldSpec, values: Mapping[str, list[str]]) -> dict[str, tuple[str, str]]:
    """The cells that leave a field open, where they are not the entry's own at the field's path."""
    unchecked = [index.atlas.entries[id] for id, found in values.items() if found == [NOT_CHECKED]]
    cells = {entry.id: _open_cell(index, field, entry) for entry in unchecked}
    return {id: (one.entry, one.path) for id, one in cells.items() if (one.entry, one.path) != (id, field.path)}


def _open_cell(index: SiteIndex, field: FieldSpec, entry: Entry) -> OpenCell:
    found = open_cell(entry, field, index.licences)
    is_of_access = field.facet and field.facet.by == "openness" and state_of(entry, found.path) == STATED
    return OpenCell(entry.id, _ACCESS) if is_of_access else found


def _reasons(index: SiteIndex) -> dict[str, str]:
    """Why weights may be used so; nothing of those of which nothing is known at all."""
    found = {entry.id: (entry, index.licences.effective(entry)) for entry in index.atlas.entries.values()}
    return {
        id: effective.reason
        for id, (entry, effective) in found.items()
        if effective and (effective.use or stated_licence(entry, "weights_licence"))
    }


def _row(
    index: SiteIndex, entry: Entry, values: dict[str, dict[str, list[str]]], numbers: dict[str, dict[str, int]]
) -> ExplorerRow:
    terms = [numbers[facet][value] for facet, by_entry in values.items() for value in by_entry.get(entry.id, ())]
    link = index.links[entry.id]
    return ExplorerRow(
        entry.id,
        entry.name,
        link.url,
        link.subfield,
        first_year(entry),
        entry.publication.year,
        *_parameters(entry),
        *_size(entry),
        _text(entry),
        tuple(terms),
    )


def _values_of(index: SiteIndex, field: FieldSpec) -> dict[str, list[str]]:
    """Values of one facet by entry; entries without the field, or of which silence says nothing, are not among them."""
    entries = [entry for entry in index.atlas.entries.values() if entry.kind in field.kinds]
    found = {entry.id: _values(index, field, entry) for entry in entries}
    return {id: list(dict.fromkeys(values)) for id, values in found.items() if values}


def _values(index: SiteIndex, field: FieldSpec, entry: Entry) -> list[str]:
    assert field.facet is not None
    if field.facet.by == "effective licence":
        effective = index.licences.effective(entry)
        if effective is None:
            return [NOT_APPLICABLE]
        return [_STATE_IDS["not reported"] if effective.is_unreported else effective.use or NOT_CHECKED]
    path = path_for(entry, field)
    state = state_of(entry, path)
    if state != STATED:
        is_silent = state == UNCHECKED and not schema_field(path).can_be_unchecked
        return [] if state is None or is_silent else [_STATE_IDS[state]]
    value = value_at(entry, path.replace(field.path, field.value_path, 1))
    if field.facet.by == "licence":
        return [index.licences.read(str(value)).use]
    if field.facet.by == "openness":
        found = next(one.state for one in openness(index, entry) if one.what == field.title)
        # Weights that are somewhere, and who gets them is not known.
        return [found if found != "unknown" else _STATE_IDS[state_of(entry, _ACCESS) or UNCHECKED]]
    # What has no entry of its own, such as the records of one hospital, is no value to filter by.
    return [str(one) for one in value if one is not None] if isinstance(value, list) else [str(value)]


def _terms_of(index: SiteIndex, field: FieldSpec, used: set[str]) -> tuple[ExplorerTerm, ...]:
    facet = field.value_schema.type.facet
    stated = used.difference(_STATE_IDS.values())
    if facet and index.atlas.term(facet, EMPTY):
        stated |= used & {EMPTY}
    terms = _taxonomy_terms(index, facet, stated) if facet else _plain_terms(index, field, stated)
    absent_reasons = [ExplorerTerm(id, id.replace("-", " ")) for id in _STATE_IDS.values() if id in used - stated]
    return (*terms, *absent_reasons)


def _plain_terms(index: SiteIndex, field: FieldSpec, used: set[str]) -> list[ExplorerTerm]:
    labels = {id: _label(index, field, id) for id in used}
    return [ExplorerTerm(id, labels[id]) for id in sorted(used, key=lambda id: (labels[id].casefold(), id))]


def _label(index: SiteIndex, field: FieldSpec, id: str) -> str:
    if field.value_schema.type.kinds:
        return index.atlas.entries[id].name
    if field.facet and field.facet.by == "openness":
        return STATE_WORDS[id]
    if field.value_schema.type.kind == "language":
        return language_name(id)
    return (field.labels or {}).get(id, id)


def _taxonomy_terms(index: SiteIndex, facet: str, used: set[str]) -> list[ExplorerTerm]:
    """Used terms, those above them and the widest, each below its wider term, in the order of the facet's file.

    A widest term that nobody uses stays, since it is a gap that the gap map has to show.
    """
    roots = [term for term in index.atlas.terms(facet) if term.broader is None]
    wanted = used | {above.id for id in used for above in index.broader(facet, id)} | {term.id for term in roots}
    ordered = list(_tree(index, facet, roots, wanted))
    places = {term.id: place for place, term in enumerate(ordered)}
    return [ExplorerTerm(term.id, term.name, places.get(term.broader or "", -1)) for term in ordered]


def _tree(index: SiteIndex, facet: str, terms: Sequence[Term], wanted: set[str]) -> Iterator[Term]:
    for term in terms:
        if term.id in wanted:
            yield term
            yield from _tree(index, facet, index.narrower.get((facet, term.id), ()), wanted)


def _text(entry: Entry) -> str:
    publication = entry.publication
    people = [author.split(",")[0] for author in publication.authors]
    parts = [entry.name, *entry.aliases, publication.title, *people, publication.venue or "", entry.id]
    return " ".join(parts).casefold()


def _parameters(entry: Entry) -> tuple[Amount, str]:
    sizes, words = _stated_list(entry, _PARAMETERS)
    if not sizes:
        return words or None, words.replace("-", " ")
    ordered = sorted(map(str, sizes), key=parse_quantity)
    return tuple(map(parse_quantity, ordered)), quantity(ordered[-1])


def _size(entry: Entry) -> tuple[Amount, str]:
    sizes, words = _stated_list(entry, _SIZE)
    counted = sorted((parse_quantity(str(one.amount)), f"{quantity(str(one.amount))} {one.unit}") for one in sizes)
    if not counted:
        return words or None, words.replace("-", " ")
    return tuple(amount for amount, _ in counted), counted[-1][1]


def _stated_list(entry: Entry, path: str) -> tuple[list[Any], str]:
    """What an entry lists in a field, or the kind of nothing that it says; neither where it has no such field."""
    state = state_of(entry, path)
    if state != STATED:
        return [], "" if state is None else _STATE_IDS[state]
    value = value_at(entry, path)
    assert isinstance(value, list)
    return value, ""
