"""The facts of an entry as (field path, value) pairs: what evidence belongs to and what coverage counts."""

from __future__ import annotations

from functools import cache

from hfm_atlas.model.entries import Entry, Evidence
from hfm_atlas.model.fields import FIELDS, fields_by_path
from hfm_atlas.model.introspection import schema_fields
from hfm_atlas.model.states import STATED, state_of, value_at
from hfm_atlas.model.values import NOT_RELEASED


@cache
def fact_paths(entry_class: type[Entry]) -> tuple[str, ...]:
    """Field paths at which an entry of the class can state a fact, in file order: `architecture.parameters`."""
    known = schema_fields(entry_class)
    return tuple(path for path, spec in fields_by_path().items() if path in known and _is_fact(path))


def _is_fact(path: str) -> bool:
    """Whether a field is a fact of the work; a list whose items bring their sources is one if it can be left open."""
    spec = fields_by_path()[path]
    above = fields_by_path().get(path.rpartition(".")[0])
    if not spec.is_fact or spec.is_divided or spec.schema.is_repeated or not (above is None or above.is_divided):
        return False
    return not spec.is_self_sourced or spec.schema.can_be_unchecked


@cache
def evidence_paths(entry_class: type[Entry]) -> tuple[str, ...]:
    """Field paths that evidence of an entry of the class may name: its facts, and records that it is for as a whole."""
    return (*fact_paths(entry_class), *(path for path in _wholes() if path in schema_fields(entry_class)))


@cache
def _wholes() -> tuple[str, ...]:
    """Mappings whose fields need not all apply: evidence may be for all of one, and it is filled in or not as one."""
    return tuple(one.path for one in FIELDS if one.is_divided and one.schema.can_be_unchecked)


@cache
def cell_paths(entry_class: type[Entry]) -> tuple[str, ...]:
    """Field paths that an entry of the class fills in or leaves open; a record whose fields need not apply is one."""
    return tuple(dict.fromkeys(cell_of(path) for path in fact_paths(entry_class)))


def cell_of(path: str) -> str:
    """The path of the field that is filled in or left open with the one at `path`: mostly `path` itself."""
    whole = path.partition(".")[0]
    return whole if whole in _wholes() else path


def evidence_of(entry: Entry, path: str) -> Evidence | None:
    """The evidence of the fact at `path`: its own, that of the record around it, or that of what it follows from.

    None where no source is named.
    """
    if path in entry.evidence:
        return entry.evidence[path]
    follows = fields_by_path()[path].follows
    if follows and value_at(entry, follows) == NOT_RELEASED:
        return entry.evidence.get(follows)
    return entry.evidence.get(cell_of(path))


def has_evidence(entry: Entry, path: str) -> bool:
    """Whether a source is named for the fact at `path`: under `evidence`, or by the items of its list."""
    if evidence_of(entry, path):
        return True
    if path in _wholes():
        return any(named.startswith(f"{path}.") for named in entry.evidence)
    return fields_by_path()[path].is_self_sourced and state_of(entry, path) == STATED


def stated_facts(entry: Entry) -> list[str]:
    """Paths of the facts that the entry states with a value, in file order.

    `not reported` and `not applicable` are no values.
    """
    return [path for path in fact_paths(type(entry)) if state_of(entry, path) == STATED]


@cache
def self_sourced_paths(entry_class: type[Entry]) -> tuple[str, ...]:
    """Names of the lists whose items carry their own source and locator, such as `results`."""
    known = schema_fields(entry_class)
    return tuple(path for path, spec in fields_by_path().items() if path in known and spec.is_self_sourced)


def self_sourced_facts(entry: Entry) -> int:
    """Number of results, clearances, challenge and opportunity links, each of which carries its own source.

    A list that is a fact itself, such as the clinical evidence, is counted among the others.
    """
    facts = fact_paths(type(entry))
    return sum(len(getattr(entry, path)) for path in self_sourced_paths(type(entry)) if path not in facts)
