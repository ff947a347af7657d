from __future__ import annotations

import json
import warnings
from dataclasses import replace
from typing import get_args

from citeproc.source.json import CiteProcJSON
from hypothesis import given

from hfm_atlas.citation.csl import csl_item
from hfm_atlas.exports import Selection
from hfm_atlas.exports.csl_json import export_csl_json
from hfm_atlas.model.entries import Entry, PublicationType
from hfm_atlas.model.publication import publication_authors
from tests.exports.conftest import nasty_entries, with_entry
from tests.making import make_entry
from tests.zotero import CSL_TYPES


def test_an_item_with_everything() -> None:
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
        }
    )
    assert csl_item(entry) == {
        "id": "foomed",
        "type": "article-journal",
        "title": "Foomed: a model of nothing",
        "author": [
            {"family": "Doe", "given": "Jane"},
            {"literal": "The Foomed Team"},
            {"family": "King", "given": "Martin", "suffix": "Jr."},
        ],
        "issued": {"date-parts": [[2024, 2]]},
        "container-title": "Journal of Examples",
        "publisher": "Ex & Co",
        "volume": "12",
        "issue": "3",
        "page": "12-34",
        "DOI": "10.1234/5",
        "PMID": "123",
        "URL": "https://doi.org/10.1234/5",
        "note": "The list of authors goes on.",
    }


def test_a_preprint_carries_its_number_and_the_doi_of_its_server() -> None:
    preprint = {"server": "arxiv", "id": "2401.00001", "year": 2024}
    item = csl_item(make_entry(publication={"type": "preprint", "venue": "arXiv"}, preprint=preprint))
    assert item["type"] == "article"
    assert (item["genre"], item["publisher"], item["number"]) == ("Preprint", "arXiv", "arXiv:2401.00001")
    assert item["DOI"] == "10.48550/arXiv.2401.00001"
    assert item["URL"] == "https://arxiv.org/abs/2401.00001"
    assert "container-title" not in item


def test_a_number_names_no_server_that_is_named_already() -> None:
    preprint = {"server": "biorxiv", "id": "2024.10.10.615955", "year": 2024}
    item = csl_item(make_entry(publication={"type": "preprint", "venue": "bioRxiv"}, preprint=preprint))
    assert (item["publisher"], item["number"]) == ("bioRxiv", "2024.10.10.615955")


def test_citeproc_reads_every_item(any_selection: Selection) -> None:
    items = json.loads(export_csl_json(any_selection))
    assert [item["id"] for item in items] == [entry.id for entry in any_selection.entries]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        source = CiteProcJSON(items)
    for entry in any_selection.entries:
        reference = source[entry.id.lower()]
        assert str(reference.title) == entry.publication.title
        assert reference.issued.year == entry.publication.year
        assert len(reference.author) == len(publication_authors(entry))


@given(entry=nasty_entries())
def test_nasty_texts_come_back(selection: Selection, entry: Entry) -> None:
    (item,) = json.loads(export_csl_json(with_entry(selection, entry)))
    assert {**item, **of_software(entry)} == {**csl_item(entry), **of_software(entry)}


def of_software(entry: Entry) -> dict[str, str]:
    return {"type": "webpage", "genre": "Computer software"} if entry.publication.type == "software" else {}


def test_zotero_reads_the_whole_file(any_selection: Selection) -> None:
    kinds = [make_entry(id=kind, publication={"type": kind}) for kind in get_args(PublicationType)]
    for selection in (any_selection, replace(any_selection, entries=tuple(kinds))):
        assert {item["type"] for item in json.loads(export_csl_json(selection))} <= CSL_TYPES


def test_no_field_names_the_snapshot(selection: Selection) -> None:
    assert selection.snapshot.label.encode() not in export_csl_json(selection)
