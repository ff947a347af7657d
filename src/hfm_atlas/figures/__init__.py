"""Figures of the field: drawn from a selection of entries, for pages, files and notebooks alike."""

from hfm_atlas.figures.figure import FRAMES, Figure, Frame, Options, Row, Scheme, Table, Width
from hfm_atlas.figures.files import FORMATS, Format, format_of, inline_svg, write_figure
from hfm_atlas.figures.registry import FIGURES, FigureSpec, draw_figure, find_figure

__all__ = [
    "FIGURES",
    "FORMATS",
    "FRAMES",
    "Figure",
    "FigureSpec",
    "Format",
    "Frame",
    "Options",
    "Row",
    "Scheme",
    "Table",
    "Width",
    "draw_figure",
    "find_figure",
    "format_of",
    "inline_svg",
    "write_figure",
]
