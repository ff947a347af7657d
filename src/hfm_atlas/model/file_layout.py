"""How files of entries and facets are laid out: the order of their keys, read from the classes of the schema."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel

from hfm_atlas.model.entries import ENTRY_CLASSES, FORMER_KEYS, Entry, Evidence
from hfm_atlas.model.facts import evidence_paths
from hfm_atlas.model.fields import file_order
from hfm_atlas.model.introspection import schema_fields, type_hints
from hfm_atlas.model.taxonomy import facet_class
from hfm_atlas.yamlio.formatter import KeyOrder, Layout, LayoutOf


def layout_for(stem: str) -> LayoutOf:
    """How the file of an entry or facet is laid out; `stem` is its name without .yml."""

    def layout_of(data: Mapping[str, object]) -> Layout:
        kind = data.get("kind")
        if isinstance(kind, str) and kind in ENTRY_CLASSES:
            return Layout(_entry_order(ENTRY_CLASSES[kind]), FORMER_KEYS)
        return Layout(_record_order(facet_class(stem))) if "facet" in data else Layout()

    return layout_of


@cache
def _entry_order(entry_class: type[Entry]) -> KeyOrder:
    below = dict(_record_order(entry_class).below)
    # Facts with evidence stand as their fields do.
    facts = sorted(evidence_paths(entry_class), key=lambda path: file_order().index(path.split(".")[0]))
    below["evidence"] = KeyOrder(tuple(facts), each=_record_order(Evidence))
    return KeyOrder(tuple(file_order()), below)


@cache
def _record_order(record: type[BaseModel]) -> KeyOrder:
    below: dict[str, KeyOrder] = {}
    for name, field in schema_fields(record).items():
        if field.type.record is not None:
            inner = _record_order(field.type.record)
            below[name] = KeyOrder(each=inner) if field.type.kind == "mapping" else inner
    return KeyOrder(tuple(type_hints(record)), below)
