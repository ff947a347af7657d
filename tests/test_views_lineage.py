"""The lineage picture as geometry."""

from __future__ import annotations

from itertools import pairwise

from hfm_atlas.project import Project
from hfm_atlas.rules import check_project
from hfm_atlas.snapshot import take_snapshot
from hfm_atlas.views.index import SiteIndex
from hfm_atlas.views.lineage import LineagePicture, lineage_picture

from .conftest import TODAY


def picture(index: SiteIndex, id: str) -> LineagePicture:
    found = lineage_picture(index, index.atlas.entries[id])
    assert found is not None
    return found


def test_parents_above_the_entry_and_children_below(mini_index: SiteIndex) -> None:
    nodes = picture(mini_index, "hazelclip").nodes
    ids = [node.entry.id for node in nodes]
    own = ids.index("hazelclip")
    assert {"alderbert", "firvit"} <= set(ids[:own])
    assert ids[own + 1 :] == ["hazelchat"]
    assert [node.is_self for node in nodes].count(True) == 1


def test_grandparents_stand_above_their_child(mini_index: SiteIndex) -> None:
    ids = [node.entry.id for node in picture(mini_index, "hazelclip").nodes]
    assert ids.index("oakbert") < ids.index("alderbert")


def test_nothing_overlaps_or_leaves_the_picture(mini_index: SiteIndex) -> None:
    for id in mini_index.atlas.entries:
        view = lineage_picture(mini_index, mini_index.atlas.entries[id])
        if view is None:
            continue
        assert all(lower.y - upper.y >= 40 for upper, lower in pairwise(view.nodes))
        assert all(0 < node.x < node.text_x < view.width and 0 < node.y < view.height for node in view.nodes)
        assert len({node.entry.id for node in view.nodes}) == len(view.nodes)


def test_a_long_name_ends_before_the_year(own_project: Project) -> None:
    path = own_project.entries / "multimodal" / "hazelclip.yml"
    path.write_text(path.read_text("utf-8").replace("name: HazelCLIP", "name: " + "W" * 200, 1), "utf-8")
    checked = check_project(own_project, TODAY)
    index = SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas))
    (own,) = [node for node in picture(index, "hazelclip").nodes if node.is_self]
    assert own.entry.name == "W" * 200
    assert own.label.endswith("…")
    letter_of_a_sans_serif = 0.95
    assert own.text_x + len(own.label) * letter_of_a_sans_serif * 13.5 < 320


def test_lines_tell_weights_from_designs(mini_index: SiteIndex) -> None:
    assert picture(mini_index, "cedarnet").lines == ("weights", "design")
    assert picture(mini_index, "hazelclip").lines[:2] == ("weights", "frozen")


def test_edges_say_relation_and_licence(mini_index: SiteIndex) -> None:
    nodes = {node.entry.id: node for node in picture(mini_index, "elmprot-2").nodes}
    assert nodes["elmprot"].detail == "predecessor · MIT"


def test_a_licence_of_code_is_not_taken_for_one_of_weights(mini_index: SiteIndex) -> None:
    nodes = {node.entry.id: node for node in picture(mini_index, "hazelchat").nodes}
    assert mini_index.atlas.entries["hazelclip"].availability.code_licence == "CC-BY-4.0"  # type: ignore[union-attr]
    assert nodes["hazelclip"].detail == "used frozen"


def test_without_relatives_there_is_no_picture(mini_index: SiteIndex) -> None:
    assert lineage_picture(mini_index, mini_index.atlas.entries["he-2025"]) is None


def test_the_picture_in_words(mini_index: SiteIndex) -> None:
    assert picture(mini_index, "hazelclip").summary == (
        "HazelCLIP is built on AlderBERT, FirViT; 1 entry of the atlas built on it"
    )
