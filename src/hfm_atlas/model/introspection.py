"""The schema read back from its classes: which fields there are, what may stand in each, and the same in plain words.

This is the only module that takes annotations apart; whoever needs to know something of a field asks it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Tag
from pydantic.fields import FieldInfo

from hfm_atlas.model.entries import ENTRY_CLASSES, Evidence, Kind
from hfm_atlas.model.identifiers import ArxivId, Doi, Language, Licence, Pmid, Region, Slug, Url
from hfm_atlas.model.taxonomy import ALL_CHALLENGES
from hfm_atlas.model.values import (
    ABSENT_REASONS,
    ALL_KINDS,
    NOT_RELEASED,
    InAtlas,
    InFacet,
    Name,
    Note,
    Quantity,
    Summary,
    Text,
    Year,
)
from hfm_atlas.yamlio.parser import FieldPath

# What a value is, as far as it matters for showing, filtering and comparing it.
ValueKind = Literal[
    "text", "number", "integer", "quantity", "boolean", "day", "address", "licence", "language", "region",
    "word", "term", "entry", "record", "mapping",
]  # fmt: skip
_ALIASES: list[tuple[Any, ValueKind, str]] = [
    (Doi, "text", "a DOI in its bare form, such as 10.1093/bioinformatics/btz682"),
    (ArxivId, "text", "an arXiv id in quotes, without version"),
    (Pmid, "text", "a PubMed id, digits in quotes"),
    (Url, "address", "a web address with https://"),
    (Licence, "licence", "an SPDX licence expression, or a LicenseRef-… of taxonomy/licences.yml"),
    (Language, "language", "an ISO 639 language code, such as en"),
    (Region, "region", "an ISO 3166 country code of two capital letters, such as NL"),
    (Quantity, "quantity", "a quantity: digits with K, M, B or T, such as 110M"),
    (Slug, "text", "an id: a-z, 0-9 and single hyphens"),
    (Summary, "text", "a text of at most 400 characters"),
    (Note, "text", "a text of at most 400 characters"),
    (Name, "text", "a text of at most 300 characters"),
    (Text, "text", "a text of at most 2000 characters"),
    (Year, "integer", "a year of four digits"),
    (bool, "boolean", "true or false"),
    (int, "integer", "a whole number"),
    (float, "number", "a number"),
    (str, "text", "a text"),
    (date, "day", "a day, such as 2026-11-24, without quotes"),
]


@dataclass(frozen=True, slots=True)
class FieldType:
    """What may stand in a field, and the same in words.

    `words` are the fixed values that it takes, `facet` the facet whose terms, `kinds` the kinds of entry whose ids, and
    `record` the class of its mapping or of the items of its list. Of a list, all of this is said of an item.
    """

    text: str
    kind: ValueKind
    words: tuple[str, ...] = ()
    facet: str | None = None
    kinds: tuple[str, ...] = ()
    record: type[BaseModel] | None = None
    is_list: bool = False
    takes_absent_reason: bool = False
    """Whether it may be `not reported` or `not applicable`."""


@cache
def type_hints(model: type[BaseModel]) -> dict[str, Any]:
    """The types of a class's fields as they are annotated, with their metadata, by the names that stand in a file."""
    hints = get_type_hints(model, include_extras=True)
    return {written: hints[name] for written, name in _written_names(model).items()}


@cache
def _written_names(model: type[BaseModel]) -> dict[str, str]:
    """Names of a class's fields as they stand in a file, and in Python."""
    return {info.alias or name: name for name, info in model.model_fields.items()}


@cache
def _types(model: type[BaseModel]) -> dict[str, FieldType]:
    """What may stand in each field of a class, which several kinds of entry may hold."""
    return {name: describe_type(hint) for name, hint in type_hints(model).items()}


def describe_type(hint: Any) -> FieldType:
    """What may stand in a field of this type, as the schema annotates it.

    Raises:
        TypeError: the schema has begun to use a type that nobody has put into words.
    """
    hint = _without_tags(hint)
    for alias, kind, text in _ALIASES:
        if hint == alias:
            return FieldType(text, kind)
    origin = get_origin(hint)
    if origin is Annotated:
        return _describe_annotated(hint)
    if origin in (Union, UnionType):
        return _describe_union(get_args(hint))
    if origin is Literal:
        return _describe_words(get_args(hint))
    if origin is list:
        item = describe_type(get_args(hint)[0])
        return replace(item, text=f"a list, each item {item.text}", is_list=True)
    if origin is dict:
        key, value = get_args(hint)
        names = "a field path" if value is Evidence else describe_type(key).text.partition(":")[0]
        held = describe_type(value)
        return FieldType(f"a mapping from {names} to {held.text}", "mapping", record=held.record)
    if _is_record(hint):
        return FieldType("a mapping with the fields below", "record", record=hint)
    raise TypeError(f"no words for the type {hint}")


def _without_tags(hint: Any) -> Any:
    """The type without what only tells pydantic which alternative it is, or an editor what to show."""
    if get_origin(hint) is not Annotated:
        return hint
    inner, *metadata = get_args(hint)
    kept = [one for one in metadata if not isinstance(one, Tag) and (not isinstance(one, FieldInfo) or one.metadata)]
    return Annotated[(inner, *kept)] if kept else inner


def _describe_annotated(hint: Any) -> FieldType:
    inner, *metadata = get_args(hint)
    for marker in metadata:
        if isinstance(marker, InFacet):
            also = f", or `{ALL_CHALLENGES}`" if marker.also else ""
            top = " of the top level" if marker.roots_only else ""
            return FieldType(f"a term{top} of taxonomy/{marker.facet}.yml{also}", "term", facet=marker.facet)
        if isinstance(marker, InAtlas):
            kinds = {"dataset": "dataset", "base": "base model"}
            names = " or ".join(kinds.get(kind, kind) for kind in marker.kinds)
            text = f"the id of an entry: {'any kind' if marker.kinds == ALL_KINDS else names}"
            return FieldType(text, "entry", kinds=marker.kinds)
    described = describe_type(inner)
    return replace(described, text=described.text + _bounds(metadata))


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


def _describe_union(options: tuple[Any, ...]) -> FieldType:
    """Alternatives, described as the first that says something; that a field may be missing is no type."""
    described = [describe_type(one) for one in options if one is not type(None)]
    described.sort(key=lambda one: bool(one.words) and _is_stated_absent(one))
    text = ", or ".join(one.text for one in described)
    words = tuple(word for one in described if not _is_stated_absent(one) for word in one.words)
    absent = any(one.takes_absent_reason for one in described)
    return replace(described[0], text=text, words=words, takes_absent_reason=absent)


def _is_stated_absent(one: FieldType) -> bool:
    return set(one.words) <= {*ABSENT_REASONS, NOT_RELEASED}


def _describe_words(words: tuple[Any, ...]) -> FieldType:
    absent = set(ABSENT_REASONS) <= set(words)
    if set(words) <= {*ABSENT_REASONS, NOT_RELEASED}:
        return FieldType(" or ".join(f"`{word}`" for word in words), "word", tuple(words), takes_absent_reason=absent)
    return FieldType("one of the words below", "word", tuple(map(str, words)), takes_absent_reason=absent)


# What a part of a pattern stands for that is no name: every item of a list.
EVERY_ITEM = "*"
Marker = InFacet | InAtlas


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One field of the schema: its dotted path from the top, the class that holds it, and what may stand in it.

    `is_repeated` says that it stands inside the items of a list or mapping, so that an entry may have it many times.
    """

    path: str
    pattern: tuple[str, ...]
    """The parts of its path, with `*` for every item of a list or mapping."""
    info: FieldInfo
    type: FieldType
    is_repeated: bool
    may_be_absent: bool
    """Whether it, or what it is a part of, may be `not reported` or `not applicable`."""

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition(".")[2]

    @property
    def description(self) -> str:
        """What it means, as its class says."""
        return (self.info.description or "").replace("\n", " ")

    @property
    def can_be_unchecked(self) -> bool:
        """Whether leaving it out says that nobody has checked, which an empty value does not say."""
        return self.info.default is None


@cache
def schema_fields(model: type[BaseModel]) -> dict[str, SchemaField]:
    """Every field of a class and of the classes inside it by its dotted path, each before what stands inside it."""
    return {one.path: one for one in _fields_of(model, "", (), absent=False)}


def _fields_of(model: type[BaseModel], above: str, around: tuple[str, ...], *, absent: bool) -> Iterator[SchemaField]:
    for name in type_hints(model):
        path, info = f"{above}{name}", model.model_fields[_written_names(model)[name]]
        type_ = describe_type(Kind) if path == "kind" else _types(model)[name]
        is_stated_absent = absent or type_.takes_absent_reason
        pattern = (*around, name, EVERY_ITEM) if type_.is_list or type_.kind == "mapping" else (*around, name)
        yield SchemaField(path, pattern, info, type_, EVERY_ITEM in around, is_stated_absent)
        if type_.record is not None:
            yield from _fields_of(type_.record, f"{path}.", pattern, absent=is_stated_absent)


@cache
def kinds_with(path: str) -> tuple[Kind, ...]:
    """The kinds of entry that have a field, in the order of the schema; empty where none has."""
    return tuple(kind for kind in get_args(Kind) if path in schema_fields(ENTRY_CLASSES[kind]))


@cache
def schema_field(path: str) -> SchemaField:
    """The field at a path, as the first kind of entry that has it declares it.

    Raises:
        StopIteration: no kind has it.
    """
    return next(fields[path] for model in ENTRY_CLASSES.values() if path in (fields := schema_fields(model)))


@cache
def marked_paths(model: type[BaseModel]) -> tuple[tuple[tuple[str, ...], Marker], ...]:
    """Where a class and those inside it name terms and entries: paths, in which `*` is every item, and the markers."""
    found = ((one.pattern, one.type) for one in schema_fields(model).values())
    return tuple(
        (pattern, InFacet(type_.facet) if type_.facet else InAtlas(type_.kinds))
        for pattern, type_ in found
        if type_.facet or type_.kinds
    )


# What stands at a place of a document, which may hold anything: a path has the numbers of items in it.


def fields_at(model: type[BaseModel], path: FieldPath, *, required: bool = False) -> list[str]:
    """Names of the fields of the schema class at `path` below `model`, as they stand in a file."""
    found = type_at(model, path)
    if found is None or found.is_list or found.kind != "record" or found.record is None:
        return []
    fields = found.record.model_fields
    names = _written_names(found.record)
    return [name for name, own in names.items() if not required or fields[own].is_required()]


def homes_of(model: type[BaseModel], word: str) -> list[str]:
    """Fields of `model` whose mapping has a field called `word`; the empty name is `model` itself."""
    return [name for name in ("", *fields_at(model, ())) if word in fields_at(model, (name,) if name else ())]


def may_be_absent(model: type[BaseModel], path: FieldPath) -> bool:
    """Whether the field at `path` may be one of the kinds of nothing."""
    found = type_at(model, path)
    return found is not None and found.takes_absent_reason


def words_at(model: type[BaseModel], path: FieldPath) -> list[str]:
    """The fixed values that the field at `path` may hold, without the kinds of nothing."""
    found = type_at(model, path)
    return [] if found is None or found.is_list else list(found.words)


def type_at(model: type[BaseModel], path: FieldPath) -> FieldType | None:
    """What may stand at a path of a document; None where nothing may."""
    found: FieldType | None = FieldType("", "record", record=model)
    for part in path:
        found = _type_inside(found, part) if found is not None else None
    return found


def _type_inside(outer: FieldType, part: str | int) -> FieldType | None:
    """What may stand in the item or field `part` of a type."""
    if outer.is_list or isinstance(part, int):
        is_item = outer.is_list and isinstance(part, int)
        return replace(outer, is_list=False, takes_absent_reason=False) if is_item else None
    if outer.record is None:
        return None
    if outer.kind == "mapping":
        return FieldType("", "record", record=outer.record)
    return _types(outer.record).get(part)


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
