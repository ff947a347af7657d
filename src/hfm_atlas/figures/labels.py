"""Names next to marks, as many as fit without covering anything."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil, floor

from hfm_atlas.figures.drawing import Anchor, Text
from hfm_atlas.figures.style import text_width

Box = tuple[float, float, float, float]
# Share of a cell that is less than any overlap and more than any rounding.
_BORDER = 1e-6


class Lines:
    """Rows of a lane; each remembers which parts of it are taken."""

    def __init__(self, number: int, cell: float) -> None:
        """So many rows, all of them free; `cell`, in units of the frame, is about the shortest in them."""
        self._taken: list[list[tuple[float, float]]] = [[] for _ in range(number)]
        self._cell = cell
        # Rows in which a cell is taken from end to end, as bits: most rows are told to be full by these alone.
        self._full: defaultdict[int, int] = defaultdict(int)
        self._all = (1 << number) - 1

    def is_free(self, row: int, left: float, right: float) -> bool:
        """Whether nothing stands between two places of a row."""
        taken = self._taken[row]
        place = bisect_left(taken, (left, right))
        before = place == 0 or taken[place - 1][1] <= left
        return before and (place == len(taken) or taken[place][0] >= right)

    def take(self, row: int, left: float, right: float) -> None:
        """Let nothing else stand there."""
        insort(self._taken[row], (left, right))
        for cell in range(ceil(left / self._cell), floor(right / self._cell)):
            self._full[cell] |= 1 << row

    def find(self, spans: Sequence[tuple[float, float]], order: Iterable[int]) -> tuple[int, int] | None:
        """The first row in `order` in which one of `spans` is free, with that span's number; it is taken."""
        full = [self._full_rows(left, right) for left, right in spans]
        if all(rows == self._all for rows in full):
            return None
        for row in order:
            for number, (left, right) in enumerate(spans):
                if not full[number] >> row & 1 and self.is_free(row, left, right):
                    self.take(row, left, right)
                    return row, number
        return None

    def _full_rows(self, left: float, right: float) -> int:
        """Rows in which a cell that the span reaches into is full; what lies on the border of a cell does not count."""
        rows = 0
        for cell in range(floor(left / self._cell + _BORDER), ceil(right / self._cell - _BORDER)):
            rows |= self._full.get(cell, 0)
        return rows


@dataclass(frozen=True, slots=True)
class Named:
    """A mark that would like to have its name next to it."""

    x: float
    y: float
    name: str
    radius: float


class _Boxes:
    """Boxes by the cells of a grid that they reach into, so that each is compared with its neighbours alone."""

    def __init__(self, size: float) -> None:
        """No boxes yet; names in type of this `size` reach into a few cells each."""
        self._width, self._height = size * 4, size * 2
        self._cells: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)

    def add(self, box: Box) -> None:
        """One more box."""
        for cell in self._reached(box):
            self._cells[cell].append(box)

    def is_overlapped(self, box: Box) -> bool:
        """Whether any of the boxes covers a part of this one."""
        return any(_overlap(box, other) for cell in self._reached(box) for other in self._cells.get(cell, ()))

    def _reached(self, box: Box) -> Iterator[tuple[int, int]]:
        columns = range(floor(box[0] / self._width), floor(box[2] / self._width) + 1)
        rows = range(floor(box[1] / self._height), floor(box[3] / self._height) + 1)
        return product(columns, rows)


def place_labels(marks: Sequence[Named], size: float, bounds: Box, taken: Iterable[Box] = ()) -> list[Text | None]:
    """A name for each mark, the first ones first, where it covers neither marks nor names; None where it does not fit.

    Boxes are left, top, right and bottom; they and `size`, that of the type, are in units of the frame.
    """
    boxes = _Boxes(size)
    for one in marks:
        boxes.add((one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius))
    for box in taken:
        boxes.add(box)
    found: list[Text | None] = []
    for mark in marks:
        text = None
        for candidate, box in _candidates(mark, size):
            inside = box[0] >= bounds[0] and box[1] >= bounds[1] and box[2] <= bounds[2] and box[3] <= bounds[3]
            if inside and not boxes.is_overlapped(box):
                boxes.add(box)
                text = candidate
                break
        found.append(text)
    return found


def _candidates(mark: Named, size: float) -> list[tuple[Text, Box]]:
    """Right, left, above and below."""
    long, gap = text_width(mark.name, size), mark.radius + size * 0.25
    anchors: list[tuple[float, float, Anchor]] = [
        (mark.x + gap, mark.y + size * 0.35, "start"),
        (mark.x - gap, mark.y + size * 0.35, "end"),
        (mark.x, mark.y - gap - size * 0.1, "middle"),
        (mark.x, mark.y + gap + size * 0.75, "middle"),
    ]
    made = []
    for x, y, anchor in anchors:
        left = x if anchor == "start" else x - long if anchor == "end" else x - long / 2
        made.append((Text(x, y, mark.name, size, "t", anchor), (left, y - size * 0.8, left + long, y + size * 0.25)))
    return made


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
