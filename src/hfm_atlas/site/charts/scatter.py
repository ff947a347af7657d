"""Parameters over years: one mark a model on a logarithmic scale, next to each other where they would overlap."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from hfm_atlas.model.addresses import EntryLink
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.model.publication import first_year
from hfm_atlas.model.quantities import parse_quantity
from hfm_atlas.model.states import STATED, UNCHECKED, state_of
from hfm_atlas.site.charts.charts import Tick
from hfm_atlas.site.display import display_width, plural, quantity
from hfm_atlas.site.index import SiteIndex

WIDTH, HEIGHT = 760, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 16, 14, 26
_RADIUS = 4.5
# Marks of one year stand at least this far apart.
_APART = 2 * _RADIUS + 2
_LETTER = 6.0
_LINE = 13.0
_MAX_LABELS = 14
_MAX_LABEL = 24
_POWERS = {0: "", 3: "K", 6: "M", 9: "B", 12: "T"}


@dataclass(frozen=True, slots=True)
class Label:
    """A name next to its mark."""

    x: float
    y: float
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """One model: its mark stands at its largest size, a line leads down to its smallest."""

    entry: EntryLink
    words: str
    x: float
    y: float
    low_y: float | None
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class YearTick:
    """The middle of one year's column."""

    year: int
    x: float


@dataclass(frozen=True, slots=True)
class Scatter:
    """The picture, from the smallest power of ten to the largest."""

    width: int
    height: int
    left: float
    base: float
    points: tuple[Point, ...]
    """Largest first."""
    ticks: tuple[Tick, ...]
    years: tuple[YearTick, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to places in the picture."""

    years: range
    low: int
    high: int

    def x(self, year: int) -> float:
        """The middle of a year's column."""
        return _LEFT + (year - self.years[0] + 0.5) * self.step

    @property
    def step(self) -> float:
        """How wide a year's column is."""
        return (WIDTH - _LEFT - _RIGHT) / len(self.years)

    def y(self, number: float) -> float:
        """Height of a number of parameters."""
        share = (log10(number) - self.low) / (self.high - self.low)
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 2)


def parameters_chart(index: SiteIndex, models: Iterable[ModelEntry]) -> Scatter | None:
    """The picture of all models that state their parameters; None where no two do."""
    stated = [(model, sorted(map(parse_quantity, sizes))) for model in models if (sizes := _sizes(model))]
    stated = [(model, sizes) for model, sizes in stated if sizes[0] > 0]
    if len(stated) < 2:
        return None
    scale = _scale([first_year(model) for model, _ in stated], [size for _, sizes in stated for size in sizes])
    points = _with_labels(_points(index, stated, scale))
    return Scatter(
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        base=HEIGHT - _BOTTOM,
        points=points,
        ticks=tuple(Tick(scale.y(10**power), _power(power)) for power in range(scale.low, scale.high + 1)),
        years=tuple(YearTick(year, round(scale.x(year), 2)) for year in scale.years),
        summary=f"Parameters of {plural(len(points), 'model')} by year of first appearance, from "
        f"{_power(scale.low)} to {_power(scale.high)}, each ten times the one below",
    )


def parameters_coverage(models: Iterable[ModelEntry]) -> str:
    """Of how many models the number is known, and why not of the others."""
    found = Counter(state_of(model, "architecture.parameters") for model in models)
    others = [
        ("nobody has checked", found[UNCHECKED]),
        ("the sources do not say for", found["not reported"]),
        ("it does not apply to", found["not applicable"]),
    ]
    reasons = ", ".join(f"{words} {number}" for words, number in others if number)
    known = f"Known of {found[STATED]} of {plural(found.total(), 'model')}"
    return f"{known}; {reasons}." if reasons else f"{known}."


def _sizes(model: ModelEntry) -> list[str]:
    sizes = model.architecture.parameters
    return sizes if isinstance(sizes, list) else []


def _scale(years: Sequence[int], sizes: Sequence[float]) -> _Scale:
    low, high = floor(log10(min(sizes))), ceil(log10(max(sizes)))
    return _Scale(range(min(years), max(years) + 1), low, max(high, low + 1))


def _power(power: int) -> str:
    """A power of ten as an axis has it: `10 M`."""
    base = max((one for one in _POWERS if one <= power), default=0)
    return f"{10 ** (power - base)}\u00a0{_POWERS[base]}".strip()


# Place, and the heights of a model's largest and smallest size.
_Span = tuple[float, float, float]


def _points(index: SiteIndex, stated: Sequence[tuple[ModelEntry, list[float]]], scale: _Scale) -> list[Point]:
    """Marks, the largest first; in each year they move aside until they are clear of each other."""
    taken: dict[int, list[_Span]] = defaultdict(list)
    points = []
    for model, sizes in sorted(stated, key=lambda one: (-one[1][-1], one[0].id)):
        year = first_year(model)
        y, low = scale.y(sizes[-1]), scale.y(sizes[0])
        x = _free_place(scale.x(year), y, low, taken[year], scale.step / 2 - _RADIUS)
        taken[year].append((x, y, low))
        points.append(Point(index.links[model.id], _words(model), round(x, 2), y, low if low - y > _RADIUS else None))
    return points


def _words(model: ModelEntry) -> str:
    ordered = sorted(_sizes(model), key=parse_quantity)
    first, last = quantity(ordered[0]), quantity(ordered[-1])
    return first if first == last else f"{first} – {last}"


def _free_place(middle: float, y: float, low: float, taken: Sequence[_Span], maximum: float) -> float:
    """The place nearest to the middle of a column whose height no other model takes up; in a full one they overlap."""
    for place in range(2 * int(maximum // _APART) + 1):
        aside = (1 if place % 2 else -1) * ceil(place / 2) * _APART
        if not any(
            abs(middle + aside - x) < _APART and y - _APART < other_low and other_y < low + _APART
            for x, other_y, other_low in taken
        ):
            return middle + aside
    return middle


_Box = tuple[float, float, float, float]


def _with_labels(points: Sequence[Point]) -> tuple[Point, ...]:
    """Names next to the largest marks, as far as they fit without covering anything."""
    boxes: list[_Box] = [
        (point.x - _RADIUS, point.y - _RADIUS, point.x + _RADIUS, max(point.low_y or 0, point.y + _RADIUS))
        for point in points
    ]
    labelled, number = [], 0
    for point in points:
        label, box = _label(point, boxes) if number < _MAX_LABELS else (None, None)
        if box:
            boxes.append(box)
            number += 1
        labelled.append(Point(point.entry, point.words, point.x, point.y, point.low_y, label))
    return tuple(labelled)


def _label(point: Point, boxes: Sequence[_Box]) -> tuple[Label | None, _Box | None]:
    text = point.entry.name
    letters = display_width(text)
    if letters > _MAX_LABEL:
        return None, None
    long = letters * _LETTER
    for anchor, near in (("start", _RADIUS + 4), ("end", -_RADIUS - 4)):
        left = point.x + near if anchor == "start" else point.x + near - long
        box = (left, point.y - _LINE / 2, left + long, point.y + _LINE / 2)
        if left > _LEFT and left + long < WIDTH and not any(_overlap(box, other) for other in boxes):
            return Label(round(point.x + near, 2), round(point.y + 4, 2), anchor, text), box
    return None, None


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
