"""Start here: a newcomer's path through the field, with what to read first chosen by counting."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hfm_atlas.model.addresses import EntryLink, Heading, Link
from hfm_atlas.model.taxonomy import OpportunityTerm, QuestionTerm, Term
from hfm_atlas.site.charts.charts import bar_rows
from hfm_atlas.site.display import plural
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.statements import STANCE_ORDER, said_of_opportunity
from hfm_atlas.site.views.overview.cite import SURVEY
from hfm_atlas.site.views.overview.example_questions import ExampleQuestion, example_questions
from hfm_atlas.site.views.overview.recommendations import (
    Recommendation,
    SubfieldStart,
    most_used,
    subfield_start,
    use_words,
)


@dataclass(frozen=True, slots=True)
class ParadigmRow:
    """One way of pre-training or adapting: how many models use it, and the bar's length in percent."""

    link: Link
    definition: str
    number: int
    length: float
    example: Recommendation | None
    """The model of it that most entries build on and most surveys list."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A challenge with what models say of it, what answers it, and a question that is open about it."""

    challenge: Link
    counts: tuple[tuple[str, int], ...]
    answer: Link | None
    pursued: str
    question: Link | None

    @property
    def total(self) -> int:
        """Statements on the challenge."""
        return sum(number for _, number in self.counts)


@dataclass(frozen=True, slots=True)
class Step:
    """One step from data to use: what it is, and how many of what the atlas has for it."""

    title: str
    text: str
    link: Link


@dataclass(frozen=True, slots=True)
class StartView:
    """The page Start here."""

    survey: EntryLink | None
    steps: tuple[Step, ...]
    subfields: tuple[SubfieldStart, ...]
    pretraining: tuple[ParadigmRow, ...]
    adaptation: tuple[ParadigmRow, ...]
    challenges: str
    directions: str
    statements: str
    chain: Chain | None
    terms: tuple[Term, ...]
    """The subfields, for the legend."""
    questions: tuple[ExampleQuestion, ...]
    headings: tuple[Heading, ...] = (
        Heading("What it is", "what"),
        Heading("Subfields", "subfields"),
        Heading("Pre-training and adaptation", "paradigms"),
        Heading("Challenges and opportunities", "challenges"),
        Heading("How to read the marks", "marks"),
        Heading("Five questions", "questions"),
        Heading("Where to go next", "next"),
    )


def start_view(index: SiteIndex) -> StartView:
    """The view of the page."""
    said = sum(len(found) for by_term in (index.challenge_links, index.opportunity_links) for found in by_term.values())
    return StartView(
        survey=index.links.get(SURVEY),
        steps=_steps(index),
        subfields=tuple(subfield_start(index, term) for term in index.subfields),
        pretraining=_paradigms(index, "pretraining"),
        adaptation=_paradigms(index, "adaptation"),
        challenges=plural(_leaves(index, "challenges"), "challenge"),
        directions=plural(_leaves(index, "opportunities"), "direction"),
        statements=plural(said, "statement"),
        chain=_chain(index),
        terms=index.subfields,
        questions=example_questions(index),
    )


def _leaves(index: SiteIndex, facet: str) -> int:
    return sum(1 for term in index.atlas.terms(facet) if (facet, term.id) not in index.narrower)


def _steps(index: SiteIndex) -> tuple[Step, ...]:
    datasets = len(index.ids_of("dataset"))
    objectives, methods = (_leaves(index, facet) for facet in ("pretraining", "adaptation"))
    uses = len(index.atlas.terms("applications"))
    return (
        Step("Data", "Notes, papers, images, sequences, signals.", Link(plural(datasets, "dataset"), "datasets/")),
        Step(
            "Pre-training",
            "The model learns from them broadly, mostly without labels.",
            Link(plural(objectives, "objective"), "taxonomy/pretraining/"),
        ),
        Step(
            "Adaptation",
            "It is fitted to a task with little further data.",
            Link(plural(methods, "method"), "taxonomy/adaptation/"),
        ),
        Step(
            "Use",
            "It helps to diagnose, report, plan, discover.",
            Link(plural(uses, "application"), "taxonomy/applications/"),
        ),
    )


def _paradigms(index: SiteIndex, facet: str) -> tuple[ParadigmRow, ...]:
    roots = [term for term in index.atlas.terms(facet) if term.broader is None]
    models = frozenset(index.ids_of("model"))
    numbers = {term.id: len(index.filed_below.get((facet, term.id), frozenset()) & models) for term in roots}
    rows = {row.link.url: row for row in bar_rows((index.term_link(facet, id), n) for id, n in numbers.items())}
    found = []
    for term in roots:
        link = index.term_link(facet, term.id)
        row = rows.get(link.url)
        ids = index.filed_below.get((facet, term.id), frozenset())
        used = most_used(index, index.models_among(ids))
        example = Recommendation(index.links[used[0].id], use_words(index, used[0])) if used else None
        found.append(ParadigmRow(link, term.definition, numbers[term.id], row.length if row else 0.0, example))
    return tuple(found)


def _chain(index: SiteIndex) -> Chain | None:
    """The challenge that most is said of, among those with the most to show: an answer by name, an open question."""
    leaves = [term.id for term in index.atlas.terms("challenges") if ("challenges", term.id) not in index.narrower]
    spoken = [_link(index, id) for id in leaves if index.challenge_links.get(id)]
    return max(spoken, key=lambda chain: (bool(chain.answer) + bool(chain.question), chain.total), default=None)


def _link(index: SiteIndex, challenge: str) -> Chain:
    numbers = Counter(link.stance for _, link in index.challenge_links[challenge])
    answer = _answer(index, challenge)
    question = _question(index, challenge)
    return Chain(
        challenge=index.term_link("challenges", challenge),
        counts=tuple((stance, numbers[stance]) for stance in STANCE_ORDER if numbers[stance]),
        answer=index.term_link("opportunities", answer) if answer else None,
        pursued=plural(_pursuers(index, answer), "model") if answer else "",
        question=index.term_link("questions", question) if question else None,
    )


def _answer(index: SiteIndex, challenge: str) -> str | None:
    """Id of the first opportunity that answers a challenge by name."""
    for term in index.atlas.terms("opportunities"):
        if isinstance(term, OpportunityTerm) and challenge in [answer.challenge for answer in term.answers]:
            return term.id
    return None


def _question(index: SiteIndex, challenge: str) -> str | None:
    """Id of the first open question that concerns a challenge."""
    for term in index.atlas.terms("questions"):
        if isinstance(term, QuestionTerm) and challenge in term.concerns_challenges:
            return term.id
    return None


def _pursuers(index: SiteIndex, opportunity: str) -> int:
    return len({entry for entry, *_ in said_of_opportunity(index, opportunity)})
