"""What the quality page says of links: when they were asked, what they answered, and which are dead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hfm_atlas.model.addresses import EntryLink, Link
from hfm_atlas.monitoring.link_report import LinkReport, LinkResult, Verdict, count_verdicts
from hfm_atlas.site.display import long_date
from hfm_atlas.site.index import SiteIndex

_WORDS: dict[Verdict, str] = {
    "alive": "answered",
    "refused": "want a log-in or no robots",
    "unreachable": "did not answer",
    "dead": "are dead",
}


@dataclass(frozen=True, slots=True)
class BadLink:
    """An address that is dead or did not answer, and the entries that name it."""

    link: Link
    reason: str
    archive: Link | None
    entries: tuple[EntryLink, ...]


@dataclass(frozen=True, slots=True)
class LinkQuality:
    """The last report on links: the day, how many gave which answer, and what is wrong."""

    on: str
    counts: tuple[tuple[int, str], ...]
    dead: tuple[BadLink, ...]
    unreachable: tuple[BadLink, ...]


def link_quality(index: SiteIndex, report: LinkReport | None) -> LinkQuality | None:
    """The view of a report; None where links were never asked. What no entry names any more is left out."""
    if report is None:
        return None
    results = [one for one in report.results if _is_named(index, one)]
    counts = count_verdicts(results)
    return LinkQuality(
        on=long_date(report.on),
        counts=tuple((counts[verdict], words) for verdict, words in _WORDS.items() if counts[verdict]),
        dead=_bad(index, (one for one in results if one.verdict == "dead")),
        unreachable=_bad(index, (one for one in results if one.verdict == "unreachable")),
    )


def _is_named(index: SiteIndex, one: LinkResult) -> bool:
    return one.address.startswith(("https://", "http://")) and any(id in index.links for id in one.entries)


def _bad(index: SiteIndex, results: Iterable[LinkResult]) -> tuple[BadLink, ...]:
    return tuple(
        BadLink(
            link=_link(one.address, one.address),
            reason=one.reason,
            archive=_link("archived copy", one.archive) if one.archive else None,
            entries=index.entry_links(id for id in one.entries if id in index.links),
        )
        for one in results
    )


def _link(text: str, address: str) -> Link:
    return Link(text, address, external=True)
