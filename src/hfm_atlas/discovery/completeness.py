"""How many works there may be: capture and recapture between lists that were made independently of each other.

Two lists of n and m works that share k of them suggest about (n + 1)(m + 1) / (k + 1) - 1 works in all (Chapman 1951),
with the variance of Seber (1970) and an interval on the logarithmic scale (Chao 1987), which never falls below what the
lists hold. That is right as far as the lists are independent, and each work is as likely to be listed as any other.
Neither is quite so: well-known works are on every list, which makes the estimate too low.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hfm_atlas.discovery.decisions import Decision, Decisions, load_decisions
from hfm_atlas.discovery.known import broadest_modalities, known_identities
from hfm_atlas.discovery.searches import Search, load_searches
from hfm_atlas.discovery.works import title_key
from hfm_atlas.model.atlas import Atlas, once
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.model.publication import first_year

# Fewer works in common say nothing of how many there are.
MIN_IN_COMMON = 5
# The quantile of the normal distribution for an interval of 95 %.
_QUANTILE = 1.96
SURVEY = "he-2025"
# Modalities that most models have next to others, while a decision names one.
_WITH_OTHERS = frozenset({"knowledge", "natural-images", "paired-data", "text"})
# The survey's tables end early in 2024.
SURVEYED_UNTIL = 2023


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many works there may be of some kind."""

    held: int
    """Models of the atlas."""
    first: int
    """Works of the first list."""
    second: int
    common: int
    total: float | None
    """The estimate; None where too little is in common, or nothing is on one list alone."""
    low: float | None
    high: float | None

    @property
    def is_outgrown(self) -> bool:
        """Whether the atlas holds more than the estimate, which was too low then."""
        return self.total is not None and self.held > self.total

    @property
    def share(self) -> float | None:
        """What the atlas holds of the estimate; None where there is none, or it was too low."""
        return None if self.total is None or self.is_outgrown else self.held / self.total


@dataclass(frozen=True)
class Completeness:
    """What discovery suggests of the models of the field, since the survey ends."""

    all: Estimate
    by_subfield: Mapping[str, Estimate]
    by_modality: Mapping[str, Estimate]
    """By the broadest term; a model may count under several, and those of `_WITH_OTHERS` are left out."""
    by_year: Mapping[int, Estimate]
    screened: int
    """Candidates that were decided on, the most likely first."""
    surveyed: Estimate
    """Up to the survey's last year: its tables against those of all other surveys, which are not independent of it."""


@dataclass(frozen=True)
class Screening:
    """What was searched and decided, and what that says of how complete the atlas is."""

    decisions: Decisions
    searches: tuple[Search, ...]
    completeness: Completeness | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Models of one modality that a search found and that belong, and those of them that have an entry."""

    found: int
    entries: tuple[str, ...]
    """Ids of the entries, in order."""
    estimate: Estimate

    @property
    def with_entry(self) -> int:
        """How many have an entry."""
        return len(self.entries)

    @property
    def percent(self) -> int | None:
        """The share that has an entry, in percent; None where none was found."""
        return round(100 * self.with_entry / self.found) if self.found else None

    @property
    def held_percent(self) -> int | None:
        """What the atlas holds of the estimate, in percent; None where there is none, or it was too low."""
        return None if self.estimate.share is None else round(100 * self.estimate.share)


def is_counted(modality: str) -> bool:
    """Whether models that a search found are counted by the modality, one of the broadest."""
    return modality not in _WITH_OTHERS


def entry_of(known: Mapping[tuple[str, str], str], one: Decision) -> str | None:
    """The entry of a work that was decided on, by `known_identities`; None where it has none."""
    named = (("doi", (one.doi or "").lower()), ("arxiv", one.arxiv or ""), ("title_key", title_key(one.title)))
    return next((known[name] for name in named if name[1] and name in known), None)


def screening_of(atlas: Atlas) -> Screening:
    """What the project of an atlas keeps of searches and decisions, read once for all who ask.

    Of an atlas that was read as it is published, nothing is known.

    Raises:
        UsageError: a file of decisions or searches is not as it should be.
    """
    return once(atlas, _read_screening)


def _read_screening(atlas: Atlas) -> Screening:
    if not atlas.project.entries.is_dir():
        return Screening(Decisions(), (), None)
    decisions, searches = load_decisions(atlas.project), load_searches(atlas.project)
    return Screening(decisions, searches, estimate_completeness(atlas, decisions, searches))


def modality_coverage(atlas: Atlas) -> Mapping[str, Coverage]:
    """What is known of how complete the atlas is, by the broadest terms for modalities, since the survey ends.

    Terms that most models have next to others are left out. Empty where no search was kept.

    Raises:
        UsageError: a file of decisions or searches is not as it should be.
    """
    return once(atlas, _find_coverage)


def _find_coverage(atlas: Atlas) -> Mapping[str, Coverage]:
    screening = screening_of(atlas)
    if screening.completeness is None:
        return {}
    entries: dict[str, set[str]] = defaultdict(set)
    near = _found_again(screening.searches[0], screening.decisions)
    for entry in atlas.entries_of("model"):
        if isinstance(entry, ModelEntry) and entry.id in near and first_year(entry) > SURVEYED_UNTIL:
            for id in broadest_modalities(atlas, entry):
                entries[id].add(entry.id)
    known = once(atlas, known_identities)
    for one in screening.decisions.all:
        if one.reason == "model" and (one.year or 0) > SURVEYED_UNTIL and (found := entry_of(known, one)):
            entries[one.modality or ""].add(found)
    estimates = screening.completeness.by_modality
    return {id: Coverage(one.second, tuple(sorted(entries[id])), one) for id, one in estimates.items()}


def _found_again(search: Search, decisions: Decisions) -> frozenset[str]:
    """Models that the atlas had and that came before the last work that was decided on."""
    return frozenset(id for id, place in search.places.items() if place < len(decisions.all))


def estimate(held: int, first: int, second: int, common: int) -> Estimate:
    """Chapman's estimate of how many there are, from two lists and what they have in common, with its interval of 95 %.

    `held` is how many the atlas has. The lower bound is never below what the lists hold. Without an estimate where too
    little is in common, or where the lists agree in all.
    """
    if common < MIN_IN_COMMON:
        return Estimate(held, first, second, common, None, None, None)
    total = (first + 1) * (second + 1) / (common + 1) - 1
    seen = first + second - common
    variance = (first + 1) * (second + 1) * (first - common) * (second - common) / ((common + 1) ** 2 * (common + 2))
    unseen = total - seen
    # Lists that agree in all give no interval, and a single number would look surer than it is.
    if unseen <= 0 or variance <= 0:
        return Estimate(held, first, second, common, None, None, None)
    spread = math.exp(_QUANTILE * math.sqrt(math.log(1 + variance / unseen**2)))
    return Estimate(held, first, second, common, total, seen + unseen / spread, seen + unseen * spread)


def about(number: float) -> str:
    """An estimate with as many digits as mean something: rounded to 1 below 20, to 5 below 100, else to 10."""
    return f"{rounded(number):,}"


def rounded(number: float) -> int:
    """The same as a number."""
    step = 1 if number < 20 else 5 if number < 100 else 10
    return step * round(number / step)


def estimate_words(one: Estimate) -> str | None:
    """An estimate as "about 870 (740 to 1,050)"; None where there is none.

    Where the atlas holds more than the lower bound, and no more than the estimate, there are at least as many.
    """
    if one.total is None or one.low is None or one.high is None:
        return None
    is_least = min(one.low, rounded(one.low)) < one.held and not one.is_outgrown
    return f"about {about(one.total)} ({f'{one.held:,}' if is_least else about(one.low)} to {about(one.high)})"


def estimate_completeness(atlas: Atlas, decisions: Decisions, searches: Sequence[Search]) -> Completeness | None:
    """What the first search that was kept suggests; None where there is none, or nothing was decided."""
    if not searches or not decisions.all:
        return None
    search = searches[0]
    models = [entry for entry in atlas.entries_of("model") if isinstance(entry, ModelEntry)]
    near = _found_again(search, decisions)
    new = [one for one in decisions.all if one.reason == "model"]
    subfields = list(
        _cells(
            before=search.atlas,
            held=[(first_year(entry), entry.subfield, entry.id in near) for entry in models],
            new=[(one.year or 0, one.subfield or "") for one in new],
        )
    )
    modalities = list(
        _cells(
            before=search.modalities,
            held=[
                (first_year(entry), group, entry.id in near)
                for entry in models
                for group in broadest_modalities(atlas, entry)
            ],
            new=[(one.year or 0, one.modality or "") for one in new],
        )
    )
    return Completeness(
        all=_sum(subfields),
        by_subfield=_by_group(subfields),
        # Earlier searches did not count modalities.
        by_modality=_by_group(one for one in modalities if is_counted(one.group)) if search.modalities else {},
        by_year={
            year: _sum(one for one in subfields if one.year == year) for year in sorted({one.year for one in subfields})
        },
        screened=len(decisions.all),
        surveyed=_of_surveys([entry for entry in models if first_year(entry) <= SURVEYED_UNTIL]),
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    """Counts of one year and subfield or modality."""

    year: int
    group: str
    held: int
    before: int
    """What the atlas held before the search."""
    found: int
    """What the search found that belongs, known or new."""
    again: int
    """What of it was known."""


def _cells(
    before: Mapping[str, Mapping[str, int]], held: Sequence[tuple[int, str, bool]], new: Sequence[tuple[int, str]]
) -> Iterator[_Cell]:
    """The atlas as it was before the search, against what the search found that belongs.

    `held` are year and group of each model that the atlas holds now, and whether the search found it again. Entries
    that were written for what the search found count as new, since they were not in the atlas then.
    """
    now = Counter((year, group) for year, group, _ in held)
    again = Counter((year, group) for year, group, is_near in held if is_near)
    found = Counter(new)
    then = {(int(year), group): count for year, counts in before.items() for group, count in counts.items()}
    for place in sorted({*now, *again, *found, *then}):
        if place[0] > SURVEYED_UNTIL:
            yield _Cell(*place, now[place], then.get(place, 0), again[place] + found[place], again[place])


def _by_group(cells: Iterable[_Cell]) -> dict[str, Estimate]:
    listed = list(cells)
    groups = sorted({one.group for one in listed if one.group})
    return {group: _sum(one for one in listed if one.group == group) for group in groups}


def _sum(cells: Iterable[_Cell]) -> Estimate:
    listed = list(cells)
    held, before, found, again = (
        sum(getattr(one, name) for one in listed) for name in ("held", "before", "found", "again")
    )
    return estimate(held, before, found, again)


def _of_surveys(models: Sequence[ModelEntry]) -> Estimate:
    """One survey's tables against those of all others, among works that have an entry."""
    lists = [{one.survey for one in entry.listed_by} for entry in models]
    first, second = ([SURVEY in one for one in lists], [bool(one - {SURVEY}) for one in lists])
    common = sum(both for both in map(all, zip(first, second, strict=True)))
    return estimate(len(models), sum(first), sum(second), common)
