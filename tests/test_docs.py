"""What the documents tell people to type is what the command line takes, and what they name exists."""

from __future__ import annotations

import ast
import importlib
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from hfm_atlas.cli import cli
from hfm_atlas.query.answers import answer_filters
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
        assert answer_filters(real_index.atlas, [where]).matches, where


def test_the_worked_example_of_filters_says_what_is_so(real_index: SiteIndex) -> None:
    """docs/data.md: a term stands for everything below it."""
    said = re.search(r"`modalities=([a-z-]+)`\s+finds chest X-rays", (REPOSITORY / "docs/data.md").read_text("utf-8"))
    assert said
    assert "chest-x-ray" in real_index.atlas.narrower_terms("modalities", said.group(1))


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


# Documents for people who look into the files of the repository.
GUIDES = [REPOSITORY / name for name in ("docs/architecture.md", "CONTRIBUTING.md", "docs/python.md", "docs/data.md")]
ARCHITECTURE = (REPOSITORY / "docs/architecture.md").read_text("utf-8")
_PATH = re.compile(r"[\w.-]*(?:/[\w.-]*)+|[\w-]+\.(?:css|html|js|md|py|toml)")
# Named by the guides, and made by the program or by the reader.
_MADE = {
    ".cache/pictures/",
    ".venv/bin/hfm-atlas",
    "api/v1/",
    "cite/index.md",
    "compare/cells.json",
    "entries/ID.json",
    "entries/vision/my-model.yml",
    "explore/cells.json",
    "search/records.json",
    "search/vocabulary.json",
    "site/",
    "terms/FACET/ID.json",
}


def _named(text: str) -> set[str]:
    """What a document names in its text: words in backticks, and where its links lead."""
    prose = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    return {*re.findall(r"`([^`\n]+)`", prose), *re.findall(r"\]\(([^)#:]+)\)", prose)}


def _exists(path: str) -> bool:
    """Whether the repository has the path: from its root, the package or docs/, or anywhere by its last part."""
    if any((REPOSITORY / folder / path).exists() for folder in ("", "src/hfm_atlas", "docs")):
        return True
    folders = ("src", "docs", "templates", "tests")
    return "/" not in path.rstrip("/") and any(any((REPOSITORY / one).rglob(path.rstrip("/"))) for one in folders)


@pytest.mark.parametrize("document", GUIDES, ids=lambda file: file.name)
def test_paths_that_guides_name_exist(document: Path) -> None:
    paths = {name for name in _named(document.read_text("utf-8")) if _PATH.fullmatch(name)}
    assert {path for path in paths - _MADE if not _exists(path)} == set()


@pytest.mark.parametrize("document", GUIDES, ids=lambda file: file.name)
def test_modules_that_guides_name_can_be_imported(document: Path) -> None:
    text = document.read_text("utf-8")
    for name in re.findall(r"\bhfm_atlas(?:\.\w+)+", text):
        importlib.import_module(name)
    for block in re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in ast.walk(ast.parse(block)):
            if isinstance(line, ast.ImportFrom):
                module = importlib.import_module(f"{line.module}")
                assert [one.name for one in line.names if not hasattr(module, one.name)] == []


def test_paths_in_the_picture_of_the_architecture_exist() -> None:
    picture = ARCHITECTURE.split("```")[1]
    paths = {path for path in _PATH.findall(picture) if path not in _MADE}
    assert {"loading/", "site/builder.py"} <= paths
    assert {path for path in paths if not _exists(path)} == set()


def test_names_of_code_in_the_architecture_are_in_the_code() -> None:
    files = [*(REPOSITORY / "src").rglob("*.py"), *(REPOSITORY / name for name in ("pyproject.toml", "mkdocs.yml"))]
    words = set(re.findall(r"\w+", " ".join(file.read_text("utf-8") for file in files)))
    code = {name for name in _named(ARCHITECTURE) if not _PATH.fullmatch(name) and not re.search(r"[\s-]", name)}
    named = {word for name in code for word in re.findall(r"\b[A-Za-z_]\w*", name)}
    assert {"ValueOrAbsent", "is_fixable"} <= named
    assert named - words == set()


def test_the_layers_of_the_architecture_are_those_that_are_checked() -> None:
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = [re.findall(r"\w+", layer) for layer in contracts[0]["layers"]]
    section = ARCHITECTURE.partition("## Layers")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    assert [re.findall(r"`(\w+)`", row) for row in rows] == layers
