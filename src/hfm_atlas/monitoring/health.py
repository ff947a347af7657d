"""What of the atlas needs somebody: news of works, dead links, stale reviews, drafts that wait, works entered twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hfm_atlas.diagnostics import Diagnostic, count_errors
from hfm_atlas.monitoring.link_report import LinkReport, LinkResult, MovedSource
from hfm_atlas.monitoring.publication_check import PublicationNews, PublicationReport
from hfm_atlas.validation.runner import CheckResult

_PATIENCE_DAYS = 30
_DUPLICATES = {"duplicate-publication", "near-duplicate-name", "shared-address"}
_STALE = "stale-review"


@dataclass(frozen=True, slots=True)
class WaitingDraft:
    """An entry that was drafted a while ago, and that nobody has checked since."""

    id: str
    name: str
    path: str
    since: date


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the atlas on one day; `links_on` and `works_on` are the days on which these were last asked."""

    on: date
    entries: int
    errors: int
    links_on: date | None
    links_checked: int
    works_on: date | None
    news: tuple[PublicationNews, ...]
    dead: tuple[LinkResult, ...]
    unreachable: tuple[LinkResult, ...]
    moved: tuple[MovedSource, ...]
    """Sources with a newer version than was read; most of them still say the same."""
    duplicates: tuple[Diagnostic, ...]
    stale: tuple[Diagnostic, ...]
    waiting: tuple[WaitingDraft, ...]

    @property
    def is_well(self) -> bool:
        """Whether nothing needs anybody; a link that did not answer once may answer tomorrow."""
        return not (self.errors or self.news or self.dead or self.duplicates or self.stale or self.waiting)


def find_health(
    checked: CheckResult, links: LinkReport | None, today: date, publications: PublicationReport | None = None
) -> Health:
    """The state of the atlas `checked` on the day `today`, with the last reports on its links and works.

    Reports are None where nothing was asked yet; what they say of entries that are gone is left out.
    """
    named = set(checked.atlas.entries)
    results = [one for one in links.results if not named.isdisjoint(one.entries)] if links else []
    return Health(
        on=today,
        entries=len(checked.atlas.entries),
        errors=count_errors(list(checked.diagnostics)),
        links_on=links.on if links else None,
        links_checked=len(results),
        works_on=publications.on if publications else None,
        news=tuple(one for one in publications.news if one.entry in named) if publications else (),
        dead=tuple(one for one in results if one.verdict == "dead"),
        unreachable=tuple(one for one in results if one.verdict == "unreachable"),
        moved=tuple(one for one in links.moved if _is_still_read(checked, one)) if links else (),
        duplicates=tuple(one for one in checked.diagnostics if one.rule in _DUPLICATES),
        stale=tuple(one for one in checked.diagnostics if one.rule == _STALE),
        waiting=tuple(_waiting(checked, today)),
    )


def _is_still_read(checked: CheckResult, one: MovedSource) -> bool:
    """Whether the entry still names the version that was read when the links were asked."""
    reading = checked.atlas.entries[one.entry].read.get(one.source) if one.entry in checked.atlas.entries else None
    return reading is not None and reading.version == one.read


def _waiting(checked: CheckResult, today: date) -> list[WaitingDraft]:
    """Drafts that have waited longer than a month, the oldest first."""
    drafts = [
        WaitingDraft(entry.id, entry.name, checked.atlas.documents[entry.id].path, entry.review.date)
        for entry in checked.atlas.entries.values()
        if entry.review.status == "drafted" and (today - entry.review.date).days > _PATIENCE_DAYS
    ]
    return sorted(drafts, key=lambda one: (one.since, one.id))
