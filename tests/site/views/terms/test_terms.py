"""Pages of the taxonomy, of subfields, and lists of entries."""

from __future__ import annotations

import re

import pytest

from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.statements import works_of_term
from hfm_atlas.site.views.overview.lists import list_view
from hfm_atlas.site.views.overview.tables import entry_table
from hfm_atlas.site.views.terms.subfield import subfield_view, subfields_view
from hfm_atlas.site.views.terms.terms import TermView, facet_view, taxonomy_view, term_view
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY


def term_of(index: SiteIndex, facet: str, id: str) -> TermView:
    term = index.atlas.term(facet, id)
    assert term is not None
    return term_view(index, facet, term)


def test_facets_go_from_data_to_use(mini_index: SiteIndex) -> None:
    names = [facet.link.text for facet in taxonomy_view(mini_index).facets]
    assert names[0] == "Subfields"
    assert names[-2:] == ["Licences", "Sites that copy or digest"]
    assert len(names) == len(mini_index.atlas.facets)


def test_the_tree_counts_what_is_below(mini_index: SiteIndex) -> None:
    tree = facet_view(mini_index, "tasks").tree
    language = next(node for node in tree if node.link.text == "Language tasks")
    assert [child.link.text for child in language.children] == ["Question answering", "Named entity recognition"]
    assert language.number >= max(child.number for child in language.children)


def test_headings_of_a_facet_are_the_terms_that_divide_it(mini_index: SiteIndex) -> None:
    anchors = [heading.anchor for heading in facet_view(mini_index, "tasks").headings]
    assert anchors == ["language-tasks", "imaging-tasks"]


def test_a_term_lists_entries_by_kind(mini_index: SiteIndex) -> None:
    view = term_of(mini_index, "tasks", "question-answering")
    assert [group.title for group in view.groups] == ["Models", "Datasets"]
    assert {entry.id for entry in view.groups[1].entries} == {"lichen-qa"}


def test_a_term_says_where_it_stands_and_whose_it_is(mini_index: SiteIndex) -> None:
    head = term_of(mini_index, "tasks", "question-answering").head
    assert [link.text for link in head.path] == ["Taxonomy", "Tasks", "Language tasks"]
    assert (head.abbreviation, head.kind, head.source) == ("QA", "Task", "HFM Atlas, invented")


def test_a_paradigm_leads_to_both_fields_that_name_it(mini_index: SiteIndex) -> None:
    links = {link.text: link.url for link in term_of(mini_index, "pretraining", "generative").head.explore}
    assert links == {
        "Open in Explore by paradigm": "explore/?pretraining=generative",
        "Open in Explore by objectives": "explore/?objectives=generative",
    }
    (link,) = term_of(mini_index, "tasks", "question-answering").head.explore
    assert (link.text, link.url) == ("Open in Explore", "explore/?tasks=question-answering")


def test_terms_with_pages_of_their_own_do_not_stand_under_taxonomy(mini_index: SiteIndex) -> None:
    term = mini_index.atlas.term("subfields", "vision")
    assert term is not None
    head = subfield_view(mini_index, term).head
    assert [link.url for link in head.path] == ["subfields/"]


def test_neighbours_occur_together_more_than_once(mini_index: SiteIndex) -> None:
    view = term_of(mini_index, "tasks", "question-answering")
    assert all(number > 1 for one in view.neighbours for _, number in one.terms)
    assert "Tasks" not in [one.facet.text for one in view.neighbours]


def test_a_term_says_what_has_a_model_next_to_it_and_none_here(mini_index: SiteIndex) -> None:
    view = term_of(mini_index, "modalities", "histopathology")
    models = {one.id: one for one in mini_index.models}
    near = {id for id in works_of_term(mini_index, "modalities", "imaging") if id in models}
    here = near & works_of_term(mini_index, "modalities", "histopathology")
    assert view.blanks
    assert view.blanks.number == len(view.blanks.shown) > 0
    for one in view.blanks.shown:
        id = one.term.url.split("/")[-2]
        filed = works_of_term(mini_index, "tasks", id) & models.keys()
        assert one.number == len(near & filed) >= len(filed) / 3
        assert not here & filed
        assert one.url == f"explore/?kind=model&modalities=imaging&tasks={id}"
    assert (view.blanks.what, view.blanks.name, view.blanks.wider.text) == ("task", "histopathology", "Medical imaging")
    assert ("No model yet", "blanks") in [(heading.title, heading.anchor) for heading in view.headings]


def test_a_model_that_nobody_filed_may_belong_under_a_blank(own_project: Project) -> None:
    file = own_project.entries / "vision" / "cedarnet.yml"
    file.write_text(re.sub(r"(?m)^tasks: .*\n|^  tasks: .*\n", "", file.read_text("utf-8")), "utf-8")
    checked = check_project(own_project, TODAY)
    index = SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas), checked.diagnostics, None)
    view = term_of(index, "modalities", "histopathology")
    assert view.blanks
    assert {one.may for one in view.blanks.shown} == {1}


@pytest.mark.parametrize(("facet", "id"), [("modalities", "imaging"), ("pretraining", "generative")])
def test_the_widest_terms_and_other_facets_have_nothing_next_to_them(
    mini_index: SiteIndex, facet: str, id: str
) -> None:
    assert term_of(mini_index, facet, id).blanks is None


def test_a_licence_lists_what_comes_under_it(mini_index: SiteIndex) -> None:
    view = term_of(mini_index, "licences", "mit")
    assert view.allows == "any use"
    assert "elmprot" in {entry.id for group in view.groups for entry in group.entries}


def test_a_subfield_at_a_glance(mini_index: SiteIndex) -> None:
    term = mini_index.atlas.term("subfields", "vision")
    assert term is not None
    view = subfield_view(mini_index, term)
    assert view.number == 2
    assert [(row.link.text, row.number) for row in view.adaptation] == [("Adapter tuning", 2)]
    assert "Subfield" not in [column.title for column in view.models.columns]
    assert [row.entry.id for row in view.models.rows] == ["cedarseg", "cedarnet"]


def test_cards_of_subfields(mini_index: SiteIndex) -> None:
    cards = subfields_view(mini_index).cards
    assert [card.number for card in cards] == [2, 2, 2, 2]


def test_every_entry_is_in_the_list_of_all(mini_index: SiteIndex) -> None:
    view = list_view(mini_index, None)
    assert {row.entry.id for row in view.table.rows} == set(mini_index.atlas.entries)
    assert [tab.is_current for tab in view.tabs] == [True, False, False, False, False]
    assert view.tabs[1].number == "8"
    assert view.explore_url == "explore/"
    assert list_view(mini_index, "dataset").explore_url == "explore/?kind=dataset"


def test_rows_have_a_cell_for_every_column(mini_index: SiteIndex) -> None:
    for kind in (None, "model", "dataset", "survey", "base"):
        view = list_view(mini_index, kind)  # type: ignore[arg-type]
        assert all(len(row.cells) == len(view.table.columns) for row in view.table.rows)


def test_long_lists_of_terms_are_cut_to_two(mini_index: SiteIndex) -> None:
    table = entry_table(mini_index, ["cedarnet", "hazelchat"], "model", "")
    for row in table.rows:
        for cell in row.cells:
            assert len(cell.links) <= 2
            assert bool(cell.hidden) == bool(cell.more and cell.links)


def test_a_dash_is_not_an_open_circle(mini_index: SiteIndex) -> None:
    table = entry_table(mini_index, ["cedarnet", "cedarseg"], "model", "")
    place = [column.title for column in table.columns].index("Parameters")
    cells = {row.entry.id: row.cells[place] for row in table.rows}
    assert (cells["cedarnet"].text, cells["cedarnet"].more) == ("–", "not reported")
    assert (cells["cedarseg"].text, cells["cedarseg"].more) == ("○", "not checked yet")
