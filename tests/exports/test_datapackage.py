from __future__ import annotations

import hashlib
import json
from pathlib import Path

import frictionless
import pytest

from hfm_atlas.exports import EXPORTERS, Selection
from hfm_atlas.exports.csv_tables import export_models_csv
from hfm_atlas.exports.datapackage import export_datapackage
from hfm_atlas.exports.results import result_rows


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_frictionless_finds_the_tables_as_described(any_selection: Selection, tmp_path: Path) -> None:
    for name in ("datapackage", "models-csv", "datasets-csv", "results-csv"):
        exporter = EXPORTERS[name]
        (tmp_path / exporter.filename).write_bytes(exporter.export(any_selection))
    report = frictionless.validate(tmp_path / "datapackage.json")
    assert report.valid, report.flatten(["type", "message"])
    assert [task.stats["rows"] for task in report.tasks] == [
        len(any_selection.entries_of("model")),
        len(any_selection.entries_of("dataset")),
        len(result_rows(any_selection)),
    ]


def test_it_names_state_and_checksums(selection: Selection) -> None:
    package = json.loads(export_datapackage(selection))
    assert package["id"] == selection.snapshot.content_hash
    models = package["resources"][0]
    content = export_models_csv(selection)
    assert models["bytes"] == len(content)
    assert models["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert all(field["description"] for field in models["schema"]["fields"])
