"""The lineage where not every entry has room for a line of its own."""

from __future__ import annotations

from typing import get_args

import pytest

from hfm_atlas.figures import FRAMES, Figure, Width, draw_figure
from hfm_atlas.figures.drawing import Mark
from hfm_atlas.model.atlas import Atlas, LoadedEntry
from hfm_atlas.model.graph import build_graph
from hfm_atlas.query.selection import Selection, select
from tests.making import make_entry

CHAINS, DEPTH = 30, 20


@pytest.fixture(scope="module")
def deep(mini: Selection) -> Selection:
    """Many long chains of models, each of which builds on the one before it."""
    models = [
        make_entry(
            id=f"model-{chain}-{place}",
            name=f"A model of a long name {chain}-{place}",
            builds_on=[{"model": f"model-{chain}-{place - 1}", "relation": "fine-tunes"}] if place else [],
        )
        for chain in range(CHAINS)
        for place in range(DEPTH)
    ]
    loaded = tuple(LoadedEntry(model, mini.atlas.loaded[0].document) for model in models)
    atlas = Atlas(mini.atlas.project, mini.atlas.facets, loaded)
    return select(atlas, build_graph(atlas), snapshot=mini.snapshot)


def marks(figure: Figure) -> list[Mark]:
    return [node for node in figure.nodes if isinstance(node, Mark)]


@pytest.mark.parametrize("width", [one for one in get_args(Width) if FRAMES[one].height or one in ("single", "double")])
def test_a_long_chain_stays_in_its_frame(deep: Selection, width: Width) -> None:
    figure = draw_figure("lineage", deep, width=width)
    found = marks(figure)
    assert len(found) > DEPTH
    assert all(0 <= mark.x <= FRAMES[width].width for mark in found)
    assert len(figure.table.rows) == CHAINS * DEPTH
