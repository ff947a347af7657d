"""The canonical form: order and style are one, comments stay, meaning never changes."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hfm_atlas.model.file_layout import layout_for
from hfm_atlas.yamlio.formatter import CannotFormatError, format_text
from hfm_atlas.yamlio.parser import parse_text

UNTIDY = """\
# yaml-language-server: $schema=../../schema/model.schema.json
name: 'A: b'   # as printed
kind: model
# what it is good for
tasks:
  # first of all
  - a  # the easy one
  - b
id: x
review: {on: 2026-11-24,   status: 'drafted'}
builds_on: [{relation: adapts, model: y}]
publication: {year: 2020, title: T, volume: '36',
  authors: ["Lee, Jinhyuk"], type: article}
summary: |-
  one
  two
evidence:
  tasks: {locator: "Table 1", source: paper}
  publication: {source: paper, locator: Abstract}
# behind everything
"""

TIDY = """\
# yaml-language-server: $schema=../../schema/model.schema.json
kind: model
id: x
name: "A: b"  # as printed
summary: "one\\ntwo"
publication:
  type: article
  title: T
  authors: ["Lee, Jinhyuk"]
  year: 2020
  volume: "36"
builds_on:
  - {model: y, relation: adapts}
# what it is good for
tasks:
  # first of all
  - a  # the easy one
  - b
evidence:
  publication: {source: paper, locator: Abstract}
  tasks: {source: paper, locator: Table 1}
review: {status: drafted, date: 2026-11-24}
# behind everything
"""


def test_golden() -> None:
    assert format_text(UNTIDY, layout_for("x")) == TIDY


def test_idempotent() -> None:
    once = format_text(UNTIDY, layout_for("x"))
    assert format_text(once, layout_for("x")) == once


def test_a_long_text_is_folded_and_a_long_list_stands_in_lines() -> None:
    text = (
        "kind: model\nsummary: "
        + "word " * 40
        + "end\ntasks: ["
        + ", ".join(f"task-number-{n}" for n in range(20))
        + "]\n"
    )
    formatted = format_text(text, layout_for("x"))
    assert "summary: >-\n  word word" in formatted
    assert "tasks:\n  - task-number-0\n" in formatted
    assert max(len(line) for line in formatted.splitlines()) <= 120


def test_terms_of_a_facet_keep_their_order_and_their_fields_get_one() -> None:
    text = "terms:\n- definition: D\n  id: b\n- id: a\n  name: A\nname: Tasks\nfacet: tasks\n"
    assert format_text(text, layout_for("tasks")) == (
        "facet: tasks\nname: Tasks\nterms:\n  - {id: b, definition: D}\n  - {id: a, name: A}\n"
    )


@pytest.mark.parametrize("text", ["a: [", "- a\n- b\n", "", "a: 1\na: 2\n", "a: &x 1\nb: *x\n", "\tx: 1"])
def test_broken_yaml_is_refused(text: str) -> None:
    with pytest.raises(CannotFormatError):
        format_text(text, layout_for("x"))


SCALARS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=60),
    st.sampled_from(
        [
            "no",
            "2401.12340",
            "null",
            "~",
            "010",
            "1:30",
            "- a",
            "# x",
            "a: b",
            "a #b",
            "[x",
            "*a",
            "&a",
            "!t",
            "=",
            "<<",
        ]
    ),
    st.integers(),
    st.booleans(),
    st.none(),
    st.dates(min_value=date(1000, 1, 1)),
)
KEYS = st.sampled_from(["kind", "name", "tasks", "review", "evidence", "x y", "é", "on"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5), st.booleans())
def test_meaning_is_kept_and_once_is_enough(data: dict[str, object], flow: bool) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    before = parse_text(text)
    if before is None:  # safe_dump writes some things, such as a date used twice, with aliases
        return
    formatted = format_text(text, layout_for("x"))
    assert parse_text(formatted) == before
    assert format_text(formatted, layout_for("x")) == formatted


@pytest.mark.parametrize("key", ["on", "true", "No", "2024", "1.5", "null", "2026-11-24"])
def test_a_key_that_is_no_text_without_quotes_has_them(key: str) -> None:
    formatted = format_text(f'kind: x\nmore: {{"{key}": 1}}\n', layout_for("x"))

    assert yaml.safe_load(formatted)["more"] == {key: 1}
