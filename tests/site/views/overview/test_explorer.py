"""The explorer's data: one row an entry, terms numbered across facets, the kinds of nothing distinguished."""

from __future__ import annotations

import pytest

from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.model.graph import Graph
from hfm_atlas.model.openness import weights_state
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.overview.explorer import Explorer, ExplorerFacet, ExplorerRow, explorer_view
from hfm_atlas.site.views.overview.openness import weights_badge
from hfm_atlas.validation.runner import check_project
from tests.editing import edit


@pytest.fixture(scope="module")
def explorer(mini_atlas: Atlas, mini_graph: Graph) -> Explorer:
    return explorer_view(SiteIndex(mini_atlas, mini_graph, take_snapshot(mini_atlas)))


def facet_of(explorer: Explorer, id: str) -> ExplorerFacet:
    return next(facet for facet in explorer.facets if facet.id == id)


def values(explorer: Explorer, row: ExplorerRow, id: str) -> list[str]:
    facet = facet_of(explorer, id)
    last = facet.first + len(facet.terms)
    return [facet.terms[number - facet.first].id for number in row.terms if facet.first <= number < last]


def test_every_entry_is_a_row(explorer: Explorer, mini_atlas: Atlas) -> None:
    assert [row.id for row in explorer.rows] == list(mini_atlas.entries)


def test_terms_are_numbered_without_gaps(explorer: Explorer) -> None:
    ends = [facet.first + len(facet.terms) for facet in explorer.facets]
    assert [facet.first for facet in explorer.facets] == [0, *ends[:-1]]
    assert all(0 <= number < ends[-1] for row in explorer.rows for number in row.terms)


def test_a_term_stands_below_its_wider_one(explorer: Explorer, mini_atlas: Atlas) -> None:
    for id, facet in (("tasks", "tasks"), ("modalities", "modalities"), ("adaptation", "adaptation")):
        terms = facet_of(explorer, id).terms
        for place, term in enumerate(terms):
            known = mini_atlas.term(facet, term.id)
            if known and known.broader:
                assert term.parent < place
                assert terms[term.parent].id == known.broader


def test_values_are_those_of_the_entry(explorer: Explorer, mini_atlas: Atlas) -> None:
    for row in explorer.rows:
        entry = mini_atlas.entries[row.id]
        tasks = getattr(entry, "tasks", None)
        if isinstance(tasks, list) and tasks:
            assert values(explorer, row, "tasks") == list(dict.fromkeys(tasks))
        assert values(explorer, row, "kind") == [entry.kind]


def test_kinds_of_nothing_are_values_and_a_missing_field_is_none(explorer: Explorer, mini_atlas: Atlas) -> None:
    by_id = {row.id: row for row in explorer.rows}
    for id, entry in mini_atlas.entries.items():
        said = getattr(entry, "languages", "no such field")
        if said is None:
            assert values(explorer, by_id[id], "languages") == ["not-checked"]
        elif said in ("not reported", "not applicable"):
            assert values(explorer, by_id[id], "languages") == [str(said).replace(" ", "-")]
        elif said == "no such field":
            assert values(explorer, by_id[id], "languages") == []


def test_weights_and_code_are_licensed_apart(explorer: Explorer) -> None:
    by_id = {row.id: row for row in explorer.rows}
    assert values(explorer, by_id["hazelclip"], "code_licence") == ["anything"]
    assert values(explorer, by_id["hazelclip"], "effective_licence") == ["not-reported"]
    assert values(explorer, by_id["cedarnet"], "effective_licence") == ["not-applicable"]
    assert values(explorer, by_id["fern-xray"], "effective_licence") == []
    assert values(explorer, by_id["elmprot-2"], "effective_licence") == ["not-checked"]


def test_what_a_base_forbids_is_said_with_the_reason(explorer: Explorer) -> None:
    by_id = {row.id: row for row in explorer.rows}
    assert values(explorer, by_id["birchgpt"], "effective_licence") == ["non-commercial"]
    assert facet_of(explorer, "effective_licence").reasons["birchgpt"] == "its weights are under Grove research licence"


def test_a_row_has_both_years(explorer: Explorer) -> None:
    by_id = {row.id: row for row in explorer.rows}
    assert (by_id["alderbert"].first_year, by_id["alderbert"].year) == (2019, 2020)


def test_sizes_that_nobody_checked_are_not_blank(explorer: Explorer) -> None:
    by_id = {row.id: row for row in explorer.rows}
    assert by_id["alderbert"].parameters == (110e6,)
    assert by_id["cedarnet"].parameters == "not-reported"
    assert by_id["cedarseg"].parameters == "not-checked"
    assert by_id["fern-xray"].parameters is None


def test_the_text_search_finds_name_title_and_authors(explorer: Explorer, mini_atlas: Atlas) -> None:
    for row in explorer.rows:
        entry = mini_atlas.entries[row.id]
        for word in (entry.name, entry.publication.title, entry.publication.authors[0].split(",")[0]):
            assert word.casefold() in row.text


def test_weights_that_nobody_knows_who_gets_are_not_open(own_project: Project) -> None:
    edit(own_project, "entries/bioinformatics/elmprot.yml", "  weights_access: open\n", "")
    checked = check_project(own_project)
    index = SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas))
    entry = index.atlas.entries["elmprot"]
    assert isinstance(entry, ModelEntry)
    assert weights_state(entry) == weights_badge(entry).state == "unknown"
    assert weights_badge(entry).words == "access not checked yet"
    explorer = explorer_view(index)
    row = next(row for row in explorer.rows if row.id == "elmprot")
    assert values(explorer, row, "weights") == ["not-checked"]
    assert facet_of(explorer, "weights").cells["elmprot"] == ("elmprot", "availability.weights_access")


def test_what_has_no_entry_is_named_and_no_term(mini_index: SiteIndex) -> None:
    facet = facet_of(explorer_view(mini_index), "corpora")
    assert facet.unfiled["alderbert"] == ("In-house letters",)
    assert "In-house letters" not in {term.label for term in facet.terms}
