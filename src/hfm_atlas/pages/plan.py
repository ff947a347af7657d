"""Which pages the site has, each with its address, template and view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from hfm_atlas.views.entry import entry_view
from hfm_atlas.views.index import SiteIndex
from hfm_atlas.views.links import entry_url
from hfm_atlas.views.related import RelatedEntries

Layout = Literal["home", "contents", "wide"]


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page: nothing of it is made before `make_view` is called."""

    url: str
    """Address relative to the site's root, empty for the home page, else with a slash at its end."""
    title: str
    template: str
    make_view: Callable[[], object]
    description: str
    layout: Layout = "contents"
    """contents: with a table of contents beside it; wide: without; home: without and full width."""
    edit_url: str | None = None


def plan_pages(index: SiteIndex) -> Iterator[PlannedPage]:
    """All pages, except those that are Markdown files under docs/."""
    yield from _entry_pages(index)


def _entry_pages(index: SiteIndex) -> Iterator[PlannedPage]:
    related = RelatedEntries(index)
    for entry in index.atlas.entries.values():
        path = index.atlas.documents[entry.id].path
        yield PlannedPage(
            url=entry_url(entry),
            title=entry.name,
            template="pages/entry.html",
            make_view=lambda entry=entry: entry_view(index, related, entry),  # type: ignore[misc]
            description=entry.summary,
            edit_url=index.repository.edit_url(path) if index.repository else None,
        )
