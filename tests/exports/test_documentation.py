"""What docs/ says about the exports is what they do."""

from __future__ import annotations

import re
from pathlib import Path

from hfm_atlas.exports import EXPORTERS
from hfm_atlas.exports.json_ld import IRI_PROPERTIES

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_format_is_in_the_table_with_its_file() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (\S+) \|", (DOCS / "data.md").read_text("utf-8"), re.MULTILINE)
    assert rows == [(exporter.name, exporter.filename) for exporter in EXPORTERS.values()]


def test_every_property_of_our_own_is_explained_where_its_address_leads() -> None:
    anchors = re.findall(r"^## (\w+) \{#(\w+)\}$", (DOCS / "vocabulary.md").read_text("utf-8"), re.MULTILINE)
    own = {name.removeprefix("atlas:") for name in IRI_PROPERTIES if name.startswith("atlas:")}
    assert {anchor for _, anchor in anchors} == own
    assert all(name == anchor for name, anchor in anchors)
