"""What the documents tell people to type is what the command line takes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from hfm_atlas.cli import cli
from hfm_atlas.model.graph import narrower_terms
from hfm_atlas.query.language import select_entries
from hfm_atlas.site.index import SiteIndex
from tests.filling import REPOSITORY

DOCUMENTS = sorted(
    [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"), *(REPOSITORY / ".github").rglob("*.md")]
)
_CALL = re.compile(r"(?:^\s*(?:\$ )?|`)(?:\.venv/bin/)?(hfm-atlas [a-z][^`\n]*)", re.MULTILINE)


def _calls(text: str) -> list[str]:
    joined = re.sub(r"\\\n\s*", "", text)
    return [found.group(1).strip() for found in _CALL.finditer(joined)]


_FILTER = re.compile(r"`((?:not )?[a-z][a-z_-]*(?:!=|<=|>=|=|~|<|>)[^`=]+)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.relative_to(REPOSITORY).as_posix())
def test_filters_find_something(document: Path, real_index: SiteIndex) -> None:
    text = document.read_text("utf-8")
    shown = _FILTER.findall(text)
    for line in _calls(text):
        words = shlex.split(line, comments=True)
        if words[1:2] == ["query"] and len(words) > 2 and not words[2].startswith("-"):
            shown.append(words[2])
        shown += [words[place + 1] for place, word in enumerate(words) if word == "--where"]
    for where in shown:
        assert select_entries(real_index.atlas, real_index.graph, [where]), where


def test_the_worked_example_of_filters_says_what_is_so(real_index: SiteIndex) -> None:
    """docs/data.md: a term stands for everything below it."""
    said = re.search(r"`modalities=([a-z-]+)`\s+finds chest X-rays", (REPOSITORY / "docs/data.md").read_text("utf-8"))
    assert said
    assert "chest-x-ray" in narrower_terms(real_index.graph, "modalities", said.group(1))


def test_variables_of_the_surroundings_are_those_that_workflows_have() -> None:
    workflows = "".join(path.read_text("utf-8") for path in (REPOSITORY / ".github").rglob("*.yml"))
    known = set(re.findall(r"\$\{?([A-Z][A-Z_]+)", workflows))
    helps = {name: f"{command.help}" for name, command in cli.commands.items()}
    named = {name: set(re.findall(r"\$\{?([A-Z][A-Z_]+)", text)) for name, text in helps.items()}
    assert named["from-issue"] == {"GITHUB_EVENT_PATH"}
    assert {name: found - known for name, found in named.items() if found - known} == {}


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
