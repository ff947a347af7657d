"""Days."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone


def newest_today() -> date:
    """Today where the day begins first, so that nobody's date of today lies in the future for the checker."""
    return datetime.now(timezone(timedelta(hours=14))).date()
