"""atlas.json: everything."""

from __future__ import annotations

from hfm_atlas.loading.published import write_atlas
from hfm_atlas.query.selection import Selection


def export_json(selection: Selection) -> bytes:
    """The selected entries, the whole taxonomy, and the edges between them, as `PublishedAtlas` describes it."""
    text = write_atlas(selection.atlas, selection.graph, selection.snapshot, selection.entries)
    return text.encode("utf-8")
