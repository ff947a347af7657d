"""How a survey files a work, held against how the atlas files it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import DatasetEntry, Entry, ListedBy, ModelEntry

_HYBRID = "hybrid"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One facet of a filing: the terms of the survey and those of the atlas, which may be none."""

    facet: str
    survey_says: tuple[str, ...]
    atlas_says: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether both say something and it is not the same."""
        if not self.atlas_says or set(self.survey_says) == set(self.atlas_says):
            return False
        # Several paradigms side by side are what the survey calls hybrid.
        return not (self.facet == "pretraining" and self.survey_says == (_HYBRID,) and len(self.atlas_says) > 1)


def compare_classification(atlas: Atlas, entry: Entry, listing: ListedBy) -> Iterator[Comparison]:
    """A comparison for each facet that the survey says something about: subfields, pretraining, adaptation.

    Methods of adaptation are compared by their broadest terms, since surveys name paradigms.
    """
    if listing.subfield:
        ours = entry.subfield if isinstance(entry, ModelEntry | DatasetEntry) else None
        yield Comparison("subfields", (listing.subfield,), (ours,) if ours else ())
    if not isinstance(entry, ModelEntry):
        return
    if listing.pretraining:
        paradigms = entry.pretraining.paradigms
        yield Comparison("pretraining", (listing.pretraining,), tuple(paradigms) if isinstance(paradigms, list) else ())
    if listing.adaptation:
        methods = entry.adaptation if isinstance(entry.adaptation, list) else []
        roots = sorted({atlas.root_of("adaptation", method) for method in methods})
        yield Comparison("adaptation", tuple(sorted(listing.adaptation)), tuple(roots))
