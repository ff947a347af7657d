"""What's new: entries by the day on which they came into the atlas, the latest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from hfm_atlas.model.addresses import EntryLink, Heading
from hfm_atlas.model.entries import Kind
from hfm_atlas.model.vocabularies import KIND_NAMES, KIND_PLURALS
from hfm_atlas.site.display import long_date, month_name, plural
from hfm_atlas.site.index import SiteIndex

# A day with more entries than this names them by kind and subfield, without what they are.
LONG_DAY = 20
_NAMED = 6
_KIND_ORDER: tuple[Kind, ...] = ("model", "dataset", "base", "survey")


@dataclass(frozen=True, slots=True)
class Addition:
    """An entry that came into the atlas, with its kind in words."""

    entry: EntryLink
    kind: str
    summary: str
    added: date


@dataclass(frozen=True, slots=True)
class NewsPart:
    """Entries of one kind and subfield that came on a long day."""

    subfield: str
    title: str
    """Name of the subfield; empty for kinds that have none."""
    named: tuple[EntryLink, ...]
    """The newest works."""
    every: tuple[EntryLink, ...]


@dataclass(frozen=True, slots=True)
class NewsKind:
    """Entries of one kind that came on a long day."""

    kind: Kind
    title: str
    number: int
    parts: tuple[NewsPart, ...]


@dataclass(frozen=True, slots=True)
class NewsDay:
    """One day: how many entries came, in words, and which; either one by one or by kind."""

    day: str
    anchor: str
    words: str
    items: tuple[Addition, ...]
    kinds: tuple[NewsKind, ...]


@dataclass(frozen=True, slots=True)
class NewsMonth:
    """One month with its days, the latest first."""

    title: str
    anchor: str
    number: int
    days: tuple[NewsDay, ...]


@dataclass(frozen=True, slots=True)
class NewsView:
    """The page What's new."""

    months: tuple[NewsMonth, ...]
    undated: int
    """Entries that do not say when they came."""
    has_feed: bool

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The months."""
        return tuple(Heading(month.title, month.anchor) for month in self.months)


def additions(index: SiteIndex) -> list[Addition]:
    """Entries that say when they came, the latest first; of one day the newest works first.

    An entry that was renamed keeps its day, so it is not new again; its former ids are no entries.
    """
    links = index.links
    found = [
        Addition(links[entry.id], _kind_words(links[entry.id]), entry.summary, entry.added)
        for entry in index.atlas.entries.values()
        if entry.added
    ]
    return sorted(
        found,
        key=lambda one: (-one.added.toordinal(), -one.entry.year, one.entry.name.casefold(), one.entry.id),
    )


def _kind_words(link: EntryLink) -> str:
    name = KIND_NAMES[link.kind]
    return f"{link.subfield_name} {name.lower()}" if link.subfield_name else name


def news_view(index: SiteIndex, *, has_feed: bool) -> NewsView:
    """The view of the page; a site without an address has no feed."""
    found = additions(index)
    months = groupby(found, key=lambda one: (one.added.year, one.added.month))
    return NewsView(
        tuple(_month(year, month, list(entries)) for (year, month), entries in months),
        len(index.atlas.entries) - len(found),
        has_feed,
    )


def _month(year: int, month: int, entries: Sequence[Addition]) -> NewsMonth:
    days = groupby(entries, key=lambda one: one.added)
    return NewsMonth(
        title=f"{month_name(month)} {year}",
        anchor=f"month-{year}-{month:02}",
        number=len(entries),
        days=tuple(_day(day, tuple(found)) for day, found in days),
    )


def _day(day: date, entries: tuple[Addition, ...]) -> NewsDay:
    by_kind = [(kind, [one for one in entries if one.entry.kind == kind]) for kind in _KIND_ORDER]
    is_long = len(entries) > LONG_DAY
    return NewsDay(
        day=long_date(day),
        anchor=f"day-{day.isoformat()}",
        words=_words(by_kind),
        items=() if is_long else entries,
        kinds=tuple(_kind(kind, found) for kind, found in by_kind if found) if is_long else (),
    )


def _kind(kind: Kind, entries: Sequence[Addition]) -> NewsKind:
    """Parts with a subfield come first, the largest before the others."""
    by_subfield: dict[tuple[str, str], list[EntryLink]] = defaultdict(list)
    for one in entries:
        name = one.entry.subfield_name or ""
        by_subfield[(one.entry.subfield if name else "", name)].append(one.entry)
    ordered = sorted(by_subfield.items(), key=lambda part: (not part[0][1], -len(part[1]), part[0][1]))
    parts = tuple(NewsPart(id, name, tuple(found[:_NAMED]), tuple(found)) for (id, name), found in ordered)
    return NewsKind(kind, KIND_PLURALS[kind], len(entries), parts)


def _words(by_kind: Iterable[tuple[Kind, Sequence[Addition]]]) -> str:
    """How many of each kind, such as `2 models, 1 data set`."""
    return ", ".join(
        plural(len(found), KIND_NAMES[kind].lower(), KIND_PLURALS[kind].lower()) for kind, found in by_kind if found
    )
