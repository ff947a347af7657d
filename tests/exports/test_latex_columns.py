from __future__ import annotations

import re

import pytest

from hfm_atlas.citation.latex import encode_latex
from hfm_atlas.exports.latex_columns import column_types, column_weight, encode_cell, encode_code_cell


def test_a_column_is_as_wide_as_its_words() -> None:
    assert column_weight("Year", ["2020", "2021"]) == len("Year") + 3
    assert column_weight("First seen", ["2020", ""]) == len("First") + 3
    assert column_weight("Data", ["whole-slide images"]) == len("whole-") + 3


def test_one_long_word_of_many_is_hyphenated() -> None:
    texts = ["short"] * 50
    assert column_weight("Name", [*texts, "incomprehensibly"]) == column_weight("Name", texts)


def test_long_texts_get_more_room() -> None:
    assert column_weight("Input", ["one two " * 40]) > column_weight("Input", ["one two " * 20]) >= 18


def test_a_column_of_nothing_has_room_for_its_head() -> None:
    assert column_weight("Parameters", []) == len("Parameters") + 3


@pytest.mark.parametrize("weights", [[1], [1, 1, 1], [7, 5, 9, 14, 3, 3, 11, 10]])
def test_shares_fill_the_line_and_no_more(weights: list[int]) -> None:
    shares = [float(share) for share in re.findall(r"P\{([\d.]+)\}", column_types(weights))]
    assert len(shares) == len(weights)
    assert 1 - len(weights) / 1000 <= sum(shares) <= 1


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("BioBERT", "BioBERT"),
        ("AbdomenCT-1K", r"Abdomen\allowbreak{}CT-1K"),
        ("10.1056/AIoa2401033", r"10.1056/\allowbreak{}A\allowbreak{}Ioa2401033"),
        ("LicenseRef-Custom", r"License\allowbreak{}Ref-Custom"),
        ("https://e.org/a_b", r"https://\allowbreak{}e.\allowbreak{}org/\allowbreak{}a{\_}\allowbreak{}b"),
        ("25,296,943,893", r"25,\allowbreak{}296,943,893"),
        ("151,519,035", "151,519,035"),
        ("2024.11.14.24317328", r"2024.\allowbreak{}11.\allowbreak{}14.\allowbreak{}24317328"),
        ("(histopathology-based)", r"(histopathology\nobreak-\hspace{0pt}based)"),
        ("EXAONEPath", r"EXAONE\-Path"),
        ("Āncomprehensible", encode_latex("Āncomprehensible")),
        ("a (comprehensible) word", "a (comprehensible) word"),
        ("between 1.5 and 2.5", "between 1.5 and 2.5"),
        ("ÉcoleNormale", r"{\'E}coleNormale"),
    ],
)
def test_long_words_may_be_parted(text: str, latex: str) -> None:
    assert encode_cell(text) == latex


def test_code_keeps_its_quotes_straight_and_gets_no_hyphen() -> None:
    latex = encode_code_cell("load('a', \"Image\", --x)")
    assert latex == r"\texttt{load(\allowbreak{}{\textquotesingle}a{\textquotesingle}, {\char34}Image{\char34}, -{}-x)}"
    assert encode_code_cell("ImageEncoder.load_it") == (
        r"\texttt{Image\allowbreak{}Encoder.\allowbreak{}load{\_}\allowbreak{}it}"
    )
