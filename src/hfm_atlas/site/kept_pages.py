"""The content of pages, kept between builds: made again where something that it was made from has changed.

With a page is kept what was looked at while it was made, and a digest of it. The frame around it is not kept: to put
the content into it takes no longer than to look whether that must be done.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from types import FunctionType
from typing import Any

from pydantic import BaseModel

from hfm_atlas._util.parallel import run_tasks
from hfm_atlas._util.store import Store, digest, program_digest
from hfm_atlas.model.addresses import Heading
from hfm_atlas.site.internal_links import PageLinks, read_links
from hfm_atlas.site.renderer import Content, Renderer
from hfm_atlas.site.routes import PageSpec
from hfm_atlas.site.views.entry.related import RelatedEntries
from hfm_atlas.site.watched_index import Digests, Looks, WatchedEdges, WatchedIndex

_FILE = "pages.sqlite"
_CHUNK = 24
# These say themselves what is looked at of them.
_WATCHED = (WatchedIndex, WatchedEdges, RelatedEntries)
_PLAIN = (str, int, float, bool, type(None), date, Path)


@dataclass(frozen=True)
class KeptPage:
    """A page as it is kept."""

    base: bytes
    """What it was made from besides the atlas."""
    looks: Looks
    """What was looked at in the atlas."""
    seen: bytes
    """A digest of what that was."""
    links: PageLinks
    content: Content

    def pack(self) -> bytes:
        """As one value."""
        head = [self.base.hex(), self.seen.hex(), self.looks]
        headings = [[one.title, one.anchor] for one in self.content.headings]
        body = [headings, self.content.head, self.content.html]
        links = [sorted(self.links.anchors), sorted(self.links.addresses), bool(headings), bool(self.content.head)]
        parts = [_json(head), _json(links), _json(body)]
        packed = [zlib.compress(part, 1) for part in parts]
        return b"".join(len(part).to_bytes(4, "little") for part in packed) + b"".join(packed)


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _part(value: bytes, number: int) -> Any:
    """One of the parts that `pack` put together.

    Raises:
        ValueError: there is none.
    """
    sizes = [int.from_bytes(value[place : place + 4], "little") for place in (0, 4, 8)]
    start = 12 + sum(sizes[:number])
    try:
        return json.loads(zlib.decompress(value[start : start + sizes[number]]))
    except zlib.error as problem:
        raise ValueError(problem) from problem


class KeptPages:
    """Makes the content of pages, or takes what is kept of it."""

    def __init__(self, pages: Mapping[str, PageSpec], renderer: Renderer, index: WatchedIndex, name: str) -> None:
        """`pages` by address of the site `name`, planned with `index`, rendered by `renderer`; none is made yet."""
        self._pages, self._renderer, self._index = pages, renderer, index
        project, repository = index.plain.atlas.project, index.plain.repository
        self._store = Store(project.cache / _FILE)
        self._digests = Digests(index.plain, index.others, project)
        shared = repr((name, repository)).encode("utf-8", "surrogatepass")
        self._shared = digest(program_digest(), _templates(project.templates), shared)
        self._current: dict[str, bytes] = {}

    def prepare(self, urls: Sequence[str], report: Callable[[int], None]) -> None:
        """See to it, on all cores, that these pages are kept as they are to be; `report` is told how many are.

        Raises:
            UsageError: a template is missing or wrong.
        """
        # The first ones are those with most in them, each of which takes as long as many others.
        large, small = urls[: _CHUNK * 2], urls[_CHUNK * 2 :]
        chunks = [[url] for url in large] + [list(small[at : at + _CHUNK]) for at in range(0, len(small), _CHUNK)]
        in_use = {_key(url) for url in self._pages}
        for found in run_tasks([partial(self._prepare, chunk, in_use) for chunk in chunks]):
            self._current.update(found)
            report(len(self._current))

    def _prepare(self, urls: Sequence[str], in_use: set[bytes]) -> dict[str, bytes]:
        """Digests of what is kept of some pages by then."""
        kept, new, found = self._store.find(map(_key, urls)), {}, {}
        for url in urls:
            value = kept.get(_key(url))
            if value is None or not self._is_current(url, value):
                value = new[_key(url)] = self._make(url).pack()
            found[url] = digest(value)
        if new:
            self._store.keep(new, in_use)
        return found

    def contents(self, urls: Iterable[str]) -> Iterator[tuple[str, Content]]:
        """The content of each page; made now where none is kept, as after a cache was lost since `prepare`."""
        for url, value in self._kept(urls):
            headings, head, html = _part(value, 2)
            yield url, Content(html, tuple(Heading(*one) for one in headings), head)

    def links(self, urls: Iterable[str]) -> Iterator[tuple[str, PageLinks, Content]]:
        """The links of each page's content, and that content without its text, which tells which frame it has."""
        for url, value in self._kept(urls):
            anchors, addresses, has_headings, has_head = _part(value, 1)
            outline = Content("", (Heading("", ""),) if has_headings else (), "head" if has_head else "")
            yield url, PageLinks(frozenset(anchors), frozenset(addresses)), outline

    def _kept(self, urls: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """What `prepare` has seen to, unless somebody took it away since."""
        urls = list(urls)
        kept = self._store.find(map(_key, urls))
        for url in urls:
            value = kept.get(_key(url))
            is_right = value is not None and digest(value) == self._current.get(url)
            yield url, value if is_right and value else self._make(url).pack()

    def _make(self, url: str) -> KeptPage:
        page = self._pages[url]
        self._index.watch.begin()
        content = self._renderer.render(page)
        looks = self._index.watch.looks
        found = read_links(f"{content.head}{content.html}".encode("utf-8", "replace"))
        links = replace(found, addresses=found.addresses | {f"#{one.anchor}" for one in content.headings})
        return KeptPage(self._base(page), looks, self._digests.of(looks), links, content)

    def _is_current(self, url: str, value: bytes) -> bool:
        """Whether what is kept is what would be made."""
        with suppress(ValueError, TypeError, KeyError, IndexError):
            base, seen, looks = _part(value, 0)
            return bool(base == self._base(self._pages[url]).hex() and seen == self._digests.of(looks).hex())
        return False

    def _base(self, page: PageSpec) -> bytes:
        """Digest of what a page is made from besides what it looks at in the atlas."""
        facts = [page.url, page.title, page.template, page.description, page.layout, page.edit_url]
        return digest(self._shared, _json(facts), _bound(page.make_view), _bound(page.make_head))


def _key(url: str) -> bytes:
    return digest(url.encode())


def _templates(folder: Path) -> bytes:
    """Digest of all templates; those of the theme are part of the frame."""
    files = sorted(file for name in ("pages", "parts") for file in (folder / name).rglob("*") if file.is_file())
    return digest(*(part for file in files for part in (os.fsencode(file.relative_to(folder)), file.read_bytes())))


def _bound(value: Any) -> bytes:
    """Digest of a function with what is bound to it; another one each time where nothing is known of that."""
    if isinstance(value, partial):
        return digest(_bound(value.func), *map(_bound, value.args), _bound(dict(value.keywords)))
    if isinstance(value, FunctionType):
        cells = [cell.cell_contents for cell in value.__closure__ or ()]
        return digest(value.__module__.encode(), value.__qualname__.encode(), *map(_bound, cells))
    if isinstance(value, _WATCHED):
        return b"watched"
    if isinstance(value, _PLAIN):
        return digest(type(value).__name__.encode(), repr(value).encode("utf-8", "surrogatepass"))
    if isinstance(value, BaseModel):
        return digest(type(value).__name__.encode(), value.model_dump_json().encode())
    if isinstance(value, tuple | list):
        return digest(b"list", *map(_bound, value))
    if isinstance(value, dict):
        return digest(b"dict", *(_bound(part) for item in value.items() for part in item))
    if is_dataclass(value) and not isinstance(value, type):
        return digest(type(value).__name__.encode(), *(_bound(getattr(value, one.name)) for one in fields(value)))
    return os.urandom(16)
