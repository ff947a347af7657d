"""Addresses of pages and of the outside world."""

from __future__ import annotations

import pytest

from hfm_atlas.model.addresses import doi_url, entry_url, facet_url, paper_url, preprint_url, term_url
from hfm_atlas.model.entries import Preprint, PreprintServer
from tests.making import make_entry, make_publication


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("model", "models/foomed/"),
        ("dataset", "datasets/foomed/"),
        ("survey", "surveys/foomed/"),
        ("base", "base/foomed/"),
    ],
)
def test_entry_url(kind: str, url: str) -> None:
    assert entry_url(make_entry(kind)) == url


def test_some_facets_have_pages_of_their_own() -> None:
    assert facet_url("tasks") == "taxonomy/tasks/"
    assert term_url("tasks", "segmentation") == "taxonomy/tasks/segmentation/"
    assert term_url("challenges", "data") == "challenges/data/"


def test_doi_url_escapes_what_would_end_an_attribute() -> None:
    assert doi_url("10.5555/x.<2024>\"'1") == "https://doi.org/10.5555/x.%3C2024%3E%22%271"


@pytest.mark.parametrize(
    ("server", "id", "url"),
    [
        ("arxiv", "2102.99992", "https://arxiv.org/abs/2102.99992"),
        ("biorxiv", "2020.05.04.999904", "https://doi.org/10.1101/2020.05.04.999904"),
        ("medrxiv", "2020.1", "https://doi.org/10.1101/2020.1"),
        ("ssrn", "123", "https://doi.org/10.2139/ssrn.123"),
        ("openreview", "Grove_1-a", "https://openreview.net/forum?id=Grove_1-a"),
    ],
)
def test_preprint_url(server: PreprintServer, id: str, url: str) -> None:
    assert preprint_url(Preprint(server=server, id=id, year=2020)) == url


def test_paper_url_prefers_the_version_of_record() -> None:
    publication = make_publication(doi="10.5555/a", url="https://example.org/a")
    assert paper_url(publication.publication, None) == "https://doi.org/10.5555/a"
    assert paper_url(make_publication(pmid="31501885").publication, None) == "https://pubmed.ncbi.nlm.nih.gov/31501885/"
    assert paper_url(make_publication().publication, None) is None
