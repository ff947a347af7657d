"""Making the site: every page's content, and the files that stand beside the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from hfm_atlas.exports import EXPORTERS, Selection, api_files
from hfm_atlas.exports.selection import select
from hfm_atlas.pages import Content, PlannedPage, Renderer, SiteFacts, plan_pages, redirect_page, redirects
from hfm_atlas.pages.data import data_files
from hfm_atlas.pages.plan import EXPORTS_URL
from hfm_atlas.parallel import run_tasks
from hfm_atlas.views.cite import export_file
from hfm_atlas.views.index import SiteIndex

# Told what is being done, how much of it is done, and of how much.
Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class PlannedSite:
    """The site before any of it is made; `pages` are by address."""

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

    def make_exports_page(self, exports: Mapping[str, bytes]) -> Content:
        """The content of the page that lists `exports`, contents by file name; `make_page` lists none."""
        files = [export_file(one.filename, one.help, exports[one.filename]) for one in EXPORTERS.values()]
        pages = plan_pages(self.index, replace(self.facts, exports=files))
        return self.renderer.render(next(page for page in pages if page.url == EXPORTS_URL))

    @cached_property
    def selection(self) -> Selection:
        """All entries, for exports."""
        return select(self.index.atlas, self.index.graph, site_url=self.facts.url)


def plan_site(index: SiteIndex, facts: SiteFacts) -> PlannedSite:
    """The site of `index`; nothing of it is made yet."""
    shared = {"snapshot": index.snapshot, "repository": index.repository, "site_name": facts.name}
    renderer = Renderer(index.atlas.project.templates, shared)
    return PlannedSite(index, facts, renderer, {page.url: page for page in plan_pages(index, facts)})


@dataclass(frozen=True)
class MadeSite:
    """What takes long to make; pages are by address, exports by file name."""

    pages: Mapping[str, Content]
    exports: Mapping[str, bytes]


def make_contents(site: PlannedSite, report: Report) -> MadeSite:
    """Every page and export, made on all cores.

    Raises:
        UsageError: a template is missing or wrong.
    """
    exporting: list[Callable[[], Any]] = [partial(one.export, site.selection) for one in EXPORTERS.values()]
    rendering: list[Callable[[], Any]] = [partial(site.make_page, url) for url in site.pages]
    made = []
    for result in run_tasks([*exporting, *rendering]):
        made.append(result)
        report("Building pages", len(made), len(exporting) + len(rendering))
    exports = {one.filename: content for one, content in zip(EXPORTERS.values(), made, strict=False)}
    pages = dict(zip(site.pages, made[len(exporting) :], strict=True))
    pages[EXPORTS_URL] = site.make_exports_page(exports)
    return MadeSite(pages, exports)


def write_data(site: PlannedSite, exports: Mapping[str, bytes], folder: Path) -> None:
    """Write everything but pages below `folder`, the site's root.

    Raises:
        OSError: a file cannot be written.
    """
    _write(folder, exports.items())
    _write(folder, files_beside(site))
    _write(folder, api_files(site.selection))


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for name, content in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # Not by `write_file`: it waits for the disk at each file, and a new site is put in place as a whole.
        target.write_bytes(content)


def files_beside(site: PlannedSite) -> Iterator[tuple[str, bytes]]:
    """Paths and contents of what scripts and feed readers read, and of the pages that lead on from former addresses."""
    yield from data_files(site.index, site.facts)
    for former, present in redirects(site.index.atlas):
        yield f"{former}index.html", redirect_page(former, present).encode("utf-8")
