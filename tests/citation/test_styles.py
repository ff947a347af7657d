from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from hfm_atlas.citation import styles as citations
from hfm_atlas.citation.styles import STYLES, formatted_citations
from hfm_atlas.model.entries import Entry
from tests.exports.conftest import nasty_entries
from tests.making import make_entry

CUT = make_entry(publication={"authors": ["Doe, Jane", "others"]})
ARTICLE = make_entry(
    publication={
        "title": "Foomed: a model of Alzheimer's & 50% more <i>x</i>",
        "authors": ["Doe, Jane Ann", "van der Berg, Li-wei", "The Foomed Team"],
        "month": 2,
        "volume": "12",
        "number": "3",
        "pages": "1234-1240",
        "doi": "10.1234/5",
    }
)


def test_an_article_in_every_style() -> None:
    assert formatted_citations([ARTICLE])["foomed"] == {
        "APA": (
            "Doe, J. A., van der Berg, L.-W., & The Foomed Team. (2024). Foomed: a model of Alzheimer's & 50% more "
            "<i>x</i>. Journal of Examples, 12(3), 1234–1240. https://doi.org/10.1234/5"
        ),
        "Vancouver": (
            "Doe JA, van der Berg LW, The Foomed Team. Foomed: a model of Alzheimer's & 50% more <i>x</i>. Journal of "
            "Examples. 2024 Feb;12(3):1234–40. doi:10.1234/5"
        ),
        "IEEE": (
            "J. A. Doe, L.-W. van der Berg, and The Foomed Team, “Foomed: a model of Alzheimer's & 50% more <i>x</i>,” "
            "Journal of Examples, vol. 12, no. 3, pp. 1234–1240, Feb. 2024, doi: 10.1234/5."
        ),
    }


def test_a_preprint_in_every_style() -> None:
    preprint = {"server": "arxiv", "id": "2401.00001", "year": 2024}
    found = formatted_citations([make_entry(publication={"type": "preprint", "venue": None}, preprint=preprint)])
    assert found["foomed"] == {
        "APA": (
            "Doe, J., & Roe, R. (2024). Foomed: a model of nothing (Preprint arXiv:2401.00001). arXiv. "
            "https://doi.org/10.48550/arXiv.2401.00001"
        ),
        "Vancouver": "Doe J, Roe R. Foomed: a model of nothing [Preprint]. arXiv; 2024. doi:10.48550/arXiv.2401.00001",
        "IEEE": (
            "J. Doe and R. Roe, “Foomed: a model of nothing,” 2024, arXiv:2401.00001. doi: 10.48550/arXiv.2401.00001."
        ),
    }


def test_proceedings_with_volumes_and_issues_are_cited_as_a_periodical() -> None:
    paper = {"type": "inproceedings", "volume": "33", "number": "1", "pages": "590-597", "doi": "10.1234/5"}
    found = formatted_citations([make_entry(publication=paper)])["foomed"]
    assert "Journal of Examples, 33(1), 590–597." in found["APA"]
    assert "Journal of Examples. 2024;33(1):590–7." in found["Vancouver"]
    assert "Journal of Examples, vol. 33, no. 1, pp. 590–597, 2024" in found["IEEE"]


def test_a_dataset_that_appeared_nowhere_is_cited_with_the_address_of_its_data() -> None:
    dataset = make_entry("dataset", url="https://data.example.org", publication={"type": "dataset", "venue": None})
    found = formatted_citations([dataset])["foomed"]
    assert all("https://data.example.org" in found[style] for style in STYLES)


def test_a_preprint_names_its_server_once() -> None:
    preprint = {"server": "medrxiv", "id": "2024.11.14.24317328", "year": 2024}
    found = formatted_citations([make_entry(publication={"type": "preprint", "venue": None}, preprint=preprint)])
    doi = "10.1101/2024.11.14.24317328"
    assert found["foomed"] == {
        "APA": f"Doe, J., & Roe, R. (2024). Foomed: a model of nothing [Preprint]. medRxiv. https://doi.org/{doi}",
        "Vancouver": f"Doe J, Roe R. Foomed: a model of nothing [Preprint]. medRxiv; 2024. doi:{doi}",
        "IEEE": f"J. Doe and R. Roe, “Foomed: a model of nothing,” 2024, medRxiv. doi: {doi}.",
    }


def test_names_that_no_style_prints_are_left_out_with_the_same_result() -> None:
    names = [f"Family{number}, Given" for number in range(60)]
    found = formatted_citations([make_entry(publication={"authors": names})])["foomed"]
    assert found["APA"].startswith("Family0, G., Family1, G., ")
    assert "Family18, G., … Family59, G. (2024)." in found["APA"]
    assert found["Vancouver"].startswith("Family0 G, Family1 G, Family2 G, Family3 G, Family4 G, Family5 G, et al. ")
    assert found["IEEE"].startswith("G. Family0 et al., ")


def test_the_cache_saves_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = formatted_citations([ARTICLE], tmp_path / "cache")
    monkeypatch.setattr(citations, "format_item", None)
    assert formatted_citations([ARTICLE], tmp_path / "cache") == first


def test_a_changed_work_is_formatted_again(tmp_path: Path) -> None:
    formatted_citations([ARTICLE], tmp_path)
    changed = make_entry(publication={"year": 2023})
    assert "(2023)" in formatted_citations([changed], tmp_path)["foomed"]["APA"]
    assert len(json.loads((tmp_path / "citations.json").read_text("utf-8"))) == 2


NO_TEXT = '{"a": {"APA": 1, "Vancouver": "x", "IEEE": "x"}}'


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}', '{"a": {"APA": "x"}}', NO_TEXT, "\udcff"])
def test_a_spoilt_cache_is_made_again(tmp_path: Path, content: str) -> None:
    (tmp_path / "citations.json").write_text(content, "utf-8", errors="surrogateescape")
    assert formatted_citations([ARTICLE], tmp_path)["foomed"].keys() == STYLES.keys()
    assert len(json.loads((tmp_path / "citations.json").read_text("utf-8"))) == 1


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert formatted_citations([ARTICLE], tmp_path / "file")


def publications(number: int) -> list[Entry]:
    return [make_entry(id=f"foomed-{year}", publication={"year": year}) for year in range(2000, 2000 + number)]


def test_many_are_formatted_and_told(tmp_path: Path) -> None:
    shown: list[tuple[int, int]] = []
    found = formatted_citations(publications(3), tmp_path, report=lambda *state: shown.append(state))
    assert [f"({year})" in found[f"foomed-{year}"]["APA"] for year in (2000, 2001, 2002)] == [True] * 3
    assert shown == [(1, 3), (2, 3), (3, 3)]


def test_too_many_missing_ones_are_left_out(tmp_path: Path) -> None:
    formatted_citations(publications(1), tmp_path)
    assert formatted_citations(publications(3), tmp_path, at_most=1).keys() == {"foomed-2000"}
    assert formatted_citations(publications(2), tmp_path, at_most=1).keys() == {"foomed-2000", "foomed-2001"}


def test_what_was_done_before_an_interruption_is_kept(tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        formatted_citations(publications(2), tmp_path, report=interrupt)
    assert len(json.loads((tmp_path / "citations.json").read_text("utf-8"))) == 1


def test_a_style_that_fails_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STYLES, "IEEE", "no-such-style")
    real = citations._style
    monkeypatch.setattr(citations, "_style", lambda name: None if name == "no-such-style" else real(name))
    for _ in ("cold", "warm"):
        assert formatted_citations([ARTICLE], tmp_path)["foomed"].keys() == {"APA", "Vancouver"}


@given(entry=nasty_entries())
@settings(max_examples=25)
def test_any_text_can_be_formatted(entry: Entry) -> None:
    found = formatted_citations([entry])["foomed"]
    assert found.keys() == STYLES.keys()
    for text in found.values():
        assert "\n" not in text


def test_a_list_that_was_cut_ends_in_et_al() -> None:
    cited = formatted_citations([CUT])["foomed"]
    assert cited["APA"].startswith("Doe, J., et al. (2024).")
    assert cited["Vancouver"].startswith("Doe J, et al. Foomed")
    assert cited["IEEE"].startswith("J. Doe et al., “Foomed")


@pytest.mark.parametrize("style", STYLES)
def test_others_is_no_name(style: str) -> None:
    assert "others" not in formatted_citations([CUT])["foomed"][style]
