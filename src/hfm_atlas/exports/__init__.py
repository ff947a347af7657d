"""Exports of the atlas to the formats that other tools read; each is one function from a selection to bytes."""

from hfm_atlas.exports.api import api_files
from hfm_atlas.exports.registry import EXPORTERS, Exporter, ExportFile, find_exporter, site_exports
from hfm_atlas.exports.selection import SITE_URL, Selection, select

__all__ = [
    "EXPORTERS",
    "SITE_URL",
    "ExportFile",
    "Exporter",
    "Selection",
    "api_files",
    "find_exporter",
    "select",
    "site_exports",
]
