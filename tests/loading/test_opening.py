from __future__ import annotations

import json
from pathlib import Path

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.cli import run
from hfm_atlas.exports import select
from hfm_atlas.exports.published_json import export_json
from hfm_atlas.loading.opening import open_atlas
from hfm_atlas.project import Project
from hfm_atlas.validation.runner import CheckResult
from tests.serving import Answer, serve


@pytest.fixture
def published(mini_checked: CheckResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A published atlas in a folder where there is no checkout."""
    file = tmp_path / "atlas.json"
    file.write_bytes(export_json(select(mini_checked.atlas, mini_checked.graph)))
    monkeypatch.chdir(tmp_path)
    return file


@pytest.mark.parametrize(
    "command",
    [
        ["query", "author~Ash, Alba", "--columns", "id,weights_licence,effective_licence"],
        ["export", "bibtex"],
        ["export", "ris", "--where", "kind=model"],
        ["stats"],
    ],
)
def test_a_published_file_answers_as_the_checkout_does(
    command: list[str], published: Path, mini_project: Project, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["--project", str(mini_project.root), *command]) == 0
    expected = capfdbinary.readouterr().out
    assert run([*command, "--atlas", str(published)]) == 0
    assert capfdbinary.readouterr().out == expected


def test_a_published_address_is_read(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serve({"/atlas.json": Answer(published.read_bytes())}) as address:
        assert run(["query", "kind=base", "--columns", "id", "--atlas", f"{address}/atlas.json"]) == 0
    assert "oakbert" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<html>", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ('{"format": "hfm-atlas/9"}', "is not an atlas.json of the format hfm-atlas/1, but hfm-atlas/9"),
        ('{"format": "hfm-atlas/1"}', "does not fit the schema: snapshot: Field required, and 3 more"),
    ],
)
def test_what_is_no_atlas_is_told_in_a_line(content: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "atlas.json"
    file.write_text(content)
    with pytest.raises(UsageError) as problem:
        open_atlas(file)
    assert message in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "--atlas", str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err


def test_the_snapshot_is_the_one_that_was_published(published: Path) -> None:
    known = json.loads(published.read_text())["snapshot"]
    assert open_atlas(published).snapshot.content_hash == known["content_hash"]
