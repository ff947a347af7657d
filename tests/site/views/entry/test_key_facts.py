"""Key facts: every fact of the schema is on the page, and the kinds of nothing are distinguished."""

from __future__ import annotations

import pytest

from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.model.entries import ENTRY_CLASSES, Kind
from hfm_atlas.model.facts import evidence_paths
from hfm_atlas.model.fields import FIELDS
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.entry.key_facts import Fact, KeyFacts, key_facts
from hfm_atlas.site.views.quality.field_quality import entry_states
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY
from tests.making import make_entry

# Shown in the head of the page.
_IN_THE_HEAD = {"publication", "preprint"}


def facts_of(index: SiteIndex, id: str) -> KeyFacts:
    return key_facts(index, index.atlas.entries[id], index.sources(id))


def fact(facts: KeyFacts, path: str) -> Fact:
    return next(fact for group in facts.groups for fact in group.facts if fact.path == path)


@pytest.mark.parametrize("kind", ENTRY_CLASSES)
def test_no_fact_of_the_schema_is_left_out(kind: Kind) -> None:
    shown = {field.path for field in FIELDS if field.group_of(kind)}
    assert shown | _IN_THE_HEAD == {*evidence_paths(ENTRY_CLASSES[kind]), *({"clearances"} if kind == "model" else ())}


def test_a_fact_read_in_a_source_has_its_place(mini_index: SiteIndex) -> None:
    mark = fact(facts_of(mini_index, "hazelclip"), "builds_on").mark
    assert (mark.state, mark.source, mark.locator) == ("read", "Paper", "Sec. 2")
    assert mark.url == "https://doi.org/10.5555/hazel.2022.5"
    assert mark.label == "Source: Paper, Sec. 2"


def test_three_kinds_of_nothing(mini_index: SiteIndex) -> None:
    cedarnet = facts_of(mini_index, "cedarnet")
    assert fact(cedarnet, "architecture.parameters").absent == "not reported"
    assert fact(facts_of(mini_index, "elmprot"), "languages").absent == "not applicable"
    assert "Applications" in cedarnet.unchecked
    assert "Parameters" not in cedarnet.unchecked


def test_clinical_evidence_and_clearances_have_a_mark_each(mini_index: SiteIndex) -> None:
    facts = facts_of(mini_index, "hazelchat")
    (tested,) = fact(facts, "clinical_evidence").values
    assert (tested.text, tested.detail, tested.url) == (
        "Prospective study",
        "Grove Hospital, 40 patients",
        "taxonomy/clinical-evidence/prospective/",
    )
    assert tested.mark is not None
    assert (tested.mark.locator, tested.mark.via) == ("Ch. 5", "Copy (example.org)")
    assert tested.mark.day == "19 November 2026"
    (cleared,) = fact(facts, "clearances").values
    assert (cleared.text, cleared.detail) == ("GroveReader (Grove Devices)", "FDA, K269999, 4 May 2026")


def test_what_of_the_interface_does_not_apply_is_left_out(mini_index: SiteIndex) -> None:
    facts = facts_of(mini_index, "hazelchat")
    shown = [one.path for group in facts.groups for one in group.facts if one.path.startswith("interface")]
    assert shown == [f"interface.{part}" for part in ("input", "output", "context_length", "embedding_length", "load")]
    assert fact(facts, "interface.load").layout == "code"
    assert not {"Interface", "Magnification"} & set(facts.unchecked)
    assert "Interface" in facts_of(mini_index, "birchgpt").unchecked


def test_a_mark_says_when_and_at_which_version_and_whether_it_is_an_inference(mini_index: SiteIndex) -> None:
    facts = facts_of(mini_index, "hazelchat")
    read, inferred = fact(facts, "interface.context_length").mark, fact(facts, "adaptation_data").mark
    assert read is not None
    assert inferred is not None
    assert (read.day, read.version, read.certainty) == ("20 November 2026", "3d1f0c2", "primary")
    assert inferred.inferred


def test_nothing_upstream_is_a_statement(mini_index: SiteIndex) -> None:
    (value,) = fact(facts_of(mini_index, "elmprot"), "builds_on").values
    assert (value.text, value.detail, value.url) == ("nothing", "trained from scratch", None)


def test_lineage_says_how_and_which(mini_index: SiteIndex) -> None:
    frozen, tuned = fact(facts_of(mini_index, "hazelclip"), "builds_on").values
    assert (frozen.text, frozen.url) == ("AlderBERT", "models/alderbert/")
    assert frozen.detail == "used frozen – Encodes the reports."
    assert (tuned.text, tuned.detail) == ("FirViT", "fine-tuned")


def test_corpora_with_and_without_an_entry(mini_index: SiteIndex) -> None:
    (named,) = fact(facts_of(mini_index, "cedarnet"), "pretraining.corpora").values
    assert (named.text, named.url, named.detail) == ("12 hospitals' slides", None, "32,000 slides")
    (linked,) = fact(facts_of(mini_index, "elmprot"), "pretraining.corpora").values
    assert (linked.text, linked.url) == ("Reed Proteins", "datasets/reed-proteins/")
    assert linked.detail == "250\u00a0M sequences"


@pytest.mark.parametrize(("hours", "text"), [(1, "1 hour"), (1.5, "1.5 hours"), (1200, "1,200 hours")])
def test_one_hour_of_training_is_no_hours(mini_index: SiteIndex, hours: float, text: str) -> None:
    entry = make_entry(pretraining={"compute": {"hours": hours}})
    (value,) = fact(key_facts(mini_index, entry, mini_index.sources("alderbert")), "pretraining.compute").values
    assert value.text == text


def test_weights_that_are_not_released(mini_index: SiteIndex) -> None:
    (value,) = fact(facts_of(mini_index, "cedarnet"), "availability.weights").values
    assert (value.text, value.url) == ("not released", None)


def test_no_use_of_weights_that_are_not_released(mini_index: SiteIndex) -> None:
    use = fact(facts_of(mini_index, "cedarnet"), "effective_licence")
    assert (use.absent, use.is_unknown) == ("not applicable: weights not released", False)


def test_a_data_set_has_no_weights_to_use(mini_index: SiteIndex) -> None:
    facts = facts_of(mini_index, "fern-xray")
    assert "effective_licence" not in [one.path for group in facts.groups for one in group.facts]


def test_a_licence_leads_to_what_it_allows(mini_index: SiteIndex) -> None:
    (value,) = fact(facts_of(mini_index, "elmprot"), "availability.code_licence").values
    assert (value.text, value.url, value.detail) == ("MIT", "taxonomy/licences/mit/", "any use")
    (own,) = fact(facts_of(mini_index, "larchlm"), "availability.weights_licence").values
    assert own.url == "taxonomy/licences/grove/"


def test_a_licence_expression_says_what_it_allows_as_a_whole(mini_index: SiteIndex) -> None:
    (value,) = fact(facts_of(mini_index, "hazelchat"), "availability.code_licence").values
    assert (value.text, value.url, value.detail) == ("Apache-2.0 or MIT", None, "any use")


def test_the_page_names_as_many_unchecked_fields_as_the_review_counts(any_index: SiteIndex) -> None:
    for entry in any_index.atlas.entries.values():
        named = key_facts(any_index, entry, any_index.sources(entry.id)).unchecked
        assert len(named) == entry_states(entry).unchecked, entry.id


def test_what_weights_may_be_used_for_stands_next_to_their_licence(mini_index: SiteIndex) -> None:
    own = fact(facts_of(mini_index, "birchgpt"), "effective_licence")
    assert [(one.text, one.detail) for one in own.values] == [
        ("non-commercial only", "its weights are under Grove research licence")
    ]
    assert own.mark is None
    assert not own.is_unknown


def test_terms_of_training_data_stand_next_to_what_weights_allow(own_project: Project) -> None:
    file = own_project.entries / "datasets" / "moss-abstracts.yml"
    file.write_text(file.read_text("utf-8").replace("licence: CC-BY-4.0", "licence: LicenseRef-Grove"), "utf-8")
    checked = check_project(own_project, TODAY)
    index = SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas), checked.diagnostics, None)
    (use,) = fact(facts_of(index, "alderbert"), "effective_licence").values
    assert use.detail
    assert use.detail.endswith("; of the data it was trained on, not for commercial use: Moss Abstracts")


def test_nothing_is_said_of_weights_of_which_nothing_is_known(mini_index: SiteIndex) -> None:
    facts = facts_of(mini_index, "elmprot-2")
    assert "effective_licence" not in [one.path for group in facts.groups for one in group.facts]
    assert "effective_licence" in facts.unknown


def test_the_page_and_explore_agree_on_what_sources_do_not_say_of_weights(mini_index: SiteIndex) -> None:
    facts = facts_of(mini_index, "cedarseg")
    assert fact(facts, "effective_licence").absent == "not reported"
    assert "effective_licence" not in facts.unknown


def test_sizes_and_countries_of_a_data_set(mini_index: SiteIndex) -> None:
    fern = facts_of(mini_index, "fern-xray")
    assert [value.text for value in fact(fern, "size").values] == ["100,000 images"]
    assert [value.text for value in fact(fern, "regions").values] == ["Netherlands", "Norway"]
    assert [value.text for value in fact(fern, "languages").values] == ["English", "Dutch"]


def test_what_a_survey_says_of_itself(mini_index: SiteIndex) -> None:
    counts = fact(facts_of(mini_index, "he-2025"), "counts").values
    assert [value.text for value in counts] == ["7 methods", "4 datasets"]
