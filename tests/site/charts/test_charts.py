"""Charts as geometry."""

from __future__ import annotations

import pytest

from hfm_atlas.model.addresses import Link
from hfm_atlas.site.charts.charts import bar_rows, growth, sparkline

SUBFIELDS = [("language", Link("Language", "l/")), ("vision", Link("Vision", "v/"))]


def test_sparkline_has_a_bar_for_every_year_and_fits() -> None:
    view = sparkline([2019, 2021, 2021], (2019, 2022), width=80, height=20)
    assert [bar.number for bar in view.bars] == [1, 0, 2, 0]
    assert all(
        bar.x + bar.width <= view.width and bar.y + bar.height == pytest.approx(view.height) for bar in view.bars
    )
    assert view.summary == "3 models from 2019 to 2022, most in 2021 (2)"


def test_growth_stacks_subfields_without_gaps() -> None:
    view = growth({"language": [2020, 2020, 2022], "vision": [2020]}, SUBFIELDS)
    assert view is not None
    assert [column.total for column in view.columns] == [3, 0, 1]
    lower, upper = view.columns[0].segments
    assert lower.y + lower.height == pytest.approx(view.base)
    assert upper.y + upper.height == pytest.approx(lower.y, abs=0.02)
    assert view.columns[0].top == upper.y


def test_growth_scale_reaches_the_highest_column() -> None:
    view = growth({"language": [2020] * 139}, SUBFIELDS)
    assert view is not None
    assert [tick.label for tick in view.ticks] == ["0", "50", "100", "150"]
    assert view.ticks[-1].y <= view.columns[0].top


def test_no_model_no_chart() -> None:
    assert growth({}, SUBFIELDS) is None


def test_bars_leave_out_what_does_not_occur() -> None:
    rows = bar_rows([(Link("a", ""), 4), (Link("b", ""), 0), (Link("c", ""), 1)])
    assert [(row.link.text, row.length) for row in rows] == [("a", 100.0), ("c", 25.0)]
