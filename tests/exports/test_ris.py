from __future__ import annotations

import warnings
from typing import Any, get_args

import pytest
import rispy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hfm_atlas.citation.ris import ris_entry, ris_record
from hfm_atlas.exports import Selection
from hfm_atlas.exports.ris import export_selection_ris
from hfm_atlas.model.entries import Entry, PublicationType
from hfm_atlas.model.publication import page_range
from tests.exports.conftest import nasty_entries, with_entry
from tests.making import make_entry, make_publication
from tests.zotero import ITEM_TYPES, RIS_PRINTED, RIS_TYPES


def records(selection: Selection) -> list[dict[str, object]]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return rispy.loads(export_selection_ris(selection).decode("utf-8"))


def test_a_record_with_everything(selection: Selection) -> None:
    entry = make_entry(
        publication={
            "authors": ["Doe, Jane", "The Foomed Team", "King, Jr., Martin", "others"],
            "month": 2,
            "volume": "12",
            "number": "3",
            "pages": "12-34",
            "doi": "10.1234/5",
            "pmid": "123",
            "publisher": "Ex & Co",
        },
        preprint={"server": "arxiv", "id": "2401.00001", "year": 2024},
    )
    text = export_selection_ris(with_entry(selection, entry)).decode("utf-8")
    assert text.replace(selection.snapshot.label, "SNAPSHOT") == (
        "TY  - JOUR\n"
        "ID  - foomed\n"
        "AU  - Doe, Jane\n"
        "AU  - The Foomed Team\n"
        "AU  - King, Martin, Jr.\n"
        "TI  - Foomed: a model of nothing\n"
        "T2  - Journal of Examples\n"
        "PB  - Ex & Co\n"
        "PY  - 2024\n"
        "DA  - 2024/02//\n"
        "VL  - 12\n"
        "IS  - 3\n"
        "SP  - 12\n"
        "EP  - 34\n"
        "DO  - 10.1234/5\n"
        "AN  - 123\n"
        "UR  - https://doi.org/10.1234/5\n"
        "UR  - https://arxiv.org/abs/2401.00001\n"
        "N1  - The list of authors goes on.\n"
        "N1  - SNAPSHOT\n"
        "ER  - \n"
    )


def test_rispy_reads_back_what_was_written(any_selection: Selection) -> None:
    found = records(any_selection)
    assert len(found) == len(any_selection.entries)
    for record, entry in zip(found, any_selection.entries, strict=True):
        assert record == with_note(ris_record(entry), any_selection.snapshot.label)


def with_note(record: dict[str, Any], note: str) -> dict[str, Any]:
    return {**record, "notes": [*record.get("notes", []), note]}


def test_a_preprint_names_its_server_and_can_be_found(selection: Selection) -> None:
    record = ris_record(selection.atlas.entries["birchgpt"])
    id = selection.atlas.entries["birchgpt"].preprint
    assert id is not None
    assert (record["type_of_work"], record["secondary_title"], record["name_of_database"]) == (
        "Preprint",
        "arXiv",
        "arXiv",
    )
    assert (record["doi"], record["accession_number"]) == (f"10.48550/arXiv.{id.id}", f"arXiv:{id.id}")


def test_zotero_knows_every_type() -> None:
    kinds = {kind: ris_record(make_entry(publication={"type": kind})) for kind in get_args(PublicationType)}
    found = {kind: RIS_TYPES[record["type_of_reference"]] for kind, record in kinds.items()}
    # It has no type of RIS for preprints.
    assert found == {**ITEM_TYPES, "preprint": "manuscript"}


def test_nothing_that_reference_lists_print_names_the_snapshot(selection: Selection) -> None:
    lines = export_selection_ris(selection).decode().splitlines()
    assert {line[:2] for line in lines if selection.snapshot.label in line} == {"N1"}
    assert "N1" not in RIS_PRINTED


def test_one_entry_is_a_record_without_a_database() -> None:
    lines = ris_entry(make_entry()).splitlines()
    assert lines[0] == "TY  - JOUR"
    assert lines[-1] == "ER  - "
    assert not [line for line in lines if line.startswith("DB")]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("12-34", ("12", "34")),
        ("1437-1452.e17", ("1437", "1452.e17")),
        ("S2 – S9", ("S2", "S9")),
        ("bbac409", ("bbac409", "")),
        ("1-3, 7-9", ("1-3, 7-9", "")),
        ("", ("", "")),
    ],
)
def test_pages_are_a_range_or_stay_in_one_piece(pages: str, expected: tuple[str, str]) -> None:
    assert page_range(pages) == expected


def test_proceedings_with_volumes_and_issues_are_a_periodical() -> None:
    record = ris_record(make_publication(type="inproceedings", volume="33", number="1"))
    assert (record["type_of_reference"], record["volume"], record["number"]) == ("JOUR", "33", "1")
    assert ris_record(make_publication(type="inproceedings", volume="33"))["type_of_reference"] == "CPAPER"


def test_a_semicolon_does_not_part_an_address() -> None:
    entry = make_entry(publication={"url": "https://example.org/a;b"})
    assert ris_record(entry)["urls"] == ["https://example.org/a%3Bb"]


@given(entry=st.one_of(nasty_entries("model"), nasty_entries("base")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nasty_texts_come_back(selection: Selection, entry: Entry) -> None:
    (record,) = records(with_entry(selection, entry))
    assert record == with_note(ris_record(entry), selection.snapshot.label)
