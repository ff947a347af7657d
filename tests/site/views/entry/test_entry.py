"""The page of an entry as data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.entry.entry import EntryView, entry_view
from hfm_atlas.site.views.entry.related import RelatedEntries
from tests.making import make_entry


@pytest.fixture(scope="module")
def related(mini_index: SiteIndex) -> RelatedEntries:
    return RelatedEntries(mini_index)


@pytest.fixture
def view_of(mini_index: SiteIndex, related: RelatedEntries):  # type: ignore[no-untyped-def]
    def make(id: str) -> EntryView:
        return entry_view(mini_index, related, mini_index.atlas.entries[id])

    return make


def test_head_of_a_model(view_of) -> None:  # type: ignore[no-untyped-def]
    view = view_of("elmprot")
    assert (view.name, view.kind_name, view.year) == ("ElmProt", "Model", 2020)
    assert view.subfield_link.url == "subfields/bioinformatics/"
    assert view.family.text == "Transformer encoder"
    assert [button.text for button in view.publication.buttons] == ["DOI", "bioRxiv", "Code", "Weights"]
    assert view.edit_url == "https://example.org/atlas/edit/main/entries/bioinformatics/elmprot.yml"
    assert view.history_url == "https://example.org/atlas/commits/main/entries/bioinformatics/elmprot.yml"
    assert view.report_url.startswith(
        "https://example.org/atlas/issues/new?template=report-error.yml&title=Error+in%3A+elmprot"
    )


def test_head_of_other_kinds_has_no_subfield_where_there_is_none(view_of) -> None:  # type: ignore[no-untyped-def]
    assert view_of("reed-proteins").subfield_link is None
    assert view_of("he-2025").subfield_link is None
    assert view_of("oakbert").subfield == "base"


def test_without_a_repository_nothing_is_edited(mini_index: SiteIndex, related: RelatedEntries) -> None:
    index = replace(mini_index, repository=None)
    view = entry_view(index, related, index.atlas.entries["elmprot"])
    assert (view.edit_url, view.history_url, view.report_url) == (None, None, None)


def test_challenges_stand_before_opportunities(view_of) -> None:  # type: ignore[no-untyped-def]
    assert [one.stance for one in view_of("hazelchat").statements] == ["addresses", "pursues"]
    first = view_of("hazelchat").statements[0]
    assert (first.term.url, first.mark.locator) == ("challenges/hallucination/", "Ch. 4")


def test_results_on_both_pages(view_of) -> None:  # type: ignore[no-untyped-def]
    (result,) = view_of("hazelchat").results
    assert (result.entry.id, result.value, result.metric) == ("lichen-qa", "71 %", "F1")
    board = view_of("lichen-qa").leaderboard
    assert "hazelchat" in {row.best.entry.id for row in board.rows}


def test_a_data_set_names_who_used_it(view_of) -> None:  # type: ignore[no-untyped-def]
    assert {one.id for one in view_of("fern-xray").trained} == {"hazelclip", "hazelchat"}
    assert {one.id for one in view_of("moss-abstracts").derived} == {"lichen-qa"}


def test_a_survey_has_errata_and_what_it_lists(view_of) -> None:  # type: ignore[no-untyped-def]
    view = view_of("he-2025")
    assert view.errata.number == 2
    assert [[entry.id for entry in typo.entries] for typo in view.errata.own_rows] == [[], ["cedarseg"]]
    assert "Models" in [group.title for group in view.listed]


def test_headings_are_of_sections_that_have_something(view_of) -> None:  # type: ignore[no-untyped-def]
    anchors = [heading.anchor for heading in view_of("firvit").headings]
    assert anchors[0] == "facts"
    assert "results" not in anchors
    assert anchors[-1] == "review"


def test_related_entries_give_a_reason_and_are_no_neighbours(view_of) -> None:  # type: ignore[no-untyped-def]
    view = view_of("hazelclip")
    neighbours = {"alderbert", "firvit", "hazelchat"}
    assert not neighbours & {one.entry.id for one in view.related}
    assert all(one.reason for one in view.related)


def test_data_and_task_relate_more_than_a_common_base(mini_index: SiteIndex) -> None:
    """CedarSeg does with the same data what HazelChat does; HazelCLIP only builds on the same, twice."""
    base = [{"model": "larchlm", "relation": relation} for relation in ("fine-tunes", "merges")]
    use = {"modalities": ["chest-x-ray"], "tasks": ["report-generation"]}
    entries = {
        "hazelchat": make_entry(id="hazelchat", builds_on=base, **use),
        "hazelclip": make_entry(id="hazelclip", builds_on=base, modalities=["text"], tasks=["segmentation"]),
        "cedarseg": make_entry(id="cedarseg", builds_on=[], **use),
    }
    loaded = tuple(replace(one, entry=entries.get(one.entry.id, one.entry)) for one in mini_index.atlas.loaded)
    index = replace(mini_index, atlas=replace(mini_index.atlas, loaded=loaded))
    found = {one.entry.id: one.reason for one in RelatedEntries(index).of(entries["hazelchat"])}
    assert list(found)[:2] == ["cedarseg", "hazelclip"]
    assert (found["cedarseg"], found["hazelclip"]) == ("report generation on chest X-ray", "also built on LarchLM")


def test_review_state(view_of) -> None:  # type: ignore[no-untyped-def]
    checked, draft = view_of("elmprot").review, view_of("cedarseg").review
    assert (checked.checked, checked.on) == (True, "20 November 2026")
    assert not draft.checked
    assert 0 < draft.states.unchecked < draft.states.total
    assert draft.coverage.share == "100\u00a0%"


def test_entries_of_one_paper_name_each_other(mini_index: SiteIndex) -> None:
    first, second = (mini_index.atlas.entries[id] for id in ("alderbert", "fern-xray"))
    shared = second.model_copy(update={"publication": first.publication})
    loaded = tuple(replace(one, entry=shared) if one.entry.id == second.id else one for one in mini_index.atlas.loaded)
    index = replace(mini_index, atlas=replace(mini_index.atlas, loaded=loaded))
    assert [link.id for link in index.same_publication(first)] == ["fern-xray"]
    assert [link.id for link in index.same_publication(shared)] == ["alderbert"]
    assert index.same_publication(mini_index.atlas.entries["oakbert"]) == ()
