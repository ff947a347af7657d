"""atlas.json: everything."""

from __future__ import annotations

from hfm_atlas.exports.selection import Selection
from hfm_atlas.published import write_atlas


def export_json(selection: Selection) -> bytes:
    """The selected entries, the whole taxonomy, and the edges between them."""
    text = write_atlas(selection.atlas, selection.graph, selection.snapshot, selection.entries)
    return text.encode("utf-8")
