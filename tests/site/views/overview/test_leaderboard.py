"""Leaderboards: ranks inside a setting, none across settings; sizes of one model are one rival."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.overview.leaderboard import Rival, benchmarks, leaderboard, leaderboards_view
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY

ALDERBERT = "language/alderbert.yml"
BIRCHGPT = "language/birchgpt.yml"
SECOND_SIZE = """variant: 7B
    source: preprint
    locator: Table 5
  - benchmark: lichen-qa
    task: question-answering
    metric: accuracy
    value: 80.04
    unit: percent
    setting: test set, fine-tuned
    variant: 13B"""


def change(project: Project, file: str, old: str, new: str) -> None:
    path: Path = project.entries / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def index_of(project: Project) -> SiteIndex:
    checked = check_project(project, TODAY)
    return SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas))


def rows_of(index: SiteIndex, metric: str) -> list[Rival]:
    return [row for row in leaderboard(index, "lichen-qa").rows if row.best.metric == metric]


def ranks(rows: list[Rival]) -> list[tuple[int | None, str, str]]:
    return [(row.rank, row.best.entry.id, row.best.rounded) for row in rows]


@pytest.fixture
def alike_project(own_project: Project) -> Project:
    """AlderBERT and BirchGPT measured in the same setting."""
    change(own_project, BIRCHGPT, "test set, five examples in the prompt", "test set, fine-tuned")
    return own_project


def test_unlike_settings_are_not_ranked(mini_index: SiteIndex) -> None:
    assert ranks(rows_of(mini_index, "accuracy")) == [(None, "birchgpt", "74.2 %"), (None, "alderbert", "61.5 %")]
    (other,) = rows_of(mini_index, "F1")
    assert (other.best.entry.id, other.best.mark.locator) == ("hazelchat", "Table 2")


def test_results_of_one_setting_are_ranked_the_best_first(alike_project: Project) -> None:
    rows = rows_of(index_of(alike_project), "accuracy")
    assert ranks(rows) == [(1, "birchgpt", "74.2 %"), (2, "alderbert", "61.5 %")]
    assert {row.rivals for row in rows} == {2}


def test_equal_values_share_a_rank(alike_project: Project) -> None:
    change(alike_project, BIRCHGPT, "value: 74.2", "value: 61.5")
    assert [row.rank for row in rows_of(index_of(alike_project), "accuracy")] == [1, 1]


def test_sizes_of_one_model_are_one_rival(alike_project: Project) -> None:
    change(alike_project, BIRCHGPT, "variant: 13B", SECOND_SIZE)
    board = leaderboard(index_of(alike_project), "lichen-qa")
    first, second = (row for row in board.rows if row.best.metric == "accuracy")
    assert (first.best.variant, first.parameters, first.rivals) == ("13B", "13\u00a0B", 2)
    assert (first.best.rounded, first.best.value) == ("80.0 %", "80.04 %")
    assert [(one.variant, one.value) for one in first.others] == [("7B", "74.2 %")]
    assert (second.rank, board.results, board.models) == (2, 4, 3)


def test_a_score_is_no_percentage(alike_project: Project) -> None:
    for file in (ALDERBERT, BIRCHGPT):
        change(alike_project, file, "metric: accuracy", "metric: other")
    change(alike_project, BIRCHGPT, "unit: percent", "unit: score")
    rows = rows_of(index_of(alike_project), "measure of its own")
    assert [(row.rank, row.rivals) for row in rows] == [(None, 1), (None, 1)]


def test_models_that_are_compared_share_a_scale(any_index: SiteIndex) -> None:
    for benchmark in benchmarks(any_index):
        scales: dict[str, set[bool]] = {}
        for row in leaderboard(any_index, benchmark).rows:
            scales.setdefault(row.best.key, set()).add(row.best.value.endswith(" %"))
        assert all(len(found) == 1 for found in scales.values()), benchmark


@pytest.mark.parametrize(("metric", "first"), [("perplexity", "alderbert"), ("recall", "birchgpt")])
def test_the_metric_says_which_way_is_better(alike_project: Project, metric: str, first: str) -> None:
    for file in (ALDERBERT, BIRCHGPT):
        change(alike_project, file, "metric: accuracy", f"metric: {metric}")
        if metric == "perplexity":
            change(alike_project, file, "unit: percent", "unit: score")
    board = leaderboard(index_of(alike_project), "lichen-qa")
    assert rows_of(index_of(alike_project), metric)[0].best.entry.id == first
    assert board.alike is not None
    assert board.alike.rival.best.entry.id == first


def test_a_measure_of_its_own_is_never_ranked(alike_project: Project) -> None:
    for file in (ALDERBERT, BIRCHGPT):
        change(alike_project, file, "metric: accuracy", "metric: other")
    board = leaderboard(index_of(alike_project), "lichen-qa")
    rows = [row for row in board.rows if row.best.metric == "measure of its own"]
    assert [row.rank for row in rows] == [None, None]
    assert {one.rival.best.metric for one in board.answers} == {"F1"}


def test_every_benchmark_with_a_result_is_listed(mini_index: SiteIndex) -> None:
    view = leaderboards_view(mini_index)
    assert (view.benchmarks, view.results, view.models, view.settings) == (1, 3, 3, 0)
    assert view.summary == "3 results of 3 models on 1 benchmark"
    (group,) = view.groups
    (board,) = group.benchmarks
    assert (group.title, board.entry.id, board.alike) == ("Language", "lichen-qa", None)
    assert [heading.anchor for heading in view.headings] == ["language"]


def test_a_benchmark_says_what_it_is_about_with_other_names_and_wider_terms(real_index: SiteIndex) -> None:
    view = leaderboards_view(real_index)
    names = [set(one.split("; ")) for one in json.loads(view.names)]

    def about(id: str) -> set[str]:
        return {name for place in view.about[id].split() for name in names[int(place)]}

    assert {"Ultrasound", "sonography", "Image segmentation", "Radiology"} <= about("busi")
    assert {"Echocardiography", "Ultrasound"} <= about("echonet-dynamic")
    assert {"CT", "Computed tomography"} <= about("ct-rate")
    assert "CT" not in about("medqa-usmle")


def test_the_best_is_named_where_models_were_measured_alike(alike_project: Project) -> None:
    view = leaderboards_view(index_of(alike_project))
    best = view.groups[0].benchmarks[0].alike
    assert best is not None
    assert (best.rival.best.entry.id, best.note, view.settings) == ("birchgpt", "best of 2 models", 1)


def test_the_best_with_open_weights_says_whose_weights_are_not_known(mini_index: SiteIndex) -> None:
    board = leaderboard(mini_index, "lichen-qa")
    assert board.top_open is not None
    states = {row.best.entry.id: row.weights.state for row in board.rows}
    assert states[board.top_open.rival.best.entry.id] == "open"
    assert board.unchecked == list(states.values()).count("unknown")


def test_what_others_measured_says_so(alike_project: Project) -> None:
    change(alike_project, BIRCHGPT, "variant: 13B", "variant: 13B\n    re_evaluation: true")
    assert [row.best.by_others for row in rows_of(index_of(alike_project), "accuracy")] == [True, False]


def test_what_the_rows_show_is_answered(any_index: SiteIndex) -> None:
    for id in benchmarks(any_index):
        board = leaderboard(any_index, id)
        sided = [row for row in board.rows if row.best.better]
        assert (board.alike is None) == (not any(row.rank == 1 for row in sided)), id
        assert (board.top is None) == (not sided), id
        assert (board.top_open is None) == (not any(row.weights.state == "open" for row in sided)), id
        if board.alike:
            assert board.alike.rival.rivals == max(row.rivals for row in sided if row.rank), id


def test_a_best_is_the_best_of_its_task_and_metric(any_index: SiteIndex) -> None:
    for id in benchmarks(any_index):
        board = leaderboard(any_index, id)
        if board.top:
            best = board.top.rival
            numbers = [row.best.number for row in board.rows if row.measure == best.measure]
            assert best.best.number == (min if best.best.better == "lower" else max)(numbers), id
