"""The cite box of an entry: the work in the formats and styles that people paste into theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hfm_atlas.citation.bibtex import bibtex_entry
from hfm_atlas.citation.ris import ris_entry
from hfm_atlas.citation.styles import STYLES
from hfm_atlas.model.entries import Entry


@dataclass(frozen=True, slots=True)
class CiteForm:
    """The work in one format for programs, or in one style for readers."""

    id: str
    """Name in lower case, for anchors."""
    name: str
    text: str
    file: str | None = None
    """For a format, whose lines and spaces matter: the file of the whole atlas in it."""


def cite_forms(entry: Entry, citations: Mapping[str, str]) -> tuple[CiteForm, ...]:
    """BibTeX and RIS, then the styles in which there is a formatted citation."""
    formats = (
        CiteForm("bibtex", "BibTeX", bibtex_entry(entry).rstrip("\n"), "atlas.bib"),
        CiteForm("ris", "RIS", ris_entry(entry).rstrip("\n"), "atlas.ris"),
    )
    styles = (CiteForm(style.lower(), style, citations[style]) for style in STYLES if style in citations)
    return (*formats, *styles)
