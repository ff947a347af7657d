"""The atlas as static files under api/v1/: one JSON an entry and a term, an index, and an OpenAPI description."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import models_json_schema

from hfm_atlas.exports.selection import Selection
from hfm_atlas.graph import term_node
from hfm_atlas.published import publish_snapshot, write_published
from hfm_atlas.schema import ENTRY_CLASSES, Entry
from hfm_atlas.taxonomy import FACET_CLASSES, Facet, Term
from hfm_atlas.values import Record
from hfm_atlas.views.links import entry_url, term_url
from hfm_atlas.works import first_year

BASE = "api/v1"
_REFERENCE = "#/components/schemas/{model}"


def api_files(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """Path below the site's root and content of every file."""
    yield f"{BASE}/openapi.json", _json(_openapi(selection))
    yield f"{BASE}/index.json", _json(_index(selection))
    for entry in selection.entries:
        yield _entry_path(entry), write_published(entry).encode("utf-8")
    for facet, term in selection.atlas.all_terms():
        yield _term_path(facet, term), _json(_term(selection, facet, term))


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _dump(record: Record) -> dict[str, Any]:
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


def _openapi(selection: Selection) -> dict[str, Any]:
    classes = [*ENTRY_CLASSES.values(), Facet, *FACET_CLASSES.values()]
    _, definitions = models_json_schema([(one, "serialization") for one in classes], ref_template=_REFERENCE)
    schemas = definitions["$defs"]
    mapping = {kind: _REFERENCE.format(model=one.__name__) for kind, one in ENTRY_CLASSES.items()}
    schemas["Entry"] = {
        "oneOf": [{"$ref": reference} for reference in mapping.values()],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "HFM Atlas",
            "version": selection.snapshot.version,
            "description": f"Static files, read only. {selection.snapshot.label}.",
            "license": {"name": "CC0-1.0", "identifier": "CC0-1.0"},
        },
        "servers": [{"url": f"{selection.site_url}{BASE}"}],
        "paths": {
            "/index.json": _path("Every entry and term, with their addresses", "listAtlas", {"type": "object"}),
            "/entries/{id}.json": _path("One entry", "getEntry", {"$ref": _REFERENCE.format(model="Entry")}, "id"),
            "/terms/{facet}/{id}.json": _path(
                "One term, with its narrower terms and entries", "getTerm", {"type": "object"}, "facet", "id"
            ),
        },
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _path(summary: str, operation: str, schema: dict[str, Any], *parameters: str) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    responses: dict[str, Any] = {"200": {"description": summary, "content": content}}
    if parameters:
        responses["404"] = {"description": "There is none of this name"}
    names = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in parameters]
    operations = {"summary": summary, "operationId": operation, "responses": responses}
    return {"get": {**operations, **({"parameters": names} if names else {})}}
