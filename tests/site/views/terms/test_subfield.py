"""The page of a subfield: its charts as geometry, and what they cover."""

from __future__ import annotations

from itertools import combinations

import pytest

from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.model.graph import build_graph
from hfm_atlas.site.charts.scatter import HEIGHT, WIDTH, Scatter, parameters_chart, parameters_coverage
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.terms.subfield import SubfieldView, subfield_view
from tests.making import make_entry


def view_of(index: SiteIndex, id: str) -> SubfieldView:
    term = index.atlas.term("subfields", id)
    assert term is not None
    return subfield_view(index, term)


def make_models(*sizes: list[str] | str | None, year: int = 2024) -> list[ModelEntry]:
    models = []
    for place, parameters in enumerate(sizes):
        facts = {} if parameters is None else {"parameters": parameters}
        entry = make_entry(id=f"model-{place}", name=f"Model {place}", architecture=facts, publication={"year": year})
        assert isinstance(entry, ModelEntry)
        models.append(entry)
    return models


def chart_of(index: SiteIndex, models: list[ModelEntry]) -> Scatter | None:
    for model in models:
        index.links[model.id] = index._entry_link(model)  # type: ignore[index]  # links of models that are in no atlas
    return parameters_chart(index, models)


@pytest.fixture
def own_index(mini_atlas: Atlas) -> SiteIndex:
    atlas = Atlas(mini_atlas.project, mini_atlas.facets, mini_atlas.loaded)
    return SiteIndex(atlas, build_graph(atlas), take_snapshot(atlas))


def test_models_by_year_add_up(mini_index: SiteIndex) -> None:
    view = view_of(mini_index, "vision")
    assert view.growth is not None
    assert sum(column.total for column in view.growth.columns) == view.number == 2


def test_paradigms_by_year_share_one_scale(mini_index: SiteIndex) -> None:
    rows = view_of(mini_index, "vision").paradigms
    assert [(row.link.text, row.number) for row in rows] == [("Supervised learning", 1), ("None of its own", 1)]
    assert len({row.years.first for row in rows}) == len({row.years.last for row in rows}) == 1
    assert {bar.height for row in rows for bar in row.years.bars if bar.number} == {28}


def test_openness_counts_every_model(mini_index: SiteIndex) -> None:
    view = view_of(mini_index, "multimodal")
    assert [row.what for row in view.openness] == ["Weights", "Code", "Data"]
    for row in view.openness:
        assert sum(part.number for part in row.parts) == view.number
    weights = {part.state: part for part in view.openness[0].parts}
    assert (weights["restricted"].number, weights["closed"].number) == (1, 1)
    assert weights["closed"].url == "explore/?kind=model&subfields=multimodal&weights=closed"
    assert weights["unknown"].url is None
    assert all(part.url is None for part in view.openness[2].parts)


def test_a_subfield_without_models_has_no_chart(own_index: SiteIndex) -> None:
    term = own_index.atlas.term("subfields", "language")
    assert term is not None
    empty = SiteIndex(
        atlas := Atlas(own_index.atlas.project, own_index.atlas.facets, ()), build_graph(atlas), own_index.snapshot
    )
    view = subfield_view(empty, term)
    assert (view.growth, view.paradigms, view.openness, view.parameters) == (None, (), (), None)
    assert [heading.anchor for heading in view.headings] == []


def test_a_tenfold_is_the_same_step_everywhere(own_index: SiteIndex) -> None:
    chart = chart_of(own_index, make_models(["110M"], ["1.5B"], ["70B"]))
    assert chart is not None
    assert [tick.label for tick in chart.ticks] == ["100\u00a0M", "1\u00a0B", "10\u00a0B", "100\u00a0B"]
    steps = {round(lower.y - upper.y, 1) for lower, upper in zip(chart.ticks, chart.ticks[1:], strict=False)}
    assert len(steps) == 1
    assert [point.entry.id for point in chart.points] == ["model-2", "model-1", "model-0"]


def test_a_stroke_leads_to_the_smallest_size(own_index: SiteIndex) -> None:
    chart = chart_of(own_index, make_models(["7B", "70B"], ["110M"]))
    assert chart is not None
    large, small = chart.points
    assert large.words == "7\u00a0B – 70\u00a0B"
    assert large.low_y is not None
    assert large.y < large.low_y < small.y
    assert small.low_y is None


def test_marks_of_one_year_stand_clear_of_each_other(own_index: SiteIndex) -> None:
    chart = chart_of(own_index, make_models(*[["7B"]] * 5, ["1B", "13B"], ["6B"], ["8B", "70B"]))
    assert chart is not None
    for one, other in combinations(chart.points, 2):
        apart = abs(one.x - other.x) >= 9
        above = (one.low_y or one.y) < other.y - 9 or (other.low_y or other.y) < one.y - 9
        assert apart or above, (one, other)


def test_labels_cover_nothing_and_stay_inside(own_index: SiteIndex) -> None:
    chart = chart_of(own_index, make_models(*[[f"{number}B"] for number in range(1, 30)]))
    assert chart is not None
    labels = [point.label for point in chart.points if point.label]
    assert labels
    assert len({round(label.y) for label in labels}) == len(labels) or len({label.anchor for label in labels}) == 2
    assert all(0 <= label.x <= WIDTH and 0 <= label.y <= HEIGHT for label in labels)


def test_a_full_year_still_fits_into_its_column(own_index: SiteIndex) -> None:
    chart = chart_of(own_index, [*make_models(*[["7B"]] * 300), *make_models(["1B"], year=2020)])
    assert chart is not None
    assert all(chart.left <= point.x <= WIDTH for point in chart.points)


def test_one_model_is_no_chart(own_index: SiteIndex) -> None:
    assert chart_of(own_index, make_models(["7B"], None)) is None


def test_what_the_chart_covers_is_said() -> None:
    models = make_models(["7B"], None, None, "not reported", "not applicable")
    assert parameters_coverage(models) == (
        "Known of 1 of 5 models; nobody has checked 2, the sources do not say for 1, it does not apply to 1."
    )
    assert parameters_coverage(make_models(["7B"])) == "Known of 1 of 1 model."
