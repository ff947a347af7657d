"""`hfm-atlas fmt` on files: what it changes, what it leaves alone, and the real entries."""

import re
from collections import Counter
from pathlib import Path

import pytest

from hfm_atlas.cli import run
from hfm_atlas.model.file_layout import layout_for
from hfm_atlas.project import Project
from hfm_atlas.yamlio.formatter import format_text
from hfm_atlas.yamlio.parser import parse_text
from tests.editing import edit, read, read_all

REPOSITORY = Path(__file__).parents[3]
SEG = "entries/vision/cedarseg.yml"


def fmt(project: Project, *arguments: str | Path) -> int:
    return run(["--project", str(project.root), "fmt", *map(str, arguments)])


@pytest.fixture
def untidy(own_project: Project) -> Project:
    """The invented atlas with one file out of order."""
    edit(own_project, SEG, "tasks: [segmentation]\n", "")
    edit(own_project, SEG, "kind: model\n", "tasks:   ['segmentation']  # one\nkind: model\n")
    return own_project


def test_the_invented_atlas_is_in_canonical_form(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert fmt(own_project, "--check") == 0
    assert "0 of" in capsys.readouterr().err


def test_check_says_what_would_change_and_writes_nothing(untidy: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_all(untidy)
    assert fmt(untidy, "--check", "--diff") == 1
    shown = capsys.readouterr()
    assert "-tasks:   ['segmentation']  # one\n" in shown.out
    assert "+tasks: [segmentation]  # one\n" in shown.out
    assert f"would change {SEG}" in shown.err
    assert "run `hfm-atlas fmt`" in shown.err
    assert read_all(untidy) == before


def test_it_writes_and_then_has_nothing_to_do(untidy: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert fmt(untidy, untidy.root / "entries" / "vision") == 0
    assert f"formatted {SEG}" in capsys.readouterr().err
    assert "adaptation: [linear-head]\ntasks: [segmentation]  # one\n" in read(untidy, SEG)
    assert fmt(untidy, "--check") == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"kind: model\nid: [\n", "yaml-syntax"),
        (b"kind: model\nid: a\nid: b\n", "duplicate-key"),
        (b"name: B\nkind: model  # caf\xe9\n", "invalid-utf-8"),
        (b"name: B\nkind: model\0\n", "nul-byte"),
        (b"name: &a B\nid: *a\n", "yaml-alias"),
        (b"- a\n", "not-a-mapping"),
        (b"", "empty-file"),
        (b"name: B\nkind: model\n" + b"# x\n" * 300_000, "file-too-large"),
    ],
)
def test_a_broken_file_stays_as_it_is_and_does_not_hold_up_the_others(
    untidy: Project, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    broken = untidy.entries / "vision" / "broken.yml"
    broken.write_bytes(content)
    assert fmt(untidy) == 1
    shown = capsys.readouterr().err
    assert f"({said})" in shown
    assert "1 cannot be read and stay as they are" in shown
    assert broken.read_bytes() == content
    assert fmt(untidy, "--check", untidy.root / SEG) == 0


@pytest.mark.parametrize("kind", ["model", "dataset", "survey", "base"])
def test_a_draft_is_finished(own_project: Project, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    project = ["--project", str(own_project.root)]
    subfield = ["--subfield", "vision"] if kind in ("model", "dataset") else []
    assert run([*project, "new", kind, "pine", *subfield, "--doi", "10.5555/x", "--title", "a # b"]) == 0
    path = capsys.readouterr().out.strip()
    edit(own_project, path, "  doi: ", "  # mine\n  doi: ")
    edit(own_project, path, "kind: ", "# my own remark\nkind: ")
    edit(own_project, path, "# aliases:         ", "aliases: [Pine]    ")
    assert fmt(own_project, own_project.root / path) == 0
    assert read(own_project, path).count("#") > 10
    assert fmt(own_project, "--finish", own_project.root / path) == 0
    text = read(own_project, path)
    assert re.findall("#.*", text) == [
        f"# yaml-language-server: $schema=../../schema/{kind}.schema.json",
        "# my own remark",
        '# b"',
        "# mine",
    ]
    assert 'title: "a # b"\n' in text
    assert "review: {status: drafted, date: " in text


def test_finishing_keeps_what_a_text_says(own_project: Project) -> None:
    comment = "# `hfm-atlas fmt --finish` takes out the comments that are left."
    edit(own_project, SEG, "added:", f"notes:\n  - |\n    {comment}\n    is what it says\nadded:")
    before = read(own_project, SEG)
    assert fmt(own_project, "--finish", own_project.root / SEG) == 0
    assert comment in read(own_project, SEG)
    assert parse_text(read(own_project, SEG)) == parse_text(before)


def test_a_link_is_not_followed(untidy: Project, capsys: pytest.CaptureFixture[str]) -> None:
    outside = untidy.root.parent / "outside.yml"
    outside.write_text("name: B\nkind: model\n")
    link = untidy.entries / "vision" / "link.yml"
    link.symlink_to(outside)
    assert fmt(untidy, link) == 1
    assert "(symlink)" in capsys.readouterr().err
    assert outside.read_text() == "name: B\nkind: model\n"


def test_line_ends_and_byte_order_mark(own_project: Project) -> None:
    text = read(own_project, SEG)
    (own_project.root / SEG).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert fmt(own_project) == 0
    assert (own_project.root / SEG).read_bytes() == text.encode()


def test_a_file_that_is_not_there(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert fmt(own_project, "nowhere.yml") == 2
    assert "nowhere.yml: no such file or folder" in capsys.readouterr().err


def test_the_real_entries_keep_their_data_and_comments_and_once_is_enough() -> None:
    """As they are, which most often is as they should be, and some with their fields in the wrong order."""
    files = sorted([*(REPOSITORY / "entries").rglob("*.yml"), *(REPOSITORY / "taxonomy").rglob("*.yml")])
    texts = [(file, file.read_text("utf-8")) for file in files]
    texts += [(file, _turned_round(text)) for file, text in texts[::10]]
    for file, before in texts:
        after = format_text(before, layout_for(file.stem))
        if after == before:
            continue
        if (data := parse_text(before)) is None:
            continue  # `validate` says what is wrong with it
        assert parse_text(after) == data, file
        assert format_text(after, layout_for(file.stem)) == after, file
        assert _comments(after) == _comments(before), file


def _turned_round(text: str) -> str:
    """The fields of a file, the last one first, with more space between them than there should be."""
    fields = re.split(r"^(?=\w)", text, flags=re.MULTILINE)
    return "\n\n".join(reversed(fields))


def _comments(text: str) -> Counter[str]:
    return Counter(re.findall(r"(?:^| )(#.*)$", text, re.MULTILINE))
