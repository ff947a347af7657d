"""What's new: entries by the day on which they came into the atlas, the latest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from hfm_atlas.schema import Kind
from hfm_atlas.views.index import SiteIndex
from hfm_atlas.views.links import EntryLink, Heading
from hfm_atlas.views.words import KIND_NAMES, KIND_PLURALS, long_date, month_name, plural

# A day with more entries than this is shown by kind, with most of them folded.
LONG_DAY = 20
_SHOWN_OF_A_KIND = 6
_KIND_ORDER: tuple[Kind, ...] = ("model", "dataset", "base", "survey")


@dataclass(frozen=True, slots=True)
class Addition:
    """An entry that came into the atlas, with its kind in words."""

    entry: EntryLink
    kind: str
    summary: str
    added: date


@dataclass(frozen=True, slots=True)
class NewsGroup:
    """Entries of one day; on a long day those of one kind, with a title."""

    title: str
    number: int
    shown: tuple[Addition, ...]
    folded: tuple[Addition, ...]


@dataclass(frozen=True, slots=True)
class NewsDay:
    """One day: how many entries came, in words, and which."""

    day: str
    anchor: str
    words: str
    groups: tuple[NewsGroup, ...]


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
    by_kind = [(kind, tuple(one for one in entries if one.entry.kind == kind)) for kind in _KIND_ORDER]
    groups = _groups(by_kind) if len(entries) > LONG_DAY else (NewsGroup("", len(entries), entries, ()),)
    return NewsDay(long_date(day), f"day-{day.isoformat()}", _words(by_kind), groups)


def _groups(by_kind: Iterable[tuple[Kind, tuple[Addition, ...]]]) -> tuple[NewsGroup, ...]:
    return tuple(
        NewsGroup(KIND_PLURALS[kind], len(found), found[:_SHOWN_OF_A_KIND], found[_SHOWN_OF_A_KIND:])
        for kind, found in by_kind
        if found
    )


def _words(by_kind: Iterable[tuple[Kind, tuple[Addition, ...]]]) -> str:
    """How many of each kind, such as `2 models, 1 data set`."""
    return ", ".join(
        plural(len(found), KIND_NAMES[kind].lower(), KIND_PLURALS[kind].lower()) for kind, found in by_kind if found
    )
