"""Look-ups made once for the whole site."""

from __future__ import annotations

from hfm_atlas.model.publication import first_year
from hfm_atlas.site.index import Repository, SiteIndex
from tests.making import make_entry


def test_a_term_holds_what_is_filed_below_it(mini_index: SiteIndex) -> None:
    assert mini_index.filed["tasks", "question-answering"] <= mini_index.filed_below["tasks", "language-tasks"]
    assert ("tasks", "language-tasks") not in mini_index.filed


def test_broader_is_the_way_down_from_the_root(mini_index: SiteIndex) -> None:
    assert [term.id for term in mini_index.broader("challenges", "label-scarcity")] == ["data", "scarcity"]
    assert mini_index.broader("challenges", "data") == ()


def test_newest_first_then_by_name(mini_index: SiteIndex) -> None:
    ids = mini_index.newest_first(["oakbert", "larchlm", "elmprot", "firvit"])
    assert ids == ["larchlm", "elmprot", "firvit", "oakbert"]


def test_downstream_carries_relation_and_note(mini_index: SiteIndex) -> None:
    edge = next(edge for edge in mini_index.downstream["alderbert"] if edge.id == "hazelclip")
    assert (edge.relation, edge.note) == ("uses-frozen", "Encodes the reports.")


def test_every_part_of_a_licence_expression_counts(mini_index: SiteIndex) -> None:
    assert "hazelchat" in mini_index.licensed["mit"]
    assert "hazelchat" in mini_index.licensed["apache-2-0"]


def test_what_uses_a_data_set(mini_index: SiteIndex) -> None:
    assert mini_index.trained_on["fern-xray"] == {"hazelclip", "hazelchat"}
    assert mini_index.derived["moss-abstracts"] == {"lichen-qa"}
    assert {model for model, _ in mini_index.leaderboards["lichen-qa"]} >= {"hazelchat"}


def test_first_year_is_that_of_the_preprint() -> None:
    entry = make_entry(publication={"year": 2024}, preprint={"server": "arxiv", "id": "2301.99999", "year": 2023})
    assert first_year(entry) == 2023


def test_a_link_names_kind_and_subfield(mini_index: SiteIndex) -> None:
    model, base = mini_index.links["cedarnet"], mini_index.links["oakbert"]
    assert (model.subfield, model.subfield_name, model.kind) == ("vision", "Vision", "model")
    assert (base.subfield, base.subfield_name, base.kind) == ("base", "", "base")


def test_repository_addresses() -> None:
    repository = Repository("https://example.org/atlas")
    assert repository.edit_url("entries/a.yml") == "https://example.org/atlas/edit/main/entries/a.yml"
    assert repository.history_url("entries/a.yml") == "https://example.org/atlas/commits/main/entries/a.yml"
    assert repository.file_url("entries/a.yml") == "https://example.org/atlas/blob/main/entries/a.yml"
