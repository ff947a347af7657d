"""How open a model is: weights, code and data, each as one small square."""

from __future__ import annotations

from dataclasses import dataclass

from hfm_atlas.model.entries import BaseEntry, DatasetEntry, Entry, ModelEntry
from hfm_atlas.model.openness import STATE_WORDS, State, weights_state, weights_words
from hfm_atlas.model.states import STATED, state_of
from hfm_atlas.model.values import NOT_RELEASED, is_absent
from hfm_atlas.site.index import SiteIndex

_RANK: list[State] = ["open", "restricted", "unknown", "closed"]


@dataclass(frozen=True, slots=True)
class AvailabilityBadge:
    """One of the three squares: what it stands for, how open that is, and the same in words."""

    what: str
    state: State
    words: str

    @property
    def label(self) -> str:
        """How open it is, as Explore says it."""
        return STATE_WORDS.get(self.state, self.words)


def openness(index: SiteIndex, entry: Entry) -> tuple[AvailabilityBadge, ...]:
    """Squares of a model or base model; none for other kinds."""
    if not isinstance(entry, ModelEntry | BaseEntry):
        return ()
    badges = [weights_badge(entry), _code(entry)]
    if isinstance(entry, ModelEntry):
        badges.append(_data(index, entry))
    return tuple(badges)


def weights_badge(entry: ModelEntry | BaseEntry) -> AvailabilityBadge:
    """How open the weights are."""
    state, words = weights_state(entry), weights_words(entry) or _absent_words(None)
    is_somewhere = state == "unknown" and state_of(entry, "availability.weights") == STATED
    return AvailabilityBadge("Weights", state, f"access {words}" if is_somewhere else words)


def _code(entry: ModelEntry | BaseEntry) -> AvailabilityBadge:
    code = entry.availability.code
    if code is None or is_absent(code):
        return AvailabilityBadge("Code", "unknown", _absent_words(code))
    return (
        AvailabilityBadge("Code", "closed", "not released")
        if code == NOT_RELEASED
        else AvailabilityBadge("Code", "open", "public")
    )


def _data(index: SiteIndex, entry: ModelEntry) -> AvailabilityBadge:
    """As open as the least open corpus; a corpus without an entry of its own leaves it unknown."""
    corpora = entry.pretraining.corpora
    if corpora is None or isinstance(corpora, str):
        return AvailabilityBadge("Data", "unknown", _absent_words(corpora))
    states = [_corpus_state(index, corpus.dataset) for corpus in corpora]
    worst = max(states, key=_RANK.index)
    words = {
        "open": "all corpora are open",
        "restricted": "some corpora need registration or approval",
        "closed": "some corpora are closed",
        "unknown": "not known for every corpus",
    }
    return AvailabilityBadge("Data", worst, words[worst])


def _corpus_state(index: SiteIndex, id: str | None) -> State:
    dataset = index.atlas.entries.get(id) if id else None
    access = dataset.access if isinstance(dataset, DatasetEntry) else None
    if access is None or is_absent(access):
        return "unknown"
    return "open" if access == "open" else "closed" if access == "closed" else "restricted"


def _absent_words(value: object) -> str:
    return "not checked yet" if value is None else str(value)
