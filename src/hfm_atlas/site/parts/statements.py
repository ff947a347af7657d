"""What works say of challenges and opportunities: with stance, note and source, for entries and for terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hfm_atlas.model.addresses import EntryLink, Link
from hfm_atlas.model.entries import ChallengeLink, ModelEntry, OpportunityLink, Stance
from hfm_atlas.site.evidence import EvidenceMark
from hfm_atlas.site.index import SiteIndex

_TITLES = {
    "addresses": "Addressed by",
    "exhibits": "Exhibited by",
    "measures": "Measured by",
    "pursues": "Pursued by",
}
STANCE_ORDER: tuple[Stance, ...] = ("addresses", "exhibits", "measures")


@dataclass(frozen=True, slots=True)
class Statement:
    """One link of an entry to a challenge or opportunity, as the entry's page shows it."""

    stance: str
    """One of the stances, or `pursues` for opportunities."""
    term: Link
    note: str
    mark: EvidenceMark

    @property
    def anchor(self) -> str:
        """Its address on the page of the entry."""
        return "-".join(("says", self.stance, self.term.url.strip("/").replace("/", "-")))


@dataclass(frozen=True, slots=True)
class TermStatement:
    """The same link as the term's page shows it."""

    entry: EntryLink
    term: Link | None
    """The narrower term that the link names, where it is not the page's own."""
    note: str
    mark: EvidenceMark


@dataclass(frozen=True, slots=True)
class SubfieldStatements:
    """Statements of one subfield."""

    subfield: Link
    id: str
    statements: tuple[TermStatement, ...]


@dataclass(frozen=True, slots=True)
class StanceSection:
    """All statements of one stance, grouped by subfield."""

    stance: str
    title: str
    total: int
    """How many models there are; one may say something on several narrower terms."""
    groups: tuple[SubfieldStatements, ...]


def statements_of(index: SiteIndex, entry: ModelEntry) -> tuple[Statement, ...]:
    """Statements of an entry: challenges by stance, then opportunities."""
    sources = index.sources(entry.id)
    challenges = [
        Statement(
            link.stance,
            index.term_link("challenges", link.term),
            link.note,
            sources.read(link, note=False),
        )
        for stance in STANCE_ORDER
        for link in entry.challenges
        if link.stance == stance
    ]
    opportunities = [
        Statement(
            "pursues",
            index.term_link("opportunities", link.term),
            link.note,
            sources.read(link, note=False),
        )
        for link in entry.opportunities
    ]
    return (*challenges, *opportunities)


@dataclass(frozen=True, slots=True)
class _Found:
    entry: str
    term: str
    link: ChallengeLink | OpportunityLink


def challenge_sections(index: SiteIndex, id: str) -> tuple[StanceSection, ...]:
    """What models say of a challenge and of those below it, a section a stance."""
    found: dict[str, list[_Found]] = {stance: [] for stance in STANCE_ORDER}
    for entry, term, link in said_of_challenge(index, id):
        found[link.stance].append(_Found(entry, term, link))
    return tuple(_section(index, "challenges", id, stance, found[stance]) for stance in STANCE_ORDER)


def opportunity_section(index: SiteIndex, id: str) -> StanceSection:
    """Models that pursue an opportunity or one below it."""
    found = [_Found(entry, term, link) for entry, term, link in said_of_opportunity(index, id)]
    return _section(index, "opportunities", id, "pursues", found)


def said_of_challenge(index: SiteIndex, id: str) -> Iterator[tuple[str, str, ChallengeLink]]:
    """Entry, term and statement of all that is said of a challenge and of those below it."""
    for term in _terms_below(index, "challenges", id):
        yield from ((entry, term, link) for entry, link in index.challenge_links.get(term, ()))


def said_of_opportunity(index: SiteIndex, id: str) -> Iterator[tuple[str, str, OpportunityLink]]:
    """As `said_of_challenge`, of an opportunity."""
    for term in _terms_below(index, "opportunities", id):
        yield from ((entry, term, link) for entry, link in index.opportunity_links.get(term, ()))


def works_of_term(index: SiteIndex, facet: str, id: str) -> frozenset[str]:
    """Ids of entries filed under a term or below it; of a challenge or opportunity, those that say something of it."""
    said = {"challenges": said_of_challenge, "opportunities": said_of_opportunity}.get(facet)
    if said is None:
        return index.filed_below.get((facet, id), frozenset())
    return frozenset(entry for entry, *_ in said(index, id))


def _terms_below(index: SiteIndex, facet: str, id: str) -> list[str]:
    """Ids of a term and of everything below it, in the order of the file."""
    found = [id]
    for term in found:
        found.extend(below.id for below in index.narrower.get((facet, term), ()) if below.id not in found)
    return found


def _section(index: SiteIndex, facet: str, own: str, stance: str, found: list[_Found]) -> StanceSection:
    rank = {id: place for place, id in enumerate(index.newest_first({one.entry for one in found}))}
    found = sorted(found, key=lambda one: (rank[one.entry], one.term))
    groups = []
    for subfield in index.subfields:
        statements = tuple(
            _term_statement(index, facet, own, one) for one in found if index.links[one.entry].subfield == subfield.id
        )
        if statements:
            groups.append(SubfieldStatements(index.term_link("subfields", subfield.id), subfield.id, statements))
    return StanceSection(stance, _TITLES[stance], len(rank), tuple(groups))


def _term_statement(index: SiteIndex, facet: str, own: str, found: _Found) -> TermStatement:
    term = None if found.term == own else index.term_link(facet, found.term)
    return TermStatement(
        index.links[found.entry],
        term,
        found.link.note,
        index.sources(found.entry).read(found.link, note=False),
    )
