"""Leaderboards: results on a benchmark, ranked only among those of one setting, and the page that lists them all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hfm_atlas._util.grouping import grouped
from hfm_atlas.model.addresses import EntryLink, Heading, Link, leaderboard_url
from hfm_atlas.model.entries import Metric, ModelEntry, Result
from hfm_atlas.model.quantities import parse_quantity
from hfm_atlas.query.vocabulary import names_of
from hfm_atlas.site.display import (
    Better,
    better_direction,
    metric_name,
    plural,
    quantity,
    quantity_range,
    result_value,
    rounded_value,
)
from hfm_atlas.site.evidence import EvidenceMark
from hfm_atlas.site.index import SiteIndex, TermKey
from hfm_atlas.site.parts.figures import FigureView
from hfm_atlas.site.views.overview.openness import AvailabilityBadge, weights_badge

Measured = tuple[str, Result]
"""Id of the model, and its result."""
_WORDS = re.compile(r"[^\s,()]+")


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result: on a model's page of a benchmark, on a benchmark's page of a model."""

    entry: EntryLink
    task: Link
    metric: str
    value: str
    """The number as the source prints it, on the metric's scale."""
    rounded: str
    """The same with one decimal, as tables of several works show it."""
    setting: str
    variant: str | None
    by_others: bool
    """Whether others than the model's authors measured it."""
    mark: EvidenceMark
    key: str
    """What two results must share to be compared: benchmark, task, metric and setting."""
    number: float
    better: Better | None
    anchor: str
    """Its address on the page of the model; a further one of the same benchmark and metric has a number behind it."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A model in one setting: the best result of its sizes and versions stands for it, the others are folded."""

    best: ResultRow
    others: tuple[ResultRow, ...]
    measure: str
    """Id of the task and metric."""
    weights: AvailabilityBadge
    parameters: str
    """Size of the version that is shown, else of all versions; empty where nobody has checked."""
    size: float | None
    """Its size as a number."""
    rank: int | None
    """Place among the models of its setting; None where it is alone in it or the metric has no better side."""
    rivals: int
    """Models measured in the same setting, itself among them."""

    @property
    def results(self) -> int:
        """Results that the row stands for."""
        return 1 + len(self.others)


@dataclass(frozen=True, slots=True)
class Measure:
    """One task and metric of a benchmark."""

    id: str
    task: Link
    metric: str
    better: Better | None
    rows: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A best result, with the question that it answers."""

    question: str
    rival: Rival
    note: str = ""

    @property
    def measure(self) -> str:
        """The task and metric of which it is the best; other tasks may have better numbers."""
        return f"{self.rival.best.task.text}, {self.rival.best.metric}"


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """All results on one benchmark as one table."""

    entry: EntryLink
    url: str
    measures: tuple[Measure, ...]
    rows: tuple[Rival, ...]
    """By task and metric, in each the best number first, whatever its setting."""
    alike: Answer | None
    """The best of the setting in which most models were measured alike."""
    top: Answer | None
    """The best number of the task and metric with most rows that has a better side, in any setting."""
    top_open: Answer | None
    """The same among models whose weights are open; of the first task and metric that has one."""
    results: int
    models: int
    settings: int
    """Settings in which several models were measured alike."""
    unchecked: int
    """Models whose weights nobody has checked."""
    figure: FigureView | None = None
    """The results over time."""

    @property
    def summary(self) -> str:
        """How much there is, in words."""
        parts = plural(self.results, "result"), plural(self.models, "model")
        return "{} of {}".format(*parts)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What can be answered."""
        return tuple(one for one in (self.top, self.top_open, self.alike) if one)


@dataclass(frozen=True, slots=True)
class BenchmarkGroup:
    """Benchmarks of one subfield."""

    id: str
    title: str
    benchmarks: tuple[Leaderboard, ...]


@dataclass(frozen=True, slots=True)
class LeaderboardsView:
    """The page that lists all benchmarks with a result."""

    groups: tuple[BenchmarkGroup, ...]
    benchmarks: int
    results: int
    models: int
    settings: int
    """Settings in which several models were measured alike."""
    names: str
    """What terms are called, as a JSON list of texts, one a term."""
    about: Mapping[str, str]
    """Which of these terms each benchmark is about, by its id: places in the list, with spaces between them."""

    @property
    def summary(self) -> str:
        """How much there is, in words."""
        parts = plural(self.results, "result"), plural(self.models, "model"), plural(self.benchmarks, "benchmark")
        return "{} of {} on {}".format(*parts)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Subfields with a benchmark."""
        return tuple(Heading(group.title, group.id) for group in self.groups)


def result_row(index: SiteIndex, shown: EntryLink, model: str, result: Result) -> ResultRow:
    """A result of `model`, shown next to the entry on the other side of it."""
    return ResultRow(
        entry=shown,
        task=index.term_link("tasks", result.task),
        metric=metric_name(result.metric),
        value=result_value(result),
        rounded=rounded_value(result),
        setting=result.setting,
        variant=result.variant,
        by_others=result.re_evaluation,
        mark=index.sources(model).read(result),
        key=result_key(result),
        number=result.value,
        better=better_direction(result.metric),
        anchor=f"result-{result.benchmark}-{result.metric}",
    )


def result_key(result: Result) -> str:
    """What two results must share to be compared: benchmark, task, metric, scale and setting, as one text."""
    return "|".join((result.benchmark, *_group_of(result)))


def _group_of(result: Result) -> tuple[str, Metric, str, str]:
    """What results must share to be measured alike; a measure that the schema does not know may have either scale."""
    return result.task, result.metric, result.unit, result.setting


def leaderboard(index: SiteIndex, benchmark: str) -> Leaderboard:
    """All results on a benchmark; without one, an empty table.

    Results are ranked within one setting only; measures stand in order of how many rows they have, then of how many
    models one of their settings compares.
    """
    results = index.leaderboards.get(benchmark, ())
    groups = grouped((_group_of(one[1]), one) for one in results)
    by_measure = grouped((rival.measure, rival) for found in groups.values() for rival in _rivals(index, found))
    ordered = sorted(by_measure.items(), key=lambda item: (-len(item[1]), -_max_rivals(item[1]), item[0]))
    rows = tuple(rival for _, found in ordered for rival in sorted(found, key=_best_first))
    weights = {rival.best.entry.id: rival.weights.state for rival in rows}
    answers = _answers([found for _, found in ordered if found[0].best.better])
    return Leaderboard(
        entry=index.links[benchmark],
        url=leaderboard_url(benchmark),
        measures=tuple(_measure(id, found) for id, found in ordered),
        rows=rows,
        alike=answers["alike"],
        top=answers["top"],
        top_open=answers["top_open"],
        results=len(results),
        models=len(weights),
        settings=sum(1 for rival in rows if rival.rank == 1),
        unchecked=sum(1 for state in weights.values() if state == "unknown"),
    )


def _measure(id: str, rows: Sequence[Rival]) -> Measure:
    first = rows[0].best
    return Measure(id, first.task, first.metric, first.better, len(rows))


def _best_first(one: Rival) -> tuple[float, str, str]:
    """The best number first; equals by name, then by setting."""
    return _signed(one.best), one.best.entry.name.casefold(), one.best.setting


def _signed(row: ResultRow) -> float:
    """The number, so that the better of two is the smaller one."""
    return row.number if row.better == "lower" else -row.number


def _rivals(index: SiteIndex, results: Sequence[Measured]) -> list[Rival]:
    """The models of one setting, each with the best of its results first."""
    first = results[0][1]
    by_model = grouped(results)
    better = better_direction(first.metric)
    sign = 1 if better == "lower" else -1
    for found in by_model.values():
        found.sort(key=lambda one: (sign * one.value, one.variant or ""))
    values = sorted(sign * found[0].value for found in by_model.values())
    is_ranked = better is not None and len(by_model) > 1
    return [
        _rival(index, model, found, values.index(sign * found[0].value) + 1 if is_ranked else None, len(by_model))
        for model, found in by_model.items()
    ]


def _rival(index: SiteIndex, model: str, results: Sequence[Result], rank: int | None, rivals: int) -> Rival:
    best, *others = (result_row(index, index.links[model], model, result) for result in results)
    entry = index.atlas.entries[model]
    assert isinstance(entry, ModelEntry)
    text, size = _size(entry, results[0].variant)
    return Rival(
        best,
        tuple(others),
        f"{results[0].task}.{results[0].metric}",
        weights_badge(entry),
        text,
        size,
        rank,
        rivals,
    )


def _size(model: ModelEntry, variant: str | None) -> tuple[str, float | None]:
    """Parameters of the version that its name tells, else of all versions of the model."""
    sizes = model.architecture.parameters
    if not isinstance(sizes, list):
        return "", None
    named = [size for size in sizes if size in _WORDS.findall(variant or "")]
    if len(named) == 1:
        return quantity(named[0]), parse_quantity(named[0])
    return quantity_range(sizes), max(map(parse_quantity, sizes))


def _answers(measures: Sequence[Sequence[Rival]]) -> dict[str, Answer | None]:
    """What most readers ask of a benchmark, of measures that have a better side, those with most rows first."""
    # In the first of the measures by which most models were compared.
    alike_by = max(measures, key=_max_rivals, default=[])
    rivals = _max_rivals(alike_by)
    winner = best_of(one for one in alike_by if one.rank == 1 and one.rivals == rivals)
    top = best_of(measures[0] if measures else [])
    open_ = ([rival for rival in measure if rival.weights.state == "open"] for measure in measures)
    top_open = best_of(next(filter(None, open_), []))
    alike = "Best under the same conditions"
    return {
        "alike": Answer(alike, winner, f"best of {plural(winner.rivals, 'model')}") if winner else None,
        "top": _top(top, "reported") if top else None,
        "top_open": _top(top_open, "with open weights") if top_open else None,
    }


def _top(rival: Rival, among: str) -> Answer:
    word = "Lowest" if rival.best.better == "lower" else "Highest"
    return Answer(f"{word} {among}", rival)


def _max_rivals(rivals: Iterable[Rival]) -> int:
    """How many models are in the setting that has most of them; 0 where none is compared."""
    return max((rival.rivals for rival in rivals if rival.rank), default=0)


def best_of(rivals: Iterable[Rival]) -> Rival | None:
    """The one with the best number, whatever its setting; equals by name; None of none."""
    return min(rivals, key=_best_first, default=None)


def leaderboards_view(index: SiteIndex) -> LeaderboardsView:
    """The view of all benchmarks that have a result, by subfield, those with most results first."""
    boards = [leaderboard(index, id) for id in benchmarks(index)]
    boards.sort(key=lambda one: (-one.results, one.entry.name.casefold()))
    about = {one.entry.id: _about(index, one) for one in boards}
    places = {key: place for place, key in enumerate(dict.fromkeys(key for keys in about.values() for key in keys))}
    return LeaderboardsView(
        groups=tuple(_groups(index, boards)),
        benchmarks=len(boards),
        results=sum(one.results for one in boards),
        models=len({model for one in boards for model, _ in index.leaderboards[one.entry.id]}),
        settings=sum(one.settings for one in boards),
        names=json.dumps([_names(index, key) for key in places], ensure_ascii=False),
        about={id: " ".join(str(places[key]) for key in keys) for id, keys in about.items()},
    )


def _about(index: SiteIndex, board: Leaderboard) -> tuple[TermKey, ...]:
    """Kinds of data and tasks of a benchmark, by its entry and its results, each with the wider ones."""
    measured = [("tasks", result.task) for _, result in index.leaderboards[board.entry.id]]
    filed = [key for key in index.filed_under[board.entry.id] if key[0] in ("modalities", "tasks")]
    own = dict.fromkeys((*filed, *measured))
    wider = ((facet, term.id) for facet, id in own for term in index.broader(facet, id))
    return tuple(dict.fromkeys((*own, *wider)))


def _names(index: SiteIndex, key: TermKey) -> str:
    facet, id = key
    term = index.atlas.term(facet, id)
    return "; ".join(names_of(facet, term)) if term else ""


def benchmarks(index: SiteIndex) -> tuple[str, ...]:
    """Ids of the benchmarks that have a result."""
    return tuple(sorted(id for id in index.leaderboards if id in index.links))


def _groups(index: SiteIndex, boards: Sequence[Leaderboard]) -> Iterator[BenchmarkGroup]:
    titles = [(term.id, term.name) for term in index.subfields]
    known = {id for id, _ in titles}
    for id, title in (*titles, ("", "Across subfields")):
        found = tuple(one for one in boards if (one.entry.subfield if one.entry.subfield in known else "") == id)
        if found:
            yield BenchmarkGroup(id or "several", title, found)
