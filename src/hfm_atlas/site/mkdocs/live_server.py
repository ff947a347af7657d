"""The site while somebody writes: a page is made when a browser asks for it, so that a save shows at once.

MkDocs builds only its own pages under `serve`. A save of an entry, facet or template does not start it again: the atlas
is read again, what was made so far is thrown away, and the browser asks for the page that it shows.
"""

from __future__ import annotations

import logging
import os
import posixpath
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import temporary_folder
from hfm_atlas._util.gc import freeze_what_stays, paused_gc
from hfm_atlas.exports import EXPORTERS, api_files
from hfm_atlas.site.builder import PlannedSite, export_files, static_files
from hfm_atlas.site.figure_files import Make, PictureCache, card_file
from hfm_atlas.site.mkdocs.last_save import explain, lay_over, logged_errors, serve_with
from hfm_atlas.site.mkdocs.page_shell import PageShells, Theme
from hfm_atlas.site.mkdocs.prerendered_page import PrerenderedPage, shares_frame
from hfm_atlas.site.renderer import Content
from hfm_atlas.site.routes import EXPORTS_URL

log = logging.getLogger("mkdocs.plugins.hfm-atlas")
_INDEX = "index.html"


def report_last_good(problem: UsageError) -> None:
    """Say what is wrong, and why the site does not show it."""
    log.error("%s\n\nThe site shows its last good state until this is fixed.", problem)


class ServedSite:
    """The site of one `mkdocs serve`, as it was after the last save without an error."""

    def __init__(self, plan: Callable[[MkDocsConfig], PlannedSite], remember: Callable[[], Callable[[], None]]) -> None:
        """`plan` reads the atlas as it is now; it raises UsageError where that holds an error.

        `remember` keeps what MkDocs's build changes, and returns what gives it back.
        """
        self._plan, self._remember = plan, remember
        self.problem: str | None = None
        """What is wrong with the last save, if something is."""
        self._good_pages: dict[str, bytes] = {}
        self._lock = threading.RLock()
        self._made: set[Path] = set()
        self._sources: Mapping[Path, int] = {}

    def take_over(self, site: PlannedSite, theme: Theme, pages: Mapping[str, PrerenderedPage]) -> None:
        """Go on from what MkDocs has built; `pages` are the site's pages as MkDocs's navigation knows them."""
        self._data, self._theme, self._pages = _Data(site), theme, pages
        self._shells = PageShells(theme)
        self._made = set()
        self._sources = _stamps(theme.config)
        # Templates stay as they were built with, so that a mistake in one does not reach pages before the next build.
        theme.environment.auto_reload = False
        freeze_what_stays()

    def install(self, server: LiveReloadServer) -> None:
        """Let `server` ask here before it looks for a file, and after a save."""
        server.set_app(partial(self._answer, server.serve_request, server.mount_path))
        server.builder = partial(self._rebuild, server.builder)

    @property
    def _folder(self) -> Path:
        return Path(self._theme.config.site_dir)

    def _rebuild(self, build_all: Callable[[], None]) -> None:
        """After a save: everything where MkDocs's own files have changed, else only what the atlas says."""
        with self._lock:
            if _stamps(self._theme.config) != self._sources:
                self._build_all(build_all)
            else:
                self._refresh()

    def _build_all(self, build_all: Callable[[], None]) -> None:
        """Let MkDocs build; where it cannot, everything is as before. An error that got out would stop every answer."""
        state, restore = dict(vars(self)), self._remember()
        self.problem = None
        with temporary_folder() as copy, logged_errors() as logged:
            # Links, since MkDocs deletes its files and writes them again.
            shutil.copytree(self._folder, copy / "site", copy_function=_link)
            try:
                build_all()
            except (Exception, SystemExit) as problem:
                vars(self).update(state)
                restore()
                shutil.rmtree(self._folder, ignore_errors=True)
                shutil.copytree(copy / "site", self._folder, copy_function=_link, dirs_exist_ok=True)
                self.problem = explain(problem, logged)
                report_last_good(UsageError(self.problem))

    def _refresh(self) -> None:
        start = time.perf_counter()
        try:
            with paused_gc():
                site = self._plan(self._theme.config)
        except UsageError as problem:
            self.problem = str(problem)
            report_last_good(problem)
            return
        except Exception as problem:
            self.problem = explain(problem)
            log.exception("The atlas cannot be read")
            return
        self.problem = None
        self._data, self._shells = _Data(site), PageShells(self._theme)
        for file in self._made:
            file.unlink(missing_ok=True)
        self._made = set()
        log.info("The atlas is read again in %.2f seconds", time.perf_counter() - start)

    def _answer(
        self, serve: WSGIApplication, mount_path: str, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Make what is asked for if it is not there, then let the server send it."""
        # What no file can be called is passed on as what no file is called.
        environ["PATH_INFO"] = environ["PATH_INFO"].replace("\0", "%00")
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path.startswith(mount_path):
            name = posixpath.normpath("/" + path.removeprefix(mount_path)).lstrip("/")
            with self._lock, suppress(OSError):  # Such as a name that is too long; then there is no such file.
                self._provide(name)
        if self.problem is not None:
            return serve_with(self.problem, serve, environ, start_response)
        return serve(environ, start_response)

    def _provide(self, name: str) -> None:
        """Write the page or file whose address is `name` if it is one of the atlas and is not there yet."""
        # Without its slash: a page is asked for as models/alderbert/ or models/alderbert/index.html.
        page = "" if name == _INDEX else name.removesuffix(f"/{_INDEX}")
        url = f"{page}/" if page else ""
        is_page = url in self._data.site.pages
        target = self._folder / (f"{url}{_INDEX}" if is_page else name)
        if target.is_file():
            return
        content = self._write_page(url) if is_page else self._make_file(name)
        if content is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            self._made.add(target)

    def _write_page(self, url: str) -> bytes:
        """The whole HTML of a page; where it cannot be made, as it was the last time, with what is wrong."""
        try:
            self._good_pages[url] = self._render_page(url).encode("utf-8")
        except UsageError as problem:
            log.error("%s", problem)
            return self._cannot_be_made(url, str(problem))
        except Exception as problem:
            log.exception("The page %s cannot be made", url)
            return self._cannot_be_made(url, explain(problem))
        return self._good_pages[url]

    def _cannot_be_made(self, url: str, problem: str) -> bytes:
        empty = b'<!doctype html>\n<meta charset="utf-8">\n<body>\n<p>This page cannot be made.</p>\n</body>\n'
        return lay_over(self._good_pages.get(url, empty), problem)

    def _make_file(self, name: str) -> bytes | None:
        """A file that is no page; None where there is none, or it cannot be made."""
        try:
            return self._data.find(name)
        except Exception:
            log.exception("%s cannot be made", name)
            return None

    def _render_page(self, url: str) -> str:
        """A page as MkDocs would write it: its content in the theme's template, with what plugins make of it."""
        theme, config = self._theme, self._theme.config
        planned = self._data.site.pages[url]
        if url not in self._pages and shares_frame(planned):
            return self._shells.fill(planned, self._data.make_page(url))
        # A page that the navigation knows is marked in it, so it must be the same object.
        page = self._pages.get(url) or PrerenderedPage(planned, Content.empty, config)
        page.make_content = partial(self._data.make_page, url)
        page.read_source(config)
        page.render(config, theme.files)
        page.active = True
        try:
            context = get_context(theme.navigation, theme.files, config, page)
            template = theme.environment.get_template("main.html")
            context = config.plugins.on_page_context(context, page=page, config=config, nav=theme.navigation)
            html = template.render(context)
            return str(config.plugins.on_post_page(html, page=page, config=config))
        finally:
            page.active = False


class _Data:
    """What can be made of one state of the atlas; what one file needs is made for it alone."""

    def __init__(self, site: PlannedSite) -> None:
        self.site = site

    def make_page(self, url: str) -> Content:
        if url != EXPORTS_URL:
            return self.site.make_page(url)
        return self.site.make_exports_page(export_files(self._exports))

    def find(self, name: str) -> bytes | None:
        """The content of a file that is no page."""
        exporter = next((one for one in EXPORTERS.values() if one.filename == name), None)
        if exporter:
            return exporter.export(self.site.selection)
        if name.startswith("cards/"):
            return card_file(self.site.selection, self.site.pages.values(), name, self._picture_cache)
        if make := self._pictures.get(name):
            return make()
        return self._api.get(name) if name.startswith("api/") else self._next_to.get(name)

    @cached_property
    def _exports(self) -> Mapping[str, bytes]:
        return {one.filename: one.export(self.site.selection) for one in EXPORTERS.values()}

    @cached_property
    def _pictures(self) -> Mapping[str, Make]:
        return dict(self.site.pictures(self._picture_cache))

    @cached_property
    def _picture_cache(self) -> PictureCache:
        return PictureCache(self.site.index.atlas.project.cache)

    @cached_property
    def _api(self) -> Mapping[str, bytes]:
        return dict(api_files(self.site.selection))

    @cached_property
    def _next_to(self) -> Mapping[str, bytes]:
        return dict(static_files(self.site))


def _link(source: str, target: str) -> None:
    """A second name for a file, or a copy where the temporary folder is on another disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _stamps(config: MkDocsConfig) -> dict[Path, int]:
    """When each file that MkDocs itself reads was changed: its configuration, its pages and the theme's templates."""
    folders = [Path(config.docs_dir), *([Path(config.theme.custom_dir)] if config.theme.custom_dir else [])]
    files = [Path(config.config_file_path), *(file for folder in folders for file in folder.rglob("*"))]
    return {file: file.stat().st_mtime_ns for file in files if file.is_file()}
