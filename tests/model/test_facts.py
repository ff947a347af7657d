from __future__ import annotations

import pytest

from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import BaseEntry, DatasetEntry, ModelEntry, SurveyEntry
from hfm_atlas.model.facts import fact_paths, self_sourced_facts, stated_facts
from hfm_atlas.model.states import value_at


def test_fact_paths_follow_the_order_of_a_file() -> None:
    assert fact_paths(BaseEntry) == (
        "developer",
        "publication",
        "preprint",
        "architecture.family",
        "architecture.parameters",
        "builds_on",
        "modalities",
        "availability.code",
        "availability.code_licence",
        "availability.weights",
        "availability.weights_access",
        "availability.weights_licence",
    )
    assert fact_paths(SurveyEntry) == ("subfields", "publication", "preprint", "counts")
    assert "pretraining.corpora" in fact_paths(ModelEntry)
    assert "size" in fact_paths(DatasetEntry)


@pytest.mark.parametrize("path", ["summary", "challenges", "review", "evidence", "subfield", "listed_by"])
def test_what_the_entry_says_of_itself_is_no_fact(path: str) -> None:
    assert path not in fact_paths(ModelEntry)


def test_nothing_is_not_stated(mini_atlas: Atlas) -> None:
    birchgpt = mini_atlas.entries["birchgpt"]
    stated = stated_facts(birchgpt)

    assert value_at(birchgpt, "pretraining.compute") == "not applicable"
    assert "pretraining.compute" not in stated
    assert value_at(birchgpt, "representations") is None
    assert value_at(birchgpt, "availability.code") == "none"
    assert "availability.code" in stated
    assert set(stated) == {*birchgpt.evidence, "clinical_evidence"}


def test_links_and_results_bring_their_own_source(mini_atlas: Atlas) -> None:
    assert self_sourced_facts(mini_atlas.entries["birchgpt"]) == 4
    assert self_sourced_facts(mini_atlas.entries["oakbert"]) == 0
