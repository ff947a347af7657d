"""The tutorial, step by step on the atlas as it is: each command says what the tutorial shows."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from hfm_atlas.cli import run
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from tests.editing import commit_all, git
from tests.filling import REPOSITORY

_TEXT = (REPOSITORY / "docs" / "tutorial.md").read_text("utf-8")
_BLOCKS = re.findall(r"```(\w+)\n(.*?)```", _TEXT, re.DOTALL)
_DRAFT = "entries/vision/pinenet.yml"


def _sessions(command: str) -> list[tuple[list[str], str]]:
    """Arguments of each call of `command` in the tutorial, and what it shows below."""
    blocks = "".join(text for kind, text in _BLOCKS if kind == "console")
    calls = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.sub(r" \\\n\s*", " ", blocks), re.MULTILINE)
    return [(shlex.split(call)[1:], shown) for call, shown in calls if f"{call} ".startswith(f"{command} ")]


def _session(command: str) -> tuple[list[str], str]:
    return _sessions(f".venv/bin/hfm-atlas {command}")[0]


def _yaml(beginning: str) -> str:
    return next(text for kind, text in _BLOCKS if kind == "yaml" and text.startswith(beginning))


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real_index: SiteIndex) -> Path:
    """A checkout of the atlas, in which somebody stands who has validated it before."""
    (cache := Project(tmp_path).cache).mkdir()
    shutil.copy(real_index.atlas.project.cache / "readings.sqlite", cache)
    for name in ("entries", "taxonomy", "quality"):
        if (REPOSITORY / name).is_dir():
            shutil.copytree(REPOSITORY / name, tmp_path / name)
    commit_all(Project(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_check_of_all_ends_as_the_tutorial_says(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ((_, shown),) = _sessions("make validate")
    assert run(["validate"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.sub(r"[1-9]\d*", "…", last) == shown.splitlines()[-1]


def test_a_fact_is_corrected_as_the_tutorial_says(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = checkout / _DRAFT
    entry.write_text(_yaml("# yaml-language-server"), "utf-8")
    commit_all(Project(checkout))
    text = entry.read_text("utf-8")
    for line in _yaml("  parameters: [87M]").splitlines():
        key = line.partition(":")[0]
        text = re.sub(rf"^{re.escape(key)}: .*", line, text, flags=re.MULTILINE)
    entry.write_text(text, "utf-8")
    for command in ("validate", "fmt", "diff"):
        arguments, shown = _sessions(f".venv/bin/hfm-atlas {command}")[-1]
        assert run(arguments) == 0
        printed = capsys.readouterr()
        assert (printed.out + printed.err).strip() == shown.strip()


def test_a_new_entry_as_the_tutorial_writes_it(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments, shown = _session("new model")
    assert run(arguments) == 0
    printed = capsys.readouterr()
    assert printed.out + printed.err == shown
    draft = (checkout / _DRAFT).read_text("utf-8")
    finished = _yaml("# yaml-language-server")
    typos = _yaml("architecture:\n").split("availability")[0]
    hurried = re.sub(r"architecture:\n(?:  .*\n)+modalities.*\n", lambda _: typos, finished)
    assert "#   parameters:" in draft

    (checkout / _DRAFT).write_text(hurried, "utf-8")
    assert run(["validate", _DRAFT]) == 1
    assert "did you mean 'vision-transformer'?; `hfm-atlas validate --fix` fixes this" in capsys.readouterr().out
    assert run(["validate", "--fix", _DRAFT]) == 0
    capsys.readouterr()
    assert run(["fmt", "--finish", _DRAFT]) == 0
    assert (checkout / _DRAFT).read_text("utf-8") == finished

    git(Project(checkout), "add", ".")
    arguments, shown = _session("diff main")
    capsys.readouterr()
    assert run(arguments) == 0
    assert capsys.readouterr().out.strip() == shown.strip()
