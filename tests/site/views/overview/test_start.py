"""Start here: what a newcomer sees is counted, and every example holds."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.graph import build_graph
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.overview.example_questions import ExampleQuestion, example_questions
from hfm_atlas.site.views.overview.start import StartView, start_view
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def view(mini_index: SiteIndex) -> StartView:
    return start_view(mini_index)


def index_of(project: Project) -> SiteIndex:
    checked = check_project(project, TODAY)
    return SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas))


def question_of(view: StartView, page: str) -> ExampleQuestion:
    (found,) = (one for one in view.questions if one.page.text == page)
    return found


def test_the_survey_is_named(view: StartView) -> None:
    assert view.survey is not None
    assert view.survey.url == "surveys/he-2025/"


def test_steps_lead_from_data_to_use(view: StartView) -> None:
    assert (view.steps[0].title, view.steps[0].link.text) == ("Data", "4 datasets")
    assert [step.link.url for step in view.steps] == [
        "datasets/",
        "taxonomy/pretraining/",
        "taxonomy/adaptation/",
        "taxonomy/applications/",
    ]


def test_first_reads_say_what_was_counted(view: StartView) -> None:
    language, *_ = view.subfields
    assert (language.id, language.models) == ("language", "2 models")
    reasons = [(one.entry.id, one.reason) for one in language.first]
    assert reasons == [
        ("alderbert", "1 entry builds on it; 1 survey lists it"),
        ("birchgpt", "1 entry builds on it; 1 survey lists it"),
    ]


def test_each_paradigm_has_an_example(view: StartView) -> None:
    for row in (*view.pretraining, *view.adaptation):
        assert bool(row.example) == bool(row.number)
    examples = {row.link.url.split("/")[-2]: row.example.entry.id for row in view.pretraining if row.example}
    assert examples["generative"] == "alderbert"


def test_no_entry_is_named_twice_in_a_subfield(view: StartView) -> None:
    for one in view.subfields:
        ids = [read.entry.id for read in one.first]
        assert len(ids) == len(set(ids))
        assert 0 < len(ids) <= 4


def test_paradigms_are_the_widest_terms(view: StartView, mini_atlas: Atlas) -> None:
    assert [row.link.url.split("/")[-2] for row in view.pretraining] == [
        term.id for term in mini_atlas.terms("pretraining") if term.broader is None
    ]
    assert max(row.length for row in view.adaptation) == 100.0
    assert all(bool(row.number) == bool(row.length) for row in (*view.pretraining, *view.adaptation))


def test_the_example_of_a_challenge_has_an_answer(view: StartView) -> None:
    assert view.chain is not None
    assert view.chain.total == sum(number for _, number in view.chain.counts) > 0
    assert view.chain.answer is not None
    assert view.chain.answer.url.startswith("opportunities/")


def test_there_are_five_questions(view: StartView) -> None:
    assert [one.page.text for one in view.questions] == ["Explore", "Gap map", "Lineage", "Compare", "Leaderboards"]


def test_the_example_of_explore_counts_what_explore_shows(view: StartView, mini_index: SiteIndex) -> None:
    (link,) = question_of(view, "Explore").links
    choice = {key: values[0] for key, values in parse_qs(urlsplit(link.url).query).items()}
    assert (choice["kind"], choice["weights"]) == ("model", "open")
    below = mini_index.filed_below
    found = below["tasks", choice["tasks"]] & below["modalities", choice["modalities"]]
    assert link.text.startswith(("1 model ", f"{len(found)} models "))


def test_the_longest_line_starts_at_the_root(view: StartView, mini_index: SiteIndex) -> None:
    urls = [link.url for link in question_of(view, "Lineage").links]
    assert len(urls) > 2
    for upstream, downstream in pairwise(urls):
        upstream_id, downstream_id = (url.split("/")[-2] for url in (upstream, downstream))
        assert downstream_id in {edge.id for edge in mini_index.downstream[upstream_id]}


def test_without_results_the_examples_are_other_models(view: StartView) -> None:
    (link,) = question_of(view, "Compare").links
    assert link.url.startswith("compare/?ids=")
    assert 2 <= len(link.url.partition("=")[2].split(",")) <= 5
    assert question_of(view, "Leaderboards").links == ()


def test_an_empty_atlas_still_has_a_page(mini_atlas: Atlas) -> None:
    atlas = Atlas(mini_atlas.project, mini_atlas.facets, ())
    index = SiteIndex(atlas, build_graph(atlas), take_snapshot(atlas))
    view = start_view(index)
    assert (view.survey, view.chain) == (None, None)
    assert all(one.first == () for one in view.subfields)
    assert [one.links for one in example_questions(index)] == [()] * 5


def test_a_comparison_measured_alike_is_the_example(own_project: Project) -> None:
    path = own_project.entries / "language" / "birchgpt.yml"
    path.write_text(
        path.read_text("utf-8").replace("test set, five examples in the prompt", "test set, fine-tuned"), "utf-8"
    )
    view = start_view(index_of(own_project))
    assert [link.url for link in question_of(view, "Compare").links] == ["compare/?ids=birchgpt,alderbert"]
    assert [link.url for link in question_of(view, "Leaderboards").links] == ["leaderboards/lichen-qa/"]
