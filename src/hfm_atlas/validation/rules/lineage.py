"""Rules on what is built on what."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from hfm_atlas.diagnostics import Severity
from hfm_atlas.model.atlas import LoadedEntry
from hfm_atlas.model.entries import BaseEntry, DatasetEntry, Entry, ModelEntry
from hfm_atlas.model.graph import entry_node
from hfm_atlas.model.publication import first_year
from hfm_atlas.validation.registry import Context, Finding, RelatedField, entry_rule, rule
from hfm_atlas.yamlio.parser import FieldPath


def upstream_fields(entry: Entry) -> Iterator[tuple[str, FieldPath]]:
    """(id, field path) of every entry that `entry` says it is built on or derived from."""
    if isinstance(entry, ModelEntry | BaseEntry) and isinstance(entry.builds_on, list):
        for index, link in enumerate(entry.builds_on):
            yield link.model, ("builds_on", index, "model")
    if isinstance(entry, DatasetEntry):
        for index, source in enumerate(entry.derived_from):
            yield source, ("derived_from", index)


@entry_rule(severity=Severity.ERROR, how_to_fix="Delete the item, or correct its id.")
def self_reference(loaded: LoadedEntry) -> Iterator[Finding]:
    """No entry is built on or derived from itself.

    It is a mistake, most often a copied line whose id was not changed.
    """
    for id, field in upstream_fields(loaded.entry):
        if id == loaded.entry.id:
            yield Finding(loaded.document, field, f"'{id}' cannot be built on itself", "name the upstream entry")


@rule(severity=Severity.ERROR, how_to_fix="Find the link of the circle that points the wrong way and turn it round.")
def lineage_cycle(context: Context) -> Iterator[Finding]:
    """Lineage does not go round in a circle.

    What is built on something else came after it. Pictures of lineage and the search for ancestors rely on that.
    """
    loaded_by_node = {entry_node(loaded.entry.id): loaded for loaded in context.atlas.loaded}
    for members in nx.strongly_connected_components(context.lineage):
        if len(members) > 1:
            yield _cycle_finding(context, members, loaded_by_node)


def _cycle_finding(context: Context, members: set[str], loaded_by_node: dict[str, LoadedEntry]) -> Finding:
    start = min(members)
    within = context.lineage.subgraph(members)
    way_on = min(target for target in within.successors(start) if target != start)
    nodes = [start, *nx.shortest_path(within, way_on, start)]
    ids = [loaded_by_node[node].entry.id for node in nodes]
    loaded = loaded_by_node[start]
    field = next(field for id, field in upstream_fields(loaded.entry) if id == ids[1])
    message = f"lineage goes round in a circle: {' → '.join(ids)}"
    others = tuple(_link(loaded_by_node[node], id) for node, id in zip(nodes[1:-1], ids[2:], strict=True))
    return Finding(loaded.document, field, message, "one of these links points the wrong way", related=others)


def _link(loaded: LoadedEntry, upstream: str) -> RelatedField:
    field = next(field for id, field in upstream_fields(loaded.entry) if id == upstream)
    return RelatedField(loaded.document, field, f"the link from '{loaded.entry.id}' to '{upstream}'")


@rule(severity=Severity.WARNING, how_to_fix="Check both years, and whether the id names the right entry.")
def upstream_newer(context: Context) -> Iterator[Finding]:
    """What an entry is built on is not newer than the entry itself.

    Where it is, a year is wrong, or the link names a later version of what was used. Datasets are left out: a database
    that still grows is cited by its newest paper.
    """
    for loaded in context.atlas.loaded:
        if isinstance(loaded.entry, DatasetEntry):
            continue
        year = first_year(loaded.entry)
        for id, field in upstream_fields(loaded.entry):
            upstream = context.atlas.entries.get(id)
            if upstream is not None and (upstream_year := first_year(upstream)) > year:
                message = f"'{id}' appeared in {upstream_year}, after '{loaded.entry.id}' in {year}"
                hint = "check both years, and that this is the version used"
                its_year = RelatedField(context.atlas.documents[id], ("publication", "year"), f"the year of '{id}'")
                yield Finding(loaded.document, field, message, hint, related=(its_year,))
