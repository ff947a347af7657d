"""Files of figures that stand next to the pages: pictures to save, and the pages that others embed.

A picture is kept in the cache under what it was made from, so that a build makes only what is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache as remembered
from functools import cached_property, partial
from hashlib import sha256
from importlib.metadata import version
from itertools import islice
from os import getpid
from pathlib import Path

from hfm_atlas._util.grouping import grouped
from hfm_atlas._util.store import digest
from hfm_atlas.figures import FIGURES, Figure, draw_figure, write_figure
from hfm_atlas.figures.cards import HEIGHT, WIDTH, entry_card, page_card
from hfm_atlas.figures.content import figure_inputs
from hfm_atlas.figures.files import Format, png_of, pngs_of, svg_file
from hfm_atlas.figures.typesetting import PDF_VERSION
from hfm_atlas.model.addresses import entry_url
from hfm_atlas.model.publication import first_year
from hfm_atlas.query.selection import Selection
from hfm_atlas.site.parts.figures import embedded_figures, figure_view
from hfm_atlas.site.renderer import Renderer
from hfm_atlas.site.routes import PageSpec, own_card

FOLDER = "figures"
_CACHE_FOLDER = "pictures"
# Files at the width of both columns of a journal; PNGs are slides.
_OF_PAPER: tuple[Format, ...] = ("svg", "pdf", "csv")
_PNG_PIXELS, _SMALL_PIXELS, _CARD_PIXELS = 1920, 480, 600
_MAKERS = f"typst {version('typst')}, PDF {PDF_VERSION}"

Make = Callable[[], bytes]
MakeAll = Callable[[list[str]], list[bytes]]
_AT_A_TIME = 40


class PictureCache:
    """Pictures by a hash of what they are made from; what no build used is thrown away by `tidy`.

    The name of a file also has a hash of its content, so that a damaged one is noticed and made again.
    """

    def __init__(self, folder: Path) -> None:
        """The pictures kept in `folder`, which need not be there."""
        self._folder = folder / _CACHE_FOLDER
        self._used: set[str] = set()

    @cached_property
    def _kept(self) -> dict[str, Path]:
        """Files by the first part of their names, which is the hash of what they are made from."""
        files = self._folder.iterdir() if self._folder.is_dir() else ()
        return {file.name.partition("-")[0]: file for file in files if not file.suffix}

    def get(self, source: str, make: Make) -> bytes:
        """The picture made from `source`: kept from an earlier build, else made now."""
        name = self._name(source)
        if kept := self._read(name):
            return kept
        content = make()
        self._keep(name, content)
        return content

    def _name(self, source: str) -> str:
        name = sha256(f"{_MAKERS}\0{source}".encode()).hexdigest()[:40]
        self._used.add(name)
        return name

    def _read(self, name: str) -> bytes:
        """What is kept as `name`; nothing where it is not there, or damaged."""
        file = self._kept.get(name)
        with suppress(OSError):
            if file and (content := file.read_bytes()) and file.name == _file_name(name, content):
                return content
        return b""

    def _keep(self, name: str, content: bytes) -> None:
        """A cache that cannot be written costs time on the next build, nothing else. It does not wait for the disk."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._folder / _file_name(name, content)
            temporary = file.with_suffix(f".{getpid()}")
            temporary.write_bytes(content)
            self._kept[name] = temporary.replace(file)

    def get_all(self, sources: Mapping[str, str], make: MakeAll) -> Iterator[tuple[str, bytes]]:
        """A picture for each name in `sources`; those that are missing are made many at a time."""
        missing: dict[str, str] = {}
        for name, source in sources.items():
            kept = self._read(self._name(source))
            if kept:
                yield name, kept
            else:
                missing[name] = source
        waiting = iter(missing.items())
        while part := list(islice(waiting, _AT_A_TIME)):
            for (name, source), content in zip(part, make([source for _, source in part]), strict=True):
                self._keep(self._name(source), content)
                yield name, content

    def tidy(self) -> None:
        """Throw away what this build has not used."""
        in_use = {self._kept[name] for name in self._used & self._kept.keys()}
        for file in self._folder.glob("*") if self._folder.is_dir() else ():
            if file not in in_use:
                file.unlink(missing_ok=True)


def _file_name(name: str, content: bytes) -> str:
    return f"{name}-{sha256(content).hexdigest()[:16]}"


def figure_files(selection: Selection, cache: PictureCache) -> Iterator[tuple[str, Make]]:
    """Path of each file of a figure below the site's root, and what makes it."""
    base = figure_inputs(selection).hex()
    for name, spec in FIGURES.items():
        # Drawn once for all files of a width, and only when one of them is made.
        slide = remembered(partial(draw_figure, name, selection, width="slide"))
        paper = remembered(partial(draw_figure, name, selection, width="double"))
        files = {
            f"{name}.png": partial(_picture, slide, selection, _PNG_PIXELS),
            f"{name}.small.png": partial(_picture, slide, selection, _SMALL_PIXELS),
            **{f"{name}.{format}": partial(_paper_file, paper, selection, format) for format in _OF_PAPER},
        }
        if spec.has_poster:
            poster = partial(draw_figure, name, selection, width="poster")
            files[f"{name}.poster.pdf"] = partial(_paper_file, poster, selection, "pdf")
        for path, make in files.items():
            yield f"{FOLDER}/{path}", partial(cache.get, f"{base} {path}", make)


def _picture(draw: Callable[[], Figure], selection: Selection, pixels: int) -> bytes:
    figure = draw()
    return png_of(svg_file(figure, selection.site_url), *figure.paper, pixels)


def _paper_file(draw: Callable[[], Figure], selection: Selection, format: Format) -> bytes:
    return write_figure(draw(), format, site_url=selection.site_url)


def card_files(selection: Selection, pages: Iterable[PageSpec], cache: PictureCache) -> Iterator[tuple[str, bytes]]:
    """Path and content of every card that a shared link shows."""
    make = partial(pngs_of, width=WIDTH, height=HEIGHT, pixels=_CARD_PIXELS)
    yield from cache.get_all(dict(_cards(selection, pages)), make)


def card_file(selection: Selection, pages: Iterable[PageSpec], name: str, cache: PictureCache) -> bytes | None:
    """The card at a path; None where there is none."""
    source = dict(_cards(selection, pages)).get(name)
    return cache.get(source, partial(png_of, source, WIDTH, HEIGHT, _CARD_PIXELS)) if source else None


def _cards(selection: Selection, pages: Iterable[PageSpec]) -> Iterator[tuple[str, str]]:
    """Path of each card, and what is drawn."""
    downstream = grouped(
        (link.model, entry.id)
        for entry in selection.entries
        if isinstance(links := getattr(entry, "builds_on", None), list)
        for link in links
    )
    by_url = {entry_url(entry): entry for entry in selection.entries}
    for page in pages:
        if about := by_url.get(page.url):
            yield page.card, entry_card(selection, about, _newest(selection, downstream.get(about.id, [])))
        elif page.card == own_card(page.url):
            yield page.card, page_card(page.title if page.url else "HFM Atlas", page.description)


def _newest(selection: Selection, ids: list[str]) -> list[str]:
    return sorted(ids, key=lambda id: (-first_year(selection.atlas.entries[id]), id))


def embedded_pages(selection: Selection, renderer: Renderer, cache: PictureCache) -> Iterator[tuple[str, Make]]:
    """Path of each page that others embed, and what makes it."""
    templates = digest(*((renderer.templates / name).read_bytes() for name in ("embed.html", "parts/figure.html")))
    base = f"{figure_inputs(selection).hex()} {templates.hex()}"
    for name, of in embedded_figures(selection):
        path = f"embed/{name}-{of}/index.html" if of else f"embed/{name}/index.html"
        yield path, partial(cache.get, f"{base} {path}", partial(_embedded_page, selection, renderer, name, of))


def _embedded_page(selection: Selection, renderer: Renderer, name: str, of: str | None) -> bytes:
    view = figure_view(selection, name, of)
    return renderer.render_view("embed.html", view, view.embed_url).encode("utf-8")
