"""Rules on dates and reviews."""

from __future__ import annotations

from collections.abc import Iterator
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
                yield Finding(loaded.document, field, f"{day} lies in the future", f"today is {today}")
        if entry.publication.year > today.year + 1:
            message = f"the year {entry.publication.year} lies in the future"
            yield Finding(loaded.document, ("publication", "year"), message, f"today is {today}")
        if entry.preprint and entry.preprint.year > today.year:
            message = f"the year {entry.preprint.year} lies in the future"
            yield Finding(loaded.document, ("preprint", "year"), message, f"today is {today}")


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
