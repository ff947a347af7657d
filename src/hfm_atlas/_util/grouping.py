"""Pairs by what they have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Item = TypeVar("Item", bound=Hashable)


def grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """The second parts of pairs by their first; keys and values in the order in which they come."""
    found: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


def grouped_unique(pairs: Iterable[tuple[Key, Item]]) -> dict[Key, frozenset[Item]]:
    """As `grouped`, without order and repetitions."""
    return {key: frozenset(values) for key, values in grouped(pairs).items()}
