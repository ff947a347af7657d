from __future__ import annotations

import pytest
from hypothesis import given

from hfm_atlas.exports import Selection, select
from hfm_atlas.exports.latex_table import export_latex
from hfm_atlas.model.entries import Entry
from tests.exports.conftest import nasty_entries, with_entry
from tests.making import make_entry


def test_a_table_of_two(selection: Selection) -> None:
    chosen = [selection.atlas.entries[id] for id in ("alderbert", "cedarnet")]
    text = export_latex(select(selection.atlas, selection.graph, chosen)).decode("utf-8")
    assert text.splitlines()[0] == f"% {selection.snapshot.label}"
    assert [line for line in text.splitlines() if "cite" in line] == [
        r"AlderBERT \cite{alderbert} & 2019 & 2020 & Language & Biomedical literature & Generative learning & "
        r"110M & open to download \\",
        r"CedarNet \cite{cedarnet} & 2022 & 2022 & Vision & Histopathology & Supervised learning & "
        r"not reported & not released \\",
    ]


def test_terms_have_their_names_and_nothing_its_words(selection: Selection) -> None:
    assert cells(selection, make_entry(pretraining={"paradigms": ["none"]}))[5] == "None of its own"
    assert cells(selection, make_entry(pretraining={"paradigms": "not reported"}))[5] == "not reported"


@pytest.mark.parametrize(
    ("availability", "words"),
    [
        ({"weights": "https://example.org", "weights_access": "registration"}, "after registration"),
        ({"weights": "https://example.org", "weights_access": "approval"}, "after approval"),
        ({"weights": "https://example.org", "weights_access": "request"}, "on request to the authors"),
        ({"weights": "none", "weights_access": "api-only"}, "only used through an API"),
        ({"weights": "not reported"}, "not reported"),
        ({}, ""),
    ],
)
def test_weights_say_how_one_gets_them(selection: Selection, availability: dict[str, str], words: str) -> None:
    assert cells(selection, make_entry(availability=availability))[-1] == words


@pytest.mark.parametrize(
    ("kind", "dashes"), [("model", set()), ("base", {3, 5}), ("dataset", {5, 6, 7}), ("survey", {4, 5, 6, 7})]
)
def test_what_does_not_apply_to_a_kind_is_a_dash(selection: Selection, kind: str, dashes: set[int]) -> None:
    row = cells(selection, make_entry(kind))
    assert {place for place, text in enumerate(row) if text == r"{\textendash}"} == dashes


def cells(selection: Selection, entry: Entry) -> list[str]:
    """The cells of the only row of a table of one entry."""
    (row,) = [line for line in export_latex(with_entry(selection, entry)).decode().splitlines() if "cite" in line]
    return row.removesuffix(r" \\").split(" & ")


def test_a_table_of_nothing_is_one(selection: Selection) -> None:
    text = export_latex(select(selection.atlas, selection.graph, [])).decode()
    assert r"\begin{longtable}" in text
    assert "cite" not in text


@given(entry=nasty_entries())
def test_nasty_texts_stay_in_their_cell(selection: Selection, entry: Entry) -> None:
    (row,) = [
        line for line in export_latex(with_entry(selection, entry)).decode("ascii").splitlines() if "\\cite" in line
    ]
    assert row.replace(r"{\&}", "").count("&") == 7
    assert row.replace(r"{\%}", "").count("%") == 0
    assert row.count("{") == row.count("}")
