"""Facets against each other, a cell a pair: the gap map, and clinical evidence by kind of data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from hfm_atlas._util.grouping import grouped_unique
from hfm_atlas.discovery.completeness import SURVEYED_UNTIL, Coverage, about, modality_coverage, rounded
from hfm_atlas.figures.drawing import Mark, Path, Rect, Text, number
from hfm_atlas.figures.figure import MIN_TYPE, Drawn, Options, Row, Sheet, Shown, Table
from hfm_atlas.figures.style import text_width
from hfm_atlas.model.addresses import COMPLETENESS_URL, explore_url
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.model.fields import TESTED_FOR_CARE
from hfm_atlas.model.publication import first_year
from hfm_atlas.model.wording import in_sentence, plural
from hfm_atlas.query.selection import Selection

_NOT_KNOWN = "not known"
_GAP = "; a blank is a gap of the atlas, and perhaps of the field. "
_SEVERAL = "A model can appear in several rows and columns."
_PART = f"A blank is a pair without a model that fits the filter; the atlas may have others. {_SEVERAL}"
_SEVERAL_KINDS = "A model may have several kinds of evidence and of data."
_DEPTHS = 6
# From this depth on, numbers are light.
_DARK = 4
# Names of columns are turned by 42 degrees, and reach up and sideways by this share of their length.
_SLANT, _TURN = 0.74, -42
# They stand upright where columns would be narrower than this, in sizes of type.
_NARROW = 1.9


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a matrix: the names of its lines, and the models of each by its id."""

    facet: str
    names: Mapping[str, str]
    models: Mapping[str, frozenset[str]]


def draw_gap_map(selection: Selection, options: Options, sheet: Sheet) -> Drawn:
    """Tasks by kind of data: how many models there are for each pair."""
    rows = _roots(selection, "tasks", lambda model: model.tasks)
    columns = _roots(selection, "modalities", lambda model: model.modalities)
    both = _all(rows) & _all(columns)
    # What is known of the whole atlas says nothing of a part of it.
    coverage = {} if selection.filters else modality_coverage(selection.atlas)
    cells = _draw(sheet, rows, columns, plain=())
    if coverage and cells:
        _draw_coverage(sheet, rows, columns, coverage)
    models = [entry for entry in selection.entries if isinstance(entry, ModelEntry)]
    years = [first_year(model) for model in models if model.id in both]
    span = f" first seen {min(years)} to {max(years)}" if years else ""
    empty = sum(1 for row in cells for number_ in row if not number_)
    pairs = len(rows.names) * len(columns.names)
    return Drawn(
        summary=f"Tasks by kind of data: {empty} of {pairs} pairs have no model"
        + (" that fits the filter" if selection.filters else ""),
        note=f"Counts of {plural(len(both), 'model')}{span}{'. ' if selection.filters else _GAP}"
        f"{_PART if selection.filters else _SEVERAL}{_coverage_note(coverage)}",
        filtered_note=_PART,
        table=_table("Task", rows, columns, cells, _coverage_rows(columns, coverage)),
    )


def draw_clinical(selection: Selection, options: Options, sheet: Sheet) -> Drawn:
    """How far models for each kind of data were tested for use in care."""
    rows = _roots(selection, "modalities", lambda model: model.modalities)
    columns = _clinical_side(selection)
    cells = _draw(sheet, rows, columns, plain=(_NOT_KNOWN,))
    known = len(_all(columns) - columns.models.get(_NOT_KNOWN, frozenset()))
    models = sum(1 for entry in selection.entries if isinstance(entry, ModelEntry))
    return Drawn(
        summary=f"Clinical evidence by kind of data, of {plural(models, 'model')}",
        note=f"Clinical evidence known for {known} of {plural(models, 'model')}. {_SEVERAL_KINDS}",
        filtered_note=_SEVERAL_KINDS,
        table=_table("Kind of data", rows, columns, cells),
    )


def _roots(selection: Selection, facet: str, read: Callable[[ModelEntry], object]) -> _Side:
    """The widest terms of a facet, the fullest first."""
    atlas = selection.atlas
    found = grouped_unique(
        (atlas.root_of(facet, term), model.id)
        for model in selection.entries
        if isinstance(model, ModelEntry) and isinstance(stated := read(model), list)
        for term in stated
    )
    models = {term.id: found.get(term.id, frozenset()) for term in atlas.terms(facet) if term.broader is None}
    names = {term.id: term.name for term in atlas.terms(facet)}
    fullest = sorted(models, key=lambda id: -len(models[id]))
    return _Side(facet, {id: names[id] for id in fullest}, {id: models[id] for id in fullest})


def _clinical_side(selection: Selection) -> _Side:
    models = [one for one in selection.entries if isinstance(one, ModelEntry)]
    found = grouped_unique((id, one.id) for one in models for id in one.tested_for_care or [_NOT_KNOWN])
    names = {term.id: term.name for term in selection.atlas.terms("clinical-evidence")}
    names[_NOT_KNOWN] = "Not known"
    return _Side(TESTED_FOR_CARE, names, {id: found.get(id, frozenset()) for id in names})


def _all(side: _Side) -> frozenset[str]:
    return frozenset().union(*side.models.values())


def _draw(sheet: Sheet, rows: _Side, columns: _Side, plain: Iterable[str]) -> list[list[int]]:
    """The matrix; columns in `plain` are not shaded, for what they count is no finding."""
    size = sheet.size
    if not rows.names or not columns.names:
        return []
    counts = [[len(ours & theirs) for theirs in columns.models.values()] for ours in rows.models.values()]
    shaded = [id not in plain for id in columns.names]
    largest = max(
        (count for row in counts for count, is_shaded in zip(row, shaded, strict=True) if is_shaded), default=0
    )
    label, across, is_upright = _columns_at(sheet, rows, columns)
    small = max(min(size, across * 0.66), MIN_TYPE)
    longest = max(text_width(name, small) for name in columns.names.values())
    head = longest * (1 if is_upright else _SLANT) + size * 1.2
    tall = size * (4.6 if sheet.frame.height else 2.6)
    down = min(across * 0.72, tall, (sheet.room - head - size) / len(rows.names))
    down = max(down, size * 1.25)
    top = sheet.y + head
    _draw_heads(sheet, columns, label, across, top, small, is_upright=is_upright)
    for place, (id, name) in enumerate(rows.names.items()):
        y = top + place * down
        sheet.text(label - size * 0.6, y + down / 2 + size * 0.35, name, anchor="end", width=label - size * 0.6)
        for at, column in enumerate(columns.names):
            place_in_table = (place, at + 1)
            box = Rect(label + at * across, y, across, down, "")
            ids = sorted(rows.models[id] & columns.models[column])
            sheet.add(_cell(sheet, rows, columns, (id, column), box, ids, largest if shaded[at] else 0, place_in_table))
    base, right = top + down * len(rows.names), label + across * len(columns.names)
    sheet.add(
        *(
            Path(f"M{number(label + at * across)} {number(top)}V{number(base)}", "hair")
            for at in range(len(columns.names) + 1)
        )
    )
    sheet.add(
        *(
            Path(f"M{number(label)} {number(top + at * down)}H{number(right)}", "hair")
            for at in range(len(rows.names) + 1)
        )
    )
    sheet.y = base + size
    return counts


def _columns_at(sheet: Sheet, rows: _Side, columns: _Side) -> tuple[float, float, bool]:
    """Where columns begin and how wide each is, in units of the frame, and whether their names stand upright."""
    size = sheet.size
    longest, number_of_columns = max(text_width(name, size) for name in rows.names.values()) + size, len(columns.names)
    label = min(longest, sheet.width * 0.36)
    last = text_width(list(columns.names.values())[-1], size) * _SLANT
    if (sheet.width - label - last) / number_of_columns >= size * _NARROW:
        return label, min((sheet.width - label - last) / number_of_columns, size * 9), False
    label = min(longest, sheet.width * 0.32)
    return label, (sheet.width - label) / number_of_columns, True


def _draw_heads(
    sheet: Sheet, columns: _Side, left: float, across: float, top: float, size: float, *, is_upright: bool
) -> None:
    for at, name in enumerate(columns.names.values()):
        x = left + (at + 0.5) * across
        if is_upright:
            sheet.add(Text(x + size * 0.35, top - size * 0.5, name, size, turn=-90))
        else:
            sheet.add(Text(x - size * 0.1, top - size * 0.5, name, size, turn=_TURN))


def _cell(
    sheet: Sheet,
    rows: _Side,
    columns: _Side,
    pair: tuple[str, str],
    box: Rect,
    ids: Sequence[str],
    largest: int,
    cell: tuple[int, int],
) -> Mark:
    count = len(ids)
    depth = min(_DEPTHS, 1 + int(_DEPTHS * sqrt(count / largest) * 0.999)) if count and largest else 0
    x, y = box.x + box.width / 2, box.y + box.height / 2
    nodes: list[Rect | Text] = [Rect(box.x, box.y, box.width, box.height, f"r-{depth}" if depth else "paper")]
    role = "on-dark" if depth >= _DARK else "on-light"
    size = max(min(sheet.size, box.width * 0.52), MIN_TYPE)
    if count:
        nodes.append(Text(x, y + size * 0.35, str(count), size, role, "middle"))
    row, column = pair
    words = f"{rows.names[row]}, {in_sentence(columns.names[column])}: "
    words += plural(count, "model") if count else "no model in the atlas"
    filters = {"kind": "model", rows.facet: row}
    if column != _NOT_KNOWN:
        filters[columns.facet] = column
    return Mark(explore_url(**filters), words, x, y, tuple(nodes), tuple(ids), cell=cell, shaded=bool(largest))


def _draw_coverage(sheet: Sheet, rows: _Side, columns: _Side, coverage: Mapping[str, Coverage]) -> None:
    """Below each column: how many in a hundred models that a search found have an entry, and of those there may be."""
    label, across, is_upright = _columns_at(sheet, rows, columns)
    size = max(min(sheet.size * 0.92, across * 0.52), MIN_TYPE)
    # Three digits would run into those next to them.
    words: dict[int | None, str] = {None: "–", 100: "all"} if is_upright else {None: "–"}
    lines: tuple[tuple[str, Callable[[Coverage], int | None]], ...] = (
        ("Found, with an entry", lambda one: one.percent),
        ("Held of the estimate", lambda one: one.held_percent),
    )
    sheet.y -= sheet.size * 0.6
    for title, read in lines:
        base = sheet.y + size * 1.2
        texts = [Text(label - sheet.size * 0.6, base, f"{title}, %", size, "soft", "end")]
        for at, id in enumerate(columns.names):
            share = read(coverage[id]) if id in coverage else None
            x = label + (at + 0.5) * across
            texts.append(Text(x, base, words.get(share, str(share)), size, "soft", "middle"))
        sheet.add(Mark(COMPLETENESS_URL, f"{title}: how it is estimated", label, base, tuple(texts)))
        sheet.y += size * 1.45
    sheet.y += size * 0.5


def _coverage_note(coverage: Mapping[str, Coverage]) -> str:
    if not coverage:
        return ""
    return (
        f" Last lines, of models first seen since {SURVEYED_UNTIL + 1}: how many of those that a search found have an "
        "entry, and what the atlas holds of the number estimated; – where too little was found, the estimate was too "
        "low, or data come with others."
    )


def _coverage_rows(columns: _Side, coverage: Mapping[str, Coverage]) -> Iterator[Row]:
    """The numbers behind what stands below the columns."""
    if not coverage:
        return
    since = f"since {SURVEYED_UNTIL + 1}"
    lines: dict[str, Callable[[Coverage], str | int | Shown]] = {
        f"Models held, {since}": lambda one: one.estimate.held,
        f"Models found that belong, {since}": lambda one: one.found,
        "Of these, with an entry": lambda one: one.with_entry,
        f"Models estimated, {since}": lambda one: (
            Shown(about(one.estimate.total), rounded(one.estimate.total)) if one.estimate.total else _NOT_KNOWN
        ),
    }
    for title, read in lines.items():
        cells = (read(coverage[id]) if id in coverage else _NOT_KNOWN for id in columns.names)
        yield Row((title, *cells), COMPLETENESS_URL)


def _table(corner: str, rows: _Side, columns: _Side, counts: list[list[int]], more: Iterable[Row] = ()) -> Table:
    counted = (Row((name, *row), of=id) for (id, name), row in zip(rows.names.items(), counts, strict=True))
    return Table((corner, *columns.names.values()), (*counted, *more))
