from __future__ import annotations

import pytest

from hfm_atlas.cli.commands.schema import run_schema
from hfm_atlas.project import Project


def test_schemas_are_written_once(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_schema(own_project, check=True) == 1
    *stale, last = capsys.readouterr().out.splitlines()
    assert last == f"{len(stale)} of {len(stale)} schemas are stale; run `hfm-atlas schema`"
    assert "stale schema/model.schema.json" in stale
    assert run_schema(own_project, check=False) == 0
    assert capsys.readouterr().out.splitlines() == [line.replace("stale", "wrote", 1) for line in stale]
    assert run_schema(own_project, check=True) == 0
    assert run_schema(own_project, check=False) == 0
    assert capsys.readouterr().out == f"0 of {len(stale)} schemas are stale\n"


def test_a_new_term_makes_schemas_stale(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    run_schema(own_project, check=False)
    facet = own_project.taxonomy / "fusion.yml"
    facet.write_text(facet.read_text("utf-8").replace("definition: Both map", "definition: All map"), "utf-8")
    capsys.readouterr()

    assert run_schema(own_project, check=True) == 1
    assert capsys.readouterr().out.splitlines()[0] == "stale schema/model.schema.json"


def test_a_broken_taxonomy_leaves_the_schemas_alone(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    run_schema(own_project, check=False)
    before = {file.name: file.read_bytes() for file in own_project.schema.iterdir()}
    (own_project.taxonomy / "fusion.yml").write_text("facet: fusion\n", "utf-8")

    assert run_schema(own_project, check=False) == 1
    assert "missing-field" in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in own_project.schema.iterdir()} == before
