"""MkDocs as a program: build the site into a folder, serve it, and the path at which it will lie."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.commands.build import build
from mkdocs.commands.serve import serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from hfm_atlas._util.errors import UsageError
from hfm_atlas.project import Project
from hfm_atlas.site.internal_links import Reader
from hfm_atlas.site.mkdocs.plugin import AtlasPlugin
from hfm_atlas.validation.runner import CheckResult


class BuildFailedError(Exception):
    """MkDocs could not build the site; the message says why."""


def build_site(
    project: Project, folder: Path, checked: CheckResult, report_progress: Callable[[str, int, int], None]
) -> Reader:
    """Build the site into `folder` from entries that are `checked` already; what is returned knows its links.

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
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    except MkDocsException as problem:
        raise BuildFailedError(str(problem)) from problem
    finally:
        config.plugins.on_shutdown()
    assert plugin.read_links is not None, "a build that has not failed has written pages"
    return plugin.read_links


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
    return str(project.root / "mkdocs.yml")


def _quiet_theme() -> None:
    """Keep Material from announcing its successor: that is for maintainers, not for those who write entries."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
