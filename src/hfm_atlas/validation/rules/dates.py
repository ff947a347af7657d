"""Rules on dates and reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from hfm_atlas.diagnostics import Severity
from hfm_atlas.validation.registry import Context, Finding, rule
from hfm_atlas.yamlio.parser import FieldPath

_MONTHS_UNTIL_STALE = 18


@rule(severity=Severity.ERROR, how_to_fix="Correct the date or year.")
def future_date(context: Context) -> Iterator[Finding]:
    """No date lies in the future, and no year further than the next one.

    A review cannot have happened yet, and only an issue of next year may be out already.
    """
    today = context.today
    for loaded in context.atlas.loaded:
        entry = loaded.entry
        days: list[tuple[FieldPath, date | None]] = [
            (("added",), entry.added),
            (("review", "date"), entry.review.date),
            *((("read", name, "date"), reading.date) for name, reading in entry.read.items()),
        ]
        for field, day in days:
            if day and day > today:
                hint = f"nowhere on earth is it later than {today}"
                yield Finding(loaded.document, field, f"{day} lies in the future", hint)
        years = {"publication": entry.publication.year, "preprint": entry.preprint.year if entry.preprint else None}
        for record, problem in future_years(years, today).items():
            yield Finding(loaded.document, (record, "year"), *problem)


def future_years(years: Mapping[str, int | None], today: date) -> dict[str, tuple[str, str]]:
    """What is wrong with the years of a publication and a preprint that cannot be yet, and until when they can."""
    allowed = {
        "publication": (today.year + 1, f"{today.year + 1} at most, since issues of next year may be out already"),
        "preprint": (today.year, f"{today.year} at most, since a preprint has the year in which it came"),
    }
    return {
        record: (f"the year {year} lies in the future", allowed[record][1])
        for record, year in years.items()
        if year and year > allowed[record][0]
    }


@rule(severity=Severity.WARNING, how_to_fix="Read the entry against its sources again, fix it, and write today's date.")
def stale_review(context: Context) -> Iterator[Finding]:
    """An entry is looked at again within eighteen months.

    Weights are released, licences change, and preprints are published.
    """
    for loaded in context.atlas.loaded:
        reviewed = loaded.entry.review.date
        if _months_between(reviewed, context.today) >= _MONTHS_UNTIL_STALE:
            message = f"the last review was on {reviewed}, more than {_MONTHS_UNTIL_STALE} months ago"
            yield Finding(loaded.document, ("review", "date"), message, "read it against its sources again")


def _months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)
