"""What the pages of challenges show: the matrix of all by subfield, and one challenge with what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt

from hfm_atlas.model.addresses import Heading, Link, shown_headings, term_url
from hfm_atlas.model.entries import Stance
from hfm_atlas.model.taxonomy import ALL_CHALLENGES, OpportunityTerm, Term
from hfm_atlas.site.display import plural
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.statements import STANCE_ORDER, StanceSection, challenge_sections, said_of_challenge
from hfm_atlas.site.views.terms.terms import TermHead, TreeNode, facet_definition, questions_on, term_head


@dataclass(frozen=True, slots=True)
class StanceCount:
    """How many models take one stance."""

    stance: Stance
    number: int


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A challenge in a subfield: models by stance, the shade from 0 to 4, and the same in words."""

    counts: tuple[StanceCount, ...]
    shade: int
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One challenge; `level` 0 is a root, 1 a group, 2 a leaf."""

    link: Link
    level: int
    is_leaf: bool
    cells: tuple[MatrixCell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ChallengesView:
    """The page of all challenges."""

    definition: str
    subfields: tuple[Link, ...]
    subfield_ids: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    leaves: int
    untouched: tuple[Link, ...]
    """Leaves that no model is linked to."""
    path: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class AnsweredBy:
    """An opportunity that answers a challenge, and how the survey says so."""

    opportunity: Link
    explicit: bool
    basis: str
    caveat: str | None
    of_all: bool
    """Whether it is said of all challenges at once."""


@dataclass(frozen=True, slots=True)
class SubfieldBar:
    """How many models of a subfield say something, with the bar's length in percent."""

    link: Link
    id: str
    number: int
    length: float


@dataclass(frozen=True, slots=True)
class ChallengeView:
    """The page of one challenge."""

    head: TermHead
    is_leaf: bool
    narrower: tuple[TreeNode, ...]
    sections: tuple[StanceSection, ...]
    total: int
    bars: tuple[SubfieldBar, ...]
    answers: tuple[AnsweredBy, ...]
    questions: tuple[Link, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Sections of the page that have something in them."""
        return shown_headings(
            ("Narrower challenges", "narrower", self.narrower),
            ("Directions that address it", "answers", self.answers),
            ("Open questions", "questions", self.questions),
            *((section.title, section.stance, section.total) for section in self.sections),
        )


def challenges_view(index: SiteIndex) -> ChallengesView:
    """The view of all challenges by subfield."""
    roots = [term for term in index.atlas.terms("challenges") if term.broader is None]
    numbers = {term.id: _numbers(index, term.id) for term in index.atlas.terms("challenges")}
    highest = _fullest_cell({id: one for id, one in numbers.items() if _is_leaf(index, id)})
    rows = tuple(row for root in roots for row in _rows(index, root, 0, numbers, highest))
    leaves = [row for row in rows if row.is_leaf]
    return ChallengesView(
        definition=facet_definition(index, "challenges"),
        subfields=tuple(index.term_link("subfields", term.id) for term in index.subfields),
        subfield_ids=tuple(term.id for term in index.subfields),
        rows=rows,
        leaves=len(leaves),
        untouched=tuple(row.link for row in leaves if not row.total),
    )


_Numbers = Counter[tuple[str, Stance]]


def _numbers(index: SiteIndex, id: str) -> _Numbers:
    """Models that say something on a challenge or on those below it, by subfield and stance."""
    said = {(entry, link.stance) for entry, _, link in said_of_challenge(index, id)}
    return Counter((index.links[entry].subfield, stance) for entry, stance in said)


def _fullest_cell(numbers: Mapping[str, _Numbers]) -> int:
    """The most that models say on one leaf in one subfield."""
    cells: Counter[tuple[str, str]] = Counter()
    for id, own in numbers.items():
        for (subfield, _), number in own.items():
            cells[id, subfield] += number
    return max(cells.values(), default=1)


def _is_leaf(index: SiteIndex, id: str) -> bool:
    return ("challenges", id) not in index.narrower


def _rows(index: SiteIndex, term: Term, level: int, numbers: Mapping[str, _Numbers], highest: int) -> list[MatrixRow]:
    own = numbers[term.id]
    cells = tuple(_cell(index, term, subfield, own, highest) for subfield in index.subfields)
    total = len(_concerned(index, [term.id]))
    row = MatrixRow(index.term_link("challenges", term.id), level, _is_leaf(index, term.id), cells, total)
    below = index.narrower.get(("challenges", term.id), ())
    return [row, *(inner for one in below for inner in _rows(index, one, level + 1, numbers, highest))]


def _cell(index: SiteIndex, term: Term, subfield: Term, numbers: _Numbers, highest: int) -> MatrixCell:
    counts = tuple(
        StanceCount(stance, numbers[subfield.id, stance]) for stance in STANCE_ORDER if numbers[subfield.id, stance]
    )
    total = sum(one.number for one in counts)
    said = ", ".join(f"{one.number} {one.stance}" for one in counts) or "nothing yet"
    shade = min(4, ceil(4 * sqrt(total / highest)))
    first = counts[0].stance if counts else ""
    url = f"{term_url('challenges', term.id)}#{first}-{subfield.id}" if counts else ""
    return MatrixCell(counts, shade, url, f"{term.name}, {subfield.name}: {said}")


def challenge_view(index: SiteIndex, term: Term) -> ChallengeView:
    """The view of one challenge."""
    sections = challenge_sections(index, term.id)
    head = term_head(index, "challenges", term)
    return ChallengeView(
        head=head,
        is_leaf=_is_leaf(index, term.id),
        narrower=tuple(_node(index, one) for one in index.narrower.get(("challenges", term.id), ())),
        sections=sections,
        total=len(_concerned(index, [term.id])),
        bars=_bars(index, sections),
        answers=_answers(index, term.id),
        questions=questions_on(index, "challenges", term.id),
    )


def _node(index: SiteIndex, term: Term) -> TreeNode:
    total = len(_concerned(index, [term.id]))
    return TreeNode(index.term_link("challenges", term.id), None, term.definition, total, ())


def _bars(index: SiteIndex, sections: tuple[StanceSection, ...]) -> tuple[SubfieldBar, ...]:
    said = {(group.id, one.entry) for section in sections for group in section.groups for one in group.statements}
    numbers = Counter(subfield for subfield, _ in said)
    max_length = max(numbers.values(), default=0) or 1
    return tuple(
        SubfieldBar(
            index.term_link("subfields", term.id),
            term.id,
            numbers[term.id],
            round(100 * numbers[term.id] / max_length, 1),
        )
        for term in index.subfields
    )


def _answers(index: SiteIndex, id: str) -> tuple[AnsweredBy, ...]:
    found = []
    for term in index.atlas.terms("opportunities"):
        for answer in term.answers if isinstance(term, OpportunityTerm) else ():
            if answer.challenge in (id, ALL_CHALLENGES):
                found.append(
                    AnsweredBy(
                        index.term_link("opportunities", term.id),
                        answer.kind == "explicit",
                        answer.basis,
                        answer.caveat,
                        answer.challenge == ALL_CHALLENGES,
                    )
                )
    return tuple(sorted(found, key=lambda one: one.of_all))


def concerned_models(index: SiteIndex, challenges: list[str]) -> str:
    """How many models say something on any of the challenges, in words."""
    return plural(len(_concerned(index, challenges)), "model")


def _concerned(index: SiteIndex, challenges: list[str]) -> set[str]:
    """Models that say something on any of the challenges."""
    return {entry for challenge in challenges for entry, *_ in said_of_challenge(index, challenge)}
