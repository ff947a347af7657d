"""Questions in words, as tests/scripts/readings.csv says that they are read; the site's script is held to the same."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfm_atlas.model.atlas import Atlas
from hfm_atlas.query.language import parse_filter
from hfm_atlas.query.reading import is_one_slip, read_words
from hfm_atlas.query.vocabulary import build_vocabulary, key_of, words_of
from hfm_atlas.site.index import SiteIndex

with (Path(__file__).parents[1] / "scripts/readings.csv").open(encoding="utf-8", newline="") as _file:
    READINGS = list(csv.DictReader(_file))


def test_questions_are_read_as_the_table_says(real_index: SiteIndex) -> None:
    vocabulary = build_vocabulary(real_index.atlas)
    for row in READINGS:
        reading = read_words(row["question"], vocabulary)
        assert (reading.query, "; ".join(reading.unread)) == (row["query"], row["unread"]), row["question"]


def test_every_meaning_is_a_filter(real_index: SiteIndex) -> None:
    for meaning in build_vocabulary(real_index.atlas).meanings:
        parse_filter(str(meaning.condition), real_index.atlas)


def test_a_term_is_read_by_its_name(real_index: SiteIndex) -> None:
    vocabulary = build_vocabulary(real_index.atlas)
    for facet, field in (("tasks", "tasks"), ("modalities", "modalities")):
        for term in real_index.atlas.terms(facet):
            found = vocabulary.meanings[vocabulary.keys[key_of(term.name)]]
            assert (found.field, found.values) == (field, (term.id,)), term.name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Chest X-rays", ["chest", "x", "ray"]),
        ("Café classes, 2.5B", ["cafe", "classe", "2.5b"]),
        ("胸部X光", ["胸", "部", "x", "光"]),
        ("diagnosis bias gas", ["diagnosis", "bia", "gas"]),
        ("models>=1B", ["model", ">=", "1b"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("pathology", "pahtology", True),
        ("pathology", "patholgy", True),
        ("pathology", "pathologyy", True),
        ("pathology", "pathelogy", True),
        ("pathology", "pathology", True),
        ("pathology", "bathology", False),
        ("pathology", "pahtolgy", False),
        ("mri", "mra", False),
    ],
)
def test_one_slip_is_forgiven(one: str, other: str, expected: bool) -> None:
    assert is_one_slip(one, other) is expected


@given(text=st.text(max_size=300))
def test_whatever_is_asked_is_read_as_a_filter(mini_atlas: Atlas, text: str) -> None:
    reading = read_words(text, build_vocabulary(mini_atlas))
    assert len(reading.labels) <= len(reading.conditions)
    if reading.query:
        parse_filter(reading.query, mini_atlas)
