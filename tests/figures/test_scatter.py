from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from hfm_atlas.figures import Figure, draw_figure
from hfm_atlas.figures.axes import even_labels, power_labels, tick_step
from hfm_atlas.figures.drawing import Glyph, Mark, Path, Text
from hfm_atlas.figures.labels import Named, place_labels
from hfm_atlas.figures.style import text_width
from hfm_atlas.model.atlas import Atlas, LoadedEntry
from hfm_atlas.model.graph import build_graph
from hfm_atlas.query.selection import Selection, select
from tests.making import make_entry


def parameters(mini: Selection, *sizes: object) -> Figure:
    """The figure of models with these sizes, and of no other."""
    models = [
        make_entry(id=f"model-{place}", name=f"Model {place}", architecture={"parameters": size} if size else {})
        for place, size in enumerate(sizes)
    ]
    loaded = tuple(LoadedEntry(model, mini.atlas.loaded[0].document) for model in models)
    atlas = Atlas(mini.atlas.project, mini.atlas.facets, loaded)
    return draw_figure("parameters", select(atlas, build_graph(atlas), snapshot=mini.snapshot))


def marks(figure: Figure) -> list[Mark]:
    return [node for node in figure.nodes if isinstance(node, Mark)]


def test_the_largest_comes_first_and_a_line_leads_to_the_smallest(mini: Selection) -> None:
    large, small = marks(parameters(mini, ["110M"], ["7B", "70B"]))
    assert large.ids == ("model-1",)
    assert "7\u00a0B – 70\u00a0B" in large.words
    assert large.y < small.y
    assert [isinstance(one, Path) for one in large.nodes].count(True) == 1
    assert not any(isinstance(one, Path) for one in small.nodes)


def test_marks_without_a_name_are_counted(real: Selection) -> None:
    figure = draw_figure("parameters", real)
    unnamed = sum(not any(isinstance(one, Text) for one in mark.nodes) for mark in marks(figure))
    assert unnamed
    assert f"; {unnamed} of them have no room for a name. " in figure.note


def test_what_is_not_known_is_counted(mini: Selection) -> None:
    figure = parameters(mini, ["7B"], None, "not reported")
    assert figure.note.startswith("Parameters known of 1 of 3 models.")
    assert len(marks(figure)) == len(figure.table.rows) == 1


def test_every_mark_has_its_shape_in_each_scheme(mini: Selection) -> None:
    for mark in marks(draw_figure("parameters", mini)):
        assert {shape.split("-")[0] for shape in mark.classes} == {"openness", "clinical", "paradigm", "subfield"}
        assert [one for one in mark.nodes if isinstance(one, Glyph)]


def test_names_cover_neither_marks_nor_names() -> None:
    named = [Named(20.0 * (place % 9) + 40, 15.0 * (place // 9) + 40, f"Model {place}", 4) for place in range(60)]
    labels = [one for one in place_labels(named, 10, (0, 0, 240, 180)) if one]
    assert len(labels) > 5
    for one, other in combinations(labels, 2):
        assert abs(one.y - other.y) > 5 or abs(one.x - other.x) > 20, (one, other)
    assert all(isinstance(one, Text) and 0 <= one.x <= 240 for one in labels)


@pytest.mark.parametrize(("span", "step"), [(0, 1), (1, 0.2), (7, 2), (170, 50), (41, 10), (2400, 500)])
def test_steps_of_an_axis_are_round(span: float, step: float) -> None:
    assert tick_step(span) == pytest.approx(step)


def test_labels_of_axes() -> None:
    assert [label for _, label in power_labels(5, 9)] == [
        "100\u00a0K",
        "1\u00a0M",
        "10\u00a0M",
        "100\u00a0M",
        "1\u00a0B",
    ]
    values = [value for value, _ in even_labels(41.2, 93.7, " %")]
    assert values == [50, 60, 70, 80, 90]
    assert len({later - earlier for earlier, later in pairwise(values)}) == 1


def test_names_of_results_stand_clear_of_the_lines(real: Selection) -> None:
    figure = draw_figure("results", real)
    lines = [node.d for node in figure.nodes if isinstance(node, Path) and "edge" in node.role]
    corners = [[tuple(map(float, one.split())) for one in line.removeprefix("M").split("L")] for line in lines]
    pieces = [ends for line in corners for ends in pairwise(line)]
    names = [one for node in figure.nodes if isinstance(node, Mark) for one in node.nodes if isinstance(one, Text)]
    assert pieces
    assert names
    for name in names:
        long = text_width(name.text, name.size)
        left = name.x - {"start": 0, "middle": long / 2, "end": long}[name.anchor]
        for (x, y), (end, foot) in pieces:
            beside = max(x, end) < left or min(x, end) > left + long
            assert beside or max(y, foot) < name.y - name.size * 0.8 or min(y, foot) > name.y, name.text
