"""Which core cells are settled."""

from __future__ import annotations

from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.evidence_kinds import count_evidence, count_readings
from hfm_atlas.model.settled import open_cells, settled_cells


def test_nothing_reported_and_nothing_upstream_settle_a_cell(mini_atlas: Atlas) -> None:
    cedarnet, elmprot = mini_atlas.entries["cedarnet"], mini_atlas.entries["elmprot"]
    assert {"architecture.parameters", "languages"}.isdisjoint(open_cells(cedarnet))
    assert "builds_on" not in open_cells(elmprot)
    assert "applications" in open_cells(cedarnet)


def test_cells_are_counted_by_kind(mini_atlas: Atlas) -> None:
    cells = {one.field: one for one in settled_cells(mini_atlas.entries.values(), "model")}
    assert len(cells) == 16
    assert (cells["clinical_evidence"].settled, cells["clinical_evidence"].entries) == (4, 8)
    assert settled_cells(mini_atlas.entries.values(), "survey") == ()


def test_evidence_by_kind(mini_atlas: Atlas) -> None:
    kinds = count_evidence(mini_atlas.entries.values())
    assert (kinds.via_copy, kinds.inference, kinds.re_evaluation) == (1, 1, 0)
    readings = count_readings([mini_atlas.entries["hazelchat"]])
    assert (readings.sources, readings.with_day) == (3, 3)
