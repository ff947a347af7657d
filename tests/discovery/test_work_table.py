"""The table of works."""

from __future__ import annotations

from hfm_atlas.discovery.work_table import SCHEMA, as_table
from hfm_atlas.discovery.works import make_work


def test_works_become_a_table() -> None:
    table = as_table([make_work("A title", authors=["A", "B"])])
    assert table.schema == SCHEMA
    assert table.column("authors").to_pylist() == [["A", "B"]]
    assert as_table([]).num_rows == 0
