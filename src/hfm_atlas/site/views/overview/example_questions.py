"""Questions that readers come with: how to ask each here, with an example and its answer of today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import networkx as nx

from hfm_atlas.model.addresses import Link, explore_url, leaderboard_url
from hfm_atlas.model.graph import subgraph_of
from hfm_atlas.site.display import count, in_sentence, plural
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.overview.gaps import gap_map
from hfm_atlas.site.views.overview.leaderboard import Rival, benchmarks, leaderboard
from hfm_atlas.site.views.overview.openness import openness

_MAX_COMPARED = 3


@dataclass(frozen=True, slots=True)
class ExampleQuestion:
    """A question that readers come with, how to ask it here, and an example with today's answer."""

    question: str
    how: str
    page: Link
    example: str = ""
    links: tuple[Link, ...] = ()
    separator: str = ", "
    own: str = ""
    """Where readers ask it of what is their own, with only the rest filled in; empty where the example shows how."""


def example_questions(index: SiteIndex) -> tuple[ExampleQuestion, ...]:
    """The questions, from finding to comparing."""
    alike = _most_alike(index)
    return (
        _what_exists(index),
        _where_nobody(index),
        _built_on(index),
        _how_differ(index, alike),
        _which_best(index, alike),
    )


def _where_nobody(index: SiteIndex) -> ExampleQuestion:
    gaps = gap_map(index, "tasks", "modalities")
    return ExampleQuestion(
        "Where does the atlas have no model?",
        "Cross any two facets and look for blanks; not reported and not checked look different from empty.",
        Link("Gap map", "gap-map/"),
        f"Of {count(gaps.cells)} pairs of task and data, {count(gaps.empty)} have no model in the atlas, {gaps.scope}."
        if gaps.cells
        else "",
    )


def _built_on(index: SiteIndex) -> ExampleQuestion:
    line = _longest_line(index)
    return ExampleQuestion(
        "What is a model built on?",
        "Every entry shows what it builds on and what builds on it, with licences.",
        Link("Lineage", "lineage/"),
        "The longest line in the atlas:" if line else "",
        line,
        " → ",
    )


def _what_exists(index: SiteIndex) -> ExampleQuestion:
    """The question with the pair of task and kind of data that most models with open weights are filed under."""
    question = ExampleQuestion(
        "What exists for my task and my data, with open weights?",
        "Filter by task, kind of data, openness and licence; the URL saves your filters.",
        Link("Explore", "explore/"),
    )
    openly = frozenset(model.id for model in index.models if openness(index, model)[0].state == "open")
    pairs = _pairs(index, openly)
    if not pairs:
        return question
    task, modality = min(pairs, key=lambda pair: (-pairs[pair], pair))
    names = [index.term_link("tasks", task).text, in_sentence(index.term_link("modalities", modality).text)]
    url = explore_url(kind="model", tasks=task, modalities=modality, weights="open")
    number = plural(len(_below(index, "tasks", task) & _below(index, "modalities", modality) & openly), "model")
    return replace(
        question,
        example=f"{names[0]} on {names[1]}:",
        links=(Link(f"{number} with open weights", url),),
        own=explore_url(kind="model", weights="open"),
    )


def _pairs(index: SiteIndex, models: frozenset[str]) -> Mapping[tuple[str, str], int]:
    """How many of the models are filed directly under each task and kind of data."""
    numbers: Counter[tuple[str, str]] = Counter()
    for id in models:
        filed = index.filed_under[id]
        tasks = [term for facet, term in filed if facet == "tasks"]
        modalities = [term for facet, term in filed if facet == "modalities"]
        numbers.update((task, modality) for task in tasks for modality in modalities)
    return numbers


def _below(index: SiteIndex, facet: str, id: str) -> frozenset[str]:
    return index.filed_below.get((facet, id), frozenset())


def _longest_line(index: SiteIndex) -> tuple[Link, ...]:
    """The longest line of descent, from the root down; none where lineage runs in a circle."""
    lineage = subgraph_of(index.graph, "builds-on")
    if not nx.is_directed_acyclic_graph(lineage):
        return ()
    nodes = reversed(nx.dag_longest_path(lineage))
    ids = [str(index.graph.nodes[node]["id"]) for node in nodes]
    return tuple(Link(index.links[id].name, index.links[id].url) for id in ids)


_Alike = tuple[str, list[Rival]]


def _most_alike(index: SiteIndex) -> _Alike | None:
    """The benchmark and the models of the setting in which most were measured alike, the best first."""
    found = [
        (-rival.rivals, id, rival.best.key, rows)
        for id in benchmarks(index)
        for rows in [leaderboard(index, id).rows]
        for rival in rows
        if rival.rank == 1
    ]
    if not found:
        return None
    _, id, key, rows = min(found, key=lambda one: one[:3])
    return id, [row for row in rows if row.best.key == key]


def _how_differ(index: SiteIndex, alike: _Alike | None) -> ExampleQuestion:
    if alike:
        entries = [rival.best.entry for rival in alike[1]][:_MAX_COMPARED]
    else:
        entries = [index.links[model.id] for model in index.models[:_MAX_COMPARED]]
    example = Link(
        ", ".join(entry.name for entry in entries), f"compare/?ids={','.join(entry.id for entry in entries)}"
    )
    return ExampleQuestion(
        "How do these models differ?",
        "Select two to five in Explore and press Compare: facts side by side, with the differences marked.",
        Link("Compare", "compare/"),
        "For example:" if len(entries) > 1 else "",
        (example,) if len(entries) > 1 else (),
    )


def _which_best(index: SiteIndex, alike: _Alike | None) -> ExampleQuestion:
    benchmark = index.links[alike[0]] if alike else None
    return ExampleQuestion(
        "Which does best, and who says so?",
        "Results as published, each with its source, ranked only where conditions were the same.",
        Link("Leaderboards", "leaderboards/"),
        f"{plural(len(alike[1]), 'model')} tested under the same conditions:" if alike else "",
        (Link(benchmark.name, leaderboard_url(benchmark.id)),) if benchmark else (),
    )
