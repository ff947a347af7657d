"""MkDocs as a program: build the site into a folder, serve it, and the path at which it will lie."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.commands.build import build
from mkdocs.commands.serve import serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from hfm_atlas._util.errors import UsageError
from hfm_atlas.project import Project
from hfm_atlas.site.internal_links import Reader
from hfm_atlas.site.mkdocs.plugin import AtlasPlugin
from hfm_atlas.validation.runner import CheckResult

# Extensions of Markdown that read no other files than the page.
_EXTENSIONS = frozenset(
    {
        "admonition",
        "attr_list",
        "def_list",
        "fenced_code",
        "footnotes",
        "md_in_html",
        "pymdownx.highlight",
        "pymdownx.superfences",
        "tables",
        "toc",
    }
)
# In mkdocs.yml, what takes something from another file or from the environment.
_FROM_ELSEWHERE = re.compile(r"!ENV|^INHERIT:", re.MULTILINE)


class BuildFailedError(Exception):
    """MkDocs could not build the site; the message says why."""


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A site that was built."""

    read_links: Reader
    """Knows the links of its pages."""
    is_settled: bool
    """Whether the same files give the same site and nothing more to say: no other is read, nothing was warned of."""


def build_site(
    project: Project, folder: Path, checked: CheckResult, report_progress: Callable[[str, int, int], None]
) -> BuiltSite:
    """Build the site into `folder` from entries that are `checked` already.

    `report_progress` is told what is being done, how much of it is done, and of how much.

    Raises:
        BuildFailedError: a template, a page or mkdocs.yml is wrong.
        UsageError: mkdocs.yml does not name the plugin.
    """
    _quiet_theme()
    config = load_config(_config_file(project), site_dir=str(folder))
    plugin = config.plugins.get("hfm-atlas")
    if not isinstance(plugin, AtlasPlugin):
        raise UsageError("mkdocs.yml does not name the plugin hfm-atlas; add it under `plugins:`")
    plugin.checked, plugin.report_progress = checked, report_progress
    try:
        with noted_warnings() as warned:
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
    except MkDocsException as problem:
        raise BuildFailedError(str(problem)) from problem
    finally:
        config.plugins.on_shutdown()
    assert plugin.read_links is not None, "a build that has not failed has written pages"
    return BuiltSite(plugin.read_links, not warned and is_self_contained(project, config))


def is_self_contained(project: Project, config: MkDocsConfig) -> bool:
    """Whether a site is made from the folders of `project` alone."""
    theme = config.theme.custom_dir
    return (
        set(config.plugins) == {"hfm-atlas"}
        and not config.hooks
        and set(config.markdown_extensions) <= _EXTENSIONS
        and Path(config.docs_dir) == project.docs
        and (theme is None or Path(theme).is_relative_to(project.templates))
        and not _FROM_ELSEWHERE.search(project.mkdocs_file.read_text("utf-8"))
    )


@contextmanager
def noted_warnings() -> Iterator[list[str]]:
    """What MkDocs warns of meanwhile; it is said all the same."""
    said: list[str] = []

    def note(record: logging.LogRecord) -> bool:
        said.append(record.getMessage())
        return False

    handler, logger = logging.StreamHandler(), logging.getLogger("mkdocs")
    handler.setLevel(logging.WARNING)
    is_heard = logger.hasHandlers()
    handler.addFilter(lambda record: note(record) or not is_heard)
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)


def serve_site(project: Project, address: str, *, open_browser: bool) -> None:
    """Serve the site at `address` (host:port) until interrupted, and say what a save did.

    Raises:
        OSError: nothing can listen there.
    """
    _quiet_theme()
    messages = logging.getLogger("mkdocs")
    messages.setLevel(logging.INFO)
    if not messages.handlers:
        messages.addHandler(logging.StreamHandler())
    serve(config_file=_config_file(project), dev_addr=address, open_in_browser=open_browser)


def base_path(project: Project) -> str:
    """Path at which the site will lie on its host, such as `/hfm-atlas/`."""
    return urlsplit(load_config(_config_file(project)).site_url or "/").path or "/"


def _config_file(project: Project) -> str:
    return str(project.mkdocs_file)


def _quiet_theme() -> None:
    """Keep Material from announcing its successor: that is for maintainers, not for those who write entries."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
