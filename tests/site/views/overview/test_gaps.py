"""The gap map: what is known of how complete it is, in its cells and next to them."""

from __future__ import annotations

import pytest

from hfm_atlas.discovery.completeness import Coverage, Estimate
from hfm_atlas.site import index as site_index
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.overview.gaps import GapMap, gap_map

IMAGING = "A search found 7 models for medical imaging first seen since 2024: "


def view_of(index: SiteIndex, coverage: dict[str, Coverage]) -> GapMap:
    """The map of tasks and modalities of an atlas of which `coverage` is known."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site_index, "modality_coverage", lambda atlas: coverage)
        return gap_map(index, "tasks", "modalities")


def found(models: int, *entries: str) -> Coverage:
    return Coverage(models, entries, Estimate(9, 9, models, len(entries), None, None, None))


def words_of(view: GapMap, modality: str) -> dict[int, list[str]]:
    """What the cells of a modality say, by how many models they hold."""
    at = [column.url.rstrip("/").rsplit("/", 1)[-1] for column in view.columns].index(modality)
    said: dict[int, list[str]] = {}
    for row in view.rows:
        said.setdefault(row.cells[at].number, []).append(row.cells[at].words)
    return said


def test_a_blank_tells_how_many_models_may_belong_there(mini_index: SiteIndex) -> None:
    imaging = mini_index.filed_below["modalities", "imaging"]
    said = words_of(view_of(mini_index, {"imaging": found(7, *sorted(imaging)[:1])}), "imaging")
    known = f"{IMAGING}1 with an entry (none here), 6 without an entry, which may belong here."
    assert said[0]
    assert all(words.endswith(f": no model in the atlas. {known}") for words in said[0])


def test_a_cell_counts_what_a_search_found_there(mini_index: SiteIndex) -> None:
    imaging = sorted(mini_index.filed_below["modalities", "imaging"])
    said = words_of(view_of(mini_index, {"imaging": found(len(imaging), *imaging)}), "imaging")
    number = max(said)
    assert number > 0
    assert all(f"{len(imaging)} with an entry ({number} here)." in words for words in said[number])


@pytest.mark.parametrize(
    ("modality", "words"),
    [
        ("text", "not counted for text, which comes with other data"),
        ("imaging", "found no model for medical imaging first seen since 2024"),
    ],
)
def test_what_is_not_known_is_said(mini_index: SiteIndex, modality: str, words: str) -> None:
    view = view_of(mini_index, {"imaging": found(0)})
    said = [one for cells in words_of(view, modality).values() for one in cells]
    assert all(words in one and one.endswith("how complete the atlas is here is not known.") for one in said)
    assert view.margins
    assert view.margins.shares[modality] == ("–", "–", "–")
    assert view.margins.briefs[modality] == "not known"


def test_before_a_search_nothing_is_said(mini_index: SiteIndex) -> None:
    view = view_of(mini_index, {})
    assert view.margins is None
    assert not any("search" in cell.words for row in view.rows for cell in row.cells)


def test_margins_and_blanks_give_the_same_numbers(mini_index: SiteIndex) -> None:
    margins = view_of(mini_index, {"imaging": found(7, "oakbert")}).margins
    assert margins
    assert margins.shares["imaging"] == ("7", "1", "–")
    assert margins.briefs["imaging"] == "1 of 7 found have an entry"
    assert margins.found == {"imaging": 7}
    assert len(margins.labels) == len(margins.shares["imaging"])
