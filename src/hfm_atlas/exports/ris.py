"""RIS of a selection."""

from __future__ import annotations

from hfm_atlas.exports.selection import Selection
from hfm_atlas.ris import export_ris


def export_selection_ris(selection: Selection) -> bytes:
    """One RIS file; a note of each record names the snapshot."""
    return export_ris(selection.entries, source=selection.snapshot.label).encode("utf-8")
