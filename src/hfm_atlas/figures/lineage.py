"""What is built on what: one family with its years, or the whole field in columns; licences of weights along it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from hfm_atlas.figures.condensed import draw_condensed
from hfm_atlas.figures.drawing import Axis, Choice, Glyph, Mark, Path, Text, number
from hfm_atlas.figures.figure import MIN_TYPE, Drawn, Options, Row, Scheme, Sheet, Shown, Table
from hfm_atlas.figures.forest import (
    EDGES,
    LINES,
    Forest,
    Line,
    Step,
    branch,
    forest_of,
    licence_of,
    shapes_of,
    state_of,
    words_of,
)
from hfm_atlas.figures.style import clip, text_width
from hfm_atlas.model.addresses import entry_url
from hfm_atlas.model.entries import Lineage, ModelEntry
from hfm_atlas.model.wording import plural
from hfm_atlas.query.selection import Selection

SCHEMES: tuple[Scheme, ...] = ("subfield", "openness")
_LINE_WORDS: dict[Line, str] = {
    "weights": "weights trained on",
    "frozen": "used frozen or distilled",
    "design": "architecture or predecessor",
}
_ROW = 1.55
"""Height of a row in sizes of type."""
_MIN_ROW = 1.1
"""A family is drawn along years where its rows are at least so tall, in sizes of type."""
_SMALLEST = 0.75
"""The smallest type against the common one."""
_INDENT = 1.15
_COLUMN, _MIN_COLUMN = 25, 18
"""Width of a column of the whole field, in sizes of type, and where little room is left."""
_LICENCE = 0.85
_MAX_NAME, _MAX_LICENCE = 15, 11


def draw_lineage(selection: Selection, options: Options, sheet: Sheet) -> Drawn:
    """Draw one family, or all of them."""
    whole = forest_of(selection)
    forest = whole.family(options.of) if options.of else whole
    found = [list(forest.walk(options.of))] if options.of else forest.families()
    steps = [step for family in found for step in family]
    about = "Next to each name: the licence of its weights, where it is known."
    if steps:
        scheme = options.scheme or SCHEMES[0]
        _draw_key(sheet, steps, forest)
        if layout := _layout(sheet, forest, steps, is_family=bool(options.of)):
            _draw(selection, scheme, sheet, forest, steps, layout)
        else:
            about = draw_condensed(selection, scheme, sheet, forest, found, _smallest(sheet))
    root = selection.atlas.entries[options.of].name if options.of else ""
    drawn = {step.id for step in steps}
    alone = sum(1 for one in selection.entries if isinstance(one, ModelEntry) and one.id not in drawn)
    below = len(drawn & forest.selected - {options.of})
    outside = len(drawn - forest.selected)
    undrawn = sum(len(forest.links.get(step.id, [])) - bool(step.link) for step in steps)
    more = f" {plural(undrawn, 'link')} to further upstream models not drawn, but in the table." if undrawn else ""
    return Drawn(
        title=f"What is built on {root}" if root else "",
        summary=f"{plural(below, 'entry that goes', 'entries that go')} back to {root}"
        if root
        else f"{plural(len(found), 'family', 'families')} of models that build on each other",
        note=f"{about}{more}"
        + (f" In brackets: {plural(outside, 'entry', 'entries')} outside the filter, upstream." if outside else "")
        + (f" {plural(alone, 'model')} not drawn: trained from scratch, or not known." if not root and alone else ""),
        table=_table(selection, forest, steps),
        filtered_note=about,
    )


def _draw_key(sheet: Sheet, steps: Sequence[Step], forest: Forest) -> None:
    """Kinds of line, then shapes by scheme."""
    size = sheet.small
    x, y = 0.0, sheet.y + size
    nodes: list[Path | Text] = []
    used = {LINES[step.link.relation] for step in steps if step.link}
    for line, words in _LINE_WORDS.items():
        if line in used:
            long = size * 4 + text_width(words, size)
            if x and x + long > sheet.width:
                x, y = 0.0, y + size * 1.6
            nodes.append(Path(f"M{number(x)} {number(y - size * 0.35)}h{number(size * 2)}", EDGES[line]))
            nodes.append(Text(x + size * 2.4, y, words, size, "soft"))
            x += long
    sheet.add(Choice("", tuple(nodes)))
    sheet.y = y + size * 0.6
    subfields = {getattr(forest.atlas.entries[step.id], "subfield", "base") for step in steps}
    items = [(f"subfield-{one.id}", one.name) for one in forest.atlas.terms("subfields") if one.id in subfields]
    items += [("subfield-base", "general base model")] if "base" in subfields else []
    states = {state_of(forest.atlas.entries[step.id]) for step in steps}
    words_of_states = {"open": "weights open", "restricted": "after registration or approval", "closed": "not released"}
    open_items = [
        (f"openness-{one}", words_of_states.get(one, "not known"))
        for one in (*words_of_states, "unknown")
        if one in states
    ]
    sheet.y += max(sheet.key("subfield", items), sheet.key("openness", open_items))


@dataclass(frozen=True, slots=True)
class _Layout:
    """How rows are laid out: in how many columns, how tall, and the size of type that fits."""

    columns: int
    rows: int
    down: float
    size: float
    years: range | None
    """Years that one column shows; None where depth stands for time."""


def _smallest(sheet: Sheet) -> float:
    """The smallest type that a tree may have, in units of the frame."""
    return max(sheet.size * _SMALLEST, MIN_TYPE)


def _layout(sheet: Sheet, forest: Forest, steps: Sequence[Step], *, is_family: bool) -> _Layout | None:
    """How every entry has a line of its own; None where there is no room for that."""
    size, down = sheet.size, sheet.size * _ROW
    smallest, room = _smallest(sheet), sheet.room - size * 3
    years = [forest.year(step.id) for step in steps]
    if is_family and len(steps) * max(size * _MIN_ROW, smallest * 1.25) <= room and sheet.width >= size * 40:
        fitting = min(down, room / len(steps))
        return _Layout(1, len(steps), fitting, min(size, fitting / 1.25), range(min(years), max(years) + 1))
    widest = max(1, int(sheet.width / (size * _COLUMN)))
    columns = (
        widest
        if not is_family
        else next((one for one in range(1, widest) if ceil(len(steps) / one) * down <= room), widest)
    )
    narrowest = max(widest, int(sheet.width / (smallest * _MIN_COLUMN)))
    while columns < narrowest and ceil(len(steps) / columns) * smallest * 1.2 > room:
        columns += 1
    rows = ceil(len(steps) / columns)
    if rows * smallest * 1.2 > room:
        return None
    down = min(size * 2 if sheet.frame.height else down, room / rows)
    return _Layout(columns, rows, down, min(size, down / 1.2), None)


def _draw(
    selection: Selection, scheme: Scheme, sheet: Sheet, forest: Forest, steps: Sequence[Step], layout: _Layout
) -> None:
    sheet.y += layout.size
    top = sheet.y
    if layout.years:
        top += layout.size * 1.4
        _draw_years(sheet, layout, top, len(steps))
    places: dict[str, tuple[float, float, int]] = {}
    marks = []
    for place, step in enumerate(steps):
        column, row = divmod(place, layout.rows)
        x = _x(sheet, layout, forest, step, column, places)
        y = top + (row + 0.5) * layout.down
        parent = places.get(step.link.model) if step.link else None
        if parent and parent[2] == column and step.link:
            sheet.add(branch(parent[:2], (x, y), step.id, step.link, layout.size))
        places[step.id] = (x, y, column)
        right = (column + 1) * sheet.width / layout.columns
        is_cut = step.link is not None and not (parent and parent[2] == column)
        marks.append(_mark(selection, scheme, forest, step, layout, (x, y), right, is_cut=is_cut))
    sheet.add(*marks)
    sheet.y = top + layout.rows * layout.down + layout.size * 0.5


def _draw_years(sheet: Sheet, layout: _Layout, top: float, rows: int) -> None:
    assert layout.years
    size, labels = layout.size, []
    for year in layout.years:
        x = _year_x(sheet, layout, year)
        sheet.add(Path(f"M{number(x)} {number(top)}V{number(top + rows * layout.down)}", "hair"))
        labels.append(Text(x, top - size * 0.4, str(year), size * 0.9, "soft", "middle"))
    sheet.add(Axis(top - size * 1.4, size * 1.4, tuple(labels)))


def _year_x(sheet: Sheet, layout: _Layout, year: int) -> float:
    """Place of a year; the last column leaves room for names."""
    assert layout.years
    left, right = layout.size * 1.6, sheet.width - layout.size * 21
    return left + (year - layout.years[0]) * (right - left) / max(1, len(layout.years) - 1)


def _x(
    sheet: Sheet,
    layout: _Layout,
    forest: Forest,
    step: Step,
    column: int,
    places: Mapping[str, tuple[float, float, int]],
) -> float:
    """Where an entry stands: in the column of its year, right of what it hangs on; else by its depth."""
    indent = layout.size * _INDENT
    if layout.years:
        least = places[step.link.model][0] + indent if step.link and step.link.model in places else 0
        return max(_year_x(sheet, layout, forest.year(step.id)), least)
    return column * sheet.width / layout.columns + layout.size * 0.6 + step.depth * indent


def _mark(
    selection: Selection,
    scheme: Scheme,
    forest: Forest,
    step: Step,
    layout: _Layout,
    place: tuple[float, float],
    right: float,
    *,
    is_cut: bool,
) -> Mark:
    entry = selection.atlas.entries[step.id]
    (x, y), size = place, layout.size
    start, base = x + size * 0.65, y + size * 0.34
    name = clip(forest.label(step.id), min(size * _MAX_NAME, right - start - size), size)
    shapes = shapes_of(entry)
    texts = [Text(start, base, name, size, "t", bold=step.link is None)]
    left = start + text_width(name, size, bold=step.link is None) + size * 0.55
    small = max(size * _LICENCE, min(size, MIN_TYPE))
    for detail in _details(selection, forest, step, layout, is_cut=is_cut):
        shown = clip(detail, min(size * _MAX_LICENCE, right - left - size * 0.3), small)
        if len(shown) > 2:
            texts.append(Text(left, base, shown, small, "soft"))
            left += text_width(shown, small) + size * 0.7
    return Mark(
        entry_url(entry),
        words_of(selection, forest, step),
        x,
        y,
        (*texts, Glyph(x, y, shapes[scheme], size / 12)),
        (step.id,),
        (shapes["openness"], shapes["subfield"]),
    )


def _details(selection: Selection, forest: Forest, step: Step, layout: _Layout, *, is_cut: bool) -> list[str]:
    """What stands next to a name: what it hangs on where no line can show that, its year, and its licence."""
    details = []
    if is_cut and step.link:
        details.append(f"← {forest.atlas.entries[step.link.model].name}")
    if layout.years is None:
        details.append(str(forest.year(step.id)))
    if licence := licence_of(selection, step.id):
        details.append(licence)
    more = "also" if step.link else "built on"
    others = [forest.atlas.entries[link.model].name for link in forest.links.get(step.id, []) if link != step.link]
    if others and layout.years:
        details.append(f"{more} {', '.join(others)}")
    return details


def _table(selection: Selection, forest: Forest, steps: Sequence[Step]) -> Table:
    """A row a link, drawn or not."""
    rows = []
    for step in steps:
        entry = forest.atlas.entries[step.id]
        effective = selection.licences.effective(entry)
        links: list[Lineage | None] = [*forest.links.get(step.id, [])]
        for link in links or [None]:
            upstream = Shown(forest.atlas.entries[link.model].name, link.model) if link else ""
            relation = link.relation.replace("-", " ") if link else ""
            cells = (entry.name, forest.year(step.id), relation, upstream, licence_of(selection, step.id))
            rows.append(Row((*cells, effective.words if effective else ""), entry_url(entry), (step.id,)))
    return Table(("Entry", "First seen", "Relation", "Built on", "Licence of weights", "Use of weights"), tuple(rows))
