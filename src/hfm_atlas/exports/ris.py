"""RIS of a selection."""

from __future__ import annotations

from hfm_atlas.citation.ris import export_ris
from hfm_atlas.query.selection import Selection


def export_selection_ris(selection: Selection) -> bytes:
    """One RIS file in UTF-8, one record an entry; a note of each names the snapshot."""
    return export_ris(selection.entries, source=selection.snapshot.label).encode("utf-8")
