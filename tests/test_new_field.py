"""A new field takes a line in the schema and one in fields.py: the recipe of docs/architecture.md is tried."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.model.fields import FIELDS, fields_by_path, named_fields
from hfm_atlas.model.introspection import schema_fields

REPOSITORY = Path(__file__).parent.parent
RECIPE = (REPOSITORY / "docs/architecture.md").read_text("utf-8")
CLASS_LINES = '''    throw_away: ValueOrAbsent[list[Modality]] | None = None
    """What a test adds."""
'''
FIELD_LINE = '    FieldSpec("throw_away", "Throw-away", "Design", facet=Facet()),\n'


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Where a field shows that was added to a copy of the package as the recipe says."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(REPOSITORY / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPOSITORY / "tests/atlas", folder / "atlas")
    package = folder / "src/hfm_atlas"
    _insert(package / "model/entries.py", '    """How modalities are joined."""\n', CLASS_LINES)
    _insert(package / "model/fields.py", '    FieldSpec("fusion", "Fusion", "Design"),\n', FIELD_LINE)
    entry = folder / "atlas/entries/language/alderbert.yml"
    _insert(entry, "modalities: [biomedical-literature]\n", "throw_away: [histopathology]\n")
    _insert(entry, "\nevidence:\n", '  throw_away: {source: paper, locator: "Sec. 2"}\n')
    run = subprocess.run(
        [sys.executable, str(REPOSITORY / "tests/throw_away.py"), str(folder / "atlas")],
        env={**os.environ, "PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    places: dict[str, object] = json.loads(run.stdout)
    return places


def _insert(file: Path, behind: str, text: str) -> None:
    content = file.read_text("utf-8")
    assert content.count(behind) == 1, f"{behind!r} stands {content.count(behind)} times in {file.name}"
    file.write_text(content.replace(behind, behind + text), "utf-8")


def test_a_new_field_is_everywhere(found: dict[str, object]) -> None:
    assert [place for place, is_there in found.items() if not is_there] == []


def test_the_fields_page_says_where_it_shows(found: dict[str, object]) -> None:
    shown = str(found["Fields page"])
    assert shown == "Entry page, Key facts; Compare; Explore (Throw-away); Taxonomy; tables, as throw_away"


def test_the_recipe_is_what_is_tried_here() -> None:
    lines = [*CLASS_LINES.splitlines(), FIELD_LINE]
    assert [line for line in lines if line.strip() not in RECIPE] == []


def test_every_field_of_the_schema_is_declared() -> None:
    """What stands inside the items of a list or mapping is a part of that field."""
    single = {
        path for model in ENTRY_CLASSES.values() for path, one in schema_fields(model).items() if not one.is_repeated
    }
    declared = {path for path in fields_by_path() if not fields_by_path()[path].schema.is_repeated}
    assert declared == single


def test_every_declaration_is_of_a_field() -> None:
    known = {path for model in ENTRY_CLASSES.values() for path in schema_fields(model)}
    for one in FIELDS:
        parts = {f"{one.path}.{part}" for part in one.identity}
        assert {one.path, one.value_path, *parts} <= known
        assert {one.follows, one.settled_by, one.also} - {""} <= known


def test_a_name_means_one_field() -> None:
    shown = [one.key for one in FIELDS if one.column or one.filter]
    assert sorted(shown) == sorted(set(shown))
    aliases = [alias for one in named_fields().values() for alias in one.aliases]
    assert sorted(aliases) == sorted(set(aliases))
    assert not {alias for one in named_fields().values() for alias in one.aliases if alias != one.path} & set(shown)


def test_a_field_is_named_in_two_files_of_the_package() -> None:
    naming = [
        file.name for file in (REPOSITORY / "src").rglob("*.py") if "clinical_evidence" in file.read_text("utf-8")
    ]
    assert sorted(naming) == ["entries.py", "fields.py"]


def test_one_module_takes_annotations_apart() -> None:
    apart = [file.name for file in (REPOSITORY / "src").rglob("*.py") if "get_origin" in file.read_text("utf-8")]
    assert apart == ["introspection.py"]
