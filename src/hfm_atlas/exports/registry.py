"""Which exports there are, looked up by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hfm_atlas.atlas import Atlas
from hfm_atlas.bibtex import export_bibtex
from hfm_atlas.errors import UsageError
from hfm_atlas.graph import Graph
from hfm_atlas.nearest import suggest
from hfm_atlas.schema import Entry
from hfm_atlas.snapshot import Snapshot


@dataclass(frozen=True)
class Selection:
    """What an export is made from: the atlas, its graph and snapshot, and the entries to write."""

    atlas: Atlas
    graph: Graph
    snapshot: Snapshot
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Exporter:
    """One export format."""

    name: str
    filename: str
    """Name of the whole atlas's file on the site."""
    help: str
    export: Callable[[Selection], bytes]


def _bibtex(selection: Selection) -> bytes:
    return export_bibtex(selection.entries, comment=selection.snapshot.label).encode("utf-8")


EXPORTERS: dict[str, Exporter] = {
    exporter.name: exporter
    for exporter in (Exporter("bibtex", "atlas.bib", "BibTeX for LaTeX and reference managers", _bibtex),)
}


def find_exporter(name: str) -> Exporter:
    """The exporter called `name`.

    Raises:
        UsageError: there is none; the nearest one is named.
    """
    if name not in EXPORTERS:
        hint = suggest(name, EXPORTERS, f"the formats are {', '.join(EXPORTERS)}")
        raise UsageError(f"unknown format '{name}': {hint}")
    return EXPORTERS[name]
