"""Making the site: every page's content, and the files that stand beside the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

from hfm_atlas.exports import EXPORTERS, Selection, api_files
from hfm_atlas.exports.selection import published_url
from hfm_atlas.pages import Content, PlannedPage, Renderer, SiteFacts, plan_pages, redirect_page, redirects
from hfm_atlas.pages.data import data_files
from hfm_atlas.pages.plan import EXPORTS_URL
from hfm_atlas.parallel import run_tasks
from hfm_atlas.views.cite import ExportFile, export_file
from hfm_atlas.views.index import SiteIndex

# Told what is being done, how much of it is done, and of how much.
Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class PlannedSite:
    """The site before any of it is made; `pages` are by address, in the order in which they are written."""

    index: SiteIndex
    facts: SiteFacts
    renderer: Renderer
    pages: Mapping[str, PlannedPage]

    def make_page(self, url: str) -> Content:
        """The content of the page at `url`.

        Raises:
            UsageError: its template is missing or wrong.
        """
        return self.renderer.render(self.pages[url])

    def make_exports_page(self, exports: tuple[ExportFile, ...]) -> Content:
        """The content of the page that lists `exports`; `make_page` lists none."""
        pages = plan_pages(self.index, replace(self.facts, exports=exports))
        return self.renderer.render(next(page for page in pages if page.url == EXPORTS_URL))

    @cached_property
    def selection(self) -> Selection:
        """All entries, for exports."""
        entries = tuple(self.index.atlas.entries.values())
        return Selection(
            self.index.atlas, self.index.graph, self.index.snapshot, entries, published_url(self.facts.url)
        )


def plan_site(index: SiteIndex, facts: SiteFacts) -> PlannedSite:
    """The site of `index`; nothing of it is made yet."""
    shared = {"snapshot": index.snapshot, "repository": index.repository, "site_name": facts.name}
    renderer = Renderer(index.atlas.project.templates, shared)
    pages = {page.url: page for page in plan_pages(index, facts)}
    # Written last: it waits for the exports.
    pages[EXPORTS_URL] = pages.pop(EXPORTS_URL)
    return PlannedSite(index, facts, renderer, pages)


def make_pages(site: PlannedSite, report: Report) -> dict[str, Content]:
    """The content of every page by its address, made on all cores.

    Raises:
        UsageError: a template is missing or wrong.
    """
    made: dict[str, Content] = {}
    for url, content in zip(site.pages, run_tasks([partial(site.make_page, url) for url in site.pages]), strict=True):
        made[url] = content
        report("Building pages", len(made), len(site.pages))
    return made


def write_data(site: PlannedSite, folder: Path) -> tuple[ExportFile, ...]:
    """Write everything but pages below `folder`, the site's root, and tell what the exports are.

    Raises:
        OSError: a file cannot be written.
    """
    selection = site.selection
    exports = {one.filename: one.export(selection) for one in EXPORTERS.values()}
    _write(folder, exports.items())
    _write(folder, chain(data_files(site.index, site.facts), redirect_files(site.index), api_files(selection)))
    return describe_exports(exports)


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for name, content in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # Not by `write_file`: it waits for the disk at each file, and a new site is put in place as a whole.
        target.write_bytes(content)


def describe_exports(exports: Mapping[str, bytes]) -> tuple[ExportFile, ...]:
    """What the page that lists exports says of each; `exports` are contents by file name."""
    return tuple(export_file(one.filename, one.help, exports[one.filename]) for one in EXPORTERS.values())


def redirect_files(index: SiteIndex) -> Iterator[tuple[str, bytes]]:
    """Paths and contents of the pages that lead on from former addresses."""
    for former, present in redirects(index.atlas):
        yield f"{former}index.html", redirect_page(former, present).encode("utf-8")
