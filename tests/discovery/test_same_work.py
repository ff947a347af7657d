from __future__ import annotations

import pytest

from hfm_atlas.discovery.same_work import families, join_records, may_be_same, merge
from hfm_atlas.discovery.works import Work, make_work

TITLE = "ThornNet: a foundation model for thorn images"


def record(**fields: str) -> Work:
    authors = fields.pop("authors", "")
    return make_work(fields.pop("title", TITLE), authors=[authors] if authors else [], **fields)


def test_preprint_and_journal_version_are_one_work() -> None:
    preprint = record(arxiv="2610.00001", authors="Rosa Thorn", date="2026-10-01", abstract="A long abstract.")
    journal = record(doi="10.1000/x", authors="Thorn, R.", date="2027-02", abstract="Short.")
    assert join_records([preprint, record(title="Another work altogether, of thorns"), journal]) == [[0, 2], [1]]
    work = merge([preprint, journal])
    assert (work.id, work.doi, work.arxiv) == ("arxiv:2610.00001", "10.1000/x", "2610.00001")
    assert (work.date, work.abstract) == ("2026-10-01", "A long abstract.")


def test_records_are_joined_through_a_third() -> None:
    first = record(title="The first title of this work", arxiv="2610.00001")
    second = record(title="What it was called later on", doi="10.1000/x")
    both = record(title="ThornNet", arxiv="2610.00001", doi="10.1000/x")
    assert join_records([first, second, both]) == [[0, 1, 2]]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"authors": "Rosa Thorn"}, {"authors": "Thorn R"}, True),
        ({"authors": "Rosa Thorn"}, {}, True),
        ({"authors": "Rosa Thorn"}, {"authors": "Dorn, Jan"}, False),
        ({"date": "2020"}, {"date": "2026"}, False),
        ({"date": "2024"}, {"date": "2026"}, True),
    ],
)
def test_a_title_alone_is_not_enough(first: dict[str, str], second: dict[str, str], same: bool) -> None:
    assert may_be_same(record(**first), record(**second)) is same


def test_works_with_a_short_title_stay_apart() -> None:
    assert join_records([record(title="Editorial", id="a:1"), record(title="Editorial", id="a:2")]) == [[0], [1]]


def test_family_names_are_found_whichever_way_round() -> None:
    assert families(["Müller, Jörg"]) == {"muller"}
    assert "muller" in families(["Müller J"]) & families(["Jörg Müller"])
