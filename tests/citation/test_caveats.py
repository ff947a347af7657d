from __future__ import annotations

import pytest

from hfm_atlas.citation.caveats import citation_caveats
from tests.making import make_publication


@pytest.mark.parametrize(
    ("publication", "said"),
    [
        ({"doi": None, "pages": None, "volume": None}, "volume, pages or DOI"),
        ({"type": "inproceedings", "doi": None, "pages": None}, "no pages or DOI"),
        ({"number": "7", "volume": None, "doi": "10.1000/x"}, "an issue but no volume"),
        ({"authors": ["Doe, Jane", "others"], "doi": "10.1000/x"}, "authors is cut"),
        ({"authors_from": "preprint", "doi": "10.1000/x"}, "those of the preprint"),
    ],
)
def test_what_a_citer_must_look_up_is_said(publication: dict[str, object], said: str) -> None:
    (caveat,) = citation_caveats(make_publication(**publication))
    assert said in caveat


@pytest.mark.parametrize(
    "publication",
    [
        {"doi": "10.1000/x", "pages": None},
        {"doi": None, "pages": "1-9"},
        {"type": "preprint", "doi": None, "pages": None, "volume": None},
    ],
)
def test_what_can_be_found_by_its_record_needs_no_caveat(publication: dict[str, object]) -> None:
    assert not citation_caveats(make_publication(**publication))
