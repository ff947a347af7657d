"""Charts of a subfield: models by year and pre-training paradigm, and how open their weights, code and data are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hfm_atlas.model.addresses import Link, explore_url
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.model.openness import State
from hfm_atlas.model.publication import first_year
from hfm_atlas.site.charts.charts import Sparkline, sparkline
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.overview.openness import openness

_STATES: tuple[tuple[State, str], ...] = (
    ("open", "Open"),
    ("restricted", "After registration or approval"),
    ("closed", "Not released"),
    ("unknown", "Not known"),
)
# Squares that Explore has a facet for, and the states that are values in it.
_EXPLORE_FACETS = {"Weights": "weights", "Code": "code"}


@dataclass(frozen=True, slots=True)
class ParadigmYears:
    """Models of one paradigm by year, on the same scale as those of the others."""

    link: Link
    number: int
    years: Sparkline


@dataclass(frozen=True, slots=True)
class OpennessPart:
    """Models of which one thing is in one state: how many, the bar's length in percent, and where they are listed."""

    state: State
    words: str
    number: int
    length: float
    url: str | None


@dataclass(frozen=True, slots=True)
class OpennessRow:
    """Weights, code or data of a subfield's models."""

    what: str
    parts: tuple[OpennessPart, ...]


def paradigm_years(index: SiteIndex, models: Sequence[ModelEntry]) -> tuple[ParadigmYears, ...]:
    """Models by the widest pre-training terms, in the order of the file; a model may have several."""
    if not models:
        return ()
    every = [first_year(model) for model in models]
    span = (min(every), max(every))
    roots = [term.id for term in index.atlas.terms("pretraining") if term.broader is None]
    years = {id: [first_year(model) for model in models if id in _paradigms(index, model)] for id in roots}
    highest = max((number for found in years.values() for number in Counter(found).values()), default=1)
    return tuple(
        ParadigmYears(
            index.term_link("pretraining", id),
            len(years[id]),
            sparkline(years[id], span, width=220, height=30, highest=highest),
        )
        for id in roots
        if years[id]
    )


def _paradigms(index: SiteIndex, model: ModelEntry) -> set[str]:
    stated = model.pretraining.paradigms
    return {index.atlas.root_of("pretraining", id) for id in stated} if isinstance(stated, list) else set()


def openness_rows(index: SiteIndex, models: Sequence[ModelEntry], subfield: str) -> tuple[OpennessRow, ...]:
    """How many models have their weights, code and data in which state."""
    badges = [badge for model in models for badge in openness(index, model)]
    numbers = Counter((badge.what, badge.state) for badge in badges)
    return tuple(
        OpennessRow(
            what,
            tuple(
                OpennessPart(
                    state,
                    words,
                    numbers[what, state],
                    round(100 * numbers[what, state] / len(models), 1),
                    _explore_url(subfield, what, state),
                )
                for state, words in _STATES
            ),
        )
        for what in dict.fromkeys(badge.what for badge in badges)
    )


def _explore_url(subfield: str, what: str, state: State) -> str | None:
    facet = _EXPLORE_FACETS.get(what)
    return explore_url(kind="model", subfields=subfield, **{facet: state}) if facet and state != "unknown" else None
