"""Atom feeds of new entries and of facts read since (RFC 4287): of all, and of each term.

They are made from the data alone, so that equal content gives equal bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import islice
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

from hfm_atlas.model.addresses import EntryLink, term_url
from hfm_atlas.model.entries import Entry
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.statements import works_of_term
from hfm_atlas.site.routes import SiteFacts
from hfm_atlas.site.views.overview.news import Change, additions, changes

FEED_FILE = "news.xml"
FEED_LENGTH = 100
"""How many entries the feed holds: a reader that looks in once a week misses none."""
_TERM_FEED_LENGTH = 20
_ATOM = "http://www.w3.org/2005/Atom"
_NEWS = "news/"


@dataclass(frozen=True, slots=True)
class Update:
    """An entry in a feed: when it came, and the facts that were read last since."""

    entry: EntryLink
    kind: str
    summary: str
    added: date
    change: Change | None

    @property
    def updated(self) -> date:
        """The last day on which it changed."""
        return self.change.day if self.change else self.added


def news_feed(index: SiteIndex, site: SiteFacts) -> bytes | None:
    """The feed as Atom (RFC 4287); None for a site without an address.

    Every id and link in a feed must be absolute.
    """
    if not site.url:
        return None
    title, found = f"{site.name}: what’s new", updates(index)[:FEED_LENGTH]
    return _feed(index, site, title, _NEWS, FEED_FILE, found, partial(_item, index, site))


def term_feed_url(facet: str, id: str) -> str:
    """Where the feed of a term's works is, below the site's root."""
    return f"{term_url(facet, id)}feed.xml"


def term_feeds(index: SiteIndex, site: SiteFacts) -> Iterator[tuple[str, bytes]]:
    """Path and content of the feed of each term that has works.

    Paths are below the site's root. None for a site without an address.
    """
    found = updates(index) if site.url else []
    # An entry is in the feeds of all its terms.
    make_item = cache(partial(_item, index, site))
    for facet, term in index.atlas.all_terms() if found else ():
        ids = works_of_term(index, facet, term.id)
        if not ids:
            continue
        works = list(islice((one for one in found if one.entry.id in ids), _TERM_FEED_LENGTH))
        title, page, file = f"{site.name}: {term.name}", term_url(facet, term.id), term_feed_url(facet, term.id)
        yield file, _feed(index, site, title, page, file, works, make_item)


def updates(index: SiteIndex) -> list[Update]:
    """Entries by the last day on which they came or facts of theirs were read, the latest first."""
    read: dict[str, Change] = {}
    for change in changes(index):
        read.setdefault(change.entry.id, change)
    found = [Update(one.entry, one.kind, one.summary, one.added, read.get(one.entry.id)) for one in additions(index)]
    return sorted(found, key=lambda one: -one.updated.toordinal())


def _feed(
    index: SiteIndex,
    site: SiteFacts,
    title: str,
    page: str,
    file: str,
    found: Sequence[Update],
    make_item: Callable[[Update], ET.Element],
) -> bytes:
    assert site.url
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _put(feed, "title", title)
    if site.description:
        _put(feed, "subtitle", site.description)
    _put(feed, "id", urljoin(site.url, page))
    _put(feed, "updated", _moment(found[0].updated if found else index.snapshot.date))
    _put(feed, "link", rel="self", type="application/atom+xml", href=urljoin(site.url, file))
    _put(feed, "link", rel="alternate", type="text/html", href=urljoin(site.url, page))
    _put(ET.SubElement(feed, "author"), "name", site.name)
    feed.extend(map(make_item, found))
    ET.indent(feed)
    content: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _item(index: SiteIndex, site: SiteFacts, one: Update) -> ET.Element:
    """An entry of a feed."""
    entry = index.atlas.entries[one.entry.id]
    item = ET.Element("entry")
    _put(item, "title", one.entry.name)
    _put(item, "id", _lasting_id(index, entry, site.url))
    _put(item, "updated", _moment(one.updated))
    _put(item, "published", _moment(one.added))
    _put(item, "link", rel="alternate", type="text/html", href=urljoin(site.url, one.entry.url))
    _put(item, "category", term=entry.kind, label=one.kind)
    _put(item, "summary", one.summary + _read_words(one.change))
    return item


def _read_words(change: Change | None) -> str:
    return f" Facts read since: {', '.join((*change.stated, *change.settled))}." if change else ""


def _lasting_id(index: SiteIndex, entry: Entry, address: str) -> str:
    """An id by RFC 4151 that a new name does not change: it is made of the first id that the entry had.

    An id that another entry has taken since is that entry's.
    """
    first = next((id for id in entry.former_ids if id not in index.atlas.entries), entry.id)
    return f"tag:{urlsplit(address).hostname},2026:entry/{first}"


def _moment(day: date) -> str:
    """The beginning of a day, in UTC."""
    return f"{day.isoformat()}T00:00:00Z"


def _put(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text
