"""The hooks call commands that exist, on the files that they are for."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest
import yaml

from hfm_atlas.cli import cli
from tests.filling import REPOSITORY


def _hooks() -> list[dict[str, Any]]:
    config = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8"))
    offered = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
    return [hook for repo in config["repos"] for hook in repo["hooks"]] + offered


OURS = [hook for hook in _hooks() if "hfm-atlas" in hook["entry"]]


@pytest.mark.parametrize("hook", OURS, ids=lambda hook: f"{hook['id']}, {hook['language']}")
def test_a_hook_calls_a_command(hook: dict[str, Any]) -> None:
    program, name, *arguments = shlex.split(hook["entry"])
    assert program.removeprefix(".venv/bin/") == "hfm-atlas"
    files = [] if hook.get("pass_filenames") is False else ["entries/vision/retfound.yml"]
    cli.commands[name].make_context(name, [*arguments, *files])


@pytest.mark.parametrize("hook", OURS, ids=lambda hook: f"{hook['id']}, {hook['language']}")
def test_a_hook_is_for_files_that_are_there(hook: dict[str, Any]) -> None:
    files = [
        file.relative_to(REPOSITORY).as_posix()
        for folder in ("entries", "taxonomy", "src")
        for file in (REPOSITORY / folder).rglob("*.*")
    ]
    assert any(re.search(hook["files"], file) for file in files)
    assert not re.search(hook["files"], "tests/atlas/entries/vision/cedarnet.yml")


def test_entries_are_formatted_before_they_are_checked() -> None:
    ids = [hook["id"] for hook in _hooks()]
    assert ids.index("hfm-atlas-fmt") < ids.index("hfm-atlas-validate")
