"""How surveys file an entry, and where the atlas differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hfm_atlas.schema import DatasetEntry, Entry, ListedBy, ModelEntry
from hfm_atlas.values import is_nothing
from hfm_atlas.views.index import SiteIndex
from hfm_atlas.views.links import EntryLink, Link


@dataclass(frozen=True, slots=True)
class FilingPart:
    """One facet of a filing: what the survey says, what the atlas says, and whether they differ."""

    label: str
    survey_says: tuple[Link, ...]
    atlas_says: tuple[Link, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a survey lists an entry and how it files it."""

    survey: EntryLink | None
    survey_id: str
    locator: str
    parts: tuple[FilingPart, ...]

    @property
    def differs(self) -> bool:
        """Whether the atlas differs in any part."""
        return any(part.differs for part in self.parts)


def filings(index: SiteIndex, entry: Entry) -> tuple[Filing, ...]:
    """Filings of an entry, in the order of its file."""
    return tuple(
        Filing(index.links.get(listing.survey), listing.survey, listing.locator, tuple(_parts(index, entry, listing)))
        for listing in entry.listed_by
    )


def _parts(index: SiteIndex, entry: Entry, listing: ListedBy) -> Iterator[FilingPart]:
    if listing.subfield and not is_nothing(listing.subfield):
        ours = getattr(entry, "subfield", None)
        atlas = [ours] if ours and not is_nothing(ours) else []
        compare = isinstance(entry, ModelEntry | DatasetEntry)
        yield _part(index, "Subfield", "subfields", [listing.subfield], atlas, compare=compare)
    if not isinstance(entry, ModelEntry):
        return
    if listing.pretraining:
        paradigms = entry.pretraining.paradigms
        atlas = paradigms if isinstance(paradigms, list) else []
        yield _part(index, "Pre-training", "pretraining", [listing.pretraining], atlas)
    if listing.adaptation:
        yield _part(index, "Adaptation", "adaptation", listing.adaptation, _adaptation_paradigms(index, entry))


def _adaptation_paradigms(index: SiteIndex, entry: ModelEntry) -> list[str]:
    """The paradigms of the methods that an entry names."""
    methods = entry.adaptation if isinstance(entry.adaptation, list) else []
    roots = [next(iter(index.broader("adaptation", id)), None) for id in methods]
    return sorted({root.id if root else id for id, root in zip(methods, roots, strict=True)})


def _part(
    index: SiteIndex, label: str, facet: str, survey: Sequence[str], atlas: Sequence[str], *, compare: bool = True
) -> FilingPart:
    return FilingPart(
        label,
        tuple(index.term_link(facet, id) for id in survey),
        tuple(index.term_link(facet, id) for id in atlas),
        # Where the atlas says nothing there is nothing to differ.
        compare and bool(atlas) and set(survey) != set(atlas),
    )
