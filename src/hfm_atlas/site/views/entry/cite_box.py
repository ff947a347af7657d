"""The cite box of an entry: the work in the formats and styles that people paste into theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hfm_atlas.citation.bibtex import bibtex_entry
from hfm_atlas.citation.ris import ris_entry
from hfm_atlas.citation.styles import STYLES
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.publication import is_cut

# Types of publication that appear in a volume, on pages.
_WITH_A_PLACE = ("article", "inproceedings")


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


def citation_caveats(entry: Entry) -> tuple[str, ...]:
    """What the record lacks and a citer should look up: all or the final authors, place and DOI of a published work."""
    publication = entry.publication
    caveats = []
    if is_cut(entry):
        caveats.append("The list of authors is cut, since no source that was read has all of them.")
    if publication.authors_from is not None:
        caveats.append("The authors are those of the preprint, since the list of the published version was not read.")
    lacking = [name for name, value in (("pages", publication.pages), ("DOI", publication.doi)) if value is None]
    if publication.type in _WITH_A_PLACE and len(lacking) == 2:
        if publication.type == "article" and publication.volume is None:
            lacking.insert(0, "volume")
        words = f"{', '.join(lacking[:-1])} or {lacking[-1]}"
        caveats.append(f"The record has no {words}: the venue gives none, or no source that was read has them.")
    return tuple(caveats)
