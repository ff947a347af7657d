"""Exports of the atlas to the formats that other tools read; each is one function from a selection to text."""

from hfm_atlas.exports.registry import EXPORTERS, Exporter, Selection, find_exporter

__all__ = ["EXPORTERS", "Exporter", "Selection", "find_exporter"]
