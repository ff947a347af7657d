"""What the pages of open questions show."""

from __future__ import annotations

from dataclasses import dataclass

from hfm_atlas.model.addresses import Heading, Link, shown_headings
from hfm_atlas.model.taxonomy import QuestionTerm, Term
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.statements import StanceSection, challenge_sections, opportunity_section
from hfm_atlas.site.views.terms.challenge import concerned_models
from hfm_atlas.site.views.terms.terms import TermHead, facet_definition, term_head


@dataclass(frozen=True, slots=True)
class Concern:
    """A challenge or opportunity that a question concerns, and what models say on it."""

    link: Link
    definition: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class QuestionSummary:
    """One question on the page of all."""

    link: Link
    definition: str
    challenges: tuple[Link, ...]
    opportunities: tuple[Link, ...]
    models: str


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """The page of all questions."""

    definition: str
    questions: tuple[QuestionSummary, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """The page of one question."""

    head: TermHead
    challenges: tuple[Concern, ...]
    opportunities: tuple[Concern, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Sections of the page that have something in them."""
        return shown_headings(
            ("Challenges it concerns", "challenges", self.challenges),
            ("Opportunities it concerns", "opportunities", self.opportunities),
        )


def questions_view(index: SiteIndex) -> QuestionsView:
    """The view of all questions."""
    terms = [term for term in index.atlas.terms("questions") if isinstance(term, QuestionTerm)]
    return QuestionsView(
        facet_definition(index, "questions"),
        tuple(
            QuestionSummary(
                index.term_link("questions", term.id),
                term.definition,
                tuple(index.term_link("challenges", id) for id in term.concerns_challenges),
                tuple(index.term_link("opportunities", id) for id in term.concerns_opportunities),
                concerned_models(index, term.concerns_challenges),
            )
            for term in terms
        ),
    )


def question_view(index: SiteIndex, term: Term) -> QuestionView:
    """The view of one question."""
    challenges = term.concerns_challenges if isinstance(term, QuestionTerm) else []
    opportunities = term.concerns_opportunities if isinstance(term, QuestionTerm) else []
    return QuestionView(
        head=term_head(index, "questions", term),
        challenges=tuple(_concern(index, "challenges", id, challenge_sections(index, id)) for id in challenges),
        opportunities=tuple(
            _concern(index, "opportunities", id, (opportunity_section(index, id),)) for id in opportunities
        ),
    )


def _concern(index: SiteIndex, facet: str, id: str, sections: tuple[StanceSection, ...]) -> Concern:
    term = index.atlas.term(facet, id)
    counts = tuple((section.stance, section.total) for section in sections if section.total)
    return Concern(index.term_link(facet, id), term.definition if term else "", counts)
