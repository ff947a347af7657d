"""`validate --fix`: what is safe is fixed and shown, everything else stays as it is."""

import json
from collections.abc import Callable

import pytest

from hfm_atlas.cli import run
from hfm_atlas.diagnostics import Diagnostic, Position, Severity
from hfm_atlas.project import Project
from hfm_atlas.validation.runner import check_project
from hfm_atlas.yamlio.edits import TextEdit, apply_edits, fix_text, strip_lines
from hfm_atlas.yamlio.parser import parse_text
from tests.conftest import TODAY
from tests.editing import edit, read, read_all

SEG = "entries/vision/cedarseg.yml"
Fix = Callable[..., int]


@pytest.fixture
def fix(own_project: Project) -> Fix:
    """Run `validate --fix` on the copy."""
    return lambda *arguments: run(["--project", str(own_project.root), "validate", "--fix", *arguments])


def test_a_file_that_is_no_text_is_left_alone(fix: Fix, own_project: Project) -> None:
    (own_project.root / SEG).write_bytes(b"\xcd: 1 \n")

    assert fix() == 1
    assert (own_project.root / SEG).read_bytes() == b"\xcd: 1 \n"


@pytest.mark.parametrize(
    ("good", "written", "fixed"),
    [
        ("doi: 10.5555/cedarseg.2023.1", "doi: https://doi.org/10.5555/cedarseg.2023.1", None),
        ("doi: 10.5555/cedarseg.2023.1", "doi: 'doi:10.5555/cedarseg.2023.1'", None),
        ("year: 2023", 'year: "2023"', None),
        ("modalities: [chest-x-ray]", "modalities: [Chest X-ray]", None),
        ("modalities: [chest-x-ray]", "modalities: [CXR]", None),
        ("modalities: [chest-x-ray]", "modalities: chest-x-ray", None),
        ("modalities: [chest-x-ray]", "modalities: [chest-x-rya]", None),
        ("modalities: [chest-x-ray]", "modalities: chest-x-ray, text", "modalities: [chest-x-ray, text]"),
        ("modalities: [chest-x-ray]", "modality: [chest-x-ray]", False),
        ("tasks: [segmentation]", "task: segmentatoin", None),
        ("tasks: [segmentation]", "tasks: Not-reported", "tasks: not reported"),
        ("relation: adapts", "relation: adapt", None),
        ("relation: adapts", "relation: uses", False),
        ("model: cedarnet", "model: cedarnett", False),
        ("drafted, date: 2026-11-20", 'drafted, date: "2026-11-20"', None),
        ("drafted, date: 2026-11-20", "drafted, on: 2026-11-20", None),
        ("status: drafted", "status: Drafted", None),
        ("locator: Title page", "locator: 3.10", 'locator: "3.10"'),
        ("venue: Annals of Invented Imaging", "venue: no", 'venue: "no"'),
        ("name: CedarSeg", "name: Cedar\u200bSeg", None),
        ("tasks: [segmentation]", "tasks: [segmentatoin]  # one", "tasks: [segmentation]  # one"),
        (
            "languages: not applicable\n",
            "languages: [English, no]\n",
            'languages: [en, "no"]\n',
        ),
        (
            "added: 2026-11-05\n",
            "availability:\n  code: http://github.com/cedar/seg.git\n  weights: no\nadded: 2026-11-05\n",
            "availability:\n  code: https://github.com/cedar/seg\n  weights: no\nadded: 2026-11-05\n",
        ),
        (
            "added: 2026-11-05\n",
            "availability:\n  code_license: apache-2.0\nadded: 2026-11-05\n",
            "availability:\n  code_licence: Apache-2.0\nadded: 2026-11-05\n",
        ),
        (
            "added: 2026-11-05\n",
            "preprint: {server: arxiv, id: 2401.12340, year: 2024}\nadded: 2026-11-05\n",
            'preprint: {server: arxiv, id: "2401.12340", year: 2024}\nadded: 2026-11-05\n',
        ),
        (
            "added: 2026-11-05\n",
            "preprint: {server: biorxiv, id: 10.1101/2023.04.30.538439v2, year: 2023}\nadded: 2026-11-05\n",
            "preprint: {server: biorxiv, id: 2023.04.30.538439, year: 2023}\nadded: 2026-11-05\n",
        ),
        (
            "added: 2026-11-05\n",
            "preprint: {server: arxiv, id: https://arxiv.org/abs/2401.12340v2, year: 2024}\nadded: 2026-11-05\n",
            'preprint: {server: arxiv, id: "2401.12340", year: 2024}\nadded: 2026-11-05\n',
        ),
    ],
)
def test_what_is_fixed(own_project: Project, fix: Fix, good: str, written: str, fixed: str | bool | None) -> None:
    before = read(own_project, SEG)
    edit(own_project, SEG, good, written)
    broken = read(own_project, SEG)
    fix()
    expected = broken if fixed is False else before if fixed is None else before.replace(good, str(fixed))
    assert read(own_project, SEG) == expected


def test_every_change_is_shown_and_the_rest_reported(
    own_project: Project, fix: Fix, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(own_project, SEG, "tasks: [segmentation]", "task: segmentatoin")
    edit(own_project, SEG, "model: cedarnet", "model: cedarnett")
    assert fix() == 1
    shown = capsys.readouterr()
    assert f"fixed {SEG}:24:1: task → tasks (unknown-field)\n" in shown.err
    assert f"fixed {SEG}:24:8: segmentatoin → [segmentatoin] (wrong-value)\n" in shown.err
    assert f"fixed {SEG}:24:9: segmentatoin → segmentation (unknown-term)\n" in shown.err
    assert "there is no model or base 'cedarnett'" in shown.out
    assert shown.out.count("error:") == 1


def test_a_finding_that_can_be_fixed_says_so(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    edit(own_project, SEG, "tasks: [segmentation]", "tasks: [segmentatoin]")
    project = ["--project", str(own_project.root)]
    for name in ("text", "github", "sarif"):
        assert run([*project, "validate", "--format", name]) == 1
        assert "did you mean 'segmentation'?; `hfm-atlas validate --fix` fixes this" in capsys.readouterr().out
    assert run([*project, "validate", "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["fix"] == "segmentation"


def test_sarif_brings_the_replacement(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    edit(own_project, SEG, "tasks: [segmentation]", "tasks: [segmentatoin]")
    run(["--project", str(own_project.root), "validate", "--format", "sarif"])
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "segmentation"}


def test_nothing_to_fix_changes_nothing(own_project: Project, fix: Fix, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_all(own_project)
    assert fix() == 0
    assert read_all(own_project) == before
    assert "fix" not in capsys.readouterr().err


def test_only_the_named_files_are_fixed(own_project: Project, fix: Fix) -> None:
    edit(own_project, SEG, "tasks: [segmentation]", "tasks: [segmentatoin]")
    fix(str(own_project.entries / "language"))
    assert "segmentatoin" in read(own_project, SEG)
    fix(str(own_project.root / SEG))
    assert "segmentatoin" not in read(own_project, SEG)


@pytest.mark.parametrize("typo", ["year: 2023\n  year: 2023", "year: [", "year: &a 2023", "year: !!str 2023"])
def test_broken_yaml_stays_as_it_is(own_project: Project, fix: Fix, typo: str) -> None:
    edit(own_project, SEG, "tasks: [segmentation]", "tasks: [segmentatoin]   ")
    edit(own_project, SEG, "year: 2023", typo)
    before = read(own_project, SEG)
    assert fix() == 1
    assert read(own_project, SEG) == before


def test_terms_are_fixed_too(own_project: Project, fix: Fix) -> None:
    before = read_all(own_project)
    path = "taxonomy/opportunities.yml"
    edit(own_project, path, "challenge: hallucination", "challenge: Hallucination")
    assert fix() == 0
    assert read_all(own_project) == before


def test_line_ends_and_byte_order_mark_are_kept(own_project: Project, fix: Fix) -> None:
    text = read(own_project, SEG)
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    (own_project.root / SEG).write_bytes(windows.replace(b"[segmentation]", b"[segmentatoin]"))
    assert fix() == 0
    assert (own_project.root / SEG).read_bytes() == windows


def test_white_space_at_the_ends_of_lines(own_project: Project, fix: Fix, capsys: pytest.CaptureFixture[str]) -> None:
    before = read(own_project, SEG)
    edit(own_project, SEG, "year: 2023\n", "year: 2023  \n")
    edit(own_project, SEG, "name: CedarSeg\n", "name: CedarSeg\t\n")
    assert fix() == 0
    assert read(own_project, SEG) == before
    assert f"fixed {SEG}: white space at the end of 2 lines" in capsys.readouterr().err


def test_white_space_that_means_something_stays() -> None:
    text = "a: |\n  one  \n  two\nb: 1\n"
    assert strip_lines(text) == (text, 0)
    assert strip_lines("a: [  \n") == ("a: [  \n", 0)


def finding(line: int, column: int, length: int, fix: str) -> Diagnostic:
    return Diagnostic("x.yml", Position(line, column, length), "r", Severity.ERROR, "m", None, fix)


def test_fixes_of_one_line_do_not_shift_each_other() -> None:
    fixed = fix_text("x: [aa, b, aa]\n", [finding(1, 5, 2, "long"), finding(1, 12, 2, "c"), finding(1, 5, 2, "no")])
    assert fixed.text in ("x: [long, b, c]\n", "x: [no, b, c]\n")
    assert len(fixed.changes) == 2


def test_a_fix_that_would_break_the_file_is_not_made() -> None:
    fixed = fix_text("x: a\ny: b\n", [finding(1, 4, 1, "["), finding(2, 4, 1, "c")])
    assert fixed.text == "x: a\ny: c\n"
    assert parse_text(fixed.text) == {"x": "a", "y": "c"}


def test_every_fix_cures_its_finding(own_project: Project, fix: Fix) -> None:
    """Nothing is offered that would have to be fixed again."""
    edit(own_project, SEG, "relation: adapts", "relation: Adapts")
    edit(own_project, SEG, "tasks: [segmentation]", "tasks: [Segmentation, not_a_task]")
    fix()
    assert not [one for one in check_project(own_project, TODAY).diagnostics if one.fix is not None]


CELLS = """pretraining:
  paradigms: [none]  # nothing but adapted
  objectives: not applicable
  corpora: not applicable
  compute: not applicable
"""


def test_cells_that_follow_come_to_their_place(own_project: Project, fix: Fix) -> None:
    whole = read(own_project, SEG).replace("paradigms: [none]\n", "paradigms: [none]  # nothing but adapted\n")
    bare = whole.replace(CELLS, "pretraining: {paradigms: [none]}  # nothing but adapted\n")
    bare = bare.replace("languages: not applicable\n", "")
    (own_project.root / SEG).write_text(bare, "utf-8")

    assert fix() == 0
    assert read(own_project, SEG).replace("  # nothing but adapted", "") == whole.replace("  # nothing but adapted", "")


def test_what_contradicts_is_left_to_a_person(own_project: Project, fix: Fix) -> None:
    edit(own_project, SEG, "corpora: not applicable", "corpora: [{name: Old slides}]")
    before = read(own_project, SEG)

    fix()
    assert "{name: Old slides}" in read(own_project, SEG)
    assert read(own_project, SEG) == before


def test_edits_are_made_at_their_places_and_line_breaks_stay() -> None:
    edits = [
        TextEdit((3, 1), (4, 1), ""),
        TextEdit((1, 1), (1, 4), "THE"),
        TextEdit((2, 4), (2, 4), "!"),
        TextEdit((4, 1), (4, 1), "end\n"),
    ]
    assert apply_edits("one\r\ntwo\nthree\n", edits) == "THE\r\ntwo!\nend\n"


def test_a_line_behind_the_last_one_is_the_end() -> None:
    assert apply_edits("one", [TextEdit((9, 1), (9, 1), "\ntwo")]) == "one\ntwo"
