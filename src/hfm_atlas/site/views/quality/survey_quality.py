"""A survey against the atlas: what it says of itself, what it lists, and where the two file a work differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from hfm_atlas.model.addresses import EntryLink
from hfm_atlas.model.classification import compare_classification
from hfm_atlas.model.entries import Kind, SurveyEntry
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.classification import CLASSIFICATION_LABELS, ClassificationPart, classifications


@dataclass(frozen=True, slots=True)
class Claim:
    """What a survey says of its size, and how many of these have an entry; None where the atlas does not count them."""

    what: str
    claimed: int
    listed: int | None


@dataclass(frozen=True, slots=True)
class FacetAgreement:
    """How often a survey and the atlas file a work alike under one facet."""

    label: str
    filed: int
    alike: int
    differ: int
    silent: int
    """Works for which the atlas says nothing, since nobody has checked or the sources do not say."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that atlas and survey file differently."""

    entry: EntryLink
    locator: str
    parts: tuple[ClassificationPart, ...]


@dataclass(frozen=True, slots=True)
class SurveyComparison:
    """One survey that lists entries of the atlas."""

    survey: EntryLink
    listed: int
    claims: tuple[Claim, ...]
    agreement: tuple[FacetAgreement, ...]
    differences: tuple[Difference, ...]


# What a survey counts itself by, with the kind of entry that stands for it.
_COUNTED: dict[str, Kind] = {"methods": "model", "datasets": "dataset", "related-surveys": "survey"}


def survey_comparisons(index: SiteIndex) -> tuple[SurveyComparison, ...]:
    """A comparison for each survey that lists entries, the one that lists most first."""
    surveys = [id for id in index.listed if isinstance(index.atlas.entries.get(id), SurveyEntry)]
    surveys.sort(key=lambda id: (-len(index.listed[id]), id))
    return tuple(
        SurveyComparison(
            survey=index.links[id],
            listed=len({entry for entry, _ in index.listed[id]}),
            claims=tuple(_claims(index, id)),
            agreement=tuple(_agreement(index, id)),
            differences=tuple(_differences(index, id)),
        )
        for id in surveys
    )


def _claims(index: SiteIndex, survey: str) -> Iterator[Claim]:
    entry = index.atlas.entries[survey]
    kinds = Counter(index.links[id].kind for id in {id for id, _ in index.listed[survey]})
    for what, number in entry.counts.items() if isinstance(entry, SurveyEntry) else ():
        kind = _COUNTED.get(what)
        yield Claim(what.replace("-", " "), number, kinds[kind] if kind else None)


def _agreement(index: SiteIndex, survey: str) -> Iterator[FacetAgreement]:
    numbers: dict[str, Counter[str]] = {facet: Counter() for facet in CLASSIFICATION_LABELS}
    for id, listing in index.listed[survey]:
        for one in compare_classification(index.atlas, index.atlas.entries[id], listing):
            state = "differ" if one.differs else "alike" if one.atlas_says else "silent"
            numbers[one.facet][state] += 1
    for facet, label in CLASSIFICATION_LABELS.items():
        found = numbers[facet]
        if found:
            yield FacetAgreement(label, found.total(), found["alike"], found["differ"], found["silent"])


def _differences(index: SiteIndex, survey: str) -> Iterator[Difference]:
    for id in sorted({id for id, _ in index.listed[survey]}, key=lambda id: (index.links[id].name.casefold(), id)):
        for classification in classifications(index, index.atlas.entries[id]):
            parts = tuple(part for part in classification.parts if part.differs)
            if parts and classification.survey_id == survey:
                yield Difference(index.links[id], classification.locator, parts)
