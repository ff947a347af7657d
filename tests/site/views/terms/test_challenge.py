"""Pages of challenges, opportunities and questions."""

from __future__ import annotations

from hfm_atlas.model.taxonomy import Term
from hfm_atlas.query.answers import answer_filters
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.terms.challenge import challenge_view, challenges_view
from hfm_atlas.site.views.terms.opportunity import opportunities_view, opportunity_view
from hfm_atlas.site.views.terms.question import question_view, questions_view


def term(index: SiteIndex, facet: str, id: str) -> Term:
    found = index.atlas.term(facet, id)
    assert found is not None
    return found


def test_the_matrix_adds_up(mini_index: SiteIndex) -> None:
    view = challenges_view(mini_index)
    leaves = {(model.id, link.term) for model in mini_index.models for link in model.challenges}
    assert sum(row.total for row in view.rows if row.is_leaf) == len(leaves)
    roots = [row for row in view.rows if row.level == 0]
    assert all(0 <= row.total <= len(mini_index.models) for row in roots)
    assert max(row.total for row in roots) <= len({id for id, _ in leaves})
    for row in view.rows:
        assert sum(one.number for cell in row.cells for one in cell.counts) >= row.total


def test_a_model_counts_once_on_several_narrower_challenges(real_index: SiteIndex) -> None:
    """As the filters count it; some models address several of the narrower challenges."""
    view = challenge_view(real_index, term(real_index, "challenges", "data"))
    for section in view.sections:
        found = answer_filters(real_index.atlas, [f"kind=model and {section.stance}=data"])
        assert section.total == len(found.matches)
    everyone = answer_filters(real_index.atlas, ["kind=model and challenges=data"])
    assert view.total == len(everyone.matches) == sum(bar.number for bar in view.bars)
    assert view.total < sum(len(group.statements) for section in view.sections for group in section.groups)


def test_the_matrix_keeps_the_order_of_the_tree(mini_index: SiteIndex) -> None:
    rows = [(row.link.text, row.level) for row in challenges_view(mini_index).rows]
    assert rows[:3] == [("Data", 0), ("Scarcity", 1), ("Label scarcity", 2)]


def test_shades_are_darkest_in_the_fullest_cell(mini_index: SiteIndex) -> None:
    leaves = [cell for row in challenges_view(mini_index).rows if row.is_leaf for cell in row.cells]
    fullest = max(leaves, key=lambda cell: sum(one.number for one in cell.counts))
    assert fullest.shade == 4
    assert all(cell.shade == 0 for cell in leaves if not cell.counts)


def test_a_cell_leads_to_its_subfield(mini_index: SiteIndex) -> None:
    row = next(row for row in challenges_view(mini_index).rows if row.link.text == "Hallucination")
    cell = next(cell for cell in row.cells if "Multimodal" in cell.words)
    assert cell.url == "challenges/hallucination/#addresses-multimodal"
    assert cell.words == "Hallucination, Multimodal: 1 addresses"


def test_a_challenge_groups_what_is_said_by_stance_and_subfield(mini_index: SiteIndex) -> None:
    view = challenge_view(mini_index, term(mini_index, "challenges", "label-scarcity"))
    addresses = view.sections[0]
    assert (addresses.stance, addresses.title) == ("addresses", "Addressed by")
    assert [group.id for group in addresses.groups] == ["language", "vision", "multimodal"]
    assert addresses.groups[1].statements[0].note == "Outlines drawn once serve many tasks."
    assert view.is_leaf


def test_a_wider_challenge_holds_what_is_said_below_it(mini_index: SiteIndex) -> None:
    leaf = challenge_view(mini_index, term(mini_index, "challenges", "label-scarcity"))
    root = challenge_view(mini_index, term(mini_index, "challenges", "data"))
    assert root.total == leaf.total
    assert root.sections[0].groups[0].statements[0].term is not None
    assert leaf.sections[0].groups[0].statements[0].term is None


def test_answers_for_all_challenges_come_last(mini_index: SiteIndex) -> None:
    view = challenge_view(mini_index, term(mini_index, "challenges", "label-scarcity"))
    assert [(one.opportunity.text, one.explicit, one.of_all) for one in view.answers] == [
        ("Supervised use", False, False),
        ("Shared training", False, True),
    ]
    assert view.answers[0].caveat == "Only in passing."


def test_questions_that_concern_a_challenge(mini_index: SiteIndex) -> None:
    view = challenge_view(mini_index, term(mini_index, "challenges", "training-cost"))
    assert [link.text for link in view.questions] == ["Can a model be large and trusted at once?"]


def test_an_empty_leaf_says_so(mini_index: SiteIndex) -> None:
    view = challenges_view(mini_index)
    assert view.leaves == 3
    assert all(not row.total for row in view.rows if row.link in view.untouched)


def test_axes_hold_their_directions(mini_index: SiteIndex) -> None:
    (axis,) = opportunities_view(mini_index).axes
    assert (axis.word, axis.shift_from) == ("role", "Models replace people")
    assert [(one.link.text, one.pursued_by) for one in axis.directions][1] == ("Shared training", 1)


def test_an_opportunity_says_what_it_answers_and_who_pursues_it(mini_index: SiteIndex) -> None:
    view = opportunity_view(mini_index, term(mini_index, "opportunities", "supervised-use"))
    assert [(one.challenge.text, one.explicit) for one in view.answers] == [
        ("Hallucination", True),
        ("Label scarcity", False),
    ]
    assert view.points == (("Review", "Somebody signs each report."),)
    assert view.pursued.total == 2
    assert view.axis is None
    assert [heading.anchor for heading in view.headings] == ["points", "answers", "questions", "pursues"]


def test_an_axis_holds_what_its_directions_hold(mini_index: SiteIndex) -> None:
    view = opportunity_view(mini_index, term(mini_index, "opportunities", "working-together"))
    assert view.axis is not None
    assert view.pursued.total == sum(one.pursued_by for one in view.axis.directions) == 3


def test_an_answer_to_all_leads_to_all(mini_index: SiteIndex) -> None:
    view = opportunity_view(mini_index, term(mini_index, "opportunities", "shared-training"))
    assert view.answers[0].challenge.url == "challenges/"


def test_a_question_counts_what_models_say_on_it(mini_index: SiteIndex) -> None:
    view = question_view(mini_index, term(mini_index, "questions", "trust-and-scale"))
    assert [one.link.text for one in view.challenges] == ["Hallucination", "Training cost"]
    assert dict(view.challenges[1].counts) == {"exhibits": 2}
    (summary,) = questions_view(mini_index).questions
    assert summary.models.endswith("models")


def test_what_models_say_leads_to_explore(mini_index: SiteIndex) -> None:
    said = challenge_view(mini_index, term(mini_index, "challenges", "algorithm"))
    assert [link.url for link in said.head.explore] == ["explore/?challenges=algorithm"]
