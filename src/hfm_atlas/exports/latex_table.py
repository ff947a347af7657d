"""A LaTeX longtable of a selection, whose rows cite atlas.bib."""

from __future__ import annotations

from collections.abc import Mapping

from hfm_atlas.citation.bibtex import citation_key
from hfm_atlas.citation.latex import encode_latex
from hfm_atlas.model.entries import Entry
from hfm_atlas.query.columns import Value
from hfm_atlas.query.selection import Selection

_HEADINGS = ("Name", "First seen", "Published", "Subfield", "Modalities", "Pre-training", "Parameters", "Weights")
_WIDTHS = "p{2.4cm}rrp{1.6cm}p{2.6cm}p{1.7cm}p{1.5cm}p{1.3cm}"


def export_latex(selection: Selection) -> bytes:
    """The table in UTF-8, a row an entry in order of id; its first lines say what it needs."""
    heading = " & ".join(f"\\textbf{{{text}}}" for text in _HEADINGS) + r" \\"
    rows = [_row(entry, selection.rows[entry.id]) for entry in selection.entries]
    lines = [
        f"% {selection.snapshot.label}",
        r"% Needs \usepackage{longtable} and \usepackage[T1]{fontenc}; the references are in atlas.bib.",
        r"% An empty cell means not checked yet.",
        rf"\begin{{longtable}}{{{_WIDTHS}}}",
        r"\hline",
        heading,
        r"\hline",
        r"\endhead",
        *rows,
        r"\hline",
        r"\end{longtable}",
        "",
    ]
    return "\n".join(lines).encode("utf-8")


def _row(entry: Entry, values: Mapping[str, Value]) -> str:
    cells = [
        f"{encode_latex(entry.name)}~\\cite{{{citation_key(entry)}}}",
        str(values["first_year"]),
        str(entry.publication.year),
        *(_cell(values[name]) for name in ("subfields", "modalities", "pretraining", "parameters")),
        _weights(values["weights"]),
    ]
    return r"\raggedright " + " & ".join(cells) + r" \\"


def _cell(value: Value) -> str:
    return encode_latex(", ".join(value) if isinstance(value, list) else str(value or ""))


def _weights(value: Value) -> str:
    """An address is too long for a table; that there is one is what a reader looks for."""
    return "available" if isinstance(value, str) and "://" in value else _cell(value)
