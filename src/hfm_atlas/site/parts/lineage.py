"""The lineage of one entry as a small picture: what it is built on above, what builds on it below."""

from __future__ import annotations

from dataclasses import dataclass

from hfm_atlas.figures.forest import LARGE_FAMILY, LINES, Line, members_of
from hfm_atlas.model.addresses import EntryLink, Link, family_url
from hfm_atlas.model.entries import BaseEntry, Entry, Lineage, ModelEntry, Relation
from hfm_atlas.model.licences import stated_licence
from hfm_atlas.model.vocabularies import RELATIONS
from hfm_atlas.site.display import fit, plural
from hfm_atlas.site.index import SiteIndex

_AS_DOWNSTREAM: dict[Relation, str] = {
    "continues-pretraining": "continues its pre-training",
    "fine-tunes": "fine-tunes it",
    "adapts": "adapts it",
    "merges": "merges it",
    "distils": "distils it",
    "uses-frozen": "uses it frozen",
    "architecture-of": "takes over its architecture",
    "successor-of": "succeeds it",
}
_VERBS: dict[Relation, str] = {
    "continues-pretraining": "continues the pre-training of",
    "fine-tunes": "fine-tunes",
    "adapts": "adapts",
    "merges": "merges",
    "distils": "distils",
    "uses-frozen": "uses without change",
    "architecture-of": "takes over the architecture of",
    "successor-of": "succeeds",
}
WIDTH = 320
_ROW = 42
_STEP = 18
_LEFT = 8
_MAX_PARENTS = 4
_MAX_GRANDPARENTS = 2
_MAX_CHILDREN = 6
# Sizes of type as the style sheet has them, and what the year at the end of a row takes.
_NAME_SIZE, _BOLD_SIZE, _DETAIL_SIZE = 14, 15, 13
_YEAR = 34


@dataclass(frozen=True, slots=True)
class Node:
    """One row of the picture: an entry with its dot, name and what the edge says."""

    entry: EntryLink
    label: str
    x: int
    y: int
    text_x: int
    detail: str
    is_self: bool = False
    is_below: bool = False
    """Whether it builds on the entry that the picture is of."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One line of the picture, as an SVG path."""

    path: str
    line: Line


@dataclass(frozen=True, slots=True)
class UndrawnLink:
    """One link of lineage that a picture has no line for, in words below it."""

    entry: EntryLink
    verb: str
    upstream: EntryLink


@dataclass(frozen=True, slots=True)
class LineagePicture:
    """Rows and lines of the picture, and what did not fit into it."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    lines: tuple[Line, ...]
    """Kinds of line that occur, for the key below the picture."""
    summary: str
    more: tuple[EntryLink, ...]
    """Entries built on it that are not drawn."""
    family: Link | None
    """The page of everything that goes back to it, where it has one."""
    also: tuple[UndrawnLink, ...]
    """Links without a line: those further up, and others between entries that are drawn."""


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    level: int
    detail: str
    relation: Relation | None = None
    goes_to: str = ""
    """Id of the row that the edge leads to or comes from."""


def lineage_picture(index: SiteIndex, entry: Entry) -> LineagePicture | None:
    """The picture of `entry`, or None where nothing is known above or below it."""
    above = _rows_above(index, entry)
    below = index.downstream.get(entry.id, ())
    if not above and not below:
        return None
    own = _Row(entry.id, 2, _licence(index, entry.id))
    children = [
        _Row(edge.id, 3, _detail(_AS_DOWNSTREAM, edge.relation, index, edge.id), _relation(edge.relation), entry.id)
        for edge in below[:_MAX_CHILDREN]
    ]
    rows = [*above, own, *children]
    nodes = _place(index, rows, entry.id)
    return LineagePicture(
        width=WIDTH,
        height=_ROW * len(rows) - 4,
        nodes=nodes,
        edges=_draw(rows, nodes),
        lines=tuple(line for line in ("weights", "frozen", "design") if any(_line(row) == line for row in rows)),
        summary=_summary(index, entry),
        more=tuple(index.links[edge.id] for edge in below[_MAX_CHILDREN:]),
        family=_family(index, entry),
        also=_also(index, entry, rows),
    )


def _family(index: SiteIndex, entry: Entry) -> Link | None:
    """The page of all that goes back to the entry; None where that is too little for a page."""
    members = members_of(entry.id, lambda id: [edge.id for edge in index.downstream.get(id, ())])
    if len(members) < LARGE_FAMILY:
        return None
    return Link(f"All {len(members) - 1} entries that go back to {entry.name}", family_url(entry.id))


def undrawn_link(index: SiteIndex, id: str, link: Lineage) -> UndrawnLink:
    """A link of lineage in words."""
    return UndrawnLink(index.links[id], _VERBS[link.relation], index.links[link.model])


def _also(index: SiteIndex, entry: Entry, rows: list[_Row]) -> tuple[UndrawnLink, ...]:
    """Links of the entry, of all it goes back to and of all that is drawn, as far as no line stands for them."""
    drawn = {
        (row.id, row.goes_to, row.relation) if row.level == 3 else (row.goes_to, row.id, row.relation) for row in rows
    }
    ids = list(dict.fromkeys([entry.id, *_ancestors(index, entry)]))
    shown = {row.id for row in rows}
    between = [
        (row.id, link) for row in rows if row.level == 3 for link in _links_of(index, row.id) if link.model in shown
    ]
    links = [(id, link) for id in ids for link in _links_of(index, id)] + between
    return tuple(undrawn_link(index, id, link) for id, link in links if (id, link.model, link.relation) not in drawn)


def _ancestors(index: SiteIndex, entry: Entry) -> list[str]:
    """Everything that an entry goes back to, the nearest first; a loop in the data ends the walk."""
    found: list[str] = []
    waiting = [entry.id]
    while waiting:
        new = [link.model for id in waiting for link in _links_of(index, id) if link.model not in (entry.id, *found)]
        waiting = list(dict.fromkeys(new))
        found += waiting
    return found


def _links_of(index: SiteIndex, id: str) -> list[Lineage]:
    return _upstream(index, index.atlas.entries[id])


def _summary(index: SiteIndex, entry: Entry) -> str:
    """The picture in words, for those who do not see it."""
    above = ", ".join(index.links[link.model].name for link in _upstream(index, entry)) or "nothing in the atlas"
    below = plural(len(index.downstream.get(entry.id, ())), "entry", "entries")
    return f"{entry.name} is built on {above}; {below} of the atlas built on it"


def _rows_above(index: SiteIndex, entry: Entry) -> list[_Row]:
    """Parents, each below its own parents; nothing stands there twice."""
    rows: list[_Row] = []
    seen = {entry.id}
    for link in _upstream(index, entry)[:_MAX_PARENTS]:
        if link.model in seen:
            continue
        seen.add(link.model)
        for older in _upstream(index, index.atlas.entries[link.model])[:_MAX_GRANDPARENTS]:
            if older.model not in seen:
                seen.add(older.model)
                detail = _detail(RELATIONS, older.relation, index, older.model)
                rows.append(_Row(older.model, 0, detail, older.relation, link.model))
        detail = _detail(RELATIONS, link.relation, index, link.model)
        rows.append(_Row(link.model, 1, detail, link.relation, entry.id))
    return rows


def _upstream(index: SiteIndex, entry: Entry) -> list[Lineage]:
    """What an entry says it is built on, as far as the atlas has it."""
    links = entry.builds_on if isinstance(entry, ModelEntry | BaseEntry) else None
    return [link for link in links if link.model in index.links] if isinstance(links, list) else []


def _detail(words: dict[Relation, str], relation: str, index: SiteIndex, id: str) -> str:
    licence = _licence(index, id)
    return words[_relation(relation)] + (f" · {licence}" if licence else "")


def _relation(relation: str) -> Relation:
    return next(known for known in LINES if known == relation)


def _licence(index: SiteIndex, id: str) -> str:
    """Licence of an entry's weights; that of the code says nothing of them."""
    licence = stated_licence(index.atlas.entries[id], "weights_licence")
    return index.licences.read(licence).label if licence else ""


def _line(row: _Row) -> Line | None:
    return LINES[row.relation] if row.relation else None


def _place(index: SiteIndex, rows: list[_Row], own: str) -> tuple[Node, ...]:
    shift = min(row.level for row in rows)
    own_x = _LEFT + _STEP * (2 - shift)
    nodes = []
    for number, row in enumerate(rows):
        x = _LEFT + _STEP * (row.level - shift)
        # Lines to what stands further down run right of a row's dot, so its text starts right of them all.
        text_x = (own_x if row.level <= 2 else x) + 14
        link = index.links[row.id]
        size = _BOLD_SIZE if row.id == own else _NAME_SIZE
        label = fit(link.name, (WIDTH - _YEAR - text_x) / size)
        detail = fit(row.detail, (WIDTH - text_x) / _DETAIL_SIZE)
        nodes.append(Node(link, label, x, 16 + _ROW * number, text_x, detail, row.id == own, row.level == 3))
    return tuple(nodes)


def _draw(rows: list[_Row], nodes: tuple[Node, ...]) -> tuple[Edge, ...]:
    places = {row.id: node for row, node in zip(rows, nodes, strict=True)}
    edges = []
    for row, node in zip(rows, nodes, strict=True):
        line = _line(row)
        if line is None:
            continue
        other = places[row.goes_to]
        if row.level < 2:  # from the dot to the right, then down into the row it leads to
            path = f"M{node.x} {node.y}h{_STEP - 8}q8 0 8 8V{other.y - 5}"
        else:  # from the row it comes from down, then to the right into the dot
            path = f"M{other.x} {other.y + 5}V{node.y - 8}q0 8 8 8h{_STEP - 13}"
        edges.append(Edge(path, line))
    return tuple(edges)
