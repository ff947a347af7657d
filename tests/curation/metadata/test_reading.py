from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfm_atlas.curation.metadata import BibliographicRecord, InvalidRecordError
from hfm_atlas.curation.metadata.arxiv import read_atom
from hfm_atlas.curation.metadata.bibtex import read_bibtex
from hfm_atlas.curation.metadata.crossref import read_csl
from hfm_atlas.curation.metadata.pubmed import read_pubmed
from hfm_atlas.curation.metadata.record import clean, page_range

ANSWERS = Path(__file__).parent / "answers"
TITLE = "RowanBERT: a model of invented R&D"
AUTHORS = ("Rowan, Rhea", "de la Sorbe, Jr., Émile", "The Grove Team")


def answer(name: str) -> str:
    return (ANSWERS / name).read_text("utf-8")


def test_crossref() -> None:
    assert read_csl(answer("crossref.json"), "here") == BibliographicRecord(
        source="here",
        type="article",
        title=TITLE,
        authors=AUTHORS,
        year=2024,
        month=3,
        venue="Journal of Invented Informatics",
        publisher="Forest Press",
        volume="40",
        number="3",
        pages="101-110",
        doi="10.5555/rowan.2024.1",
        arxiv="2305.99931",
    )


def test_another_agency() -> None:
    record = read_csl(answer("datacite.json"), "here")
    assert (record.type, record.title, record.year) == ("dataset", "Sorbus: invented records", 2022)
    assert (record.publisher, record.month, record.venue) == ("Invented Data", None, None)


def test_arxiv() -> None:
    assert read_atom(answer("arxiv.xml"), "here", "2305.99931") == BibliographicRecord(
        source="here",
        type="preprint",
        title=TITLE,
        authors=("Rowan, Rhea", "de la Sorbe, Émile", "The-Grove-Team"),
        year=2023,
        month=5,
        venue="arXiv",
        arxiv="2305.99931",
        preprint_year=2023,
    )


def test_pubmed() -> None:
    assert read_pubmed(answer("pubmed.xml"), "here", "99999977") == BibliographicRecord(
        source="here",
        type="article",
        title=TITLE,
        authors=AUTHORS,
        year=2024,
        month=3,
        venue="Journal of Invented Informatics",
        volume="40",
        number="3",
        pages="101-110",
        doi="10.5555/rowan.2024.1",
        pmid="99999977",
    )


@pytest.mark.parametrize(
    ("journal", "venue", "type_"),
    [
        ("Bioinformatics (Oxford, England)", "Bioinformatics", "article"),
        ("bioRxiv : the preprint server for biology", "bioRxiv", "preprint"),
        ("Research square", "Research Square", "preprint"),
        ("ArXiv", "arXiv", "preprint"),
    ],
)
def test_journals_as_pubmed_names_them(journal: str, venue: str, type_: str) -> None:
    record = read_pubmed(answer("pubmed.xml").replace("Journal of Invented Informatics", journal), "here", "1")
    assert (record.venue, record.type) == (venue, type_)


def test_a_preprint_of_crossref() -> None:
    item = """{"type": "posted-content", "title": ["T"], "author": [{"family": "A"}],
    "DOI": "10.1101/2023.06.12.544594", "institution": [{"name": "bioRxiv"}], "posted": {"date-parts": [[2023, 6]]}}"""
    record = read_csl(item, "here")
    assert (record.type, record.venue, record.preprint) == ("preprint", "bioRxiv", ("biorxiv", "2023.06.12.544594"))


def test_a_book_is_refused() -> None:
    with pytest.raises(InvalidRecordError, match="no type for a book"):
        read_csl('{"type": "book", "title": "T"}', "here")


_FEED = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
_ERROR = "<entry><id>http://arxiv.org/api/errors#incorrect_id</id><title>Error</title></entry>"


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (read_csl, "<html>", "here: the answer is not JSON: "),
        (read_csl, "[]", "here: the answer is not the record of a work"),
        (
            read_csl,
            '{"message": {"title": ["T"], "issued": {"date-parts": [[2024]]}}}',
            "the record gives no authors; use",
        ),
        (read_csl, '{"message": {}}', "the record gives no title and no authors and no year; use"),
        (read_csl, '{"title": "T", "author": [{"family": "A"}], "issued": {"date-parts": [[null]]}}', "gives no year"),
        (lambda text, source: read_atom(text, source, "2305.99931"), "{}", "here: the answer is not XML"),
        (lambda text, source: read_atom(text, source, "1"), _FEED.format(""), "arXiv has no paper with the id 1"),
        (lambda text, source: read_atom(text, source, "1"), _FEED.format(_ERROR), "arXiv has no paper with the id 1"),
        (
            lambda text, source: read_pubmed(text, source, "1"),
            "<PubmedArticleSet/>",
            "PubMed has no record with the id 1",
        ),
        (
            lambda text, source: read_pubmed(text, source, "1"),
            '<!DOCTYPE a [<!ENTITY b "bbb">]><a>&b;</a>',
            "the answer defines entities",
        ),
    ],
)
def test_a_record_that_cannot_become_an_entry_says_why(read, text: str, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InvalidRecordError) as problem:
        read(text, "here")
    assert message in str(problem.value)


@given(text=st.text(max_size=60))
def test_garbage_is_a_bad_record(text: str) -> None:
    for read in (read_csl, lambda text, source: read_atom(text, source, "1")):
        with pytest.raises(InvalidRecordError):
            read(text, "here")
    assert not read_bibtex(text, "file.bib").records


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("1234-40", "1234-1240"),
        ("12-34", "12-34"),
        ("e12-e15", "e12-e15"),
        ("7", "7"),
        ("5-5", "5"),
        ("1--9", "1-9"),
        ("", None),
    ],
)
def test_pages(pages: str, expected: str | None) -> None:
    assert page_range(pages) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <jats:b>b</jats:b>", "a b"),
        ("p < 0.05 and q > 1", "p < 0.05 and q > 1"),
        ("x\n  y\u200b", "x y"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_texts_are_cleaned(text: str, expected: str) -> None:
    assert clean(text) == expected
