"""CSL-JSON of a selection."""

from __future__ import annotations

from hfm_atlas._util.json_text import indented_json
from hfm_atlas.citation.csl import CslItem, csl_item
from hfm_atlas.query.selection import Selection


def export_csl_json(selection: Selection) -> bytes:
    """A list of items in CSL-JSON, one an entry, in order of id.

    None names the snapshot: there is no field for it that no style prints.
    """
    return indented_json([_for_import(csl_item(entry)) for entry in selection.entries])


def _for_import(item: CslItem) -> CslItem:
    """The item with a type that every program reads: for one of type `software`, Zotero refuses the whole file."""
    return {**item, "type": "webpage", "genre": "Computer software"} if item["type"] == "software" else item
