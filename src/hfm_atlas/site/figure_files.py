"""Files of figures that stand next to the pages: pictures to save, and the pages that others embed.

A picture is kept in the cache under what it was made from, so that a build makes only what is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from os import getpid
from pathlib import Path

from hfm_atlas.figures import FIGURES, Width, draw_figure, write_figure
from hfm_atlas.figures.files import Format, png_of, svg_file
from hfm_atlas.query.selection import Selection
from hfm_atlas.site.parts.figures import embedded_figures, figure_view
from hfm_atlas.site.renderer import Renderer

FOLDER = "figures"
_CACHE_FOLDER = "pictures"
# Of what a page saves: the width of a slide for PNG, both columns of a journal for the others.
_WIDTHS: dict[Format, Width] = {"png": "slide", "svg": "double", "pdf": "double", "csv": "double"}
_PNG_PIXELS, _SMALL_PIXELS = 1920, 480
_MAKERS = f"typst {version('typst')}"

Make = Callable[[], bytes]


class PictureCache:
    """Pictures by a hash of what they are made from; what no build used is thrown away by `tidy`."""

    def __init__(self, folder: Path) -> None:
        """The pictures kept in `folder`, which need not be there."""
        self._folder = folder / _CACHE_FOLDER
        self._used: set[str] = set()

    def get(self, source: str, make: Make) -> bytes:
        """The picture made from `source`: kept from an earlier build, else made now."""
        name = sha256(f"{_MAKERS}\0{source}".encode()).hexdigest()[:40]
        self._used.add(name)
        file = self._folder / name
        with suppress(OSError):
            if kept := file.read_bytes():
                return kept
        content = make()
        # A cache that cannot be written costs time on the next build, nothing else. It does not wait for the disk.
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            temporary = file.with_suffix(f".{getpid()}")
            temporary.write_bytes(content)
            temporary.replace(file)
        return content

    def tidy(self) -> None:
        """Throw away what this build has not used."""
        for file in self._folder.glob("*") if self._folder.is_dir() else ():
            if file.name not in self._used:
                file.unlink(missing_ok=True)


def figure_files(selection: Selection, cache: PictureCache) -> Iterator[tuple[str, Make]]:
    """Path of each file of a figure below the site's root, and what makes it."""
    for name in FIGURES:
        for format in _WIDTHS:
            yield f"{FOLDER}/{name}.{format}", partial(_figure_file, selection, cache, name, format)
        yield f"{FOLDER}/{name}.small.png", partial(_small_picture, selection, cache, name)


def embedded_pages(selection: Selection, renderer: Renderer) -> Iterator[tuple[str, Make]]:
    """Path of each page that others embed, and what makes it."""
    for name, of in embedded_figures(selection):
        slug = f"{name}-{of}" if of else name
        yield f"embed/{slug}/index.html", partial(_embedded_page, selection, renderer, name, of)


def _embedded_page(selection: Selection, renderer: Renderer, name: str, of: str | None) -> bytes:
    view = figure_view(selection, name, of)
    return renderer.render_view("embed.html", view, view.embed_url).encode("utf-8")


def _figure_file(selection: Selection, cache: PictureCache, name: str, format: Format) -> bytes:
    figure = draw_figure(name, selection, width=_WIDTHS[format])
    make = partial(write_figure, figure, format, site_url=selection.site_url, pixels=_PNG_PIXELS)
    if format in ("svg", "csv"):
        return make()
    return cache.get(f"{format} {_PNG_PIXELS} {svg_file(figure, selection.site_url)}", make)


def _small_picture(selection: Selection, cache: PictureCache, name: str) -> bytes:
    figure = draw_figure(name, selection, width="slide")
    svg = svg_file(figure, selection.site_url)
    return cache.get(f"{_SMALL_PIXELS} {svg}", partial(png_of, svg, figure.width, figure.height, _SMALL_PIXELS))
