from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET

from hfm_atlas.figures.cards import HEIGHT, WIDTH, entry_card, page_card
from hfm_atlas.figures.files import pngs_of
from hfm_atlas.query.selection import Selection
from tests.making import make_entry


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_a_card_says_name_line_and_lineage(mini: Selection) -> None:
    shown = texts(entry_card(mini, mini.atlas.entries["alderbert"], ["birchgpt"]))
    assert shown[0] == "Language · model · 2019"
    assert shown[1] == "AlderBERT"
    assert {"OakBERT", "BirchGPT", "HFM Atlas"} <= set(shown)


def test_long_texts_stay_inside(mini: Selection) -> None:
    entry = make_entry(name="W" * 60, summary="word " * 75)
    card = ET.fromstring(entry_card(mini, entry, []))
    for one in card.iter("{http://www.w3.org/2000/svg}text"):
        assert float(one.attrib["y"]) < HEIGHT
    assert any(text.endswith("…") for text in texts(entry_card(mini, entry, [])))


def test_texts_of_a_card_are_never_markup() -> None:
    svg = page_card("<script>", "a & b")
    assert "<script>" not in svg
    assert "<script>" in texts(svg)


def test_cards_made_together_are_those_made_alone() -> None:
    cards = [page_card("One", "a"), page_card("Two", "b")]
    together = pngs_of(cards, WIDTH, HEIGHT, 600)
    assert together == [pngs_of([card], WIDTH, HEIGHT, 600)[0] for card in cards]
    assert [struct.unpack(">II", png[16:24]) for png in together] == [(600, 315)] * 2
    assert not re.search(r"var\(--", cards[0])
