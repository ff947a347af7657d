from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfm_atlas.bibtex import bibtex_entry
from hfm_atlas.records import BadRecord, WorkRecord
from hfm_atlas.records.arxiv import read_atom
from hfm_atlas.records.bibtex import read_bibtex
from hfm_atlas.records.crossref import read_csl
from hfm_atlas.records.pubmed import read_pubmed
from hfm_atlas.records.record import clean, page_range
from tests.making import make_entry

ANSWERS = Path(__file__).parent / "answers"
TITLE = "RowanBERT: a model of invented R&D"
AUTHORS = ("Rowan, Rhea", "de la Sorbe, Jr., Émile", "The Grove Team")


def answer(name: str) -> str:
    return (ANSWERS / name).read_text("utf-8")


def test_crossref() -> None:
    assert read_csl(answer("crossref.json"), "here") == WorkRecord(
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
    assert read_atom(answer("arxiv.xml"), "here", "2305.99931") == WorkRecord(
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
    assert read_pubmed(answer("pubmed.xml"), "here", "99999977") == WorkRecord(
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
    with pytest.raises(BadRecord) as problem:
        read(text, "here")
    assert message in str(problem.value)


@given(text=st.text(max_size=60))
def test_garbage_is_a_bad_record(text: str) -> None:
    for read in (read_csl, lambda text, source: read_atom(text, source, "1")):
        with pytest.raises(BadRecord):
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


BIBTEX = r"""
@article{one, title={{BioFoo}: a pre-trained {\"u}ber model}, author={Lee, Jinhyuk and Émile de la Sorbe and
  {The Team and Co} and O'Neil, Jr., Ed and others}, journal={Bioinf. \& X}, year=2020, month=feb,
  pages={1234--1240}, doi={https://doi.org/10.1093/x_y}, volume={36}, number=4}
@misc{two, title={Foo}, author={Jane Doe and M{\"u}ller, J{\"o}rg}, eprint=2401.00001, archivePrefix={arXiv}, year=2024}
@article{three, title={Three}, author={J. Doe}, journal={arXiv preprint arXiv:2310.18689}, year={2023}}
@article{broken, title={No end, author={A B},
@article{noauthor, title={x}, year={2020}}
@phdthesis{four, title = "Four", author = "Zed, A", school = "Uni", year = 2021}
@article{four, title = "Four again", author = "Zed, A", year = 2021}
"""


def test_bibtex() -> None:
    read = read_bibtex(BIBTEX, "file.bib")
    one, two, three, four = read.records
    assert one == WorkRecord(
        source="file.bib:2",
        type="article",
        title="BioFoo: a pre-trained über model",
        authors=("Lee, Jinhyuk", "de la Sorbe, Émile", "The Team and Co", "O'Neil, Jr., Ed", "others"),
        year=2020,
        month=2,
        venue="Bioinf. & X",
        volume="36",
        number="4",
        pages="1234-1240",
        doi="10.1093/x_y",
    )
    assert (two.type, two.arxiv, two.authors) == ("preprint", "2401.00001", ("Doe, Jane", "Müller, Jörg"))
    assert (three.type, three.arxiv, three.venue) == ("preprint", "2310.18689", "arXiv")
    assert (four.type, four.publisher, four.year) == ("thesis", "Uni", 2021)


def test_what_cannot_be_read_is_told_with_its_line() -> None:
    problems = read_bibtex(BIBTEX, "file.bib").problems
    assert [problem.split(": ")[0] for problem in problems] == ["file.bib:7", "file.bib:10", "file.bib:8"]
    assert "Unexpected block start" in problems[0]
    assert "the record gives no authors" in problems[2]


def test_what_the_atlas_exports_comes_back() -> None:
    entry = make_entry(
        publication={
            "title": "Foomed 2: Müller's α & 50% {x}",
            "authors": ["Müller, Jörg", "van der Berg, Ana", "The Foomed Team", "others"],
            "month": 2,
            "volume": "12",
            "number": "3",
            "pages": "1234-1240",
            "doi": "10.1234/foo_bar",
            "pmid": "31501885",
        },
        preprint={"server": "arxiv", "id": "2401.00001", "year": 2024},
    )
    (record,) = read_bibtex(bibtex_entry(entry), "file.bib").records
    publication = entry.publication
    assert record.authors == tuple(publication.authors)
    assert record.title.replace("’", "'") == publication.title.replace("{x}", "x")
    for field in ("year", "month", "venue", "volume", "number", "pages", "doi", "pmid"):
        assert getattr(record, field) == getattr(publication, field)
    assert record.arxiv == "2401.00001"
