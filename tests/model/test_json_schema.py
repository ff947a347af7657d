from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft7Validator

from hfm_atlas.model.atlas import Atlas, LoadedEntry, LoadedFacet
from hfm_atlas.model.json_schema import build_schemas
from hfm_atlas.model.taxonomy import FACET_CLASSES, FacetId
from hfm_atlas.project import COLLECTIONS

_ROOT = Path(__file__).parents[2]
_KINDS = ("model", "dataset", "survey", "base")


@pytest.fixture(scope="module")
def schemas(mini_atlas: Atlas) -> dict[str, Draft7Validator]:
    built = {name: json.loads(text) for name, text in build_schemas(mini_atlas).items()}
    for one in built.values():
        Draft7Validator.check_schema(one)
    return {name.removesuffix(".schema.json"): Draft7Validator(one) for name, one in built.items()}


def _as_json(value: Any) -> Any:
    """The data as an editor sees it: dates are texts."""
    return json.loads(json.dumps(value, default=date.isoformat))


def _problems(validator: Draft7Validator, data: Any) -> list[str]:
    return [error.json_path for error in validator.iter_errors(_as_json(data))]


def test_every_entry_and_facet_fits_its_schema(mini_atlas: Atlas, schemas: dict[str, Draft7Validator]) -> None:
    loaded: list[LoadedEntry | LoadedFacet] = [*mini_atlas.loaded, *mini_atlas.facets.values()]
    assert len(loaded) == 33
    for one in loaded:
        data = one.document.data
        name = str(data.get("kind") or data["facet"])
        assert _problems(schemas.get(name, schemas["facet"]), data) == [], one.document.path


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"modalites": ["text"]}, "$"),
        ({"modalities": ["fundus"]}, "$.modalities"),
        ({"modalities": "text"}, "$.modalities"),
        ({"modalities": None}, "$.modalities"),
        ({"doi": "10.1/x"}, "$"),
        ({"subfield": "vison"}, "$.subfield"),
        ({"summary": "x" * 401}, "$.summary"),
        ({"tasks": "not-reported"}, "$.tasks"),
        ({"languages": [False]}, "$.languages"),
        ({"evidence": {"parameters": {"source": "paper", "locator": "Abstract"}}}, "$.evidence"),
        ({"evidence": {"tasks": {"source": "paper"}}}, "$.evidence.tasks"),
        ({"availability": {"code": "javascript:alert(1)"}}, "$.availability.code"),
        ({"builds_on": [{"model": "alderbert", "relation": "copies"}]}, "$.builds_on"),
        ({"pretraining": {"paradigms": ["masked-language-modelling"]}}, "$.pretraining.paradigms"),
        ({"architecture": {"parameters": ["110 million"]}}, "$.architecture.parameters"),
        ({"review": {"status": "finished", "on": "2026-11-24"}}, "$.review.status"),
        ({"kind": "models"}, "$.kind"),
    ],
)
def test_what_the_gate_refuses_does_not_fit(
    mini_atlas: Atlas, schemas: dict[str, Draft7Validator], change: dict[str, Any], place: str
) -> None:
    data = mini_atlas.documents["alderbert"].data | change

    assert place in _problems(schemas["model"], data)


@pytest.mark.parametrize(
    "change",
    [
        {"tasks": "not reported"},
        {"languages": "not applicable"},
        {"availability": {"code": "none", "weights_licence": "LicenseRef-Of-Nobody"}},
        {"architecture": {"parameters": [110000000, "1.5B"]}},
        {"pretraining": {"paradigms": ["none"], "compute": "not reported"}},
        {"builds_on": []},
    ],
)
def test_what_the_gate_accepts_fits(
    mini_atlas: Atlas, schemas: dict[str, Draft7Validator], change: dict[str, Any]
) -> None:
    assert _problems(schemas["model"], mini_atlas.documents["alderbert"].data | change) == []


def test_editors_get_terms_with_their_definitions(mini_atlas: Atlas) -> None:
    model = json.loads(build_schemas(mini_atlas)["model.schema.json"])
    tasks = model["definitions"]["tasks"]
    roots = model["definitions"]["pretraining-roots"]

    assert tasks["enumDescriptions"][tasks["enum"].index("segmentation")] == "Segmentation: Outline structures."
    assert roots["enum"] == ["generative", "contrastive", "hybrid", "supervised", "none"]
    assert all("description" in field for field in model["properties"].values() if "$ref" not in field)
    assert "challenges-all" in json.loads(build_schemas(mini_atlas)["opportunities.schema.json"])["definitions"]


def test_schemas_are_the_same_each_time(mini_atlas: Atlas) -> None:
    assert build_schemas(mini_atlas) == build_schemas(mini_atlas)


def test_the_editor_settings_cover_every_folder_and_facet() -> None:
    mapped = json.loads((_ROOT / ".vscode" / "settings.json").read_text("utf-8"))["yaml.schemas"]
    owners = {
        pattern: Path(schema).name.removesuffix(".schema.json")
        for schema, patterns in mapped.items()
        for pattern in ([patterns] if isinstance(patterns, str) else patterns)
    }

    folders = {f"entries/{folder}/*.yml": kind for folder, kind in COLLECTIONS.items()}
    facets = {f"taxonomy/{name}.yml": name if name in FACET_CLASSES else "facet" for name in get_args(FacetId)}
    assert owners == folders | facets
