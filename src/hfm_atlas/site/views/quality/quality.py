"""What the quality page shows: coverage, unchecked fields, reviews, warnings, links, surveys and their errata."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hfm_atlas._util.grouping import grouped
from hfm_atlas.diagnostics import Diagnostic, Severity
from hfm_atlas.model.addresses import EntryLink, Heading, Link, shown_headings
from hfm_atlas.model.entries import Entry, Kind
from hfm_atlas.model.vocabularies import KIND_PLURALS
from hfm_atlas.monitoring.link_report import load_report
from hfm_atlas.site.display import long_date, percent
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.coverage import Coverage, total_coverage
from hfm_atlas.site.views.quality.errata import SurveyErrata, survey_errata
from hfm_atlas.site.views.quality.field_quality import (
    FieldTable,
    SettledTable,
    States,
    add_states,
    entry_states,
    field_tables,
    settled_tables,
)
from hfm_atlas.site.views.quality.link_quality import LinkQuality, link_quality
from hfm_atlas.site.views.quality.survey_quality import SurveyComparison, survey_comparisons
from hfm_atlas.site.views.terms.terms import EntryGroup, entry_groups
from hfm_atlas.validation.registry import RULES


@dataclass(frozen=True, slots=True)
class KindQuality:
    """One kind of entry: how many fields somebody looked into, and of what is stated, how much was read in a source."""

    title: str
    url: str
    entries: int
    checked: int
    checked_share: str
    coverage: Coverage
    states: States


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule of validation found something, with a few of the findings."""

    rule: Link
    help: str
    number: int
    findings: tuple[tuple[str, str], ...]
    """(place, message)"""


@dataclass(frozen=True, slots=True)
class Reviews:
    """Entries that wait for somebody: drafts by kind, and reviews that have become old."""

    drafts: tuple[EntryGroup, ...]
    number_of_drafts: int
    stale: tuple[tuple[EntryLink, str], ...]
    """(entry, day of its last review), the oldest first."""
    oldest: str
    """Day of the oldest review; empty where there is no entry."""


@dataclass(frozen=True, slots=True)
class QualityView:
    """The quality page."""

    total: KindQuality
    kinds: tuple[KindQuality, ...]
    settled: tuple[SettledTable, ...]
    fields: tuple[FieldTable, ...]
    reviews: Reviews
    warnings: tuple[RuleCount, ...]
    number_of_warnings: int
    links: LinkQuality | None
    surveys: tuple[SurveyComparison, ...]
    errata: tuple[SurveyErrata, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Sections of the page that have something in them."""
        return shown_headings(
            ("Core facts", "settled", self.settled),
            ("Facts with a source", "coverage", True),
            ("What is not checked yet", "fields", self.fields),
            ("Drafts and old reviews", "reviews", True),
            ("Warnings", "warnings", True),
            ("Links", "links", True),
            ("Survey and atlas", "surveys", self.surveys),
            ("Errata of source lists", "errata", self.errata),
        )


_MAX_FINDINGS = 20
_STALE = "stale-review"
_FOLDERS: dict[Kind, str] = {"model": "models/", "dataset": "datasets/", "base": "base/", "survey": "surveys/"}


def quality_view(index: SiteIndex) -> QualityView:
    """The view of the page."""
    by_kind = {kind: index.atlas.entries_of(kind) for kind in _FOLDERS}
    every = [entry for entries in by_kind.values() for entry in entries]
    warnings = [one for one in index.diagnostics if one.severity is Severity.WARNING]
    return QualityView(
        total=_kind("All entries", "explore/", every),
        kinds=tuple(_kind(KIND_PLURALS[kind], _FOLDERS[kind], by_kind[kind]) for kind in by_kind if by_kind[kind]),
        settled=settled_tables(every),
        fields=field_tables(every),
        reviews=_reviews(index, every),
        warnings=_rules(warnings),
        number_of_warnings=len(warnings),
        links=link_quality(index, load_report(index.atlas.project)),
        surveys=survey_comparisons(index),
        errata=survey_errata(index),
    )


def _kind(title: str, url: str, entries: list[Entry]) -> KindQuality:
    checked = sum(1 for entry in entries if entry.review.status == "checked")
    states = add_states(entry_states(entry) for entry in entries)
    share = percent(checked, len(entries))
    return KindQuality(title, url, len(entries), checked, share, total_coverage(entries), states)


def _reviews(index: SiteIndex, entries: list[Entry]) -> Reviews:
    drafts = [entry.id for entry in entries if entry.review.status == "drafted"]
    paths = {one.path for one in index.diagnostics if one.rule == _STALE}
    stale = [entry for entry in entries if index.atlas.documents[entry.id].path in paths]
    stale.sort(key=lambda entry: (entry.review.date, entry.id))
    return Reviews(
        drafts=entry_groups(index, drafts),
        number_of_drafts=len(drafts),
        stale=tuple((index.links[entry.id], long_date(entry.review.date)) for entry in stale),
        oldest=_oldest(entry.review.date for entry in entries),
    )


def _oldest(days: Iterable[date]) -> str:
    oldest = min(days, default=None)
    return long_date(oldest) if oldest else ""


def _rules(warnings: Iterable[Diagnostic]) -> tuple[RuleCount, ...]:
    found = grouped((one.rule, one) for one in warnings)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        RuleCount(
            Link(rule, f"contribute/rules/#{rule}"),
            RULES[rule].help if rule in RULES else "",
            len(findings),
            tuple((f"{one.path}:{one.position.line}", one.message) for one in findings[:_MAX_FINDINGS]),
        )
        for rule, findings in ordered
    )
