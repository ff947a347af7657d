"""Building blocks of the schema: text, quantities, the kinds of nothing, references to terms and entries."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any, Literal, TypeGuard, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    Tag,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from hfm_atlas._util.suggestions import LazyHint, find_closest, find_obvious, suggest
from hfm_atlas.model.identifiers import Slug, Url
from hfm_atlas.model.quantities import PATTERN, is_quantity, read_quantity

AbsentReason = Literal["not reported", "not applicable"]
NOT_REPORTED: AbsentReason = "not reported"
NOT_APPLICABLE: AbsentReason = "not applicable"
ABSENT_REASONS: tuple[AbsentReason, ...] = (NOT_REPORTED, NOT_APPLICABLE)


# Stands where a text is needed that nobody has given; the rule left-from-draft finds it.
PLACEHOLDER = "(to be written)"


class SchemaModel(BaseModel):
    """Base of every schema class: frozen, a field nobody knows is an error, and a number in quotes is no number."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


def is_absent(value: object) -> TypeGuard[AbsentReason]:
    """Whether a field says `not reported` or `not applicable`."""
    return isinstance(value, str) and value in ABSENT_REASONS


# Notes in a JSON Schema that tell its generator which terms or entries a field may name.
FACET_NOTE = "x-facet"
KINDS_NOTE = "x-entry-kinds"
# Tags of the unions below; pydantic puts them into the location of an error, so they are no possible field name.
VALUE_TAG = "#value"
ABSENT_TAG = "#nothing"


def _value_or_absent(value: object) -> str:
    return ABSENT_TAG if is_absent(value) else VALUE_TAG


T = TypeVar("T")
# A value, or the statement that the sources do not give one. A missing field says that nobody has checked.
ValueOrAbsent = Annotated[
    Annotated[T, Tag(VALUE_TAG)] | Annotated[AbsentReason, Tag(ABSENT_TAG)],
    Discriminator(_value_or_absent),
]

NOT_RELEASED: Literal["none"] = "none"


def _address_or_absent(value: object) -> str:
    return ABSENT_TAG if is_absent(value) or value == NOT_RELEASED else VALUE_TAG


# An address; `none` where a source states that nothing is released; or one of the kinds of nothing.
Released = Annotated[
    Annotated[Url, Tag(VALUE_TAG)] | Annotated[Literal["none", "not reported", "not applicable"], Tag(ABSENT_TAG)],
    Discriminator(_address_or_absent),
]


@dataclass(frozen=True, slots=True)
class KnownIds:
    """Validation context: which ids references may name, so that they are checked together with everything else.

    `terms` maps a facet to its terms and whether each is a root; `entries` maps an entry's id to its kind, which is
    empty where the file lies in a folder of no kind. `other_names` maps a facet's names, synonyms and abbreviations to
    the term that they stand for, `broader` its terms to the one that each is under; hints use them.
    """

    terms: Mapping[str, Mapping[str, bool]]
    entries: Mapping[str, str]
    other_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    broader: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    asked_terms: set[tuple[str, str, bool | None]] = field(default_factory=set, compare=False)
    """What was asked for and accepted: facet, term, and whether it is a root; None for a word besides the terms."""
    asked_entries: set[tuple[str, str]] = field(default_factory=set, compare=False)
    """Likewise: an entry's id and its kind."""

    def answers(self, terms: Iterable[tuple[str, str, bool | None]], entries: Iterable[tuple[str, str]]) -> bool:
        """Whether these terms and entries, which were accepted before, are what they were."""
        return all(self.terms.get(facet, {}).get(id) is is_root for facet, id, is_root in terms) and all(
            self.entries.get(id) == kind for id, kind in entries
        )


@dataclass(frozen=True, slots=True)
class InFacet:
    """Marks a field that holds the id of a term of `facet`.

    `roots_only` asks for a term without a broader one; `also` are words that may stand in place of a term.
    """

    facet: str
    roots_only: bool = False
    also: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the id against the facet, where a validation context tells its terms.

        This goes before the check of the id's form, so that `Chest X-ray` gets the hint 'chest-x-ray'.
        """
        return core_schema.with_info_before_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Leave a note for the schema generator, which fills in the facet's terms."""
        result = handler(schema)
        result[FACET_NOTE] = {"facet": self.facet, "roots_only": self.roots_only, "also": list(self.also)}
        return result

    def _check(self, value: object, info: ValidationInfo) -> object:
        known = info.context
        if not isinstance(known, KnownIds) or not isinstance(value, str) or self.facet not in known.terms:
            return value
        terms = known.terms[self.facet]
        if value in self.also or (value in terms and (terms[value] or not self.roots_only)):
            known.asked_terms.add((self.facet, value, terms.get(value)))
            return value
        raise PydanticCustomError(
            "unknown-term",
            "{text}",
            {
                "text": f"unknown {_SINGULAR[self.facet]} '{value}'",
                "lazy_hint": LazyHint(partial(self._hint_for, value, known)),
            },
        )

    def _hint_for(self, value: str, known: KnownIds) -> dict[str, str]:
        """A hint, and as `fix` the term itself where only one can be meant."""
        terms = known.terms[self.facet]
        allowed = [term for term, is_root in terms.items() if is_root or not self.roots_only]
        if value in terms:
            return {"hint": self._hint_for_narrower("this is", value, allowed, known)}
        names = known.other_names.get(self.facet, {})
        meant = {term: term for term in allowed}
        for name, term in names.items():
            if term in meant:
                meant.setdefault(name, term)
        if obvious := find_obvious(value, meant):
            return {"hint": f"did you mean '{obvious}'?", "fix": obvious}
        if narrower := find_obvious(value, {**{term: term for term in terms}, **names}):
            return {"hint": self._hint_for_narrower(f"that is '{narrower}',", narrower, allowed, known)}
        otherwise = f"the terms are in taxonomy/{self.facet}.yml"
        if closest := _nearest(value, meant):
            return {"hint": f"did you mean '{meant[closest]}'? {otherwise}"}
        if closest := _nearest(value, names):
            return {"hint": self._hint_for_narrower(f"'{names[closest]}' is", names[closest], allowed, known)}
        return {"hint": otherwise}

    def _hint_for_narrower(self, subject: str, term: str, allowed: list[str], known: KnownIds) -> str:
        """What to write where only a widest term may stand: the one that `term` is under."""
        broader, root, passed = known.broader.get(self.facet, {}), term, {term}
        while (root := broader.get(root, root)) not in passed:
            passed.add(root)
        if root not in allowed:
            return f"{subject} a narrower term; write a widest one here: {', '.join(allowed)}"
        return f"{subject} a narrower term of '{root}'; write '{root}' here"


def _nearest(value: str, names: Iterable[str]) -> str | None:
    """The name most like `value`, but no abbreviation, which others come near by chance, and not its opposite."""
    return find_closest(value, (one for one in names if len(one) >= _MIN_NEAR_LENGTH and not _is_opposite(value, one)))


def _is_opposite(value: str, name: str) -> bool:
    """Whether a prefix makes something else of a name, as of supervised in self-supervised."""
    rests = (value.casefold().removeprefix(prefix).lstrip("- ") for prefix in _OPPOSITES)
    return any(
        rest != value.casefold() and (name.casefold().startswith(rest) or rest.startswith(name.casefold()))
        for rest in rests
    )


# Shorter names are abbreviations: SSL is as near to SL as any mistake.
_MIN_NEAR_LENGTH = 4
_OPPOSITES = ("un", "non", "self", "semi", "weakly")
ALL_KINDS = ("model", "dataset", "survey", "base")


@dataclass(frozen=True, slots=True)
class InAtlas:
    """Marks a field that holds the id of an entry of one of `kinds`."""

    kinds: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the id against the entries, where a validation context tells them."""
        return core_schema.with_info_before_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Leave a note for editors: which kinds of entry the id may name."""
        result = handler(schema)
        result[KINDS_NOTE] = list(self.kinds)
        return result

    def _check(self, value: object, info: ValidationInfo) -> object:
        if not isinstance(info.context, KnownIds) or not isinstance(value, str):
            return value
        entries = info.context.entries
        if value in entries and entries[value] in ("", *self.kinds):
            info.context.asked_entries.add((value, entries[value]))
            return value
        wanted = "entry" if self.kinds == ALL_KINDS else " or ".join(self.kinds)
        found = entries.get(value)
        candidates = [id for id, kind in entries.items() if kind in self.kinds]
        message = f"'{value}' is a {found}, not a {wanted}" if found else f"there is no {wanted} '{value}'"
        otherwise = f"add the {wanted}'s own entry first" if len(self.kinds) == 1 else "add an entry for it first"
        raise PydanticCustomError(
            "dangling-reference",
            "{text}",
            {"text": message, "lazy_hint": LazyHint(lambda: {"hint": suggest(value, candidates, otherwise)})},
        )


_SINGULAR = {
    "subfields": "subfield",
    "modalities": "modality",
    "representations": "representation",
    "architectures": "architecture",
    "pretraining": "pre-training term",
    "adaptation": "adaptation term",
    "fusion": "fusion strategy",
    "tasks": "task",
    "applications": "application",
    "challenges": "challenge",
    "opportunities": "opportunity",
    "evaluation": "evaluation theme",
    "clinical-evidence": "kind of clinical evidence",
}


def plural_words(number: float, one: str, many: str) -> str:
    """`one` for the number 1, `many` for every other."""
    return one if number == 1 else many


def _quantity_text(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return str(value)


def _check_quantity(value: str) -> str:
    if is_quantity(value):
        return value
    meant = read_quantity(value)
    hint = f"write {meant}" if meant else "digits with K, M, B or T, for example 110M or 4.5B"
    raise PydanticCustomError("malformed-quantity", "'{value}' is not a quantity", {"value": value, "hint": hint})


# Characters that nobody means to write: they come along from a PDF or a web page, or turn the direction of reading.
_INVISIBLE = frozenset(
    "\u00ad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)


def is_invisible(character: str) -> bool:
    """Whether `character` is a control, a line separator, a direction mark or another one that shows nothing."""
    return character in _INVISIBLE or unicodedata.category(character) in ("Cc", "Zl", "Zp")


def _check_text(value: str) -> str:
    if value.isprintable() and value.isascii():
        return value
    for character in value:
        if is_invisible(character):
            raise PydanticCustomError(
                "control-character",
                "the text holds the invisible character U+{code}",
                {
                    "code": f"{ord(character):04X}",
                    "hint": "delete it; plain text needs no control or direction marks",
                },
            )
    return value


Quantity = Annotated[
    str,
    BeforeValidator(_quantity_text),
    AfterValidator(_check_quantity),
    WithJsonSchema({"type": ["string", "number"], "pattern": PATTERN}),
]
Text = Annotated[
    str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True), AfterValidator(_check_text)
]
Name = Annotated[
    str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), AfterValidator(_check_text)
]
Summary = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_check_text)]
Note = Annotated[
    str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True), AfterValidator(_check_text)
]
Year = Annotated[int, Field(ge=1950, le=2100)]

Subfield = Annotated[Slug, InFacet("subfields")]
Modality = Annotated[Slug, InFacet("modalities")]
Representation = Annotated[Slug, InFacet("representations")]
Architecture = Annotated[Slug, InFacet("architectures")]
Paradigm = Annotated[Slug, InFacet("pretraining", roots_only=True)]
Objective = Annotated[Slug, InFacet("pretraining")]
AdaptationParadigm = Annotated[Slug, InFacet("adaptation", roots_only=True)]
AdaptationMethod = Annotated[Slug, InFacet("adaptation")]
Fusion = Annotated[Slug, InFacet("fusion")]
Task = Annotated[Slug, InFacet("tasks")]
Application = Annotated[Slug, InFacet("applications")]
Challenge = Annotated[Slug, InFacet("challenges")]
Opportunity = Annotated[Slug, InFacet("opportunities")]
EvaluationTheme = Annotated[Slug, InFacet("evaluation")]
ClinicalEvidenceTerm = Annotated[Slug, InFacet("clinical-evidence")]

EntryRef = Annotated[Slug, InAtlas(ALL_KINDS)]
ModelRef = Annotated[Slug, InAtlas(("model", "base"))]
DatasetRef = Annotated[Slug, InAtlas(("dataset",))]
SurveyRef = Annotated[Slug, InAtlas(("survey",))]
