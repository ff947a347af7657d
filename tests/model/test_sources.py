from __future__ import annotations

import pytest

from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Preprint, PreprintServer, Publication
from hfm_atlas.model.sources import named_sources, preprint_address, publication_address, used_sources


def test_sources_of_a_model(mini_atlas: Atlas) -> None:
    assert named_sources(mini_atlas.entries["alderbert"]) == {
        "paper": "https://doi.org/10.5555/alder.2020.36",
        "preprint": "https://arxiv.org/abs/1901.99901",
        "code": "https://example.org/alder/code",
        "weights": "https://example.org/alder/weights",
        "card": "https://example.org/alder/card",
    }


def test_what_is_not_released_or_reported_is_no_source(mini_atlas: Atlas) -> None:
    assert set(named_sources(mini_atlas.entries["birchgpt"])) == {"preprint", "weights"}
    assert set(named_sources(mini_atlas.entries["larchlm"])) == {"preprint", "weights"}
    assert set(named_sources(mini_atlas.entries["he-2025"])) == {"paper", "preprint"}
    assert set(named_sources(mini_atlas.entries["moss-abstracts"])) == {"paper", "data"}


def _publication(**fields: str) -> Publication:
    return Publication.model_validate({"type": "article", "title": "T", "authors": ["A"], "year": 2020, **fields})


def test_the_address_of_a_publication_is_its_most_lasting_one() -> None:
    url, pmid = {"url": "https://example.org/p"}, {"pmid": "123"}

    assert publication_address(_publication(doi="10.5555/x", **url, **pmid)) == "https://doi.org/10.5555/x"
    assert publication_address(_publication(**url, **pmid)) == "https://example.org/p"
    assert publication_address(_publication(**pmid)) == "https://pubmed.ncbi.nlm.nih.gov/123/"
    assert publication_address(_publication()) is None


def test_an_address_has_no_character_that_addresses_cannot_have() -> None:
    old = _publication(doi="10.5555/(SICI)1097(1999)34:4<508::AID-P10>3.0.CO;2-4")

    assert publication_address(old) == "https://doi.org/10.5555/(SICI)1097(1999)34:4%3C508::AID-P10%3E3.0.CO;2-4"


@pytest.mark.parametrize(
    ("server", "id", "address"),
    [
        ("arxiv", "2404.03264", "https://arxiv.org/abs/2404.03264"),
        ("biorxiv", "2020.05.04.999904", "https://doi.org/10.1101/2020.05.04.999904"),
        ("medrxiv", "2020.05.04.999904", "https://doi.org/10.1101/2020.05.04.999904"),
        ("openreview", "YicbFdNTTy", "https://openreview.net/forum?id=YicbFdNTTy"),
        ("researchsquare", "rs.3.rs-3487342/v1", "https://doi.org/10.21203/rs.3.rs-3487342/v1"),
        ("ssrn", "999904", "https://doi.org/10.2139/ssrn.999904"),
    ],
)
def test_the_address_of_a_preprint(server: PreprintServer, id: str, address: str) -> None:
    assert preprint_address(Preprint(server=server, id=id, year=2020)) == address


def test_used_sources_are_found_with_their_fields(mini_atlas: Atlas) -> None:
    used = dict(used_sources(mini_atlas.entries["alderbert"]))

    assert used["evidence", "languages", "source"] == "card"
    assert used["results", 0, "source"] == "paper"
    assert used["challenges", 1, "source"] == "paper"
    assert used["opportunities", 0, "source"] == "preprint"
    assert len(used) == 26
