"""Names next to marks, as many as fit without covering anything."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hfm_atlas.figures.drawing import Anchor, Text
from hfm_atlas.figures.style import text_width

Box = tuple[float, float, float, float]


class Lines:
    """Rows of a lane; each remembers which parts of it are taken."""

    def __init__(self, number: int) -> None:
        """So many rows, all of them free."""
        self._taken: list[list[tuple[float, float]]] = [[] for _ in range(number)]

    def is_free(self, row: int, left: float, right: float) -> bool:
        """Whether nothing stands between two places of a row."""
        taken = self._taken[row]
        place = bisect_left(taken, (left, right))
        before = place == 0 or taken[place - 1][1] <= left
        return before and (place == len(taken) or taken[place][0] >= right)

    def take(self, row: int, left: float, right: float) -> None:
        """Let nothing else stand there."""
        taken = self._taken[row]
        taken.insert(bisect_left(taken, (left, right)), (left, right))

    def find(self, spans: Sequence[tuple[float, float]], order: Iterable[int]) -> tuple[int, int] | None:
        """The first row in `order` in which one of `spans` is free, with that span's number; it is taken."""
        for row in order:
            for number, (left, right) in enumerate(spans):
                if self.is_free(row, left, right):
                    self.take(row, left, right)
                    return row, number
        return None


@dataclass(frozen=True, slots=True)
class Named:
    """A mark that would like to have its name next to it."""

    x: float
    y: float
    name: str
    radius: float


def place_labels(marks: Sequence[Named], size: float, bounds: Box, taken: Iterable[Box] = ()) -> list[Text | None]:
    """A name for each mark, the first ones first, where it covers neither marks nor names; None where it does not fit.

    Boxes are left, top, right and bottom.
    """
    boxes: list[Box] = [
        (one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius) for one in marks
    ]
    boxes.extend(taken)
    found: list[Text | None] = []
    for mark in marks:
        text = None
        for candidate, box in _candidates(mark, size):
            inside = box[0] >= bounds[0] and box[1] >= bounds[1] and box[2] <= bounds[2] and box[3] <= bounds[3]
            if inside and not any(_overlap(box, other) for other in boxes):
                boxes.append(box)
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
