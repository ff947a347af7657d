"""What an export is made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from hfm_atlas.loading.snapshot import Snapshot, take_snapshot
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.licences import Licences, licences_of
from hfm_atlas.query.columns import COLUMNS, Value

if TYPE_CHECKING:
    from hfm_atlas.model.graph import Graph

# Where the atlas is published, for an atlas that does not say so itself; its addresses name entries and terms in RDF.
SITE_URL = "https://hfm-atlas.github.io/hfm-atlas/"


@dataclass(frozen=True, eq=False)
class Selection:
    """The atlas, its graph and snapshot, and the entries to write, in order of id; equal to itself alone."""

    atlas: Atlas
    graph: Graph
    snapshot: Snapshot
    entries: tuple[Entry, ...]
    site_url: str = SITE_URL
    filters: tuple[str, ...] = ()
    """Filters that chose the entries, all of which hold."""
    found: str = ""
    """How many entries match these filters, and how many may."""

    @property
    def filter(self) -> str:
        """The filters as one, on one line; empty where there are none."""
        parts = [" ".join(one.split()) for one in self.filters]
        if len(parts) > 1:
            parts = [f"({one})" if " or " in one.lower() else one for one in parts]
        return " and ".join(parts)

    @property
    def origin(self) -> list[str]:
        """Lines that say what the file is of: the snapshot, and the filter with what it found where there is one."""
        chosen = [f"Filter: {self.filter}", self.found] if self.filters else []
        return [self.snapshot.label, *chosen]

    def entries_of(self, *kinds: str) -> list[Entry]:
        """The selected entries of some kinds, in order of id."""
        return [entry for entry in self.entries if entry.kind in kinds]

    @property
    def licences(self) -> Licences:
        """The licences of the whole atlas."""
        return licences_of(self.atlas)

    @cached_property
    def rows(self) -> dict[str, dict[str, Value]]:
        """All columns of each selected entry, by its id and the column's name; the tables share them."""
        licences = self.licences
        return {entry.id: {one.name: one.value(entry, licences) for one in COLUMNS} for entry in self.entries}

    def forget_rows(self) -> None:
        """Let go of the rows, which are large; whoever asks for them again makes them again."""
        vars(self).pop("rows", None)


def select(
    atlas: Atlas,
    graph: Graph,
    entries: Iterable[Entry] | None = None,
    site_url: str | None = None,
    snapshot: Snapshot | None = None,
) -> Selection:
    """A selection of `entries`, by default all of the atlas, in order of id whatever order they come in.

    `site_url` is where the atlas is published; `snapshot` is known where there are no files behind it.
    """
    chosen = atlas.entries.values() if entries is None else entries
    ordered = tuple(sorted(chosen, key=lambda entry: entry.id))
    return Selection(atlas, graph, snapshot or take_snapshot(atlas), ordered, published_url(site_url))


def published_url(site_url: str | None) -> str:
    """Absolute address where the atlas is published, with a slash at its end; by default that of the project."""
    return (site_url or SITE_URL).rstrip("/") + "/"
