"""A Frictionless data package that describes the CSV files, so that their types and meanings travel with them."""

from __future__ import annotations

import hashlib
from typing import Any

from hfm_atlas._util.json_text import indented_json
from hfm_atlas.exports.csv_tables import SNAPSHOT_COLUMN, csv_columns, export_datasets_csv, export_models_csv
from hfm_atlas.exports.results import RESULT_COLUMNS, export_results_csv
from hfm_atlas.model.entries import Kind
from hfm_atlas.query.selection import Selection

_NOTE = (
    "An empty cell means not checked yet; 'not reported' that the sources do not say; 'not applicable' that it "
    "cannot be said; 'none' that a list is stated to be empty, or that a source states that nothing is released. Items "
    "of a list are parted by '; ', and one that holds a semicolon stands in double quotes. An apostrophe at the start "
    "of a cell is not part of the text."
)

_SNAPSHOT = {"name": SNAPSHOT_COLUMN, "type": "string", "description": "State of the atlas"}


def export_datapackage(selection: Selection) -> bytes:
    """The descriptor, a tabular data package as Frictionless specifies it (version 1).

    Sizes in bytes and SHA-256 hashes are those of the CSV files of the same selection.
    """
    package = {
        "profile": "tabular-data-package",
        "name": "hfm-atlas",
        "title": "HFM Atlas: a literature map of healthcare foundation models",
        "description": " ".join([_NOTE, *_filter_note(selection)]),
        "homepage": selection.site_url,
        "version": selection.snapshot.version,
        "created": f"{selection.snapshot.date.isoformat()}T00:00:00Z",
        "id": selection.snapshot.content_hash,
        "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
        "resources": [
            _resource("models", _fields("model"), export_models_csv(selection), "id"),
            _resource("datasets", _fields("dataset"), export_datasets_csv(selection), "id"),
            _resource("results", _result_fields(), export_results_csv(selection)),
        ],
    }
    return indented_json(package)


def _filter_note(selection: Selection) -> list[str]:
    return (
        [f"The files hold what this filter accepts: {selection.filter} ({selection.found})."]
        if selection.filters
        else []
    )


def _resource(name: str, fields: list[dict[str, Any]], content: bytes, key: str = "") -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "schema": {"fields": fields, **({"primaryKey": key} if key else {}), "missingValues": [""]},
    }


def _fields(kind: Kind) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = [
        {
            "name": column.name,
            "type": "integer" if column.type == "integer" else "string",
            "description": column.help,
            **({"constraints": {"required": True, "unique": True}} if column.name == "id" else {}),
        }
        for column in csv_columns(kind)
    ]
    return [*fields, _SNAPSHOT]


def _result_fields() -> list[dict[str, Any]]:
    types = {"text": "string", "number": "number", "boolean": "boolean"}
    return [
        *({"name": one.name, "type": types[one.type], "description": one.help} for one in RESULT_COLUMNS),
        _SNAPSHOT,
    ]
