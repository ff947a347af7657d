from __future__ import annotations

import pytest

from hfm_atlas.figures.facts import first_month, model_facts
from hfm_atlas.query.selection import Selection
from tests.making import make_entry


@pytest.mark.parametrize(
    ("preprint", "publication", "month"),
    [
        ({"server": "arxiv", "id": "2304.12306", "year": 2023}, {"year": 2024}, 4),
        ({"server": "biorxiv", "id": "2023.11.28.568918", "year": 2023}, {"year": 2024, "month": 2}, 11),
        ({"server": "researchsquare", "id": "rs.3.rs-1", "year": 2023}, {"year": 2024, "month": 2}, None),
        # A first version of another year than its identifier says nothing of the month.
        ({"server": "arxiv", "id": "2304.12306", "year": 2022}, {"year": 2024}, None),
        (None, {"year": 2024, "month": 2}, 2),
        (None, {"year": 2024}, None),
    ],
)
def test_the_month_is_that_of_the_first_appearance(
    preprint: dict[str, object] | None, publication: dict[str, object], month: int | None
) -> None:
    assert first_month(make_entry(preprint=preprint, publication=publication)) == month


def test_facts_are_in_order_of_time(real: Selection) -> None:
    facts = model_facts(real)
    assert [one.when for one in facts] == sorted(one.when for one in facts)
    assert all(one.year <= one.when < one.year + 1 for one in facts)
