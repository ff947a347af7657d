"""New ids: every use is rewritten, nothing else changes, and the atlas is as valid as before."""

import os
from collections.abc import Callable

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.cli import run
from hfm_atlas.curation.refactor import Rewrite, merge_entry, rename_entry, rename_term
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.project import Project
from hfm_atlas.validation.runner import CheckResult, check_project
from tests.conftest import TODAY
from tests.editing import edit, read, read_all

CEDAR = "entries/vision/cedarnet.yml"


def check(project: Project) -> CheckResult:
    return check_project(project, TODAY)


@pytest.fixture
def apply(own_project: Project) -> Callable[[Callable[[Atlas], Rewrite]], CheckResult]:
    """Make and write a change; the atlas afterwards, which must be without any finding."""

    def write(rewrite: Callable[[Atlas], Rewrite]) -> CheckResult:
        result = rewrite(check(own_project).atlas)
        for path, text in result.texts.items():
            (own_project.root / path).write_text(text, "utf-8")
        for path in result.removed:
            (own_project.root / path).unlink()
        checked = check(own_project)
        assert not checked.diagnostics
        return checked

    return write


Apply = Callable[[Callable[[Atlas], Rewrite]], CheckResult]


def test_an_entry_gets_another_id(own_project: Project, apply: Apply) -> None:
    before = read_all(own_project)
    atlas = apply(lambda atlas: rename_entry(atlas, "oakbert", "oak-encoder")).atlas
    assert atlas.entries["oak-encoder"].former_ids == ["oakbert"]
    after = read_all(own_project)
    assert "entries/base/oakbert.yml" not in after
    assert set(after) - set(before) == {"entries/base/oak-encoder.yml"}
    changed = {path for path in before if before[path] != after.get(path)}
    assert changed == {"entries/base/oakbert.yml", "entries/language/alderbert.yml"}
    assert after["entries/language/alderbert.yml"] == before["entries/language/alderbert.yml"].replace(
        "{model: oakbert,", "{model: oak-encoder,"
    )
    assert after["entries/base/oak-encoder.yml"] == before["entries/base/oakbert.yml"].replace(
        "id: oakbert\n", "id: oak-encoder\n"
    ).replace("added:", "former_ids: [oakbert]\nadded:")


def test_comments_and_quotes_around_an_id(own_project: Project, apply: Apply) -> None:
    seg = "entries/vision/cedarseg.yml"
    edit(
        own_project, seg, "{model: cedarnet, relation: adapts}", "{model: 'cedarnet', relation: adapts}  # its weights"
    )
    edit(own_project, CEDAR, "id: cedarnet", 'id: "cedarnet"  # short')
    apply(lambda atlas: rename_entry(atlas, "cedarnet", "cedar"))
    assert "{model: cedar, relation: adapts}  # its weights\n" in read(own_project, seg)
    assert "id: cedar  # short\n" in read(own_project, "entries/vision/cedar.yml")


def test_an_id_that_yaml_would_take_for_something_else_is_quoted(own_project: Project, apply: Apply) -> None:
    apply(lambda atlas: rename_entry(atlas, "cedarnet", "no"))
    assert '{model: "no", relation: adapts}' in read(own_project, "entries/vision/cedarseg.yml")
    apply(lambda atlas: rename_entry(atlas, "no", "2024"))
    assert 'id: "2024"\n' in read(own_project, "entries/vision/2024.yml")
    assert 'former_ids: [cedarnet, "no"]\n' in read(own_project, "entries/vision/2024.yml")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("former_ids: [first]\n", "former_ids: [first, cedarnet]\n"),
        ("former_ids: [first]  # long ago\n", "former_ids: [first, cedarnet]  # long ago\n"),
        (
            "former_ids:\n  - first  # long ago\n  # then\n",
            "former_ids:\n  - first  # long ago\n  - cedarnet\n  # then\n",
        ),
        ("former_ids:\n- first\n- second\n", "former_ids:\n- first\n- second\n- cedarnet\n"),
        ("former_ids: [\n  first,\n  'second',\n  ]\n", "former_ids: [\n  first,\n  'second', cedarnet,\n  ]\n"),
        ("former_ids: []\n# behind\n", "former_ids: [cedarnet]\n# behind\n"),
    ],
)
def test_former_ids_are_extended_as_they_stand(own_project: Project, apply: Apply, written: str, expected: str) -> None:
    edit(own_project, CEDAR, "added: 2026-11-04\n", f"{written}# when it came\nadded: 2026-11-04\n")
    atlas = apply(lambda atlas: rename_entry(atlas, "cedarnet", "cedar")).atlas
    assert f"{expected}# when it came\nadded:" in read(own_project, "entries/vision/cedar.yml")
    assert atlas.entries["cedar"].former_ids[-1] == "cedarnet"


def test_there_and_back(own_project: Project, apply: Apply) -> None:
    apply(lambda atlas: rename_entry(atlas, "cedarnet", "cedar"))
    atlas = apply(lambda atlas: rename_entry(atlas, "cedar", "cedarnet")).atlas
    assert atlas.entries["cedarnet"].former_ids == ["cedar"]


def test_a_term_gets_another_id(own_project: Project, apply: Apply) -> None:
    atlas = apply(lambda atlas: rename_term(atlas, "tasks", "question-answering", "answering")).atlas
    term = atlas.term("tasks", "answering")
    assert term is not None
    assert term.former_ids == ["question-answering"]
    text = read(own_project, "taxonomy/tasks.yml")
    assert "  - id: answering\n    former_ids: [question-answering]\n    name: Question answering\n" in text
    again = apply(lambda atlas: rename_term(atlas, "tasks", "answering", "qa")).atlas.term("tasks", "qa")
    assert again is not None
    assert again.former_ids == ["question-answering", "answering"]


def test_a_term_that_stands_in_braces_and_has_narrower_ones(own_project: Project, apply: Apply) -> None:
    apply(lambda atlas: rename_term(atlas, "tasks", "language-tasks", "text-tasks"))
    text = read(own_project, "taxonomy/tasks.yml")
    assert "  - {former_ids: [language-tasks], id: text-tasks, name: Language tasks," in text
    assert text.count("broader: text-tasks") == 2


def test_a_term_in_braces_over_several_lines(own_project: Project, apply: Apply) -> None:
    old = "  - {id: imaging-tasks, name: Imaging tasks,"
    edit(own_project, "taxonomy/tasks.yml", old, "  - {name: Imaging tasks,\n     id: imaging-tasks,")
    apply(lambda atlas: rename_term(atlas, "tasks", "imaging-tasks", "pictures"))
    assert "     former_ids: [imaging-tasks], id: pictures," in read(own_project, "taxonomy/tasks.yml")


def test_a_term_of_the_same_name_in_another_facet_stays(own_project: Project, apply: Apply) -> None:
    # `none` is a paradigm and also what an entry says of its weights.
    atlas = apply(lambda atlas: rename_term(atlas, "pretraining", "generative", "generating")).atlas
    assert atlas.term("pretraining", "generating")
    assert "pretraining: generating" in read(own_project, "entries/bioinformatics/elmprot.yml")


def test_a_merger(own_project: Project, apply: Apply) -> None:
    edit(own_project, "entries/vision/cedarseg.yml", "added:", "former_ids: [cedar-old]\nadded:")
    checked = apply(lambda atlas: merge_entry(atlas, "cedarseg", "cedarnet"))
    assert checked.atlas.entries["cedarnet"].former_ids == ["cedar-old", "cedarseg"]
    assert "entries: [cedarnet]" in read(own_project, "entries/surveys/he-2025.yml")


def test_what_only_the_merged_entry_says_is_named(own_project: Project) -> None:
    edit(own_project, "entries/vision/cedarseg.yml", "tasks: [segmentation]", "tasks: [segmentation]\nlanguages: [en]")
    assert merge_entry(check(own_project).atlas, "cedarseg", "cedarnet").lost_facts == ("languages",)


@pytest.mark.parametrize(
    ("rewrite", "said"),
    [
        (
            lambda atlas: rename_entry(atlas, "cedarnte", "cedar"),
            "there is no entry 'cedarnte': did you mean 'cedarnet'",
        ),
        (lambda atlas: rename_entry(atlas, "alder", "ash"), "'alder' is a former id of 'alderbert'"),
        (lambda atlas: rename_entry(atlas, "cedarnet", "firvit"), "there is already an entry 'firvit'"),
        (lambda atlas: rename_entry(atlas, "cedarnet", "cedarnet"), "there is already an entry 'cedarnet'"),
        (lambda atlas: rename_entry(atlas, "cedarnet", "alder"), "'alder' is a former id of 'alderbert'"),
        (lambda atlas: rename_entry(atlas, "cedarnet", "Cedar"), "'Cedar' is not an id"),
        (lambda atlas: rename_entry(atlas, "cedarnet", "../up"), "'../up' is not an id"),
        (lambda atlas: rename_entry(atlas, "cedarnet", "a" * 65), "at most 64 characters"),
        (lambda atlas: rename_entry(atlas, "cedarnet", "a\n"), "is not an id"),
        (lambda atlas: merge_entry(atlas, "cedarnet", "cedarnet"), "cannot be merged into itself"),
        (lambda atlas: merge_entry(atlas, "cedarnet", "firvit"), "'cedarnet' is a model, 'firvit' a base"),
        (lambda atlas: merge_entry(atlas, "cedarnet", "cedars"), "there is no entry 'cedars'"),
        (lambda atlas: rename_term(atlas, "taks", "a", "b"), "there is no facet 'taks': did you mean 'tasks'"),
        (lambda atlas: rename_term(atlas, "tasks", "segmentatoin", "b"), "did you mean 'segmentation'"),
        (lambda atlas: rename_term(atlas, "tasks", "segmentation", "report-generation"), "there is already a term"),
        (lambda atlas: rename_term(atlas, "tasks", "segmentation", "A B"), "'A B' is not an id"),
    ],
)
def test_wrong_usage(mini_atlas: Atlas, rewrite: Callable[[Atlas], Rewrite], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        rewrite(mini_atlas)


def test_an_id_over_several_lines_is_refused(own_project: Project) -> None:
    edit(own_project, "entries/vision/cedarseg.yml", "{model: cedarnet, relation", "{model:\n    'cedarnet', relation")
    rename_entry(check(own_project).atlas, "cedarnet", "cedar")
    edit(own_project, "entries/vision/cedarseg.yml", "- {model:\n    'cedarnet', relation: adapts}", BLOCK)
    with pytest.raises(UsageError, match="run `hfm-atlas fmt` first"):
        rename_entry(check(own_project).atlas, "cedarnet", "cedar")


BLOCK = "- model: >-\n      cedarnet\n    relation: adapts"


def test_the_commands(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project = ["--project", str(own_project.root)]
    before = read_all(own_project)
    assert run([*project, "rename-entry", "cedarnet", "cedar", "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert "--- entries/vision/cedarnet.yml\n+++ entries/vision/cedar.yml\n" in shown
    assert "-id: cedarnet\n+id: cedar\n" in shown
    assert read_all(own_project) == before
    assert run([*project, "rename-entry", "cedarnet", "cedar"]) == 0
    assert run([*project, "merge-entry", "cedarseg", "cedar"]) == 0
    assert "removed entries/vision/cedarseg.yml" in capsys.readouterr().out
    assert run([*project, "rename-term", "tasks/segmentation", "tasks/outlining"]) == 0
    assert run([*project, "rename-term", "segmentation", "outlining"]) == 2
    assert "name the term with its facet, for example tasks/segmentation" in capsys.readouterr().err
    assert not check(own_project).diagnostics


def test_a_merger_that_leaves_an_error_says_so(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(own_project.root), "merge-entry", "elmprot", "elmprot-2"]) == 1
    assert "(self-reference)" in capsys.readouterr().err


def test_a_broken_file_that_names_the_id_is_not_left_behind(
    own_project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(own_project, "entries/vision/cedarseg.yml", "year: 2023", "year: soon")
    before = read_all(own_project)
    assert run(["--project", str(own_project.root), "rename-entry", "cedarnet", "cedar"]) == 2
    assert "fix them first: entries/vision/cedarseg.yml" in capsys.readouterr().err
    assert read_all(own_project) == before
    assert run(["--project", str(own_project.root), "rename-entry", "cedarseg", "cedar"]) == 2
    assert "the entry 'cedarseg' has errors" in capsys.readouterr().err


def test_a_full_disk_leaves_everything_as_it_was(
    own_project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_all(own_project)
    fsync, written = os.fsync, []

    def fail(handle: int) -> None:
        written.append(handle)
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", fail)
    assert run(["--project", str(own_project.root), "rename-entry", "cedarnet", "cedar"]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert read_all(own_project) == before
    assert not list(own_project.entries.rglob(".*"))
