"""What is built on what: entries as trees, each below the upstream that it is closest to, and what stands for them.

In the tree of one family, an entry stands below the closest upstream that is of the family, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from hfm_atlas._util.grouping import grouped
from hfm_atlas.figures.drawing import Path, number
from hfm_atlas.figures.figure import Scheme
from hfm_atlas.model.addresses import LINEAGE_URL, family_url
from hfm_atlas.model.atlas import Atlas, once
from hfm_atlas.model.entries import BaseEntry, Entry, Lineage, ModelEntry, Relation
from hfm_atlas.model.licences import stated_licence
from hfm_atlas.model.openness import weights_state
from hfm_atlas.model.publication import first_year
from hfm_atlas.model.vocabularies import RELATIONS
from hfm_atlas.query.selection import Selection

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
# A family of so many entries, its root among them, has a page of its own.
LARGE_FAMILY = 6
EDGES: dict[Line, str] = {"weights": "edge", "frozen": "edge edge-frozen", "design": "edge edge-design"}
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
class Step:
    """An entry in the order of the tree, the link that it hangs on, and how deep."""

    id: str
    link: Lineage | None
    depth: int


@dataclass(slots=True)
class Forest:
    """The families of a selection: what hangs on what."""

    atlas: Atlas
    links: Mapping[str, list[Lineage]]
    """Everything that each entry is built on, the closest first."""
    parents: Mapping[str, Lineage]
    """The one of these links that an entry hangs on; roots have none."""
    selected: Set[str]
    """Ids of the selected entries; the others are there because those go back to them."""
    children: Mapping[str, list[tuple[str, Lineage]]] = field(init=False)
    """What hangs on each entry, in order of id."""
    downstream: Mapping[str, list[str]] = field(init=False)
    """What is built on each entry, whatever it hangs on; in order of id."""

    def __post_init__(self) -> None:
        """Sort by what entries hang on."""
        self.children = grouped((link.model, (id, link)) for id, link in sorted(self.parents.items()))
        self.downstream = grouped((link.model, id) for id in sorted(self.links) for link in self.links[id])

    def label(self, id: str) -> str:
        """Name of an entry as it is drawn: in brackets where it is not selected."""
        name = self.atlas.entries[id].name
        return name if id in self.selected else f"({name})"

    def year(self, id: str) -> int:
        """Year in which an entry first appeared."""
        return first_year(self.atlas.entries[id])

    def walk(self, id: str, link: Lineage | None = None, depth: int = 0) -> Iterator[Step]:
        """An entry, then what hangs on it, the oldest first."""
        yield Step(id, link, depth)
        below = self.children.get(id, [])
        for child, its in sorted(
            below, key=lambda one: (self.year(one[0]), self.atlas.entries[one[0]].name.casefold())
        ):
            yield from self.walk(child, its, depth + 1)

    def families(self) -> list[list[Step]]:
        """Trees from each root, the largest first; entries in a loop have no root."""
        roots = sorted((id for id in self.children if id not in self.parents), key=self._name)
        return sorted((list(self.walk(root)) for root in roots), key=lambda steps: -len(steps))

    def members(self, root: str) -> list[str]:
        """An entry and everything that goes back to it, by whichever links; the nearest first."""
        return members_of(root, lambda id: self.downstream.get(id, ()))

    def family(self, root: str) -> Forest:
        """The one tree of everything that goes back to an entry: each stands below the closest of the family."""
        members = self.members(root)
        inside = set(members)
        own = ((id, next(link for link in self.links[id] if link.model in inside)) for id in members[1:])
        return replace(self, parents=dict(own))

    def _name(self, id: str) -> str:
        return self.atlas.entries[id].name.casefold()


def members_of(root: str, downstream: Callable[[str], Iterable[str]]) -> list[str]:
    """Ids of an entry and of all that goes back to it, the nearest first; `downstream` says what is built on one."""
    found = [root]
    seen = {root}
    for one in found:
        new = [id for id in dict.fromkeys(downstream(one)) if id not in seen]
        found += new
        seen.update(new)
    return found


def large_families(selection: Selection) -> list[tuple[str, int]]:
    """Roots of the families that have a page, and how many entries go back to each, the largest first."""
    forest = forest_of(selection)
    sizes = {id: len(forest.members(id)) for id in forest.downstream}
    found = [(id, size - 1) for id, size in sizes.items() if size >= LARGE_FAMILY]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def family_page(selection: Selection, root: str) -> str:
    """Address of the page that shows a family, whatever was selected: its own, or where it is too small that of all."""
    downstream = once(selection.atlas, _downstream_of)
    members = members_of(root, lambda id: downstream.get(id, ()))
    return family_url(root) if len(members) >= LARGE_FAMILY else LINEAGE_URL


def _downstream_of(atlas: Atlas) -> Mapping[str, list[str]]:
    """What is built on each entry of the whole atlas."""
    return grouped((link.model, id) for id in atlas.entries for link in _upstream(atlas, id))


def upstream_entries(selection: Selection) -> list[str]:
    """Ids of everything that something is built on, in alphabetical order."""
    return sorted(forest_of(selection).downstream)


@lru_cache(maxsize=4)  # every family of a selection asks again
def forest_of(selection: Selection) -> Forest:
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
    parents = {id: own[0] for id, own in links.items()}
    return Forest(atlas, links, parents, {entry.id for entry in selection.entries})


def _upstream(atlas: Atlas, id: str) -> list[Lineage]:
    """What an entry is built on, the closest relation first."""
    entry = atlas.entries[id]
    links = entry.builds_on if isinstance(entry, ModelEntry | BaseEntry) else None
    known = [link for link in links if link.model in atlas.entries] if isinstance(links, list) else []
    return sorted(known, key=lambda link: _CLOSENESS.index(link.relation))


def branch(parent: tuple[float, float], child: tuple[float, float], of: str, link: Lineage, size: float) -> Path:
    """Down from the parent, then across to the child, whose id is `of`; places and type in units of the frame."""
    (x, y), (to_x, to_y) = parent, child
    dot, bend = size * 0.38, min(size * 0.5, (to_x - x) * 0.6)
    path = (
        f"M{number(x)} {number(y + dot)}V{number(to_y - bend)}Q{number(x)} {number(to_y)} "
        f"{number(x + bend)} {number(to_y)}H{number(to_x - dot)}"
    )
    return Path(path, f"{EDGES[LINES[link.relation]]} to-{of}")


def state_of(entry: Entry) -> str:
    """Who gets the weights of an entry: open, restricted, closed or unknown."""
    return weights_state(entry) if isinstance(entry, ModelEntry | BaseEntry) else "unknown"


def shapes_of(entry: Entry) -> dict[Scheme, str]:
    """The shape that stands for an entry in each scheme of colours."""
    subfield = entry.subfield if isinstance(entry, ModelEntry) else "base"
    return {"subfield": f"subfield-{subfield}", "openness": f"openness-{state_of(entry)}"}


def licence_of(selection: Selection, id: str) -> str:
    """Licence of an entry's weights; that of the code says nothing of them."""
    stated = stated_licence(selection.atlas.entries[id], "weights_licence")
    return selection.licences.read(stated).label if stated else ""


def words_of(selection: Selection, forest: Forest, step: Step) -> str:
    """What is read out of an entry: its year, what it is built on, and what its weights may be used for."""
    entry = forest.atlas.entries[step.id]
    links = forest.links.get(step.id, [])
    built = "; ".join(f"{RELATIONS[link.relation]}: {forest.atlas.entries[link.model].name}" for link in links)
    effective = selection.licences.effective(entry)
    use = f"weights: {effective.words}" if effective else ""
    licence = licence_of(selection, step.id)
    parts = [built, f"licence {licence}" if licence else "", use]
    return f"{entry.name}, {forest.year(step.id)}; " + "; ".join(part for part in parts if part)
