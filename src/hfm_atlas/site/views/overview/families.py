"""The lineage of the whole field: one tree a family, its root on the left, each entry in the column of its year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from hfm_atlas.model.addresses import EntryLink, Heading
from hfm_atlas.model.entries import BaseEntry, Lineage, ModelEntry, Relation
from hfm_atlas.model.values import is_absent
from hfm_atlas.model.vocabularies import RELATIONS
from hfm_atlas.site.display import plural, shorten
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.lineage import LINES, Line, UndrawnLink, undrawn_link

_ROW = 22
_YEAR = 120
_INDENT = 16
_LEFT = 12
_TOP = 30
_NAME = 330
_MAX_LENGTH, _MAX_OTHERS = 30, 38
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


@dataclass(frozen=True, slots=True)
class FamilyNode:
    """One entry of a family's tree."""

    entry: EntryLink
    x: float
    y: float
    title: str
    label: str
    """The name, cut where it is long."""
    others: tuple[EntryLink, ...]
    """Further upstream entries, which are drawn in their own places."""
    others_label: str


@dataclass(frozen=True, slots=True)
class FamilyEdge:
    """The line from an entry to the one it is built on, as an SVG path."""

    path: str
    line: Line


@dataclass(frozen=True, slots=True)
class FamilyYear:
    """One column of the tree."""

    year: int
    x: float


@dataclass(frozen=True, slots=True)
class Family:
    """Everything that goes back to one root."""

    root: EntryLink
    anchor: str
    size: int
    width: float
    height: float
    years: tuple[FamilyYear, ...]
    nodes: tuple[FamilyNode, ...]
    edges: tuple[FamilyEdge, ...]
    also: tuple[UndrawnLink, ...]
    """Links to further upstream entries, which no line stands for."""
    summary: str


@dataclass(frozen=True, slots=True)
class FamiliesView:
    """The page with all families, the largest first, and what stands alone."""

    families: tuple[Family, ...]
    lines: tuple[Line, ...]
    alone: int
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """An entry in the order of the tree, and the link that it hangs on."""

    id: str
    link: Lineage | None


def families_view(index: SiteIndex) -> FamiliesView:
    """Families of all models and base models that build on each other."""
    parents = {id: links for id in index.links if (links := _upstream(index, id))}
    children: dict[str, list[_Step]] = defaultdict(list)
    for id, links in parents.items():
        children[links[0].model].append(_Step(id, links[0]))
    roots = sorted((id for id in children if id not in parents), key=lambda id: index.links[id].name.casefold())
    made = [_family(index, root, children, parents) for root in roots]
    families = tuple(sorted(made, key=lambda family: -family.size))
    inside = {node.entry.id for family in families for node in family.nodes}
    return FamiliesView(
        families=families,
        lines=tuple(line for line in ("weights", "frozen", "design") if any(_has(family, line) for family in families)),
        alone=sum(1 for model in index.models if model.id not in inside),
        headings=tuple(Heading(family.root.name, family.anchor) for family in families[:12]),
    )


def _has(family: Family, line: str) -> bool:
    return any(edge.line == line for edge in family.edges)


def _upstream(index: SiteIndex, id: str) -> list[Lineage]:
    """What an entry is built on, the closest relation first."""
    entry = index.atlas.entries[id]
    links = entry.builds_on if isinstance(entry, ModelEntry | BaseEntry) else None
    if links is None or is_absent(links) or isinstance(links, str):
        return []
    known = [link for link in links if link.model in index.links]
    return sorted(known, key=lambda link: _CLOSENESS.index(link.relation))


def _family(index: SiteIndex, root: str, children: dict[str, list[_Step]], parents: dict[str, list[Lineage]]) -> Family:
    steps = list(_walk(index, _Step(root, None), children))
    span = [index.links[step.id].year for step in steps]
    first, last = min(span), max(span)
    places = _places(index, steps, first)
    name = index.links[root].name
    return Family(
        root=index.links[root],
        anchor=f"from-{root}",
        size=len(steps),
        width=max(x for x, _ in places.values()) + _NAME,
        height=_TOP + len(steps) * _ROW,
        years=tuple(FamilyYear(year, _LEFT + (year - first) * _YEAR) for year in range(first, last + 1)),
        nodes=tuple(_node(index, step, places[step.id], parents.get(step.id, [])) for step in steps),
        edges=tuple(_edge(places[step.link.model], places[step.id], step.link) for step in steps if step.link),
        also=tuple(undrawn_link(index, step.id, link) for step in steps for link in parents.get(step.id, [])[1:]),
        summary=f"{plural(len(steps) - 1, 'entry', 'entries')} that go back to {name}, {first} to {last}",
    )


def _places(index: SiteIndex, steps: list[_Step], first: int) -> dict[str, tuple[float, float]]:
    """Where each entry stands: in the column of its year, to the right of what it hangs on if that is as young."""
    places: dict[str, tuple[float, float]] = {}
    for row, step in enumerate(steps):
        x = _LEFT + (index.links[step.id].year - first) * _YEAR
        least = places[step.link.model][0] + _INDENT if step.link else 0
        places[step.id] = (max(x, least), _TOP + row * _ROW)
    return places


def _walk(index: SiteIndex, step: _Step, children: dict[str, list[_Step]]) -> Iterator[_Step]:
    """The tree from the top: each entry, then what hangs on it, the oldest first. Entries in a loop have no root."""
    yield step
    below = children.get(step.id, [])
    for one in sorted(below, key=lambda one: (index.links[one.id].year, index.links[one.id].name.casefold())):
        yield from _walk(index, one, children)


def _node(index: SiteIndex, step: _Step, place: tuple[float, float], links: list[Lineage]) -> FamilyNode:
    entry = index.links[step.id]
    relation = f": {RELATIONS[step.link.relation]} ({index.links[step.link.model].name})" if step.link else ""
    others = tuple(index.links[link.model] for link in links[1:])
    also = f"also {', '.join(other.name for other in others)}" if others else ""
    title = f"{entry.name}, {entry.year}{relation}"
    return FamilyNode(entry, *place, title, shorten(entry.name, _MAX_LENGTH), others, shorten(also, _MAX_OTHERS))


def _edge(parent: tuple[float, float], child: tuple[float, float], link: Lineage) -> FamilyEdge:
    """Down from the parent, then across to the child."""
    (x, y), (to_x, to_y) = parent, child
    path = f"M{x:g},{y + 5:g} V{to_y - 8:g} Q{x:g},{to_y:g} {x + 8:g},{to_y:g} H{to_x - 5:g}"
    return FamilyEdge(path, LINES[link.relation])
