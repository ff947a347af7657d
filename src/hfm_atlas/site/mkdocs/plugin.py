"""The MkDocs plugin: checks the atlas, adds its pages as ready HTML, and writes what stands next to them."""

from __future__ import annotations

import logging
import os
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils import get_build_date
from mkdocs.utils.templates import TemplateContext

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.gc import collect_rarely, paused_gc
from hfm_atlas.citation.styles import STYLES, Citations, formatted_citations
from hfm_atlas.diagnostics import count_errors
from hfm_atlas.loading.loader import LoadCache
from hfm_atlas.loading.snapshot import Snapshot, take_snapshot
from hfm_atlas.project import find_project
from hfm_atlas.reports import render_report
from hfm_atlas.site.builder import DataWriter, PlannedSite, plan_kept_site, plan_site
from hfm_atlas.site.index import Repository, SiteIndex
from hfm_atlas.site.internal_links import Reader
from hfm_atlas.site.kept_pages import KeptPages
from hfm_atlas.site.mkdocs.framed_pages import FramedPages
from hfm_atlas.site.mkdocs.live_server import ServedSite, report_last_good
from hfm_atlas.site.mkdocs.page_shell import Theme
from hfm_atlas.site.mkdocs.prerendered_page import PrerenderedPage, shares_frame
from hfm_atlas.site.mkdocs.watching import FolderKeeper, look_often
from hfm_atlas.site.renderer import Content, compiled_templates
from hfm_atlas.site.routes import EXPORTS_URL, SiteFacts
from hfm_atlas.site.style_sheets import bundled_sheets, component_sheets
from hfm_atlas.validation.runner import CheckResult, check_project

log = logging.getLogger("mkdocs.plugins.hfm-atlas")
_EPOCH = "SOURCE_DATE_EPOCH"
_LINK_TO_PAGE = re.compile(r"[\w./-]+/index\.md")
_CITATIONS_WHILE_SERVING = 10


class AtlasConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin has no options: everything is in the project."""


class AtlasPlugin(BasePlugin[AtlasConfig]):  # type: ignore[no-untyped-call]
    """Turns the entries and terms of the project that mkdocs.yml lies in into pages."""

    def __init__(self) -> None:
        """A plugin that has not read anything yet."""
        self.report_progress: Callable[[str, int, int], None] = lambda what, done, total: None
        """Told what is being done, how much of it is done, and of how much."""
        self.checked: CheckResult | None = None
        """A result of validation to build from, so that a caller that has one already saves the second reading."""
        self._site: PlannedSite | None = None
        self._kept: KeptPages | None = None
        self.read_links: Reader | None = None
        """Knows the links of the pages of the last build."""
        self._data: DataWriter | None = None
        self._is_serving = False
        self._served = ServedSite(self._plan_again, self._remember)
        self._load_cache = LoadCache()
        self._sets_epoch = False
        self._gc_pause = ExitStack()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Begin again; that this is here keeps the one plugin alive over all rebuilds of `mkdocs serve`."""
        self._is_serving = command == "serve"
        self._site, self._kept, self._data = None, None, None
        self._served, self._load_cache = ServedSite(self._plan_again, self._remember), LoadCache()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check the atlas, and make every page, before MkDocs touches the last site.

        While serving, whatever is wrong is printed, and the last good state stays.

        Raises:
            PluginError: an entry or facet holds an error, or a template is wrong; the message is the report.
        """
        self._gc_pause.enter_context(paused_gc())
        try:
            self._site = self._plan(config) if self._is_serving else self._make(config)
        except UsageError as problem:
            if self._site is None or not self._is_serving:
                raise PluginError(str(problem)) from problem
            self._served.problem = str(problem)
            report_last_good(problem)
        index = self._planned().index
        self._set_epoch(index.snapshot)
        _tell_theme(config, index)
        return config

    def _remember(self) -> Callable[[], None]:
        """Keep what a build changes; what is returned gives it back."""
        state = {name: getattr(self, name) for name in ("_site", "_navigation")}
        return partial(vars(self).update, state)

    def _make(self, config: MkDocsConfig) -> PlannedSite:
        """The site with the content of every page as it is to be, and everything next to the pages in the making."""
        index, facts = self._plan_index(config)
        site, self._kept = plan_kept_site(index, facts)
        self._data = DataWriter(site, Path(config.site_dir))
        # Of the page of exports, which comes last, nothing is kept.
        urls = [url for url in site.pages if url != EXPORTS_URL]
        self._kept.prepare(urls, lambda done: self.report_progress("Building pages", done, len(urls)))
        return site

    def _plan_again(self, config: MkDocsConfig) -> PlannedSite:
        """The site after a save, while serving."""
        self._site = self._plan(config)
        _tell_theme(config, self._site.index)
        return self._site

    def _plan(self, config: MkDocsConfig) -> PlannedSite:
        return plan_site(*self._plan_index(config))

    def _plan_index(self, config: MkDocsConfig) -> tuple[SiteIndex, SiteFacts]:
        index = self._read(config)
        facts = SiteFacts(config.site_url or "", config.site_description or "", config.site_name)
        return index, replace(facts, citations=self._citations(index))

    def _citations(self, index: SiteIndex) -> Mapping[str, Citations]:
        """Formatted citations of all works.

        While serving, no more of them are made than an edit makes stale: without a cache, the first page would wait for
        all of them, which takes longer than everything else. A build makes the rest.
        """
        entries = index.atlas.entries.values()
        found = formatted_citations(
            entries,
            index.atlas.project.cache,
            at_most=_CITATIONS_WHILE_SERVING if self._is_serving else None,
            report=partial(self.report_progress, "Formatting citations"),
        )
        if len(found) < len(entries):
            log.info("%d citations are not formatted yet; a build does it", len(entries) - len(found))
        for id, texts in found.items():
            for style in STYLES.keys() - texts.keys():
                log.warning("%s: the work could not be cited in the style %s, so its page leaves that out", id, style)
        return found

    def _read(self, config: MkDocsConfig) -> SiteIndex:
        project = find_project(Path(config.config_file_path).parent)
        checked, self.checked = self.checked or check_project(project, load_cache=self._load_cache), None
        if count_errors(list(checked.diagnostics)):
            raise UsageError(f"the atlas holds errors, so nothing was built\n\n{render_report(checked, 'text')}")
        snapshot = take_snapshot(checked.atlas)
        repository = Repository(config.repo_url.rstrip("/")) if config.repo_url else None
        return SiteIndex(checked.atlas, checked.graph, snapshot, checked.diagnostics, repository)

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the pages that have a frame of their own; a Markdown file of the same address comes before ours.

        MkDocs need not know of the others, but for those that its own pages link to. The last site is gone by now, so
        everything that stands next to the pages is written from here on, too.
        """
        self._framed, linked = [], set(_linked_pages(files))
        for url, planned in self._planned().pages.items():
            if files.get_file_from_path(f"{url}index.md") is not None:
                continue
            if shares_frame(planned) and f"{url}index.md" not in linked:
                self._framed.append(url)
            else:
                # While serving nothing is made before it is asked for.
                make = Content.empty if self._is_serving else partial(self._content, url)
                files.append(PrerenderedPage(planned, make, config).file)
        _put_style_sheets_together(files, config)
        if self._data:
            self._data.start_writing()
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember the navigation, which pages are written with."""
        self._navigation = nav
        return nav

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Write the pages that share a frame; while serving, none of our pages is for MkDocs to write."""
        env.bytecode_cache = compiled_templates("theme")
        theme = Theme(config, env, files, self._navigation)
        if self._is_serving:
            ours = {file.page.planned.url: file.page for file in files if isinstance(file.page, PrerenderedPage)}
            for page in ours.values():
                files.remove(page.file)
            self._served.take_over(self._planned(), theme, ours)
        else:
            assert self._kept is not None, "on_config comes first"
            framed = FramedPages(self._planned().pages, self._kept, theme)
            self.read_links = framed.read_links
            with _refusing():
                framed.write(self._framed, self.report_progress)
        return env

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Let the sitemap name the pages that MkDocs does not know of."""
        if template_name == "sitemap.xml" and not self._is_serving:
            day = get_build_date()
            addresses = (urljoin(config.site_url or "/", url) for url in self._framed)
            others = [SimpleNamespace(page=SimpleNamespace(canonical_url=one, update_date=day)) for one in addresses]
            context["pages"] = [*context["pages"], *others]  # type: ignore[list-item]
        return context

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Wait for what is written next to the pages."""
        index = self._planned().index
        if not self._is_serving:
            self._wait_for_data()
            collect_rarely()
        warnings = len(index.diagnostics)
        if warnings:
            log.info("%d warnings; `hfm-atlas validate` shows them, and the quality page counts them", warnings)
        self._restore()

    def on_build_error(self, error: Exception) -> None:
        """Leave the environment as it was."""
        self._restore()

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., Any]) -> LiveReloadServer:
        """Reload when an entry, a facet, a template or a report is saved; nothing is written into these folders."""
        look_often(server, len(self._planned().index.atlas.loaded))
        FolderKeeper(server, self._planned().index.atlas.project.content_folders).start()
        if self._is_serving:
            self._served.install(server)
        return server

    def _content(self, url: str) -> Content:
        """The content of a page that MkDocs writes."""
        assert self._kept is not None, "on_config comes first"
        if url == EXPORTS_URL:
            assert self._data is not None, "on_config comes first"
            with _refusing():
                exports = self._data.exports()
            return self._planned().make_exports_page(exports)
        return next(content for _, content in self._kept.contents([url]))

    def _planned(self) -> PlannedSite:
        assert self._site is not None, "on_config comes first"
        return self._site

    def _wait_for_data(self) -> None:
        """Until everything next to the pages is written."""
        assert self._data is not None, "on_config comes first"
        with _refusing():
            self._data.wait()

    def _set_epoch(self, snapshot: Snapshot) -> None:
        """Dates that MkDocs writes come from the snapshot, so that two builds give the same bytes."""
        if _EPOCH in os.environ and not self._sets_epoch:
            return
        self._sets_epoch = True
        os.environ[_EPOCH] = str(int(datetime.combine(snapshot.date, time(), UTC).timestamp()))

    def _restore(self) -> None:
        """Leave the environment and the garbage collector as they were, and no process behind."""
        self._gc_pause.close()
        if self._data is not None:
            self._data.stop()
        if self._sets_epoch:
            os.environ.pop(_EPOCH, None)
            self._sets_epoch = False


@contextmanager
def _refusing() -> Iterator[None]:
    """Say which file it is that cannot be written."""
    try:
        yield
    except OSError as problem:
        raise PluginError(f"cannot write {problem.filename or 'a temporary file'}: {problem.strerror}") from problem


def _tell_theme(config: MkDocsConfig, index: SiteIndex) -> None:
    """Hand the theme what it shows on every page."""
    config.extra["snapshot"], config.extra["repository"] = index.snapshot, index.repository


def _put_style_sheets_together(files: Files, config: MkDocsConfig) -> None:
    """Let MkDocs write each bundle as one file, and none of its parts."""
    docs = Path(config.docs_dir)
    try:
        sheets = bundled_sheets(docs, config.theme.dirs)
    except OSError as problem:
        raise PluginError(f"cannot read the style sheet {problem.filename}: {problem.strerror}") from problem
    for path in (*component_sheets(docs), *sheets):
        file = files.get_file_from_path(path)
        if file is not None:
            files.remove(file)
    for path, text in sheets.items():
        files.append(File.generated(config, path, content=text))


def _linked_pages(files: Files) -> Iterator[str]:
    """What Markdown files link to, as far as it could be a page of ours."""
    for file in files.documentation_pages():
        folder = posixpath.dirname(file.src_uri)
        for link in _LINK_TO_PAGE.findall(file.content_string):
            yield posixpath.normpath(posixpath.join(folder, link))
