"""References are found from the schema, in entries and in facets, wherever they stand."""

from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.model.references import find_addresses, find_references
from hfm_atlas.model.values import InAtlas


def test_an_entry(mini_atlas: Atlas) -> None:
    found = find_references(mini_atlas.documents["alderbert"])
    facets = {(path, marker.facet, id) for path, marker, id in found if not isinstance(marker, InAtlas)}
    entries = {(path, id) for path, marker, id in found if isinstance(marker, InAtlas)}
    assert (("architecture", "family"), "architectures", "transformer-encoder") in facets
    assert (("tasks", 1), "tasks", "question-answering") in facets
    assert (("pretraining", "paradigms", 0), "pretraining", "generative") in facets
    assert (("results", 0, "task"), "tasks", "question-answering") in facets
    assert (("challenges", 1, "term"), "challenges", "training-cost") in facets
    assert (("listed_by", 0, "adaptation", 0), "adaptation", "fine-tuning") in facets
    assert entries == {
        (("builds_on", 0, "model"), "oakbert"),
        (("pretraining", "corpora", 0, "dataset"), "moss-abstracts"),
        (("results", 0, "benchmark"), "lichen-qa"),
        (("listed_by", 0, "survey"), "he-2025"),
    }


def test_a_kind_of_nothing_is_no_reference(mini_atlas: Atlas) -> None:
    found = find_references(mini_atlas.documents["birchgpt"])
    assert not [path for path, _, _ in found if path[:2] in (("pretraining", "corpora"), ("pretraining", "objectives"))]


def test_a_facet(mini_atlas: Atlas) -> None:
    tasks = find_references(mini_atlas.facets["tasks"].document)
    assert [(path, marker.facet, id) for path, marker, id in tasks if not isinstance(marker, InAtlas)][:2] == [
        (("terms", 1, "broader"), "tasks", "language-tasks"),
        (("terms", 2, "broader"), "tasks", "language-tasks"),
    ]
    answers = find_references(mini_atlas.facets["opportunities"].document)
    assert (("terms", 1, "answers", 0, "challenge"), "hallucination") in [(path, id) for path, _, id in answers]


def test_every_reference_of_every_entry_is_at_its_place(mini_atlas: Atlas) -> None:
    assert {document.data["kind"] for document in mini_atlas.documents.values()} == set(ENTRY_CLASSES)
    for document in mini_atlas.documents.values():
        for path, _, id in find_references(document):
            assert document.source_text(document.locate(path)).strip("\"'") == id, (document.path, path)


def test_addresses(mini_atlas: Atlas) -> None:
    assert find_addresses(mini_atlas.documents["lichen-qa"]) == [
        "https://example.org/lichen",
        "https://doi.org/10.5555/lichen.2019.2",
    ]
    assert "https://example.org/alder/card" in find_addresses(mini_atlas.documents["alderbert"])
