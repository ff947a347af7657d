"""atlas.json: everything."""

from __future__ import annotations

from hfm_atlas.exports.selection import Selection
from hfm_atlas.published import publish, write_published


def export_json(selection: Selection) -> bytes:
    """The selected entries, the whole taxonomy, and the edges between them."""
    document = publish(selection.atlas, selection.graph, selection.snapshot, selection.entries)
    return write_published(document).encode("utf-8")
