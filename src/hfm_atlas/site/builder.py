"""Making the site: every page's content, and the files that stand next to the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from hfm_atlas._util.parallel import Worker
from hfm_atlas.exports import EXPORTERS, Selection, api_files
from hfm_atlas.site.figure_files import Make, PictureCache, card_files, embedded_pages, figure_files
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.kept_pages import KeptPages
from hfm_atlas.site.redirects import redirect_page, redirects
from hfm_atlas.site.renderer import Content, Renderer
from hfm_atlas.site.routes import EXPORTS_URL, PageSpec, SiteFacts, plan_pages
from hfm_atlas.site.static_files import data_files
from hfm_atlas.site.views.overview.cite import ExportFile, cite_view, export_file
from hfm_atlas.site.watched_index import Watch, WatchedIndex

# Told what is being done, how much of it is done, and of how much.
Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class PlannedSite:
    """The site before any of it is made; `pages` are by address."""

    index: SiteIndex
    facts: SiteFacts
    renderer: Renderer
    pages: Mapping[str, PageSpec]

    def make_page(self, url: str) -> Content:
        """The content of the page at `url`.

        Raises:
            UsageError: its template is missing or wrong.
        """
        return self.renderer.render(self.pages[url])

    def make_exports_page(self, exports: Sequence[ExportFile]) -> Content:
        """The content of the page that lists `exports`; `make_page` lists none."""
        view = partial(cite_view, self.index, exports, self.facts.url)
        return self.renderer.render(replace(self.pages[EXPORTS_URL], make_view=view))

    def pictures(self, cache: PictureCache) -> Iterator[tuple[str, Make]]:
        """Path of each picture and of each page that others embed, and what makes it."""
        yield from figure_files(self.selection, cache)
        yield from embedded_pages(self.selection, self.renderer, cache)

    @cached_property
    def selection(self) -> Selection:
        """All entries, for exports."""
        return self.index.selection(self.facts.url)


def plan_site(index: SiteIndex, facts: SiteFacts) -> PlannedSite:
    """The site of `index`; nothing of it is made yet."""
    shared = {"snapshot": index.shared_snapshot, "repository": index.repository, "site_name": facts.name}
    renderer = Renderer(index.atlas.project.templates, shared)
    return PlannedSite(index, facts, renderer, {page.url: page for page in plan_pages(index, facts)})


def plan_kept_site(index: SiteIndex, facts: SiteFacts) -> tuple[PlannedSite, KeptPages]:
    """As `plan_site`, with the pages as they are kept between builds."""
    watched = WatchedIndex(index, Watch())
    site = replace(plan_site(watched, facts), index=index)
    return site, KeptPages(site.pages, site.renderer, watched, facts.name)


def export_files(exports: Mapping[str, bytes]) -> list[ExportFile]:
    """What the page of exports says of each; `exports` are contents by file name."""
    return [export_file(one.filename, one.help, exports[one.filename]) for one in EXPORTERS.values()]


class DataWriter:
    """Makes everything that stands next to the pages while they are made, and writes it while MkDocs writes them."""

    def __init__(self, site: PlannedSite, folder: Path) -> None:
        """Start to make the exports of `site`; `folder` will be its root."""
        self._site, self._folder = site, folder
        self._waiting: IO[bytes] | None = None
        self._worker = Worker(self._make_exports, self._write)
        self._worker.start(self._make_exports)

    def exports(self) -> Sequence[ExportFile]:
        """What there is to download, after waiting for it; to be asked once.

        Raises:
            OSError: there is no room for it.
        """
        exports: Sequence[ExportFile] = self._worker.result()
        return exports

    def start_writing(self) -> None:
        """Begin to write: whatever was in the folder is gone."""
        self._worker.start(self._write)

    def wait(self) -> None:
        """Until everything is written.

        Raises:
            OSError: a file cannot be written.
        """
        self._worker.result()

    def stop(self) -> None:
        """Leave no process and no open file behind."""
        self._worker.stop()
        if self._waiting is not None:
            self._waiting.close()

    def _make_exports(self) -> Sequence[ExportFile]:
        # Until the folder is empty, they wait in a file without a name and not in memory: 240 MB of 10,000 entries.
        self._waiting = waiting = TemporaryFile()  # noqa: SIM115 (`stop` closes it)
        self._sizes: dict[str, int] = {}
        described = []
        for one in EXPORTERS.values():
            content = one.export(self._site.selection)
            self._sizes[one.filename] = waiting.write(content)
            described.append(export_file(one.filename, one.help, content))
        self._site.selection.forget_rows()
        return described

    def _made_exports(self) -> Iterator[tuple[str, bytes]]:
        assert self._waiting is not None, "the exports come first"
        self._waiting.seek(0)
        for name, size in self._sizes.items():
            yield name, self._waiting.read(size)
        self._waiting.close()

    def _write(self) -> None:
        _write(self._folder, self._made_exports())
        _write(self._folder, static_files(self._site))
        _write(self._folder, picture_files(self._site))
        _write(self._folder, api_files(self._site.selection))


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for name, content in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # Not by `write_file`: it waits for the disk at each file, and a new site is put in place as a whole.
        target.write_bytes(content)


def picture_files(site: PlannedSite) -> Iterator[tuple[str, bytes]]:
    """Paths and contents of all pictures, and of the pages that others embed."""
    cache = PictureCache(site.index.atlas.project.cache)
    for name, make in site.pictures(cache):
        yield name, make()
    yield from card_files(site.selection, site.pages.values(), cache)
    cache.tidy()


def static_files(site: PlannedSite) -> Iterator[tuple[str, bytes]]:
    """Paths and contents of what scripts and feed readers read, and of the pages that lead on from former addresses."""
    yield from data_files(site.index, site.facts, site.pages.values())
    for former, present in redirects(site.index.atlas):
        yield f"{former}index.html", redirect_page(former, present).encode("utf-8")
