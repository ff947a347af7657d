"""Numbers over time: parameters of models, and results on a benchmark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor, log10

from hfm_atlas._util.grouping import grouped, grouped_unique
from hfm_atlas.figures.axes import TimeAxis, ValueAxis, even_labels, power_labels
from hfm_atlas.figures.drawing import Glyph, Mark, Path, Rect, Text, number
from hfm_atlas.figures.facts import ModelFacts, model_facts
from hfm_atlas.figures.figure import MIN_TYPE, Drawn, Options, Row, Scheme, Sheet, Shown, Table
from hfm_atlas.figures.labels import Box, Named, place_labels
from hfm_atlas.figures.marks import dot_radius, draw_keys, model_mark, words_of
from hfm_atlas.figures.style import text_width
from hfm_atlas.model.entries import ModelEntry, Result
from hfm_atlas.model.quantities import parse_quantity
from hfm_atlas.model.wording import better_direction, metric_name, plural, quantity, quantity_range, result_value
from hfm_atlas.query.selection import Selection

SCHEMES: tuple[Scheme, ...] = ("subfield", "openness", "clinical", "paradigm")
_TALL = 36
_MAX_SETTINGS = 6
_SMALL = 0.85
_SIZES_NOTE = "A mark stands at the largest size of a model; a line below it leads to the smallest."
_Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Dot:
    facts: ModelFacts
    value: float
    words: str
    ends: tuple[Shown, Shown]
    """The smallest and the largest size."""
    low: float | None = None
    """The smallest size, where there are several."""


def draw_parameters(selection: Selection, options: Options, sheet: Sheet) -> Drawn:
    """Parameters of models by month of first appearance, each line ten times the one below."""
    facts = model_facts(selection)
    dots = [dot for one in facts if (dot := _size(selection, one))]
    known = f"Parameters known of {len(dots)} of {plural(len(facts), 'model')}"
    unnamed = 0
    summary = f"Parameters of {plural(len(dots), 'model')} by month of first appearance"
    if dots:
        scheme = options.scheme or SCHEMES[0]
        draw_keys(sheet, selection.atlas, [dot.facts for dot in dots], SCHEMES)
        values = [value for dot in dots for value in (dot.value, dot.low) if value]
        low, high = floor(log10(min(values))), ceil(log10(max(values)))
        labels = power_labels(low, max(high, low + 1))
        axis, scale = _axes(sheet, [dot.facts for dot in dots], low, max(high, low + 1), labels, logarithmic=True)
        unnamed = _draw_dots(selection, sheet, scheme, dots, axis, scale)
    return Drawn(
        summary=summary,
        note=f"{known}{f'; {unnamed} of them have no room for a name' if unnamed else ''}. {_SIZES_NOTE}",
        filtered_note=_SIZES_NOTE,
        table=Table(
            ("Model", "First seen", "Parameters, smallest size", "Parameters, largest size"),
            tuple(
                Row(
                    (dot.facts.name, Shown(dot.facts.day, dot.facts.month_id), *dot.ends),
                    dot.facts.url,
                    (dot.facts.id,),
                )
                for dot in _largest(dots)
            ),
        ),
    )


def _size(selection: Selection, facts: ModelFacts) -> _Dot | None:
    model = selection.atlas.entries[facts.id]
    sizes = model.architecture.parameters if isinstance(model, ModelEntry) else None
    if not isinstance(sizes, list):
        return None
    ordered = sorted(sizes, key=parse_quantity)
    first, last = parse_quantity(ordered[0]), parse_quantity(ordered[-1])
    if first <= 0:
        return None
    ends = Shown(quantity(ordered[0]), first), Shown(quantity(ordered[-1]), last)
    return _Dot(facts, last, quantity_range(sizes), ends, first if first < last else None)


def _metric_column(result: Result) -> str:
    """What the column of numbers is called, with their unit where they have one."""
    metric = metric_name(result.metric)
    name = metric.capitalize() if metric.islower() else metric
    return f"{name}, %" if result.unit == "percent" else name


def _largest(dots: Sequence[_Dot]) -> list[_Dot]:
    return sorted(dots, key=lambda dot: (-dot.value, dot.facts.id))


def _axes(
    sheet: Sheet,
    facts: Sequence[ModelFacts],
    low: float,
    high: float,
    labels: Sequence[tuple[float, str]],
    *,
    logarithmic: bool = False,
) -> tuple[TimeAxis, ValueAxis]:
    """Axes of a scatter, drawn; `sheet.y` moves below them."""
    size = sheet.size
    left = max((text_width(label, size) for _, label in labels), default=0) + size
    top = sheet.y + size
    room = sheet.room - size * 3.6
    base = top + max(size * 8, room if sheet.frame.height else min(size * _TALL, room, sheet.width * 0.62))
    axis = TimeAxis(min(one.year for one in facts), max(one.year for one in facts), left, sheet.width - size * 0.5)
    scale = ValueAxis(low, high, top, base, logarithmic)
    scale.draw(sheet, left, axis.right, labels)
    axis.draw(sheet, top, base)
    sheet.y = base + size * 2
    return axis, scale


def _draw_dots(
    selection: Selection, sheet: Sheet, scheme: Scheme, dots: Sequence[_Dot], axis: TimeAxis, scale: ValueAxis
) -> int:
    """Draw the marks; gives how many are without a name."""
    radius, size = dot_radius(sheet), max(sheet.size * _SMALL, MIN_TYPE)
    ordered = _largest(dots)
    named = [Named(axis.x(dot.facts.when), scale.y(dot.value), dot.facts.name, radius) for dot in ordered]
    bounds = (axis.left, scale.top - size, axis.right, scale.base)
    lines = [
        (one.x - 1, one.y, one.x + 1, scale.y(dot.low)) for dot, one in zip(ordered, named, strict=True) if dot.low
    ]
    labels = place_labels(named, size, bounds, lines)
    for dot, place, label in zip(ordered, named, labels, strict=True):
        stroke: list[Text | Rect | Path] = (
            [Path(f"M{number(place.x)} {number(place.y)}V{number(scale.y(dot.low))}", "axis")] if dot.low else []
        )
        words = f"{words_of(selection.atlas, dot.facts)}; parameters {dot.words}"
        more = [*stroke, *([label] if label else [])]
        sheet.add(model_mark(selection.atlas, dot.facts, scheme, sheet, (place.x, place.y), more, words))
    return labels.count(None)


@dataclass(frozen=True, slots=True)
class _Score:
    facts: ModelFacts
    result: Result


def draw_results(selection: Selection, options: Options, sheet: Sheet) -> Drawn:
    """Results on a benchmark by month; a line leads along the best so far in each setting with several models."""
    benchmark = options.of or default_benchmark(selection)
    scores = _scores(selection, benchmark) if benchmark else []
    entry = selection.atlas.entries.get(benchmark) if benchmark else None
    name = entry.name if entry else benchmark or ""
    if not scores:
        return Drawn(f"Results on {name}: none", "The atlas has no result of these models.", Table(("Model",), ()))
    first = scores[0].result
    direction = better_direction(first.metric)
    task = selection.atlas.term("tasks", first.task)
    metric = metric_name(first.metric)
    settings = _settings(scores)
    if sheet.frame.width:
        _draw_scores(selection, sheet, scores, settings, direction == "lower")
    models = len({one.facts.id for one in scores})
    what = f"{task.name if task else first.task}, {metric}"
    better = f"; {direction} is better" if direction else ""
    note = (
        f"{what}{better}. A line joins the best so far of one setting; results of different settings are not "
        "comparable. Results stand at the month in which the model first appeared."
    )
    return Drawn(
        title=f"Results on {name} over time",
        summary=f"{what}: {plural(len(scores), 'result')} of {plural(models, 'model')} on {name}",
        note=note,
        filtered_note=note,
        table=Table(
            ("Model", "First seen", _metric_column(first), "Setting", "Variant"),
            tuple(
                Row(
                    (
                        one.facts.name,
                        Shown(one.facts.day, one.facts.month_id),
                        one.result.value,
                        one.result.setting,
                        one.result.variant or "",
                    ),
                    one.facts.url,
                    (one.facts.id,),
                )
                for one in sorted(scores, key=lambda one: (one.result.setting, -one.result.value, one.facts.id))
            ),
        ),
    )


def benchmarks(selection: Selection, at_least: int = 3) -> list[str]:
    """Ids of benchmarks on which that many models have a result in one task and metric, the most frequent first."""
    return [id for id, count in _models_measured(selection) if count >= at_least]


@lru_cache(maxsize=8)  # each figure of a benchmark asks again
def _models_measured(selection: Selection) -> tuple[tuple[str, int], ...]:
    """Benchmarks, and how many models have a result in the task and metric that most have; the most frequent first."""
    models = grouped_unique(
        ((result.benchmark, result.task, result.metric, result.unit), entry.id)
        for entry in selection.entries
        for result in (entry.results if isinstance(entry, ModelEntry) else ())
    )
    counts: Counter[str] = Counter()
    for (benchmark, *_), ids in models.items():
        counts[benchmark] = max(counts[benchmark], len(ids))
    known = [(id, count) for id, count in counts.items() if id in selection.atlas.entries]
    return tuple(sorted(known, key=lambda one: (-one[1], one[0])))


def default_benchmark(selection: Selection) -> str | None:
    """The benchmark on which most models of the field itself have a result; general ones come after."""
    found = benchmarks(selection, 1)
    own = [id for id in found if str(getattr(selection.atlas.entries[id], "subfield", "")) in _subfields(selection)]
    return next(iter([*own, *found]), None)


def _subfields(selection: Selection) -> set[str]:
    return {term.id for term in selection.atlas.terms("subfields")}


def _scores(selection: Selection, benchmark: str) -> list[_Score]:
    """Results on a benchmark in the task and metric that has most models, in order of time."""
    groups = grouped(
        ((one.result.task, one.result.metric, one.result.unit), one)
        for one in _all_scores(selection).get(benchmark, ())
    )
    best = max(groups, key=lambda key: (len({one.facts.id for one in groups[key]}), key), default=None)
    return groups[best] if best else []


@lru_cache(maxsize=8)
def _all_scores(selection: Selection) -> Mapping[str, list[_Score]]:
    """Results by benchmark, in order of time."""
    return grouped(
        (result.benchmark, _Score(facts, result))
        for facts in model_facts(selection)
        if isinstance(model := selection.atlas.entries[facts.id], ModelEntry)
        for result in model.results
    )


def _settings(scores: Sequence[_Score]) -> list[str]:
    """Settings in which several models have a result, the most frequent first."""
    models = grouped_unique((one.result.setting, one.facts.id) for one in scores)
    several = [setting for setting, ids in models.items() if len(ids) > 1]
    return sorted(several, key=lambda setting: (-len(models[setting]), setting))[:_MAX_SETTINGS]


def _draw_scores(
    selection: Selection, sheet: Sheet, scores: Sequence[_Score], settings: Sequence[str], lower: bool
) -> None:
    shapes = {setting: f"setting-{place}" for place, setting in enumerate(settings, 1)}
    items = [(shapes[setting], setting) for setting in settings]
    others = "other settings, each with one model" if len(settings) < _MAX_SETTINGS else "other settings"
    items += [("setting-0", others)] if any(one.result.setting not in shapes for one in scores) else []
    sheet.y += sheet.key(None, items)
    values = [one.result.value for one in scores]
    spread = max(values) - min(values) or abs(values[0]) or 1
    low, high = min(values) - spread * 0.06, max(values) + spread * 0.08
    unit = " %" if scores[0].result.unit == "percent" else ""
    axis, scale = _axes(sheet, [one.facts for one in scores], low, high, even_labels(low, high, unit))
    lines: list[Box] = []
    for setting in settings:
        corners = _best_so_far(scores, setting, lower, axis, scale)
        # A filter draws it again from the marks with its shape that are left.
        sheet.add(Path(_joined(corners), f"edge edge-design best{' falls' if lower else ''} of-{shapes[setting]}"))
        lines += [_around(*ends) for ends in pairwise(corners)]
    radius, size = dot_radius(sheet), max(sheet.size * _SMALL, MIN_TYPE)
    ordered = sorted(scores, key=lambda one: (one.result.value if lower else -one.result.value, one.facts.id))
    marks = [Named(axis.x(one.facts.when), scale.y(one.result.value), one.facts.name, radius) for one in ordered]
    labels = place_labels(marks, size, (axis.left, scale.top - size, axis.right, scale.base), lines)
    written: set[str] = set()
    for one, mark, label in zip(ordered, marks, labels, strict=True):
        shape = shapes.get(one.result.setting, "setting-0")
        variant = f" ({one.result.variant})" if one.result.variant else ""
        words = f"{one.facts.name}{variant}, {one.facts.day}: {result_value(one.result)}; {one.result.setting}"
        name = [label] if label and one.facts.id not in written else []
        written.add(one.facts.id if label else "")
        dot = Glyph(mark.x, mark.y, shape, sheet.size / 12)
        sheet.add(Mark(one.facts.url, words, mark.x, mark.y, (*name, dot), (one.facts.id,)))


def _best_so_far(
    scores: Sequence[_Score], setting: str, lower: bool, axis: TimeAxis, scale: ValueAxis
) -> list[_Corner]:
    """Corners of the steps along the best result of a setting, up to its last one."""
    corners: list[_Corner] = []
    best: float | None = None
    for one in scores:
        if one.result.setting != setting:
            continue
        value, x = one.result.value, axis.x(one.facts.when)
        if corners:
            corners.append((x, corners[-1][1]))
        if best is None or (value < best if lower else value > best):
            corners.append((x, scale.y(value)))
            best = value
    return corners


def _joined(corners: Sequence[_Corner]) -> str:
    """The line along corners as SVG has it."""
    first, *others = [f"{number(x)} {number(y)}" for x, y in corners]
    return f"M{first}" + "".join(f"L{one}" for one in others)


def _around(start: _Corner, end: _Corner) -> Box:
    """The room that a piece of a line takes."""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    return left - 1, top - 1, right + 1, bottom + 1
