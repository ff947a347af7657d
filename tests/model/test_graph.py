from __future__ import annotations

from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.graph import (
    EdgeType,
    Graph,
    build_graph,
    classifications,
    classifying_paths,
    edges_of,
    entry_node,
    subgraph_of,
    term_node,
)
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY


def neighbours(graph: Graph, node: str, type_: EdgeType, *, incoming: bool = False) -> list[str]:
    """Nodes that edges of one type lead to (or come from), sorted."""
    edges = graph.in_edges(node, data=True) if incoming else graph.out_edges(node, data=True)
    return sorted({edge[0] if incoming else edge[1] for edge in edges if edge[2]["type"] == type_})


def test_every_entry_and_term_is_a_node(mini_atlas: Atlas, mini_graph: Graph) -> None:
    assert mini_graph.number_of_nodes() == len(mini_atlas.entries) + len(list(mini_atlas.all_terms()))
    assert mini_graph.nodes[entry_node("alderbert")] == {"kind": "model", "id": "alderbert", "name": "AlderBERT"}
    assert mini_graph.nodes[term_node("tasks", "segmentation")]["facet"] == "tasks"


def test_lineage_keeps_what_the_link_says(mini_graph: Graph) -> None:
    links = {
        target: attributes for source, target, attributes in edges_of(mini_graph, "builds-on") if "alder" in source
    }

    assert links == {
        "entry:oakbert": {
            "type": "builds-on",
            "relation": "continues-pretraining",
            "note": "Starts from the cased version.",
        }
    }


def test_edges_of_each_type(mini_graph: Graph) -> None:
    alderbert = entry_node("alderbert")

    assert neighbours(mini_graph, alderbert, "pretrained-on") == ["entry:moss-abstracts"]
    assert neighbours(mini_graph, alderbert, "evaluated-on") == ["entry:lichen-qa"]
    assert neighbours(mini_graph, alderbert, "addresses") == ["term:challenges/label-scarcity"]
    assert neighbours(mini_graph, alderbert, "exhibits") == ["term:challenges/training-cost"]
    assert neighbours(mini_graph, entry_node("birchgpt"), "measures") == ["term:challenges/hallucination"]
    assert neighbours(mini_graph, alderbert, "pursues") == ["term:opportunities/shared-training"]
    assert neighbours(mini_graph, alderbert, "listed-by") == ["entry:he-2025"]
    assert neighbours(mini_graph, alderbert, "builds-on", incoming=True) == ["entry:hazelclip"]
    assert neighbours(mini_graph, entry_node("lichen-qa"), "derived-from") == ["entry:moss-abstracts"]
    assert neighbours(mini_graph, term_node("questions", "trust-and-scale"), "concerns") == [
        "term:challenges/hallucination",
        "term:challenges/training-cost",
        "term:opportunities/supervised-use",
    ]


def test_an_answer_to_all_answers_every_root(mini_graph: Graph) -> None:
    assert neighbours(mini_graph, term_node("opportunities", "shared-training"), "answers") == [
        "term:challenges/algorithm",
        "term:challenges/data",
        "term:challenges/infrastructure",
    ]
    assert neighbours(mini_graph, term_node("opportunities", "supervised-use"), "answers") == [
        "term:challenges/hallucination",
        "term:challenges/label-scarcity",
    ]


def test_a_term_stands_for_everything_below_it(mini_atlas: Atlas) -> None:
    assert mini_atlas.narrower_terms("challenges", "data") == {"data", "scarcity", "label-scarcity"}
    assert mini_atlas.narrower_terms("challenges", "hallucination") == {"hallucination"}
    assert mini_atlas.narrower_terms("challenges", "nothing") == set()


def test_nothing_is_not_a_term(mini_atlas: Atlas) -> None:
    filed = dict.fromkeys(facet for facet, _ in classifications(mini_atlas.entries["birchgpt"]))

    assert list(filed) == [
        "subfields",
        "architectures",
        "modalities",
        "pretraining",
        "adaptation",
        "tasks",
        "clinical-evidence",
    ]
    assert ("pretraining", "not applicable") not in set(classifications(mini_atlas.entries["birchgpt"]))
    assert list(classifications(mini_atlas.entries["reed-proteins"])) == [("modalities", "protein-sequence")]


def test_every_classifying_field_is_used_in_the_invented_atlas(mini_atlas: Atlas) -> None:
    facets = {facet for entry in mini_atlas.entries.values() for facet, _ in classifications(entry)}

    assert facets == {facet for _, facet in classifying_paths()}


def test_links_to_what_cannot_be_read_are_left_out(own_project: Project) -> None:
    (own_project.entries / "base" / "oakbert.yml").write_text("kind: base\n", "utf-8")

    graph = check_project(own_project, TODAY).graph

    assert entry_node("oakbert") not in graph
    assert neighbours(graph, entry_node("alderbert"), "builds-on") == []


def test_lineage_as_a_simple_graph(mini_graph: Graph) -> None:
    lineage = subgraph_of(mini_graph, "builds-on")

    assert set(lineage.successors("entry:hazelchat")) == {"entry:hazelclip", "entry:birchgpt"}


def test_the_graph_is_the_same_each_time(mini_atlas: Atlas, mini_graph: Graph) -> None:
    again = build_graph(mini_atlas)

    assert list(again.nodes(data=True)) == list(mini_graph.nodes(data=True))
    assert list(again.edges(data=True)) == list(mini_graph.edges(data=True))


def test_edges_keep_what_they_say(mini_graph: Graph) -> None:
    lineage = subgraph_of(mini_graph, "builds-on")
    pair = ("entry:hazelchat", "entry:hazelclip")
    (edge,) = [data for source, target, data in edges_of(mini_graph, "builds-on") if (source, target) == pair]

    assert lineage.edges[pair] == edge
    assert edge["relation"]
    assert lineage.nodes["entry:hazelclip"] == mini_graph.nodes["entry:hazelclip"]


def test_no_two_edges_are_the_same(any_index: SiteIndex) -> None:
    edges = [(source, target, *sorted(data.items())) for source, target, data in any_index.graph.edges(data=True)]
    assert len(set(edges)) == len(edges)
