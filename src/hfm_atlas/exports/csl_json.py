"""CSL-JSON of a selection."""

from __future__ import annotations

import json

from hfm_atlas.csl import csl_item
from hfm_atlas.exports.selection import Selection


def export_csl_json(selection: Selection) -> bytes:
    """A list of CSL items; `source` of each names the snapshot."""
    items = [{**csl_item(entry), "source": selection.snapshot.label} for entry in selection.entries]
    return (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
