"""Dead links inside a built site: addresses that lead to no file, and fragments that lead to no anchor."""

from __future__ import annotations

import os
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from hfm_atlas._util.parallel import run_tasks

_LINKING = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src", "use": "href"}
# What leads from the root to a file or an anchor in it, as nearly all addresses do: nothing has to be decoded.
_PLAIN = re.compile(r"([a-z0-9_-][a-z0-9_/-]*(?:\.[a-z0-9]+)?)(?:#([a-z0-9_-]*))?")
_CHUNK = 200
_SELECTOR = ",".join(f"{tag}[{attribute}]" for tag, attribute in _LINKING.items())


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link of a page that leads nowhere; both paths are relative to the site."""

    page: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page holds for links: anchors that they may lead to, and addresses that lead somewhere."""

    anchors: frozenset[str]
    addresses: frozenset[str]


# Gives the links of the pages with these names.
Reader = Callable[[Sequence[str]], Iterable[tuple[str, PageLinks]]]


def read_links(html: bytes) -> PageLinks:
    """The links of a page, or of a piece of one."""
    tree = LexborHTMLParser(html)
    anchors = (node.attributes.get("id") or "" for node in tree.css("[id]"))
    addresses = (node.attributes.get(_LINKING[node.tag or ""]) or "" for node in tree.css(_SELECTOR))
    return PageLinks(frozenset(anchors), frozenset(addresses))


def find_dead_links(site: Path, base_path: str = "/", read: Reader | None = None) -> list[DeadLink]:
    """Links of all pages below `site` that lead nowhere inside it; addresses of other hosts are not followed.

    `base_path` is the path under which the site is published, for links that start with a slash. `read` knows what is
    in the pages; by default their files are read.
    """
    names = frozenset(_file_names(site))
    pages = sorted(name for name in names if name.endswith(".html"))
    built = _Site(base_path, names, read or partial(read_files, site))
    chunks = [pages[start : start + _CHUNK] for start in range(0, len(pages), _CHUNK)]
    dead: list[DeadLink] = []
    asked: dict[str, set[str]] = defaultdict(set)
    for found, anchors in run_tasks([partial(built.look_at, chunk) for chunk in chunks]):
        dead.extend(found)
        for target, wanted in anchors.items():
            asked[target] |= wanted
    missing = set(built.missing_anchors(asked))
    if missing:
        dead.extend(
            one for found in run_tasks([partial(built.links_to, missing, chunk) for chunk in chunks]) for one in found
        )
    return sorted(dead, key=lambda one: (one.page, one.address))


def read_files(site: Path, names: Sequence[str]) -> Iterator[tuple[str, PageLinks]]:
    """Name and links of each page, by what is in its file; names are paths below `site`."""
    for name in names:
        yield name, read_links((site / name).read_bytes())


def _file_names(site: Path) -> Iterator[str]:
    for folder, _, files in os.walk(site):
        below = Path(folder).relative_to(site)
        yield from ((below / name).as_posix() for name in files)


def _way_up(page: str) -> str:
    """What leads from a page to the root."""
    return "../" * page.count("/")


def _asked_anchor(fragment: str) -> str:
    """The anchor that a page must have; browsers take "#" and "#top" to the top, ":~:" starts a text fragment."""
    return "" if fragment == "top" or fragment.startswith((":~:", "__")) else fragment


class _Site:
    """Names of all files; nothing of the disk is asked for a single link."""

    def __init__(self, base: str, names: frozenset[str], read: Reader) -> None:
        self._base = base
        self._names = names
        self._folders = {parent.as_posix() for name in names for parent in PurePosixPath(name).parents}
        self._read = read
        # By folder of the page, where it leads to: most addresses stand on many pages of one folder's depth.
        self._known: dict[tuple[str, str], tuple[str | None, str]] = {}

    def look_at(self, pages: Sequence[str]) -> tuple[list[DeadLink], dict[str, set[str]]]:
        """Links of some pages that lead to no file; and which anchors their links ask for, by page."""
        dead: list[DeadLink] = []
        anchors: dict[str, set[str]] = defaultdict(set)
        # Addresses from the root on that led somewhere, by depth; they need no second look.
        right: dict[str, set[str]] = defaultdict(set)
        for page, links in self._read(pages):
            up = _way_up(page)
            for address in links.addresses - right[up]:
                target, anchor = self._follow(page, address)
                if target is None:
                    dead.append(DeadLink(page, address, "no such file"))
                    continue
                if anchor and target.endswith(".html"):
                    anchors[target].add(anchor)
                if up and address.startswith(up):
                    right[up].add(address)
        return dead, dict(anchors)

    def missing_anchors(self, asked: Mapping[str, set[str]]) -> list[tuple[str, str]]:
        """Page and anchor of each that is not there."""
        targets = sorted(asked)
        chunks = [targets[start : start + _CHUNK] for start in range(0, len(targets), _CHUNK)]
        found = run_tasks([partial(self._missing, {one: asked[one] for one in chunk}) for chunk in chunks])
        return [one for missing in found for one in missing]

    def _missing(self, asked: Mapping[str, set[str]]) -> list[tuple[str, str]]:
        return [(page, anchor) for page, links in self._read(list(asked)) for anchor in asked[page] - links.anchors]

    def links_to(self, missing: set[tuple[str, str]], pages: Sequence[str]) -> list[DeadLink]:
        """Links of some pages that ask for an anchor that is `missing` on its page."""
        return [
            DeadLink(page, address, "no such anchor")
            for page, links in self._read(pages)
            for address in links.addresses
            if self._follow(page, address) in missing
        ]

    def _follow(self, page: str, address: str) -> tuple[str | None, str]:
        """The file and anchor that an address leads to; no file where there is none, an empty one out of the site."""
        up = _way_up(page)
        # From the root on, an address means the same on all pages of one depth.
        key = (up if up and address.startswith(up) else page, address)
        if key not in self._known:
            self._known[key] = self._find(page, address)
        return self._known[key]

    def _find(self, page: str, address: str) -> tuple[str | None, str]:
        up = _way_up(page)
        if up and address.startswith(up) and (plain := _PLAIN.fullmatch(address, len(up))):
            target = f"{plain[1]}index.html" if plain[1].endswith("/") else plain[1]
            if target in self._names:
                return target, _asked_anchor(plain[2] or "")
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return "", ""
        target = self._find_target(posixpath.dirname(page), parts.path) if parts.path else page
        return (target if target in self._names else None), _asked_anchor(unquote(parts.fragment))

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
