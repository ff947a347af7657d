"""Related entries, each with the reason why: what two entries share that few others have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import log2

from hfm_atlas._util.grouping import grouped
from hfm_atlas.model.addresses import EntryLink
from hfm_atlas.model.entries import DatasetEntry, Entry, ModelEntry
from hfm_atlas.site.display import in_sentence
from hfm_atlas.site.index import SiteIndex

_MAX = 6
# What more entries than this share says nothing about two of them, and would make the work grow with the square.
_TOO_COMMON = 40


@dataclass(frozen=True, slots=True)
class Related:
    """An entry and what it shares with the one whose page it is on."""

    entry: EntryLink
    reason: str


@dataclass(frozen=True, slots=True)
class _Feature:
    """Something that entries can share."""

    kind: str
    key: str
    words: str
    weight: float


# Points below zero, in words, and the ids of the entries that share it.
_Shared = tuple[float, str, Sequence[str]]


class RelatedEntries:
    """Finds related entries; features of all entries are looked up once."""

    def __init__(self, index: SiteIndex) -> None:
        """Look up what each entry could share with others."""
        plain = index.unwatched
        features = {entry.id: tuple(_features(plain, entry)) for entry in plain.atlas.entries.values()}
        sharing = grouped(
            ((feature.kind, feature.key), plain.links[id]) for id, listed in features.items() for feature in listed
        )
        self._features = index.watched("features", features)
        self._sharing = index.watched("sharing", sharing)

    def of(self, entry: Entry, *, without: frozenset[str] = frozenset()) -> tuple[Related, ...]:
        """The most related entries of the same kind, except those in `without`."""
        scores: dict[str, float] = defaultdict(float)
        links: dict[str, EntryLink] = {}
        shared: list[_Shared] = []
        for feature in self._features[entry.id]:
            sharing = self._sharing[feature.kind, feature.key]
            if len(sharing) > _TOO_COMMON:
                continue
            points = feature.weight / log2(1 + len(sharing))
            shared.append((-points, feature.words, [link.id for link in sharing]))
            for link in sharing:
                links[link.id] = link
                scores[link.id] += points
        found = [id for id in scores if id != entry.id and id not in without and links[id].kind == entry.kind]
        best = nsmallest(_MAX, found, key=lambda id: (-round(scores[id], 6), -links[id].year, id))
        return tuple(Related(links[id], _reason(id, shared)) for id in best)


def _reason(id: str, shared: list[_Shared]) -> str:
    """The two things that count most of those that the entry `id` shares."""
    reasons = sorted((points, words) for points, words, sharing in shared if id in sharing)
    return "; ".join(list(dict.fromkeys(words for _, words in reasons))[:2])


def _features(index: SiteIndex, entry: Entry) -> Iterator[_Feature]:
    if isinstance(entry, ModelEntry):
        yield from _model_features(index, entry)
    if isinstance(entry, DatasetEntry):
        for id in entry.derived_from:
            yield _Feature("derived-from", id, f"made from {index.links[id].name}", 4)
    yield from _use_features(index, entry)


def _model_features(index: SiteIndex, entry: ModelEntry) -> Iterator[_Feature]:
    names = index.links
    if isinstance(entry.builds_on, list):
        for link in entry.builds_on:
            if link.model in names:
                yield _Feature("builds-on", link.model, f"also built on {names[link.model].name}", 3)
    corpora = entry.pretraining.corpora
    for corpus in corpora if isinstance(corpora, list) else ():
        if corpus.dataset in names:
            assert corpus.dataset
            yield _Feature("corpus", corpus.dataset, f"also trained on {names[corpus.dataset].name}", 2.5)
    for benchmark in dict.fromkeys(result.benchmark for result in entry.results):
        if benchmark in names:
            yield _Feature("benchmark", benchmark, f"also measured on {names[benchmark].name}", 2)
    for stated in entry.challenges:
        name = index.term_link("challenges", stated.term).text
        verb = {"addresses": "also addresses", "exhibits": "also exhibits", "measures": "also measures"}[stated.stance]
        yield _Feature("challenge", f"{stated.stance} {stated.term}", f"{verb} {in_sentence(name)}", 1.5)


def _use_features(index: SiteIndex, entry: Entry) -> Iterator[_Feature]:
    """Pairs of modality and task, which say more than either alone."""
    modalities, tasks = getattr(entry, "modalities", None), getattr(entry, "tasks", None)
    if not isinstance(modalities, list) or not isinstance(tasks, list):
        return
    for modality in modalities:
        name = index.term_link("modalities", modality).text
        for task in tasks:
            words = f"{in_sentence(index.term_link('tasks', task).text)} on {in_sentence(name)}"
            yield _Feature("use", f"{modality} {task}", words, 1.5)
