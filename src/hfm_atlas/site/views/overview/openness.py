"""How open a model is: weights, code and data, each as one small square."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from hfm_atlas.model.entries import BaseEntry, DatasetEntry, Entry, ModelEntry, WeightsAccess
from hfm_atlas.model.values import NOT_RELEASED, is_nothing
from hfm_atlas.model.vocabularies import WEIGHTS_ACCESS
from hfm_atlas.site.index import SiteIndex

State = Literal["open", "restricted", "closed", "unknown"]
_RANK: list[State] = ["open", "restricted", "unknown", "closed"]


@dataclass(frozen=True, slots=True)
class Square:
    """One of the three squares: what it stands for, how open that is, and the same in words."""

    what: str
    state: State
    words: str


def openness(index: SiteIndex, entry: Entry) -> tuple[Square, ...]:
    """Squares of a model or base model; none for other kinds."""
    if not isinstance(entry, ModelEntry | BaseEntry):
        return ()
    squares = [_weights(entry), _code(entry)]
    if isinstance(entry, ModelEntry):
        squares.append(_data(index, entry))
    return tuple(squares)


def _weights(entry: ModelEntry | BaseEntry) -> Square:
    weights, access = entry.availability.weights, entry.availability.weights_access
    if weights is None or is_nothing(weights):
        return Square("Weights", "unknown", _words_of_nothing(weights))
    if weights == NOT_RELEASED:
        return Square("Weights", "closed", WEIGHTS_ACCESS["api-only" if access == "api-only" else "not-released"])
    if access is None or is_nothing(access):
        return Square("Weights", "open", WEIGHTS_ACCESS["open"])
    state: State = "closed" if access in ("api-only", "not-released") else "open" if access == "open" else "restricted"
    return Square("Weights", state, WEIGHTS_ACCESS[cast(WeightsAccess, access)])


def _code(entry: ModelEntry | BaseEntry) -> Square:
    code = entry.availability.code
    if code is None or is_nothing(code):
        return Square("Code", "unknown", _words_of_nothing(code))
    return Square("Code", "closed", "not released") if code == NOT_RELEASED else Square("Code", "open", "public")


def _data(index: SiteIndex, entry: ModelEntry) -> Square:
    """As open as the least open corpus; a corpus without an entry of its own leaves it unknown."""
    corpora = entry.pretraining.corpora
    if corpora is None or isinstance(corpora, str):
        return Square("Data", "unknown", _words_of_nothing(corpora))
    states = [_corpus_state(index, corpus.dataset) for corpus in corpora]
    worst = max(states, key=_RANK.index)
    words = {
        "open": "all corpora are open",
        "restricted": "some corpora need registration or approval",
        "closed": "some corpora are closed",
        "unknown": "not known for every corpus",
    }
    return Square("Data", worst, words[worst])


def _corpus_state(index: SiteIndex, id: str | None) -> State:
    dataset = index.atlas.entries.get(id) if id else None
    access = dataset.access if isinstance(dataset, DatasetEntry) else None
    if access is None or is_nothing(access):
        return "unknown"
    return "open" if access == "open" else "closed" if access == "closed" else "restricted"


def _words_of_nothing(value: object) -> str:
    return "nobody has checked" if value is None else str(value)
