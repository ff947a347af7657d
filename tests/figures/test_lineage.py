"""The family of one entry: everything that goes back to it, by whichever link."""

from __future__ import annotations

import pytest

from hfm_atlas.figures import Figure, Options, Width, draw_figure
from hfm_atlas.figures.drawing import Mark
from hfm_atlas.figures.forest import large_families
from hfm_atlas.query.answers import answer_filters
from hfm_atlas.query.selection import Selection, select


def going_back_to(selection: Selection, root: str) -> set[str]:
    """Ids of entries that name the root, or one that goes back to it, anywhere in what they are built on."""
    named = {
        entry.id: {link.model for link in links}
        for entry in selection.atlas.entries.values()
        if isinstance(links := getattr(entry, "builds_on", None), list)
    }
    found: set[str] = set()
    while new := {id for id, links in named.items() if links & (found | {root})} - found:
        found |= new
    return found


def drawn(figure: Figure) -> list[str]:
    return [id for node in figure.nodes if isinstance(node, Mark) for id in node.ids]


def test_a_family_shows_everything_that_goes_back_to_its_root(real: Selection) -> None:
    families = large_families(real)
    assert len(families) > 50
    for root, number in families:
        figure = draw_figure("lineage", real, Options(of=root))
        below = going_back_to(real, root)
        assert sorted(drawn(figure)) == sorted({root} | below), root
        assert {id for row in figure.table.rows for id in row.ids} == {root} | below
        assert number == len(below)
        assert figure.summary.startswith(f"{number} entries that go back to ")
        assert figure.page == f"lineage/{root}/"


def test_each_member_of_a_family_hangs_on_another(real: Selection) -> None:
    figure = draw_figure("lineage", real, Options(of="clinicalbert"))
    lines = " ".join(getattr(node, "role", "") for node in figure.nodes)
    assert all(f"to-{id}" in lines for id in drawn(figure) if id != "clinicalbert")
    # ConVIRT, GLoRIA and others have an image encoder as their main upstream model.
    assert {"convirt", "gloria"} <= set(drawn(figure))


@pytest.mark.parametrize("width", ["single", "double", "slide", "poster"])
def test_a_family_without_room_for_names_has_a_mark_for_each(real: Selection, width: Width) -> None:
    figure = draw_figure("lineage", real, Options(of="resnet"), width)
    assert sorted(drawn(figure)) == sorted({"resnet"} | going_back_to(real, "resnet"))


def test_a_filtered_family_counts_what_the_filter_accepts(real: Selection) -> None:
    chosen = answer_filters(real.atlas, ["subfield=vision"]).matches
    figure = draw_figure("lineage", select(real.atlas, real.graph, chosen), Options(of="clinicalbert"))
    number = len(going_back_to(real, "clinicalbert") & {entry.id for entry in chosen})
    assert figure.summary == f"{number} entries that go back to ClinicalBERT"
    assert figure.page == "lineage/clinicalbert/"


def test_a_family_too_small_for_a_page_is_cited_from_the_page_of_all(mini: Selection) -> None:
    large = {root for root, _ in large_families(mini)}
    figure = draw_figure("lineage", mini, Options(of="elmprot"))
    assert "elmprot" not in large
    assert figure.page == "lineage/"
    assert f"{mini.site_url}lineage/ (CC0)" in figure.source
    assert figure.summary == "1 entry that goes back to ElmProt"
