"""What the atlas holds, in numbers: entries, facts and their evidence, and how a survey files the same works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hfm_atlas._util.grouping import grouped
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.classification import compare_classification
from hfm_atlas.model.entries import ENTRY_CLASSES, DatasetEntry, Entry, ModelEntry, SurveyEntry
from hfm_atlas.model.evidence_kinds import EvidenceKinds, SourceAges, count_evidence, count_readings
from hfm_atlas.model.facts import cell_paths, has_evidence, self_sourced_facts, stated_facts
from hfm_atlas.model.settled import CORE_CELLS, SettledCell, settled_cells
from hfm_atlas.model.states import STATED, STATED_EMPTY, UNCHECKED, state_of


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many entries of a kind say what about one field."""

    field: str
    stated: int
    not_reported: int
    not_applicable: int
    unchecked: int
    with_evidence: int


@dataclass(frozen=True)
class Statistics:
    """Counts over entries: those of the whole atlas, or of a part."""

    entries: Mapping[str, int]
    """Entries by kind."""
    models: Mapping[str, int]
    """Models by subfield."""
    datasets: Mapping[str, int]
    """Datasets by subfield; `not applicable` for those that span them."""
    facts: int
    """Facts stated with a value."""
    facts_with_evidence: int
    sourced_links: int
    """Results and challenge and opportunity links; each carries its source itself."""
    settled: Mapping[str, tuple[SettledCell, ...]]
    """Core cells by kind of entry."""
    evidence: EvidenceKinds
    """What evidence rests on."""
    readings: SourceAges
    """When sources were read."""
    coverage: Mapping[str, tuple[Coverage, ...]]
    """Fields by kind of entry."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a survey and the atlas file a work differently."""

    entry: str
    facet: str
    survey_says: str
    atlas_says: str


@dataclass(frozen=True)
class SurveyCounts:
    """What a survey's lists say of the works that have an entry."""

    survey: str
    claimed: Mapping[str, int]
    """What the survey says of itself."""
    methods: Mapping[str, int]
    """Models that it lists, by its subfields."""
    datasets: Mapping[str, int]
    """Datasets that it lists, by its subfields."""
    pretraining: Mapping[str, int]
    """Models by its pre-training paradigm."""
    adaptation: Mapping[str, int]
    """Mentions of each of its adaptation paradigms; a model may have several."""
    companion: int
    """Works that stand only in its companion list; none of the numbers above counts them."""
    differences: tuple[Difference, ...]


def count_entries(entries: Sequence[Entry]) -> Statistics:
    """Counts over entries; numbers by kind or subfield are keyed by its id. Kinds without entries have no fields."""
    facts = [(entry, path) for entry in entries for path in stated_facts(entry)]
    by_kind: Mapping[str, list[Entry]] = grouped((entry.kind, entry) for entry in entries)
    return Statistics(
        entries={kind: len(by_kind.get(kind, ())) for kind in ENTRY_CLASSES},
        models=_by_subfield(entries, ModelEntry),
        datasets=_by_subfield(entries, DatasetEntry),
        facts=len(facts),
        facts_with_evidence=sum(has_evidence(entry, path) for entry, path in facts),
        sourced_links=sum(self_sourced_facts(entry) for entry in entries),
        settled={kind: cells for kind in CORE_CELLS if (cells := settled_cells(entries, kind))},
        evidence=count_evidence(entries),
        readings=count_readings(entries),
        coverage={kind: tuple(_coverage(by_kind[kind], kind)) for kind in ENTRY_CLASSES if kind in by_kind},
    )


def _by_subfield(entries: Iterable[Entry], kind: type[ModelEntry | DatasetEntry]) -> Mapping[str, int]:
    return _count(str(entry.subfield) for entry in entries if isinstance(entry, kind))


def _count(words: Iterable[str]) -> Mapping[str, int]:
    """How often each word occurs, in alphabetical order."""
    return dict(sorted(Counter(words).items()))


def _coverage(entries: Sequence[Entry], kind: str) -> Iterator[Coverage]:
    for path in cell_paths(ENTRY_CLASSES[kind]):
        states = Counter(state_of(entry, path) for entry in entries)
        yield Coverage(
            path,
            stated=states[STATED] + states[STATED_EMPTY],
            not_reported=states["not reported"],
            not_applicable=states["not applicable"],
            unchecked=states[UNCHECKED],
            with_evidence=sum(has_evidence(entry, path) for entry in entries),
        )


def count_survey(atlas: Atlas, survey: SurveyEntry) -> SurveyCounts:
    """Counts over the entries that `survey` lists, by its own filing.

    Where it does not say the subfield of a work, that of the atlas counts.
    """
    listings = [
        (entry, listing)
        for entry in atlas.entries.values()
        for listing in entry.listed_by
        if listing.survey == survey.id
    ]
    own = [(entry, listing) for entry, listing in listings if not listing.in_companion_list]
    models = [(entry, listing) for entry, listing in own if isinstance(entry, ModelEntry)]
    datasets = [(entry, listing) for entry, listing in own if isinstance(entry, DatasetEntry)]
    return SurveyCounts(
        survey=survey.id,
        claimed=survey.counts,
        methods=_count(listing.subfield or entry.subfield for entry, listing in models),
        datasets=_count(listing.subfield or entry.subfield for entry, listing in datasets),
        pretraining=_count(listing.pretraining for _, listing in models if listing.pretraining),
        adaptation=_count(paradigm for _, listing in models for paradigm in listing.adaptation or ()),
        companion=len(listings) - len(own),
        differences=tuple(
            Difference(entry.id, one.facet, ", ".join(one.survey_says), ", ".join(one.atlas_says))
            for entry, listing in listings
            for one in compare_classification(atlas, entry, listing)
            if one.differs
        ),
    )
