"""Leaderboards: results on a benchmark, ranked only among those of one setting, and the page that lists them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from hfm_atlas.model.addresses import EntryLink, Heading, Link
from hfm_atlas.model.entries import Metric, Result
from hfm_atlas.site.display import Better, better_direction, metric_name, plural, result_value
from hfm_atlas.site.evidence import EvidenceMark
from hfm_atlas.site.index import SiteIndex

_MAX_BEST = 2
_FULL_SCALE = 100.0


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result: on a model's page of a benchmark, on a benchmark's page of a model."""

    entry: EntryLink
    task: Link
    metric: str
    value: str
    setting: str
    variant: str | None
    by_others: bool
    """Whether others than the model's authors measured it."""
    mark: EvidenceMark


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A result with its rank among those of its setting, and its bar's length in percent of the whole scale."""

    row: ResultRow
    rank: int
    length: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Results that were measured alike, the best first."""

    setting: str
    rows: tuple[RankedRow, ...]


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """Results of one task and metric: those measured alike side by side, and those that stand alone."""

    task: Link
    metric: str
    better: Better | None
    """Which way is better; None where the metric does not say."""
    compared: tuple[Comparison, ...]
    alone: tuple[ResultRow, ...]
    """Results in a setting of their own, by setting, and all of them where no way is better."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best of several models that were measured alike."""

    row: ResultRow
    models: int


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark on the page of all leaderboards."""

    entry: EntryLink
    tasks: tuple[Link, ...]
    results: int
    models: int
    best: tuple[Best, ...]
    more: tuple[Best, ...]
    """Further settings, which are folded."""


@dataclass(frozen=True, slots=True)
class BenchmarkGroup:
    """Benchmarks of one subfield."""

    id: str
    title: str
    benchmarks: tuple[Benchmark, ...]


@dataclass(frozen=True, slots=True)
class LeaderboardsView:
    """The page that lists all benchmarks with a result."""

    groups: tuple[BenchmarkGroup, ...]
    benchmarks: int
    results: int
    models: int
    settings: int
    """Settings in which several models were measured alike."""

    @property
    def summary(self) -> str:
        """How much there is, in words."""
        parts = plural(self.results, "result"), plural(self.models, "model"), plural(self.benchmarks, "benchmark")
        return "{} of {} on {}".format(*parts)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Subfields with a benchmark."""
        return tuple(Heading(group.title, group.id) for group in self.groups)


Measured = tuple[str, Result]
"""Id of the model, and its result."""


def result_row(index: SiteIndex, shown: EntryLink, model: str, result: Result) -> ResultRow:
    """A result of `model`, shown next to the entry on the other side of it."""
    return ResultRow(
        entry=shown,
        task=index.term_link("tasks", result.task),
        metric=metric_name(result.metric),
        value=result_value(result),
        setting=result.setting,
        variant=result.variant,
        by_others=result.re_evaluation,
        mark=index.sources(model).read(result),
    )


def leaderboards(index: SiteIndex, benchmark: str) -> tuple[Leaderboard, ...]:
    """Results on a benchmark by task and metric, those with most results first; a table has one scale only.

    A measure that the schema does not know may be given in either scale, and then has two tables.
    """
    groups: dict[tuple[str, Metric, str], list[Measured]] = defaultdict(list)
    for model, result in index.leaderboards.get(benchmark, ()):
        groups[result.task, result.metric, result.unit].append((model, result))
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(_leaderboard(index, results) for _, results in ordered)


def _leaderboard(index: SiteIndex, results: list[Measured]) -> Leaderboard:
    first = results[0][1]
    better = better_direction(first.metric)
    alike: dict[str, list[Measured]] = defaultdict(list)
    for one in results:
        alike[one[1].setting].append(one)
    several = {key for key, found in alike.items() if len(found) > 1 and better}
    compared = [_comparison(index, alike[key], better) for key in sorted(several)]
    alone = sorted((one for key, found in alike.items() if key not in several for one in found), key=_by_setting)
    return Leaderboard(
        index.term_link("tasks", first.task),
        metric_name(first.metric),
        better,
        tuple(sorted(compared, key=lambda one: -len(one.rows))),
        tuple(_row(index, one) for one in alone),
    )


def _by_setting(one: Measured) -> tuple[str, str, str]:
    model, result = one
    return result.setting, model, result.variant or ""


def _comparison(index: SiteIndex, results: list[Measured], better: Better | None) -> Comparison:
    sign = 1 if better == "lower" else -1
    ordered = sorted(results, key=lambda one: (sign * one[1].value, one[0], one[1].variant or ""))
    values = [result.value for _, result in ordered]
    rows = tuple(
        RankedRow(_row(index, one), values.index(value) + 1, _length(one[1]))
        for one, value in zip(ordered, values, strict=True)
    )
    return Comparison(ordered[0][1].setting, rows)


def _row(index: SiteIndex, one: Measured) -> ResultRow:
    model, result = one
    return result_row(index, index.links[model], model, result)


def _length(result: Result) -> float | None:
    """Share of the whole scale, where the metric has one."""
    return round(result.value, 1) if result.unit == "percent" and 0 <= result.value <= _FULL_SCALE else None


def leaderboards_view(index: SiteIndex) -> LeaderboardsView:
    """The view of all benchmarks that have a result, by subfield, those with most results first."""
    measured = {id: results for id, results in index.leaderboards.items() if id in index.links}
    benchmarks = [_benchmark(index, id) for id in measured]
    benchmarks.sort(key=lambda one: (-one.results, one.entry.name.casefold()))
    return LeaderboardsView(
        groups=tuple(_groups(index, benchmarks)),
        benchmarks=len(benchmarks),
        results=sum(one.results for one in benchmarks),
        models=len({model for results in measured.values() for model, _ in results}),
        settings=sum(len(one.best) + len(one.more) for one in benchmarks),
    )


def _groups(index: SiteIndex, benchmarks: list[Benchmark]) -> Iterator[BenchmarkGroup]:
    titles = [(term.id, term.name) for term in index.subfields]
    known = {id for id, _ in titles}
    for id, title in (*titles, ("", "Across subfields")):
        found = tuple(one for one in benchmarks if (one.entry.subfield if one.entry.subfield in known else "") == id)
        if found:
            yield BenchmarkGroup(id or "several", title, found)


def _benchmark(index: SiteIndex, id: str) -> Benchmark:
    results = index.leaderboards[id]
    best = [
        Best(comparison.rows[0].row, models)
        for board in leaderboards(index, id)
        for comparison in board.compared
        if (models := len({one.row.entry.id for one in comparison.rows})) > 1
    ]
    best.sort(key=lambda one: -one.models)
    tasks = sorted({result.task for _, result in results})
    return Benchmark(
        entry=index.links[id],
        tasks=tuple(index.term_link("tasks", task) for task in tasks),
        results=len(results),
        models=len({model for model, _ in results}),
        best=tuple(best[:_MAX_BEST]),
        more=tuple(best[_MAX_BEST:]),
    )
