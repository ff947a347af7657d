from __future__ import annotations

from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.classification import Comparison, compare_classification
from hfm_atlas.model.entries import SurveyEntry
from hfm_atlas.model.statistics import Coverage, Difference, count_entries, count_survey


def test_entries_by_kind_and_subfield(mini_atlas: Atlas) -> None:
    counts = count_entries(list(mini_atlas.entries.values()))

    assert counts.entries == {"model": 8, "dataset": 4, "survey": 2, "base": 3}
    assert counts.models == {"bioinformatics": 2, "language": 2, "multimodal": 2, "vision": 2}
    assert counts.datasets == {"language": 2, "multimodal": 1, "not applicable": 1}
    assert counts.facts == counts.facts_with_evidence > 100
    assert counts.sourced_links == 15


def test_the_three_kinds_of_nothing_are_counted_apart(mini_atlas: Atlas) -> None:
    coverage = count_entries(list(mini_atlas.entries.values())).coverage
    models = {one.field: one for one in coverage["model"]}
    datasets = {one.field: one for one in coverage["dataset"]}

    assert models["adaptation"] == Coverage("adaptation", 7, 1, 0, 0, 7)
    assert models["languages"] == Coverage("languages", 3, 0, 4, 1, 3)
    assert models["pretraining.compute"] == Coverage("pretraining.compute", 1, 0, 2, 5, 1)
    assert models["builds_on"].stated == 8
    assert datasets["derived_from"] == Coverage("derived_from", 1, 0, 0, 3, 1)
    for one in (*models.values(), *datasets.values()):
        assert one.stated + one.not_reported + one.not_applicable + one.unchecked in (4, 8)


def test_a_survey_is_counted_by_its_own_filing(mini_atlas: Atlas) -> None:
    survey = mini_atlas.entries["he-2025"]
    assert isinstance(survey, SurveyEntry)

    counts = count_survey(mini_atlas, survey)

    assert counts.claimed == {"methods": 7, "datasets": 4}
    assert counts.methods == {"bioinformatics": 1, "language": 2, "multimodal": 1, "vision": 1}
    assert counts.datasets == {"language": 2, "not applicable": 1, "vision": 1}
    assert counts.pretraining == {"contrastive": 1, "generative": 1, "hybrid": 1, "none": 1, "supervised": 1}
    assert counts.adaptation == {"adapter-tuning": 2, "fine-tuning": 3, "prompt-engineering": 2}
    assert counts.companion == 1  # cedarseg, which the numbers above leave out
    assert counts.differences == (
        Difference("alderbert", "pretraining", "hybrid", "generative"),
        Difference("cedarseg", "subfields", "multimodal", "vision"),
        Difference("cedarseg", "adaptation", "fine-tuning", "adapter-tuning"),
        Difference("fern-xray", "subfields", "vision", "multimodal"),
        Difference("hazelclip", "pretraining", "contrastive", "hybrid"),
    )


def test_several_paradigms_are_what_a_survey_calls_hybrid() -> None:
    assert not Comparison("pretraining", ("hybrid",), ("contrastive", "generative")).differs
    assert Comparison("pretraining", ("hybrid",), ("generative",)).differs
    assert Comparison("adaptation", ("fine-tuning",), ("adapter-tuning", "fine-tuning")).differs


def test_what_the_atlas_leaves_open_is_no_difference(mini_atlas: Atlas) -> None:
    assert not Comparison("adaptation", ("fine-tuning",), ()).differs
    (listing,) = mini_atlas.entries["juniper-2023"].listed_by
    assert list(compare_classification(mini_atlas, mini_atlas.entries["juniper-2023"], listing)) == []


def test_the_root_of_a_term(mini_atlas: Atlas) -> None:
    assert mini_atlas.root_of("challenges", "label-scarcity") == "data"
    assert mini_atlas.root_of("challenges", "data") == "data"
    assert mini_atlas.root_of("challenges", "unknown") == "unknown"
