"""The words of foundation models and of health: the taxonomy's terms, and those of `screening/vocabulary.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hfm_atlas._util.errors import UsageError
from hfm_atlas.discovery.decisions import load_screening_file
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.taxonomy import Term
from hfm_atlas.model.values import Name, SchemaModel
from hfm_atlas.project import Project

_MODEL_FACETS = ("pretraining", "architectures", "adaptation")
_HEALTH_FACETS = ("modalities", "applications")
# An abbreviation of fewer letters is a word of everyday language, too.
_SHORTEST = 4
_GAP = "[^a-z0-9]"


class AskedWords(SchemaModel):
    """What servers are asked for."""

    models: list[Name]
    health: list[Name]


class VocabularyFile(SchemaModel):
    """`screening/vocabulary.yml`."""

    models: list[Name]
    health: list[Name]
    too_general: list[Name] = []
    asked: AskedWords


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words as they stand in a text of small letters, digits and single spaces; a star is any ending."""

    models: tuple[str, ...]
    health: tuple[str, ...]
    asked_models: tuple[str, ...] = ()
    asked_health: tuple[str, ...] = ()


def load_vocabulary(project: Project, atlas: Atlas) -> Vocabulary:
    """The words of the project.

    Raises:
        UsageError: `screening/vocabulary.yml` is missing or not as it should be; the message gives the place.
    """
    file = load_screening_file(project, project.vocabulary, VocabularyFile)
    if file is None:
        path = project.vocabulary.relative_to(project.root)
        raise UsageError(f"{path} is missing; it holds the words by which works are looked for")
    left_out = {bare(word) for word in file.too_general}
    return Vocabulary(
        models=_words(file.models, atlas, _MODEL_FACETS, left_out),
        health=_words(file.health, atlas, _HEALTH_FACETS, left_out),
        asked_models=tuple(file.asked.models),
        asked_health=tuple(file.asked.health),
    )


def bare(text: str) -> str:
    """A text in small letters and digits, with a space for anything else; a star stays."""
    return re.sub(r"[^a-z0-9*]+", " ", text.lower()).strip()


def pattern(words: Iterable[str]) -> str:
    """A regular expression that finds the words in a text of small letters.

    Whatever is no letter from a to z and no digit parts words, so that engines cannot differ in what a letter is. Words
    with a common start share it, so that an engine that tries one alternative after the other is quick, too. A word may
    have an s at its end.
    """
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        place = tree
        for character in word.removesuffix("*"):
            place = place.setdefault(character, {})
        place["*" if word.endswith("*") else "."] = {}
    return f"(?:^|{_GAP}){_branch(tree)}"


def found_words(compiled: re.Pattern[str], text: str) -> list[str]:
    """What a compiled `pattern` finds in a text, each once, in the text's order, in its bare form."""
    lower = text.lower()
    found: dict[str, None] = {}
    place = 0
    while (match := compiled.search(lower, place)) is not None:
        found[bare(match.group()).replace("*", "").strip()] = None
        # What parts a word from the next belongs to both.
        place = max(match.end() - 1, place + 1)
    return list(found)


def _branch(tree: dict[str, dict]) -> str:  # type: ignore[type-arg]
    ends = {"*": "[a-z0-9]*", ".": f"s?(?:$|{_GAP})"}
    parts = [ends[mark] for mark in ends if mark in tree]
    parts += [
        f"{_GAP + '+' if letter == ' ' else letter}{_branch(rest)}"
        for letter, rest in sorted(tree.items())
        if letter not in ends
    ]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _words(own: Iterable[str], atlas: Atlas, facets: Iterable[str], left_out: set[str]) -> tuple[str, ...]:
    terms = (term for facet in facets if facet in atlas.facets for term in atlas.facets[facet].facet.terms)
    named = {word for term in terms for word in map(bare, _names(term)) if len(word) >= _SHORTEST}
    return tuple(sorted({bare(word) for word in own} | (named - left_out)))


def _names(term: Term) -> Iterator[str]:
    yield term.name
    yield from term.synonyms
    if term.abbreviation:
        yield term.abbreviation
