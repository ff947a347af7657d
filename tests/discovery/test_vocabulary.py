"""Words by which works are looked for, from the file of a project and the terms of its atlas."""

from __future__ import annotations

from pathlib import Path

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.discovery.checking import check_screening
from hfm_atlas.discovery.vocabulary import load_vocabulary
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.project import Project

_GOOD = "models: [foundation model]\nhealth: [medic*]\ntoo_general: []\nasked: {models: [a], health: [b]}\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.screening.mkdir()
    project.vocabulary.write_text(_GOOD)
    return project


def test_words_of_the_file_and_of_the_taxonomy(project: Project, mini_atlas: Atlas) -> None:
    found = load_vocabulary(project, mini_atlas)
    assert "foundation model" in found.models
    assert "chest x ray" in found.health
    assert (found.asked_models, found.asked_health) == (("a",), ("b",))


def test_words_that_are_too_general_are_left_out(project: Project, mini_atlas: Atlas) -> None:
    project.vocabulary.write_text(_GOOD.replace("too_general: []", "too_general: [Chest X-ray]"))
    assert "chest x ray" not in load_vocabulary(project, mini_atlas).health


def test_a_file_that_is_not_there_is_named(project: Project, mini_atlas: Atlas) -> None:
    project.vocabulary.unlink()
    with pytest.raises(UsageError, match=r"^screening/vocabulary.yml is missing"):
        load_vocabulary(project, mini_atlas)


def test_what_is_wrong_is_told_with_its_place(project: Project, mini_atlas: Atlas) -> None:
    project.vocabulary.write_text(_GOOD.replace("health:", "helth:"))
    with pytest.raises(UsageError, match=r"^screening/vocabulary.yml:\d+:\d+: "):
        load_vocabulary(project, mini_atlas)
    found = check_screening(project, mini_atlas)
    assert "unknown-field" in {one.rule for one in found.diagnostics}
    assert list(found.lines) == ["screening/vocabulary.yml"]
