"""What is built on what: one family with its years, or the whole field in columns; licences of weights along it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from typing import Literal

from hfm_atlas.figures.drawing import Glyph, Mark, Path, Text, number
from hfm_atlas.figures.figure import Drawn, Options, Row, Scheme, Sheet, Table
from hfm_atlas.figures.style import clip, text_width
from hfm_atlas.model.addresses import entry_url
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import BaseEntry, Entry, Lineage, ModelEntry, Relation
from hfm_atlas.model.licences import stated_licence
from hfm_atlas.model.openness import weights_state
from hfm_atlas.model.publication import first_year
from hfm_atlas.model.vocabularies import RELATIONS
from hfm_atlas.model.wording import plural
from hfm_atlas.query.selection import Selection

SCHEMES: tuple[Scheme, ...] = ("subfield", "openness")
Line = Literal["weights", "frozen", "design"]
# Which kind of line stands for a relation: trained weights passed on, used without change, or only a design.
LINES: dict[Relation, Line] = {
    "continues-pretraining": "weights",
    "fine-tunes": "weights",
    "adapts": "weights",
    "merges": "weights",
    "distils": "frozen",
    "uses-frozen": "frozen",
    "architecture-of": "design",
    "successor-of": "design",
}
_EDGES: dict[Line, str] = {"weights": "edge", "frozen": "edge edge-frozen", "design": "edge edge-design"}
_LINE_WORDS: dict[Line, str] = {
    "weights": "weights trained on",
    "frozen": "used frozen or distilled",
    "design": "architecture or predecessor",
}
# Relations from the closest to the loosest; an entry stands below the upstream that it is closest to.
_CLOSENESS: tuple[Relation, ...] = (
    "continues-pretraining",
    "fine-tunes",
    "merges",
    "adapts",
    "distils",
    "uses-frozen",
    "successor-of",
    "architecture-of",
)
_ROW = 1.55
"""Height of a row in sizes of type."""
_MIN_ROW = 1.1
"""A family is drawn along years where its rows are at least so tall, in sizes of type."""
_MAX_COLUMNS = 9
_INDENT = 1.15
_COLUMN = 25
"""Width of a column of the whole field, in sizes of type."""
_LICENCE = 0.85
_MAX_NAME, _MAX_LICENCE = 15, 11


@dataclass(frozen=True, slots=True)
class _Step:
    """An entry in the order of the tree, the link that it hangs on, and how deep."""

    id: str
    link: Lineage | None
    depth: int


@dataclass(slots=True)
class _Forest:
    """The families of a selection: what hangs on what."""

    atlas: Atlas
    links: Mapping[str, list[Lineage]]
    children: Mapping[str, list[tuple[str, Lineage]]] = field(default_factory=dict)

    def year(self, id: str) -> int:
        """Year in which an entry first appeared."""
        return first_year(self.atlas.entries[id])

    def walk(self, id: str, link: Lineage | None = None, depth: int = 0) -> Iterator[_Step]:
        """An entry, then what hangs on it, the oldest first."""
        yield _Step(id, link, depth)
        below = self.children.get(id, [])
        for child, its in sorted(
            below, key=lambda one: (self.year(one[0]), self.atlas.entries[one[0]].name.casefold())
        ):
            yield from self.walk(child, its, depth + 1)

    def families(self) -> list[list[_Step]]:
        """Trees from each root, the largest first; entries in a loop have no root."""
        roots = sorted((id for id in self.children if id not in self.links), key=self._name)
        return sorted((list(self.walk(root)) for root in roots), key=lambda steps: -len(steps))

    def _name(self, id: str) -> str:
        return self.atlas.entries[id].name.casefold()


def large_families(selection: Selection, at_least: int = 6) -> list[tuple[str, int]]:
    """Entries that so many go back to, themselves among them, with that number, the largest first."""
    forest = _forest(selection)
    sizes = {id: sum(1 for _ in forest.walk(id)) for id in forest.children}
    found = [(id, size) for id, size in sizes.items() if size >= at_least]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def upstream_entries(selection: Selection) -> list[str]:
    """Ids of everything that something is built on, in alphabetical order."""
    return sorted(_forest(selection).children)


def draw_lineage(selection: Selection, options: Options, sheet: Sheet) -> Drawn:
    """Draw one family, or all of them."""
    forest = _forest(selection)
    found = [list(forest.walk(options.of))] if options.of else forest.families()
    steps = [step for family in found for step in family]
    if steps:
        _draw_key(sheet, steps, forest)
        _draw(selection, options.scheme or SCHEMES[0], sheet, forest, steps, is_family=bool(options.of))
    root = selection.atlas.entries[options.of].name if options.of else ""
    alone = sum(1 for one in selection.entries if isinstance(one, ModelEntry)) - sum(
        isinstance(selection.atlas.entries[step.id], ModelEntry) for step in steps
    )
    undrawn = sum(len(forest.links.get(step.id, [])) - bool(step.link) for step in steps)
    more = f" {plural(undrawn, 'link')} to further upstream models not drawn, but in the table." if undrawn else ""
    return Drawn(
        title=f"What is built on {root}" if root else "",
        summary=f"{plural(len(steps) - 1, 'entry', 'entries')} that go back to {root}"
        if root
        else f"{plural(len(found), 'family', 'families')} of models that build on each other",
        note=f"Next to each name: the licence of its weights, where it is known.{more}"
        + (f" {plural(alone, 'model')} not drawn: trained from scratch, or not known." if not root and alone else ""),
        table=_table(selection, forest, steps),
    )


@lru_cache(maxsize=4)  # every family of a selection asks again
def _forest(selection: Selection) -> _Forest:
    """What hangs on what: the selected entries, and everything upstream of them."""
    atlas = selection.atlas
    wanted = [entry.id for entry in selection.entries]
    links: dict[str, list[Lineage]] = {}
    seen: set[str] = set()
    while wanted:
        id = wanted.pop()
        if id in seen:
            continue
        seen.add(id)
        if own := _upstream(atlas, id):
            links[id] = own
            wanted.extend(link.model for link in own)
    children: dict[str, list[tuple[str, Lineage]]] = defaultdict(list)
    for id in sorted(links):
        children[links[id][0].model].append((id, links[id][0]))
    return _Forest(atlas, links, children)


def _upstream(atlas: Atlas, id: str) -> list[Lineage]:
    """What an entry is built on, the closest relation first."""
    entry = atlas.entries[id]
    links = entry.builds_on if isinstance(entry, ModelEntry | BaseEntry) else None
    known = [link for link in links if link.model in atlas.entries] if isinstance(links, list) else []
    return sorted(known, key=lambda link: _CLOSENESS.index(link.relation))


def _draw_key(sheet: Sheet, steps: Sequence[_Step], forest: _Forest) -> None:
    """Kinds of line, then shapes by scheme."""
    size = sheet.size * 0.92
    x, y = 0.0, sheet.y + size
    used = {LINES[step.link.relation] for step in steps if step.link}
    for line, words in _LINE_WORDS.items():
        if line in used:
            long = size * 4 + text_width(words, size)
            if x and x + long > sheet.width:
                x, y = 0.0, y + size * 1.6
            sheet.add(Path(f"M{number(x)} {number(y - size * 0.35)}h{number(size * 2)}", _EDGES[line]))
            sheet.add(Text(x + size * 2.4, y, words, size, "soft"))
            x += long
    sheet.y = y + size * 0.6
    subfields = {getattr(forest.atlas.entries[step.id], "subfield", "base") for step in steps}
    items = [(f"subfield-{one.id}", one.name) for one in forest.atlas.terms("subfields") if one.id in subfields]
    items += [("subfield-base", "general base model")] if "base" in subfields else []
    states = {_state(forest.atlas.entries[step.id]) for step in steps}
    words_of_states = {"open": "weights open", "restricted": "after registration or approval", "closed": "not released"}
    open_items = [
        (f"openness-{one}", words_of_states.get(one, "not known"))
        for one in (*words_of_states, "unknown")
        if one in states
    ]
    sheet.y += max(sheet.key("subfield", items), sheet.key("openness", open_items))


def _state(entry: Entry) -> str:
    return weights_state(entry) if isinstance(entry, ModelEntry | BaseEntry) else "unknown"


@dataclass(frozen=True, slots=True)
class _Layout:
    """How rows are laid out: in how many columns, how tall, and the size of type that fits."""

    columns: int
    rows: int
    down: float
    size: float
    years: range | None
    """Years that one column shows; None where depth stands for time."""


def _layout(sheet: Sheet, forest: _Forest, steps: Sequence[_Step], *, is_family: bool) -> _Layout:
    size, down = sheet.size, sheet.size * _ROW
    room = sheet.room - size * 3
    years = [forest.year(step.id) for step in steps]
    if is_family and len(steps) * size * _MIN_ROW <= room and sheet.width >= size * 40:
        fitting = min(down, room / len(steps))
        return _Layout(1, len(steps), fitting, min(size, fitting / 1.25), range(min(years), max(years) + 1))
    most = max(1, int(sheet.width / (size * _COLUMN)))
    columns = (
        most if not is_family else next((one for one in range(1, most) if ceil(len(steps) / one) * down <= room), most)
    )
    while columns < _MAX_COLUMNS and ceil(len(steps) / columns) * size * 0.7 > room:
        columns += 1
    rows = ceil(len(steps) / columns)
    down = max(min(size * 2 if sheet.frame.height else down, room / rows), 3)
    return _Layout(columns, rows, down, min(size, down / 1.2), None)


def _draw(
    selection: Selection, scheme: Scheme, sheet: Sheet, forest: _Forest, steps: Sequence[_Step], *, is_family: bool
) -> None:
    layout = _layout(sheet, forest, steps, is_family=is_family)
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
            sheet.add(_edge(parent, (x, y), step.link, layout))
        places[step.id] = (x, y, column)
        right = (column + 1) * sheet.width / layout.columns
        is_cut = step.link is not None and not (parent and parent[2] == column)
        marks.append(_mark(selection, scheme, forest, step, layout, (x, y), right, is_cut=is_cut))
    sheet.add(*marks)
    sheet.y = top + layout.rows * layout.down + layout.size * 0.5


def _draw_years(sheet: Sheet, layout: _Layout, top: float, rows: int) -> None:
    assert layout.years
    for year in layout.years:
        x = _year_x(sheet, layout, year)
        sheet.add(Path(f"M{number(x)} {number(top)}V{number(top + rows * layout.down)}", "hair"))
        sheet.add(Text(x, top - layout.size * 0.4, str(year), layout.size * 0.9, "soft", "middle"))


def _year_x(sheet: Sheet, layout: _Layout, year: int) -> float:
    """Place of a year; the last column leaves room for names."""
    assert layout.years
    left, right = layout.size * 1.6, sheet.width - layout.size * 21
    return left + (year - layout.years[0]) * (right - left) / max(1, len(layout.years) - 1)


def _x(
    sheet: Sheet,
    layout: _Layout,
    forest: _Forest,
    step: _Step,
    column: int,
    places: Mapping[str, tuple[float, float, int]],
) -> float:
    """Where an entry stands: in the column of its year, right of what it hangs on; else by its depth."""
    indent = layout.size * _INDENT
    if layout.years:
        least = places[step.link.model][0] + indent if step.link and step.link.model in places else 0
        return max(_year_x(sheet, layout, forest.year(step.id)), least)
    return column * sheet.width / layout.columns + layout.size * 0.6 + step.depth * indent


def _edge(parent: tuple[float, float, int], child: tuple[float, float], link: Lineage, layout: _Layout) -> Path:
    """Down from the parent, then across to the child."""
    x, y, _ = parent
    to_x, to_y = child
    dot, bend = layout.size * 0.38, min(layout.size * 0.5, (to_x - x) * 0.6)
    path = (
        f"M{number(x)} {number(y + dot)}V{number(to_y - bend)}Q{number(x)} {number(to_y)} "
        f"{number(x + bend)} {number(to_y)}H{number(to_x - dot)}"
    )
    return Path(path, _EDGES[LINES[link.relation]])


def _mark(
    selection: Selection,
    scheme: Scheme,
    forest: _Forest,
    step: _Step,
    layout: _Layout,
    place: tuple[float, float],
    right: float,
    *,
    is_cut: bool,
) -> Mark:
    entry = selection.atlas.entries[step.id]
    (x, y), size = place, layout.size
    start, base = x + size * 0.65, y + size * 0.34
    name = clip(entry.name, min(size * _MAX_NAME, right - start - size), size)
    shapes = {"subfield": _shape(entry), "openness": f"openness-{_state(entry)}"}
    texts = [Text(start, base, name, size, "t", bold=step.link is None)]
    left = start + text_width(name, size, bold=step.link is None) + size * 0.55
    for detail in _details(selection, forest, step, layout, is_cut=is_cut):
        shown = clip(detail, min(size * _MAX_LICENCE, right - left - size * 0.3), size * _LICENCE)
        if len(shown) > 2:
            texts.append(Text(left, base, shown, size * _LICENCE, "soft"))
            left += text_width(shown, size * _LICENCE) + size * 0.7
    return Mark(
        entry_url(entry),
        _words(selection, forest, step),
        x,
        y,
        (*texts, Glyph(x, y, shapes["openness" if scheme == "openness" else "subfield"], size / 12)),
        (step.id,),
        (shapes["openness"], shapes["subfield"]),
    )


def _shape(entry: Entry) -> str:
    if isinstance(entry, ModelEntry):
        return f"subfield-{entry.subfield}"
    return "subfield-base"


def _details(selection: Selection, forest: _Forest, step: _Step, layout: _Layout, *, is_cut: bool) -> list[str]:
    """What stands next to a name: what it hangs on where no line can show that, its year, and its licence."""
    details = []
    if is_cut and step.link:
        details.append(f"← {forest.atlas.entries[step.link.model].name}")
    if layout.years is None:
        details.append(str(forest.year(step.id)))
    if licence := _licence(selection, step.id):
        details.append(licence)
    others = [forest.atlas.entries[link.model].name for link in forest.links.get(step.id, [])[1:]]
    if others and layout.years:
        details.append(f"also {', '.join(others)}")
    return details


def _licence(selection: Selection, id: str) -> str:
    """Licence of an entry's weights; that of the code says nothing of them."""
    stated = stated_licence(selection.atlas.entries[id], "weights_licence")
    return selection.licences.read(stated).label if stated else ""


def _words(selection: Selection, forest: _Forest, step: _Step) -> str:
    entry = forest.atlas.entries[step.id]
    links = forest.links.get(step.id, [])
    built = "; ".join(f"{RELATIONS[link.relation]}: {forest.atlas.entries[link.model].name}" for link in links)
    effective = selection.licences.effective(entry)
    use = f"weights: {effective.words}" if effective else ""
    licence = _licence(selection, step.id)
    parts = [built, f"licence {licence}" if licence else "", use]
    return f"{entry.name}, {forest.year(step.id)}; " + "; ".join(part for part in parts if part)


def _table(selection: Selection, forest: _Forest, steps: Sequence[_Step]) -> Table:
    """A row a link, drawn or not."""
    rows = []
    for step in steps:
        entry = forest.atlas.entries[step.id]
        effective = selection.licences.effective(entry)
        links: list[Lineage | None] = [*forest.links.get(step.id, [])]
        for link in links or [None]:
            upstream = forest.atlas.entries[link.model].name if link else ""
            relation = link.relation.replace("-", " ") if link else ""
            cells = (entry.name, forest.year(step.id), relation, upstream, _licence(selection, step.id))
            rows.append(Row((*cells, effective.words if effective else ""), entry_url(entry), (step.id,)))
    return Table(("Entry", "First seen", "Relation", "Built on", "Licence of weights", "Use of weights"), tuple(rows))
