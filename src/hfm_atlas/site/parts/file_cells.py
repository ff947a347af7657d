"""Cells of tables that a reader takes along, finished, so that a download says what the exports say."""

from __future__ import annotations

from hfm_atlas.citation.latex import encode_latex
from hfm_atlas.exports.csv_tables import write_cell, write_csv

FileCell = tuple[str, str]
"""A cell as CSV and as LaTeX."""


def file_cell(*values: str) -> FileCell:
    """The cell of one or more values."""
    plain = [value.replace("\u00a0", " ") for value in values]
    return write_csv([[write_cell(plain)]]).decode("utf-8").removesuffix("\r\n"), encode_latex(", ".join(plain))
