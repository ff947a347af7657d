"""Files of data that stand beside the pages: what their scripts read, and the feed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from hfm_atlas.site.feed import FEED_FILE, news_feed
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.routes import PageSpec, SiteFacts
from hfm_atlas.site.search_index import SEARCH_FILE, search_json
from hfm_atlas.site.views.overview.explorer import Explorer, explorer_view

EXPLORER_FILE = "explore/entries.json"


def data_files(index: SiteIndex, site: SiteFacts, pages: Iterable[PageSpec]) -> Iterator[tuple[str, bytes]]:
    """Paths relative to the site's root, and contents."""
    yield EXPLORER_FILE, _explorer_json(explorer_view(index))
    yield SEARCH_FILE, search_json(index, pages)
    feed = news_feed(index, site)
    if feed:
        yield FEED_FILE, feed


def _explorer_json(explorer: Explorer) -> bytes:
    """Rows and terms as lists in a fixed order, since names would be most of the file."""
    facets = [
        {
            "id": facet.id,
            "aliases": facet.aliases,
            "label": facet.label,
            "first": facet.first,
            "column": facet.is_column,
            "axis": facet.is_axis,
            "reasons": facet.reasons,
            "terms": [[term.id, term.label, term.parent] for term in facet.terms],
        }
        for facet in explorer.facets
    ]
    rows = [
        [row.id, row.name, row.url, row.subfield, row.first_year, row.published, row.parameters, row.text, row.terms]
        for row in explorer.rows
    ]
    data = {"snapshot": explorer.snapshot, "facets": facets, "rows": rows}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
