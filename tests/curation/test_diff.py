"""What a change means: made by hand in a copy of the invented atlas, and read back."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hfm_atlas.cli import run
from hfm_atlas.curation.diff import (
    Changes,
    EntryChange,
    FieldChange,
    Named,
    TermChange,
    compare_states,
    read_changes,
)
from hfm_atlas.curation.refactor import merge_entry, rename_entry, rename_term
from hfm_atlas.diagnostics import Diagnostic, Position, Severity
from hfm_atlas.project import Project
from hfm_atlas.reports.changes import render_changes
from hfm_atlas.reports.markdown import shorten_comment
from hfm_atlas.validation.runner import CheckResult, check_project
from tests.conftest import TODAY
from tests.editing import commit_all, edit, read

PROJECT = ["--project", str(Path(__file__).parents[1] / "atlas")]
EMPTY = Changes((), (), (), (), (), (), (), (), (), (), (), ())
ALDER = "entries/language/alderbert.yml"
BIRCH = "entries/language/birchgpt.yml"


@pytest.fixture
def changes(own_project: Project, mini_checked: CheckResult) -> Callable[[], Changes]:
    """What has changed in the copy since it was made."""
    return lambda: compare_states(mini_checked, check_project(own_project, TODAY))


def fields(changes: Changes) -> list[FieldChange]:
    """What changed in the one entry that did, without the evidence, which has tests of its own."""
    (entry,) = changes.entries_changed
    return [replace(one, evidence=None) for one in entry.fields]


def kept_evidence(changes: Changes) -> dict[str, str | None]:
    (entry,) = changes.entries_changed
    return {one.path: one.evidence for one in entry.fields}


def test_nothing(changes: Callable[[], Changes]) -> None:
    assert changes().is_empty
    assert render_changes(changes(), "text") == "No change in what the atlas says.\n"


def test_layout_and_comments_are_no_change(own_project: Project, changes: Callable[[], Changes]) -> None:
    edit(own_project, ALDER, "  - {model: oakbert, relation", "  # as the paper says\n  - {model:   oakbert, relation")
    edit(own_project, ALDER, "former_ids: [alder]\n", "former_ids:\n  - alder\n")
    assert changes().is_empty


def test_a_value(own_project: Project, changes: Callable[[], Changes]) -> None:
    edit(own_project, ALDER, "venue: Journal of Invented Informatics", "venue: Annals of Informatics")
    change = FieldChange("publication.venue", "Journal of Invented Informatics", "Annals of Informatics")
    assert fields(changes()) == [change]
    assert "publication.venue: Journal of Invented Informatics → Annals of Informatics" in render_changes(
        changes(), "text"
    )


def test_items_of_a_list(own_project: Project, changes: Callable[[], Changes]) -> None:
    edit(
        own_project, BIRCH, "modalities: [clinical-notes, biomedical-literature]", "modalities: [clinical-notes, text]"
    )
    (change,) = fields(changes())
    assert (change.path, change.gained, change.lost) == ("modalities", ("text",), ("biomedical-literature",))
    assert "modalities: gained text; lost biomedical-literature" in render_changes(changes(), "text")
    assert changes().edges_gained == ("birchgpt classified-as modalities/text",)
    assert changes().edges_lost == ("birchgpt classified-as modalities/biomedical-literature",)


def test_a_list_in_another_order(own_project: Project, changes: Callable[[], Changes]) -> None:
    edit(own_project, BIRCH, '["Beech, Bo", "Ash, Alba"]', '["Ash, Alba", "Beech, Bo"]')
    assert fields(changes()) == [FieldChange("publication.authors", "Beech, Bo; Ash, Alba", "Ash, Alba; Beech, Bo")]


def test_a_field_of_an_item(own_project: Project, changes: Callable[[], Changes]) -> None:
    edit(own_project, ALDER, "value: 61.5", "value: 65.1")
    edit(own_project, ALDER, "relation: continues-pretraining", "relation: fine-tunes")
    assert fields(changes()) == [
        FieldChange("builds_on[oakbert].relation", "continues-pretraining", "fine-tunes"),
        FieldChange("results[lichen-qa].value", "61.5", "65.1"),
    ]


def test_items_with_the_same_first_field_are_told_apart(own_project: Project, changes: Callable[[], Changes]) -> None:
    edit(own_project, BIRCH, "Every tenth answer holds", "Every ninth answer holds")
    (change,) = fields(changes())
    assert change.path == "challenges[hallucination, exhibits].note"
    assert change.new == "Every ninth answer holds an untrue sentence."


def test_results_of_one_benchmark_are_told_apart_by_their_settings(
    own_project: Project, mini_checked: CheckResult
) -> None:
    second = read(own_project, ALDER).partition("results:\n")[2].partition("challenges:")[0]
    edit(own_project, ALDER, "challenges:\n", second.replace("fine-tuned", "zero-shot") + "challenges:\n")
    before = check_project(own_project, TODAY)
    rest = "\n    unit: percent\n    setting: test set, zero"
    edit(own_project, ALDER, f"value: 61.5{rest}", f"value: 9{rest}")
    key = "lichen-qa, question-answering, accuracy, test set, zero-shot"
    changed = compare_states(before, check_project(own_project, TODAY))
    assert fields(changed) == [FieldChange(f"results[{key}].value", "61.5", "9.0")]


def test_records_that_nothing_tells_apart_are_shown_whole(own_project: Project, mini_checked: CheckResult) -> None:
    twice = "  - {survey: he-2025, locator: Table X}\n" * 2
    edit(own_project, ALDER, "listed_by:\n", f"listed_by:\n{twice}")
    (entry,) = compare_states(mini_checked, check_project(own_project, TODAY)).entries_changed
    (change,) = entry.fields
    assert change.path == "listed_by"
    assert change.gained == ("survey he-2025, locator Table X",) * 2
    assert change.lost == ()


def test_an_item_that_comes_and_one_that_goes(own_project: Project, changes: Callable[[], Changes]) -> None:
    edit(own_project, ALDER, "  - {dataset: moss-abstracts, amount: 4.5B, unit: words}\n", "  - {name: Letters}\n")
    assert fields(changes()) == [
        FieldChange("pretraining.corpora[moss-abstracts]", "dataset moss-abstracts, amount 4.5B, unit words", None),
        FieldChange("pretraining.corpora[Letters]", None, "name Letters"),
    ]


def test_the_three_kinds_of_nothing(own_project: Project, changes: Callable[[], Changes]) -> None:
    edit(own_project, BIRCH, "  objectives: not applicable\n", "")
    edit(own_project, BIRCH, "  compute: not applicable\n", "  compute: not reported\n")
    assert fields(changes()) == [
        FieldChange("pretraining.objectives", "not applicable", None),
        FieldChange("pretraining.compute", "not applicable", "not reported"),
    ]


def test_evidence(own_project: Project, changes: Callable[[], Changes]) -> None:
    edit(own_project, ALDER, "  tasks: {source: paper, locator: Abstract}\n", "")
    edit(
        own_project,
        ALDER,
        "adaptation: {source: paper, locator: Sec. 4}",
        "adaptation: {source: paper, locator: Sec. 5}",
    )
    (entry,) = changes().entries_changed
    assert not entry.fields
    assert entry.evidence == (
        FieldChange("adaptation", "paper, Sec. 4", "paper, Sec. 5"),
        FieldChange("tasks", "paper, Abstract", None),
    )
    assert "evidence of tasks: no longer paper, Abstract" in render_changes(changes(), "text")


@pytest.mark.parametrize(
    ("old", "new", "path", "kept"),
    [
        (
            "parameters: [110M]",
            "parameters: [340M]",
            "architecture.parameters",
            "card, Summary (The paper gives no number.)",
        ),
        ("year: 2020", "year: 2021", "publication.year", "paper, Title page"),
        ("value: 61.5", "value: 65.1", "results[lichen-qa].value", "paper, Table 4"),
        ("amount: 4.5B", "amount: 4.6B", "pretraining.corpora[moss-abstracts].amount", "paper, Table 1"),
        ("tasks: [named-entity-recognition, ", "tasks: [", "tasks", "paper, Abstract"),
        ("name: AlderBERT", "name: AlderBert", "name", None),
        ("  parameters: [110M]\n", "", "architecture.parameters", None),
    ],
)
def test_evidence_that_stayed_while_its_fact_changed_is_told(
    own_project: Project, changes: Callable[[], Changes], old: str, new: str, path: str, kept: str | None
) -> None:
    edit(own_project, ALDER, old, new)
    assert kept_evidence(changes()) == {path: kept}
    assert (f"(evidence unchanged: {kept})\n" in render_changes(changes(), "text")) is (kept is not None)
    assert (f"(evidence unchanged: `{kept}`)\n" in render_changes(changes(), "markdown")) is (kept is not None)


@pytest.mark.parametrize(
    ("old", "new", "place", "elsewhere", "path"),
    [
        (
            "parameters: [110M]",
            "parameters: [340M]",
            "architecture.parameters: {source: card, locator: Summary, note: The paper gives no number.}",
            "architecture.parameters: {source: code, locator: README}",
            "architecture.parameters",
        ),
        (
            "value: 61.5",
            "value: 65.1",
            "locator: Table 4\nchallenges",
            "locator: Table 5\nchallenges",
            "results[lichen-qa].value",
        ),
    ],
)
def test_evidence_that_changed_with_its_fact_is_not(
    own_project: Project, changes: Callable[[], Changes], old: str, new: str, place: str, elsewhere: str, path: str
) -> None:
    edit(own_project, ALDER, old, new)
    edit(own_project, ALDER, place, elsewhere)
    assert kept_evidence(changes())[path] is None
    assert "evidence unchanged" not in render_changes(changes(), "text")


def test_findings_gained_and_cured(own_project: Project, mini_checked: CheckResult) -> None:
    edit(own_project, ALDER, "  tasks: {source: paper, locator: Abstract}\n", "")
    worse = check_project(own_project, TODAY)
    gained = compare_states(mini_checked, worse).findings_gained
    assert [one.rule for one in gained] == ["checked-without-evidence"]
    # Lines above move; the finding is the same one.
    edit(own_project, ALDER, "aliases: [Alder encoder]\n", "\n\n\naliases: [Alder encoder]\n")
    assert compare_states(worse, check_project(own_project, TODAY)).is_empty
    assert compare_states(worse, mini_checked).findings_fixed == gained


def test_an_entry_with_an_error_cures_no_facet(own_project: Project) -> None:
    term = "  - id: protein-sequence\n"
    unused = term.replace("protein", "peptide") + "    name: Peptide\n    definition: A short chain.\n"
    edit(
        own_project,
        "taxonomy/modalities.yml",
        term,
        f"{unused}    source: {{publication: atlas, section: invented}}\n{term}",
    )
    before = check_project(own_project, TODAY)
    assert [one.rule for one in before.diagnostics] == ["unused-term"]
    edit(own_project, ALDER, "modalities: [biomedical-literature]\n", "modalities: [of-nothing]\n")
    changes = compare_states(before, check_project(own_project, TODAY))
    assert [one.rule for one in changes.findings_gained] == ["unknown-term"]
    assert changes.findings_fixed == ()


def test_an_entry_added_and_one_removed(own_project: Project, changes: Callable[[], Changes]) -> None:
    edit(own_project, "entries/surveys/he-2025.yml", "entries: [cedarseg]", "entries: [pineseg]")
    text = read(own_project, "entries/vision/cedarseg.yml")
    (own_project.entries / "vision" / "cedarseg.yml").unlink()
    text = text.replace("cedarseg", "pineseg").replace("CedarSeg", "PineSeg").replace("the chest", "the hand")
    (own_project.entries / "vision" / "pineseg.yml").write_text(text)
    report = render_changes(changes(), "text")
    assert "Entries added: 1\n  PineSeg (model pineseg): drafted, 6 of 6 facts with evidence\n" in report
    assert "Entries removed: 1\n  CedarSeg (model cedarseg)\n" in report
    assert "pineseg builds-on cedarnet" in report
    assert "cedarseg builds-on cedarnet" not in report


def test_an_entry_that_got_an_error_is_not_called_removed(
    own_project: Project, mini_checked: CheckResult, changes: Callable[[], Changes]
) -> None:
    edit(own_project, ALDER, "year: 2020", "year: soon")
    assert (changes().entries_broken, changes().entries_removed) == (("alderbert",), ())
    assert "Entries with errors now, not compared: 1\n  alderbert\n" in render_changes(changes(), "text")
    back = compare_states(check_project(own_project, TODAY), mini_checked)
    assert (back.entries_fixed, back.entries_added) == (("alderbert",), ())


def test_a_new_id_is_not_a_change_where_it_is_used(own_project: Project, changes: Callable[[], Changes]) -> None:
    apply(own_project, lambda atlas: rename_entry(atlas, "oakbert", "oak-encoder"))
    (change,) = changes().entries_changed
    assert (change.old_id, change.id, change.fields, change.evidence) == ("oakbert", "oak-encoder", (), ())
    assert not changes().edges_gained
    assert not changes().findings_gained
    report = render_changes(changes(), "text")
    assert report == "Entries changed: 1\n  OakBERT (oak-encoder), renamed from oakbert\n\n"


def test_a_renamed_term(own_project: Project, changes: Callable[[], Changes]) -> None:
    apply(own_project, lambda atlas: rename_term(atlas, "tasks", "question-answering", "answering"))
    assert render_changes(changes(), "text") == (
        "Terms changed: 1\n  tasks/answering, renamed from question-answering\n\n"
    )


def test_a_merger(own_project: Project, changes: Callable[[], Changes]) -> None:
    apply(own_project, lambda atlas: merge_entry(atlas, "cedarseg", "cedarnet"))
    (gone,) = changes().entries_removed
    assert (gone.id, gone.merged_into) == ("cedarseg", "cedarnet")
    assert "CedarSeg (model cedarseg), merged into cedarnet" in render_changes(changes(), "text")
    assert not changes().entries_changed


def test_terms(own_project: Project, changes: Callable[[], Changes]) -> None:
    tasks = "taxonomy/tasks.yml"
    edit(own_project, tasks, "definition: Fold a protein.", "definition: Fold a chain.")
    with (own_project.root / tasks).open("a") as file:
        file.write(
            "  - {id: triage, name: Triage, definition: Sort., source: {publication: atlas, section: invented}}\n"
        )
    assert [one.id for one in changes().terms_added] == ["triage"]
    (change,) = changes().terms_changed
    assert change.fields == (FieldChange("definition", "Fold a protein.", "Fold a chain."),)


def test_markdown_shows_every_value_as_code(own_project: Project, changes: Callable[[], Changes]) -> None:
    hostile = "x` <img src=x> [a](javascript:b) @everyone #1"
    edit(own_project, ALDER, "venue: Journal of Invented Informatics", f'venue: "{hostile}"')
    report = render_changes(changes(), "markdown")
    assert f"- `publication.venue`: `Journal of Invented Informatics` → ``{hostile}``" in report


def test_json_is_read_again(
    own_project: Project, changes: Callable[[], Changes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(own_project, ALDER, "value: 61.5", "value: 65.1")
    edit(own_project, ALDER, "  tasks: {source: paper, locator: Abstract}\n", "")
    (own_project.entries / "vision" / "cedarseg.yml").unlink()
    assert read_changes(render_changes(changes(), "json").encode()) == changes()
    file = tmp_path / "changes.json"
    file.write_text(render_changes(changes(), "json"))
    answer = tmp_path / "answer.md"
    assert run([*PROJECT, "diff", "--read", str(file), "--format", "markdown", "-o", str(answer)]) == 0
    assert answer.read_text() == render_changes(changes(), "markdown")
    assert run([*PROJECT, "diff"]) == 2
    assert "name a revision to compare with" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b"\xff\xfe",
        b" " * (6 * 1024 * 1024),
        render_changes(EMPTY, "json").replace('"entries_added": []', '"entries_added": [1]').encode(),
        render_changes(EMPTY, "json").replace('"edges_lost": []', '"edges_lost": "all"').encode(),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    file = tmp_path / "changes.json"
    file.write_bytes(content)
    assert run([*PROJECT, "diff", "--read", str(file)]) == 2
    assert "is no report of `hfm-atlas diff --format json`" in capsys.readouterr().err


def test_a_report_of_a_stranger_stays_text() -> None:
    hostile = "<img src=x> ![x](https://example.org) @everyone"
    finding = Diagnostic(hostile, Position(1, 1), hostile, Severity.ERROR, hostile, hostile)
    changes = replace(
        EMPTY,
        entries_added=(Named(hostile, hostile, hostile, hostile, hostile),),
        entries_changed=(EntryChange(hostile, hostile, "", (FieldChange(hostile, hostile, hostile),), ()),),
        entries_broken=(hostile,),
        terms_changed=(TermChange(hostile, hostile, hostile, ()),),
        edges_gained=(hostile,),
        findings_gained=(finding,),
    )
    report = render_changes(changes, "markdown")
    assert "<img" in report
    assert not re.search(r"<img|!\[|@every", re.sub(r"`[^`]*`", "", report))


def test_a_long_report_fits_into_a_comment() -> None:
    text = "".join(f"- line {number} {'x' * 50}\n" for number in range(3000))
    short = shorten_comment(text)
    assert len(short) < 65_536
    kept = short.count("- line")
    assert f"… and {3000 - kept:,} more lines" in short
    assert shorten_comment("short\n") == "short\n"


def test_the_command(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    commit_all(own_project)
    edit(own_project, ALDER, "year: 2020", "year: 2021")
    assert run(["--project", str(own_project.root), "diff", "main", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    (entry,) = report["entries_changed"]
    evidence = "paper, Title page"
    changed = {"path": "publication.year", "old": "2020", "new": "2021", "gained": [], "lost": [], "evidence": evidence}
    assert entry["fields"] == [changed]
    commit_all(own_project)
    assert run(["--project", str(own_project.root), "diff", "HEAD~1", "HEAD"]) == 0
    assert "publication.year: 2020 → 2021" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["diff", "nowhere"], "git knows no revision 'nowhere'"),
        (["diff", "main", "nowhere"], "git knows no revision 'nowhere'"),
        (["diff", "main", "--format", "markdwon"], "did you mean 'markdown'?"),
    ],
)
def test_wrong_usage(own_project: Project, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    commit_all(own_project)
    assert run(["--project", str(own_project.root), *arguments]) == 2
    assert said in capsys.readouterr().err


def apply(project: Project, rewrite: Callable) -> None:
    result = rewrite(check_project(project, TODAY).atlas)
    for path, text in result.texts.items():
        (project.root / path).write_text(text)
    for path in result.removed:
        (project.root / path).unlink()
