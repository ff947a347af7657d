"""The lineage picture as geometry."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from hfm_atlas.figures.forest import large_families
from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.lineage import LineagePicture, lineage_picture
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY


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


def stated_links(index: SiteIndex, id: str) -> set[tuple[str, str]]:
    """Links that an entry states, as names of its own and of what it is built on."""
    entry = index.atlas.entries[id]
    links = getattr(entry, "builds_on", None)
    known = [link.model for link in links if link.model in index.links] if isinstance(links, list) else []
    return {(entry.name, index.links[model].name) for model in known}


def ancestors(index: SiteIndex, id: str) -> set[str]:
    found, waiting = {id}, [id]
    while waiting:
        for link in getattr(index.atlas.entries[waiting.pop()], "builds_on", None) or ():
            if not isinstance(link, str) and link.model not in found:
                found.add(link.model)
                waiting.append(link.model)
    return found


def built_twice(index: SiteIndex) -> set[tuple[str, str]]:
    """Names of what is built on another in more than one way, with the other."""
    counts = Counter(
        (entry.name, index.links[link.model].name)
        for entry in index.atlas.entries.values()
        for link in getattr(entry, "builds_on", None) or ()
        if not isinstance(link, str)
    )
    return {pair for pair, number in counts.items() if number > 1}


def lines_of(view: LineagePicture) -> set[tuple[str, str]]:
    """The lines of a picture as names (of the one built, of what it is built on), read from where they end."""
    by_place = {(node.x, node.y): node.entry.name for node in view.nodes}
    found = set()
    for edge in view.edges:
        x, y = map(int, re.findall(r"-?\d+", edge.path)[:2])
        if (x, y) in by_place:  # from what it is built on, down into the row of the one built
            end = int(re.findall(r"V(\d+)", edge.path)[0]) + 5
            (own,) = [name for (_, at), name in by_place.items() if at == end]
            found.add((own, by_place[x, y]))
        else:  # from below what it is built on, down to the row of the one built
            end = int(re.findall(r"V(\d+)", edge.path)[0]) + 8
            (own,) = [name for (_, at), name in by_place.items() if at == end]
            found.add((own, by_place[x, y - 5]))
    return found


def test_every_link_is_drawn_or_said_below(any_index: SiteIndex) -> None:
    for id, entry in any_index.atlas.entries.items():
        view = lineage_picture(any_index, entry)
        if view is None:
            continue
        said = {(one.entry.name, one.upstream.name) for one in view.also}
        built_on_it = {(one.name, entry.name) for one in view.more}
        shown = [node.entry.id for node in view.nodes]
        names = {any_index.links[one].name for one in shown}
        expected = set().union(*(stated_links(any_index, one) for one in ancestors(any_index, id)))
        expected |= {link for one in shown for link in stated_links(any_index, one) if link[1] in names}
        expected |= {(any_index.links[edge.id].name, entry.name) for edge in any_index.downstream.get(id, ())}
        assert lines_of(view) | said | built_on_it == expected, id
        # What is built on another in two ways is drawn once, and its other way is said.
        assert not (lines_of(view) & said) - built_twice(any_index), id


def test_a_link_between_two_that_are_drawn_is_said(own_project: Project) -> None:
    """As Med-PaLM 2 has it: built on PaLM 2 and on its predecessor, which is built on PaLM too."""
    path = own_project.entries / "multimodal" / "hazelclip.yml"
    text = path.read_text("utf-8").replace("builds_on:\n", "builds_on:\n  - {model: oakbert, relation: distils}\n")
    path.write_text(text, "utf-8")
    checked = check_project(own_project, TODAY)
    index = SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas))
    said = [(one.entry.id, one.verb, one.upstream.id) for one in picture(index, "hazelclip").also]
    assert said == [("alderbert", "continues the pre-training of", "oakbert")]


def test_a_long_name_ends_before_the_year(own_project: Project) -> None:
    path = own_project.entries / "multimodal" / "hazelclip.yml"
    path.write_text(path.read_text("utf-8").replace("name: HazelCLIP", "name: " + "W" * 200, 1), "utf-8")
    checked = check_project(own_project, TODAY)
    index = SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas))
    (own,) = [node for node in picture(index, "hazelclip").nodes if node.is_self]
    assert own.entry.name == "W" * 200
    assert own.label.endswith("…")
    letter_of_a_sans_serif = 0.95
    assert own.text_x + len(own.label) * letter_of_a_sans_serif * 14 < 320


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


def test_an_entry_leads_to_the_page_of_its_family_where_there_is_one(real_index: SiteIndex) -> None:
    pages = dict(large_families(real_index.selection("")))
    assert pages
    for id in real_index.atlas.entries:
        view = lineage_picture(real_index, real_index.atlas.entries[id])
        link = view.family if view else None
        assert (link is not None) == (id in pages), id
        if link:
            name = real_index.links[id].name
            assert (link.text, link.url) == (f"All {pages[id]} entries that go back to {name}", f"lineage/{id}/")
