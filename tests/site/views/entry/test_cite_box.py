from __future__ import annotations

from pathlib import Path

import pytest

from hfm_atlas.citation.bibtex import export_bibtex
from hfm_atlas.citation.ris import export_ris
from hfm_atlas.citation.styles import STYLES
from hfm_atlas.site.views.entry.cite_box import citation_caveats, cite_forms
from tests.making import make_entry, make_publication

STYLE_SHEET = Path(__file__).resolve().parents[4] / "docs" / "stylesheets" / "cite.css"
ENTRY = make_entry()
CITATIONS = {style: f"Doe in {style}" for style in STYLES}


def test_forms_are_those_of_the_exports_and_the_formatted_citations() -> None:
    forms = cite_forms(ENTRY, CITATIONS)
    assert [(form.name, form.text) for form in forms] == [
        ("BibTeX", export_bibtex([ENTRY]).strip()),
        ("RIS", export_ris([ENTRY]).strip("\n")),
        ("APA", "Doe in APA"),
        ("Vancouver", "Doe in Vancouver"),
        ("IEEE", "Doe in IEEE"),
    ]
    assert [form.file for form in forms] == ["atlas.bib", "atlas.ris", None, None, None]


def test_a_style_without_a_citation_is_left_out() -> None:
    assert [form.id for form in cite_forms(ENTRY, {"IEEE": "Doe"})] == ["bibtex", "ris", "ieee"]


def test_the_style_sheet_knows_every_form() -> None:
    style_sheet = STYLE_SHEET.read_text("utf-8")
    for form in cite_forms(ENTRY, CITATIONS):
        assert f'.cite:has([value="{form.id}"]:checked) .cite__form:not(#cite-{form.id})' in style_sheet


@pytest.mark.parametrize(
    ("publication", "said"),
    [
        ({"doi": None, "pages": None, "volume": None}, "volume, pages or DOI"),
        ({"type": "inproceedings", "doi": None, "pages": None}, "no pages or DOI"),
        ({"authors": ["Doe, Jane", "others"], "doi": "10.1000/x"}, "authors is cut"),
        ({"authors_from": "preprint", "doi": "10.1000/x"}, "those of the preprint"),
    ],
)
def test_what_a_citer_must_look_up_is_said(publication: dict[str, object], said: str) -> None:
    (caveat,) = citation_caveats(make_publication(**publication))
    assert said in caveat


@pytest.mark.parametrize(
    "publication",
    [
        {"doi": "10.1000/x", "pages": None},
        {"doi": None, "pages": "1-9"},
        {"type": "preprint", "doi": None, "pages": None, "volume": None},
    ],
)
def test_what_can_be_found_by_its_record_needs_no_caveat(publication: dict[str, object]) -> None:
    assert not citation_caveats(make_publication(**publication))
