"""What the atlas covers: works, years, lists."""

from __future__ import annotations

from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.scope import scope


def test_a_scope_counts_works_years_and_lists(mini_index: SiteIndex) -> None:
    ids = [model.id for model in mini_index.models]
    found = scope(mini_index, ids)
    years = sorted(mini_index.links[id].year for id in ids)
    assert (found.works, found.years) == ("8 models", f"{years[0]} to {years[-1]}")
    assert found.latest == tuple((year, years.count(year)) for year in sorted(set(years))[-3:])
    listed = sum(1 for model in mini_index.models if model.listed_by)
    assert found.unlisted == 8 - listed
    assert found.lists[0][0].kind == "survey"


def test_nothing_covers_nothing(mini_index: SiteIndex) -> None:
    found = scope(mini_index, [])
    assert (found.works, found.years, found.latest, found.lists) == ("0 models", "", (), ())
