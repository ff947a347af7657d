from __future__ import annotations

import json
from pathlib import Path

import jsonschema
from hypothesis import given

from hfm_atlas.exports import Selection
from hfm_atlas.exports.published_json import export_json
from hfm_atlas.loading.published import PublishedAtlas, published_schema
from hfm_atlas.model.entries import Entry
from tests.exports.conftest import nasty_entries, with_entry

SCHEMA = Path(__file__).resolve().parents[2] / "schema" / "atlas.schema.json"


def test_everything_comes_back(any_selection: Selection) -> None:
    document = PublishedAtlas.model_validate_json(export_json(any_selection))
    assert tuple(document.entries) == any_selection.entries
    assert document.facets == [one.facet for one in any_selection.atlas.facets.values()]
    assert len(document.edges) == any_selection.graph.number_of_edges()
    assert document.snapshot.content_hash == any_selection.snapshot.content_hash


def test_a_field_that_nobody_checked_is_missing(selection: Selection) -> None:
    entries = {entry["id"]: entry for entry in json.loads(export_json(selection))["entries"]}
    assert "weights" not in entries["cedarseg"]["availability"]
    assert entries["cedarnet"]["architecture"]["parameters"] == "not reported"
    assert entries["elmprot"]["builds_on"] == []


def test_it_fits_its_schema(any_selection: Selection) -> None:
    schema = published_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(export_json(any_selection)))


def test_the_schema_refuses_what_does_not_fit(selection: Selection) -> None:
    document = json.loads(export_json(selection))
    document["entries"][0]["extra"] = 1
    assert not jsonschema.Draft202012Validator(published_schema()).is_valid(document)


def test_the_committed_schema_is_the_generated_one() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == published_schema()


@given(entry=nasty_entries())
def test_nasty_texts_come_back(selection: Selection, entry: Entry) -> None:
    document = PublishedAtlas.model_validate_json(export_json(with_entry(selection, entry)))
    assert document.entries == [entry]
