"""What the atlas covers: how many works of which years, and from which lists; a blank is to be read with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hfm_atlas.model.addresses import EntryLink
from hfm_atlas.site.display import plural
from hfm_atlas.site.index import SiteIndex

_LISTS = 3
_LATEST = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """The works behind a page."""

    works: str
    """How many, in words."""
    years: str
    """Of which years, such as `2017 to 2026`; empty without a work."""
    latest: tuple[tuple[int, int], ...]
    """The last years with a work, and how many works of each."""
    lists: tuple[tuple[EntryLink, int], ...]
    """The surveys that list most of them, and how many."""
    more_lists: int
    """Further surveys that list some."""
    unlisted: int
    """Works that no survey in the atlas lists."""


def scope(index: SiteIndex, ids: Iterable[str], noun: str = "model") -> Scope:
    """What the atlas covers with the entries `ids`."""
    entries = [index.atlas.entries[id] for id in ids]
    years = Counter(index.links[entry.id].year for entry in entries)
    surveys = Counter(survey for entry in entries for survey in {one.survey for one in entry.listed_by})
    ordered = sorted((id for id in surveys if id in index.links), key=lambda id: (-surveys[id], id))
    span = f"{min(years)}" + (f" to {max(years)}" if len(years) > 1 else "") if years else ""
    return Scope(
        works=plural(len(entries), noun),
        years=span,
        latest=tuple((year, years[year]) for year in sorted(years)[-_LATEST:]),
        lists=tuple((index.links[id], surveys[id]) for id in ordered[:_LISTS]),
        more_lists=max(0, len(ordered) - _LISTS),
        unlisted=sum(1 for entry in entries if not entry.listed_by),
    )
