"""The work in the head of an entry's page."""

from __future__ import annotations

from hfm_atlas.site.evidence import Sources
from hfm_atlas.site.views.entry.publication import PublicationHead, publication_head
from tests.making import make_entry, make_publication


def cited(**publication: object) -> PublicationHead:
    entry = make_publication(**publication)
    return publication_head(entry, Sources(entry))


def test_long_lists_of_authors_are_cut_and_kept() -> None:
    described = cited(authors=[f"Doe{number}, Jo" for number in range(7)])
    assert described.authors == "Jo Doe0, Jo Doe1, Jo Doe2, … Jo Doe6"
    assert len(described.all_authors) == 7


def test_short_lists_stand_whole() -> None:
    described = cited(authors=["Doe, Jane", "Grove Group", "others"])
    assert (described.authors, described.all_authors, described.others) == ("Jane Doe, Grove Group", (), True)


def test_venue_with_volume_number_and_pages() -> None:
    assert cited(venue="Bark", volume="36", number="4", pages="1234-1240").venue == "Bark 36(4), 1234–1240"
    assert cited(venue=None, type="software").venue == "Software"
    assert cited(venue=None, type="thesis", publisher="University of the Grove").venue == "University of the Grove"


def test_a_preprint_is_named_once() -> None:
    preprint = {"server": "arxiv", "id": "2301.99999", "year": 2023}
    only = make_entry(publication={"type": "preprint", "venue": "arXiv"}, preprint=preprint)
    described = publication_head(only, Sources(only))
    assert (described.venue, described.preprint) == ("arXiv 2301.99999", "")
    both = make_entry(preprint=preprint)
    assert publication_head(both, Sources(both)).preprint == "arXiv 2301.99999, 2023"


def test_no_button_leads_to_what_is_not_released() -> None:
    entry = make_entry(availability={"code": "https://example.org/code", "weights": "none"})
    assert [button.text for button in publication_head(entry, Sources(entry)).buttons] == ["Code"]


def test_a_landing_page_is_a_button_only_without_doi_and_preprint() -> None:
    url = "https://arxiv.org/abs/2301.99999"
    entry = make_entry(
        publication={"type": "preprint", "url": url}, preprint={"server": "arxiv", "id": "2301.99999", "year": 2023}
    )
    assert [button.text for button in publication_head(entry, Sources(entry)).buttons] == ["arXiv"]
