from __future__ import annotations

from pathlib import Path

from hfm_atlas.citation.bibtex import export_bibtex
from hfm_atlas.citation.ris import export_ris
from hfm_atlas.citation.styles import STYLES
from hfm_atlas.site.views.entry.cite_box import cite_forms
from tests.making import make_entry

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
