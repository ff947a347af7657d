"""The MkDocs plugin: checks the atlas, adds its pages as ready HTML, and writes what stands beside them."""

from __future__ import annotations

import gc
import json
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from hfm_atlas.citations import STYLES, Citations, formatted_citations
from hfm_atlas.diagnostics import count_errors
from hfm_atlas.errors import UsageError
from hfm_atlas.exports import EXPORTERS, Selection, api_files
from hfm_atlas.exports.selection import published_url
from hfm_atlas.files import write_file
from hfm_atlas.pages import (
    ReadyPage,
    RenderedPage,
    Renderer,
    SiteFacts,
    plan_pages,
    redirect_page,
    redirects,
    search_records,
)
from hfm_atlas.pages.data import data_files
from hfm_atlas.pages.frame import TEMPLATE as FRAME_TEMPLATE
from hfm_atlas.pages.frame import Frames, shares_frame
from hfm_atlas.pages.plan import EXPORTS_URL
from hfm_atlas.parallel import run_tasks
from hfm_atlas.project import Project, find_project
from hfm_atlas.reports import render_report
from hfm_atlas.rules import CheckResult, check_project
from hfm_atlas.snapshot import Snapshot, take_snapshot
from hfm_atlas.views.cite import ExportFile, export_file
from hfm_atlas.views.index import Repository, SiteIndex

log = logging.getLogger("mkdocs.plugins.hfm-atlas")
_EPOCH = "SOURCE_DATE_EPOCH"
_CITATIONS_WHILE_SERVING = 10


class AtlasConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin has no options: everything is in the project."""


@dataclass(frozen=True)
class MadeSite:
    """Everything of a build that is made before MkDocs touches the last site."""

    index: SiteIndex
    pages: tuple[RenderedPage, ...]
    exports: Mapping[str, bytes]
    api: Sequence[tuple[str, bytes]]


class AtlasPlugin(BasePlugin[AtlasConfig]):  # type: ignore[no-untyped-call]
    """Turns the entries and terms of the project that mkdocs.yml lies in into pages."""

    def __init__(self) -> None:
        """A plugin that has not read anything yet."""
        self.report_progress: Callable[[str, int, int], None] = lambda what, done, total: None
        """Told what is being done, how much of it is done, and of how much."""
        self.checked: CheckResult | None = None
        """A result of the gate to build from, so that a caller that has one already saves the second reading."""
        self._made: MadeSite | None = None
        self._is_serving = False
        self._sets_epoch = False
        self._frames: Frames | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember what for; that this is here keeps the one plugin alive over all rebuilds of `mkdocs serve`."""
        self._is_serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check the atlas, and make every page, before MkDocs touches the last site.

        While serving, whatever is wrong is printed, and the last good state stays.

        Raises:
            PluginError: an entry or facet holds an error, or a template is wrong; the message is the report.
        """
        _pause_collector()
        try:
            self._made = self._make(config)
        except UsageError as problem:
            if self._made is None or not self._is_serving:
                raise PluginError(str(problem)) from problem
            log.error("%s\n\nThe site shows its last good state until this is mended.", problem)
        index = self._ready().index
        self._set_epoch(index.snapshot)
        config.extra["snapshot"] = index.snapshot
        config.extra["repository"] = index.repository
        return config

    def _make(self, config: MkDocsConfig) -> MadeSite:
        """Make all exports and pages, on all cores; the page that lists the exports comes last."""
        index = self._read(config)
        entries = tuple(index.atlas.entries.values())
        selection = Selection(index.atlas, index.graph, index.snapshot, entries, published_url(config.site_url))
        shared = {"snapshot": index.snapshot, "repository": index.repository, "site_name": config.site_name}
        renderer = Renderer(index.atlas.project.templates, shared)
        site = replace(_site_facts(config), citations=self._citations(index))
        planned = list(plan_pages(index, site))
        exporters = list(EXPORTERS.values())
        exporting: list[Callable[[], Any]] = [partial(exporter.export, selection) for exporter in exporters]
        exporting.append(lambda: list(api_files(selection)))
        rendering: list[Callable[[], Any]] = [partial(renderer.render_content, page) for page in planned]
        results = []
        for result in run_tasks([*exporting, *rendering]):
            results.append(result)
            self.report_progress("Building pages", len(results), len(exporting) + len(rendering))
        exports = {one.filename: content for one, content in zip(exporters, results, strict=False)}
        api, made = results[len(exporters)], results[len(exporting) :]
        pages = [RenderedPage(page, *content) for page, content in zip(planned, made, strict=True)]
        finished = _render_exports_page(index, renderer, replace(site, exports=_export_files(exports)))
        pages = [finished if one.planned.url == EXPORTS_URL else one for one in pages]
        return MadeSite(index, tuple(pages), exports, api)

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
        checked, self.checked = self.checked or check_project(project), None
        if count_errors(list(checked.diagnostics)):
            raise UsageError(f"the atlas holds errors, so nothing was built\n\n{render_report(checked, 'text')}")
        snapshot = take_snapshot(checked.atlas)
        repository = Repository(config.repo_url.rstrip("/")) if config.repo_url else None
        return SiteIndex(checked.atlas, checked.graph, snapshot, checked.diagnostics, repository)

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add a page for each entry, term and index; a Markdown file of the same address comes before ours."""
        for rendered in self._ready().pages:
            page = ReadyPage(rendered, config)
            if files.get_file_from_path(page.file.src_uri) is None:
                files.append(page.file)
        return files

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Let pages share their frames where they can."""
        self._frames = Frames(env)
        for file in files.documentation_pages():
            if isinstance(file.page, ReadyPage) and shares_frame(file.page):
                file.page.meta["template"] = FRAME_TEMPLATE
        return env

    @event_priority(100)  # before the search plugin looks through the content of every page
    def on_page_context(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give a page that shares a frame its whole HTML."""
        if self._frames and page.meta.get("template") == FRAME_TEMPLATE and isinstance(page, ReadyPage):
            context["ready_html"] = self._frames.fill(page, context)  # type: ignore[typeddict-unknown-key]
            page.content = ""
        return context

    @event_priority(-100)  # after the search plugin has written its index
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write search records, redirects and exports."""
        made, site = self._ready(), Path(config.site_dir)
        index = made.index
        _add_search_records(site, index)
        for former, present in redirects(index.atlas):
            folder = site / former
            folder.mkdir(parents=True, exist_ok=True)
            write_file(folder / "index.html", redirect_page(former, present).encode("utf-8"))
        for filename, content in (*made.exports.items(), *data_files(index, _site_facts(config))):
            (site / filename).parent.mkdir(parents=True, exist_ok=True)
            write_file(site / filename, content)
        _write_api(site, made.api)
        warnings = len(index.diagnostics)
        if warnings:
            log.info("%d warnings; `hfm-atlas validate` shows them, and the quality page counts them", warnings)
        self._restore()

    def on_build_error(self, error: Exception) -> None:
        """Leave the environment as it was."""
        self._restore()

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., Any]) -> LiveReloadServer:
        """Reload when an entry, a facet or a template is saved; nothing is ever written into these folders."""
        project = self._ready().index.atlas.project
        for folder in _watched_folders(project):
            server.watch(str(folder))
        return server

    def _ready(self) -> MadeSite:
        assert self._made is not None, "on_config comes first"
        return self._made

    def _set_epoch(self, snapshot: Snapshot) -> None:
        """Dates that MkDocs writes come from the snapshot, so that two builds give the same bytes."""
        if _EPOCH in os.environ and not self._sets_epoch:
            return
        self._sets_epoch = True
        os.environ[_EPOCH] = str(int(datetime.combine(snapshot.date, time(), UTC).timestamp()))

    def _restore(self) -> None:
        """Leave the environment and the garbage collector as they were."""
        gc.enable()
        if self._sets_epoch:
            os.environ.pop(_EPOCH, None)
            self._sets_epoch = False


def _pause_collector() -> None:
    """Leave garbage alone until the build is over: a build makes millions of objects and hardly any loops of them."""
    gc.disable()


def _site_facts(config: MkDocsConfig) -> SiteFacts:
    return SiteFacts(config.site_url or "", config.site_description or "", config.site_name)


def _render_exports_page(index: SiteIndex, renderer: Renderer, site: SiteFacts) -> RenderedPage:
    """The page that needs to know the finished exports."""
    page = next(page for page in plan_pages(index, site) if page.url == EXPORTS_URL)
    return RenderedPage(page, *renderer.render_content(page))


def _write_api(site: Path, files: Sequence[tuple[str, bytes]]) -> None:
    """Write one file an entry and term, without waiting for the disk at each as `write_file` does."""
    for filename, content in files:
        (site / filename).parent.mkdir(parents=True, exist_ok=True)
        (site / filename).write_bytes(content)


def _export_files(exports: Mapping[str, bytes]) -> list[ExportFile]:
    return [export_file(one.filename, one.help, exports[one.filename]) for one in EXPORTERS.values()]


def _watched_folders(project: Project) -> tuple[Path, ...]:
    return (project.entries, project.taxonomy, project.templates)


def _add_search_records(site: Path, index: SiteIndex) -> None:
    """Append our records to the index that Material's search plugin has written."""
    path = site / "search" / "search_index.json"
    if not path.is_file():
        return
    search = json.loads(path.read_text("utf-8"))
    search["docs"].extend(search_records(index))
    write_file(path, json.dumps(search, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
