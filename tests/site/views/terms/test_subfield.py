"""The page of a subfield: its charts as geometry, and what they cover."""

from __future__ import annotations

import pytest

from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.graph import build_graph
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.terms.subfield import SubfieldView, subfield_view


def view_of(index: SiteIndex, id: str) -> SubfieldView:
    term = index.atlas.term("subfields", id)
    assert term is not None
    return subfield_view(index, term)


@pytest.fixture
def own_index(mini_atlas: Atlas) -> SiteIndex:
    atlas = Atlas(mini_atlas.project, mini_atlas.facets, mini_atlas.loaded)
    return SiteIndex(atlas, build_graph(atlas), take_snapshot(atlas))


def test_models_by_year_add_up(mini_index: SiteIndex) -> None:
    view = view_of(mini_index, "vision")
    assert view.growth is not None
    assert sum(column.total for column in view.growth.columns) == view.number == 2


def test_paradigms_by_year_share_one_scale(mini_index: SiteIndex) -> None:
    rows = view_of(mini_index, "vision").paradigms
    assert [(row.link.text, row.number) for row in rows] == [("Supervised learning", 1), ("None of its own", 1)]
    assert len({row.years.first for row in rows}) == len({row.years.last for row in rows}) == 1
    assert {bar.height for row in rows for bar in row.years.bars if bar.number} == {28}


def test_openness_counts_every_model(mini_index: SiteIndex) -> None:
    view = view_of(mini_index, "multimodal")
    assert [row.what for row in view.openness] == ["Weights", "Code", "Data"]
    for row in view.openness:
        assert sum(part.number for part in row.parts) == view.number
    weights = {part.state: part for part in view.openness[0].parts}
    assert (weights["restricted"].number, weights["closed"].number) == (1, 1)
    assert weights["closed"].url == "explore/?kind=model&subfields=multimodal&weights=closed"
    assert weights["unknown"].url is None
    assert all(part.url is None for part in view.openness[2].parts)


def test_a_subfield_without_models_has_no_chart(own_index: SiteIndex) -> None:
    term = own_index.atlas.term("subfields", "language")
    assert term is not None
    empty = SiteIndex(
        atlas := Atlas(own_index.atlas.project, own_index.atlas.facets, ()), build_graph(atlas), own_index.snapshot
    )
    view = subfield_view(empty, term)
    assert (view.growth, view.paradigms, view.openness, view.parameters) == (None, (), (), None)
    assert [heading.anchor for heading in view.headings] == []


def test_parameters_are_drawn_of_the_subfield_alone(mini_index: SiteIndex) -> None:
    shown = view_of(mini_index, "vision").parameters
    assert shown is not None
    assert {id for row in shown.figure.table.rows for id in row.ids} <= {"cedarnet", "cedarseg"}
    assert shown.address.endswith("figures/parameters/?subfields=vision")
    assert shown.command == "hfm-atlas figure parameters --where subfields=vision"
