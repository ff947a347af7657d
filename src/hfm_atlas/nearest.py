"""The nearest valid word to one that is not valid, for hints."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

_CUTOFF = 70


def find_nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like `word`, or None where none is near enough to be what was meant."""
    found = process.extractOne(
        word, sorted(candidates), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_CUTOFF
    )
    return found[0] if found else None


def suggest(word: str, candidates: Iterable[str], otherwise: str) -> str:
    """A hint that names the nearest candidate, or `otherwise`."""
    nearest = find_nearest(word, candidates)
    return f"did you mean '{nearest}'?" if nearest else otherwise
