"""The atlas as one typed multigraph: entries and terms are nodes, what they say of each other is edges."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Literal

import networkx as nx

from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import BaseEntry, Corpus, DatasetEntry, Entry, Kind, ModelEntry
from hfm_atlas.model.fields import fields_by_path
from hfm_atlas.model.introspection import kinds_with
from hfm_atlas.model.states import value_at
from hfm_atlas.model.taxonomy import ALL_CHALLENGES, OpportunityTerm, QuestionTerm
from hfm_atlas.model.values import AbsentReason, is_absent

EdgeType = Literal[
    "broader",
    "classified-as",
    "builds-on",
    "pretrained-on",
    "adapted-on",
    "evaluated-on",
    "addresses",
    "exhibits",
    "measures",
    "pursues",
    "answers",
    "concerns",
    "derived-from",
    "listed-by",
]
if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]
    SimpleGraph = nx.DiGraph[str]
else:  # networkx's classes take no type argument when running
    Graph = nx.MultiDiGraph
    SimpleGraph = nx.DiGraph


def entry_node(id: str) -> str:
    """Name of an entry's node: `entry:biobert`."""
    return f"entry:{id}"


def term_node(facet: str, id: str) -> str:
    """Name of a term's node: `term:tasks/segmentation`."""
    return f"term:{facet}/{id}"


def build_graph(atlas: Atlas) -> Graph:
    """The graph of all valid entries and terms.

    Nodes have the attribute `kind` (an entry's kind, or `term`), entries `id` and `name`, terms also `facet`. Edges are
    keyed by their type and have the attribute `type`; what a link says more (relation, note, …) are attributes too.
    References to what could not be read are left out. No two edges are the same: where a type links two nodes twice,
    what the links say more differs, such as the place in a survey that lists a dataset in two rows.
    """
    graph = Graph()
    for facet, term in atlas.all_terms():
        graph.add_node(term_node(facet, term.id), kind="term", facet=facet, id=term.id, name=term.name)
    for entry in atlas.entries.values():
        graph.add_node(entry_node(entry.id), kind=entry.kind, id=entry.id, name=entry.name)
    for source, target, type_, attributes in _edges(atlas):
        if source in graph and target in graph:
            graph.add_edge(source, target, type=type_, **attributes)
    return graph


def build_lineage(atlas: Atlas) -> SimpleGraph:
    """What entries are built on or derived from, as a simple graph: nodes are `entry:ID`, edges lead upstream.

    Entries that no lineage touches have no node; references to what is not in the atlas are left out.
    """
    graph = SimpleGraph()
    for entry in atlas.entries.values():
        node = entry_node(entry.id)
        for link in _upstream(entry):
            if link in atlas.entries:
                graph.add_edge(node, entry_node(link))
    return graph


def _upstream(entry: Entry) -> list[str]:
    if isinstance(entry, DatasetEntry):
        return entry.derived_from
    lineage = entry.builds_on if isinstance(entry, ModelEntry | BaseEntry) else None
    return [link.model for link in lineage] if isinstance(lineage, list) else []


Edge = tuple[str, str, EdgeType, dict[str, str]]


def _edges(atlas: Atlas) -> Iterator[Edge]:
    yield from _taxonomy_edges(atlas)
    for entry in atlas.entries.values():
        yield from _entry_edges(entry)


def _taxonomy_edges(atlas: Atlas) -> Iterator[Edge]:
    for facet, term in atlas.all_terms():
        node = term_node(facet, term.id)
        if term.broader:
            yield node, term_node(facet, term.broader), "broader", {}
        if isinstance(term, OpportunityTerm):
            yield from _answer_edges(atlas, node, term)
        if isinstance(term, QuestionTerm):
            for challenge in term.concerns_challenges:
                yield node, term_node("challenges", challenge), "concerns", {}
            for opportunity in term.concerns_opportunities:
                yield node, term_node("opportunities", opportunity), "concerns", {}


def _answer_edges(atlas: Atlas, node: str, term: OpportunityTerm) -> Iterator[Edge]:
    """Links to the challenges that `term` answers; `all` stands for every root challenge."""
    for answer in term.answers:
        roots = [challenge.id for challenge in atlas.terms("challenges") if challenge.broader is None]
        targets = roots if answer.challenge == ALL_CHALLENGES else [answer.challenge]
        for target in targets:
            yield (
                node,
                term_node("challenges", target),
                "answers",
                {"kind": answer.kind, "basis": answer.basis},
            )


def _entry_edges(entry: Entry) -> Iterator[Edge]:
    node = entry_node(entry.id)
    for facet, term in dict.fromkeys(classifications(entry)):
        yield node, term_node(facet, term), "classified-as", {}
    for listing in entry.listed_by:
        yield node, entry_node(listing.survey), "listed-by", {"locator": listing.locator}
    if isinstance(entry, ModelEntry | BaseEntry):
        yield from _lineage_edges(node, entry)
    if isinstance(entry, ModelEntry):
        yield from _model_edges(node, entry)
    if isinstance(entry, DatasetEntry):
        for source in entry.derived_from:
            yield node, entry_node(source), "derived-from", {}


def _lineage_edges(node: str, entry: ModelEntry | BaseEntry) -> Iterator[Edge]:
    if entry.builds_on is None or isinstance(entry.builds_on, str):
        return
    for link in entry.builds_on:
        yield node, entry_node(link.model), "builds-on", {"relation": link.relation, "note": link.note or ""}


def _model_edges(node: str, entry: ModelEntry) -> Iterator[Edge]:
    for dataset in _datasets(entry.pretraining.corpora):
        yield node, entry_node(dataset), "pretrained-on", {}
    for dataset in _datasets(entry.adaptation_data):
        yield node, entry_node(dataset), "adapted-on", {}
    for benchmark in dict.fromkeys(result.benchmark for result in entry.results):
        yield node, entry_node(benchmark), "evaluated-on", {}
    for link in entry.challenges:
        yield node, term_node("challenges", link.term), link.stance, {"note": link.note}
    for pursued in entry.opportunities:
        yield node, term_node("opportunities", pursued.term), "pursues", {"note": pursued.note}


def _datasets(corpora: list[Corpus] | AbsentReason | None) -> list[str]:
    """Entries among the bodies of data that a model was trained on."""
    named = [one.dataset for one in corpora if one.dataset] if isinstance(corpora, list) else []
    return list(dict.fromkeys(named))


def classifications(entry: Entry) -> Iterator[tuple[str, str]]:
    """(facet, term id) of every term that the entry is filed under, in file order; one may come twice.

    Challenges and opportunities are not among them: links to these say more than that the term holds.
    """
    for path, facet in _paths_of(entry.kind):
        value = value_at(entry, path)
        if value is None or is_absent(value):
            continue
        for term in value if isinstance(value, list) else [value]:
            yield facet, str(term)


@cache
def classifying_paths() -> tuple[tuple[str, str], ...]:
    """(field path, facet) of every field that holds terms.

    Links to challenges and opportunities are not among them: they are edges of their own.
    """
    found = ((one.value_path, one.value_schema.type.facet) for one in fields_by_path().values())
    return tuple((path, facet) for path, facet in found if facet and facet not in ("challenges", "opportunities"))


@cache
def _paths_of(kind: Kind) -> tuple[tuple[str, str], ...]:
    """Those of them that entries of a kind have."""
    return tuple((path, facet) for path, facet in classifying_paths() if kind in kinds_with(path))


def edges_of(graph: Graph, type_: EdgeType) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Edges of one type: source, target, attributes."""
    for source, target, attributes in graph.edges(data=True):
        if attributes["type"] == type_:
            yield source, target, attributes


def subgraph_of(graph: Graph, type_: EdgeType) -> SimpleGraph:
    """The edges of one type as a simple graph, with what edges and nodes say.

    Where two nodes are linked twice, such as a work that a survey lists in two places, the first edge counts.
    """
    simple = SimpleGraph()
    for source, target, attributes in edges_of(graph, type_):
        for node in (source, target):
            simple.add_node(node, **graph.nodes[node])
        if not simple.has_edge(source, target):
            simple.add_edge(source, target, **attributes)
    return simple
