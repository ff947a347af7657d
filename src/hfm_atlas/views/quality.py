"""What the quality page shows: coverage by field, reviews, warnings, errata, and where atlas and survey differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hfm_atlas.diagnostics import Diagnostic, Severity
from hfm_atlas.facts import fact_paths, value_at
from hfm_atlas.link_check import load_report
from hfm_atlas.schema import ENTRY_CLASSES, Entry, Kind, SurveyEntry
from hfm_atlas.values import is_nothing
from hfm_atlas.views.coverage import Coverage, total_coverage
from hfm_atlas.views.filing import FilingPart, filings
from hfm_atlas.views.index import SiteIndex
from hfm_atlas.views.link_quality import LinkQuality, link_quality
from hfm_atlas.views.links import EntryLink, Heading
from hfm_atlas.views.words import KIND_PLURALS, percent


@dataclass(frozen=True, slots=True)
class KindQuality:
    """One kind of entry: how many, how many checked, and how many facts carry a source."""

    title: str
    url: str
    entries: int
    checked: int
    checked_share: str
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class FieldQuality:
    """One field of a kind: how many entries have a value with source, one without, a kind of nothing, or no word."""

    path: str
    sourced: int
    unsourced: int
    nothing: int
    unchecked: int
    sourced_share: float
    unsourced_share: float
    nothing_share: float


@dataclass(frozen=True, slots=True)
class FieldTable:
    """The fields of one kind."""

    title: str
    entries: int
    fields: tuple[FieldQuality, ...]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule of the gate found something, with a few of the findings."""

    rule: str
    number: int
    findings: tuple[tuple[str, str], ...]
    """(place, message)"""


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that atlas and survey file differently."""

    entry: EntryLink
    survey: str
    parts: tuple[FilingPart, ...]


@dataclass(frozen=True, slots=True)
class QualityView:
    """The quality page."""

    total: KindQuality
    kinds: tuple[KindQuality, ...]
    fields: tuple[FieldTable, ...]
    warnings: tuple[RuleCount, ...]
    number_of_warnings: int
    differences: tuple[Difference, ...]
    links: LinkQuality | None
    errata: tuple[tuple[EntryLink, int], ...]
    drafts: tuple[EntryLink, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Sections of the page that have something in them."""
        sections = [
            ("Facts with a source", "coverage", True),
            ("Field by field", "fields", self.fields),
            ("Warnings", "warnings", True),
            ("Links", "links", self.links),
            ("Errata of source lists", "errata", self.errata),
            ("Filed differently", "differences", self.differences),
            ("Drafts", "drafts", self.drafts),
        ]
        return tuple(Heading(title, anchor) for title, anchor, shown in sections if shown)


_MOST_FINDINGS = 20
_FOLDERS: dict[Kind, str] = {"model": "models/", "dataset": "datasets/", "base": "base/", "survey": "surveys/"}


def quality_view(index: SiteIndex) -> QualityView:
    """The view of the page."""
    by_kind = {kind: index.atlas.entries_of(kind) for kind in _FOLDERS}
    every = [entry for entries in by_kind.values() for entry in entries]
    warnings = [one for one in index.diagnostics if one.severity is Severity.WARNING]
    return QualityView(
        total=_kind("All entries", "explore/", every),
        kinds=tuple(_kind(KIND_PLURALS[kind], _FOLDERS[kind], by_kind[kind]) for kind in by_kind if by_kind[kind]),
        fields=tuple(_fields(kind, by_kind[kind]) for kind in ("model", "dataset", "base") if by_kind[kind]),
        warnings=_rules(warnings),
        number_of_warnings=len(warnings),
        differences=tuple(_differences(index, every)),
        links=link_quality(index, load_report(index.atlas.project)),
        errata=tuple(
            (index.links[entry.id], len(entry.errata))
            for entry in every
            if isinstance(entry, SurveyEntry) and entry.errata
        ),
        drafts=index.entry_links(entry.id for entry in every if entry.review.status == "drafted"),
    )


def _kind(title: str, url: str, entries: list[Entry]) -> KindQuality:
    checked = sum(1 for entry in entries if entry.review.status == "checked")
    return KindQuality(title, url, len(entries), checked, percent(checked, len(entries)), total_coverage(entries))


def _fields(kind: Kind, entries: list[Entry]) -> FieldTable:
    # A field that is empty unless filled cannot tell "nothing" from "nobody has checked".
    silent = {name for name, field in ENTRY_CLASSES[kind].model_fields.items() if field.default in ([], {})}
    paths = [path for path in fact_paths(ENTRY_CLASSES[kind]) if path not in silent]
    return FieldTable(KIND_PLURALS[kind], len(entries), tuple(_field(path, entries) for path in paths))


def _field(path: str, entries: list[Entry]) -> FieldQuality:
    numbers = Counter(_state(entry, path) for entry in entries)
    shares = [round(100 * numbers[state] / len(entries), 1) for state in ("sourced", "unsourced", "nothing")]
    return FieldQuality(
        path,
        numbers["sourced"],
        numbers["unsourced"],
        numbers["nothing"],
        numbers["unchecked"],
        *shares,
    )


def _state(entry: Entry, path: str) -> str:
    value = value_at(entry, path)
    if value is None:
        return "unchecked"
    if is_nothing(value):
        return "nothing"
    return "sourced" if path in entry.evidence else "unsourced"


def _rules(warnings: Iterable[Diagnostic]) -> tuple[RuleCount, ...]:
    found: dict[str, list[Diagnostic]] = {}
    for one in warnings:
        found.setdefault(one.rule, []).append(one)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        RuleCount(
            rule,
            len(findings),
            tuple((f"{one.path}:{one.position.line}", one.message) for one in findings[:_MOST_FINDINGS]),
        )
        for rule, findings in ordered
    )


def _differences(index: SiteIndex, entries: list[Entry]) -> Iterable[Difference]:
    for entry in entries:
        for filing in filings(index, entry):
            parts = tuple(part for part in filing.parts if part.differs)
            if parts:
                survey = filing.survey.name if filing.survey else filing.survey_id
                yield Difference(index.links[entry.id], survey, parts)
