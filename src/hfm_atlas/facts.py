"""The facts of an entry as (field path, value) pairs: what evidence belongs to and what coverage counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from hfm_atlas.schema import FIELD_ORDER, Entry, Evidence
from hfm_atlas.values import NOT_RELEASED, Record, is_nothing

# Fields that say something about the entry itself, not about the work; they need no evidence.
_ABOUT_THE_ENTRY = {
    "kind",
    "id",
    "name",
    "aliases",
    "summary",
    "subfield",
    "sources",
    "read",
    "evidence",
    "listed_by",
    "notes",
    "contributors",
    "former_ids",
    "added",
    "review",
    "errata",
}
# Lists whose items carry their own source and locator.
_SELF_SOURCED = ("results", "challenges", "opportunities", "clinical_evidence", "clearances")
# Of these, the one that can say `not reported`; that needs evidence as any other fact does.
_CLINICAL = "clinical_evidence"
# Records whose fields are facts of their own; every other record is one fact.
_DIVIDED = {"architecture", "pretraining", "availability", "interface"}
# Of these, the one whose fields need not all apply: evidence may be for all of it, and it is filled in or not as one.
_WHOLE = {"interface"}
# How one gets weights that are not released follows from that.
_WEIGHTS, _ACCESS = "availability.weights", "availability.weights_access"


@cache
def fact_paths(entry_class: type[Entry]) -> tuple[str, ...]:
    """Field paths, such as `architecture.parameters`, at which an entry of the class can state a fact."""
    return tuple(_fields(entry_class))


@cache
def evidence_paths(entry_class: type[Entry]) -> tuple[str, ...]:
    """Field paths that evidence of an entry of the class may name: its facts, and records that it is for as a whole."""
    return (*fact_paths(entry_class), *(name for name in _WHOLE if name in entry_class.model_fields))


@cache
def cell_paths(entry_class: type[Entry]) -> tuple[str, ...]:
    """Field paths that an entry of the class fills in or leaves open; a record whose fields need not apply is one."""
    return tuple(dict.fromkeys(_cell(path) for path in fact_paths(entry_class)))


def _cell(path: str) -> str:
    whole = path.partition(".")[0]
    return whole if whole in _WHOLE else path


def _fields(entry_class: type[Entry]) -> Iterator[str]:
    for name in FIELD_ORDER:
        if name not in entry_class.model_fields or name in _ABOUT_THE_ENTRY:
            continue
        if name in _DIVIDED:
            divided = _record_in(entry_class.model_fields[name].annotation)
            yield from (f"{name}.{part}" for part in divided.model_fields)
        elif name not in _SELF_SOURCED or name == _CLINICAL:
            yield name


def _record_in(annotation: object) -> type[Record]:
    """The schema class that a field holds, among the kinds of nothing."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next(found for part in getattr(annotation, "__args__", ()) if (found := _record_in(part)))


def value_at(entry: Entry, path: str) -> object:
    """Value of the fact at `path`; None where nobody has checked. A record that says nothing says so in each field."""
    value: object = entry
    for part in path.split("."):
        if value is None or is_nothing(value):
            return value
        value = getattr(value, part)
    return value


def evidence_of(entry: Entry, path: str) -> Evidence | None:
    """The evidence of the fact at `path`: its own, that of the record around it, or that of what it follows from."""
    if path in entry.evidence:
        return entry.evidence[path]
    if path == _ACCESS and value_at(entry, _WEIGHTS) == NOT_RELEASED:
        return entry.evidence.get(_WEIGHTS)
    return entry.evidence.get(_cell(path))


def has_evidence(entry: Entry, path: str) -> bool:
    """Whether a source is named for the fact at `path`: under `evidence`, or by the items of its list."""
    if evidence_of(entry, path):
        return True
    if path in _WHOLE:
        return any(named.startswith(f"{path}.") for named in entry.evidence)
    return path == _CLINICAL and isinstance(value_at(entry, path), list)


def stated_facts(entry: Entry) -> Iterator[tuple[str, object]]:
    """Facts that the entry states with a value; `not reported` and `not applicable` are not among them."""
    for path in fact_paths(type(entry)):
        value = value_at(entry, path)
        if value is None or is_nothing(value) or value in ([], {}):
            continue
        yield path, value


def self_sourced_facts(entry: Entry) -> int:
    """Number of results, clearances, challenge and opportunity links, each of which carries its own source.

    Clinical evidence is a fact among the others.
    """
    return sum(len(getattr(entry, name, ())) for name in _SELF_SOURCED if name != _CLINICAL)
