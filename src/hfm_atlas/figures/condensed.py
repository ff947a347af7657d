"""Trees of what is built on what where not every entry has room for a line: what others build on is named in lines of
its own, and what nothing builds on follows in the same line, as names or as dots.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from hfm_atlas.figures.drawing import Glyph, Mark, Text
from hfm_atlas.figures.figure import Scheme, Sheet
from hfm_atlas.figures.forest import Forest, Step, branch, shapes_of, words_of
from hfm_atlas.figures.style import clip, text_width
from hfm_atlas.model.addresses import entry_url
from hfm_atlas.model.wording import plural
from hfm_atlas.query.selection import Selection

_COLUMN = 19
"""Width of a column in sizes of type, at least."""
_ROW, _MIN_ROW = 1.8, 1.2
_INDENT = 1.15
_DEEPEST = 7
"""Entries that lie deeper in their tree than this are not drawn further to the right."""
_DOT = 0.72
"""From a dot to the next, in sizes of type."""
_MAX_NAME = 13
_SIZES = 8
"""How many sizes of type are tried between the common and the smallest."""


@dataclass(frozen=True, slots=True)
class _Block:
    """An entry with a line of its own, and those without one that follow it; `lines` is how many lines they take."""

    step: Step
    following: tuple[Step, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """Blocks in columns, and the size of type, in units of the frame, at which they fit."""

    columns: tuple[tuple[_Block, ...], ...]
    size: float
    at_least: int
    """How many entries go back to each that is named."""

    @property
    def rows(self) -> int:
        """Lines of the longest column."""
        return max(_is_continued(column) + sum(block.lines for block in column) for column in self.columns)

    @property
    def shown(self) -> set[str]:
        """Ids of all entries that have a name or a dot."""
        blocks = [block for column in self.columns for block in column]
        return {step.id for block in blocks for step in (block.step, *block.following)}


def draw_condensed(
    selection: Selection,
    scheme: Scheme,
    sheet: Sheet,
    forest: Forest,
    trees: Sequence[Sequence[Step]],
    smallest: float,
) -> str:
    """Draw trees with type of at least `smallest`, in units of the frame; gives what a caption says of them."""
    sheet.y += sheet.size
    plan = _plan(sheet, forest, trees, smallest)
    down = min(plan.size * _ROW, (sheet.room - sheet.size) / plan.rows)
    wide = sheet.width / len(plan.columns)
    for number, column in enumerate(plan.columns):
        _draw_column(selection, scheme, sheet, forest, plan, column, number * wide, wide, down)
    sheet.y += plan.rows * down + sheet.size * 0.5
    return _left_out(plan, trees)


def _left_out(plan: _Plan, trees: Sequence[Sequence[Step]]) -> str:
    named = sum(len(column) for column in plan.columns)
    rule = "others build on" if plan.at_least == 1 else f"at least {plan.at_least} others go back to"
    words = (
        f"A line for each of the {named} entries that {rule}; after it what else goes back to it, by name where there "
    )
    words += "is room, else a dot each."
    missing = [tree for tree in trees if tree[0].id not in plan.shown]
    if missing:
        entries = plural(sum(map(len, missing)), "entry", "entries")
        words += f" {plural(len(missing), 'smaller tree')} of {entries} not drawn, but in the table."
    return words


def _plan(sheet: Sheet, forest: Forest, trees: Sequence[Sequence[Step]], smallest: float) -> _Plan:
    """The plan that names most, at the largest type that it fits at; the last tried where none fits."""
    sizes = [sheet.size - (sheet.size - smallest) * step / (_SIZES - 1) for step in range(_SIZES)]
    below = {step.id: sum(1 for _ in forest.walk(step.id)) - 1 for tree in trees for step in tree}
    for at_least in sorted(set(below.values()) - {0}):
        for size in sizes:
            number = max(1, int(sheet.width / (size * _COLUMN)))
            blocks = list(_blocks(forest, trees, below, at_least, size, sheet.width / number))
            plan = _Plan(_columns(blocks, number), size, at_least)
            if plan.rows * size * _MIN_ROW <= sheet.room - sheet.size:
                return plan
    return plan


def _blocks(
    forest: Forest, trees: Sequence[Sequence[Step]], below: dict[str, int], at_least: int, size: float, width: float
) -> Iterator[_Block]:
    """Entries that so many go back to, each with the others that go back to it and to no later one of these."""
    for tree in trees:
        named: list[Step] = []
        following: dict[str, list[Step]] = {}
        path: list[Step] = []
        for step in tree:
            del path[step.depth :]
            path.append(step)
            if below[step.id] >= at_least:
                named.append(step)
                following[step.id] = []
            elif named:
                following[next(one.id for one in reversed(path) if one.id in following)].append(step)
        for step in named:
            own = tuple(following[step.id])
            yield _Block(step, own, _lines(forest, step, own, size, width))


def _columns(blocks: Sequence[_Block], number: int) -> tuple[tuple[_Block, ...], ...]:
    """Blocks in so many columns, all about as long; a block is never parted."""
    rows = ceil(sum(block.lines for block in blocks) / number)
    while len(found := _fill(blocks, rows)) > number:
        rows += 1
    return found


def _is_continued(column: Sequence[_Block]) -> bool:
    """Whether a column begins within a tree, so that its first line says what the rest hangs on."""
    return column[0].step.depth > 0


def _fill(blocks: Sequence[_Block], rows: int) -> tuple[tuple[_Block, ...], ...]:
    columns: list[list[_Block]] = []
    left = 0
    for block in blocks:
        if block.lines > left or not columns:
            columns.append([])
            left = rows - _is_continued([block])
        columns[-1].append(block)
        left -= block.lines
    return tuple(tuple(column) for column in columns)


def _start(step: Step, size: float) -> float:
    """Where the name of an entry begins, from the left of its column."""
    return size * (0.6 + min(step.depth, _DEEPEST) * _INDENT + 0.65)


def _name(forest: Forest, step: Step, size: float) -> str:
    return clip(forest.label(step.id), size * _MAX_NAME, size)


def _head(forest: Forest, step: Step, size: float) -> float:
    """Where what follows an entry begins, from the left of its column."""
    name = text_width(_name(forest, step, size), size, bold=step.link is None)
    return _start(step, size) + name + size * 0.5 + text_width("2024", size) + size * 0.9


def _names_fit(forest: Forest, step: Step, following: Sequence[Step], size: float, width: float) -> bool:
    long = sum(text_width(_name(forest, one, size), size) + size * 1.6 for one in following)
    return _head(forest, step, size) + long <= width


def _lines(forest: Forest, step: Step, following: Sequence[Step], size: float, width: float) -> int:
    if _names_fit(forest, step, following, size, width):
        return 1
    return 1 + max((line for _, line in _dots(forest, step, len(following), size, width)), default=0)


def _dots(forest: Forest, step: Step, number: int, size: float, width: float) -> Iterator[tuple[float, int]]:
    """Place of each dot, from the left of its column, and its line; lines after the first begin below the name."""
    x, line = _head(forest, step, size), 0
    for _ in range(number):
        if x + size * _DOT > width:
            x, line = _start(step, size) + size * (_INDENT + 0.35), line + 1
        yield x, line
        x += size * _DOT


def _draw_column(
    selection: Selection,
    scheme: Scheme,
    sheet: Sheet,
    forest: Forest,
    plan: _Plan,
    column: Sequence[_Block],
    left: float,
    width: float,
    down: float,
) -> None:
    size, y = plan.size, sheet.y + down / 2
    places: dict[str, tuple[float, float]] = {}
    marks: list[Mark] = []
    if _is_continued(column):
        _draw_continued(sheet, forest, column[0].step, left + size * 0.25, y + size * 0.34, size, width)
        y += down
    for block in column:
        step = block.step
        x = left + _start(step, size) - size * 0.65
        if step.link and (parent := places.get(step.link.model)):
            sheet.add(branch(parent, (x, y), step.id, step.link, size))
        places[step.id] = (x, y)
        name = _name(forest, step, size)
        start, base = left + _start(step, size), y + size * 0.34
        year = start + text_width(name, size, bold=step.link is None) + size * 0.5
        texts = (
            Text(start, base, name, size, "t", bold=step.link is None),
            Text(year, base, str(forest.year(step.id)), size, "soft"),
        )
        marks.append(_mark(selection, scheme, forest, step, x, y, size, texts))
        if _names_fit(forest, step, block.following, size, width):
            x = left + _head(forest, step, size)
            for one in block.following:
                text = _name(forest, one, size)
                marks.append(
                    _mark(selection, scheme, forest, one, x, y, size, (Text(x + size * 0.6, base, text, size, "soft"),))
                )
                x += text_width(text, size) + size * 1.6
        else:
            dots = _dots(forest, step, len(block.following), size, width)
            for one, (at, line) in zip(block.following, dots, strict=True):
                marks.append(_mark(selection, scheme, forest, one, left + at, y + line * down, size, ()))
        y += block.lines * down
    sheet.add(*marks)


def _draw_continued(sheet: Sheet, forest: Forest, step: Step, x: float, y: float, size: float, width: float) -> None:
    """What the first entry of a column hangs on, from the root of its tree."""
    path, link = [], step.link
    while link:
        path.append(forest.atlas.entries[link.model].name)
        link = forest.parents.get(link.model)
    sheet.add(Text(x, y, clip(f"{' › '.join(reversed(path))} ›", width - size, size), size, "soft"))


def _mark(
    selection: Selection,
    scheme: Scheme,
    forest: Forest,
    step: Step,
    x: float,
    y: float,
    size: float,
    texts: tuple[Text, ...],
) -> Mark:
    entry = selection.atlas.entries[step.id]
    shapes = shapes_of(entry)
    return Mark(
        entry_url(entry),
        words_of(selection, forest, step),
        x,
        y,
        (*texts, Glyph(x, y, shapes[scheme], size * 0.85 / 12)),
        (step.id,),
        (shapes["openness"], shapes["subfield"]),
    )
