from __future__ import annotations

from pathlib import Path

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.loading.loader import check_entry_text, load_project
from hfm_atlas.project import Project, find_project


def test_everything_valid_is_loaded(mini_project: Project) -> None:
    loaded = load_project(mini_project)

    assert loaded.diagnostics == ()
    assert [len(loaded.atlas.entries_of(kind)) for kind in ("model", "dataset", "survey", "base")] == [8, 4, 2, 3]
    assert len(loaded.atlas.facets) == 16
    assert loaded.atlas.unreadable_ids == frozenset()
    assert [document.path for document in loaded.documents] == sorted(document.path for document in loaded.documents)


def test_known_ids_hold_terms_names_and_entries(mini_project: Project) -> None:
    known = load_project(mini_project).known

    assert known.terms["pretraining"]["generative"] is True
    assert known.terms["pretraining"]["next-token-prediction"] is False
    assert known.other_names["tasks"]["entity recognition"] == "named-entity-recognition"
    assert known.entries["oakbert"] == "base"


def test_an_entry_with_an_error_stays_out_but_may_be_referred_to(own_project: Project) -> None:
    file = own_project.entries / "base" / "oakbert.yml"
    file.write_text(file.read_text("utf-8").replace("year: 2018", "year: late"), "utf-8")

    loaded = load_project(own_project)

    assert [one.rule for one in loaded.diagnostics] == ["wrong-value"]
    assert loaded.atlas.unreadable_ids == {"oakbert"}
    assert "oakbert" not in loaded.atlas.entries
    assert "alderbert" in loaded.atlas.entries


def test_other_files_are_left_alone(own_project: Project) -> None:
    for name in ("README.md", ".DS_Store", "alderbert.yml~", ".alderbert.yml.swp"):
        (own_project.entries / "language" / name).write_text("not: [yaml", "utf-8")

    assert load_project(own_project).diagnostics == ()


@pytest.mark.parametrize("name", ["willow.yaml", "willow.YML"])
def test_other_endings_of_yaml_are_read(own_project: Project, name: str) -> None:
    (own_project.entries / "language" / name).write_text("kind: model\n", "utf-8")

    assert {one.path for one in load_project(own_project).diagnostics} == {f"entries/language/{name}"}


def test_a_text_is_checked_as_if_it_were_a_file(mini_project: Project) -> None:
    known = load_project(mini_project).known

    found = check_entry_text(
        "entries/base/x.yml", "kind: base\nid: x\nbuilds_on: [{model: oak, relation: adapts}]\n", known
    )

    assert [(one.rule, one.path) for one in found] == [
        *[("missing-field", "entries/base/x.yml")] * 4,
        ("dangling-reference", "entries/base/x.yml"),
    ]
    assert check_entry_text("entries/base/x.yml", "kind: [", known)[0].rule == "yaml-syntax"


def test_the_project_is_found_from_any_folder_in_it(mini_project: Project, tmp_path: Path) -> None:
    assert find_project(mini_project.entries / "language").root == mini_project.root.resolve()
    with pytest.raises(UsageError, match="no atlas at or above"):
        find_project(tmp_path)
