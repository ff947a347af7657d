"""What the explorer works on: every entry as one row, and every value that rows can be filtered by.

Terms are numbered across all facets, so that a row is a short list of numbers and the browser can make one bit set a
term. The three kinds of nothing are values of their own in each facet, for those kinds of entry that have the field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hfm_atlas.licences import USES, stated_licence
from hfm_atlas.schema import BaseEntry, Entry, ModelEntry
from hfm_atlas.taxonomy import Term
from hfm_atlas.values import is_nothing, parse_quantity
from hfm_atlas.views.index import SiteIndex, subfield_of
from hfm_atlas.views.openness import openness
from hfm_atlas.views.words import ACCESS, AUTHORITIES, KIND_NAMES, WEIGHTS_ACCESS, language_name
from hfm_atlas.works import first_year

NOT_CHECKED = "not-checked"
NOT_REPORTED = "not-reported"
NOT_APPLICABLE = "not-applicable"
_NOTHINGS = {NOT_REPORTED: "not reported", NOT_APPLICABLE: "not applicable", NOT_CHECKED: ""}
_MISSING = object()


@dataclass(frozen=True, slots=True)
class ExplorerTerm:
    """One value of a facet; `parent` is the number of the wider term, or -1."""

    id: str
    label: str
    parent: int = -1


@dataclass(frozen=True, slots=True)
class ExplorerFacet:
    """One facet: its terms are numbered from `first`."""

    id: str
    label: str
    first: int
    terms: tuple[ExplorerTerm, ...]
    is_column: bool
    is_axis: bool
    """Whether the gap map offers it."""
    reasons: Mapping[str, str]
    """Why an entry is filed so, by its id, where that is worked out."""


@dataclass(frozen=True, slots=True)
class ExplorerRow:
    """One entry, with the numbers of the terms it is filed under."""

    id: str
    name: str
    url: str
    subfield: str
    first_year: int
    """Year of the preprint or of print, whichever came first."""
    published: int
    """Year of the version of record."""
    parameters: float | str | None
    """Parameters of the largest size; a kind of nothing; None for entries that have none to ask for."""
    text: str
    """What the text search looks in, in lower case."""
    terms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Explorer:
    """Everything the explorer needs."""

    snapshot: str
    facets: tuple[ExplorerFacet, ...]
    rows: tuple[ExplorerRow, ...]


@dataclass(frozen=True, slots=True)
class _Spec:
    """How a facet is made; `read` gives values, one kind of nothing, or _MISSING where an entry has no such field."""

    id: str
    label: str
    read: Callable[[SiteIndex, Entry], object]
    field: str
    """Path of the field that it is made from."""
    taxonomy: str | None = None
    labels: Callable[[str], str] = str
    is_column: bool = False
    is_axis: bool = False
    unchecked: str = "nobody has checked"
    reason: Callable[[SiteIndex, Entry], str] | None = None


def explorer_view(index: SiteIndex) -> Explorer:
    """The explorer's data, entries by id."""
    values = {spec.id: _values_of(index, spec) for spec in _SPECS}
    facets, numbers = [], {}
    first = 0
    for spec in _SPECS:
        terms = _terms_of(index, spec, values[spec.id])
        facets.append(
            ExplorerFacet(spec.id, spec.label, first, terms, spec.is_column, spec.is_axis, _reasons(index, spec))
        )
        numbers[spec.id] = {term.id: first + place for place, term in enumerate(terms)}
        first += len(terms)
    rows = tuple(_row(index, entry, values, numbers) for entry in index.atlas.entries.values())
    return Explorer(index.snapshot.label, tuple(facets), rows)


def _reasons(index: SiteIndex, spec: _Spec) -> dict[str, str]:
    if spec.reason is None:
        return {}
    return {entry.id: reason for entry in index.atlas.entries.values() if (reason := spec.reason(index, entry))}


def _row(
    index: SiteIndex, entry: Entry, values: dict[str, dict[str, list[str]]], numbers: dict[str, dict[str, int]]
) -> ExplorerRow:
    terms = [numbers[facet][value] for facet, by_entry in values.items() for value in by_entry.get(entry.id, ())]
    link = index.links[entry.id]
    return ExplorerRow(
        entry.id,
        entry.name,
        link.url,
        link.subfield,
        first_year(entry),
        entry.publication.year,
        _parameters(entry),
        _text(entry),
        tuple(terms),
    )


def _values_of(index: SiteIndex, spec: _Spec) -> dict[str, list[str]]:
    """Values of one facet by entry; entries without the field are not among them."""
    found = {}
    for entry in index.atlas.entries.values():
        value = spec.read(index, entry)
        if value is not _MISSING:
            found[entry.id] = _listed(value)
    return found


def _listed(value: object) -> list[str]:
    if value is None or value in ([], ()):
        return [NOT_CHECKED]
    if is_nothing(value):
        return [str(value).replace(" ", "-")]
    return list(dict.fromkeys(value if isinstance(value, list | tuple) else [str(value)]))


def _terms_of(index: SiteIndex, spec: _Spec, values: dict[str, list[str]]) -> tuple[ExplorerTerm, ...]:
    used = {value for listed in values.values() for value in listed}
    terms = _taxonomy_terms(index, spec.taxonomy, used) if spec.taxonomy else _plain_terms(spec, used)
    labels = {**_NOTHINGS, NOT_CHECKED: spec.unchecked}
    nothings = [ExplorerTerm(id, label) for id, label in labels.items() if id in used]
    return (*terms, *nothings)


def _plain_terms(spec: _Spec, used: set[str]) -> list[ExplorerTerm]:
    present = sorted(used - set(_NOTHINGS), key=lambda id: spec.labels(id).casefold())
    return [ExplorerTerm(id, spec.labels(id)) for id in present]


def _taxonomy_terms(index: SiteIndex, facet: str, used: set[str]) -> list[ExplorerTerm]:
    """Used terms, those above them and the widest, each below its wider term, in the order of the facet's file.

    A widest term that nobody uses stays, since it is a gap that the gap map has to show.
    """
    roots = [term for term in index.atlas.terms(facet) if term.broader is None]
    wanted = used | {above.id for id in used for above in index.broader(facet, id)} | {term.id for term in roots}
    ordered = list(_tree(index, facet, roots, wanted))
    places = {term.id: place for place, term in enumerate(ordered)}
    return [ExplorerTerm(term.id, term.name, places.get(term.broader or "", -1)) for term in ordered]


def _tree(index: SiteIndex, facet: str, terms: Sequence[Term], wanted: set[str]) -> Iterator[Term]:
    for term in terms:
        if term.id in wanted:
            yield term
            yield from _tree(index, facet, index.narrower.get((facet, term.id), ()), wanted)


def _text(entry: Entry) -> str:
    publication = entry.publication
    people = [author.split(",")[0] for author in publication.authors]
    parts = [entry.name, *entry.aliases, publication.title, *people, publication.venue or "", entry.id]
    return " ".join(parts).casefold()


def _parameters(entry: Entry) -> float | str | None:
    if not isinstance(entry, ModelEntry | BaseEntry):
        return None
    sizes = entry.architecture.parameters
    return max(map(parse_quantity, sizes)) if isinstance(sizes, list) else _listed(sizes)[0]


def _field(path: str) -> Callable[[SiteIndex, Entry], object]:
    def read(index: SiteIndex, entry: Entry) -> object:
        value: object = entry
        for part in path.split("."):
            if not hasattr(value, part):
                return _MISSING
            value = getattr(value, part)
        return value

    return read


def _subfields(index: SiteIndex, entry: Entry) -> object:
    subfields = getattr(entry, "subfields", None)
    return subfields or subfield_of(entry) or (_MISSING if isinstance(entry, BaseEntry) else None)


def _linked(name: str) -> Callable[[SiteIndex, Entry], object]:
    """Terms of an entry's challenge or opportunity links; without one it counts nowhere, since silence says nothing."""

    def read(index: SiteIndex, entry: Entry) -> object:
        links = getattr(entry, name, [])
        return [link.term for link in links] if links else _MISSING

    return read


def _clinical_evidence(index: SiteIndex, entry: Entry) -> object:
    evidence = getattr(entry, "clinical_evidence", _MISSING)
    return [one.term for one in evidence] if isinstance(evidence, list) else evidence


def _clearances(index: SiteIndex, entry: Entry) -> object:
    """Who has cleared a device; without one it counts nowhere, since silence says nothing."""
    return [one.authority for one in getattr(entry, "clearances", [])] or _MISSING


def _square(what: str) -> Callable[[SiteIndex, Entry], object]:
    def read(index: SiteIndex, entry: Entry) -> object:
        square = next((one for one in openness(index, entry) if one.what == what), None)
        return _MISSING if square is None else None if square.state == "unknown" else square.state

    return read


def _weights_use(index: SiteIndex, entry: Entry) -> object:
    """What the weights may be used for, along the lineage."""
    if not isinstance(entry, ModelEntry | BaseEntry):
        return _MISSING
    found = index.licences.effective(entry)
    return found.use if found else NOT_APPLICABLE


def _weights_reason(index: SiteIndex, entry: Entry) -> str:
    """Why so; empty where nothing is known at all."""
    found = index.licences.effective(entry)
    return found.reason if found and (found.use or stated_licence(entry, "weights_licence")) else ""


def _stated_use(holder: str, field: str) -> Callable[[SiteIndex, Entry], object]:
    """What a licence that stands in the entry allows."""
    read = _field(f"{holder}{field}")

    def use(index: SiteIndex, entry: Entry) -> object:
        value = read(index, entry)
        licence = stated_licence(entry, field)
        return index.licences.read(licence).use if licence else value

    return use


_STATES = {
    "open": "open",
    "restricted": "registration or approval",
    "closed": "not released",
}


def _labels(words: Mapping[Any, str]) -> Callable[[str], str]:
    return lambda id: words.get(id, id)


def _review_status(index: SiteIndex, entry: Entry) -> object:
    return entry.review.status


_SPECS = (
    _Spec("kind", "Kind", _field("kind"), "kind", labels=_labels(KIND_NAMES), is_column=True),
    _Spec("subfield", "Subfield", _subfields, "subfield", "subfields", is_column=True, is_axis=True),
    _Spec("task", "Task", _field("tasks"), "tasks", "tasks", is_column=True, is_axis=True),
    _Spec("modality", "Modality", _field("modalities"), "modalities", "modalities", is_column=True, is_axis=True),
    _Spec(
        "pretraining",
        "Pre-training",
        _field("pretraining.paradigms"),
        "pretraining.paradigms",
        "pretraining",
        is_column=True,
        is_axis=True,
    ),
    _Spec("objective", "Objective", _field("pretraining.objectives"), "pretraining.objectives", "pretraining"),
    _Spec("adaptation", "Adaptation", _field("adaptation"), "adaptation", "adaptation", is_column=True, is_axis=True),
    _Spec(
        "architecture",
        "Architecture",
        _field("architecture.family"),
        "architecture.family",
        "architectures",
        is_column=True,
        is_axis=True,
    ),
    _Spec("application", "Application", _field("applications"), "applications", "applications", is_axis=True),
    _Spec("challenge", "Challenge", _linked("challenges"), "challenges", "challenges", is_axis=True),
    _Spec("opportunity", "Opportunity", _linked("opportunities"), "opportunities", "opportunities", is_axis=True),
    _Spec("weights", "Weights", _square("Weights"), "availability.weights", labels=_labels(_STATES), is_column=True),
    _Spec("code", "Code", _square("Code"), "availability.code", labels=_labels(_STATES)),
    _Spec(
        "weights_licence",
        "Weights licence",
        _weights_use,
        "availability.weights_licence",
        labels=_labels(USES),
        is_column=True,
        unchecked="not known",
        reason=_weights_reason,
    ),
    _Spec(
        "code_licence",
        "Code licence",
        _stated_use("availability.", "code_licence"),
        "availability.code_licence",
        labels=_labels(USES),
        is_column=True,
    ),
    _Spec("licence", "Data licence", _stated_use("", "licence"), "licence", labels=_labels(USES), is_column=True),
    _Spec("access", "Access to data", _field("access"), "access", labels=_labels(ACCESS)),
    _Spec("language", "Language", _field("languages"), "languages", labels=language_name),
    _Spec("clinical_evidence", "Clinical evidence", _clinical_evidence, "clinical_evidence", "clinical-evidence"),
    _Spec("clearance", "Cleared by", _clearances, "clearances", labels=_labels(AUTHORITIES)),
    _Spec(
        "weights_access",
        "Access to weights",
        _field("availability.weights_access"),
        "availability.weights_access",
        labels=_labels(WEIGHTS_ACCESS),
    ),
    _Spec("status", "Stated facts", _review_status, "review", is_column=True),
)


def facets_of_field(name: str) -> tuple[list[str], bool]:
    """What Explore calls its facets of a field of the top level, and whether the gap map offers one of them."""
    specs = [spec for spec in _SPECS if spec.field.split(".")[0] == name]
    return [spec.label for spec in specs], any(spec.is_axis for spec in specs)
