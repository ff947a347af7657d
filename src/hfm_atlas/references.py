"""Where a file refers to a term or an entry: found from the schema's own annotations, so no field is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from hfm_atlas.documents import Document, FieldPath
from hfm_atlas.schema import ENTRY_CLASSES
from hfm_atlas.taxonomy import facet_class
from hfm_atlas.values import InAtlas, InFacet, is_nothing

Reference = tuple[FieldPath, InFacet | InAtlas, str]


def find_references(document: Document) -> list[Reference]:
    """Every reference of an entry's or facet's file: field path, what kind of reference, and the id it names."""
    kind = document.data.get("kind")
    if isinstance(kind, str) and kind in ENTRY_CLASSES:
        model: type[BaseModel] = ENTRY_CLASSES[kind]
        return list(dict.fromkeys(_in_record(model, document.data, ())))
    facet = str(document.data.get("facet", ""))
    found = list(dict.fromkeys(_in_record(facet_class(facet), document.data, ())))
    return [*found, *_broader_references(document, facet)]


def _broader_references(document: Document, facet: str) -> Iterator[Reference]:
    """`broader` names a term of the same facet, whichever facet that is."""
    terms = document.data.get("terms")
    for index, term in enumerate(terms if isinstance(terms, list) else []):
        if isinstance(term, dict) and isinstance(term.get("broader"), str):
            yield ("terms", index, "broader"), InFacet(facet), term["broader"]


@lru_cache(maxsize=64)
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


def _in_record(model: type[BaseModel], value: object, path: FieldPath) -> Iterator[Reference]:
    if not isinstance(value, dict):
        return
    for name, hint in _hints(model).items():
        if name in value:
            yield from _in_value(hint, value[name], (*path, name))


def _in_value(hint: Any, value: object, path: FieldPath) -> Iterator[Reference]:
    origin = get_origin(hint)
    if origin is Annotated:
        yield from _in_annotated(hint, value, path)
    elif origin in (Union, UnionType):
        for option in get_args(hint):
            yield from _in_value(option, value, path)
    elif origin is list and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _in_value(get_args(hint)[0], item, (*path, index))
    elif isinstance(hint, type) and issubclass(hint, BaseModel):
        yield from _in_record(hint, value, path)


def _in_annotated(hint: Any, value: object, path: FieldPath) -> Iterator[Reference]:
    inner, *metadata = get_args(hint)
    markers = [one for one in metadata if isinstance(one, InFacet | InAtlas)]
    if markers and isinstance(value, str) and not is_nothing(value):
        yield path, markers[0], value
    else:
        yield from _in_value(inner, value, path)


def find_addresses(document: Document) -> list[str]:
    """Web addresses of an entry: every value that is one, and the DOI's."""
    found = [address for _, address in address_fields(document)]
    doi = document.value(("publication", "doi"))
    if isinstance(doi, str):
        found.append(f"https://doi.org/{doi}")
    return list(dict.fromkeys(found))


def address_fields(document: Document) -> Iterator[tuple[FieldPath, str]]:
    """Field path and value of every text that is a web address."""
    for path, value in text_fields(document):
        if value.startswith(("https://", "http://")):
            yield path, value


def text_fields(document: Document) -> Iterator[tuple[FieldPath, str]]:
    """Field path and value of every text of an entry."""
    return _strings(document.data, ())


def _strings(value: object, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strings(inner, (*path, index))
