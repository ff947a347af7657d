"""Dead links inside a built site: addresses that lead to no file, and fragments that lead to no anchor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from hfm_atlas.parallel import run_tasks

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
    files = sorted(site.rglob("*.html"))
    pages = dict(zip(files, run_tasks([partial(_read_page, file) for file in files]), strict=True))
    return [dead for file, page in pages.items() for dead in _dead_links(site, base_path, file, page, pages)]


def _read_page(file: Path) -> _Page:
    tree = LexborHTMLParser(file.read_bytes())
    page = _Page()
    for node in tree.css("[id]"):
        page.anchors.add(node.attributes.get("id") or "")
    for node in tree.css(_SELECTOR):
        page.addresses.add(node.attributes.get(_LINKING[node.tag or ""]) or "")
    return page


def _dead_links(site: Path, base: str, file: Path, page: _Page, pages: dict[Path, _Page]) -> Iterator[DeadLink]:
    here = file.relative_to(site).as_posix()
    for address in sorted(page.addresses):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = _target_file(site, base, file, unquote(parts.path))
        if target is None or not target.is_file():
            yield DeadLink(here, address, "no such file")
        elif parts.fragment and target in pages and not _has_anchor(pages[target], unquote(parts.fragment)):
            yield DeadLink(here, address, "no such anchor")


def _has_anchor(page: _Page, fragment: str) -> bool:
    # Browsers take "#" and "#top" to the top, and ":~:" starts a text fragment.
    return fragment in page.anchors or fragment == "top" or fragment.startswith((":~:", "__"))


def _target_file(site: Path, base: str, file: Path, path: str) -> Path | None:
    if not path:
        return file
    if path.startswith("/"):
        if not path.startswith(base):
            return None
        target = site / path.removeprefix(base).lstrip("/")
    else:
        target = file.parent / path
    target = Path(*target.parts) if ".." not in target.parts else target.resolve()
    return target / "index.html" if path.endswith("/") or target.is_dir() else target
