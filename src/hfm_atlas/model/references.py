"""Where a file refers to a term or an entry: found from the schema's own annotations, so no field is forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.model.introspection import EVERY_ITEM, Marker, marked_paths
from hfm_atlas.model.taxonomy import facet_class
from hfm_atlas.model.values import InFacet, is_absent
from hfm_atlas.yamlio.parser import Document, FieldPath

Reference = tuple[FieldPath, Marker, str]


def find_references(document: Document) -> list[Reference]:
    """Every reference of an entry's or facet's file: (field path, what kind of reference, the id it names).

    Ids are as they stand in the file, whether there is such a term or entry or not.
    """
    kind = document.data.get("kind")
    if isinstance(kind, str) and kind in ENTRY_CLASSES:
        model: type[BaseModel] = ENTRY_CLASSES[kind]
        return list(dict.fromkeys(_in_record(model, document.data)))
    facet = str(document.data.get("facet", ""))
    found = list(dict.fromkeys(_in_record(facet_class(facet), document.data)))
    return [*found, *_broader_references(document, facet)]


def _broader_references(document: Document, facet: str) -> Iterator[Reference]:
    """`broader` names a term of the same facet, whichever facet that is."""
    terms = document.data.get("terms")
    for index, term in enumerate(terms if isinstance(terms, list) else []):
        if isinstance(term, dict) and isinstance(term.get("broader"), str):
            yield ("terms", index, "broader"), InFacet(facet), term["broader"]


def _in_record(model: type[BaseModel], data: object) -> Iterator[Reference]:
    for pattern, marker in marked_paths(model):
        for path, value in _matches(data, pattern, ()):
            if isinstance(value, str) and not is_absent(value):
                yield path, marker, value


def _matches(value: object, pattern: tuple[str, ...], path: FieldPath) -> Iterator[tuple[FieldPath, object]]:
    """Paths and values of a document's data that fit a pattern."""
    if not pattern:
        yield path, value
    elif pattern[0] == EVERY_ITEM:
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield from _matches(item, pattern[1:], (*path, index))
    elif isinstance(value, dict) and pattern[0] in value:
        yield from _matches(value[pattern[0]], pattern[1:], (*path, pattern[0]))


def find_addresses(document: Document) -> list[str]:
    """Web addresses of an entry, each once: every value that is one, and that of its DOI at doi.org."""
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
