"""Types of the schema in plain words: what may stand in a field, for people who do not read Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Tag
from pydantic.fields import FieldInfo

from hfm_atlas.identifiers import ArxivId, Doi, Language, Licence, Pmid, Region, Slug, Url
from hfm_atlas.schema import Evidence
from hfm_atlas.taxonomy import ALL_CHALLENGES
from hfm_atlas.values import (
    ALL_KINDS,
    NOT_RELEASED,
    NOTHINGS,
    InAtlas,
    InFacet,
    Name,
    Note,
    Quantity,
    Summary,
    Text,
    Year,
)

_ALIASES: list[tuple[Any, str]] = [
    (Doi, "a DOI in its bare form, such as 10.1093/bioinformatics/btz682"),
    (ArxivId, "an arXiv id in quotes, without version"),
    (Pmid, "a PubMed id, digits in quotes"),
    (Url, "a web address with https://"),
    (Licence, "an SPDX licence expression, or a LicenseRef-… of taxonomy/licences.yml"),
    (Language, "an ISO 639 language code, such as en"),
    (Region, "an ISO 3166 country code of two capital letters, such as NL"),
    (Quantity, "a quantity: digits with K, M, B or T, such as 110M"),
    (Slug, "an id: a-z, 0-9 and single hyphens"),
    (Summary, "a text of at most 400 characters"),
    (Note, "a text of at most 400 characters"),
    (Name, "a text of at most 300 characters"),
    (Text, "a text of at most 2000 characters"),
    (Year, "a year of four digits"),
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a number"),
    (str, "a text"),
    (date, "a day, such as 2026-11-24, without quotes"),
]


@dataclass(frozen=True, slots=True)
class PlainType:
    """A type in words; `words` are the fixed values that it takes, `facet` the facet whose terms it takes."""

    text: str
    words: tuple[str, ...] = ()
    facet: str | None = None


def describe_type(hint: Any) -> PlainType:
    """What may stand in a field of this type, as the schema annotates it."""
    hint = _without_tags(hint)
    for alias, text in _ALIASES:
        if hint == alias:
            return PlainType(text)
    origin = get_origin(hint)
    if origin is Annotated:
        return _describe_annotated(hint)
    if origin in (Union, UnionType):
        return _describe_union(get_args(hint))
    if origin is Literal:
        return _describe_words(get_args(hint))
    if origin is list:
        item = describe_type(get_args(hint)[0])
        return PlainType(f"a list, each item {item.text}", item.words, item.facet)
    if origin is dict:
        key, value = get_args(hint)
        names = "a field path" if value is Evidence else describe_type(key).text.partition(":")[0]
        return PlainType(f"a mapping from {names} to {describe_type(value).text}")
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return PlainType("a mapping with the fields below")
    raise TypeError(f"no words for the type {hint}")


def _without_tags(hint: Any) -> Any:
    """The type without what only tells pydantic which alternative it is, or an editor what to show."""
    if get_origin(hint) is not Annotated:
        return hint
    inner, *metadata = get_args(hint)
    kept = [one for one in metadata if not isinstance(one, Tag) and (not isinstance(one, FieldInfo) or one.metadata)]
    return Annotated[(inner, *kept)] if kept else inner


def _describe_annotated(hint: Any) -> PlainType:
    inner, *metadata = get_args(hint)
    for marker in metadata:
        if isinstance(marker, InFacet):
            also = f", or `{ALL_CHALLENGES}`" if marker.also else ""
            top = " of the top level" if marker.roots_only else ""
            return PlainType(f"a term{top} of taxonomy/{marker.facet}.yml{also}", facet=marker.facet)
        if isinstance(marker, InAtlas):
            kinds = {"dataset": "data set", "base": "base model"}
            names = " or ".join(kinds.get(kind, kind) for kind in marker.kinds)
            return PlainType(f"the id of an entry: {'any kind' if marker.kinds == ALL_KINDS else names}")
    described = describe_type(inner)
    return PlainType(described.text + _bounds(metadata), described.words, described.facet)


def _bounds(metadata: list[Any]) -> str:
    """The bounds of a number; that a list must not be empty goes without saying."""
    found: dict[str, Any] = {}
    for one in metadata:
        for part in one.metadata if isinstance(one, FieldInfo) else [one]:
            found |= {name: getattr(part, name) for name in ("ge", "gt", "le") if getattr(part, name, None) is not None}
    if "ge" in found and "le" in found:
        return f" from {found['ge']} to {found['le']}"
    if "ge" in found:
        return f", at least {found['ge']}"
    return f", more than {found['gt']}" if "gt" in found else ""


def _describe_union(options: tuple[Any, ...]) -> PlainType:
    """Alternatives; that a field may be missing is no type."""
    described = [describe_type(one) for one in options if one is not type(None)]
    described.sort(key=lambda one: bool(one.words) and _says_nothing(one))
    facet = next((one.facet for one in described if one.facet), None)
    return PlainType(", or ".join(one.text for one in described), tuple(_words(described)), facet)


def _words(described: list[PlainType]) -> Iterator[str]:
    for one in described:
        yield from () if _says_nothing(one) else one.words


def _says_nothing(one: PlainType) -> bool:
    return set(one.words) <= {*NOTHINGS, NOT_RELEASED}


def _describe_words(words: tuple[Any, ...]) -> PlainType:
    if set(words) <= {*NOTHINGS, NOT_RELEASED}:
        return PlainType(" or ".join(f"`{word}`" for word in words), tuple(words))
    return PlainType("one of the words below", tuple(map(str, words)))
