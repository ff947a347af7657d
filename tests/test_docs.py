"""What the documents tell people to type is what the command line takes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from hfm_atlas.cli import cli
from tests.filling import REPOSITORY

DOCUMENTS = sorted(
    [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"), *(REPOSITORY / ".github").rglob("*.md")]
)
_CALL = re.compile(r"(?:^\s*(?:\$ )?|`)(?:\.venv/bin/)?(hfm-atlas [a-z][^`\n]*)", re.MULTILINE)


def _calls(text: str) -> list[str]:
    joined = re.sub(r"\\\n\s*", "", text)
    return [found.group(1).strip() for found in _CALL.finditer(joined)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.relative_to(REPOSITORY).as_posix())
def test_commands_can_be_run(document: Path) -> None:
    for line in _calls(document.read_text("utf-8")):
        words = shlex.split(line, comments=True)
        name, arguments = words[1], words[2:]
        if "|" in arguments:
            arguments = arguments[: arguments.index("|")]
        assert name in cli.commands, line
        command = cli.commands[name]
        needed = [one for one in command.params if one.required]
        if "--help" not in arguments and (arguments or not needed):
            command.make_context(name, list(arguments), resilient_parsing=False)
