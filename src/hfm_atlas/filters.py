"""Filters over entries, as `--where` writes them: `subfield=vision and pretraining=contrastive and weights!=none`.

A condition is `field operator value`, with the operators = != ~ < <= > >=; several values after a comma mean any of
them; conditions are joined by and, or, not and parentheses. A term stands for everything below it. The values
`"not reported"`, `"not applicable"` and `"not checked"` are the three kinds of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hfm_atlas.atlas import Atlas
from hfm_atlas.errors import UsageError
from hfm_atlas.graph import Graph, narrower_terms
from hfm_atlas.nearest import suggest
from hfm_atlas.schema import Entry
from hfm_atlas.values import is_nothing, parse_quantity

NOT_CHECKED = "not checked"
Predicate = Callable[[Entry], bool]


@dataclass(frozen=True, slots=True)
class FilterField:
    """A field that filters know: where its values are in an entry, and the facet whose terms they are."""

    name: str
    path: str
    help: str
    facet: str | None = None


FIELDS: dict[str, FilterField] = {
    field.name: field
    for field in (
        FilterField("id", "id", "id of the entry"),
        FilterField("kind", "kind", "model, dataset, survey or base"),
        FilterField("name", "name", "name; use ~ for a part of it"),
        FilterField("title", "publication.title", "title of the work; use ~ for a part of it"),
        FilterField("author", "publication.authors", "an author; use ~ for a part of the name"),
        FilterField("venue", "publication.venue", "journal or proceedings"),
        FilterField("year", "publication.year", "year of publication"),
        FilterField("subfield", "subfield", "subfield", "subfields"),
        FilterField("modality", "modalities", "data modality", "modalities"),
        FilterField("architecture", "architecture.family", "architecture family", "architectures"),
        FilterField("parameters", "architecture.parameters", "size, such as 7B"),
        FilterField("pretraining", "pretraining.paradigms", "pre-training paradigm", "pretraining"),
        FilterField("objective", "pretraining.objectives", "pre-training objective", "pretraining"),
        FilterField("adaptation", "adaptation", "adaptation paradigm or method", "adaptation"),
        FilterField("task", "tasks", "task", "tasks"),
        FilterField("application", "applications", "application", "applications"),
        FilterField("language", "languages", "human language, ISO 639"),
        FilterField("builds-on", "builds_on.model", "id of an upstream model"),
        FilterField("corpus", "pretraining.corpora.dataset", "id of a data set it was pre-trained on"),
        FilterField("benchmark", "results.benchmark", "id of a benchmark with a result"),
        FilterField("challenge", "challenges.term", "challenge it is linked to", "challenges"),
        FilterField("opportunity", "opportunities.term", "opportunity it pursues", "opportunities"),
        FilterField("code", "availability.code", "address of the code, or none"),
        FilterField("code-licence", "availability.code_licence", "licence of the code"),
        FilterField("weights", "availability.weights", "address of the weights, or none"),
        FilterField("weights-licence", "availability.weights_licence", "licence of the weights"),
        FilterField("access", "access", "access to a data set"),
        FilterField("licence", "licence", "licence of a data set"),
        FilterField("validation", "clinical_validation", "strongest clinical validation"),
        FilterField("listed-by", "listed_by.survey", "id of a survey that lists it"),
        FilterField("status", "review.status", "drafted or checked"),
    )
}


def parse_filter(text: str, atlas: Atlas, graph: Graph) -> Predicate:
    """The predicate that `text` describes.

    Raises:
        UsageError: unknown field or term (the nearest one is named), or text that is not a filter.
    """
    return _Parser(_tokens(text), atlas, graph).parse()


def select_entries(atlas: Atlas, graph: Graph, where: Iterable[str]) -> list[Entry]:
    """Entries in order of id to which every filter in `where` applies."""
    predicates = [parse_filter(text, atlas, graph) for text in where]
    return [entry for entry in atlas.entries.values() if all(accepts(entry) for accepts in predicates)]


_TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>"[^"]*"|'[^']*')|(?P<operator>!=|<=|>=|=|~|<|>)|(?P<mark>[(),])|(?P<word>[^\s()=!~<>,"']+))"""
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if not found:
            raise UsageError(
                f"filter: cannot read '{text[at:].strip()}'; write for example subfield=vision and year>=2023"
            )
        kind = found.lastgroup or "word"
        value = found.group(kind)
        tokens.append(_Token(kind, value[1:-1] if kind == "quoted" else value))
        at = found.end()
    return tokens


class _Parser:
    """Recursive descent over: any = all (or all)*; all = one (and one)*; one = not one | ( any ) | condition."""

    def __init__(self, tokens: list[_Token], atlas: Atlas, graph: Graph) -> None:
        self._tokens, self._atlas, self._graph = tokens, atlas, graph
        self._at = 0

    def parse(self) -> Predicate:
        if not self._tokens:
            raise UsageError("filter: it is empty; write for example subfield=vision")
        predicate = self._any()
        if (rest := self._peek()) is not None:
            raise UsageError(f"filter: '{rest.text}' is not expected here; join conditions with and / or")
        return predicate

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self, wanted: str) -> _Token:
        token = self._peek()
        if token is None:
            raise UsageError(f"filter: {wanted} is missing at the end")
        self._at += 1
        return token

    def _takes(self, text: str) -> bool:
        token = self._peek()
        if token is not None and token.kind in ("word", "mark") and token.text.lower() == text:
            self._at += 1
            return True
        return False

    def _any(self) -> Predicate:
        options = [self._all()]
        while self._takes("or"):
            options.append(self._all())
        return lambda entry: any(accepts(entry) for accepts in options)

    def _all(self) -> Predicate:
        parts = [self._one()]
        while self._takes("and"):
            parts.append(self._one())
        return lambda entry: all(accepts(entry) for accepts in parts)

    def _one(self) -> Predicate:
        if self._takes("not"):
            inner = self._one()
            return lambda entry: not inner(entry)
        if self._takes("("):
            inner = self._any()
            if not self._takes(")"):
                raise UsageError("filter: a closing parenthesis is missing")
            return inner
        return self._condition()

    def _condition(self) -> Predicate:
        name = self._next("a field").text
        if name not in FIELDS:
            raise UsageError(
                f"filter: unknown field '{name}': {suggest(name, FIELDS, 'see hfm-atlas export --fields')}"
            )
        operator = self._next("an operator such as =")
        if operator.kind != "operator":
            raise UsageError(f"filter: after '{name}' an operator is needed (= != ~ < <= > >=), not '{operator.text}'")
        values = [self._next("a value").text]
        while self._takes(","):
            values.append(self._next("a value").text)
        return _condition(FIELDS[name], operator.text, self._expand(FIELDS[name], operator.text, values))

    def _expand(self, field: FilterField, operator: str, values: list[str]) -> list[str]:
        """Values with every term replaced by itself and the terms below it."""
        if field.facet is None or operator not in ("=", "!="):
            return values
        expanded: list[str] = []
        for value in values:
            below = narrower_terms(self._graph, field.facet, value)
            if not below and not is_nothing(value) and value != NOT_CHECKED:
                known = [term.id for term in self._atlas.terms(field.facet)]
                otherwise = f"the terms are in taxonomy/{field.facet}.yml"
                raise UsageError(f"filter: unknown {field.name} '{value}': {suggest(value, known, otherwise)}")
            expanded.extend(sorted(below) or [value])
        return expanded


def _condition(field: FilterField, operator: str, values: list[str]) -> Predicate:
    if operator == "=":
        return lambda entry: not set(values).isdisjoint(field_values(entry, field))
    if operator == "!=":
        return lambda entry: set(values).isdisjoint(field_values(entry, field))
    if operator == "~":
        parts = [value.lower() for value in values]
        return lambda entry: any(part in found.lower() for found in field_values(entry, field) for part in parts)
    return _comparison(field, operator, values)


def _comparison(field: FilterField, operator: str, values: list[str]) -> Predicate:
    compare: dict[str, Callable[[float, float], bool]] = {
        "<": lambda found, wanted: found < wanted,
        "<=": lambda found, wanted: found <= wanted,
        ">": lambda found, wanted: found > wanted,
        ">=": lambda found, wanted: found >= wanted,
    }
    wanted = [_number(value) for value in values]
    if None in wanted:
        raise UsageError(f"filter: {field.name}{operator}{values[wanted.index(None)]} needs a number")
    numbers = [number for number in wanted if number is not None]
    return lambda entry: any(
        compare[operator](found, number)
        for text in field_values(entry, field)
        if (found := _number(text)) is not None
        for number in numbers
    )


def _number(text: str) -> float | None:
    try:
        return parse_quantity(text)
    except ValueError:
        return None


def field_values(entry: Entry, field: FilterField) -> list[str]:
    """What an entry says in a field, as texts; `not checked` alone where it says nothing."""
    found = _values_at(entry, field.path.split("."))
    return found or [NOT_CHECKED]


def _values_at(value: object, path: list[str]) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return [text for item in value for text in _values_at(item, path)]
    if not path or is_nothing(value):
        return [str(value)]
    return _values_at(getattr(value, path[0], None), path[1:])
