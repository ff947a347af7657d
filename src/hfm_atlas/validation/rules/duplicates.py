"""When two entries that look alike may: they are linked, or one says what tells it from the other."""

from __future__ import annotations

import re

import networkx as nx

from hfm_atlas.model.entries import Entry
from hfm_atlas.model.graph import entry_node
from hfm_atlas.validation.registry import Context


def kind_group(kind: str) -> str:
    """What a kind is compared with: models and base models with each other, every other kind with itself."""
    return "model" if kind == "base" else kind


def are_distinguished(context: Context, one: Entry, other: Entry) -> bool:
    """Whether one of two entries builds on the other, or a note in one names the other's id."""
    return _are_linked(context, one, other) or _names(one, other) or _names(other, one)


def _names(one: Entry, other: Entry) -> bool:
    pattern = re.compile(rf"(?<![\w-]){re.escape(other.id)}(?![\w-])")
    return any(pattern.search(note) for note in one.notes)


def _are_linked(context: Context, one: Entry, other: Entry) -> bool:
    """Whether lineage leads from one of the two to the other, over any number of steps."""
    nodes = entry_node(one.id), entry_node(other.id)
    lineage = context.lineage
    if any(node not in lineage for node in nodes):
        return False
    return nx.has_path(lineage, *nodes) or nx.has_path(lineage, *reversed(nodes))
