"""Errata of source lists: what they say, what is right, and how we know."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from hfm_atlas.schema import SurveyEntry
from hfm_atlas.views.index import SiteIndex
from hfm_atlas.views.links import EntryLink

# Where a slip stands begins with a table or a section; one that stands in a table and elsewhere goes with the table.
_TABLE = re.compile(r"Table [IVXLC0-9]+")
_COMPANION = "Companion list"
_TEXT = "Text"


@dataclass(frozen=True, slots=True)
class ErratumRow:
    """One slip of a source list."""

    where: str
    says: str
    correct: str
    basis: str
    entries: tuple[EntryLink, ...]


@dataclass(frozen=True, slots=True)
class ErrataGroup:
    """Slips that stand in the same part of a source."""

    title: str
    rows: tuple[ErratumRow, ...]


@dataclass(frozen=True, slots=True)
class SurveyErrata:
    """Slips of one survey and its lists, by where they stand."""

    survey: EntryLink
    number: int
    groups: tuple[ErrataGroup, ...]


def errata_rows(index: SiteIndex, survey: SurveyEntry) -> tuple[ErratumRow, ...]:
    """Slips of a survey, in the order of its file."""
    return tuple(
        ErratumRow(
            slip.where,
            slip.says,
            slip.correct,
            slip.basis,
            tuple(index.links[id] for id in slip.entries if id in index.links),
        )
        for slip in survey.errata
    )


def survey_errata(index: SiteIndex) -> tuple[SurveyErrata, ...]:
    """All surveys with errata, those with most first."""
    surveys = [entry for entry in index.atlas.entries_of("survey") if isinstance(entry, SurveyEntry) and entry.errata]
    surveys.sort(key=lambda survey: (-len(survey.errata), survey.id))
    return tuple(
        SurveyErrata(index.links[survey.id], len(survey.errata), _groups(errata_rows(index, survey)))
        for survey in surveys
    )


def _groups(rows: Iterable[ErratumRow]) -> tuple[ErrataGroup, ...]:
    """Tables in the order of their numbers, then the text, then the companion list."""
    found: dict[str, list[ErratumRow]] = defaultdict(list)
    for row in rows:
        found[_part(row.where)].append(row)
    order = sorted(found, key=lambda title: (title == _COMPANION, title == _TEXT, _table_number(title)))
    return tuple(ErrataGroup(title, tuple(found[title])) for title in order)


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
