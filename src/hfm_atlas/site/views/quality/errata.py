"""Errata of source lists: what they say, what is right, and how we know."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hfm_atlas._util.grouping import grouped
from hfm_atlas.model.addresses import EntryLink
from hfm_atlas.model.entries import SurveyEntry
from hfm_atlas.site.index import SiteIndex

# Where a mistake stands begins with a table or a section; one that stands in a table and elsewhere goes with the table.
_TABLE = re.compile(r"Table [IVXLC0-9]+")
_COMPANION = "Companion list"
_TEXT = "Text"
# A survey's own page shows no more mistakes than these; the others stand on the quality page alone.
_MAX_ON_OWN_PAGE = 8


@dataclass(frozen=True, slots=True)
class ErratumRow:
    """One mistake of a source list."""

    where: str
    says: str
    correct: str
    basis: str
    entries: tuple[EntryLink, ...]


@dataclass(frozen=True, slots=True)
class ErrataGroup:
    """Mistakes that stand in the same part of a source."""

    title: str
    anchor: str
    """Where they stand on the quality page."""
    rows: tuple[ErratumRow, ...]


@dataclass(frozen=True, slots=True)
class SurveyErrata:
    """Mistakes of one survey and its lists, by where they stand."""

    survey: EntryLink
    number: int
    anchor: str
    """Where they stand on the quality page."""
    groups: tuple[ErrataGroup, ...]

    @property
    def own_rows(self) -> tuple[ErratumRow, ...]:
        """What the survey's own page shows: every mistake where they are few, else none."""
        rows = tuple(row for group in self.groups for row in group.rows)
        return rows if len(rows) <= _MAX_ON_OWN_PAGE else ()


def errata_of(index: SiteIndex, survey: SurveyEntry) -> SurveyErrata | None:
    """Mistakes of one survey by where they stand, if there are any."""
    if not survey.errata:
        return None
    anchor = f"errata-{survey.id}"
    groups = _groups(_rows(index, survey), anchor)
    return SurveyErrata(index.links[survey.id], len(survey.errata), anchor, groups)


def _rows(index: SiteIndex, survey: SurveyEntry) -> tuple[ErratumRow, ...]:
    return tuple(
        ErratumRow(
            typo.where,
            typo.says,
            typo.correct,
            typo.basis,
            tuple(index.links[id] for id in typo.entries if id in index.links),
        )
        for typo in survey.errata
    )


def survey_errata(index: SiteIndex) -> tuple[SurveyErrata, ...]:
    """All surveys with errata, those with most first."""
    surveys = [entry for entry in index.atlas.entries_of("survey") if isinstance(entry, SurveyEntry)]
    found = [errata for survey in surveys if (errata := errata_of(index, survey))]
    return tuple(sorted(found, key=lambda errata: (-errata.number, errata.survey.id)))


def _groups(rows: Iterable[ErratumRow], anchor: str) -> tuple[ErrataGroup, ...]:
    """Tables in the order of their numbers, then the text, then the companion list."""
    found = grouped((_part(row.where), row) for row in rows)
    order = sorted(found, key=lambda title: (title == _COMPANION, title == _TEXT, _table_number(title)))
    return tuple(
        ErrataGroup(title, f"{anchor}-{title.lower().replace(' ', '-')}", tuple(found[title])) for title in order
    )


def _part(where: str) -> str:
    table = _TABLE.search(where)
    if table:
        return table[0]
    return _COMPANION if where.lower().startswith(_COMPANION.lower()) else _TEXT


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def _table_number(title: str) -> int:
    """The number of a table, which may be a Roman one; 0 for other parts."""
    number = title.rpartition(" ")[2] if _TABLE.fullmatch(title) else ""
    if number.isdigit():
        return int(number)
    values = [_ROMAN.get(letter, 0) for letter in number]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
