from __future__ import annotations

from dataclasses import replace

from hfm_atlas.model.atlas import Atlas, once


def test_what_follows_from_an_atlas_is_found_once(mini_atlas: Atlas) -> None:
    atlas, other = replace(mini_atlas), replace(mini_atlas, loaded=())
    asked: list[Atlas] = []

    def count(of: Atlas) -> int:
        asked.append(of)
        return len(of.entries)

    assert [once(atlas, count), once(atlas, count)] == [len(mini_atlas.entries)] * 2
    assert once(other, count) == 0
    assert [one is atlas for one in asked] == [True, False]


def test_two_who_ask_for_different_things_get_them(mini_atlas: Atlas) -> None:
    atlas = replace(mini_atlas)
    assert once(atlas, lambda one: len(one.entries)) == len(mini_atlas.entries)
    assert once(atlas, lambda one: sorted(one.facets)) == sorted(mini_atlas.facets)
