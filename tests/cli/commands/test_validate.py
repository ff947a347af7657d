from __future__ import annotations

import json
from pathlib import Path

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.cli.commands.validate import run_validate
from hfm_atlas.project import Project
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY


@pytest.fixture
def broken(own_project: Project) -> Project:
    """The invented atlas with an error in a model and a warning in a dataset."""
    model = own_project.entries / "vision" / "cedarnet.yml"
    model.write_text(model.read_text("utf-8").replace("[histopathology]", "[histopatology]"), "utf-8")
    dataset = own_project.entries / "datasets" / "fern-xray.yml"
    dataset.write_text(dataset.read_text("utf-8").replace("tasks: [", "tasks: [image-classification, "), "utf-8")
    return own_project


def _run(project: Project, *paths: Path, strict: bool = False, format_name: str = "text") -> int:
    return run_validate(project, paths, format_name, None, strict=strict)


def test_a_clean_atlas_exits_with_0(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(own_project) == 0
    assert _run(own_project, strict=True) == 0
    printed = capsys.readouterr()
    assert printed.out == "33 files checked: 0 errors, 0 warnings\n" * 2
    assert printed.err == ""


def test_errors_exit_with_1_and_warnings_only_if_strict(broken: Project, capsys: pytest.CaptureFixture[str]) -> None:
    datasets = broken.entries / "datasets"

    assert _run(broken) == 1
    assert capsys.readouterr().out.endswith("33 files checked: 1 error, 1 warning\n")
    assert _run(broken, datasets) == 0
    assert capsys.readouterr().out.endswith("4 files checked: 0 errors, 1 warning\n")
    assert _run(broken, datasets, strict=True) == 1


def test_paths_limit_what_is_reported(
    broken: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken.entries)

    assert _run(broken, Path("language")) == 0
    assert _run(broken, Path("vision/cedarnet.yml"), Path("../taxonomy")) == 1
    assert _run(broken, Path()) == 1
    out = capsys.readouterr().out
    assert out.count("histopatology") == 4
    assert "17 files checked: 1 error, 0 warnings" in out


def test_a_clash_is_reported_for_both_files(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever validates one file learns that another one repeats it."""
    original = own_project.entries / "vision" / "cedarnet.yml"
    copy = own_project.entries / "vision" / "zzz.yml"
    copy.write_text(original.read_text("utf-8").replace("id: cedarnet", "id: zzz"), "utf-8")

    for file in (original, copy):
        assert _run(own_project, file) == 1
        assert "duplicate-publication" in capsys.readouterr().out


def test_which_files_a_finding_is_about_does_not_hang_on_its_words(own_project: Project) -> None:
    text = (own_project.entries / "vision" / "cedarnet.yml").read_text("utf-8")
    (own_project.entries / "vision" / "zzz.yml").write_text(text.replace("id: cedarnet", "id: zzz"), "utf-8")

    found = [one for one in check_project(own_project, TODAY).diagnostics if one.related]

    assert {one.rule for one in found} >= {"duplicate-publication", "near-duplicate-name"}
    for one in found:
        assert set(one.paths) == {"entries/vision/cedarnet.yml", "entries/vision/zzz.yml"}


def test_a_path_must_be_there_and_in_the_atlas(own_project: Project, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.yml: no such file or folder"):
        _run(own_project, Path("nowhere.yml"))
    with pytest.raises(UsageError, match="does not lie in the atlas"):
        _run(own_project, tmp_path)


def test_the_report_goes_to_a_file(broken: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "report.json"

    assert run_validate(broken, (), "json", output, strict=False) == 1
    assert json.loads(output.read_text("utf-8"))["errors"] == 1
    assert capsys.readouterr().out == ""
    with pytest.raises(UsageError, match="cannot write"):
        run_validate(broken, (), "json", tmp_path / "no" / "folder.json", strict=False)


def test_a_file_that_is_none_of_the_atlas_is_not_called_clean(own_project: Project) -> None:
    stray = own_project.entries / "vision" / "cedarnet.md"
    stray.write_text("kind: model", "utf-8")
    with pytest.raises(UsageError, match=r"nothing of .*cedarnet\.md was checked"):
        run_validate(own_project, (stray,), "text", None, strict=False)
