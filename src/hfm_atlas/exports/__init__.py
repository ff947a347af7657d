"""Exports of the atlas to the formats that other tools read; each is one function from a selection to bytes."""

from hfm_atlas.exports.api import api_files
from hfm_atlas.exports.registry import EXPORTERS, Exporter, find_exporter
from hfm_atlas.query.selection import SITE_URL, Selection, select

__all__ = [
    "EXPORTERS",
    "SITE_URL",
    "Exporter",
    "Selection",
    "api_files",
    "find_exporter",
    "select",
]
