"""Small charts as geometry: what is drawn where. Templates print them as SVG that the style sheet colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from hfm_atlas.model.addresses import Link
from hfm_atlas.site.display import plural


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its year and number."""

    x: float
    y: float
    width: float
    height: float
    year: int
    number: int


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Bars by year, without axes."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    first: int
    last: int
    summary: str


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a column that belongs to one subfield."""

    subfield: str
    y: float
    height: float
    number: int


@dataclass(frozen=True, slots=True)
class YearColumn:
    """One year of the growth chart."""

    year: int
    x: float
    width: float
    top: float
    total: int
    numbers: tuple[int, ...]
    """Numbers by subfield in the chart's order, for the table behind the picture."""
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A horizontal line of the chart's scale."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Growth:
    """Models by year, stacked by subfield."""

    width: int
    height: int
    base: float
    columns: tuple[YearColumn, ...]
    ticks: tuple[Tick, ...]
    subfields: tuple[Link, ...]
    subfield_ids: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row of a horizontal bar chart: a term, how many, and the bar's length in percent of the longest."""

    link: Link
    number: int
    length: float


def sparkline(
    years: Iterable[int], span: tuple[int, int], *, width: int = 160, height: int = 36, highest: int | None = None
) -> Sparkline:
    """Bars for how often each year of `span` (first and last) occurs; `width` and `height` are in units of the drawing.

    `highest` is the number that the whole height stands for, by default the largest.
    """
    numbers = Counter(years)
    first, last = span
    highest = highest or max(numbers.values(), default=1)
    step = width / (last - first + 1)
    bars = []
    for place, year in enumerate(range(first, last + 1)):
        tall = round(numbers[year] / highest * (height - 2), 2)
        bars.append(Bar(round(place * step, 2), round(height - tall, 2), round(step - 2, 2), tall, year, numbers[year]))
    peak = max(range(first, last + 1), key=lambda year: numbers[year])
    summary = f"{plural(numbers.total(), 'model')} from {first} to {last}, most in {peak} ({numbers[peak]})"
    return Sparkline(width, height, tuple(bars), first, last, summary)


_LEFT, _RIGHT, _TOP, _BOTTOM = 28, 4, 22, 24


def growth(
    years: Mapping[str, Sequence[int]], subfields: Sequence[tuple[str, Link]], *, width: int = 560, height: int = 260
) -> Growth | None:
    """The growth chart; `years` has the year of each model by subfield. None where there is no model.

    `subfields` are stacked in their order. Places are in units of the drawing, from the top left.
    """
    numbers = {id: Counter(years.get(id, ())) for id, _ in subfields}
    found = sorted({year for counter in numbers.values() for year in counter})
    if not found:
        return None
    span = range(found[0], found[-1] + 1)
    highest = max(sum(counter[year] for counter in numbers.values()) for year in span)
    tick = _tick_step(highest)
    top = tick * ceil(highest / tick)
    base = height - _BOTTOM
    scale = (base - _TOP) / top
    step = (width - _LEFT - _RIGHT) / len(span)
    columns = tuple(
        _column(year, _LEFT + place * step, step, base, scale, [(id, numbers[id][year]) for id, _ in subfields])
        for place, year in enumerate(span)
    )
    ticks = tuple(Tick(round(base - value * scale, 2), str(value)) for value in range(0, top + 1, tick))
    total = sum(counter.total() for counter in numbers.values())
    return Growth(
        width=width,
        height=height,
        base=base,
        columns=columns,
        ticks=ticks,
        subfields=tuple(link for _, link in subfields),
        subfield_ids=tuple(id for id, _ in subfields),
        summary=f"Models by year of first appearance: {total} from {span[0]} to {span[-1]}",
    )


def _column(
    year: int, x: float, step: float, base: float, scale: float, numbers: Sequence[tuple[str, int]]
) -> YearColumn:
    segments, y = [], base
    for subfield, number in numbers:
        if number:
            tall = number * scale
            y -= tall
            segments.append(Segment(subfield, round(y, 2), round(tall, 2), number))
    return YearColumn(
        year=year,
        x=round(x + step * 0.14, 2),
        width=round(step * 0.72, 2),
        top=round(y, 2),
        total=sum(number for _, number in numbers),
        numbers=tuple(number for _, number in numbers),
        segments=tuple(segments),
    )


def _tick_step(highest: int) -> int:
    """A round step that gives at most five lines."""
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500):
        if highest / step <= 5:
            return step
    return int(10 ** len(str(highest // 5)))


def bar_rows(counted: Iterable[tuple[Link, int]]) -> tuple[BarRow, ...]:
    """Rows for what occurs, in the order given; lengths are in percent of the largest number."""
    pairs = [(link, number) for link, number in counted if number]
    max_length = max((number for _, number in pairs), default=1)
    return tuple(BarRow(link, number, round(100 * number / max_length, 1)) for link, number in pairs)
