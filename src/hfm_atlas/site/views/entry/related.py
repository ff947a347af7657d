"""Related entries, each with the reason why: what two entries share that few others have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from math import log2, sqrt

from hfm_atlas._util.grouping import grouped
from hfm_atlas.model.addresses import EntryLink
from hfm_atlas.model.entries import DatasetEntry, Entry, ModelEntry
from hfm_atlas.site.display import in_sentence
from hfm_atlas.site.index import SiteIndex

_MAX = 6
# What so many entries share says nothing of two of them.
_COMMON = 1000
# What more entries than this share says little, and would make the work grow with the square.
_TOO_COMMON = 120


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


@dataclass(frozen=True, slots=True)
class _Sharer:
    """An entry that has a feature, and how many of that kind it has."""

    link: EntryLink
    number: int


class RelatedEntries:
    """Finds related entries; features of all entries are looked up once.

    What two entries share counts the more, the fewer others share it (by the logarithm), and somewhat less where either
    has a long list of its kind, so that models of everything do not come first everywhere. A dataset that both were
    trained on says most, then what they do with which data, then a benchmark. A model that both build on says little:
    works on all kinds of data share the general ones.
    """

    def __init__(self, index: SiteIndex) -> None:
        """Look up what each entry could share with others."""
        plain = index.unwatched
        features = {entry.id: tuple(dict.fromkeys(_features(plain, entry))) for entry in plain.atlas.entries.values()}
        numbers = {id: Counter(feature.kind for feature in listed) for id, listed in features.items()}
        sharing = grouped(
            ((feature.kind, feature.key), _Sharer(plain.links[id], numbers[id][feature.kind]))
            for id, listed in features.items()
            for feature in listed
        )
        self._features = index.watched("features", features)
        self._sharing = index.watched("sharing", sharing)

    def of(self, entry: Entry, *, without: frozenset[str] = frozenset()) -> tuple[Related, ...]:
        """The most related entries of the same kind, except those in `without`."""
        shared: dict[str, list[tuple[float, str]]] = defaultdict(list)
        links: dict[str, EntryLink] = {}
        features = self._features[entry.id]
        numbers = Counter(feature.kind for feature in features)
        for feature in features:
            sharing = self._sharing[feature.kind, feature.key]
            if len(sharing) > _TOO_COMMON:
                continue
            points = feature.weight * log2(_COMMON / len(sharing))
            for one in sharing:
                links[one.link.id] = one.link
                length = sqrt(numbers[feature.kind] * one.number)
                shared[one.link.id].append((-points / sqrt(length), feature.words))
        scores = {id: round(sum(points for points, _ in found), 6) for id, found in shared.items()}
        found = [id for id in shared if id != entry.id and id not in without and links[id].kind == entry.kind]
        best = nsmallest(_MAX, found, key=lambda id: (scores[id], -links[id].year, id))
        return tuple(Related(links[id], _reason(shared[id])) for id in best)


def _reason(shared: list[tuple[float, str]]) -> str:
    """The two things that count most."""
    return "; ".join(list(dict.fromkeys(words for _, words in sorted(shared)))[:2])


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
                yield _Feature("builds-on", link.model, f"also built on {names[link.model].name}", 0.7)
    corpora = entry.pretraining.corpora
    for corpus in corpora if isinstance(corpora, list) else ():
        if corpus.dataset in names:
            assert corpus.dataset
            yield _Feature("corpus", corpus.dataset, f"also trained on {names[corpus.dataset].name}", 2.5)
    for benchmark in dict.fromkeys(result.benchmark for result in entry.results):
        if benchmark in names:
            yield _Feature("benchmark", benchmark, f"also measured on {names[benchmark].name}", 1.5)
    for stated in entry.challenges:
        name = index.term_link("challenges", stated.term).text
        verb = {"addresses": "also addresses", "exhibits": "also exhibits", "measures": "also measures"}[stated.stance]
        yield _Feature("challenge", f"{stated.stance} {stated.term}", f"{verb} {in_sentence(name)}", 0.3)


def _use_features(index: SiteIndex, entry: Entry) -> Iterator[_Feature]:
    """Pairs of modality and task, which say more than either alone."""
    modalities, tasks = getattr(entry, "modalities", None), getattr(entry, "tasks", None)
    if not isinstance(modalities, list) or not isinstance(tasks, list):
        return
    for modality in modalities:
        name = index.term_link("modalities", modality).text
        for task in tasks:
            words = f"{in_sentence(index.term_link('tasks', task).text)} on {in_sentence(name)}"
            yield _Feature("use", f"{modality} {task}", words, 2)
