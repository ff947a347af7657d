"""Pairs of a task and a modality for which no selected model is filed, each at the widest terms for which that is so.

A gap is one of the atlas, and perhaps of the field. One of a part of the atlas may be none of the whole:
`atlas_models` tells how many of all models are filed under both. `may` counts models of one of the two whose other side
nobody has checked. `found` models of the modality `found_of`, the broadest above, were found by a search; those with an
entry are filed elsewhere, the others may belong to the pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hfm_atlas._util.grouping import grouped
from hfm_atlas.discovery.completeness import modality_coverage
from hfm_atlas.exports.csv_tables import SNAPSHOT_COLUMN, write_cell, write_csv
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.fields import fields_by_path
from hfm_atlas.model.graph import classifications
from hfm_atlas.model.states import UNCHECKED, state_of
from hfm_atlas.model.taxonomy import FacetId, Term
from hfm_atlas.query.columns import Value
from hfm_atlas.query.selection import Selection

_COLUMNS = (
    "task",
    "modality",
    "task_models",
    "modality_models",
    "may",
    "same_task",
    "same_modality",
    "atlas_models",
    "found_of",
    "found",
    "found_with_entry",
)
_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class _Axis:
    """One facet: its terms by id, the models below each, and those of which nobody has checked it.

    Sets of models are bits of a number, one a model: there are a hundred thousand of them to intersect.
    """

    terms: Mapping[str, Term]
    siblings: Mapping[str | None, list[str]]
    """The terms below each, and those at the top."""
    models: Mapping[str, int]
    unchecked: int


def export_gaps_csv(selection: Selection) -> bytes:
    """One row a gap; those first of which both terms have most models.

    Numbers are models filed under a term or below it; two columns name the fullest neighbours, with theirs.
    """
    tasks, modalities = axes = _axes(selection.atlas, selection.entries_of("model"))
    all_tasks, all_modalities = (
        axes if _is_whole(selection) else _axes(selection.atlas, selection.atlas.entries_of("model"))
    )
    gaps = sorted(_gaps(tasks, modalities), key=lambda gap: (-_weight(gap, tasks, modalities), gap))
    found = _found(selection)
    rows: list[Sequence[Value]] = [
        (
            *_row(gap, tasks, modalities),
            (all_tasks.models[gap[0]] & all_modalities.models[gap[1]]).bit_count(),
            *found.get(selection.atlas.root_of("modalities", gap[1]), ("", "", "")),
        )
        for gap in gaps
    ]
    label = selection.snapshot.label
    return write_csv([[*_COLUMNS, SNAPSHOT_COLUMN], *([*map(write_cell, row), label] for row in rows)])


def _found(selection: Selection) -> dict[str, tuple[str, int, int]]:
    """By modality, its id and how many models a search found, and with an entry; of a part of the atlas, nothing."""
    if not _is_whole(selection):
        return {}
    return {id: (id, one.found, one.with_entry) for id, one in modality_coverage(selection.atlas).items()}


def _is_whole(selection: Selection) -> bool:
    return len(selection.entries_of("model")) == len(selection.atlas.entries_of("model"))


def _axes(atlas: Atlas, models: Sequence[Entry]) -> tuple[_Axis, _Axis]:
    """Tasks and modalities of these models."""
    return _axis(atlas, models, "tasks"), _axis(atlas, models, "modalities")


def _axis(atlas: Atlas, models: Sequence[Entry], facet: FacetId) -> _Axis:
    terms = {term.id: term for term in atlas.terms(facet)}
    below = dict.fromkeys(terms, 0)
    for place, model in enumerate(models):
        for id in [id for other, id in classifications(model) if other == facet]:
            term = terms.get(id)
            while term:
                below[term.id] |= 1 << place
                term = terms.get(term.broader or "")
    path = next(path for path, field in fields_by_path().items() if field.schema.type.facet == facet)
    unchecked = sum(1 << place for place, model in enumerate(models) if state_of(model, path) == UNCHECKED)
    siblings = grouped((term.broader, term.id) for term in terms.values())
    return _Axis(terms, siblings, below, unchecked)


def _gaps(tasks: _Axis, modalities: _Axis) -> Iterator[tuple[str, str]]:
    """Pairs of terms that have models, but none in common, whose broader pairs have."""
    for task, ours in tasks.models.items():
        for modality, theirs in modalities.models.items():
            if ours and theirs and not ours & theirs and _is_widest(task, modality, tasks, modalities):
                yield task, modality


def _is_widest(task: str, modality: str, tasks: _Axis, modalities: _Axis) -> bool:
    wider_task, wider_modality = tasks.terms[task].broader, modalities.terms[modality].broader
    return not (
        (wider_task and not tasks.models[wider_task] & modalities.models[modality])
        or (wider_modality and not tasks.models[task] & modalities.models[wider_modality])
    )


def _weight(gap: tuple[str, str], tasks: _Axis, modalities: _Axis) -> int:
    return tasks.models[gap[0]].bit_count() * modalities.models[gap[1]].bit_count()


def _row(gap: tuple[str, str], tasks: _Axis, modalities: _Axis) -> Sequence[Value]:
    task, modality = gap
    ours, theirs = tasks.models[task], modalities.models[modality]
    may = (ours & modalities.unchecked).bit_count() + (theirs & tasks.unchecked).bit_count()
    return (
        task,
        modality,
        ours.bit_count(),
        theirs.bit_count(),
        may,
        _fullest(modalities, modality, ours),
        _fullest(tasks, task, theirs),
    )


def _fullest(axis: _Axis, id: str, models: int) -> list[str]:
    """The terms next to one, below the same broader term, that most of `models` are filed under."""
    siblings = axis.siblings[axis.terms[id].broader]
    numbers = {one: found.bit_count() for one in siblings if one != id and (found := axis.models[one] & models)}
    best = sorted(numbers, key=lambda one: (-numbers[one], one))
    return [f"{one} ({numbers[one]})" for one in best[:_NEIGHBOURS]]
