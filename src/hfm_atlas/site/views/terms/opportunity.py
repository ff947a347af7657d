"""What the pages of opportunities show: the axes with their directions, and one direction."""

from __future__ import annotations

from dataclasses import dataclass

from hfm_atlas.model.addresses import Heading, Link, shown_headings
from hfm_atlas.model.taxonomy import ALL_CHALLENGES, OpportunityTerm, Term
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.statements import StanceSection, opportunity_section
from hfm_atlas.site.views.terms.terms import TermHead, facet_definition, questions_on, term_head


@dataclass(frozen=True, slots=True)
class Direction:
    """One direction on the page of all opportunities."""

    link: Link
    definition: str
    pursued_by: int
    answers: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: the change it asks for, and its directions."""

    link: Link
    word: str
    shift_from: str
    shift_to: str
    definition: str
    directions: tuple[Direction, ...]


@dataclass(frozen=True, slots=True)
class OpportunitiesView:
    """The page of all opportunities."""

    definition: str
    axes: tuple[Axis, ...]
    directions: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A challenge that an opportunity answers, and how the survey says so."""

    challenge: Link
    explicit: bool
    basis: str
    caveat: str | None


@dataclass(frozen=True, slots=True)
class OpportunityView:
    """The page of one opportunity."""

    head: TermHead
    axis: Axis | None
    """Filled for an axis: its directions."""
    points: tuple[tuple[str, str], ...]
    answers: tuple[Answered, ...]
    questions: tuple[Link, ...]
    pursued: StanceSection

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Sections of the page that have something in them."""
        return shown_headings(
            ("Directions", "directions", self.axis),
            ("What it asks for", "points", self.points),
            ("Challenges it addresses", "answers", self.answers),
            ("Open questions", "questions", self.questions),
            ("Pursued by", "pursues", True),
        )


def opportunities_view(index: SiteIndex) -> OpportunitiesView:
    """The view of all opportunities by axis."""
    axes = tuple(_axis(index, term) for term in index.atlas.terms("opportunities") if term.broader is None)
    directions = sum(len(axis.directions) for axis in axes)
    return OpportunitiesView(facet_definition(index, "opportunities"), axes, directions)


def _axis(index: SiteIndex, term: Term) -> Axis:
    shift = term.shift if isinstance(term, OpportunityTerm) else None
    return Axis(
        link=index.term_link("opportunities", term.id),
        word=(term.axis if isinstance(term, OpportunityTerm) else None) or "",
        shift_from=shift.from_ if shift else "",
        shift_to=shift.to if shift else "",
        definition=term.definition,
        directions=tuple(_direction(index, one) for one in index.narrower.get(("opportunities", term.id), ())),
    )


def _direction(index: SiteIndex, term: Term) -> Direction:
    return Direction(
        index.term_link("opportunities", term.id),
        term.definition,
        opportunity_section(index, term.id).total,
        tuple(answer.challenge for answer in _answers(index, term)),
    )


def opportunity_view(index: SiteIndex, term: Term) -> OpportunityView:
    """The view of one opportunity."""
    points = term.points if isinstance(term, OpportunityTerm) else []
    return OpportunityView(
        head=term_head(index, "opportunities", term),
        axis=_axis(index, term) if ("opportunities", term.id) in index.narrower else None,
        points=tuple((point.label, point.definition) for point in points),
        answers=_answers(index, term),
        questions=questions_on(index, "opportunities", term.id),
        pursued=opportunity_section(index, term.id),
    )


def _answers(index: SiteIndex, term: Term) -> tuple[Answered, ...]:
    if not isinstance(term, OpportunityTerm):
        return ()
    everything = Link("All challenges", "challenges/")
    return tuple(
        Answered(
            everything if answer.challenge == ALL_CHALLENGES else index.term_link("challenges", answer.challenge),
            answer.kind == "explicit",
            answer.basis,
            answer.caveat,
        )
        for answer in term.answers
    )
