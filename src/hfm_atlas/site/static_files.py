"""Files of data that stand next to the pages: what their scripts read, and the feed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from hfm_atlas.site.feed import FEED_FILE, news_feed, term_feeds
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.routes import PageSpec, SiteFacts
from hfm_atlas.site.search_index import SEARCH_FILE, VOCABULARY_FILE, search_json, vocabulary_json
from hfm_atlas.site.views.entry.compare import comparison_cells
from hfm_atlas.site.views.overview.explorer import Explorer, ExplorerTerm, explorer_view
from hfm_atlas.site.views.overview.explorer_cells import explorer_cells
from hfm_atlas.site.views.overview.explorer_texts import explorer_texts, text_columns

EXPLORER_FILE = "explore/entries.json"
CELLS_FILE = "explore/cells.json"
COMPARISON_FILE = "compare/cells.json"
TEXTS_FILE = "explore/texts.json"
_FORM = "template=report-error.yml"


def data_files(index: SiteIndex, site: SiteFacts, pages: Iterable[PageSpec]) -> Iterator[tuple[str, bytes]]:
    """Paths relative to the site's root, and contents, of what scripts and feed readers read.

    The JSON is compact; rows are lists in a fixed order, since names would be most of the files.
    """
    explorer = explorer_view(index)
    texts = explorer_texts(index)
    yield EXPLORER_FILE, _explorer_json(explorer, index.repository.new_issue_url(_FORM) if index.repository else "")
    yield TEXTS_FILE, _json(_plain(texts))
    yield CELLS_FILE, _json(_plain(explorer_cells(index, explorer, texts)))
    yield VOCABULARY_FILE, vocabulary_json(index, explorer)
    # Hundreds of megabytes where there are 10,000 entries.
    del explorer, texts
    yield COMPARISON_FILE, _json(_plain(comparison_cells(index)))
    yield SEARCH_FILE, search_json(index, pages)
    feed = news_feed(index, site)
    if feed:
        yield FEED_FILE, feed
    yield from term_feeds(index, site)


def _explorer_term(term: ExplorerTerm, places: Mapping[tuple[str, str], int]) -> list[str | int] | int:
    """A term as its id, label and wider term, or as the place of the row that has the same id and name."""
    place = places.get((term.id, term.label)) if term.parent < 0 else None
    return [term.id, term.label, term.parent] if place is None else place


def _explorer_json(explorer: Explorer, form: str) -> bytes:
    """Rows and terms as lists in a fixed order, since names would be most of the file.

    A term that is an entry is the place of its row. `form` is the address at which a reader fills a cell; empty where
    the atlas has no repository.
    """
    places = {(row.id, row.name): place for place, row in enumerate(explorer.rows)}
    facets = [
        {
            "id": facet.id,
            "aliases": facet.aliases,
            "label": facet.label,
            "first": facet.first,
            "axis": facet.is_axis,
            "reasons": facet.reasons,
            "path": facet.path,
            "cells": facet.cells,
            "open_list": facet.is_open_list,
            "unfiled": facet.unfiled,
            "terms": [_explorer_term(term, places) for term in facet.terms],
        }
        for facet in explorer.facets
    ]
    rows = [
        [
            row.id,
            row.name,
            row.url,
            row.subfield,
            row.first_year,
            row.year,
            row.parameters,
            row.text,
            row.terms,
            row.parameters_text,
            row.size,
            row.size_text,
        ]
        for row in explorer.rows
    ]
    data = {"snapshot": explorer.snapshot, "form": form, "text_columns": text_columns()}
    return _json({**data, "facets": facets, "rows": rows})


def _plain(record: Any) -> dict[str, object]:
    """A dataclass as JSON needs it; `asdict` would copy each of a million cells first."""
    return {one.name: getattr(record, one.name) for one in fields(record)}


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
