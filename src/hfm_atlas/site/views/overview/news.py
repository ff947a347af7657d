"""What's new: entries by the day on which they came into the atlas, and facts read since, the latest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeVar

from hfm_atlas._util.grouping import grouped
from hfm_atlas.model.addresses import EntryLink, Heading
from hfm_atlas.model.entries import Entry, Kind
from hfm_atlas.model.fields import fields_by_path
from hfm_atlas.model.sources import sourced
from hfm_atlas.model.states import STATED, state_of
from hfm_atlas.model.vocabularies import KIND_NAMES, KIND_PLURALS
from hfm_atlas.site.display import long_date, month_name, plural
from hfm_atlas.site.index import SiteIndex

One = TypeVar("One")
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
class Change:
    """Facts of an entry that rest on a source which was read after the entry had come: new, settled or read again."""

    entry: EntryLink
    kind: str
    day: date
    stated: tuple[str, ...]
    """Labels of fields that say something."""
    settled: tuple[str, ...]
    """Labels of fields that say that there is none, that sources do not say, or that it does not apply."""

    @property
    def number(self) -> int:
        """How many fields."""
        return len(self.stated) + len(self.settled)


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
    """One day: how many entries came, in words, and which; either one by one or by kind; and which have changed."""

    day: str
    date: str
    anchor: str
    words: str
    number: int
    items: tuple[Addition, ...]
    kinds: tuple[NewsKind, ...]
    changes: tuple[Change, ...]
    most_changed: tuple[Change, ...]
    """Those to name where they are many: the ones with most fields."""


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
    snapshot: str
    """Day of the snapshot, which the reader's browser remembers."""

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


def changes(index: SiteIndex) -> list[Change]:
    """Facts read after their entry had come, by entry and day, the latest first; of one day those with most fields."""
    found = [one for entry in index.atlas.entries.values() for one in _changes_of(index, entry)]
    return sorted(found, key=lambda one: (-one.day.toordinal(), -one.number, one.entry.name.casefold(), one.entry.id))


def _changes_of(index: SiteIndex, entry: Entry) -> Iterator[Change]:
    if entry.added is None:
        return
    paths: dict[date, dict[str, None]] = defaultdict(dict)
    for path, one in sourced(entry):
        reading = entry.read.get(one.via or one.source)
        if reading and reading.date > entry.added:
            paths[reading.date][str(path[1] if path[0] == "evidence" else path[0])] = None
    link = index.links[entry.id]
    for day, read in paths.items():
        stated = [path for path in read if state_of(entry, path) == STATED]
        yield Change(
            link,
            _kind_words(link),
            day,
            tuple(fields_by_path()[path].title for path in stated),
            tuple(fields_by_path()[path].title for path in read if path not in stated),
        )


def _kind_words(link: EntryLink) -> str:
    name = KIND_NAMES[link.kind]
    return f"{link.subfield_name} {name.lower()}" if link.subfield_name else name


def news_view(index: SiteIndex, *, has_feed: bool) -> NewsView:
    """The view of the page; a site without an address has no feed."""
    came, changed = additions(index), changes(index)
    came_on, changed_on = _by_day(came, lambda one: one.added), _by_day(changed, lambda one: one.day)
    days = sorted({*came_on, *changed_on}, reverse=True)
    months = groupby(days, key=lambda day: (day.year, day.month))
    return NewsView(
        tuple(
            _month(year, month, [_day(day, came_on.get(day, ()), changed_on.get(day, ())) for day in found])
            for (year, month), found in months
        ),
        len(index.atlas.entries) - len(came),
        has_feed,
        index.snapshot.date.isoformat(),
    )


def _by_day(found: Iterable[One], day_of: Callable[[One], date]) -> dict[date, tuple[One, ...]]:
    return {day: tuple(of_day) for day, of_day in groupby(found, key=day_of)}


def _month(year: int, month: int, days: Sequence[NewsDay]) -> NewsMonth:
    return NewsMonth(
        title=f"{month_name(month)} {year}",
        anchor=f"month-{year}-{month:02}",
        number=sum(day.number for day in days),
        days=tuple(days),
    )


def _day(day: date, entries: tuple[Addition, ...], changed: tuple[Change, ...]) -> NewsDay:
    by_kind = [(kind, [one for one in entries if one.entry.kind == kind]) for kind in _KIND_ORDER]
    is_long = len(entries) > LONG_DAY
    return NewsDay(
        day=long_date(day),
        date=day.isoformat(),
        anchor=f"day-{day.isoformat()}",
        words=_words(by_kind),
        number=len(entries),
        items=() if is_long else entries,
        kinds=tuple(_kind(kind, found) for kind, found in by_kind if found) if is_long else (),
        changes=changed,
        most_changed=changed[:_NAMED],
    )


def _kind(kind: Kind, entries: Sequence[Addition]) -> NewsKind:
    """Parts with a subfield come first, the largest before the others."""
    links = [one.entry for one in entries]
    by_subfield = grouped(((one.subfield if one.subfield_name else "", one.subfield_name or ""), one) for one in links)
    ordered = sorted(by_subfield.items(), key=lambda part: (not part[0][1], -len(part[1]), part[0][1]))
    parts = tuple(NewsPart(id, name, tuple(found[:_NAMED]), tuple(found)) for (id, name), found in ordered)
    return NewsKind(kind, KIND_PLURALS[kind], len(entries), parts)


def _words(by_kind: Iterable[tuple[Kind, Sequence[Addition]]]) -> str:
    """How many of each kind, such as `2 models, 1 dataset`."""
    return ", ".join(
        plural(len(found), KIND_NAMES[kind].lower(), KIND_PLURALS[kind].lower()) for kind, found in by_kind if found
    )
