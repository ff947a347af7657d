"""The field on one page: models by the month in which they first appeared, a lane a subfield, names where they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from hfm_atlas.figures.axes import TimeAxis
from hfm_atlas.figures.drawing import Mark, Path, Rect, Text, number
from hfm_atlas.figures.facts import OPENNESS_WORDS, ModelFacts, model_facts
from hfm_atlas.figures.figure import MIN_TYPE, Drawn, Options, Row, Scheme, Sheet, Table
from hfm_atlas.figures.labels import Lines
from hfm_atlas.figures.marks import clinical_words, dot_radius, draw_keys, model_mark, paradigm_words
from hfm_atlas.figures.style import clip, text_width
from hfm_atlas.model.wording import plural
from hfm_atlas.query.selection import Selection

SCHEMES: tuple[Scheme, ...] = ("openness", "clinical", "paradigm")
_NAME = 0.84
"""Size of names against common type."""
_LINE = 1.12
"""Height of a line of names in their size."""
_MAX_LINES = 60
# Share of the models whose names should stand next to them, where a figure may be as tall as it needs.
_NAMED = 0.985
_MAX_NAME = 13
# So much more than its models counts for a lane, where lanes share a height: names of the first years need room, too.
_LANE_WEIGHT = 40
# How far a mark without a name may stand from its month, in radii of marks; from the middle of its year where the month
# is not known.
_ASIDE = (0, 1.1, -1.1)
_ASIDE_IN_YEAR = (*_ASIDE, 2.2, -2.2, 3.3, -3.3, 4.4, -4.4, 5.5, -5.5)
# How much of their width marks without a name may claim, where a page is too small for all of them side by side.
_TIGHTER = (1, 0.8, 0.65, 0.5, 0.35)
# A lane with so many models is not tried with each number of lines for marks without a name.
_MANY = 500


@dataclass(frozen=True, slots=True)
class _Place:
    facts: ModelFacts
    x: float
    row: int
    side: int
    """0: the name stands right of the mark, 1: left of it, 2: there is none."""


def draw_timeline(selection: Selection, options: Options, sheet: Sheet) -> Drawn:
    """Draw it; the scheme says what marks are coloured by."""
    scheme = options.scheme or SCHEMES[0]
    models = model_facts(selection)
    terms = selection.atlas.terms("subfields")
    lanes = [(term.name, term.id, [one for one in models if one.subfield == term.id]) for term in terms]
    lanes = [lane for lane in lanes if lane[2]]
    named = 0
    if models:
        draw_keys(sheet, selection.atlas, models, SCHEMES)
        named = _draw_lanes(selection, scheme, sheet, lanes)
    span = f", {models[0].year} to {max(one.year for one in models)}" if models else ""
    known = sum(1 for one in models if one.month)
    return Drawn(
        summary=f"{plural(len(models), 'model')} by month of first appearance and subfield{span}",
        note=f"Month known for {known} of {plural(len(models), 'model')}; the others stand around the middle of their "
        f"year. {named} are named.",
        table=_table(selection, models),
    )


def _draw_lanes(
    selection: Selection, scheme: Scheme, sheet: Sheet, lanes: Sequence[tuple[str, str, Sequence[ModelFacts]]]
) -> int:
    years = [one.year for _, _, models in lanes for one in models]
    axis = TimeAxis(min(years), max(years), sheet.size * 0.4, sheet.width - sheet.size * 0.4)
    line = _name_size(sheet) * _LINE
    head, foot = sheet.size * 0.5, sheet.size * 2
    fixed = sheet.frame.height is not None
    room = int((sheet.room - foot - head * len(lanes)) / line)
    needs = [] if fixed else [_lines_needed(sheet, axis, name, models) for name, _, models in lanes]
    tight: float = 1
    if fixed or sum(needs) > room:
        for tight in _TIGHTER:
            fewest = [_fewest_lines(sheet, axis, name, models, tight) for name, _, models in lanes]
            if sum(fewest) <= room:
                break
        needs = _share([len(models) + _LANE_WEIGHT for _, _, models in lanes], fewest, room)
    top, y, marks, heads = sheet.y, sheet.y, [], []
    named = 0
    for (name, subfield, models), lines in zip(lanes, needs, strict=True):
        places = _fill(sheet, axis, name, models, lines, tight)
        named += sum(one.side != 2 for one in places)
        for x, _ in _heads_at(sheet, axis, name):
            heads += _head(sheet, x, y + head * 0.3, line, subfield, name)
        used = 1 + max((one.row for one in places), default=0)
        marks += [_mark(selection, scheme, sheet, axis, one, y + head + line * (one.row + 0.5)) for one in places]
        y += head + line * (lines if fixed else max(used, 2))
        sheet.add(Path(f"M{number(axis.left)} {number(y)}H{number(axis.right)}", "hair"))
    axis.draw(sheet, top, y)
    sheet.add(*heads, *marks)
    sheet.y = y + foot
    return named


def _heads_at(sheet: Sheet, axis: TimeAxis, name: str) -> list[tuple[float, float]]:
    """From where to where a lane's name stands: at its left end, and on a page that may open at the right one, both."""
    long = text_width(name, sheet.size, bold=True) + sheet.size * 1.5
    left = (axis.left, axis.left + long)
    return [left] if sheet.frame.has_title else [left, (axis.right - long, axis.right)]


def _head(sheet: Sheet, x: float, y: float, line: float, subfield: str, name: str) -> list[Rect | Text]:
    """A lane's name over the lines of years."""
    long = text_width(name, sheet.size, bold=True) + sheet.size
    return [
        Rect(x + sheet.size * 0.4, y, long, line, "paper"),
        Rect(x, y, sheet.size * 0.28, line * 1.1, f"s-{subfield}"),
        Text(x + sheet.size * 0.7, y + line * 0.85, name, sheet.size, bold=True),
    ]


def _share(weights: Sequence[int], fewest: Sequence[int], lines: int) -> list[int]:
    """Lines for each lane: the fewest that it needs, and what is left over by its weight."""
    shares = list(fewest)
    for _ in range(lines - sum(fewest)):
        poorest = max(range(len(shares)), key=lambda lane: weights[lane] / shares[lane])
        shares[poorest] += 1
    return shares


def _fewest_lines(sheet: Sheet, axis: TimeAxis, name: str, models: Sequence[ModelFacts], tight: float) -> int:
    """Lines that a lane needs for all its marks, though next to none has a name; at least two."""
    return max(2, 1 + max(one.row for one in _fill_lines(sheet, axis, name, models, len(models) + 1, 1, tight)))


def _lines_needed(sheet: Sheet, axis: TimeAxis, name: str, models: Sequence[ModelFacts]) -> int:
    """Lines that a lane needs for the names of nearly all its models."""
    wanted = _NAMED * len(models)
    # So many lines would be needed if names stood side by side without a gap.
    lengths = sorted(_beside(sheet, one) + dot_radius(sheet) * 0.95 for one in models)[: ceil(wanted)]
    fewest = int(sum(lengths) / (axis.right - axis.left))
    for lines in range(max(2, fewest), _MAX_LINES):
        if sum(one.side != 2 for one in _fill_lines(sheet, axis, name, models, lines, lines)) >= wanted:
            return lines
    return _MAX_LINES


def _fill(
    sheet: Sheet, axis: TimeAxis, title: str, models: Sequence[ModelFacts], lines: int, tight: float
) -> list[_Place]:
    """Where each model of a lane stands; as many of the last lines hold no names as the marks without one need."""
    for spare in range(0, lines, 1 + len(models) // _MANY):
        places = _fill_lines(sheet, axis, title, models, lines, lines - spare, tight, needs_all=True)
        if places:
            return places
    return _fill_lines(sheet, axis, title, models, lines + len(models), 1, tight)


def _fill_lines(
    sheet: Sheet,
    axis: TimeAxis,
    title: str,
    models: Sequence[ModelFacts],
    lines: int,
    named: int,
    tight: float = 1,
    *,
    needs_all: bool = False,
) -> list[_Place]:
    """Models in lines of which the first ones may hold names; those the atlas says most about are named first.

    Below names, marks claim the share `tight` of their width, so that they may overlap each other. A mark for which no
    place is free is left out; if it `needs_all`, all are.
    """
    rows = Lines(lines, dot_radius(sheet) * 0.95 * tight)
    for start, end in _heads_at(sheet, axis, title):
        rows.take(0, start, end)
    radius = dot_radius(sheet) * 0.95
    order = sorted(range(named), key=lambda row: abs(row - named // 2))
    places, nameless = [], []
    for facts in sorted(models, key=lambda one: (-one.weight, one.id)):
        x = axis.x(facts.when)
        long = _beside(sheet, facts)
        spans = [(x - radius, x + long), (x - long, x + radius)]
        spans = [span for span in spans if span[0] >= axis.left and span[1] <= axis.right]
        if found := rows.find(spans, order):
            side = 0 if spans[found[1]][0] == x - radius else 1
            places.append(_Place(facts, x, found[0], side))
        else:
            nameless.append((facts, x))
    # Those of a known month have less room to choose from, so they come first.
    for facts, x in sorted(nameless, key=lambda one: not one[0].month):
        # Less than a month to the side, where several stand in one.
        aside = [x + shift * radius for shift in (_ASIDE if facts.month else _ASIDE_IN_YEAR)]
        beside_names = rows.find([(at - radius, at + radius) for at in aside], range(named))
        claimed = radius * tight
        if found := beside_names or rows.find([(at - claimed, at + claimed) for at in aside], range(named, lines)):
            places.append(_Place(facts, aside[found[1]], found[0], 2))
        elif needs_all:
            return []
    return places


def _beside(sheet: Sheet, facts: ModelFacts) -> float:
    """How far a mark with its name reaches to the side of the name."""
    size = _name_size(sheet)
    return text_width(_short(facts, size), size) + dot_radius(sheet) * 0.95 + size * 0.5


def _name_size(sheet: Sheet) -> float:
    """Size of the type of names, in units of the frame."""
    return max(sheet.size * _NAME, MIN_TYPE)


def _short(facts: ModelFacts, size: float) -> str:
    return clip(facts.name, size * _MAX_NAME * 0.6, size)


def _mark(selection: Selection, scheme: Scheme, sheet: Sheet, axis: TimeAxis, place: _Place, y: float) -> Mark:
    facts, size = place.facts, _name_size(sheet)
    x, gap = place.x, dot_radius(sheet) + size * 0.25
    more: list[Text | Rect | Path] = []
    if place.side != 2:
        at = x + gap if place.side == 0 else x - gap
        more.append(Text(at, y + size * 0.34, _short(facts, size), size, "t", "start" if place.side == 0 else "end"))
    return model_mark(selection.atlas, facts, scheme, sheet, (x, y), more)


def _table(selection: Selection, models: Sequence[ModelFacts]) -> Table:
    atlas = selection.atlas
    names = {term.id: term.name for term in atlas.terms("subfields")}
    return Table(
        ("Model", "First seen", "Subfield", "Weights", "Clinical evidence", "Pre-training"),
        tuple(
            Row(
                (
                    one.name,
                    one.month_id,
                    names.get(one.subfield, one.subfield),
                    OPENNESS_WORDS[one.openness],
                    clinical_words(atlas, one.clinical) if one.clinical else "not known",
                    paradigm_words(atlas, one.paradigm),
                ),
                one.url,
                (one.id,),
            )
            for one in reversed(models)
        ),
    )
