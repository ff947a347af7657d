"""Words and numbers as the site prints them."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from hfm_atlas.figures.forest import LINES
from hfm_atlas.model import publication as publications
from hfm_atlas.model import vocabularies
from hfm_atlas.model.entries import Access, Authority, Kind, PreprintServer, Relation, WeightsAccess
from hfm_atlas.model.taxonomy import FacetId
from hfm_atlas.site import display as words


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (vocabularies.KIND_NAMES, Kind),
        (vocabularies.KIND_PLURALS, Kind),
        (vocabularies.RELATIONS, Relation),
        (LINES, Relation),
        (vocabularies.AUTHORITIES, Authority),
        (vocabularies.WEIGHTS_ACCESS, WeightsAccess),
        (vocabularies.ACCESS, Access),
        (publications.SERVERS, PreprintServer),
        (words.FACET_SINGULARS, FacetId),
    ],
)
def test_every_value_of_the_schema_has_a_word(table: dict[str, str], values: object) -> None:
    assert set(table) == set(get_args(values))


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("110M", "110\u00a0M"),
        ("4.5B", "4.5\u00a0B"),
        ("1457.33M", "1.45733\u00a0B"),
        ("1000M", "1\u00a0B"),
        ("20000B", "20\u00a0T"),
        ("2000T", "2000\u00a0T"),
        ("12723", "12,723"),
        ("100K", "100,000"),
        ("0.5", "0.5"),
    ],
)
def test_quantity(value: str, printed: str) -> None:
    assert words.quantity(value) == printed


def test_plural() -> None:
    assert [words.plural(number, "model") for number in (0, 1, 1200)] == ["0 models", "1 model", "1,200 models"]
    assert words.plural(2, "entry", "entries") == "2 entries"


def test_percent_says_all_only_of_all() -> None:
    assert words.percent(999, 1000) == "99\u00a0%"
    assert words.percent(1000, 1000) == "100\u00a0%"
    assert words.percent(1, 1000) == "1\u00a0%"
    assert words.percent(0, 1000) == "0\u00a0%"
    assert [words.percent(2390, 17500), words.percent(15110, 17500)] == ["14\u00a0%", "86\u00a0%"]
    assert words.percent(0, 0) == "–"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Elm, Éva", "Éva Elm"),
        ("Moss Collective", "Moss Collective"),
        ("王, 小明", "王小明"),
        ("Agüera y Arcas, Blaise", "Blaise Agüera y Arcas"),
    ],
)
def test_person_name(name: str, said: str) -> None:
    assert words.person_name(name) == said


def test_names_of_languages_and_countries() -> None:
    assert words.language_name("nl") == "Dutch"
    assert words.language_name("el") == "Modern Greek"
    assert words.region_name("TW") == "Taiwan"
    assert words.region_name("ZZ") == "ZZ"


def test_in_sentence_keeps_acronyms() -> None:
    assert words.in_sentence("Chest X-ray") == "chest X-ray"
    assert words.in_sentence("CT") == "CT"
    assert words.in_sentence("3D image") == "3D image"


def test_long_date() -> None:
    assert words.long_date(date(2026, 11, 4)) == "4 November 2026"


def test_measures_of_error_are_better_when_low() -> None:
    assert [words.better_direction(metric) for metric in ("mae", "accuracy", "other")] == ["lower", "higher", None]


def test_long_names_are_cut_by_their_width() -> None:
    assert words.shorten("BioBERT", 7) == "BioBERT"
    assert words.shorten("BioBERT large", 9) == "BioBERT…"
    assert words.shorten("医学影像模型", 12) == "医学影像模型"
    assert words.shorten("医学影像模型", 9) == "医学影像…"
    assert words.shorten("Ἱπποκράτης", 10) == "Ἱπποκράτης"
    assert words.shorten("e\u0301a", 2) == "e\u0301a"


def test_names_are_fitted_by_the_shapes_of_their_letters() -> None:
    assert words.fit("BioBERT", 5) == "BioBERT"
    narrow, wide = words.fit("i" * 100, 10), words.fit("W" * 100, 10)
    assert narrow.endswith("…")
    assert wide.endswith("…")
    assert len(narrow) > 2 * len(wide)
    assert words.fit("医学影像模型", 6) == "医学影像模型"
    assert words.fit("医学影像模型", 5) == "医学影像…"
