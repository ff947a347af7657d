"""The atlas as static files under api/v1/: one JSON an entry and a term, an index, and an OpenAPI description."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from pydantic import create_model
from pydantic.json_schema import models_json_schema

from hfm_atlas._util.json_text import indented_json
from hfm_atlas.loading.published import PublishedSnapshot, loosen, publish_snapshot, write_published
from hfm_atlas.model.addresses import entry_url, term_url
from hfm_atlas.model.entries import ENTRY_CLASSES, Entry, Kind
from hfm_atlas.model.graph import EdgeType, term_node
from hfm_atlas.model.publication import first_year
from hfm_atlas.model.taxonomy import FACET_CLASSES, Facet, FacetId, Term
from hfm_atlas.model.values import SchemaModel
from hfm_atlas.query.selection import Selection

BASE = "api/v1"
_REFERENCE = "#/components/schemas/{model}"


def api_files(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """Path below the site's root and content of every file: OpenAPI 3.1 description, index, entries, terms."""
    yield f"{BASE}/openapi.json", indented_json(_openapi(selection))
    yield f"{BASE}/index.json", indented_json(_index(selection))
    for entry in selection.entries:
        yield _entry_path(entry), write_published(entry).encode("utf-8")
    for facet, term in selection.atlas.all_terms():
        yield _term_path(facet, term), indented_json(_term(selection, facet, term))


def _dump(record: SchemaModel) -> dict[str, Any]:
    return record.model_dump(mode="json", by_alias=True, exclude_none=True)


def _entry_path(entry: Entry) -> str:
    return f"{BASE}/entries/{entry.id}.json"


def _term_path(facet: str, term: Term) -> str:
    return f"{BASE}/terms/{facet}/{term.id}.json"


def _index(selection: Selection) -> dict[str, Any]:
    site = selection.site_url
    return {
        "snapshot": _dump(publish_snapshot(selection.snapshot)),
        "licence": "CC0-1.0",
        "entries": [
            {
                "id": entry.id,
                "kind": entry.kind,
                "name": entry.name,
                "first_year": first_year(entry),
                "year": entry.publication.year,
                "former_ids": list(entry.former_ids),
                "href": site + _entry_path(entry),
                "page": site + entry_url(entry),
            }
            for entry in selection.entries
        ],
        "terms": [
            {
                "facet": facet,
                "id": term.id,
                "name": term.name,
                "href": site + _term_path(facet, term),
                "page": site + term_url(facet, term.id),
            }
            for facet, term in selection.atlas.all_terms()
        ],
    }


def _term(selection: Selection, facet: str, term: Term) -> dict[str, Any]:
    """A term, its narrower terms, and the entries that say something about it."""
    graph, node = selection.graph, term_node(facet, term.id)
    narrower, entries = [], []
    for source, _, data in graph.in_edges(node, data=True):
        if data["type"] == "broader":
            narrower.append(graph.nodes[source]["id"])
        elif graph.nodes[source]["kind"] != "term":
            link = {"id": graph.nodes[source]["id"], "type": data["type"]}
            entries.append({**link, "note": data["note"]} if data.get("note") else link)
    return {
        "facet": facet,
        **_dump(term),
        "narrower": sorted(narrower),
        "entries": sorted(entries, key=lambda link: sorted(link.items())),
    }


class ApiIndexEntry(SchemaModel):
    """One entry as the index names it."""

    id: str
    kind: Kind
    name: str
    first_year: int
    """Year of the preprint or of print, whichever came first."""
    year: int
    """Year of print."""
    former_ids: list[str]
    href: str
    """Address of the entry as JSON."""
    page: str
    """Address of its page."""


class ApiIndexTerm(SchemaModel):
    """One term as the index names it."""

    facet: FacetId
    id: str
    name: str
    href: str
    """Address of the term as JSON."""
    page: str
    """Address of its page."""


class ApiIndex(SchemaModel):
    """Every entry and term, with their addresses."""

    snapshot: PublishedSnapshot
    licence: Literal["CC0-1.0"]
    entries: list[ApiIndexEntry]
    terms: list[ApiIndexTerm]


class ApiTermLink(SchemaModel):
    """An entry that says something about a term."""

    id: str
    type: EdgeType
    note: str | None = None
    """What it says, where it says more than that the term holds."""


def _api_term(term: type[Term]) -> type[SchemaModel]:
    """A term with its facet, the terms below it, and the entries that say something about it."""
    return create_model(
        f"Api{term.__name__}",
        __base__=term,
        __doc__=term.__doc__,
        facet=(FacetId, ...),
        narrower=(list[str], ...),
        entries=(list[ApiTermLink], ...),
    )


@cache
def _api_terms() -> tuple[type[SchemaModel], ...]:
    """Of classes of their own first, since a term of one of them holds what any term holds."""
    classes: tuple[type[Term], ...] = (*Term.__subclasses__(), Term)
    return tuple(_api_term(one) for one in classes)


def _openapi(selection: Selection) -> dict[str, Any]:
    classes = [*ENTRY_CLASSES.values(), Facet, *FACET_CLASSES.values(), ApiIndex, *_api_terms()]
    _, definitions = models_json_schema([(one, "serialization") for one in classes], ref_template=_REFERENCE)
    schemas = loosen(definitions["$defs"])
    mapping = {kind: _REFERENCE.format(model=one.__name__) for kind, one in ENTRY_CLASSES.items()}
    schemas["Entry"] = {
        "oneOf": [{"$ref": reference} for reference in mapping.values()],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    schemas["ApiAnyTerm"] = {"anyOf": [_refer(one.__name__) for one in _api_terms()]}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "HFM Atlas",
            "version": selection.snapshot.version,
            "description": f"Static files, read only. {selection.snapshot.label}. "
            f"Tables of all entries and of all results are {selection.site_url}atlas.parquet and "
            f"{selection.site_url}results.parquet; {selection.site_url}data/ lists all files.",
            "license": {"name": "CC0-1.0", "identifier": "CC0-1.0"},
        },
        "servers": [{"url": f"{selection.site_url}{BASE}"}],
        "paths": {
            "/index.json": _path("Every entry and term, with their addresses", "listAtlas", _refer("ApiIndex")),
            "/entries/{id}.json": _path("One entry", "getEntry", _refer("Entry"), "id"),
            "/terms/{facet}/{id}.json": _path(
                "One term, with its narrower terms and entries", "getTerm", _refer("ApiAnyTerm"), "facet", "id"
            ),
        },
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _refer(model: str) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(model=model)}


def _path(summary: str, operation: str, schema: dict[str, Any], *parameters: str) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    responses: dict[str, Any] = {"200": {"description": summary, "content": content}}
    if parameters:
        responses["404"] = {"description": "There is none of this name"}
    names = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in parameters]
    operations = {"summary": summary, "operationId": operation, "responses": responses}
    return {"get": {**operations, **({"parameters": names} if names else {})}}
