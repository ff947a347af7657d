"""What figures ask of a model: when it appeared, how open it is, how it was trained and tested."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from hfm_atlas.model.addresses import entry_url
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Entry, Lineage, ModelEntry
from hfm_atlas.model.openness import State, weights_state
from hfm_atlas.model.publication import first_year
from hfm_atlas.model.wording import month_name
from hfm_atlas.query.selection import Selection

# New identifiers of arXiv and those of bioRxiv and medRxiv begin with the day or month.
_ARXIV = re.compile(r"(\d{2})(\d{2})\.\d+")
_RXIV = re.compile(r"(?:10\.\d+/)?(\d{4})\.(\d{2})\.\d{2}\.")
UNKNOWN = "unknown"
PARADIGMS = ("generative", "contrastive", "hybrid", "supervised", "none")
OPENNESS_WORDS: dict[State, str] = {
    "open": "weights open",
    "restricted": "after registration or approval",
    "closed": "weights not released",
    "unknown": "not known",
}


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """One model as figures see it."""

    id: str
    name: str
    url: str
    subfield: str
    year: int
    month: int | None
    """Month of its first appearance, where an identifier or the publication tells it."""
    openness: State
    paradigm: str
    """The one paradigm; several are shown as hybrid, none known as unknown."""
    clinical: int
    """Furthest kind of clinical evidence, from 1; 0 where it is not known."""
    weight: int
    """How much the atlas says of it and builds on it, for choosing which names to write."""

    @property
    def when(self) -> float:
        """Time of its first appearance in years; around the middle of the year where the month is not known."""
        if self.month:
            return self.year + (self.month - 0.5) / 12
        # Spread, so that they do not all stand in one place.
        return self.year + 0.3 + 0.4 * (crc32(self.id.encode()) % 100) / 100

    @property
    def day(self) -> str:
        """The same in words."""
        return f"{month_name(self.month)} {self.year}" if self.month else str(self.year)

    @property
    def month_id(self) -> str:
        """The same as tables sort it: `2024-05`, or the year alone."""
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)


def first_month(entry: Entry) -> int | None:
    """Month in which the work first appeared, where its identifier or its publication tells it."""
    year = first_year(entry)
    found = _month_of_preprint(entry)
    if found and found[0] == year:
        return found[1]
    return entry.publication.month if entry.publication.year == year else None


def _month_of_preprint(entry: Entry) -> tuple[int, int] | None:
    preprint = entry.preprint
    if preprint is None:
        return None
    if preprint.server == "arxiv" and (found := _ARXIV.match(preprint.id)):
        year, month = 2000 + int(found[1]), int(found[2])
    elif preprint.server in ("biorxiv", "medrxiv") and (found := _RXIV.match(preprint.id)):
        year, month = int(found[1]), int(found[2])
    else:
        return None
    return (year, month) if 1 <= month <= 12 else None


@lru_cache(maxsize=8)  # every figure of a selection asks again
def model_facts(selection: Selection) -> tuple[ModelFacts, ...]:
    """The models of a selection, in order of their first appearance."""
    atlas = selection.atlas
    built_on = Counter(link.model for entry in atlas.entries.values() for link in _upstream(entry))
    steps = {term.id: place for place, term in enumerate(atlas.terms("clinical-evidence"), 1)}
    models = [entry for entry in selection.entries if isinstance(entry, ModelEntry)]
    facts = [_facts(atlas, model, built_on[model.id], steps) for model in models]
    return tuple(sorted(facts, key=lambda one: (one.when, one.name.casefold(), one.id)))


def _upstream(entry: Entry) -> Iterable[Lineage]:
    links = getattr(entry, "builds_on", None)
    return links if isinstance(links, list) else ()


def _facts(atlas: Atlas, model: ModelEntry, built_on: int, steps: dict[str, int]) -> ModelFacts:
    return ModelFacts(
        id=model.id,
        name=model.name,
        url=entry_url(model),
        subfield=str(model.subfield),
        year=first_year(model),
        month=first_month(model),
        openness=weights_state(model),
        paradigm=paradigm_of(atlas, model),
        clinical=max((steps.get(term, 0) for term in model.tested_for_care), default=0),
        weight=4 * built_on + len(model.results) + len(model.challenges) + len(model.opportunities),
    )


def paradigm_of(atlas: Atlas, model: ModelEntry) -> str:
    """The one paradigm that stands for a model; several are shown as hybrid, none known as unknown."""
    paradigms = model.pretraining.paradigms
    if not isinstance(paradigms, list):
        return UNKNOWN
    roots = list(dict.fromkeys(atlas.root_of("pretraining", id) for id in paradigms))
    return (roots[0] if roots[0] in PARADIGMS else UNKNOWN) if len(roots) == 1 else "hybrid"
