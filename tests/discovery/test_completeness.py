from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hfm_atlas.discovery import completeness
from hfm_atlas.discovery.completeness import (
    estimate,
    estimate_completeness,
    estimate_words,
    modality_coverage,
    screening_of,
)
from hfm_atlas.discovery.decisions import Decision, Decisions, decide
from hfm_atlas.discovery.known import broadest_modalities
from hfm_atlas.discovery.searches import Search
from hfm_atlas.discovery.works import make_work
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.publication import first_year
from hfm_atlas.project import Project

DAY = date(2026, 11, 24)


def test_two_lists_give_the_number_that_chapman_gives() -> None:
    # Seber (1982), p. 60: 1,000 marked, 243 caught, 52 of them marked.
    found = estimate(held=900, first=1000, second=243, common=52)
    assert found.total == pytest.approx(1001 * 244 / 53 - 1)
    assert found.low is not None
    assert found.high is not None
    assert 3600 < found.low < found.total < found.high < 5900
    assert found.share == pytest.approx(900 / found.total)


def test_the_interval_never_falls_below_what_is_known() -> None:
    found = estimate(held=20, first=20, second=20, common=19)
    assert found.low is not None
    assert found.low >= 21


def test_lists_with_too_little_in_common_say_nothing() -> None:
    found = estimate(held=9, first=9, second=9, common=2)
    assert (found.total, found.share) == (None, None)


def test_lists_that_agree_in_all_say_nothing_of_what_both_lack() -> None:
    found = estimate(held=10, first=10, second=10, common=10)
    assert (found.total, found.low, found.high, found.share) == (None, None, None, None)


def decision(number: int, reason: str = "model", year: int = 2024) -> Decision:
    work = make_work(f"A model with the number {number}, of thorns", id=f"x:{number}", date=str(year))
    return decide(work, reason, "A. Editor", DAY, "vision", "imaging")  # type: ignore[arg-type]


class Reading:
    """The files of screening as a test would have them, and how many times they were read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, decisions: Decisions, kept: Search) -> None:
        self.times = 0
        self._decisions = decisions
        monkeypatch.setattr(completeness, "load_decisions", self._read)
        monkeypatch.setattr(completeness, "load_searches", lambda project: (kept,))

    def _read(self, project: Project) -> Decisions:
        self.times += 1
        return self._decisions


def search(atlas: Atlas, places: dict[str, int]) -> Search:
    return Search(
        date=DAY,
        records={"files": 100},
        not_blocked=80,
        repeated=1,
        known=9,
        decided=0,
        candidates=10,
        atlas={"2024": {"vision": 30}, "2020": {"vision": 99}},
        modalities={"2024": {"imaging": 20, "text": 10}},
        places=places,
    )


def test_what_was_found_again_is_compared_with_what_was_new(mini_atlas: Atlas) -> None:
    late = [one for one in mini_atlas.entries_of("model") if first_year(one) > 2023]
    decisions = Decisions((*map(decision, range(6)), decision(7, "uses-only"), decision(8, year=2019)))
    found = estimate_completeness(mini_atlas, decisions, [search(mini_atlas, {one.id: 3 for one in late})])
    assert found is not None
    assert found.screened == 8
    assert (found.all.first, found.all.second, found.all.common) == (30, 6 + len(late), len(late))


def test_what_came_behind_the_last_that_was_decided_does_not_count(mini_atlas: Atlas) -> None:
    late = [one for one in mini_atlas.entries_of("model") if first_year(one) > 2023]
    decisions = Decisions((decision(1),))
    found = estimate_completeness(mini_atlas, decisions, [search(mini_atlas, {one.id: 1 for one in late})])
    assert found is not None
    assert found.all.common == 0


def test_modalities_count_by_their_broadest_term_and_text_is_left_out(mini_atlas: Atlas) -> None:
    late = [one for one in mini_atlas.entries_of("model") if first_year(one) > 2023]
    decisions = Decisions(tuple(map(decision, range(6))))
    kept = search(mini_atlas, {one.id: 3 for one in late})
    found = estimate_completeness(mini_atlas, decisions, [kept])
    assert found is not None
    again = [one for one in late if "imaging" in broadest_modalities(mini_atlas, one)]  # type: ignore[arg-type]
    assert again
    imaging = found.by_modality["imaging"]
    assert (imaging.first, imaging.second, imaging.common) == (20, 6 + len(again), len(again))
    assert "text" not in found.by_modality


def test_coverage_counts_what_was_found_and_has_an_entry_now(
    mini_atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = [one for one in mini_atlas.entries_of("model") if first_year(one) > 2023]
    held = late[0].publication
    entered = decide(
        make_work(held.title, id="x:held", doi=held.doi, date="2024"), "model", "A. Editor", DAY, "vision", "imaging"
    )
    decisions = Decisions((*map(decision, range(6)), entered))
    reading = Reading(monkeypatch, decisions, search(mini_atlas, {}))
    atlas = replace(mini_atlas)
    found = modality_coverage(atlas)["imaging"]
    assert (found.found, found.entries, found.percent, found.held_percent) == (7, (late[0].id,), 14, None)
    assert modality_coverage(atlas)["imaging"] is found
    assert screening_of(atlas).decisions is decisions
    assert reading.times == 1


def test_coverage_counts_what_was_found_again_under_each_of_its_modalities(
    mini_atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = [one for one in mini_atlas.entries_of("model") if first_year(one) > 2023]
    Reading(monkeypatch, Decisions((decision(1),)), search(mini_atlas, {one.id: 0 for one in late}))
    found = modality_coverage(replace(mini_atlas))["imaging"]
    again = [one.id for one in late if "imaging" in broadest_modalities(mini_atlas, one)]  # type: ignore[arg-type]
    assert found.entries == tuple(sorted(again))
    assert found.found == len(again) + 1


def test_without_a_search_there_is_no_coverage(mini_atlas: Atlas) -> None:
    assert modality_coverage(replace(mini_atlas)) == {}


def test_a_search_that_did_not_count_modalities_says_nothing_of_them(mini_atlas: Atlas) -> None:
    kept = search(mini_atlas, {}).model_copy(update={"modalities": {}})
    found = estimate_completeness(mini_atlas, Decisions((decision(1),)), [kept])
    assert found is not None
    assert found.by_modality == {}


def test_nothing_is_estimated_before_the_first_search(mini_atlas: Atlas) -> None:
    assert estimate_completeness(mini_atlas, Decisions(), []) is None


def test_a_lower_bound_is_not_below_what_the_atlas_holds() -> None:
    found = estimate(33, 24, 17, 11)
    assert found.low == pytest.approx(32, abs=0.1)
    assert estimate_words(found) == "about 35 (33 to 50)"
    # Of surveys, the estimate itself lies below what the atlas holds, and the page says why.
    assert estimate_words(estimate(263, 192, 119, 110)) == "about 210 (200 to 220)"
