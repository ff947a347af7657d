"""Figures as files: SVG, PDF and PNG of one picture, and the table behind it as CSV; the same bytes each time.

PDF and PNG are made by Typst, which embeds the fonts that it uses: those of this package alone, so that no file depends
on what a machine has installed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Literal

from anyascii import anyascii
from markupsafe import Markup

from hfm_atlas._util.errors import UsageError
from hfm_atlas.exports.csv_tables import write_cell, write_csv
from hfm_atlas.figures.drawing import NAMESPACES, Target, write_nodes
from hfm_atlas.figures.figure import Figure, Shown
from hfm_atlas.figures.style import FONT_FAMILY, SHAPES, STYLE, on_paper
from hfm_atlas.figures.typesetting import typeset

Format = Literal["svg", "pdf", "png", "csv"]
FORMATS: tuple[Format, ...] = ("svg", "pdf", "png", "csv")
_POINTS_PER_PIXEL = 72
# Everything above the letters that the fonts of this package have; the others are written in Latin letters.
_LAST_LETTER = "\u2c00"


def format_of(file: Path) -> Format:
    """The format that the name of a file asks for.

    Raises:
        UsageError: it ends otherwise.
    """
    for one in FORMATS:
        if file.suffix.lower() == f".{one}":
            return one
    raise UsageError(f"{file}: the name of the file must end in .{', .'.join(FORMATS)}")


def write_figure(figure: Figure, format: Format, *, site_url: str = "", pixels: int = 1920) -> bytes:
    """A figure as a file; addresses in it start with `site_url`, a PNG is `pixels` wide.

    Raises:
        UsageError: the picture cannot be made.
    """
    match format:
        case "svg":
            return svg_file(figure, site_url).encode("utf-8")
        case "csv":
            return csv_file(figure)
        case "pdf":
            return _compile([svg_file(figure, site_url)], *figure.paper, figure.title, "pdf")[0]
        case "png":
            return png_of(svg_file(figure, site_url), *figure.paper, pixels)


def svg_file(figure: Figure, site_url: str) -> str:
    """A figure as an SVG file of its own, in the colours of paper."""
    inside = write_nodes(figure.nodes, figure.scheme, Target(site_url))
    margin, (width, height) = figure.margin, figure.paper
    size = f'width="{width:g}" height="{height:g}"'
    box = f"{-margin:g} {-margin:g} {width:g} {height:g}"
    paper = f'<rect class="f-paper" x="{-margin:g}" y="{-margin:g}" {size}/>'
    text = (
        f'<svg {NAMESPACES} viewBox="{box}" {size} font-family="{FONT_FAMILY}">'
        f"<title>{escape(figure.title)}</title><desc>{escape(figure.summary)}. {escape(figure.source)}</desc>"
        f"<style>{STYLE}</style>{_shapes(figure, '')}{paper}{inside}</svg>\n"
    )
    return on_paper(text)


def inline_svg(figure: Figure, root: str) -> Markup:
    """A figure for a page: links relative to `root`, colours of the page, every scheme of colours to choose from."""
    prefix = f"{figure.slug}-"
    inside = write_nodes(figure.nodes, figure.scheme, Target(root, prefix, is_page=True))
    return Markup(
        f'<svg class="fig__svg" viewBox="0 0 {figure.width:g} {figure.height:g}" width="{figure.width:g}" '
        f'height="{figure.height:g}" role="group" aria-label="{escape(figure.summary)}" '
        f'font-family="{FONT_FAMILY}" data-scheme="{figure.scheme}" data-prefix="{prefix}">'
        f"<style>{STYLE}</style>{_shapes(figure, prefix)}{inside}</svg>"
    )


def _shapes(figure: Figure, prefix: str) -> str:
    """Shapes that the figure uses in any of its schemes."""
    schemes = {*figure.schemes, "setting"} if figure.schemes or figure.name == "results" else set()
    used = {name: shape for name, shape in SHAPES.items() if name.split("-")[0] in schemes}
    if not used:
        return ""
    return "<defs>" + "".join(f'<g id="{prefix}{name}">{shape}</g>' for name, shape in used.items()) + "</defs>"


def csv_file(figure: Figure) -> bytes:
    """The table behind a figure, with the id of what each row is of and numbers without units.

    The last column names the atlas, its snapshot and the filter.
    """
    head = ["id", *figure.table.columns, "source"]
    rows = [[row.id, *map(_cell, row.cells), figure.source] for row in figure.table.rows]
    return write_csv([head, *rows])


def _cell(cell: str | float | Shown) -> str:
    return write_cell(cell.value if isinstance(cell, Shown) else cell)


def png_of(svg: str, width: float, height: float, pixels: int) -> bytes:
    """An SVG, `width` by `height` units of its frame large, as a PNG of so many pixels across.

    Raises:
        UsageError: it cannot be drawn.
    """
    return pngs_of([svg], width, height, pixels)[0]


def pngs_of(svgs: Sequence[str], width: float, height: float, pixels: int) -> list[bytes]:
    """Several SVGs of one size, in units of their frame, as PNGs `pixels` wide; quicker than one by one.

    Raises:
        UsageError: one of them cannot be drawn.
    """
    return _compile(svgs, width, height, "", "png", ppi=_POINTS_PER_PIXEL * pixels / width)


def _compile(
    svgs: Sequence[str], width: float, height: float, title: str, format: Literal["pdf", "png"], ppi: float = 72
) -> list[bytes]:
    """Each SVG on a page of its own: a PDF of all of them, or a PNG each."""
    # A document without a date is the same each day.
    head = f"#set document(date: none, title: {_string(title)})\n"
    head += f"#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
    pages = (
        f'#image(bytes({_string(_in_letters(svg))}), format: "svg", width: {width}pt, height: {height}pt)'
        for svg in svgs
    )
    source = head + "\n#pagebreak()\n".join(pages)
    try:
        return typeset(source, format, ppi)
    except ValueError as problem:
        raise UsageError(f"the picture cannot be made: {problem}") from problem


def _in_letters(svg: str) -> str:
    """An SVG with letters that the fonts have, instead of all others."""
    return "".join(escape(anyascii(letter)) if letter > _LAST_LETTER else letter for letter in svg)


def _string(text: str) -> str:
    """A text as Typst writes it; a string of JSON is one, since nothing in it is escaped by its number."""
    return json.dumps(text, ensure_ascii=False)
