"""The nearest valid word to one that is not valid, for hints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from hfm_atlas._util.errors import UsageError

Found = TypeVar("Found")

_CUTOFF = 70
_CUTOFF_OF_A_WORD = 50
_MIN_TYPO_LENGTH = 5


def find_closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like `word`, or None where none is near enough to be what was meant.

    A name that goes on where `word` ends, as mistral-7b after mistral, is nearer than one that only holds it.
    """
    names = sorted(candidates)
    if longer := [name for name in names if len(word) >= _MIN_TYPO_LENGTH and name.startswith(f"{word}-")]:
        return min(longer, key=len)
    return _most_like(word, names, _CUTOFF) or _most_like(word, _with_a_word_of(word, names), _CUTOFF_OF_A_WORD)


def _most_like(word: str, names: list[str], cutoff: float) -> str | None:
    from rapidfuzz import fuzz, process

    found = process.extractOne(word, names, scorer=fuzz.ratio, processor=_plain, score_cutoff=cutoff)
    return found[0] if found else None


def _plain(text: str) -> str:
    """Letters and digits in small letters, anything else a space."""
    # Imported here and above: a program that runs without a mistake does not wait for what looks for its cure.
    from rapidfuzz import utils

    return utils.default_process(text)


def _with_a_word_of(word: str, names: list[str]) -> list[str]:
    """Names that have a long word in common with `word`, as `fundus-foto` has with `fundus-photography`."""
    words = _long_words(word)
    return [name for name in names if words & _long_words(name)]


def _long_words(name: str) -> set[str]:
    return {part for part in _plain(name).split() if len(part) >= _MIN_TYPO_LENGTH}


def suggest(word: str, candidates: Iterable[str], otherwise: str) -> str:
    """A hint that names the nearest candidate, or `otherwise`."""
    closest = find_closest(word, candidates)
    return f"did you mean '{closest}'?" if closest else otherwise


def look_up(name: str, known: Mapping[str, Found], what: str) -> Found:
    """What `known` holds under `name`.

    Raises:
        UsageError: there is no `what` of this name; the nearest one is named, or all are.
    """
    if name not in known:
        otherwise = f"the {what}s are {', '.join(known)}"
        raise UsageError(f"unknown {what} '{name}': {suggest(name, known, otherwise)}")
    return known[name]


def find_obvious(word: str, candidates: Iterable[str] | Mapping[str, str]) -> str | None:
    """The one candidate that `word` must mean: another spelling of it, or a mistake of one letter; None where unsure.

    Of a mapping, the keys are compared and what they stand for is returned. Digits and first letters are no mistakes:
    ROUGE-1 is not ROUGE-L, and unsupervised is not supervised.
    """
    meanings = candidates if isinstance(candidates, Mapping) else {name: name for name in candidates}
    plain = _plain(word)
    spelt = {meaning for name, meaning in meanings.items() if _plain(name) == plain}
    found = spelt or {meaning for name, meaning in meanings.items() if _is_typo(plain, _plain(name))}
    return found.pop() if len(found) == 1 else None


def _is_typo(word: str, name: str) -> bool:
    if len(name) < _MIN_TYPO_LENGTH or word[:1] != name[:1] or _digits(word) != _digits(name):
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(word, name, score_cutoff=1) == 1


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


class LazyHint:
    """What an error says of its cure, looked for only when it is told: comparing a word with hundreds takes time."""

    __slots__ = ("find",)

    def __init__(self, find: Callable[[], Mapping[str, str]]) -> None:
        """`find` gives the hint, and as `fix` what to write where only that can be meant."""
        self.find = find


def find_hint(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an error of pydantic brings along, with its cure."""
    how_to_fix = context.get("lazy_hint")
    return {**context, **how_to_fix.find()} if isinstance(how_to_fix, LazyHint) else context
