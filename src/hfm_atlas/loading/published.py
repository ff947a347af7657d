"""The whole atlas as one JSON document, and its JSON Schema: what is published as atlas.json and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from hfm_atlas.loading.snapshot import Snapshot
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import BaseEntry, DatasetEntry, Entry, ModelEntry, SurveyEntry
from hfm_atlas.model.graph import EdgeType, Graph, entry_node
from hfm_atlas.model.licences import Licences, licences_of
from hfm_atlas.model.publication import first_year
from hfm_atlas.model.taxonomy import (
    FACET_CLASSES,
    Facet,
    LicenceFacet,
    ModalityFacet,
    OpportunityFacet,
    QuestionFacet,
    SourceSiteFacet,
    SubfieldFacet,
)
from hfm_atlas.model.values import SchemaModel
from hfm_atlas.model.vocabularies import Use

FORMAT: Literal["hfm-atlas/1"] = "hfm-atlas/1"
LICENCE: Literal["CC0-1.0"] = "CC0-1.0"


class PublishedSnapshot(SchemaModel):
    """Which state of the atlas the document was made from."""

    version: str
    """Version of the package and its schema."""
    date: date
    """Day of the newest addition or review."""
    content_hash: str
    """SHA-256 of all entries and facets."""
    label: str
    """The same in one line."""


class Edge(SchemaModel):
    """One typed edge of the graph, between nodes named `entry:ID` and `term:FACET/ID`."""

    source: str
    target: str
    type: EdgeType
    attributes: dict[str, str] = {}
    """What the link says more: relation, note, locator, kind and basis."""


class Derived(SchemaModel):
    """What follows from an entry and those that it is built on; read back, it is worked out again."""

    first_year: int
    """Year of the preprint or of print, whichever came first; that of the version of record is in `publication`."""
    effective_licence: Use | None = None
    """What the weights may be used for, along the lineage; missing where it is not known or there are no weights."""
    effective_licence_reason: str | None = None
    """Which licence or gap decides that."""


def _facet_tag(value: object) -> str:
    name = value.get("facet") if isinstance(value, dict) else getattr(value, "facet", "")
    return str(name) if name in FACET_CLASSES else "facet"


PublishedEntry = Annotated[ModelEntry | DatasetEntry | SurveyEntry | BaseEntry, Field(discriminator="kind")]
PublishedFacet = Annotated[
    Annotated[OpportunityFacet, Tag("opportunities")]
    | Annotated[QuestionFacet, Tag("questions")]
    | Annotated[SubfieldFacet, Tag("subfields")]
    | Annotated[LicenceFacet, Tag("licences")]
    | Annotated[ModalityFacet, Tag("modalities")]
    | Annotated[SourceSiteFacet, Tag("source-sites")]
    | Annotated[Facet, Tag("facet")],
    Discriminator(_facet_tag),
]


class PublishedAtlas(SchemaModel):
    """Entries, taxonomy and edges. A field that is missing says that nobody has checked."""

    format: Literal["hfm-atlas/1"] = FORMAT
    """Name and version of this format; the number grows when a reader would have to change."""
    snapshot: PublishedSnapshot
    licence: Literal["CC0-1.0"] = LICENCE
    entries: list[PublishedEntry]
    facets: list[PublishedFacet]
    edges: list[Edge]
    """No two are the same; those that link the same two nodes by one type twice differ in their attributes."""
    derived: dict[str, Derived] = {}
    """What follows for each entry, by its id."""


def write_atlas(atlas: Atlas, graph: Graph, snapshot: Snapshot, entries: Iterable[Entry]) -> str:
    """A `PublishedAtlas` of some entries, the whole taxonomy, and the edges between them, as JSON.

    One line an entry, facet and edge, in the order of `entries`. The parts are valid already; making the document of
    them would validate each again, which takes seconds where there are many.
    """
    chosen = list(entries)
    edges = (
        {"source": source, "target": target, "type": data["type"], "attributes": dict(edge_attributes(data))}
        for source, target, data in selected_edges(graph, chosen)
    )
    parts = [
        f'"format": {json.dumps(FORMAT)}',
        f'"snapshot": {_dump(publish_snapshot(snapshot))}',
        f'"licence": {json.dumps(LICENCE)}',
        _array("entries", map(_dump, chosen)),
        _array("facets", (_dump(one.facet) for one in atlas.facets.values())),
        f'"derived": {{\n{_derived(chosen, licences_of(atlas))}\n}}',
        _array("edges", map(json.JSONEncoder(ensure_ascii=False).encode, edges)),
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _derived(entries: Iterable[Entry], licences: Licences) -> str:
    lines = []
    for entry in entries:
        found = licences.effective(entry)
        use, reason = (found.use, found.reason) if found else (None, None)
        one = Derived(first_year=first_year(entry), effective_licence=use, effective_licence_reason=reason)
        lines.append(f"{json.dumps(entry.id)}: {_dump(one)}")
    return ",\n".join(lines)


def _array(name: str, items: Iterable[str]) -> str:
    return f'"{name}": [\n' + ",\n".join(items) + "\n]"


def _dump(record: SchemaModel) -> str:
    """A record as one line of JSON; what is not known is left out."""
    return record.model_dump_json(by_alias=True, exclude_none=True, exclude=_unstated(record))


def _unstated(record: SchemaModel) -> set[str]:
    """Lists that are empty because nobody has filled them in; an entry that states an empty one says more."""
    names = type(record).model_fields.keys() - record.model_fields_set
    return {name for name in names if getattr(record, name) in ([], {})}


def publish_snapshot(snapshot: Snapshot) -> PublishedSnapshot:
    """The snapshot as documents carry it."""
    return PublishedSnapshot(
        version=snapshot.version, date=snapshot.date, content_hash=snapshot.content_hash, label=snapshot.label
    )


def selected_edges(graph: Graph, entries: Iterable[Entry]) -> list[tuple[str, str, Mapping[str, str]]]:
    """Source, target and attributes of the edges of the taxonomy and of some entries, in a fixed order.

    Where two edges differ in their attributes only, they are in the order of the entry's file. The attributes are the
    graph's own: copying them takes most of the time where there are many.
    """
    chosen = {entry_node(entry.id) for entry in entries}
    nodes = [node for node in graph if node in chosen or graph.nodes[node]["kind"] == "term"]
    edges = [(source, target, data) for source, target, data in graph.out_edges(nodes, data=True)]
    return sorted(edges, key=lambda edge: (edge[0], edge[2]["type"], edge[1]))


def edge_attributes(data: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(name, value) of what an edge says next to its type; empty attributes are left out."""
    return ((key, value) for key, value in data.items() if key != "type" and value)


def write_published(document: SchemaModel) -> str:
    """A document as JSON, indented by one space, with a line break at the end; what is not known is left out."""
    return document.model_dump_json(by_alias=True, exclude_none=True, exclude=_unstated(document), indent=1) + "\n"


def published_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of atlas.json."""
    schema = loosen(PublishedAtlas.model_json_schema(mode="serialization"))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "HFM Atlas"}


def loosen(node: Any) -> Any:
    """The schema with `anyOf` for a value or a kind of nothing: `not reported` fits the pattern of some values too."""
    if isinstance(node, list):
        return [loosen(item) for item in node]
    if not isinstance(node, dict):
        return node
    swap = "oneOf" in node and "discriminator" not in node
    return {"anyOf" if swap and key == "oneOf" else key: loosen(value) for key, value in node.items()}
