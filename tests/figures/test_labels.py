"""Names next to marks stand where a comparison with everything that is there would put them."""

from __future__ import annotations

import random

import pytest

from hfm_atlas.figures.labels import Lines, Named, place_labels
from hfm_atlas.figures.style import text_width


@pytest.mark.parametrize("seed", range(5))
def test_a_line_takes_what_does_not_overlap(seed: int) -> None:
    chance = random.Random(seed)
    rows, taken = Lines(4, 1.5), [[] for _ in range(4)]  # type: ignore[var-annotated]
    for _ in range(300):
        # Whole numbers among them, which touch each other and the borders of cells.
        left = chance.choice([chance.uniform(0, 60), float(chance.randrange(60))])
        spans = [(left, left + long) for long in chance.sample([1.5, 2.0, 3.0, chance.uniform(1, 8)], 2)]
        free = (
            (row, number)
            for row in (2, 0, 3, 1)
            for number, (begin, end) in enumerate(spans)
            if all(end <= other or begin >= another for other, another in taken[row])
        )
        wanted = next(free, None)

        assert rows.find(spans, (2, 0, 3, 1)) == wanted
        if wanted:
            taken[wanted[0]].append(spans[wanted[1]])
    assert sum(map(len, taken)) > 30


def test_names_cover_neither_each_other_nor_marks() -> None:
    chance = random.Random(1)
    marks = [Named(chance.uniform(0, 400), chance.uniform(0, 300), f"Model {one}", 3) for one in range(400)]
    bounds = (0.0, 0.0, 400.0, 300.0)

    named = [(text, text_width(text.text, 8)) for text in place_labels(marks, 8, bounds, [(0, 0, 100, 50)]) if text]

    boxes = [(0.0, 0.0, 100.0, 50.0)]
    for text, long in named:
        left = {"start": text.x, "end": text.x - long, "middle": text.x - long / 2}[text.anchor]
        boxes.append((left, text.y - 6.4, left + long, text.y + 2))
    assert len(named) > 40
    marked = [(one.x - 3, one.y - 3, one.x + 3, one.y + 3) for one in marks]
    for place, one in enumerate(boxes[1:], 1):
        for other in boxes[:place] + marked:
            apart = one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
            assert apart, (one, other)
