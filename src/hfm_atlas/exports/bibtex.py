"""BibTeX of a selection."""

from __future__ import annotations

from hfm_atlas.citation.bibtex import export_bibtex
from hfm_atlas.query.selection import Selection


def export_selection_bibtex(selection: Selection) -> bytes:
    """One BibTeX file in UTF-8 whose first line names the snapshot; keys are the ids of entries."""
    return export_bibtex(selection.entries, comment=selection.snapshot.label).encode("utf-8")
