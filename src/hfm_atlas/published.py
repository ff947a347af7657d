"""The whole atlas as one JSON document, and its JSON Schema: what is published as atlas.json and read back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from hfm_atlas.atlas import Atlas
from hfm_atlas.graph import EdgeType, Graph, entry_node
from hfm_atlas.schema import BaseEntry, DatasetEntry, Entry, ModelEntry, SurveyEntry
from hfm_atlas.snapshot import Snapshot
from hfm_atlas.taxonomy import FACET_CLASSES, Facet, LicenceFacet, OpportunityFacet, QuestionFacet, SubfieldFacet
from hfm_atlas.values import Record


class PublishedSnapshot(Record):
    """Which state of the atlas the document was made from."""

    version: str
    """Version of the package and its schema."""
    date: date
    """Day of the newest addition or review."""
    content_hash: str
    """SHA-256 of all entries and facets."""
    label: str
    """The same in one line."""


class Edge(Record):
    """One typed edge of the graph, between nodes named `entry:ID` and `term:FACET/ID`."""

    source: str
    target: str
    type: EdgeType
    attributes: dict[str, str] = {}
    """What the link says more: relation, note, locator, kind and basis."""


def _facet_tag(value: object) -> str:
    name = value.get("facet") if isinstance(value, dict) else getattr(value, "facet", "")
    return str(name) if name in FACET_CLASSES else "facet"


PublishedEntry = Annotated[ModelEntry | DatasetEntry | SurveyEntry | BaseEntry, Field(discriminator="kind")]
PublishedFacet = Annotated[
    Annotated[OpportunityFacet, Tag("opportunities")]
    | Annotated[QuestionFacet, Tag("questions")]
    | Annotated[SubfieldFacet, Tag("subfields")]
    | Annotated[LicenceFacet, Tag("licences")]
    | Annotated[Facet, Tag("facet")],
    Discriminator(_facet_tag),
]


class PublishedAtlas(Record):
    """Entries, taxonomy and edges. A field that is missing says that nobody has checked."""

    format: Literal["hfm-atlas/1"] = "hfm-atlas/1"
    """Name and version of this format; the number grows when a reader would have to change."""
    snapshot: PublishedSnapshot
    licence: Literal["CC0-1.0"] = "CC0-1.0"
    entries: list[PublishedEntry]
    facets: list[PublishedFacet]
    edges: list[Edge]


def publish(atlas: Atlas, graph: Graph, snapshot: Snapshot, entries: Iterable[Entry]) -> PublishedAtlas:
    """The document of some entries, the whole taxonomy, and the edges between them."""
    chosen = list(entries)
    return PublishedAtlas(
        snapshot=publish_snapshot(snapshot),
        entries=chosen,
        facets=[one.facet for one in atlas.facets.values()],
        edges=list(published_edges(graph, chosen)),
    )


def publish_snapshot(snapshot: Snapshot) -> PublishedSnapshot:
    """The snapshot as documents carry it."""
    return PublishedSnapshot(
        version=snapshot.version, date=snapshot.date, content_hash=snapshot.content_hash, label=snapshot.label
    )


def published_edges(graph: Graph, entries: Iterable[Entry]) -> list[Edge]:
    """Edges of the taxonomy and of some entries, in a fixed order."""
    # The graph was made from validated entries; validating its edges again takes seconds where there are many.
    return [
        Edge.model_construct(source=source, target=target, type=type_, attributes=attributes)
        for source, target, type_, attributes in selected_edges(graph, entries)
    ]


def selected_edges(graph: Graph, entries: Iterable[Entry]) -> list[tuple[str, str, EdgeType, dict[str, str]]]:
    """Source, target, type and further attributes of the edges of the taxonomy and of some entries, in a fixed order.

    Where two edges differ in their attributes only, they are in the order of the entry's file.
    """
    chosen = {entry_node(entry.id) for entry in entries}
    nodes = [node for node in graph if node in chosen or graph.nodes[node]["kind"] == "term"]
    edges = [
        (source, target, data["type"], {key: value for key, value in data.items() if key != "type" and value})
        for source, target, data in graph.out_edges(nodes, data=True)
    ]
    return sorted(edges, key=lambda edge: (edge[0], edge[2], edge[1]))


def write_published(document: Record) -> str:
    """A document as JSON; what is not known is left out."""
    return document.model_dump_json(by_alias=True, exclude_none=True, indent=1) + "\n"


def published_schema() -> dict[str, Any]:
    """JSON Schema of atlas.json."""
    schema = _loosen(PublishedAtlas.model_json_schema(mode="serialization"))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "HFM Atlas"}


def _loosen(node: Any) -> Any:
    """The schema with `anyOf` for a value or a kind of nothing: `not reported` fits the pattern of some values too."""
    if isinstance(node, list):
        return [_loosen(item) for item in node]
    if not isinstance(node, dict):
        return node
    swap = "oneOf" in node and "discriminator" not in node
    return {"anyOf" if swap and key == "oneOf" else key: _loosen(value) for key, value in node.items()}
