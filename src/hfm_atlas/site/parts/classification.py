"""How surveys file an entry, and where the atlas differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hfm_atlas.model.addresses import EntryLink, Link
from hfm_atlas.model.classification import compare_classification
from hfm_atlas.model.entries import Entry, ListedBy
from hfm_atlas.model.values import is_absent
from hfm_atlas.site.index import SiteIndex


@dataclass(frozen=True, slots=True)
class ClassificationPart:
    """One facet of a filing: what the survey says, what the atlas says, and whether they differ."""

    label: str
    survey_says: tuple[Link, ...]
    atlas_says: tuple[Link, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class SurveyClassification:
    """Where a survey lists an entry and how it files it."""

    survey: EntryLink | None
    survey_id: str
    locator: str
    parts: tuple[ClassificationPart, ...]

    @property
    def differs(self) -> bool:
        """Whether the atlas differs in any part."""
        return any(part.differs for part in self.parts)


def classifications(index: SiteIndex, entry: Entry) -> tuple[SurveyClassification, ...]:
    """Filings of an entry, in the order of its file."""
    return tuple(
        SurveyClassification(
            index.links.get(listing.survey), listing.survey, listing.locator, tuple(_parts(index, entry, listing))
        )
        for listing in entry.listed_by
    )


# Facets by which surveys file works, as pages call them.
CLASSIFICATION_LABELS = {"subfields": "Subfield", "pretraining": "Pre-training", "adaptation": "Adaptation"}


def _parts(index: SiteIndex, entry: Entry, listing: ListedBy) -> Iterator[ClassificationPart]:
    for one in compare_classification(index.atlas, entry, listing):
        survey, atlas = (
            tuple(index.term_link(one.facet, id) for id in ids if not is_absent(id))
            for ids in (one.survey_says, one.atlas_says)
        )
        if survey:
            yield ClassificationPart(CLASSIFICATION_LABELS[one.facet], survey, atlas, one.differs)
