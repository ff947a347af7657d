"""Gaps: pairs of a task and a modality without a model, each once, at the widest terms."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from hfm_atlas.discovery.completeness import Coverage, Estimate
from hfm_atlas.exports.gaps import export_gaps_csv
from hfm_atlas.model.graph import classifications
from hfm_atlas.query.selection import Selection


def gaps_of(selection: Selection) -> dict[tuple[str, str], dict[str, str]]:
    rows = csv.DictReader(io.StringIO(export_gaps_csv(selection).decode("utf-8"), newline=""), strict=True)
    return {(row["task"], row["modality"]): row for row in rows}


def test_a_gap_stands_once_at_its_widest_terms(selection: Selection) -> None:
    gaps = gaps_of(selection)
    assert ("structure-prediction", "chest-x-ray") in gaps or ("structure-prediction", "imaging") in gaps
    broader = {term.id: term.broader for facet in ("tasks", "modalities") for term in selection.atlas.terms(facet)}
    for task, modality in gaps:
        assert (broader[task], modality) not in gaps
        assert (task, broader[modality]) not in gaps


def test_no_model_is_filed_under_a_gap(any_selection: Selection) -> None:
    gaps = gaps_of(any_selection)
    assert gaps
    for model in any_selection.entries_of("model"):
        filed = set(classifications(model))
        tasks, modalities = ([id for facet, id in filed if facet == one] for one in ("tasks", "modalities"))
        assert not {(task, modality) for task in tasks for modality in modalities} & gaps.keys()


def test_a_gap_names_its_neighbours(selection: Selection) -> None:
    row = gaps_of(selection)["segmentation", "text"]
    assert int(row["task_models"]) == 2
    assert row["same_modality"] == "image-classification (1)"
    assert row["same_task"] == "imaging (2)"


def test_an_unchecked_model_may_fill_a_gap(selection: Selection) -> None:
    before = gaps_of(selection)["structure-prediction", "text"]
    entries = tuple(
        entry.model_copy(update={"modalities": None}) if entry.id == "elmprot" else entry for entry in selection.entries
    )
    after = gaps_of(replace(selection, entries=entries))["structure-prediction", "text"]
    assert int(after["may"]) == int(before["may"]) + 1


def test_a_gap_tells_what_a_search_found_of_its_modality(selection: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    imaging = Coverage(found=7, entries=("hazelclip",), estimate=Estimate(3, 3, 7, 0, None, None, None))
    monkeypatch.setattr("hfm_atlas.exports.gaps.modality_coverage", lambda atlas: {"imaging": imaging})
    gaps = gaps_of(selection)
    found = {(row["found_of"], row["found"], row["found_with_entry"]) for row in gaps.values()}
    assert found == {("imaging", "7", "1"), ("", "", "")}
    broadest = {modality: selection.atlas.root_of("modalities", modality) for _, modality in gaps}
    assert all((row["found_of"] == "imaging") == (broadest[one] == "imaging") for (_, one), row in gaps.items())
    part = replace(selection, entries=selection.entries[1:])
    assert len(part.entries_of("model")) < len(selection.entries_of("model"))
    assert {row["found"] for row in gaps_of(part).values()} == {""}


def test_a_gap_of_a_part_tells_how_many_models_the_atlas_has_of_it(selection: Selection) -> None:
    assert {row["atlas_models"] for row in gaps_of(selection).values()} == {"0"}
    part = replace(selection, entries=tuple(one for one in selection.entries if one.id != "cedarseg"))
    inner = {pair: row["atlas_models"] for pair, row in gaps_of(part).items()}
    assert set(inner.values()) == {"0", "1"}
    assert not {pair for pair, number in inner.items() if number == "1"} & gaps_of(selection).keys()
