"""What licences allow: read from SPDX expressions, and for weights followed along the lineage.

Trained weights live on in what is fine-tuned from them, so the strictest licence on the way decides what the weights of
an entry may be used for. Where one licence on the way is not known, neither is the answer, unless another forbids
commercial use already: nothing is stricter.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from hfm_atlas.model.atlas import Atlas, once
from hfm_atlas.model.entries import BaseEntry, DatasetEntry, Entry, ModelEntry, Relation
from hfm_atlas.model.identifiers import fold_licence, licence_symbols
from hfm_atlas.model.taxonomy import LicenceTerm
from hfm_atlas.model.values import NOT_APPLICABLE, NOT_RELEASED, is_absent
from hfm_atlas.model.vocabularies import USES, Use

_STRICTNESS: list[Use] = list(USES)
# Relations in which the weights of the upstream are part of the downstream's, or are needed to run it. A distilled
# model holds no weights of its teacher, and an architecture or a predecessor passes on none.
CARRIES_WEIGHTS: tuple[Relation, ...] = ("continues-pretraining", "fine-tunes", "adapts", "merges", "uses-frozen")
OWN_REFERENCE = "LicenseRef-"
# An expression of one licence.
_SINGLE = re.compile(r"[A-Za-z0-9.-]+")
# What allows commercial use; `restricted` does under conditions that one has to read.
COMMERCIAL: tuple[Use, ...] = ("anything", "share-alike", "restricted")


@dataclass(frozen=True, slots=True)
class LicenceReading:
    """A licence expression as people read it, and what it allows as a whole."""

    label: str
    """The expression in words, with names where SPDX has no id."""
    use: Use
    term: LicenceTerm | None = None
    """The licence's term, where the expression is one licence."""
    is_joined: bool = False
    """Whether it is made of several licences."""


def licence_terms(atlas: Atlas) -> dict[str, LicenceTerm]:
    """Terms of taxonomy/licences.yml by their SPDX id, or by their reference that begins with `LicenseRef-`."""
    return {term.spdx: term for term in atlas.terms("licences") if isinstance(term, LicenceTerm)}


def read_licence(expression: str, terms: Mapping[str, LicenceTerm]) -> LicenceReading:
    """An SPDX expression: of licences joined by OR one may choose, those joined by AND bind together.

    An exception behind WITH only gives further rights, so the licence before it decides where the whole has no term.
    """

    def one(id: str, exception: str) -> LicenceReading:
        term = terms.get(f"{id} WITH {exception}") or terms.get(id)
        name = term.name if term and id.startswith(OWN_REFERENCE) else id.removeprefix(OWN_REFERENCE)
        return LicenceReading(f"{name} with {exception}" if exception else name, _use(term), term)

    if expression in terms and _SINGLE.fullmatch(expression):
        # So are most, and the table of all licences takes a while to read.
        return one(expression, "")

    def joined(word: str, parts: list[LicenceReading]) -> LicenceReading:
        labels = (f"({part.label})" if part.is_joined else part.label for part in parts)
        choose = _freest if word == "or" else strictest
        return LicenceReading(f" {word} ".join(labels), choose(part.use for part in parts), is_joined=True)

    reading: LicenceReading = fold_licence(expression, one, partial(joined, "or"), partial(joined, "and"))
    return reading


def _use(term: LicenceTerm | None) -> Use:
    return term.allows if term else "other"


def _freest(uses: Iterable[Use]) -> Use:
    return min(uses, key=_STRICTNESS.index)


# Uses that bind, so that it helps to know of one where another is not known.
_BOUNDS: tuple[Use, ...] = ("share-alike", "restricted")


def strictest(uses: Iterable[Use]) -> Use:
    """The strictest of some uses, of which there must be one."""
    return max(uses, key=_STRICTNESS.index)


@dataclass(frozen=True, slots=True)
class UpstreamLicence:
    """What is known of the weights of one entry on the way, and how the walk came to it."""

    entry: str
    path: tuple[str, ...]
    """Ids from the entry asked about to this one."""
    reading: LicenceReading | None
    unknown: str = ""
    """Why it cannot be told what these weights allow; empty where it can."""
    cell: str = ""
    """The field whose silence is the reason."""
    is_unreported: bool = False
    """Whether that was looked into and the sources do not say; otherwise nobody has checked."""


@dataclass(frozen=True, slots=True)
class EffectiveLicence:
    """What the weights of an entry may be used for, all things considered; `use` is None where it is not known."""

    use: Use | None
    deciding: UpstreamLicence
    """The licence that decides, or the gap for which the answer is not known; the nearest if there are several."""
    reason: str
    """The same in a sentence."""
    is_unreported: bool = False
    """Whether it is not known since sources that were read do not say, so that checking will not settle it."""
    at_best: Use | None = None
    """Where it is not known, the strictest of the licences that are: whatever the others say, no more is allowed."""

    @property
    def words(self) -> str:
        """What the weights allow, in words."""
        if self.use:
            return USES[self.use]
        return f"not known, at best {USES[self.at_best]}" if self.at_best and self.at_best in _BOUNDS else "not known"


class Licences:
    """The licences of an atlas: how each reads, and what follows along the lineage."""

    def __init__(self, atlas: Atlas) -> None:
        """The licences of all entries of `atlas`."""
        self._atlas = atlas
        self._effective: dict[str, EffectiveLicence | None] = {}

    @cached_property
    def terms(self) -> Mapping[str, LicenceTerm]:
        """Terms of the taxonomy by SPDX id or reference."""
        return licence_terms(self._atlas)

    @cached_property
    def _carrying(self) -> Mapping[str, list[str]]:
        """Lineage in which weights are passed on: by an entry's id what it is built on.

        What a maker builds on its own work is under the licence that it gives then, not under that of the work before.
        """
        entries = self._atlas.entries
        return {
            id: [link for link, _ in _upstream(entry) if link in entries and not _is_relicensed(entry, entries[link])]
            for id, entry in entries.items()
        }

    def read(self, expression: str) -> LicenceReading:
        """What a licence expression allows, and how people read it; it must have been checked."""
        return read_licence(expression, self.terms)

    def effective(self, entry: Entry) -> EffectiveLicence | None:
        """What the weights of a model or base model may be used for; None where there are none to use.

        The strictest licence along the lineage decides; `use` is None where one licence on the way is not known.
        """
        if self._atlas.entries.get(entry.id) is not entry:  # one that somebody made up: nothing of it is kept
            return self._follow(entry)
        if entry.id not in self._effective:
            self._effective[entry.id] = self._follow(entry)
        return self._effective[entry.id]

    def _follow(self, entry: Entry) -> EffectiveLicence | None:
        if not isinstance(entry, ModelEntry | BaseEntry) or _has_no_weights(entry):
            return None
        on_the_way = list(self.on_the_way(entry))
        known = [(one, one.reading.use) for one in on_the_way if one.reading and not one.unknown]
        stated = [(one, one.reading.use) for one in on_the_way if one.reading]
        forbidding = [one for one, use in stated if use == "non-commercial"]
        gaps = [one for one in on_the_way if one.unknown]
        if gaps and not forbidding:
            # What sources do not say stays open whatever else is checked, so it decides.
            gap = next((one for one in gaps if one.is_unreported), gaps[0])
            at_best = strictest(use for _, use in stated) if stated else None
            return EffectiveLicence(None, gap, self._reason(entry, gap), gap.is_unreported, at_best)
        use = "non-commercial" if forbidding else strictest(use for _, use in known)
        deciding = forbidding[0] if forbidding else next(one for one, found in known if found == use)
        return EffectiveLicence(use, deciding, self._reason(entry, deciding))

    def on_the_way(self, entry: Entry) -> Iterator[UpstreamLicence]:
        """The weights of an entry and all that live on in them, the nearest first, each entry once."""
        # Walked by hand: to import networkx takes longer than to answer a query.
        paths: dict[str, tuple[str, ...]] = {entry.id: (entry.id,)}
        waiting = deque(paths)
        while waiting:
            id = waiting.popleft()
            for link in self._carrying.get(id, ()):
                if link not in paths:
                    paths[link] = (*paths[id], link)
                    waiting.append(link)
        for id, path in paths.items():
            found = entry if id == entry.id else self._atlas.entries[id]
            if isinstance(found, ModelEntry | BaseEntry):
                yield self._look_at(found, path)

    def _look_at(self, entry: ModelEntry | BaseEntry, path: tuple[str, ...]) -> UpstreamLicence:
        licence = entry.availability.weights_licence
        if licence is None or is_absent(licence):
            is_unreported = licence is not None or is_not_released(entry)
            return UpstreamLicence(
                entry.id, path, None, _gap(entry), "availability.weights_licence", is_unreported=is_unreported
            )
        lineage = entry.builds_on
        if isinstance(lineage, list) or lineage == NOT_APPLICABLE:
            return UpstreamLicence(entry.id, path, self.read(licence))
        unknown, is_unreported = _LINEAGE_GAPS[lineage], lineage is not None
        return UpstreamLicence(entry.id, path, self.read(licence), unknown, "builds_on", is_unreported=is_unreported)

    def _reason(self, entry: Entry, deciding: UpstreamLicence) -> str:
        whose = self._whose(deciding)
        if deciding.unknown and (deciding.reading is None or deciding.reading.use != "non-commercial"):
            name = entry.name if deciding.entry == entry.id else self._name(deciding.entry)
            return deciding.unknown.format(whose=whose, name=name)
        assert deciding.reading is not None
        if len(deciding.path) == 1:
            return f"its weights are under {deciding.reading.label}"
        return f"{whose} are under {deciding.reading.label}"

    def _whose(self, one: UpstreamLicence) -> str:
        """The weights in question, with the way to them."""
        if len(one.path) == 1:
            return "its weights"
        *between, last = (self._name(id) for id in one.path[1:])
        through = f", by way of {', '.join(between)}" if between else ""
        return f"it is built on {last}{through}, whose weights"

    def _name(self, id: str) -> str:
        return self._atlas.entries[id].name


_LINEAGE_GAPS: dict[str | None, str] = {
    None: "what {name} is built on is not checked yet",
    "not reported": "the sources do not say what {name} is built on",
}


def _gap(entry: ModelEntry | BaseEntry) -> str:
    """Why nothing is known of what the weights of an entry allow."""
    if is_not_released(entry):
        return "{whose} are not released, so no licence of theirs is known"
    if entry.availability.weights_licence is None:
        return "{whose} are under a licence that is not checked yet"
    return "{whose} come without a licence that the sources name"


def _is_relicensed(entry: Entry, upstream: Entry) -> bool:
    """Whether an entry has a licence of its own by the maker of what it is built on."""
    if not (isinstance(entry, BaseEntry) and isinstance(upstream, BaseEntry)):
        return False
    is_one_maker = entry.developer is not None and entry.developer == upstream.developer
    return is_one_maker and stated_licence(entry, "weights_licence") is not None


def _has_no_weights(entry: ModelEntry | BaseEntry) -> bool:
    available = entry.availability
    return is_not_released(entry) or NOT_APPLICABLE in (available.weights, available.weights_licence)


def is_not_released(entry: ModelEntry | BaseEntry) -> bool:
    """Whether nobody gets the weights, be it that an interface answers for them."""
    available = entry.availability
    return available.weights == NOT_RELEASED or available.weights_access in ("not-released", "api-only")


def _upstream(entry: Entry) -> Iterator[tuple[str, Relation]]:
    """What an entry holds weights of, with the relation."""
    if isinstance(entry, ModelEntry | BaseEntry) and isinstance(entry.builds_on, list):
        for link in entry.builds_on:
            if link.relation in CARRIES_WEIGHTS:
                yield link.model, link.relation


def stated_licence(entry: Entry, field: str) -> str | None:
    """Licence expression in `code_licence`, `weights_licence` or `licence`; None where none is stated.

    `not reported` and `not applicable` are no licences.
    """
    holder = entry.availability if isinstance(entry, ModelEntry | BaseEntry) else entry
    if field == "licence" and not isinstance(entry, DatasetEntry):
        return None
    licence = getattr(holder, field, None)
    return None if licence is None or is_absent(licence) else str(licence)


def licence_addresses(licence: str | None) -> list[str]:
    """Addresses of the SPDX licences that one may choose from.

    Licences that bind together, an exception, and a licence that SPDX lacks have none: each address alone would say
    too much.
    """
    ids = licence_symbols(licence) if licence and not is_absent(licence) else ()
    is_choice = not re.search(r"\b(?:AND|WITH)\b", licence or "")
    whole = is_choice and not any(id.startswith(OWN_REFERENCE) for id in ids)
    return [f"https://spdx.org/licenses/{id}" for id in ids] if whole else []


def licences_of(atlas: Atlas) -> Licences:
    """The licences of an atlas, followed along its lineage once for all who ask."""
    return once(atlas, Licences)
