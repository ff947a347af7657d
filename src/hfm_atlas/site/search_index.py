"""Search records, made from the data instead of being parsed back out of HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from hfm_atlas.model.addresses import entry_url, term_url
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.vocabularies import KIND_NAMES
from hfm_atlas.site.display import facet_singular
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.routes import PlannedPage

SearchRecord = dict[str, object]
SEARCH_FILE = "search/search_index.json"
# Names such as UNI, SAM and CLIP. Every name that only begins with one, such as UniRef, is the rarer word and would
# come before it. With twice as much, PaLM comes before Med-PaLM for the latter's name.
_SHORT = re.compile(r"\w{2,4}")
_SHORT_BOOST = 1.5
# Of names that begin alike the shorter one is meant: AlphaFold before AlphaFold Protein Structure Database.
_BREVITY_BOOST = 0.2
_WORD = re.compile(r"[\w.+]+")


def with_search_records(own: dict[str, Any], index: SiteIndex, pages: Iterable[PlannedPage]) -> bytes:
    """The search index of MkDocs's own pages, with the records of the atlas's `pages` behind those that it has."""
    known = {document["location"] for document in own["docs"]}
    ours = (record for record in search_records(index, pages) if record["location"] not in known)
    return json.dumps({**own, "docs": [*own["docs"], *ours]}, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def search_records(index: SiteIndex, pages: Iterable[PlannedPage]) -> Iterator[SearchRecord]:
    """One record an entry, a term and each other of `pages` but the home page.

    Their texts are HTML for Material's search box, so they are escaped.
    """
    found = [_entry_record(index, entry) for entry in index.atlas.entries.values()]
    for facet, term in index.atlas.all_terms():
        names = [term.abbreviation or "", *term.synonyms]
        found.append(_record(term_url(facet, term.id), term.name, names, term.definition, facet_singular(facet)))
    yield from found
    about_one = {record["location"] for record in found}
    for page in pages:
        if page.url and page.url not in about_one:
            yield _record(page.url, page.title, [], page.description, "Page")


def _entry_record(index: SiteIndex, entry: Entry) -> SearchRecord:
    link = index.links[entry.id]
    kind = f"{link.subfield_name} {KIND_NAMES[entry.kind].lower()}" if link.subfield_name else KIND_NAMES[entry.kind]
    short = next((name for name in entry.aliases if _SHORT.fullmatch(name) and name not in entry.name), "")
    title = f"{entry.name} ({short})" if short else entry.name
    names = [*entry.aliases, entry.publication.title if entry.publication.title != entry.name else ""]
    boost = _SHORT_BOOST if short or _SHORT.fullmatch(entry.name) else 1
    return _record(entry_url(entry), title, names, entry.summary, kind, boost)


def _record(location: str, title: str, names: list[str], text: str, kind: str, boost: float = 1) -> SearchRecord:
    other_names = "; ".join(name for name in names if name)
    paragraphs = [part for part in (other_names, text) if part]
    return {
        "location": location,
        "title": escape(title, quote=False),
        "text": "".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs),
        "tags": [escape(kind, quote=False)],
        "boost": round(boost * (1 + _BREVITY_BOOST / max(1, len(_WORD.findall(title)))), 3),
    }
