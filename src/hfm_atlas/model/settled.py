"""Core cells of an entry, and which of them are settled: stated, not reported, not applicable, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from hfm_atlas.model.entries import Entry, Kind
from hfm_atlas.model.fields import FIELDS, fields_by_path
from hfm_atlas.model.states import UNCHECKED, state_of

# What everybody asks of a model, a dataset or a base model first.
CORE_CELLS: dict[Kind, tuple[str, ...]] = {
    kind: tuple(one.path for one in FIELDS if kind in one.core) for kind in get_args(Kind)
}


@dataclass(frozen=True, slots=True)
class SettledCell:
    """How many entries of a kind have settled one core cell."""

    field: str
    settled: int
    entries: int


def open_cells(entry: Entry) -> tuple[str, ...]:
    """Paths of the core cells of an entry that nobody has looked into, in file order."""
    return tuple(cell for cell in CORE_CELLS[entry.kind] if not _is_settled(entry, cell))


def settled_cells(entries: Iterable[Entry], kind: Kind) -> tuple[SettledCell, ...]:
    """How many of the entries of a kind have settled each core cell, in file order.

    Entries of other kinds are left out.
    """
    every = [entry for entry in entries if entry.kind == kind]
    return tuple(
        SettledCell(cell, sum(_is_settled(entry, cell) for entry in every), len(every)) for cell in CORE_CELLS[kind]
    )


def _is_settled(entry: Entry, cell: str) -> bool:
    """Whether it says something, or another field that settles it does."""
    paths = (cell, fields_by_path()[cell].settled_by)
    return any(state_of(entry, path) != UNCHECKED for path in paths if path)
