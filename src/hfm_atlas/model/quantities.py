"""Quantities such as `4.5B`: digits with K, M, B or T, which are powers of a thousand."""

from __future__ import annotations

import re

PATTERN = r"^(\d+(?:\.\d+)?)([KMBT]?)$"
_QUANTITY = re.compile(PATTERN)
_FACTORS = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
# As people write them. A comma must separate thousands, since elsewhere it may mean a point.
_SPOKEN = re.compile(
    r"(\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)\s*(k|m|b|t|thousand|million|billion|trillion)?", re.IGNORECASE
)
_LETTERS = {"thousand": "K", "million": "M", "billion": "B", "trillion": "T"}


def is_quantity(text: str) -> bool:
    """Whether a text is a quantity as an entry has it: digits, perhaps a point, perhaps K, M, B or T."""
    return _QUANTITY.fullmatch(text) is not None


def parse_quantity(text: str) -> float:
    """Number that a quantity such as `4.5B` stands for; K, M, B and T are powers of a thousand.

    Raises:
        ValueError: the text is no quantity.
    """
    found = _QUANTITY.fullmatch(text)
    if not found:
        raise ValueError(f"not a quantity: {text}")
    return float(found.group(1)) * _FACTORS[found.group(2)]


def read_quantity(text: str) -> str | None:
    """The quantity that a text such as `1,500 million` or `7b` means; None where that is not certain."""
    found = _SPOKEN.fullmatch(text.strip())
    if found is None:
        return None
    unit = (found.group(2) or "").lower()
    return found.group(1).replace(",", "") + _LETTERS.get(unit, unit.upper())
