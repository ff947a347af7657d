"""Dead links inside a built site: addresses that lead to no file, and fragments that lead to no anchor."""

from __future__ import annotations

import os
import posixpath
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from hfm_atlas._util.parallel import run_tasks

_LINKING = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src", "use": "href"}
_SELECTOR = ",".join(f"{tag}[{attribute}]" for tag, attribute in _LINKING.items())


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link of a page that leads nowhere; both paths are relative to the site."""

    page: str
    address: str
    reason: str


@dataclass
class _Page:
    anchors: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)


def find_dead_links(site: Path, base_path: str = "/") -> list[DeadLink]:
    """Links of all pages below `site` that lead nowhere inside it; addresses of other hosts are not followed.

    `base_path` is the path under which the site is published, for links that start with a slash.
    """
    names = set(_file_names(site))
    html = sorted(name for name in names if name.endswith(".html"))
    read = run_tasks([partial(_read_page, site / name) for name in html])
    built = _Site(base_path, names, dict(zip(html, read, strict=True)))
    return [dead for name in html for dead in built.dead_links(name)]


def _file_names(site: Path) -> Iterator[str]:
    for folder, _, files in os.walk(site):
        below = Path(folder).relative_to(site)
        yield from ((below / name).as_posix() for name in files)


def _read_page(file: Path) -> _Page:
    tree = LexborHTMLParser(file.read_bytes())
    page = _Page()
    for node in tree.css("[id]"):
        page.anchors.add(node.attributes.get("id") or "")
    for node in tree.css(_SELECTOR):
        page.addresses.add(node.attributes.get(_LINKING[node.tag or ""]) or "")
    return page


class _Site:
    """Names of all files, and what its pages hold; nothing of the disk is asked for a single link."""

    def __init__(self, base: str, names: set[str], pages: dict[str, _Page]) -> None:
        self._base = base
        self._names = names
        self._folders = {parent.as_posix() for name in names for parent in PurePosixPath(name).parents}
        self._pages = pages
        # By depth of the page: addresses that lead somewhere, and to the same place from every page of that depth.
        self._living: dict[int, set[str]] = defaultdict(set)

    def dead_links(self, here: str) -> Iterator[DeadLink]:
        depth = here.count("/")
        up = "../" * depth
        living = self._living[depth]
        for address in sorted(self._pages[here].addresses - living):
            reason = self._reason(here, address)
            if reason:
                yield DeadLink(here, address, reason)
            elif up and address.startswith(up):
                living.add(address)

    def _reason(self, here: str, address: str) -> str:
        """Why the address leads nowhere; empty where it leads somewhere, or out of the site."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return ""
        target = self._find_target(posixpath.dirname(here), parts.path) if parts.path else here
        if target not in self._names:
            return "no such file"
        fragment = unquote(parts.fragment)
        if fragment and target in self._pages and not self._has_anchor(target, fragment):
            return "no such anchor"
        return ""

    def _has_anchor(self, page: str, fragment: str) -> bool:
        # Browsers take "#" and "#top" to the top, and ":~:" starts a text fragment.
        return fragment in self._pages[page].anchors or fragment == "top" or fragment.startswith((":~:", "__"))

    def _find_target(self, folder: str, path: str) -> str | None:
        """Name of the file that a link from a page in `folder` leads to; None outside of the site."""
        path = unquote(path)
        if path.startswith("/"):
            if not path.startswith(self._base):
                return None
            folder, path = "", path.removeprefix(self._base).lstrip("/")
        target = posixpath.normpath(posixpath.join(folder, path))
        if path.endswith("/") or target in self._folders:
            target = posixpath.normpath(f"{target}/index.html")
        return target
