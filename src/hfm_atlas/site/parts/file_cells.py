"""Cells of tables that a reader takes along, finished, so that a download says what the exports say."""

from __future__ import annotations

import re
from functools import lru_cache

from hfm_atlas.exports.csv_tables import write_cell, write_csv
from hfm_atlas.exports.latex_columns import NOT_ASKED as LATEX_NOT_ASKED
from hfm_atlas.exports.latex_columns import encode_cell, encode_code_cell
from hfm_atlas.model.states import NOT_CHECKED
from hfm_atlas.model.values import NOT_APPLICABLE

FileCell = tuple[str, str]
"""A cell as CSV and as LaTeX."""
# As in the exports: nothing where nobody has checked, and words or a dash where entries of the kind have no such field.
UNCHECKED_CELL: FileCell = ("", "")
NOT_ASKED_CELL: FileCell = (NOT_APPLICABLE, LATEX_NOT_ASKED)
# What stands in CSV as it is.
_UNQUOTED = re.compile(r'[^",\r\n]+')
# Most texts are names of terms, which many entries share.
_KEPT = 20_000


@lru_cache(_KEPT)
def file_cell(*values: str) -> FileCell:
    """The cell of a list of values."""
    plain = [_plain(value) for value in values]
    return _csv(write_cell(plain)), encode_cell(", ".join(plain))


def shown_cell(*values: str) -> FileCell:
    """The cell of what a table on a page says: values, that nobody has checked, or nothing where it does not apply."""
    if not any(values):
        return NOT_ASKED_CELL
    return UNCHECKED_CELL if values == (NOT_CHECKED,) else file_cell(*values)


@lru_cache(_KEPT)
def text_cell(*texts: str) -> FileCell:
    """The cell of a text as it is, or of a list of several."""
    plain = [_plain(text) for text in texts]
    return _csv(write_cell(plain if len(plain) > 1 else "".join(plain))), encode_cell(", ".join(plain))


def code_cell(*texts: str) -> FileCell:
    """The cell of code, whose quotes stay as they are."""
    return text_cell(*texts)[0], " ".join(map(encode_code_cell, texts))


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _csv(cell: str) -> str:
    return cell if _UNQUOTED.fullmatch(cell) else write_csv([[cell]]).decode("utf-8").removesuffix("\r\n")
