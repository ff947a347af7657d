"""What the search looks through, and what it finds: names first, and what readers mean by other words."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hfm_atlas.query.reading import read_words
from hfm_atlas.query.vocabulary import build_vocabulary
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.routes import SiteFacts, plan_pages
from hfm_atlas.site.search_index import SearchRecord, search_json, search_records, vocabulary_json
from hfm_atlas.site.views.overview.explorer import explorer_view

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
QUERIES = list(csv.DictReader((SCRIPTS / "queries.csv").read_text("utf-8").splitlines()))
READINGS = list(csv.DictReader((SCRIPTS / "readings.csv").read_text("utf-8").splitlines()))
ENTRY = re.compile(r"(models|datasets|surveys|base)/.")
SITE = SiteFacts("https://example.org/atlas/")
needs_node = pytest.mark.skipif(not shutil.which("node"), reason="node is not there")


def by_url(index: SiteIndex) -> dict[str, SearchRecord]:
    return {record.url: record for record in search_records(index, ())}


def test_other_names_are_among_the_records(mini_index: SiteIndex) -> None:
    records = by_url(mini_index)
    assert "Oak encoder" in records["base/oakbert/"].names
    assert records["base/oakbert/"].kind == "Base model"
    assert (records["models/elmprot/"].kind, records["models/elmprot/"].group) == ("Bioinformatics model", "Models")
    assert "QA" in records["taxonomy/tasks/question-answering/"].names


def test_every_page_has_one_record(mini_index: SiteIndex) -> None:
    pages = list(plan_pages(mini_index, SiteFacts()))
    assert sorted(one.url for one in search_records(mini_index, pages)) == sorted(
        page.url for page in pages if page.url
    )


def test_sections_of_prose_are_found_by_what_they_explain(real_index: SiteIndex) -> None:
    records = by_url(real_index)
    formats = records["data/#formats"]
    assert (formats.title, formats.kind) == ("Formats", "In Data and formats")
    assert "parquet" in formats.names
    assert "data frames" in formats.text
    assert records["vocabulary/#evaluatedOn"].title == "evaluatedOn"
    # A comment in a block of code is no heading.
    assert not any("successor" in url for url in records if url.startswith("python/"))


@pytest.mark.parametrize("index", ["mini_index", "real_index"])
def test_a_field_that_no_entry_states_leads_to_its_meaning(request: pytest.FixtureRequest, index: str) -> None:
    found: SiteIndex = request.getfixturevalue(index)
    is_stated = any(getattr(entry, "clearances", ()) for entry in found.atlas.entries.values())
    record = by_url(found).get("contribute/fields/#clearances")
    assert (record is None) == is_stated
    assert record is None or "fda cleared" in record.names


def test_an_entry_names_the_records_of_its_terms(mini_index: SiteIndex) -> None:
    raw = json.loads(search_json(mini_index, ()))
    records = {record[0]: record for record in raw["records"]}
    terms = [raw["records"][place][0] for place in records["models/elmprot/"][5]]
    assert terms == list(by_url(mini_index)["models/elmprot/"].terms)
    assert "subfields/bioinformatics/" in terms


def test_a_record_has_the_words_of_notes_and_evidence_that_stand_nowhere_else_in_it(mini_index: SiteIndex) -> None:
    words = by_url(mini_index)["models/hazelchat/"].facts.split()
    assert {"grove", "hospital", "radiologists"} <= set(words)
    assert len(words) == len(set(words))


def find(index: SiteIndex, folder: Path, queries: list[str]) -> list[tuple[bool, list[str]]]:
    """Of each query, whether it is a question to Explore, and addresses of the best hits, by the site's own script."""
    records, vocabulary, asked = (folder / name for name in ("records.json", "vocabulary.json", "queries.json"))
    records.write_bytes(search_json(index, plan_pages(index, SITE)))
    vocabulary.write_bytes(vocabulary_json(index, explorer_view(index)))
    asked.write_text(json.dumps(queries), "utf-8")
    command = ["node", str(SCRIPTS / "rank.mjs"), str(records), str(vocabulary), str(asked)]
    answer = subprocess.run(command, capture_output=True, check=True, text=True)
    return [(is_question, hits) for is_question, hits in json.loads(answer.stdout)]


@needs_node
def test_an_entry_is_the_first_hit_for_its_name(real_index: SiteIndex, tmp_path: Path) -> None:
    names = {url: one.title for url, one in by_url(real_index).items() if ENTRY.match(url)}
    found = dict(zip(names, find(real_index, tmp_path, list(names.values())), strict=True))
    assert {names[url]: hits for url, (_, hits) in found.items() if url not in hits[:3]} == {}
    assert sum(hits[0] == url for url, (_, hits) in found.items()) >= 0.97 * len(names)
    assert [names[url] for url, (is_question, _) in found.items() if is_question] == []


@needs_node
def test_what_readers_ask_for_is_among_the_first_three(real_index: SiteIndex, tmp_path: Path) -> None:
    known = {record.url for record in search_records(real_index, plan_pages(real_index, SITE))}
    assert [row["page"] for row in QUERIES if row["page"] not in known] == []
    found = find(real_index, tmp_path, [row["query"] for row in QUERIES])
    hits = {row["query"]: hits[:3] for row, (_, hits) in zip(QUERIES, found, strict=True)}
    missed = {row["query"]: hits[row["query"]] for row in QUERIES if row["page"] not in hits[row["query"]]}
    assert len(QUERIES) >= 100
    assert len(missed) <= 0.05 * len(QUERIES), missed


@needs_node
@pytest.mark.parametrize(
    ("query", "own"),
    [
        ("open ct models for commercial use", "models/openus/"),
        ("CT segmentation with open weights", "models/openbiollm/"),
        ("pulmonary embolism", "datasets/chembl/"),
        ("sonography", "taxonomy/modalities/ct/"),
    ],
)
def test_what_only_looks_like_the_words_is_not_found(
    real_index: SiteIndex, tmp_path: Path, query: str, own: str
) -> None:
    assert own in by_url(real_index)
    ((_, hits),) = find(real_index, tmp_path, [query])
    assert own not in hits


@needs_node
def test_the_script_reads_questions_as_the_program_does(real_index: SiteIndex, tmp_path: Path) -> None:
    vocabulary, asked = tmp_path / "vocabulary.json", tmp_path / "questions.json"
    vocabulary.write_bytes(vocabulary_json(real_index, explorer_view(real_index)))
    asked.write_text(json.dumps([row["question"] for row in READINGS]), "utf-8")
    command = ["node", str(SCRIPTS / "read.mjs"), str(vocabulary), str(asked)]
    read = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    told = build_vocabulary(real_index.atlas)
    assert len(QUERIES) + len(READINGS) >= 150
    for row, (query, labels, unread, address) in zip(READINGS, read, strict=True):
        assert (query, "; ".join(unread)) == (row["query"], row["unread"]), row["question"]
        assert labels == read_words(row["question"], told).labels
        assert address.startswith("explore/?")
