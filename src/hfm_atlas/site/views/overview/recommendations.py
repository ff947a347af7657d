"""What to read first, by one criterion: how many entries build on a model, and how many surveys list it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hfm_atlas.model.addresses import EntryLink, Link
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.model.taxonomy import Term
from hfm_atlas.site.display import plural
from hfm_atlas.site.index import SiteIndex

_MAX_FIRST = 4


@dataclass(frozen=True, slots=True)
class Recommendation:
    """An entry to read first, and what was counted to choose it."""

    entry: EntryLink
    reason: str


@dataclass(frozen=True, slots=True)
class SubfieldStart:
    """One subfield and where to begin in it."""

    id: str
    link: Link
    definition: str
    models: str
    first: tuple[Recommendation, ...]


def subfield_start(index: SiteIndex, term: Term) -> SubfieldStart:
    """What to read first in a subfield."""
    models = index.models_in(term.id)
    first = most_used(index, models)[:_MAX_FIRST]
    return SubfieldStart(
        term.id,
        index.term_link("subfields", term.id),
        term.definition,
        plural(len(models), "model"),
        tuple(Recommendation(index.links[model.id], use_words(index, model)) for model in first),
    )


def most_used(index: SiteIndex, models: Iterable[ModelEntry]) -> list[ModelEntry]:
    """Models by how many entries build on them and how many surveys list them; then those the atlas says most of."""
    return sorted(
        models,
        key=lambda model: (
            -(_builders(index, model) + _surveys(model)),
            -(len(model.results) + len(model.challenges) + len(model.opportunities)),
            model.id,
        ),
    )


def use_words(index: SiteIndex, model: ModelEntry) -> str:
    """What was counted."""
    built, listed = _builders(index, model), _surveys(model)
    parts = [
        plural(built, "entry builds on it", "entries build on it") if built else "",
        plural(listed, "survey lists it", "surveys list it") if listed else "",
    ]
    return "; ".join(part for part in parts if part) or f"first seen {index.links[model.id].year}"


def _builders(index: SiteIndex, model: ModelEntry) -> int:
    return len({edge.id for edge in index.downstream.get(model.id, ())})


def _surveys(model: ModelEntry) -> int:
    return len({listing.survey for listing in model.listed_by})
