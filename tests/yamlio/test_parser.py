from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hfm_atlas.diagnostics import Position
from hfm_atlas.yamlio.parser import Document, FieldPath, ReadFile, read_document, read_text


def _read(text: str) -> Document:
    file = read_text("entries/x.yml", text)
    assert file.diagnostics == ()
    assert file.document is not None
    return file.document


def _is_sound(file: ReadFile) -> None:
    """A file gives a document or a finding, and every finding points into the file."""
    assert file.document is not None or file.diagnostics
    for diagnostic in file.diagnostics:
        position = diagnostic.position
        assert 1 <= position.line <= len(file.lines)
        assert 1 <= position.column <= len(file.lines[position.line - 1]) + 1


# Text that looks like YAML gets further into the reader than text at random.
_PIECES = (
    *("a", "b: ", "- ", "[", "]", "{", "}", ",", ": ", "? ", "#", "%", "~", "'", '"', "\\", "|\n", ">-\n", "é", "漢"),
    *("&a ", "*a", "!!x ", "---\n", "...\n", "no", "2401.10", "2026-11-24", "\n", "\n  ", "\t", "\r\n"),
    *("\u2028", "\x07", "\ufeff"),
)
_YAMLISH = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)


@given(st.one_of(st.text(max_size=200), _YAMLISH))
def test_any_text_is_read_or_refused(text: str) -> None:
    _is_sound(read_text("entries/x.yml", text))


@given(st.one_of(st.binary(max_size=200), _YAMLISH.map(lambda text: text.encode("utf-16"))))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.yml"
        file.write_bytes(content)
        _is_sound(read_document(Path(folder), file))


_PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")), max_size=30)
_SCALARS = st.one_of(_PRINTABLE, st.booleans(), st.integers(-(10**9), 10**9), st.dates(), st.none())
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_PRINTABLE, inner, max_size=4)),
    max_leaves=12,
)


def _scalars(value: object, path: FieldPath = ()) -> list[tuple[FieldPath, object]]:
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in _scalars(inner, (*path, key))]
    if isinstance(value, list):
        return [found for index, inner in enumerate(value) for found in _scalars(inner, (*path, index))]
    return [(path, value)]


@given(
    st.dictionaries(_PRINTABLE, _VALUES, max_size=5), st.sampled_from([True, False, None]), st.sampled_from([40, 10**6])
)
def test_every_position_points_at_its_text(data: dict[str, object], flow: bool | None, width: int) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, width=width, sort_keys=False)
    file = read_text("entries/x.yml", text)
    if any(one.rule == "control-character" for one in file.diagnostics):
        return  # PyYAML writes some invisible characters as they are.
    assert file.document is not None
    document = file.document

    for path, value in _scalars(document.data):
        position = document.locate(path)
        source = document.source_text(position)
        if position.length > 1 or value == 1 or len(str(value)) == 1:
            again = read_text("x.yml", f"key: {source}").document
            assert again is not None
            assert again.data["key"] == value or "\n" in str(value)
        elif value is not None and source:
            assert source in "'\"|>" or str(value).startswith(source)
    for path in document.keys:
        written = document.source_text(document.locate(path, key=True))
        assert path[-1] in (written, written[1:-1].replace("''", "'")) or written[0] in "\"'?"


def test_positions_count_characters_not_bytes() -> None:
    document = _read("é漢: x\nname: {ä: Éva, b: [1, 'ü', 3]}\n")

    assert document.locate(("name", "b"), key=True) == Position(2, 16, 1)
    assert document.locate(("name", "b", 1)) == Position(2, 23, 3)
    assert document.source_text(document.locate(("name", "b", 1))) == "'ü'"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_once(line_end: str) -> None:
    document = _read(line_end.join(["a: 1", "", "b: 2", ""]))

    assert document.locate(("b",)) == Position(3, 4, 1)
    assert document.lines == ("a: 1", "", "b: 2", "")


def test_scalars_are_what_other_readers_of_yaml_1_1_see() -> None:
    document = _read(
        "text: plain\nquoted: '1'\nint: 12\nfloat: 2401.12340\nyes: on\nno: off\nnull: ~\nday: 2026-11-24\n"
        "octal: 012\nwrong_day: 2026-11-31\nversion: 1.2.3\nempty:\n"
    )

    assert document.data == {
        "text": "plain",
        "quoted": "1",
        "int": 12,
        "float": 2401.1234,
        "yes": True,
        "no": False,
        "null": None,
        "day": date(2026, 11, 24),
        "octal": "012",
        "wrong_day": "2026-11-31",
        "version": "1.2.3",
        "empty": None,
    }


def test_what_is_not_there_is_located_at_what_is_around_it() -> None:
    document = _read("publication:\n  title: A\nlist:\n  - a\n")

    assert document.locate(("publication", "year")) == document.locate(("publication",), key=True)
    assert document.locate(("list", 3)) == document.locate(("list",), key=True)
    assert document.locate(("nowhere",)) == Position(1, 1, 1)
    assert document.locate(("publication", "title"), key=True) == Position(2, 3, 5)


def test_the_second_of_two_equal_keys_changes_neither_data_nor_positions() -> None:
    file = read_text("x.yml", "a:\n  b: 1\nc: 2\na:\n  b: 3\n  d: 4\n")

    assert [(one.rule, one.position.line) for one in file.diagnostics] == [("duplicate-key", 4)]
    assert file.document is not None
    assert file.document.data == {"a": {"b": 1}, "c": 2}
    assert file.document.locate(("a", "b")).line == 2


def test_everything_wrong_is_found_in_one_pass() -> None:
    file = read_text("x.yml", "a: !!x 1\na: 2\nb: !!y 3\nb: 4\n")

    assert [(one.rule, one.position.line) for one in file.diagnostics] == [
        ("yaml-tag", 1),
        ("duplicate-key", 2),
        ("yaml-tag", 3),
        ("duplicate-key", 4),
    ]


def test_a_quoted_title_is_suggested_as_yaml_reads_it() -> None:
    file = read_text("x.yml", 'title: The "big" one: a \\ model\n')

    hint = file.diagnostics[0].hint or ""
    suggested = hint.removeprefix("put quotes around it: ")
    assert _read(f"title: {suggested}\n").data == {"title": 'The "big" one: a \\ model'}
