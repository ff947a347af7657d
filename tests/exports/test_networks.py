from __future__ import annotations

import io

import networkx as nx
import pytest
from hypothesis import given

from hfm_atlas.exports import Selection, select
from hfm_atlas.exports.networks import export_gexf, export_graphml
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.graph import entry_node
from tests.exports.conftest import nasty_entries, with_entry


def graphml(selection: Selection) -> nx.MultiDiGraph[str]:
    return nx.read_graphml(io.BytesIO(export_graphml(selection)), force_multigraph=True)


def gexf(selection: Selection) -> nx.MultiDiGraph[str]:
    return nx.read_gexf(io.BytesIO(export_gexf(selection)))


def edges(graph: nx.MultiDiGraph[str], type_: str) -> list[tuple[str, str, str, str]]:
    return sorted((a, b, data[type_], data.get("note", "")) for a, b, data in graph.edges(data=True))


@pytest.mark.parametrize("read", [graphml, gexf])
def test_networkx_reads_back_nodes_and_edges(any_selection: Selection, read) -> None:  # type: ignore[no-untyped-def]
    found = read(any_selection)
    assert sorted(found) == sorted(any_selection.graph)
    for node, data in any_selection.graph.nodes(data=True):
        assert found.nodes[node]["name"] == data["name"]
        assert found.nodes[node]["kind"] == data["kind"]
    assert edges(found, "edge_type") == edges(any_selection.graph, "type")


@pytest.mark.parametrize("read", [graphml, gexf])
def test_a_selection_has_its_entries_and_the_taxonomy(selection: Selection, read) -> None:  # type: ignore[no-untyped-def]
    chosen = [selection.atlas.entries[id] for id in ("alderbert", "oakbert")]
    found = read(select(selection.atlas, selection.graph, chosen))
    assert {node for node in found if node.startswith("entry:")} == {"entry:alderbert", "entry:oakbert"}
    assert found.has_edge("entry:alderbert", "entry:oakbert")
    assert found.nodes["entry:alderbert"]["year"] == 2020


def test_gexf_carries_the_day_of_the_snapshot(selection: Selection) -> None:
    assert f'lastmodifieddate="{selection.snapshot.date}"' in export_gexf(selection).decode("utf-8")


@given(entry=nasty_entries())
def test_nasty_texts_come_back(selection: Selection, entry: Entry) -> None:
    chosen = with_entry(selection, entry)
    for read in (graphml, gexf):
        assert read(chosen).nodes[entry_node(entry.id)]["name"] == entry.name
