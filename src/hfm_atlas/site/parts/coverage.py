"""How many facts were read in a source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hfm_atlas.model.entries import Entry
from hfm_atlas.model.facts import has_evidence, self_sourced_facts, stated_facts
from hfm_atlas.site.display import percent


@dataclass(frozen=True, slots=True)
class Coverage:
    """Facts that are stated, and how many of them carry source and locator."""

    stated: int
    sourced: int

    def __add__(self, other: Coverage) -> Coverage:
        """Both together."""
        return Coverage(self.stated + other.stated, self.sourced + other.sourced)

    @property
    def share(self) -> str:
        """Sourced facts as a percentage, rounded down."""
        return percent(self.sourced, self.stated)


def coverage(entry: Entry) -> Coverage:
    """Coverage of one entry; results and links to challenges and opportunities carry their own source."""
    own = self_sourced_facts(entry)
    paths = stated_facts(entry)
    return Coverage(len(paths) + own, sum(1 for path in paths if has_evidence(entry, path)) + own)


def total_coverage(entries: Iterable[Entry]) -> Coverage:
    """Coverage of many entries."""
    return sum((coverage(entry) for entry in entries), Coverage(0, 0))
