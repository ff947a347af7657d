"""Axes of time and of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from hfm_atlas.figures.drawing import Axis, Path, Text, number
from hfm_atlas.figures.figure import Sheet

_POWERS = {0: "", 3: "K", 6: "M", 9: "B", 12: "T"}


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Whole years between two places."""

    first: int
    last: int
    left: float
    right: float

    @property
    def step(self) -> float:
        """Width of a year in units of the frame."""
        return (self.right - self.left) / (self.last - self.first + 1)

    def x(self, when: float) -> float:
        """Horizontal place, in units of the frame, of a time in years, such as 2024.5 for the middle of 2024."""
        return round(self.left + (when - self.first) * self.step, 2)

    def draw(self, sheet: Sheet, top: float, base: float) -> None:
        """A line where each year begins, and the year below its middle; where years are narrow, only their ends.

        Lines go from `top` to `base`, in units of the frame, which count downwards.
        """
        size = sheet.size * 0.92
        labels = []
        short = self.step < size * 2.6
        for year in range(self.first, self.last + 1):
            sheet.add(Path(f"M{number(self.x(year))} {number(top)}V{number(base)}", "hair"))
            shown = f"’{year % 100:02d}" if short else str(year)
            labels.append(Text(self.x(year + 0.5), base + size * 1.3, shown, size, "soft", "middle"))
        sheet.add(Axis(base + size * 0.3, size * 1.5, tuple(labels)))
        sheet.add(Path(f"M{number(self.left)} {number(base)}H{number(self.right)}", "axis"))


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """Numbers from the base upwards, evenly or by powers of ten.

    `top` and `base` are places in units of the frame; `low` and `high` are what stands there, of a logarithmic axis
    their exponents of ten.
    """

    low: float
    high: float
    top: float
    base: float
    logarithmic: bool = False

    def y(self, value: float) -> float:
        """Vertical place of a number in units of the frame; of a logarithmic axis, it must be above zero."""
        share = (log10(value) if self.logarithmic else value) - self.low
        return round(self.base - share / (self.high - self.low) * (self.base - self.top), 2)

    def draw(self, sheet: Sheet, left: float, right: float, labels: Sequence[tuple[float, str]]) -> None:
        """A hairline from `left` to `right`, in units of the frame, and a label at each of some numbers."""
        for value, label in labels:
            y = self.y(value)
            sheet.add(Path(f"M{number(left)} {number(y)}H{number(right)}", "hair"))
            size = sheet.size * 0.92
            sheet.add(Text(left - size * 0.5, y + size * 0.35, label, size, "soft", "end"))


def power_labels(low: int, high: int) -> list[tuple[float, str]]:
    """Powers of ten as an axis has them: `10 M`."""
    labels = []
    for power in range(low, high + 1):
        base = max((one for one in _POWERS if one <= power), default=0)
        labels.append((10.0**power, f"{10 ** (power - base)}\u00a0{_POWERS[base]}".strip()))
    return labels


def even_labels(low: float, high: float, unit: str = "") -> list[tuple[float, str]]:
    """Round numbers from `low` to `high`, at most seven."""
    step = tick_step(high - low)
    first = ceil(low / step)
    return [(place * step, f"{place * step:g}{unit}") for place in range(first, floor(high / step + 1e-9) + 1)]


def tick_step(span: float, most: int = 6) -> float:
    """A round step that divides a span into at most `most` parts."""
    if span <= 0:
        return 1
    power = 10.0 ** floor(log10(span / most))
    return next(power * step for step in (1, 2, 2.5, 5, 10, 20) if span / (power * step) <= most)
