"""A LaTeX longtable of a selection, whose rows cite atlas.bib."""

from __future__ import annotations

from collections.abc import Iterator

from hfm_atlas.exports.latex_columns import (
    NOT_ASKED,
    TABLE_END,
    TABLE_PACKAGES,
    cited_name,
    column_types,
    column_weight,
    encode_cell,
    table_begin,
)
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import BaseEntry, Entry, ModelEntry
from hfm_atlas.model.openness import weights_words
from hfm_atlas.query.columns import Column, find_columns
from hfm_atlas.query.selection import Selection

_HEADINGS = {
    "name": "Name",
    "first_year": "First seen",
    "year": "Published",
    "subfields": "Subfield",
    "modalities": "Modalities",
    "pretraining": "Pre-training",
    "parameters": "Parameters",
    "weights": "Weights",
}
_COLUMNS = tuple(find_columns(_HEADINGS))


def export_latex(selection: Selection) -> bytes:
    """The table in UTF-8, a row an entry in order of id; its first lines say what it needs."""
    rows = [tuple(_texts(selection, entry)) for entry in selection.entries]
    texts = zip(*rows, strict=True) if rows else [()] * len(_HEADINGS)
    weights = [column_weight(head, column) for head, column in zip(_HEADINGS.values(), texts, strict=True)]
    heading = " & ".join(f"\\textbf{{{text}}}" for text in _HEADINGS.values()) + r" \\"
    lines = [
        *(f"% {line}" for line in selection.origin),
        rf"% Needs \usepackage{{{TABLE_PACKAGES}}} and \usepackage[T1]{{fontenc}}; the references are in atlas.bib.",
        "% An empty cell means not checked yet; a dash that the column does not apply to entries of the kind.",
        *table_begin(weights),
        rf"\begin{{longtable}}{{{column_types(weights)}}}",
        r"\toprule",
        heading,
        r"\midrule\endhead",
        *(_row(entry, row) for entry, row in zip(selection.entries, rows, strict=True)),
        r"\bottomrule",
        r"\end{longtable}",
        TABLE_END,
        "",
    ]
    return "\n".join(lines).encode("utf-8")


def _row(entry: Entry, texts: tuple[str, ...]) -> str:
    return " & ".join([cited_name(entry), *map(encode_cell, texts[1:])]) + r" \\"


def _texts(selection: Selection, entry: Entry) -> Iterator[str]:
    for column in _COLUMNS:
        yield _text(selection, entry, column) if entry.kind in column.kinds else NOT_ASKED


def _text(selection: Selection, entry: Entry, column: Column) -> str:
    """Terms by their names. An address is too long for a table; how one gets the weights is what a reader looks for."""
    if column.name == "weights" and isinstance(entry, ModelEntry | BaseEntry):
        return weights_words(entry) or ""
    value = selection.rows[entry.id][column.name]
    texts = value if isinstance(value, list) else [str(value or "")]
    facet = column.field.value_schema.type.facet
    return ", ".join(_term_name(selection.atlas, facet, text) for text in texts) if facet else ", ".join(texts)


def _term_name(atlas: Atlas, facet: str, id: str) -> str:
    """The name of a term; a kind of nothing stands for itself."""
    term = atlas.term(facet, id)
    return term.name if term else id
