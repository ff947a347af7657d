"""Selections to export: the invented atlas, and an entry whose texts mean something in every format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from hfm_atlas.exports import Selection, select
from hfm_atlas.loading.loader import load_project
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.graph import Graph, build_graph
from hfm_atlas.project import Project
from tests.making import NAMES, TEXTS, make_entry


@pytest.fixture(scope="session")
def selection(mini_atlas: Atlas, mini_graph: Graph) -> Selection:
    return select(mini_atlas, mini_graph)


@pytest.fixture(scope="session")
def real_selection() -> Selection:
    """The real entries, for what is cheap."""
    atlas = load_project(Project(Path(__file__).resolve().parents[2])).atlas
    return select(atlas, build_graph(atlas))


@pytest.fixture(params=["mini", "real"])
def any_selection(request: pytest.FixtureRequest) -> Selection:
    found = request.getfixturevalue("selection" if request.param == "mini" else "real_selection")
    assert isinstance(found, Selection)
    return found


def with_entry(selection: Selection, entry: Entry) -> Selection:
    """The selection of one made-up entry, which is not in the atlas's graph."""
    graph = selection.graph.copy()
    graph.add_node(f"entry:{entry.id}", kind=entry.kind, id=entry.id, name=entry.name)
    return Selection(selection.atlas, graph, selection.snapshot, (entry,), selection.site_url)


@st.composite
def nasty_entries(draw: st.DrawFn, kind: str = "model") -> Entry:
    """An entry whose texts hold whatever a stranger may write."""
    publication: dict[str, Any] = {
        "type": draw(st.sampled_from(["article", "inproceedings", "preprint", "thesis", "report", "software"])),
        "title": draw(TEXTS),
        "authors": draw(st.lists(NAMES, min_size=1, max_size=3)),
        "venue": draw(st.none() | TEXTS),
        "publisher": draw(st.none() | TEXTS),
        "volume": draw(st.none() | TEXTS),
        "number": draw(st.none() | TEXTS),
        "pages": draw(st.none() | TEXTS),
        "year": draw(st.integers(1950, 2100)),
        "month": draw(st.none() | st.integers(1, 12)),
    }
    texts = {"name": draw(TEXTS), "summary": draw(TEXTS), "aliases": draw(st.lists(TEXTS, max_size=2))}
    return make_entry(kind, publication=publication, **texts)
