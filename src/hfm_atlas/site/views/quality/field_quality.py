"""Which fields have a value, with or without a source, which are not reported, and which nobody has checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from hfm_atlas.model.addresses import explore_url
from hfm_atlas.model.entries import ENTRY_CLASSES, Entry, Kind
from hfm_atlas.model.facts import cell_paths, has_evidence
from hfm_atlas.model.fields import fields_by_path
from hfm_atlas.model.introspection import schema_fields
from hfm_atlas.model.settled import SettledCell, settled_cells
from hfm_atlas.model.states import STATED, STATED_EMPTY, UNCHECKED, state_of
from hfm_atlas.model.vocabularies import KIND_PLURALS
from hfm_atlas.site.display import percent
from hfm_atlas.site.views.overview.explorer import AMOUNTS, NOT_CHECKED


@dataclass(frozen=True, slots=True)
class States:
    """How many fields or entries are in which state."""

    sourced: int
    unsourced: int
    not_reported: int
    not_applicable: int
    unchecked: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.sourced + self.unsourced + self.not_reported + self.not_applicable + self.unchecked

    @property
    def checked_share(self) -> str:
        """Share of those that somebody has looked into."""
        return percent(self.total - self.unchecked, self.total)

    @property
    def unchecked_share(self) -> str:
        """Share of those that nobody has looked into."""
        return percent(self.unchecked, self.total)

    @property
    def bar(self) -> tuple[tuple[str, float], ...]:
        """(state, length in percent) of each part of the bar; what is left is unchecked."""
        absent = self.not_reported + self.not_applicable
        parts = (("sourced", self.sourced), ("unsourced", self.unsourced), ("nothing", absent))
        return tuple((name, round(100 * number / self.total, 1)) for name, number in parts if number)


@dataclass(frozen=True, slots=True)
class FieldQuality:
    """One field of a kind; `explore_url` leads to the entries that nobody has checked it in."""

    path: str
    label: str
    states: States
    explore_url: str | None


@dataclass(frozen=True, slots=True)
class FieldTable:
    """The fields of one kind, and all of them together."""

    kind: Kind
    title: str
    entries: int
    states: States
    fields: tuple[FieldQuality, ...]


def entry_states(entry: Entry) -> States:
    """The fields of one entry, as the tables count them."""
    return _count((entry, path) for path in _countable(entry.kind))


def _count(cells: Iterable[tuple[Entry, str]]) -> States:
    numbers: Counter[str] = Counter()
    for entry, path in cells:
        state = state_of(entry, path)
        has_value = state in (STATED, STATED_EMPTY)
        numbers[("sourced" if has_evidence(entry, path) else "unsourced") if has_value else str(state)] += 1
    return States(
        sourced=numbers["sourced"],
        unsourced=numbers["unsourced"],
        not_reported=numbers["not reported"],
        not_applicable=numbers["not applicable"],
        unchecked=numbers[UNCHECKED],
    )


def add_states(many: Iterable[States]) -> States:
    """All of them together."""
    every = list(many)
    return States(
        sourced=sum(one.sourced for one in every),
        unsourced=sum(one.unsourced for one in every),
        not_reported=sum(one.not_reported for one in every),
        not_applicable=sum(one.not_applicable for one in every),
        unchecked=sum(one.unchecked for one in every),
    )


@cache
def _countable(kind: Kind) -> tuple[str, ...]:
    """Paths of the fields that can tell "nothing" from "nobody has checked"; those empty unless filled cannot."""
    known = schema_fields(ENTRY_CLASSES[kind])
    return tuple(path for path in cell_paths(ENTRY_CLASSES[kind]) if known[path].info.default not in ([], {}))


@dataclass(frozen=True, slots=True)
class SettledField:
    """One core cell of a kind: how many entries have settled it, and where those are that have not."""

    label: str
    settled: int
    entries: int
    explore_url: str | None

    @property
    def share(self) -> str:
        """Settled entries as a percentage."""
        return percent(self.settled, self.entries)

    @property
    def open(self) -> int:
        """Entries that leave it open."""
        return self.entries - self.settled


@dataclass(frozen=True, slots=True)
class SettledTable:
    """The core cells of one kind, those that are open most often first."""

    kind: Kind
    title: str
    fields: tuple[SettledField, ...]

    @property
    def share(self) -> str:
        """Settled cells of all fields as a percentage."""
        return percent(sum(one.settled for one in self.fields), sum(one.entries for one in self.fields))


def settled_tables(entries: Iterable[Entry]) -> tuple[SettledTable, ...]:
    """A table for each kind that has core cells and entries."""
    every = list(entries)
    cells = {kind: settled_cells(every, kind) for kind in KIND_PLURALS}
    return tuple(
        SettledTable(kind, KIND_PLURALS[kind], tuple(_settled_fields(kind, found)))
        for kind, found in cells.items()
        if any(one.entries for one in found)
    )


def _settled_fields(kind: Kind, cells: Iterable[SettledCell]) -> Iterator[SettledField]:
    for one in sorted(cells, key=lambda one: one.settled):
        url = _explore_url(kind, one.field) if one.settled < one.entries else None
        yield SettledField(_label(one.field), one.settled, one.entries, url)


def field_tables(entries: Iterable[Entry]) -> tuple[FieldTable, ...]:
    """A table for each kind of entry that there is, its fields in file order."""
    every = list(entries)
    return tuple(_tables(every))


def _tables(entries: Sequence[Entry]) -> Iterator[FieldTable]:
    for kind in KIND_PLURALS:
        of_kind = [entry for entry in entries if entry.kind == kind]
        if of_kind:
            fields = tuple(_fields(kind, of_kind))
            yield FieldTable(kind, KIND_PLURALS[kind], len(of_kind), add_states(one.states for one in fields), fields)


def _fields(kind: Kind, entries: Sequence[Entry]) -> Iterator[FieldQuality]:
    for path in _countable(kind):
        states = _count((entry, path) for entry in entries)
        yield FieldQuality(path, _label(path), states, _explore_url(kind, path) if states.unchecked else None)


def _label(path: str) -> str:
    return fields_by_path()[path].title


def _explore_url(kind: Kind, path: str) -> str | None:
    """Where Explore counts the same entries under "nobody has checked"; None where it has no such term, or counts more.

    Under the weights that nobody has checked, Explore has those, too, that are somewhere and nobody knows for whom.
    """
    spec = fields_by_path()[path]
    if (spec.facet is None and path not in AMOUNTS) or path == "availability.weights":
        return None
    return explore_url(kind=kind, **{spec.key: NOT_CHECKED})
