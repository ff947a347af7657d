"""The pages that share a frame, which are all but some dozens: put into it and written without MkDocs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from hfm_atlas._util.parallel import run_tasks
from hfm_atlas.site.internal_links import PageLinks, read_files
from hfm_atlas.site.kept_pages import KeptPages
from hfm_atlas.site.mkdocs.page_shell import PageShells, Theme
from hfm_atlas.site.routes import PageSpec

_CHUNK = 64
_INDEX = "index.html"


class FramedPages:
    """Writes pages into the site, and knows what they link to."""

    def __init__(self, pages: Mapping[str, PageSpec], kept: KeptPages, theme: Theme) -> None:
        """`pages` by address, with their content as it is `kept`."""
        self._pages, self._kept = pages, kept
        self._shells = PageShells(theme)
        self._folder = Path(theme.config.site_dir)
        self._written: frozenset[str] = frozenset()

    def write(self, urls: Sequence[str], report: Callable[[str, int, int], None]) -> None:
        """Write these pages on all cores; no process holds more than some of them at a time.

        Raises:
            OSError: one cannot be written.
        """
        self._written = frozenset(urls)
        chunks = [urls[start : start + _CHUNK] for start in range(0, len(urls), _CHUNK)]
        done = 0
        for number in run_tasks([partial(self._write, chunk) for chunk in chunks]):
            done += number
            report("Writing pages", done, len(urls))

    def _write(self, urls: Sequence[str]) -> int:
        for url, content in self._kept.contents(urls):
            folder = self._folder / url
            folder.mkdir(parents=True, exist_ok=True)
            html = self._shells.fill(self._pages[url], content)
            (folder / _INDEX).write_bytes(html.encode("utf-8", "xmlcharrefreplace"))
        return len(urls)

    def read_links(self, names: Sequence[str]) -> Iterator[tuple[str, PageLinks]]:
        """The links of the pages in the files of these names; those of other pages are read from the files."""
        ours = [name.removesuffix(_INDEX) for name in names if name.removesuffix(_INDEX) in self._written]
        for url, links, outline in self._kept.links(ours):
            frame = self._shells.frame_links(self._pages[url], outline)
            yield f"{url}{_INDEX}", PageLinks(links.anchors | frame.anchors, links.addresses | frame.addresses)
        yield from read_files(self._folder, [name for name in names if name.removesuffix(_INDEX) not in self._written])
