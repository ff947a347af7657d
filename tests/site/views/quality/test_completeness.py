from __future__ import annotations

from datetime import date

import pytest

from hfm_atlas.discovery.completeness import about
from hfm_atlas.discovery.decisions import add_decisions, decide
from hfm_atlas.discovery.finding import Tally
from hfm_atlas.discovery.searches import add_search
from hfm_atlas.discovery.works import make_work
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.quality.completeness import completeness_view, screening_view
from tests.site.test_pages import index_of

DAY = date(2026, 11, 24)


@pytest.fixture
def screened(own_project: Project) -> SiteIndex:
    """The invented atlas after a search and some decisions."""
    ids = [path.stem for path in own_project.entries.glob("*/*.yml")]
    places = dict.fromkeys(ids, 1)
    models = {2024: {"vision": 30, "language": 9}}
    add_search(own_project, Tally({"files": 100}, 80, 2, 3, 0, 15, models, {2024: {"imaging": 30}}, places), DAY)
    works = [
        make_work(f"A model with the number {number}, of thorns", id=f"x:{number}", date="2024") for number in range(6)
    ]
    add_decisions(own_project, [decide(one, "model", "A. Editor", DAY, "vision", "imaging") for one in works[:3]])
    add_decisions(own_project, [decide(works[3], "not-health", "A. Editor", DAY)])
    add_decisions(own_project, [decide(works[4], "needs-full-text", "A. Editor", DAY)])
    known = index_of(own_project).atlas.entries["alderbert"].publication
    add_decisions(own_project, [decide(make_work(known.title, doi=known.doi), "model", "A. Editor", DAY, "language")])
    return index_of(own_project)


def test_the_flow_adds_up(screened: SiteIndex) -> None:
    view = screening_view(screened)
    numbers = {step.label: step.number for step in view.flow}
    assert numbers == {
        "Records found": 100,
        "Works to screen": 15,
        "Works screened by title and abstract": 6,
        "Works that may belong": 5,
        "Works that belong": 4,
        "Works with an entry": 1,
    }
    for step, following in zip(view.flow, view.flow[1:], strict=False):
        assert step.number - sum(number for _, number in step.aside) == following.number, step.label


def test_decided_cases_stand_by_reason(screened: SiteIndex) -> None:
    reasons = {one.reason: (one.outcome, one.number) for one in screening_view(screened).reasons}
    assert reasons == {"model": ("in", 4), "not health": ("out", 1), "needs full text": ("open", 1)}


def test_too_little_found_again_is_said(screened: SiteIndex) -> None:
    view = completeness_view(screened)
    assert view.screened == 6
    assert [row.label for row in view.rows][-1] == "All"
    assert all(row.total == "" or row.again >= view.least for row in view.rows)


def test_modalities_have_a_table_of_their_own(screened: SiteIndex) -> None:
    view = completeness_view(screened)
    (row,) = (one for one in view.modalities if one.before)
    assert (row.label, row.before, row.found - row.again) == ("Medical imaging", 30, 3)
    assert "By modality" in [heading.title for heading in view.headings]


def test_nothing_is_claimed_before_a_search(mini_index: SiteIndex) -> None:
    assert completeness_view(mini_index).lead is None
    assert screening_view(mini_index).flow == ()
    assert len(screening_view(mini_index).rule) == 5
    assert mini_index.completeness_lines == {}


@pytest.mark.parametrize(("number", "words"), [(7.4, "7"), (64, "65"), (866, "870"), (1045, "1,040")])
def test_an_estimate_has_no_more_digits_than_it_means(number: float, words: str) -> None:
    assert about(number) == words
