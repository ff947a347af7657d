from __future__ import annotations

import pytest

from hfm_atlas.discovery.works import NoWorkError, make_work, title_key


def test_identifiers_are_told_from_any_form() -> None:
    work = make_work(
        "A title that is long enough",
        doi="https://doi.org/10.1000/ABC",
        arxiv="http://arxiv.org/abs/2404.03264v2",
        pmid="https://pubmed.ncbi.nlm.nih.gov/31501885",
    )
    assert (work.doi, work.arxiv, work.pmid) == ("10.1000/abc", "2404.03264", "31501885")
    assert work.id == "arxiv:2404.03264"


def test_a_doi_of_arxiv_is_an_arxiv_id() -> None:
    work = make_work("A title", doi="10.48550/arXiv.2404.03264")
    assert (work.doi, work.arxiv) == (None, "2404.03264")


def test_an_identifier_may_stand_in_the_id() -> None:
    assert make_work("A title", id="arxiv:2404.03264").arxiv == "2404.03264"
    assert make_work("A title", id="icra2020:9196774").id == "icra2020:9196774"


def test_without_any_id_the_title_gives_one() -> None:
    first, second = make_work("A title"), make_work("Another title")
    assert first.id.startswith("title:")
    assert first.id != second.id


def test_texts_lose_their_markup() -> None:
    work = make_work("<b>A</b> title &amp; <script>alert(1)</script>more", abstract="One\nline\u200b<br/>two")
    assert work.title == "A title & alert(1)more"
    assert "<" not in work.abstract


@pytest.mark.parametrize("title", ["", "   ", "<i></i>"])
def test_a_work_has_a_title(title: str) -> None:
    with pytest.raises(NoWorkError, match="no title"):
        make_work(title)


@pytest.mark.parametrize(
    ("written", "date", "year"), [("2026-10-31", "2026-10-31", 2026), ("2026", "2026", 2026), ("soon", "", None)]
)
def test_a_date_is_kept_as_far_as_it_is_known(written: str, date: str, year: int | None) -> None:
    work = make_work("A title", date=written)
    assert (work.date, work.year) == (date, year)


def test_titles_are_compared_by_letters_alone() -> None:
    assert title_key("BioBERT: a pre-trained Modèle") == title_key("BIOBERT – A pretrained modele")


def test_a_short_title_tells_no_work() -> None:
    assert title_key("Introduction") == ""
