"""What is kept of files between runs changes nothing but the time that a run takes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hfm_atlas.loading import loader, readings
from hfm_atlas.loading.loader import LoadCache, kept_readings, load_project
from hfm_atlas.loading.readings import make_reading
from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.validation.runner import CheckResult, check_project
from tests.conftest import TODAY


def _check(project: Project) -> CheckResult:
    """With what is kept in the project."""
    return check_project(project, TODAY, load_cache=kept_readings(project))


def _same(kept: CheckResult, cold: CheckResult) -> None:
    assert kept.diagnostics == cold.diagnostics
    assert kept.atlas.entries == cold.atlas.entries
    assert list(kept.atlas.entries) == list(cold.atlas.entries)
    assert {name: one.facet for name, one in kept.atlas.facets.items()} == {
        name: one.facet for name, one in cold.atlas.facets.items()
    }
    assert kept.atlas.unreadable_ids == cold.atlas.unreadable_ids
    assert dict(kept.lines) == dict(cold.lines)
    assert take_snapshot(kept.atlas) == take_snapshot(cold.atlas)


def test_an_unchanged_atlas_is_not_read_again(own_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _check(own_project)
    monkeypatch.setattr(loader, "read_content", None)
    monkeypatch.setattr(loader, "_validate", None)

    _same(_check(own_project), first)


def test_only_what_changed_is_read_again(own_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    _check(own_project)
    read, original = [], loader.read_content
    monkeypatch.setattr(loader, "read_content", lambda path, raw: read.append(path) or original(path, raw))
    file = own_project.entries / "base" / "oakbert.yml"
    file.write_text(file.read_text("utf-8").replace("name: OakBERT", "name: Oak-BERT"), "utf-8")

    result = _check(own_project)

    assert read == ["entries/base/oakbert.yml"]
    assert result.atlas.entries["oakbert"].name == "Oak-BERT"


def test_every_entry_and_facet_comes_back_as_it_is(any_index: SiteIndex) -> None:
    known = load_project(any_index.atlas.project, load_cache=kept_readings(any_index.atlas.project)).known
    for loaded in any_index.atlas.loaded:
        assert make_reading(loaded.document, loaded.entry, known, b"") is not None, loaded.entry.id
    for name, facet in any_index.atlas.facets.items():
        assert make_reading(facet.document, facet.facet, known, b"") is not None, name


def _lose_a_term(project: Project) -> None:
    file = project.taxonomy / "tasks.yml"
    file.write_text(file.read_text("utf-8").replace("id: named-entity-recognition", "id: naming"), "utf-8")


def _lose_an_entry(project: Project) -> None:
    (project.entries / "base" / "oakbert.yml").unlink()


def _lose_a_facet(project: Project) -> None:
    (project.taxonomy / "tasks.yml").unlink()


def _move_an_entry(project: Project) -> None:
    (project.entries / "base" / "oakbert.yml").rename(project.entries / "language" / "oakbert.yml")


def _break_the_yaml(project: Project) -> None:
    file = project.entries / "base" / "oakbert.yml"
    file.write_text(file.read_text("utf-8") + "\n  : [", "utf-8")


def _begin_with_a_mark(project: Project) -> None:
    file = project.entries / "base" / "oakbert.yml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize(
    "change",
    [_lose_a_term, _lose_an_entry, _lose_a_facet, _move_an_entry, _break_the_yaml, _begin_with_a_mark],
)
def test_findings_are_those_of_a_first_reading(own_project: Project, change: object) -> None:
    _check(own_project)
    assert callable(change)
    change(own_project)
    cold = check_project(own_project, TODAY)

    _same(_check(own_project), cold)
    _same(_check(own_project), cold)


def change_something(project: Project, chance: random.Random) -> None:
    """Edit, remove, copy or damage an entry or a facet, or put back what it was."""
    files = sorted([*project.entries.rglob("*.yml"), *project.taxonomy.glob("*.yml")])
    file = chance.choice(files)
    lines = file.read_text("utf-8").split("\n")
    place = chance.randrange(len(lines))
    kind = chance.choice(["word", "drop", "double", "copy", "remove"])
    if kind == "word":
        words = lines[place].split(" ")
        words[-1] = chance.choice(
            [*words[-1:], "", "foo", "2019", "not reported", "[]", "vision", "https://example.org/x"]
        )
        lines[place] = " ".join(words)
    elif kind == "drop":
        del lines[place]
    elif kind == "double":
        lines.insert(place, lines[place])
    if kind in ("word", "drop", "double"):
        file.write_text("\n".join(lines), "utf-8")
    elif kind == "copy":
        file.with_name(f"copy-{chance.randrange(100)}.yml").write_bytes(file.read_bytes())
    elif project.entries in file.parents:
        file.unlink()


def read_atlas(project: Project) -> dict[Path, bytes]:
    """Every entry and facet as it is now, for `put_back`."""
    return {file: file.read_bytes() for folder in (project.entries, project.taxonomy) for file in folder.rglob("*.yml")}


def put_back(project: Project, atlas: dict[Path, bytes]) -> None:
    """Entries and facets as they were when `atlas` was read, and no others."""
    for added in read_atlas(project).keys() - atlas.keys():
        added.unlink()
    for file, content in atlas.items():
        file.write_bytes(content)


@pytest.mark.parametrize("seed", range(3))
def test_after_random_changes_findings_are_those_of_a_first_reading(own_project: Project, seed: int) -> None:
    _changes(own_project, random.Random(seed), 4)


@pytest.mark.torture
def test_after_fifty_random_changes(own_project: Project) -> None:
    for seed in range(10):
        _changes(own_project, random.Random(seed), 50)


def _changes(project: Project, chance: random.Random, number: int) -> None:
    _check(project)
    for _ in range(number):
        change_something(project, chance)
        _same(_check(project), check_project(project, TODAY))


def test_a_damaged_cache_changes_nothing(own_project: Project) -> None:
    cold = _check(own_project)
    file = own_project.cache / "readings.sqlite"
    whole = file.read_bytes()
    chance = random.Random(1)
    for cut in (len(whole), len(whole) // 2, 10, 0):
        damaged = bytearray(whole[:cut])
        for _ in range(min(500, cut)):
            damaged[chance.randrange(cut)] ^= 1 << chance.randrange(8)
        file.write_bytes(damaged)
        _same(_check(own_project), cold)
        _same(_check(own_project), cold)


def test_a_cache_of_another_version_is_not_used(own_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    _check(own_project)
    monkeypatch.setattr(readings, "program_digest", lambda: b"another")
    read, original = [], loader.read_content
    monkeypatch.setattr(loader, "read_content", lambda path, raw: read.append(path) or original(path, raw))

    _check(own_project)

    assert len(read) == 33


def test_a_folder_that_cannot_be_written_changes_nothing(own_project: Project) -> None:
    own_project.cache.write_text("a file in the way", "utf-8")

    _same(_check(own_project), check_project(own_project, TODAY))


def test_a_run_keeps_what_it_reads_for_itself(own_project: Project, tmp_path: Path) -> None:
    assert not (own_project.cache).exists()
    load_project(own_project, load_cache=LoadCache())
    assert not (own_project.cache).exists()
