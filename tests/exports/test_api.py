from __future__ import annotations

import json
from pathlib import PurePosixPath

from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from hfm_atlas.exports import Selection, api_files
from hfm_atlas.model.entries import ENTRY_CLASSES


def test_one_file_an_entry_and_a_term(any_selection: Selection) -> None:
    files = dict(api_files(any_selection))
    terms = sum(1 for _ in any_selection.atlas.all_terms())
    assert len(files) == 2 + len(any_selection.entries) + terms
    for entry in any_selection.entries:
        content = files[f"api/v1/entries/{entry.id}.json"]
        assert ENTRY_CLASSES[entry.kind].model_validate_json(content) == entry
    for path in files:
        assert not PurePosixPath(path).is_absolute()
        assert ".." not in path


def test_the_index_leads_to_every_file(selection: Selection) -> None:
    files = dict(api_files(selection))
    index = json.loads(files["api/v1/index.json"])
    assert index["snapshot"]["content_hash"] == selection.snapshot.content_hash
    addresses = [item["href"] for item in (*index["entries"], *index["terms"])]
    assert {address.removeprefix(selection.site_url) for address in addresses} == files.keys() - {
        "api/v1/index.json",
        "api/v1/openapi.json",
    }
    alder = index["entries"][0]
    assert (alder["id"], alder["former_ids"]) == ("alderbert", ["alder"])
    assert alder["page"] == "https://hfm-atlas.github.io/hfm-atlas/models/alderbert/"


def test_a_term_lists_what_is_below_it_and_who_says_something(selection: Selection) -> None:
    files = dict(api_files(selection))
    scarcity = json.loads(files["api/v1/terms/challenges/label-scarcity.json"])
    assert scarcity["broader"] == "scarcity"
    assert [link["id"] for link in scarcity["entries"]] == ["alderbert", "cedarnet", "hazelclip"]
    assert all(link["type"] == "addresses" and link["note"] for link in scarcity["entries"])
    assert json.loads(files["api/v1/terms/challenges/scarcity.json"])["narrower"] == ["label-scarcity"]


def test_the_description_holds_for_every_file(any_selection: Selection) -> None:
    files = dict(api_files(any_selection))
    description = json.loads(files["api/v1/openapi.json"])
    for path, schema in (("index.json", "ApiIndex"), ("terms/", "ApiAnyTerm"), ("entries/", "Entry")):
        validator = Draft202012Validator({**description, "$ref": f"#/components/schemas/{schema}"})
        found = [content for name, content in files.items() if name.startswith(f"api/v1/{path}")]
        assert found
        for content in found[:40]:
            assert [error.message for error in validator.iter_errors(json.loads(content))] == []


def test_the_description_says_what_index_and_terms_hold(selection: Selection) -> None:
    schemas = json.loads(dict(api_files(selection))["api/v1/openapi.json"])["components"]["schemas"]
    assert set(schemas["ApiIndex"]["required"]) == {"snapshot", "licence", "entries", "terms"}
    assert {"facet", "narrower", "entries", "definition"} <= schemas["ApiLicenceTerm"]["properties"].keys()


def test_the_description_is_openapi(selection: Selection) -> None:
    description = json.loads(dict(api_files(selection))["api/v1/openapi.json"])
    validate(description)
    assert set(description["paths"]) == {"/index.json", "/entries/{id}.json", "/terms/{facet}/{id}.json"}
