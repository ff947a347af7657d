"""Filters over entries, as `--where` writes them: `subfield=vision and pretraining=contrastive and weights!=none`.

A condition is `field operator value`, with the operators = != ~ < <= > >=; several values after a comma mean any of
them; conditions are joined by and, or, not and parentheses; capitals do not matter. A term stands for everything below
it. The values "not reported", "not applicable" and "not checked" are the three kinds of nothing; `none` is a list that
is stated to be empty, such as the upstream models of one that was trained from scratch.

`field!=value` means that something else is stated. An entry whose cell was never checked is neither accepted nor left
out: it may match, whichever way it is asked. Only `field="not checked"` asks for the cell itself. Where the sources do
not say, an entry is accepted by `field="not reported"` alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.suggestions import suggest
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.fields import FieldSpec, find_named, named_fields
from hfm_atlas.model.identifiers import licence_symbols
from hfm_atlas.model.licences import Licences, licences_of
from hfm_atlas.model.quantities import parse_quantity, read_quantity
from hfm_atlas.model.states import EMPTY, NO_VALUES, NOT_CHECKED, STATED, can_be_unchecked, state_of
from hfm_atlas.model.values import ABSENT_REASONS, ALL_KINDS, NOT_REPORTED
from hfm_atlas.query.columns import column_value, path_for, stated_value
from hfm_atlas.query.truth import UNCHECKED, UNREPORTED, Test, Truth, join_all, join_any, known, negate

ALL_ABSENT_REASONS = (*ABSENT_REASONS, NOT_CHECKED)
_SHOWN_NAMES = 6
_Holds = Callable[[list[str]], bool]


@dataclass(frozen=True, slots=True)
class FilterField:
    """A field that filters know, under the name that was typed.

    Which values there can be is checked where it is known: terms of `facet`, ids of entries of `kinds`, or `choices`.
    A licence is found by each licence of its expression.
    """

    name: str
    field: FieldSpec
    help: str
    facet: str | None
    kinds: tuple[str, ...]
    choices: tuple[str, ...]
    is_number: bool
    is_licence: bool
    is_address: bool


def _filter_field(field: FieldSpec) -> FilterField:
    found = field.value_schema.type
    return FilterField(
        field.key,
        field,
        field.explanation,
        facet=None if field.derived else found.facet,
        kinds=ALL_KINDS if field.key == "id" else found.kinds,
        choices=tuple(field.labels or ()) if field.derived else found.words,
        is_number=field.derived == "integer" or found.kind in ("integer", "number", "quantity"),
        is_licence=not field.derived and found.kind == "licence",
        is_address=not field.derived and found.kind == "address",
    )


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a filter: its field, and what it says of an entry."""

    field: FieldSpec
    test: Test


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that has been read: what it says of an entry, and the conditions that it is made of."""

    test: Test
    conditions: tuple[Condition, ...]


FIELDS: dict[str, FilterField] = {one.key: _filter_field(one) for one in named_fields().values() if one.filter}


def parse_filter(text: str, atlas: Atlas) -> Filter:
    """The filter that `text` describes: conditions such as `year>=2023`, joined by `and`, `or`, `not` and brackets.

    Raises:
        UsageError: unknown field or term (the nearest one is named), or text that is not a filter.
    """
    return _Parser(_tokens(text), atlas).parse()


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

    def __init__(self, tokens: list[_Token], atlas: Atlas) -> None:
        self._tokens, self._atlas = tokens, atlas
        self._at = 0
        self._conditions: list[Condition] = []

    def parse(self) -> Filter:
        if not self._tokens:
            raise UsageError("filter: it is empty; write for example subfield=vision")
        if sum(token.kind in ("mark", "word") and token.text.lower() in ("(", "not") for token in self._tokens) > 50:
            raise UsageError("filter: more than 50 parentheses and nots; write several filters instead")
        test = self._any()
        if (rest := self._peek()) is not None:
            raise UsageError(f"filter: '{rest.text}' is not expected here; join conditions with and / or")
        return Filter(test, tuple(self._conditions))

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

    def _any(self) -> Test:
        options = [self._all()]
        while self._takes("or"):
            options.append(self._all())
        return options[0] if len(options) == 1 else lambda entry: join_any(test(entry) for test in options)

    def _all(self) -> Test:
        parts = [self._one()]
        while self._takes("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else lambda entry: join_all(test(entry) for test in parts)

    def _one(self) -> Test:
        if self._takes("not"):
            inner = self._one()
            return lambda entry: negate(inner(entry))
        if self._takes("("):
            inner = self._any()
            if not self._takes(")"):
                raise UsageError("filter: a closing parenthesis is missing")
            return inner
        return self._condition()

    def _condition(self) -> Test:
        name = self._next("a field").text
        self._refuse_bare_name(name)
        field = find_field(name)
        operator = self._next("an operator such as =")
        if operator.kind != "operator":
            raise UsageError(f"filter: after '{name}' an operator is needed (= != ~ < <= > >=), not '{operator.text}'")
        values = [self._next("a value").text]
        while self._takes(","):
            values.append(self._next("a value").text)
        values = self._names_with_commas(field, values)
        if operator.text in ("=", "!="):
            values = [found for value in values for found in self._meant(field, value)]
        test = _condition(field, operator.text, values, licences_of(self._atlas))
        self._conditions.append(Condition(field.field, test))
        return test

    def _refuse_bare_name(self, name: str) -> None:
        """Refuse a word that is no field and has nothing behind it: most often the name of what is looked for."""
        token = self._peek()
        found = find_named(name)
        if (token is None or token.kind != "operator") and (found is None or not found.filter):
            raise UsageError(f"filter: '{name}' is no field; {_by_name(name)} finds what is called so")

    def _names_with_commas(self, field: FilterField, values: list[str]) -> list[str]:
        """`Wang, Bo` as one name where an author is called so; otherwise a comma means any of them."""
        name = ", ".join(values)
        authors = (one for entry in self._atlas.entries.values() for one in entry.publication.authors)
        is_name = (
            field.field.key == "authors"
            and len(values) > 1
            and any(name.casefold() in one.casefold() for one in authors)
        )
        return [name] if is_name else values

    def _meant(self, field: FilterField, value: str) -> list[str]:
        """What `value` stands for: a term and everything below it; any other value itself, if there can be one."""
        value = value if field.kinds == () and field.facet is None and not field.choices else value.lower()
        if value.lower() in ALL_ABSENT_REASONS:
            return [value.lower()]
        if value == EMPTY and not self._atlas.term(field.facet or "", value):
            return [value]
        if field.facet:
            below = self._atlas.narrower_terms(field.facet, value)
            known = [term.id for term in self._atlas.terms(field.facet)]
            otherwise = f"the terms are in taxonomy/{field.facet}.yml"
            return sorted(below) or _unknown(field, value, known, otherwise)
        if field.is_number and _number(value) is None:
            raise UsageError(f"filter: {field.name}={value} needs a number")
        if field.is_address and "/" not in value:
            raise UsageError(f"filter: {field.name} is an address, which '{value}' is not; {_of_addresses(field)}")
        if field.choices and value not in field.choices:
            _unknown(field, value, field.choices, f"it is one of {', '.join(field.choices)}")
        if field.kinds and value not in self._atlas.entries:
            known = [entry.id for entry in self._atlas.entries.values() if entry.kind in field.kinds]
            kinds = "entry" if field.kinds == ALL_KINDS else " or ".join(field.kinds)
            _unknown(field, value, known, f"no {kinds} has this id; {_by_name(value)} finds entries that are called so")
        return [value]


def find_field(name: str) -> FilterField:
    """The field called `name`: by its name, its path in a file, or an alias.

    Raises:
        UsageError: there is none; the nearest one is named.
    """
    found = find_named(name)
    if found is None or not found.filter:
        otherwise = "see `hfm-atlas query --help`"
        raise UsageError(f"filter: unknown field '{name}': {suggest(name, filter_names(), otherwise)}")
    return replace(FIELDS[found.key], name=name)


def filter_names() -> list[str]:
    """Every name of a field that filters know, and what else it is called; for hints."""
    return [name for one in FIELDS.values() for name in (one.field.key, *one.field.aliases)]


def _by_name(word: str) -> str:
    """The condition that looks for a word in names."""
    return f"name~{word}" if _TOKEN.fullmatch(word) else f'name~"{word}"'


def _of_addresses(field: FilterField) -> str:
    """What can be asked of a field of addresses."""
    access = f"{field.field.key}_access"
    how = f", and {access}=open who gets it" if access in FIELDS else ""
    return f"{field.name}~http asks whether there is one{how}"


def _unknown(field: FilterField, value: str, known: Iterable[str], otherwise: str) -> list[str]:
    known = list(known)
    if len(having := [one for one in known if value and value in one.split("-")]) > 1:
        listed = ", ".join(having[:_SHOWN_NAMES]) + (", …" if len(having) > _SHOWN_NAMES else "")
        hint = f"{field.name}~{value} means all that have it in their name: {listed}"
        raise UsageError(f"filter: unknown {field.name} '{value}'; {hint}")
    raise UsageError(f"filter: unknown {field.name} '{value}': {suggest(value, known, otherwise)}")


def _condition(field: FilterField, operator: str, values: list[str], licences: Licences) -> Test:
    """What a condition says of an entry; a cell that says nothing stays open, unless that is what is asked for."""
    holds = _holds(field, operator, values)
    states = {value for value in values if value in ALL_ABSENT_REASONS}
    is_of_states = len(states) == len(values)

    def test(entry: Entry) -> Truth:
        found = field_values(entry, field, licences)
        if not found:
            return known(False)
        if found == [NOT_CHECKED] and NOT_CHECKED not in states and can_be_unchecked(entry, field.field):
            return UNCHECKED
        if found == [NOT_REPORTED] and NOT_REPORTED not in states and not is_of_states:
            return UNREPORTED
        return known(holds(found))

    return test


def _holds(field: FilterField, operator: str, values: list[str]) -> _Holds:
    """Whether what an entry says in the field is what the condition asks for."""
    if operator in ("=", "!="):
        wanted = {_comparable(field, value) for value in values}
        if operator == "=":
            return lambda found: not wanted.isdisjoint(_comparables(field, found))
        unwanted = wanted.union(ALL_ABSENT_REASONS) if wanted.isdisjoint(ALL_ABSENT_REASONS) else wanted
        return lambda found: unwanted.isdisjoint(_comparables(field, found))
    if operator == "~":
        parts = [value.casefold() for value in values]
        return lambda found: any(part in text.casefold() for text in _stated(found) for part in parts)
    return _comparison(field, operator, values)


def _comparables(field: FilterField, found: list[str]) -> set[str | float]:
    return {_comparable(field, text) for text in found}


def _comparable(field: FilterField, value: str) -> str | float:
    """What two equal values have in common: the number, or the text without its capitals."""
    number = _number(value) if field.is_number else None
    return value.casefold() if number is None else number


def _comparison(field: FilterField, operator: str, values: list[str]) -> _Holds:
    compare: dict[str, Callable[[float, float], bool]] = {
        "<": lambda found, wanted: found < wanted,
        "<=": lambda found, wanted: found <= wanted,
        ">": lambda found, wanted: found > wanted,
        ">=": lambda found, wanted: found >= wanted,
    }
    if not field.is_number:
        raise UsageError(f"filter: {field.name} is no number, so it cannot be compared by {operator}")
    wanted = [_number(value) for value in values]
    if None in wanted:
        raise UsageError(f"filter: {field.name}{operator}{values[wanted.index(None)]} needs a number")
    numbers = [number for number in wanted if number is not None]
    return lambda texts: any(
        compare[operator](found, number)
        for text in _stated(texts)
        if (found := _number(text)) is not None
        for number in numbers
    )


@cache
def _number(text: str) -> float | None:
    meant = read_quantity(text)
    return parse_quantity(meant) if meant else None


def field_values(entry: Entry, field: FilterField, licences: Licences) -> list[str]:
    """What an entry says in a field, as texts; the state alone (`not checked`, `none`, …) where that is no value.

    Nothing where entries of its kind have no such field.
    """
    spec = field.field
    if spec.derived:
        if entry.kind not in spec.kinds:
            return []
        derived = column_value(entry, spec, licences)
        return [NOT_CHECKED if derived is None else str(derived)]
    path = path_for(entry, spec)
    state = state_of(entry, path)
    if state != STATED:
        return [NO_VALUES[state]] if state else []
    value = stated_value(entry, spec, path.replace(spec.path, spec.value_path, 1))
    found = [str(one) for one in value] if isinstance(value, list) else [str(value)]
    if field.is_licence:
        found += [id for text in found for id in licence_symbols(text) if id != text]
    return found or ([NOT_CHECKED] if spec.only else [])


def _stated(found: list[str]) -> list[str]:
    return [text for text in found if text not in ALL_ABSENT_REASONS]
