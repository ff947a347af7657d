"""What somebody meets who adds a first entry: each step says what is wrong at once, and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from hfm_atlas._util.suggestions import find_closest
from hfm_atlas.cli import run
from hfm_atlas.project import Project
from hfm_atlas.validation.runner import check_project
from hfm_atlas.yamlio.parser import read_text
from tests.conftest import TODAY
from tests.editing import commit_all, edit, git

DRAFT = "entries/vision/yew.yml"


@pytest.fixture
def drafted(own_project: Project, capsys: pytest.CaptureFixture[str]) -> Project:
    """The invented atlas with the draft of a model."""
    command = ["new", "model", "yew", "--name", "Yew", "--subfield", "vision"]
    assert run(["--project", str(own_project.root), *command]) == 0
    capsys.readouterr()
    return own_project


def test_the_advice_behind_a_summary_is_no_part_of_it(drafted: Project) -> None:
    edit(drafted, DRAFT, '"(to be written)"  # one to', "Yew sees: a lot.  # one to")

    (finding,) = read_text(DRAFT, (drafted.root / DRAFT).read_text("utf-8")).diagnostics

    assert finding.hint == 'put quotes around it: "Yew sees: a lot."'


def test_a_work_without_a_name_says_what_it_is_called(
    own_project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "work.bib"
    file.write_text("@article{a, title={Seeing all}, author={Zhao, Theo}, journal={J}, year={2025}}", "utf-8")

    assert run(["--project", str(own_project.root), "add", "--bibtex", str(file), "--subfield", "vision"]) == 0

    assert "its id 'zhao-2025' is for good once it is published" in capsys.readouterr().err


def test_what_the_rules_find_is_told_next_to_what_does_not_fit(own_project: Project) -> None:
    path = "entries/vision/cedarseg.yml"
    edit(own_project, path, "modalities: [chest-x-ray]", "modalities: [no-such-thing]")
    edit(own_project, path, "tasks: {source: paper, locator: Abstract}", "tasks: {source: arxiv, locator: Abstract}")

    found = [one for one in check_project(own_project, TODAY).diagnostics if one.path == path]

    assert {"unknown-term", "unknown-source"} <= {one.rule for one in found}
    (unknown,) = [one for one in found if one.rule == "unknown-source"]
    assert unknown.hint == "write `preprint`, which needs a `preprint`"


def test_a_name_that_goes_on_is_nearer_than_one_that_holds_the_word() -> None:
    assert find_closest("mistral", ["biomistral", "mistral-7b", "mixtral"]) == "mistral-7b"


def test_nobody_is_asked_about_an_id_that_is_taken(
    own_project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", lambda *_, **__: pytest.fail("a question was asked"))

    assert run(["--project", str(own_project.root), "new", "model", "cedarnet"]) == 2
    assert "the id 'cedarnet' is taken by entries/vision/cedarnet.yml" in capsys.readouterr().err


def test_a_diff_with_the_fork_names_the_original(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    commit_all(own_project)
    git(own_project, "update-ref", "refs/remotes/upstream/main", "HEAD")
    assert run(["--project", str(own_project.root), "diff", "main"]) == 0
    assert "upstream" not in capsys.readouterr().err

    edit(own_project, "entries/vision/cedarnet.yml", "name: CedarNet", "name: CedarNET")
    commit_all(own_project, "more")
    assert run(["--project", str(own_project.root), "diff", "main"]) == 0
    assert "`hfm-atlas diff upstream/main` compares with the original" in capsys.readouterr().err
