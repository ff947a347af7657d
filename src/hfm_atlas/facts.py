"""The facts of an entry as (field path, value) pairs: what evidence belongs to and what coverage counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from hfm_atlas.schema import FIELD_ORDER, Entry
from hfm_atlas.values import Record, is_nothing

# Fields that say something about the entry itself, not about the work; they need no evidence.
_ABOUT_THE_ENTRY = {
    "kind",
    "id",
    "name",
    "aliases",
    "summary",
    "subfield",
    "sources",
    "evidence",
    "listed_by",
    "notes",
    "contributors",
    "former_ids",
    "added",
    "review",
    "errata",
}
# Facts that carry their own source and locator.
_SELF_SOURCED = {"results", "challenges", "opportunities"}
# Records whose fields are facts of their own; every other record is one fact.
_DIVIDED = {"architecture", "pretraining", "availability"}


@lru_cache(maxsize=8)
@cache
def fact_paths(entry_class: type[Entry]) -> tuple[str, ...]:
    """Field paths, such as `architecture.parameters`, at which an entry of the class can state a fact."""
    return tuple(path for path, _ in _fields(entry_class))


def _fields(entry_class: type[Entry]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in FIELD_ORDER:
        if name not in entry_class.model_fields or name in _ABOUT_THE_ENTRY or name in _SELF_SOURCED:
            continue
        if name in _DIVIDED:
            divided = entry_class.model_fields[name].annotation
            assert isinstance(divided, type)
            assert issubclass(divided, Record)
            yield from ((f"{name}.{part}", (name, part)) for part in divided.model_fields)
        else:
            yield name, (name,)


def value_at(entry: Entry, path: str) -> object:
    """Value of the fact at `path`; None where nobody has checked."""
    value: object = entry
    for part in path.split("."):
        value = getattr(value, part)
    return value


def stated_facts(entry: Entry) -> Iterator[tuple[str, object]]:
    """Facts that the entry states with a value; `not reported` and `not applicable` are not among them."""
    for path in fact_paths(type(entry)):
        value = value_at(entry, path)
        if value is None or is_nothing(value) or value in ([], {}):
            continue
        yield path, value


def self_sourced_facts(entry: Entry) -> int:
    """Number of results and of challenge and opportunity links, each of which carries its own source."""
    return sum(len(getattr(entry, name, ())) for name in _SELF_SOURCED)
