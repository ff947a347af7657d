"""The key facts of an entry: each with its values as the page prints them, its mark, or which kind of nothing it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

from hfm_atlas.facts import value_at
from hfm_atlas.licences import USES, stated_licence
from hfm_atlas.schema import (
    Access,
    Clearance,
    ClinicalEvidence,
    Compute,
    Corpus,
    Entry,
    Kind,
    Lineage,
    Size,
    WeightsAccess,
)
from hfm_atlas.values import NOT_RELEASED, NOT_REPORTED, is_nothing
from hfm_atlas.views.evidence import Mark, Sources
from hfm_atlas.views.index import SiteIndex
from hfm_atlas.views.links import term_url
from hfm_atlas.views.words import (
    ACCESS,
    AUTHORITIES,
    RELATIONS,
    WEIGHTS_ACCESS,
    count,
    language_name,
    long_date,
    plural,
    quantity,
    region_name,
)

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
    mark: Mark | None = None
    """The mark of the value itself, where each has a source of its own."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its values, or in `nothing` that sources do not say or that it cannot be said."""

    path: str
    label: str
    layout: Layout
    values: tuple[Value, ...]
    nothing: str
    mark: Mark | None
    """Its evidence; None where it follows from other facts, or where each value has its own."""
    is_unknown: bool = False
    """Whether the sources do not say it, or it follows from something that nobody has checked."""
    is_derived: bool = False
    """Whether it follows from other facts, of which its detail gives the reason."""


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
    """Labels of all that the page does not show for want of knowledge: unchecked, or following from what is."""


Format = Callable[[SiteIndex, object], Iterable[Value]]


@dataclass(frozen=True, slots=True)
class _Field:
    """How the fact at a field path is called and printed."""

    path: str
    label: str
    format: Format
    layout: Layout = "inline"


def field_labels(kind: Kind) -> dict[str, str]:
    """What the page of a kind calls its fields, by field path."""
    return {field.path: field.label for _, fields in _FIELDS[kind] for field in fields}


def key_facts(index: SiteIndex, entry: Entry, sources: Sources) -> KeyFacts:
    """Facts of `entry` in the order of its kind's page."""
    groups: list[FactGroup] = []
    unchecked: list[str] = []
    unknown: list[str] = []
    for title, fields in _FIELDS[entry.kind]:
        facts = []
        for field in _shown(entry, fields):
            value = value_at(entry, field.path)
            if value is None:
                unchecked.append(field.label)
            elif value != [] or field.path == "builds_on":
                facts.append(_fact(index, field, value, sources))
        if fields is _AVAILABILITY:
            use = _use_of_weights(index, entry)
            if use and use.values:
                facts.append(use)
            elif use:
                unknown.append(use.label)
        if facts:
            groups.append(FactGroup(title, tuple(facts)))
    return KeyFacts(tuple(groups), tuple(unchecked), (*unchecked, *unknown))


def _use_of_weights(index: SiteIndex, entry: Entry) -> Fact | None:
    """What the weights may be used for along the lineage; without a value where not even their own licence is known."""
    found = index.licences.effective(entry)
    if found is None:
        return None
    label = "Use of the weights"
    if not (found.use or stated_licence(entry, "weights_licence")):
        return Fact("effective_licence", label, "inline", (), "", None, is_unknown=True)
    term = found.deciding.reading.term if found.use and found.deciding.reading else None
    url = term_url("licences", term.id) if term else None
    value = Value(found.words, url, found.reason)
    return Fact("effective_licence", label, "inline", (value,), "", None, is_unknown=found.use is None, is_derived=True)


def _shown(entry: Entry, fields: Iterable[_Field]) -> Iterator[_Field]:
    """The fields to show: of a record whose fields need not apply those with a value, or it as a whole."""
    interface = getattr(entry, "interface", None)
    for field in fields:
        if field.path == "interface":
            if interface is None or is_nothing(interface):
                yield field
        elif not field.path.startswith("interface.") or not _is_left_out(entry, field, interface):
            yield field


def _is_left_out(entry: Entry, field: _Field, record: object) -> bool:
    return record is None or is_nothing(record) or value_at(entry, field.path) is None


def _fact(index: SiteIndex, field: _Field, value: object, sources: Sources) -> Fact:
    if field.path in _SELF_SOURCED and isinstance(value, list):
        own = tuple(_SELF_SOURCED[field.path](index, one, sources) for one in value)
        return Fact(field.path, field.label, field.layout, own, "", None)
    nothing = str(value) if is_nothing(value) else ""
    values = () if nothing else tuple(field.format(index, value))
    mark = sources.mark(field.path)
    return Fact(field.path, field.label, field.layout, values, nothing, mark, is_unknown=nothing == NOT_REPORTED)


def _tested(index: SiteIndex, one: ClinicalEvidence, sources: Sources) -> Value:
    link = index.term_link("clinical-evidence", one.term)
    mark = sources.read(one, note=False)
    return Value(link.text, link.url, one.place or "", link.title, note=one.note or "", mark=mark)


def _cleared(index: SiteIndex, one: Clearance, sources: Sources) -> Value:
    number = f"number {one.number}" if is_nothing(one.number) else one.number
    day = f"date {one.date}" if isinstance(one.date, str) else long_date(one.date)
    mark = sources.read(one, note=False)
    return Value(one.device, detail=f"{AUTHORITIES[one.authority]}, {number}, {day}", note=one.note or "", mark=mark)


# Facts whose values have a source each.
_SELF_SOURCED: dict[str, Callable[[SiteIndex, Any, Sources], Value]] = {
    "clinical_evidence": _tested,
    "clearances": _cleared,
}


def _terms(facet: str) -> Format:
    def format_terms(index: SiteIndex, value: object) -> Iterable[Value]:
        for id in value if isinstance(value, list) else [value]:
            link = index.term_link(facet, str(id))
            yield Value(link.text, link.url, title=link.title)

    return format_terms


def _parameters(index: SiteIndex, value: object) -> Iterable[Value]:
    return [Value(quantity(size)) for size in cast(list[str], value)]


def _built_on(index: SiteIndex, value: object) -> Iterable[Value]:
    links = cast(list[Lineage], value)
    if not links:
        return [Value("nothing", detail="trained from scratch")]
    return [_upstream(index, link) for link in links]


def _upstream(index: SiteIndex, link: Lineage) -> Value:
    detail = RELATIONS[link.relation] + (f" – {link.note}" if link.note else "")
    if link.model in index.links:
        upstream = index.links[link.model]
        return Value(upstream.name, upstream.url, detail)
    return Value(link.model, detail=detail)


def _corpora(index: SiteIndex, value: object) -> Iterable[Value]:
    for corpus in cast(list[Corpus], value):
        detail = _amount(corpus)
        if corpus.dataset and corpus.dataset in index.links:
            dataset = index.links[corpus.dataset]
            yield Value(dataset.name, dataset.url, detail)
        else:
            yield Value(corpus.name or corpus.dataset or "", detail=detail)


def _amount(corpus: Corpus) -> str:
    if corpus.amount is None:
        return ""
    if is_nothing(corpus.amount):
        return f"amount {corpus.amount}"
    return f"{quantity(corpus.amount)} {corpus.unit or ''}".strip()


def _compute(index: SiteIndex, value: object) -> Iterable[Value]:
    compute = cast(Compute, value)
    if compute.hardware or compute.accelerators:
        times = f"{count(compute.accelerators)} × " if compute.accelerators else ""
        yield Value(times + (compute.hardware or "accelerators"))
    if compute.hours:
        yield Value(f"{compute.hours:,g} hours")
    if compute.emissions_kg is not None:
        yield Value(f"{compute.emissions_kg:,g} kg CO₂e")


def _languages(index: SiteIndex, value: object) -> Iterable[Value]:
    return [Value(language_name(code)) for code in cast(list[str], value)]


def _regions(index: SiteIndex, value: object) -> Iterable[Value]:
    return [Value(region_name(code)) for code in cast(list[str], value)]


def _sizes(index: SiteIndex, value: object) -> Iterable[Value]:
    return [Value(f"{quantity(size.amount)} {size.unit}") for size in cast(list[Size], value)]


def _derivation(index: SiteIndex, value: object) -> Iterable[Value]:
    ids = cast(list[str], value)
    return [Value(index.links[id].name, index.links[id].url) if id in index.links else Value(id) for id in ids]


def _weights_access(index: SiteIndex, value: object) -> Iterable[Value]:
    return [Value(WEIGHTS_ACCESS[cast(WeightsAccess, value)])]


def _access(index: SiteIndex, value: object) -> Iterable[Value]:
    return [Value(ACCESS[cast(Access, value)])]


def _address(index: SiteIndex, value: object) -> Iterable[Value]:
    if value == NOT_RELEASED:
        return [Value("not released")]
    return [Value(str(value).partition("://")[2].removeprefix("www.").rstrip("/"), str(value), external=True)]


def _licence(index: SiteIndex, value: object) -> Iterable[Value]:
    read = index.licences.read(str(value))
    url = term_url("licences", read.term.id) if read.term else None
    return [Value(read.label, url, USES[read.use], read.term.definition if read.term else None)]


def _text(index: SiteIndex, value: object) -> Iterable[Value]:
    return [Value(str(value))]


def _quantity(index: SiteIndex, value: object) -> Iterable[Value]:
    return [Value(quantity(str(value)))]


def _lengths(index: SiteIndex, value: object) -> Iterable[Value]:
    return [Value(count(length)) for length in cast(list[int], value)]


def _counted(index: SiteIndex, value: object) -> Iterable[Value]:
    counts = cast(dict[str, int], value)
    return [Value(plural(number, what.replace("-", " "), what.replace("-", " "))) for what, number in counts.items()]


_DESIGN = [
    _Field("architecture.family", "Architecture", _terms("architectures")),
    _Field("architecture.parameters", "Parameters", _parameters),
    _Field("builds_on", "Built on", _built_on, "lines"),
]
_MODALITIES = _Field("modalities", "Modalities", _terms("modalities"))
_TASKS = _Field("tasks", "Tasks", _terms("tasks"))
_LANGUAGES = _Field("languages", "Languages", _languages)
_AVAILABILITY = [
    _Field("availability.code", "Code", _address),
    _Field("availability.code_licence", "Code licence", _licence),
    _Field("availability.weights", "Weights", _address),
    _Field("availability.weights_access", "Access to weights", _weights_access),
    _Field("availability.weights_licence", "Weights licence", _licence),
]
_FIELDS: dict[Kind, list[tuple[str, list[_Field]]]] = {
    "model": [
        (
            "Design",
            [
                *_DESIGN,
                _MODALITIES,
                _Field("representations", "Representations", _terms("representations")),
                _Field("fusion", "Fusion", _terms("fusion")),
            ],
        ),
        (
            "Pre-training",
            [
                _Field("pretraining.paradigms", "Paradigm", _terms("pretraining")),
                _Field("pretraining.objectives", "Objectives", _terms("pretraining")),
                _Field("pretraining.corpora", "Data", _corpora, "lines"),
                _Field("pretraining.compute", "Compute", _compute),
            ],
        ),
        (
            "Use",
            [
                _Field("adaptation", "Adaptation", _terms("adaptation")),
                _Field("adaptation_data", "Adaptation data", _corpora, "lines"),
                _TASKS,
                _Field("applications", "Applications", _terms("applications")),
                _LANGUAGES,
                _Field("evaluation", "Evaluation", _terms("evaluation")),
                _Field("clinical_evidence", "Clinical evidence", _text, "lines"),
                _Field("clearances", "Clearances", _text, "lines"),
            ],
        ),
        (
            "Interface",
            [
                _Field("interface", "Interface", _text),
                _Field("interface.input", "Input", _text),
                _Field("interface.output", "Output", _text),
                _Field("interface.magnification", "Magnification", _text),
                _Field("interface.context_length", "Context length", _quantity),
                _Field("interface.embedding_length", "Embedding length", _lengths),
                _Field("interface.load", "To load it", _text, "code"),
            ],
        ),
        ("Availability", _AVAILABILITY),
    ],
    "dataset": [
        (
            "Content",
            [
                _MODALITIES,
                _Field("size", "Size", _sizes, "lines"),
                _Field("derived_from", "Made from", _derivation),
                _LANGUAGES,
                _Field("regions", "Countries", _regions),
            ],
        ),
        ("Use", [_TASKS]),
        (
            "Availability",
            [
                _Field("url", "Home page", _address),
                _Field("access", "Access", _access),
                _Field("licence", "Licence", _licence),
            ],
        ),
    ],
    "survey": [
        (
            "Scope",
            [
                _Field("subfields", "Subfields", _terms("subfields")),
                _Field("counts", "Says of itself", _counted),
            ],
        ),
    ],
    "base": [
        ("Design", [_Field("developer", "Made by", _text), *_DESIGN, _MODALITIES]),
        ("Availability", _AVAILABILITY),
    ],
}
