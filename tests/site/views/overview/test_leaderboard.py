"""Leaderboards: ranks inside a setting, none across settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.overview.leaderboard import Leaderboard, leaderboards, leaderboards_view
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY

ALDERBERT = "language/alderbert.yml"
BIRCHGPT = "language/birchgpt.yml"


def change(project: Project, file: str, old: str, new: str) -> None:
    path: Path = project.entries / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def index_of(project: Project) -> SiteIndex:
    checked = check_project(project, TODAY)
    return SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas))


def board_of(index: SiteIndex, metric: str) -> Leaderboard:
    (board,) = (board for board in leaderboards(index, "lichen-qa") if board.metric == metric)
    return board


@pytest.fixture
def alike_project(own_project: Project) -> Project:
    """AlderBERT and BirchGPT measured in the same setting."""
    change(own_project, BIRCHGPT, "test set, five examples in the prompt", "test set, fine-tuned")
    return own_project


def test_unlike_settings_are_not_ranked(mini_index: SiteIndex) -> None:
    board = board_of(mini_index, "accuracy")
    assert board.compared == ()
    assert [(row.entry.id, row.value) for row in board.alone] == [("alderbert", "61.5 %"), ("birchgpt", "74.2 %")]
    (other,) = board_of(mini_index, "F1").alone
    assert (other.entry.id, other.mark.locator) == ("hazelchat", "Table 2")


def test_results_of_one_setting_are_ranked_the_best_first(alike_project: Project) -> None:
    board = board_of(index_of(alike_project), "accuracy")
    (comparison,) = board.compared
    assert (comparison.setting, board.better, board.alone) == ("test set, fine-tuned", "higher", ())
    assert [(one.rank, one.row.entry.id, one.length) for one in comparison.rows] == [
        (1, "birchgpt", 74.2),
        (2, "alderbert", 61.5),
    ]


def test_equal_values_share_a_rank(alike_project: Project) -> None:
    change(alike_project, BIRCHGPT, "value: 74.2", "value: 61.5")
    (comparison,) = board_of(index_of(alike_project), "accuracy").compared
    assert [(one.rank, one.row.value) for one in comparison.rows] == [(1, "61.5 %"), (1, "61.5 %")]


def test_a_score_is_no_percentage(alike_project: Project) -> None:
    for file in (ALDERBERT, BIRCHGPT):
        change(alike_project, file, "metric: accuracy", "metric: other")
    change(alike_project, BIRCHGPT, "unit: percent", "unit: score")
    boards = [one for one in leaderboards(index_of(alike_project), "lichen-qa") if one.metric == "measure of its own"]
    assert [(one.compared, len(one.alone)) for one in boards] == [((), 1), ((), 1)]


def test_a_table_has_one_scale(any_index: SiteIndex) -> None:
    for benchmark in any_index.leaderboards:
        for board in leaderboards(any_index, benchmark):
            rows = [one.row for comparison in board.compared for one in comparison.rows] + list(board.alone)
            assert len({row.value.endswith(" %") for row in rows}) == 1, (benchmark, board.metric)


@pytest.mark.parametrize(("metric", "first"), [("perplexity", "alderbert"), ("recall", "birchgpt")])
def test_the_metric_says_which_way_is_better(alike_project: Project, metric: str, first: str) -> None:
    for file in (ALDERBERT, BIRCHGPT):
        change(alike_project, file, "metric: accuracy", f"metric: {metric}")
        if metric == "perplexity":
            change(alike_project, file, "unit: percent", "unit: score")
    (comparison,) = board_of(index_of(alike_project), metric).compared
    assert comparison.rows[0].row.entry.id == first


def test_a_measure_of_its_own_is_never_ranked(alike_project: Project) -> None:
    for file in (ALDERBERT, BIRCHGPT):
        change(alike_project, file, "metric: accuracy", "metric: other")
    board = board_of(index_of(alike_project), "measure of its own")
    assert (board.better, board.compared, len(board.alone)) == (None, (), 2)


def test_every_benchmark_with_a_result_is_listed(mini_index: SiteIndex) -> None:
    view = leaderboards_view(mini_index)
    assert (view.benchmarks, view.results, view.models, view.settings) == (1, 3, 3, 0)
    assert view.summary == "3 results of 3 models on 1 benchmark"
    (group,) = view.groups
    (benchmark,) = group.benchmarks
    assert (group.title, benchmark.entry.id, benchmark.best) == ("Language", "lichen-qa", ())
    assert [heading.anchor for heading in view.headings] == ["language"]


def test_the_best_is_named_where_models_were_measured_alike(alike_project: Project) -> None:
    view = leaderboards_view(index_of(alike_project))
    (best,) = view.groups[0].benchmarks[0].best
    assert (best.row.entry.id, best.models, view.settings) == ("birchgpt", 2, 1)


def test_what_others_measured_says_so(alike_project: Project) -> None:
    change(alike_project, BIRCHGPT, "variant: 13B", "variant: 13B\n    re_evaluation: true")
    (comparison,) = board_of(index_of(alike_project), "accuracy").compared
    assert [one.row.by_others for one in comparison.rows] == [True, False]
