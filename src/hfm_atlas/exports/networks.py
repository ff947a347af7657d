"""The graph as GraphML and GEXF; networkx does the writing.

Nodes are the selected entries and all terms; edges are those between them.
"""

from __future__ import annotations

import io
import re

import networkx as nx

from hfm_atlas.exports.selection import Selection
from hfm_atlas.graph import Graph, entry_node
from hfm_atlas.published import published_edges
from hfm_atlas.schema import Entry


def export_graphml(selection: Selection) -> bytes:
    """GraphML with the attributes of nodes and edges."""
    content = io.BytesIO()
    nx.write_graphml_xml(_network(selection), content)
    return content.getvalue()


def export_gexf(selection: Selection) -> bytes:
    """GEXF with the attributes of nodes and edges."""
    content = io.BytesIO()
    nx.write_gexf(_network(selection), content)
    # networkx writes today's date; a snapshot gives the same bytes on every day.
    date = f'lastmodifieddate="{selection.snapshot.date.isoformat()}"'.encode()
    return re.sub(rb'lastmodifieddate="[^"]*"', date, content.getvalue(), count=1)


def _network(selection: Selection) -> Graph:
    network = Graph(name=selection.snapshot.label)
    for node in sorted(selection.graph):
        data = selection.graph.nodes[node]
        if data["kind"] == "term":
            network.add_node(node, **_term_attributes(data))
    for entry in selection.entries:
        network.add_node(entry_node(entry.id), **_attributes(entry))
    for number, edge in enumerate(published_edges(selection.graph, selection.entries)):
        if edge.source in network and edge.target in network:
            network.add_edge(edge.source, edge.target, key=number, edge_type=edge.type, **edge.attributes)
    return network


# GEXF keeps the attributes `id` and `type` for itself.
def _term_attributes(data: dict[str, str]) -> dict[str, str]:
    return {
        "kind": "term",
        "identifier": data["id"],
        "name": data["name"],
        "label": data["name"],
        "facet": data["facet"],
    }


def _attributes(entry: Entry) -> dict[str, str | int]:
    """What a picture of the graph sorts and colours by."""
    return {
        "kind": entry.kind,
        "identifier": entry.id,
        "name": entry.name,
        "label": entry.name,
        "year": entry.publication.year,
        "subfield": getattr(entry, "subfield", ""),
    }
