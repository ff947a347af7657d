"""Core cells of an entry, and which of them are settled: stated, not reported, not applicable, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hfm_atlas.facts import value_at
from hfm_atlas.schema import Entry, Kind

_WEIGHTS = ("availability.weights", "availability.weights_access", "availability.weights_licence")
# What everybody asks of a model, a data set or a base model first; with a bar, either field settles the cell.
CORE_CELLS: dict[Kind, tuple[str, ...]] = {
    "model": (
        "architecture.family",
        "architecture.parameters",
        "builds_on",
        "pretraining.objectives",
        "pretraining.corpora",
        "pretraining.compute",
        "adaptation",
        "applications",
        "evaluation|clinical_evidence",
        "languages",
        "availability.code",
        "availability.code_licence",
        *_WEIGHTS,
        "clinical_evidence",
    ),
    "dataset": ("size", "modalities", "tasks", "access", "licence", "url"),
    "base": ("architecture.family", "architecture.parameters", *_WEIGHTS),
    "survey": (),
}


@dataclass(frozen=True, slots=True)
class SettledCell:
    """How many entries of a kind have settled one core cell."""

    field: str
    settled: int
    entries: int


def open_cells(entry: Entry) -> tuple[str, ...]:
    """Core cells of an entry that nobody has looked into."""
    return tuple(cell for cell in CORE_CELLS[entry.kind] if not _is_settled(entry, cell))


def settled_cells(entries: Iterable[Entry], kind: Kind) -> tuple[SettledCell, ...]:
    """How many of the entries of a kind have settled each core cell."""
    every = [entry for entry in entries if entry.kind == kind]
    return tuple(
        SettledCell(cell.partition("|")[0], sum(_is_settled(entry, cell) for entry in every), len(every))
        for cell in CORE_CELLS[kind]
    )


def _is_settled(entry: Entry, cell: str) -> bool:
    """Whether it says something; an empty list says that the model was trained from scratch."""
    return any(value_at(entry, path) is not None for path in cell.split("|"))
