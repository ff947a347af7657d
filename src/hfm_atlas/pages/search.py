"""Search records, made from the data instead of being parsed back out of HTML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from hfm_atlas.schema import Entry
from hfm_atlas.views.index import SiteIndex
from hfm_atlas.views.links import entry_url, term_url
from hfm_atlas.views.words import KIND_NAMES, facet_singular

SearchRecord = dict[str, object]
SEARCH_FILE = "search/search_index.json"


def with_search_records(own: dict[str, Any], index: SiteIndex) -> bytes:
    """The search index of MkDocs's own pages, with the records of the atlas behind those that it has."""
    complete = {**own, "docs": [*own["docs"], *search_records(index)]}
    return json.dumps(complete, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def search_records(index: SiteIndex) -> Iterator[SearchRecord]:
    """One record an entry and a term; their texts are HTML for Material's search box, so they are escaped."""
    for entry in index.atlas.entries.values():
        yield _entry_record(index, entry)
    for facet, term in index.atlas.all_terms():
        names = [term.abbreviation or "", *term.synonyms]
        yield _record(term_url(facet, term.id), term.name, names, term.definition, facet_singular(facet))


def _entry_record(index: SiteIndex, entry: Entry) -> SearchRecord:
    link = index.links[entry.id]
    kind = f"{link.subfield_name} {KIND_NAMES[entry.kind].lower()}" if link.subfield_name else KIND_NAMES[entry.kind]
    names = [*entry.aliases, entry.publication.title if entry.publication.title != entry.name else ""]
    return _record(entry_url(entry), entry.name, names, entry.summary, kind)


def _record(location: str, title: str, names: list[str], text: str, kind: str) -> SearchRecord:
    other_names = "; ".join(name for name in names if name)
    paragraphs = [part for part in (other_names, text) if part]
    return {
        "location": location,
        "title": escape(title, quote=False),
        "text": "".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs),
        "tags": [escape(kind, quote=False)],
    }
