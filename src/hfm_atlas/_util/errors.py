"""The one exception for wrong usage; wrong data is a `Diagnostic`, never an exception."""

from __future__ import annotations


class UsageError(Exception):
    """The command or function was called in a way that cannot work; the message says what to do."""
