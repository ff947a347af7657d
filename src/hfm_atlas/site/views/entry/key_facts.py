"""The key facts of an entry: each with its values as the page prints them, its mark, or which kind of nothing it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal
from zlib import crc32

from pydantic import BaseModel

from hfm_atlas.model.addresses import term_url
from hfm_atlas.model.entries import (
    BaseEntry,
    Clearance,
    ClinicalEvidence,
    Compute,
    Corpus,
    Entry,
    Lineage,
    ModelEntry,
    Size,
)
from hfm_atlas.model.facts import cell_of, cell_paths
from hfm_atlas.model.fields import FIELDS, GROUPS, FieldSpec, fields_by_path, named_fields
from hfm_atlas.model.introspection import ValueKind
from hfm_atlas.model.licences import is_not_released, stated_licence
from hfm_atlas.model.states import EMPTY, STATED, STATED_EMPTY, UNCHECKED, state_of, value_at
from hfm_atlas.model.values import NOT_APPLICABLE, NOT_RELEASED, NOT_REPORTED, is_absent, plural_words
from hfm_atlas.model.vocabularies import AUTHORITIES, RELATIONS, USES, Use
from hfm_atlas.site.display import count, language_name, long_date, plural, quantity, region_name
from hfm_atlas.site.evidence import EvidenceMark, Sources
from hfm_atlas.site.index import SiteIndex

_AVAILABILITY = "Availability"
# Data sets that the page names of those that nobody may use commercially.
_MAX_BOUND = 3
Layout = Literal["inline", "lines", "code"]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a fact; `detail` follows it in small, `url` leads to its page or to the outside."""

    text: str
    url: str | None = None
    detail: str = ""
    title: str | None = None
    external: bool = False
    note: str = ""
    mark: EvidenceMark | None = None
    """The mark of the value itself, where each has a source of its own."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its values, or in `absent` that sources do not say it or that the field does not apply."""

    path: str
    label: str
    layout: Layout
    values: tuple[Value, ...]
    absent: str
    mark: EvidenceMark | None
    """Its evidence; None where it follows from other facts, or where each value has its own."""
    is_unknown: bool = False
    """Whether the sources do not say it, or it follows from something that nobody has checked."""
    is_derived: bool = False
    """Whether it follows from other facts, of which its detail gives the reason."""
    same: str = ""
    """A checksum of what it says: facts that say the same have the same."""

    @property
    def anchor(self) -> str:
        """Its address on the page."""
        return f"fact-{self.path}"

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says, a text a value."""
        if self.absent:
            return (self.absent,)
        return tuple(
            f"{one.text} ({one.detail})" if one.detail and not self.is_derived else one.text for one in self.values
        )


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts under one heading."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """All facts of an entry, and the labels of those that nobody has checked."""

    groups: tuple[FactGroup, ...]
    unchecked: tuple[str, ...]
    unknown: tuple[str, ...]
    """Paths of all that the page does not show for want of knowledge.

    They are unchecked, or follow from what is unchecked, or are parts of which a record says nothing.
    """


def key_facts(index: SiteIndex, entry: Entry, sources: Sources) -> KeyFacts:
    """Facts of `entry` under their headings."""
    groups = {title: list[Fact]() for title in GROUPS}
    unchecked: dict[str, list[FieldSpec]] = {title: [] for title in GROUPS}
    silent = []
    for field in FIELDS:
        if not (group := field.group_of(entry.kind)):
            continue
        if not _is_shown(entry, field):
            if not field.is_divided:
                silent.append(field.path)
        elif state_of(entry, field.path) != UNCHECKED:
            groups[group].append(_fact(index, field, entry, sources))
        elif field.schema.can_be_unchecked:
            unchecked[group].append(field)
    use = _use_of_weights(index, entry)
    if use and use.texts:
        groups[_AVAILABILITY].append(use)
    shown = tuple(FactGroup(title, tuple(facts)) for title, facts in groups.items() if facts)
    open_ = [field for fields in unchecked.values() for field in fields] + _open_elsewhere(entry)
    unknown = [*(field.path for field in open_), *silent, *([use.path] if use and not use.texts else ())]
    return KeyFacts(shown, tuple(field.title for field in open_), tuple(unknown))


def _open_elsewhere(entry: Entry) -> list[FieldSpec]:
    """What nobody has checked of the fields that the page shows elsewhere, such as the preprint."""
    fields = (fields_by_path()[path] for path in cell_paths(type(entry)))
    return [
        field
        for field in fields
        if not field.group_of(entry.kind) and field.schema.can_be_unchecked and state_of(entry, field.path) == UNCHECKED
    ]


def _use_of_weights(index: SiteIndex, entry: Entry) -> Fact | None:
    """What the weights may be used for along the lineage; without a value where not even their own licence is known."""
    if not isinstance(entry, ModelEntry | BaseEntry):
        return None
    found = index.licences.effective(entry)
    label = named_fields()["effective_licence"].title
    if found is None:
        absent = f"{NOT_APPLICABLE}: weights not released" if is_not_released(entry) else NOT_APPLICABLE
        return Fact("effective_licence", label, "inline", (), absent, None, same=_checksum(NOT_APPLICABLE))
    if not (found.use or stated_licence(entry, "weights_licence")):
        absent = NOT_REPORTED if found.is_unreported else ""
        return Fact("effective_licence", label, "inline", (), absent, None, is_unknown=True)
    term = found.deciding.reading.term if found.use and found.deciding.reading else None
    url = term_url("licences", term.id) if term else None
    value = Value(found.words, url, f"{found.reason}{_bound_data(index, entry, found.use)}")
    is_unknown = found.use is None
    same = _checksum(found.use)
    return Fact("effective_licence", label, "inline", (value,), "", None, is_unknown, is_derived=True, same=same)


def _bound_data(index: SiteIndex, entry: Entry, use: Use | None) -> str:
    """What is said of training data that nobody may use commercially, where that of the weights says otherwise."""
    if use == "non-commercial" or not isinstance(entry, ModelEntry):
        return ""
    given = [corpora for corpora in (entry.pretraining.corpora, entry.adaptation_data) if isinstance(corpora, list)]
    ids = dict.fromkeys(one.dataset for corpora in given for one in corpora if one.dataset)
    licences = {id: stated_licence(index.atlas.entries[id], "licence") for id in ids}
    bound = [id for id, said in licences.items() if said and index.licences.read(said).use == "non-commercial"]
    names = [index.links[id].name for id in bound[:_MAX_BOUND]]
    more = f" and {len(bound) - len(names)} more" if len(bound) > len(names) else ""
    return f"; of the data it was trained on, not for commercial use: {', '.join(names)}{more}" if names else ""


def _is_shown(entry: Entry, field: FieldSpec) -> bool:
    """Whether a page has the field: of a record whose fields need not apply those with a value, or it as a whole."""
    whole = cell_of(field.path)
    if whole != field.path:
        return state_of(entry, whole) == STATED and value_at(entry, field.path) is not None
    return not (field.is_divided and state_of(entry, whole) == STATED)


# Parts of a record that say where it comes from, or comment on it.
_ASIDES = {"note", "source", "locator", "via", "inferred"}
# Made once: of most facts, `json.dumps` would take longer to make one than to use it.
_encode = json.JSONEncoder(sort_keys=True).encode


def _checksum(value: object) -> str:
    """Equal for equal facts: lists in any order, records without their sources and notes."""
    return f"{crc32(_encode(_bare(value)).encode()):08x}"


def _bare(value: object) -> object:
    if isinstance(value, BaseModel):
        parts = value.model_dump(mode="json", exclude=_ASIDES, exclude_none=True)
        return {name: _bare(one) for name, one in parts.items()}
    if isinstance(value, list):
        return sorted((_bare(one) for one in value), key=_encode)
    return value if isinstance(value, str | int | float | dict) else str(value)


def _fact(index: SiteIndex, field: FieldSpec, entry: Entry, sources: Sources) -> Fact:
    fact = _printed(index, field, entry, sources)
    return replace(fact, same=_checksum(value_at(entry, field.path)))


def _printed(index: SiteIndex, field: FieldSpec, entry: Entry, sources: Sources) -> Fact:
    value, state = value_at(entry, field.path), state_of(entry, field.path)
    type_ = field.schema.type
    layout: Layout = "lines" if type_.is_list and type_.record else field.layout
    if state in (NOT_REPORTED, NOT_APPLICABLE):
        mark = sources.mark(field.path)
        return Fact(field.path, field.title, layout, (), str(value), mark, is_unknown=state == NOT_REPORTED)
    if state == STATED_EMPTY:
        none = (Value("nothing", detail="trained from scratch") if type_.record is Lineage else Value(EMPTY),)
        return Fact(field.path, field.title, layout, none, "", sources.mark(field.path))
    if type_.record in _SELF_SOURCED and isinstance(value, list):
        own = tuple(_SELF_SOURCED[type_.record](index, one, sources) for one in value)
        return Fact(field.path, field.title, layout, own, "", None)
    items = value if isinstance(value, list) else [value]
    values = tuple(one for item in items for one in _values(index, field, item))
    return Fact(field.path, field.title, layout, values, "", sources.mark(field.path))


def _values(index: SiteIndex, field: FieldSpec, item: object) -> Iterable[Value]:
    """One item of a field as its kind of value is printed."""
    type_ = field.schema.type
    if type_.facet:
        link = index.term_link(type_.facet, str(item))
        return [Value(link.text, link.url, title=link.title)]
    if type_.record in _RECORDS:
        return _RECORDS[type_.record](index, item)
    if type_.kind == "word" and field.labels:
        return [Value(field.labels[item])]
    return _PLAIN.get(type_.kind, _text)(index, item)


def _tested(index: SiteIndex, one: ClinicalEvidence, sources: Sources) -> Value:
    link = index.term_link("clinical-evidence", one.term)
    mark = sources.read(one, note=False)
    return Value(link.text, link.url, one.place or "", link.title, note=one.note or "", mark=mark)


def _cleared(index: SiteIndex, one: Clearance, sources: Sources) -> Value:
    number = f"number {one.number}" if is_absent(one.number) else one.number
    day = f"date {one.date}" if isinstance(one.date, str) else long_date(one.date)
    mark = sources.read(one, note=False)
    return Value(one.device, detail=f"{AUTHORITIES[one.authority]}, {number}, {day}", note=one.note or "", mark=mark)


# Facts whose values have a source each.
_SELF_SOURCED: dict[type[BaseModel] | None, Callable[[SiteIndex, Any, Sources], Value]] = {
    ClinicalEvidence: _tested,
    Clearance: _cleared,
}


def _upstream(index: SiteIndex, link: Lineage) -> Iterable[Value]:
    detail = RELATIONS[link.relation] + (f" – {link.note}" if link.note else "")
    if link.model in index.links:
        upstream = index.links[link.model]
        return [Value(upstream.name, upstream.url, detail)]
    return [Value(link.model, detail=detail)]


def _corpus(index: SiteIndex, corpus: Corpus) -> Iterable[Value]:
    detail = _amount(corpus)
    if corpus.dataset and corpus.dataset in index.links:
        dataset = index.links[corpus.dataset]
        return [Value(dataset.name, dataset.url, detail)]
    return [Value(corpus.name or corpus.dataset or "", detail=detail)]


def _amount(corpus: Corpus) -> str:
    if corpus.amount is None:
        return ""
    if is_absent(corpus.amount):
        return f"amount {corpus.amount}"
    return f"{quantity(corpus.amount)} {corpus.unit or ''}".strip()


def _compute(index: SiteIndex, compute: Compute) -> Iterable[Value]:
    if compute.hardware or compute.accelerators:
        times = f"{count(compute.accelerators)} × " if compute.accelerators else ""
        yield Value(times + (compute.hardware or "accelerators"))
    if compute.hours:
        yield Value(f"{compute.hours:,g} {plural_words(compute.hours, 'hour', 'hours')}")
    if compute.emissions_kg is not None:
        yield Value(f"{compute.emissions_kg:,g} kg CO₂e")


def _size(index: SiteIndex, size: Size) -> Iterable[Value]:
    return [Value(f"{quantity(size.amount)} {size.unit}")]


# How mappings are printed, by their classes.
_RECORDS: dict[type[BaseModel] | None, Callable[[SiteIndex, Any], Iterable[Value]]] = {
    Lineage: _upstream,
    Corpus: _corpus,
    Compute: _compute,
    Size: _size,
}


def _entry(index: SiteIndex, id: str) -> Iterable[Value]:
    return [Value(index.links[id].name, index.links[id].url) if id in index.links else Value(id)]


def _address(index: SiteIndex, value: str) -> Iterable[Value]:
    if value == NOT_RELEASED:
        return [Value("not released")]
    return [Value(value.partition("://")[2].removeprefix("www.").rstrip("/"), value, external=True)]


def _licence(index: SiteIndex, value: str) -> Iterable[Value]:
    read = index.licences.read(value)
    url = term_url("licences", read.term.id) if read.term else None
    return [Value(read.label, url, USES[read.use], read.term.definition if read.term else None)]


def _text(index: SiteIndex, value: object) -> Iterable[Value]:
    return [Value(str(value))]


def _counted(index: SiteIndex, counts: dict[str, int]) -> Iterable[Value]:
    return [Value(plural(number, what.replace("-", " "), what.replace("-", " "))) for what, number in counts.items()]


# How values that are no mapping are printed.
_PLAIN: dict[ValueKind, Callable[[SiteIndex, Any], Iterable[Value]]] = {
    "entry": _entry,
    "address": _address,
    "licence": _licence,
    "quantity": lambda index, value: [Value(quantity(str(value)))],
    "integer": lambda index, value: [Value(count(value))],
    "language": lambda index, code: [Value(language_name(code))],
    "region": lambda index, code: [Value(region_name(code))],
    "day": lambda index, day: [Value(long_date(day))],
    "mapping": _counted,
}
