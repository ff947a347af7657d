"""The graph as GraphML and GEXF. Nodes are the selected entries and all terms; edges are those between them.

The XML is written here: networkx takes 12 s for the graph of 10,000 entries. Tests have networkx read both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from hfm_atlas.loading.published import edge_attributes, selected_edges
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.graph import entry_node, term_node
from hfm_atlas.model.publication import first_year
from hfm_atlas.model.taxonomy import Term
from hfm_atlas.query.selection import Selection

# Attributes and their types; GEXF keeps `id`, `label` and `type` for itself.
NODE_ATTRIBUTES = {
    "kind": "string",
    "identifier": "string",
    "name": "string",
    "facet": "string",
    "subfield": "string",
    "first_year": "int",
    "year": "int",
}
EDGE_ATTRIBUTES = {
    "edge_type": "string",
    "relation": "string",
    "note": "string",
    "locator": "string",
    "kind": "string",
    "basis": "string",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


@dataclass(frozen=True, slots=True)
class _Network:
    nodes: Mapping[str, Mapping[str, str]]
    edges: list[tuple[str, str, Mapping[str, str]]]


def export_graphml(selection: Selection) -> bytes:
    """GraphML with the attributes of nodes and edges; edges of the taxonomy are among them."""
    network = _network(selection)
    return _join(
        [
            _HEAD,
            '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
            f"<!-- {selection.snapshot.label} -->",
            *_graphml_keys("node", NODE_ATTRIBUTES),
            *_graphml_keys("edge", EDGE_ATTRIBUTES),
            '<graph id="hfm-atlas" edgedefault="directed">',
            *_graphml_nodes(network),
            *_graphml_edges(network),
            "</graph>",
            "</graphml>",
        ]
    )


def export_gexf(selection: Selection) -> bytes:
    """GEXF 1.2 with the attributes of nodes and edges; the same nodes and edges as in GraphML."""
    network = _network(selection)
    day = selection.snapshot.date.isoformat()
    return _join(
        [
            _HEAD,
            '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">',
            f'<meta lastmodifieddate="{day}"><description>{escape(selection.snapshot.label)}</description></meta>',
            '<graph defaultedgetype="directed" mode="static">',
            *_gexf_keys("node", NODE_ATTRIBUTES),
            *_gexf_keys("edge", EDGE_ATTRIBUTES),
            "<nodes>",
            *_gexf_nodes(network),
            "</nodes>",
            "<edges>",
            *_gexf_edges(network),
            "</edges>",
            "</graph>",
            "</gexf>",
        ]
    )


def _join(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("utf-8")


def _network(selection: Selection) -> _Network:
    facets = selection.atlas.all_terms()
    nodes = {term_node(facet, term.id): _term_attributes(facet, term) for facet, term in facets}
    nodes |= {entry_node(entry.id): _entry_attributes(entry) for entry in selection.entries}
    edges = selected_edges(selection.graph, selection.entries)
    return _Network(nodes, [edge for edge in edges if edge[0] in nodes and edge[1] in nodes])


def _term_attributes(facet: str, term: Term) -> dict[str, str]:
    return {"kind": "term", "identifier": term.id, "name": term.name, "facet": facet}


def _entry_attributes(entry: Entry) -> dict[str, str]:
    """What a picture of the graph sorts and colours by."""
    attributes = {
        "kind": entry.kind,
        "identifier": entry.id,
        "name": entry.name,
        "first_year": str(first_year(entry)),
        "year": str(entry.publication.year),
    }
    subfield = getattr(entry, "subfield", None)
    return {**attributes, "subfield": subfield} if subfield else attributes


def _graphml_keys(element: str, attributes: Mapping[str, str]) -> Iterator[str]:
    for name, type_ in attributes.items():
        yield f'<key id="{element}-{name}" for="{element}" attr.name="{name}" attr.type="{type_}"/>'


def _graphml_nodes(network: _Network) -> Iterator[str]:
    for node, attributes in network.nodes.items():
        yield f"<node id={quoteattr(node)}>{_graphml_data('node', attributes.items())}</node>"


def _graphml_edges(network: _Network) -> Iterator[str]:
    ids = _quoted(network.nodes)
    for number, (source, target, data) in enumerate(network.edges):
        ends = f"source={ids[source]} target={ids[target]}"
        yield f'<edge id="{number}" {ends}>{_graphml_data("edge", _edge_values(data))}</edge>'


def _quoted(names: Iterable[str]) -> dict[str, str]:
    """Each name as the value of an attribute, which each edge at it has."""
    return {name: quoteattr(name) for name in names}


def _edge_values(data: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield "edge_type", data["type"]
    yield from edge_attributes(data)


def _graphml_data(element: str, attributes: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<data key="{element}-{name}">{escape(value)}</data>' for name, value in attributes)


def _gexf_keys(element: str, attributes: Mapping[str, str]) -> Iterator[str]:
    yield f'<attributes class="{element}" mode="static">'
    for name, type_ in attributes.items():
        title = "integer" if type_ == "int" else type_
        yield f'<attribute id="{name}" title="{name}" type="{title}"/>'
    yield "</attributes>"


def _gexf_nodes(network: _Network) -> Iterator[str]:
    for node, attributes in network.nodes.items():
        names = f"id={quoteattr(node)} label={quoteattr(attributes['name'])}"
        yield f"<node {names}>{_gexf_data(attributes.items())}</node>"


def _gexf_edges(network: _Network) -> Iterator[str]:
    ids = _quoted(network.nodes)
    for number, (source, target, data) in enumerate(network.edges):
        ends = f"source={ids[source]} target={ids[target]}"
        yield f'<edge id="{number}" {ends}>{_gexf_data(_edge_values(data))}</edge>'


def _gexf_data(attributes: Iterable[tuple[str, str]]) -> str:
    values = (f'<attvalue for="{name}" value={quoteattr(value)}/>' for name, value in attributes)
    return f"<attvalues>{''.join(values)}</attvalues>"
