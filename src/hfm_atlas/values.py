"""Building blocks of the schema: text, quantities, the kinds of nothing, references to terms and entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

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
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from hfm_atlas.identifiers import Slug, Url
from hfm_atlas.nearest import suggest

Nothing = Literal["not reported", "not applicable"]
NOT_REPORTED: Nothing = "not reported"
NOT_APPLICABLE: Nothing = "not applicable"
NOTHINGS: tuple[Nothing, ...] = (NOT_REPORTED, NOT_APPLICABLE)

_QUANTITY = re.compile(r"^(\d+(?:\.\d+)?)([KMBT]?)$")
_FACTORS = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}


class Record(BaseModel):
    """Base of every schema class: frozen, and a field nobody knows is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def is_nothing(value: object) -> bool:
    """Whether a field says `not reported` or `not applicable`."""
    return isinstance(value, str) and value in NOTHINGS


def _value_or_nothing(value: object) -> str:
    return "nothing" if is_nothing(value) else "value"


T = TypeVar("T")
# A value, or the statement that the sources do not give one. A missing field says that nobody has checked.
Maybe = Annotated[
    Annotated[T, Tag("value")] | Annotated[Nothing, Tag("nothing")],
    Discriminator(_value_or_nothing),
]

NOT_RELEASED: Literal["none"] = "none"


def _address_or_nothing(value: object) -> str:
    return "nothing" if is_nothing(value) or value == NOT_RELEASED else "value"


# An address; `none` where a source states that nothing is released; or one of the kinds of nothing.
Released = Annotated[
    Annotated[Url, Tag("value")] | Annotated[Literal["none", "not reported", "not applicable"], Tag("nothing")],
    Discriminator(_address_or_nothing),
]


@dataclass(frozen=True, slots=True)
class KnownIds:
    """Validation context: which ids references may name, so that they are checked together with everything else.

    `terms` maps a facet to its terms and whether each is a root; `entries` maps an entry's id to its kind, which is
    empty where the file lies in a folder of no kind.
    """

    terms: Mapping[str, Mapping[str, bool]]
    entries: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class InFacet:
    """Marks a field that holds the id of a term of `facet`; `roots_only` asks for one without a broader term."""

    facet: str
    roots_only: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the id against the facet, where a validation context tells its terms."""
        return core_schema.with_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Leave a note for the schema generator, which fills in the facet's terms."""
        result = handler(schema)
        result["x-facet"] = self.facet
        if self.roots_only:
            result["x-facet-roots-only"] = True
        return result

    def _check(self, value: str, info: ValidationInfo) -> str:
        terms = info.context.terms.get(self.facet) if isinstance(info.context, KnownIds) else None
        if terms is None:
            return value
        allowed = [term for term, is_root in terms.items() if is_root or not self.roots_only]
        if value in allowed:
            return value
        otherwise = f"the terms are in taxonomy/{self.facet}.yml"
        if value in terms:
            otherwise = f"use one of {', '.join(allowed)}"
        raise PydanticCustomError(
            "unknown-term",
            "unknown {singular} '{value}'",
            {"singular": _SINGULAR[self.facet], "value": value, "hint": suggest(value, allowed, otherwise)},
        )


@dataclass(frozen=True, slots=True)
class InAtlas:
    """Marks a field that holds the id of an entry of one of `kinds`."""

    kinds: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the id against the entries, where a validation context tells them."""
        return core_schema.with_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Leave a note for editors: which kinds of entry the id may name."""
        result = handler(schema)
        result["x-entry-kinds"] = list(self.kinds)
        return result

    def _check(self, value: str, info: ValidationInfo) -> str:
        if not isinstance(info.context, KnownIds):
            return value
        entries = info.context.entries
        if value in entries and entries[value] in ("", *self.kinds):
            return value
        wanted = " or ".join(self.kinds)
        found = entries.get(value)
        candidates = [id for id, kind in entries.items() if kind in self.kinds]
        message = f"'{value}' is a {found}, not a {wanted}" if found else f"there is no {wanted} '{value}'"
        raise PydanticCustomError(
            "dangling-reference",
            "{text}",
            {"text": message, "hint": suggest(value, candidates, f"add the {wanted}'s own entry first")},
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
}


def parse_quantity(value: str) -> float:
    """Number that a quantity such as `4.5B` stands for (K, M, B, T are powers of a thousand)."""
    found = _QUANTITY.match(value)
    if not found:
        raise ValueError(f"not a quantity: {value}")
    return float(found.group(1)) * _FACTORS[found.group(2)]


def _quantity_text(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return str(value)


def _check_quantity(value: str) -> str:
    if _QUANTITY.match(value):
        return value
    raise PydanticCustomError(
        "malformed-quantity",
        "'{value}' is not a quantity",
        {"value": value, "hint": "digits with K, M, B or T, for example 110M or 4.5B"},
    )


def _check_text(value: str) -> str:
    for character in value:
        if (
            unicodedata.category(character) == "Cc"
            or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        ):
            raise PydanticCustomError(
                "control-character",
                "the text holds the invisible character U+{code}",
                {
                    "code": f"{ord(character):04X}",
                    "hint": "delete it; plain text needs no control or direction marks",
                },
            )
    return value


Quantity = Annotated[str, BeforeValidator(_quantity_text), AfterValidator(_check_quantity)]
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

ModelRef = Annotated[Slug, InAtlas(("model", "base"))]
DatasetRef = Annotated[Slug, InAtlas(("dataset",))]
SurveyRef = Annotated[Slug, InAtlas(("survey",))]
