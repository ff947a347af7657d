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


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("MIT licence models", "weights_licence=MIT and kind=model"),
        ("models under the MIT License", "kind=model and weights_licence=MIT"),
        ("Apache-2.0 vision models", "weights_licence=Apache-2.0 and subfields=vision and kind=model"),
        ("models under Apache licence", "kind=model and weights_licence=Apache-2.0"),
        ("models not under Apache 2.0", "kind=model and not weights_licence=Apache-2.0"),
        ("CC BY-NC", "weights_licence=CC-BY-NC-3.0,CC-BY-NC-4.0"),
        ("models under CC BY-NC 4.0", "kind=model and weights_licence=CC-BY-NC-4.0"),
        ("GPL-3.0 models", "weights_licence=GPL-3.0-only,GPL-3.0-or-later and kind=model"),
        ("models under a Gemma license", "kind=model and weights_licence=LicenseRef-Gemma"),
        ("datasets under CC BY 4.0", "kind=dataset and licence=CC-BY-4.0"),
        ("code under MIT licence", "code~http and code_licence=MIT"),
        ("open weights and code under MIT licence", "weights_access=open and code~http and weights_licence=MIT"),
        ("models by Google", "kind=base and developer~Google"),
        ("not by OpenAI", "not developer~OpenAI"),
    ],
)
def test_licences_and_makers_are_read_by_their_names(real_index: SiteIndex, question: str, query: str) -> None:
    reading = read_words(question, build_vocabulary(real_index.atlas))
    assert (reading.query, reading.unread) == (query, [])


@pytest.mark.parametrize(
    ("question", "unread"),
    [
        ("MIT models", ["mit"]),
        ("models under CC BY-NC 9.0", ["9.0"]),
        ("datasets by Google", ["by Google"]),
    ],
)
def test_a_place_another_version_and_makers_of_data_are_not_read(
    real_index: SiteIndex, question: str, unread: list[str]
) -> None:
    assert read_words(question, build_vocabulary(real_index.atlas)).unread == unread


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
        ("ccbync3.0", "ccbync4.0", False),
        ("gpt4-model", "gpt4-modl", True),
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
