"""Where a newcomer begins in a subfield: entries that come first in some count, with the count as the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hfm_atlas.model.addresses import EntryLink, Link
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.model.publication import first_year
from hfm_atlas.model.taxonomy import Term
from hfm_atlas.site.display import count, plural
from hfm_atlas.site.index import SiteIndex

_MAX_FIRST = 4


@dataclass(frozen=True, slots=True)
class Recommendation:
    """An entry to read first, and what was counted to choose it."""

    entry: EntryLink
    reason: str


@dataclass(frozen=True, slots=True)
class SubfieldStart:
    """One subfield and where to begin in it."""

    id: str
    link: Link
    definition: str
    models: str
    first: tuple[Recommendation, ...]


def subfield_start(index: SiteIndex, term: Term) -> SubfieldStart:
    """What to read first in a subfield."""
    models = [model for model in index.models if model.subfield == term.id]
    reasons: dict[str, list[str]] = {}
    for id, reason in _winners(index, models):
        reasons.setdefault(id, []).append(reason)
    for model in sorted(models, key=lambda model: _rank(index, model)):
        if len(reasons) < _MAX_FIRST:
            reasons.setdefault(model.id, [_all_words(index, model)])
    return SubfieldStart(
        term.id,
        index.term_link("subfields", term.id),
        term.definition,
        plural(len(models), "model"),
        tuple(Recommendation(index.links[id], "; ".join(found)) for id, found in reasons.items()),
    )


def _winners(index: SiteIndex, models: list[ModelEntry]) -> Iterator[tuple[str, str]]:
    """Ids of entries that come first in some count, each with the count."""
    roots = _root_numbers(index, models)
    if roots:
        id = min(roots, key=lambda id: (-roots[id], id))
        verb = "builds" if roots[id] == 1 else "build"
        yield id, f"{count(roots[id])} of {plural(len(models), 'model')} here {verb} on it"
    for number, words in _COUNTS:
        best = min(models, key=lambda model: (-number(index, model), *_rank(index, model)), default=None)
        if best and number(index, best):
            yield best.id, words(index, best)


def _built_number(index: SiteIndex, model: ModelEntry) -> int:
    return len(index.downstream.get(model.id, ()))


def _built_words(index: SiteIndex, model: ModelEntry) -> str:
    number = _built_number(index, model)
    return f"{plural(number, 'entry builds', 'entries build')} on it"


def _results_number(index: SiteIndex, model: ModelEntry) -> int:
    return len(model.results)


def _results_words(index: SiteIndex, model: ModelEntry) -> str:
    benchmarks = {result.benchmark for result in model.results}
    return f"{plural(len(model.results), 'result')} on {plural(len(benchmarks), 'benchmark')}"


def _earliness(index: SiteIndex, model: ModelEntry) -> int:
    return -first_year(model)


def _all_words(index: SiteIndex, model: ModelEntry) -> str:
    """What can be counted of a model that comes first in nothing."""
    said = len(model.challenges) + len(model.opportunities)
    parts = [
        _built_words(index, model) if _built_number(index, model) else "",
        _results_words(index, model) if model.results else "",
        f"{plural(said, 'statement')} on challenges" if said else "",
    ]
    return "; ".join(part for part in parts if part) or f"of {first_year(model)}"


def _root_numbers(index: SiteIndex, models: Iterable[ModelEntry]) -> Counter[str]:
    """How many of a subfield's models build directly on each entry from outside it, which mostly is a general model."""
    own = {model.id for model in models}
    numbers: Counter[str] = Counter()
    for model in models:
        if isinstance(model.builds_on, list):
            numbers.update({link.model for link in model.builds_on if link.model in index.links} - own)
    return numbers


def _rank(index: SiteIndex, model: ModelEntry) -> tuple[int, str]:
    """Models that the atlas says most about come first; that decides between equals too."""
    said = len(model.results) + len(model.challenges) + len(model.opportunities)
    return -(said + 4 * _built_number(index, model)), model.id


_Number = Callable[[SiteIndex, ModelEntry], int]
_Words = Callable[[SiteIndex, ModelEntry], str]
_COUNTS: tuple[tuple[_Number, _Words], ...] = (
    (_built_number, _built_words),
    (_results_number, _results_words),
    (_earliness, lambda index, model: f"among the first, {first_year(model)}"),
)
