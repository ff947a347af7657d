"""What the pages of the taxonomy show: the facets, the tree of one, and one term."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from hfm_atlas._util.grouping import grouped
from hfm_atlas.model.addresses import (
    ALL_GAPS_URL,
    OWN_PAGES,
    EntryLink,
    Heading,
    Link,
    explore_url,
    facet_url,
    shown_headings,
)
from hfm_atlas.model.entries import Kind
from hfm_atlas.model.fields import FIELDS
from hfm_atlas.model.states import UNCHECKED, state_of
from hfm_atlas.model.taxonomy import FacetId, LicenceTerm, QuestionTerm, Term
from hfm_atlas.model.vocabularies import KIND_PLURALS, USES
from hfm_atlas.site.display import facet_singular, in_sentence
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.scope import Scope, scope
from hfm_atlas.site.parts.statements import works_of_term

_PUBLICATIONS = {"he-2025": "He et al. 2025", "digest": "Our summary of the survey", "atlas": "HFM Atlas"}
_VOCABULARIES = {"edamontology.org": "EDAM", "id.nlm.nih.gov": "MeSH", "www.wikidata.org": "Wikidata"}
_KIND_ORDER: tuple[Kind, ...] = ("model", "dataset", "base", "survey")
_NEIGHBOUR_FACETS = ("tasks", "modalities", "pretraining", "adaptation", "applications", "architectures")
_MAX_NEIGHBOURS = 4
# Facets whose pairs without a model are told on the page of a term: the other facet, and what the pairs are.
_PAIRED: dict[str, tuple[FacetId, str]] = {"modalities": ("tasks", "task"), "tasks": ("modalities", "kind of data")}
_MAX_BLANKS = 8
# A term has so much of its models next to another that one there would be no surprise.
_MIN_SHARE = 1 / 3


@dataclass(frozen=True, slots=True)
class TermHead:
    """What the head of every term's page shows."""

    facet: str
    id: str
    kind: str
    name: str
    abbreviation: str | None
    definition: str
    synonyms: tuple[str, ...]
    note: str | None
    source: str
    source_url: str | None
    """Page of the survey, where the term is the survey's."""
    matches: tuple[Link, ...]
    path: tuple[Link, ...]
    """The facet and the wider terms, the widest first."""
    edit_url: str | None
    explore: tuple[Link, ...]
    """Explore with the term as filter, by each facet that knows it."""
    works: int
    """How many entries are filed under it and below."""


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One term of a facet's tree, with how many entries are filed under it and below."""

    link: Link
    abbreviation: str | None
    definition: str
    number: int
    children: tuple[TreeNode, ...]


@dataclass(frozen=True, slots=True)
class FacetSummary:
    """One facet on the page of the taxonomy."""

    link: Link
    definition: str
    terms: int
    roots: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TaxonomyView:
    """The page that lists the facets."""

    facets: tuple[FacetSummary, ...]
    terms: int


@dataclass(frozen=True, slots=True)
class FacetView:
    """The page of one facet."""

    name: str
    definition: str
    terms: int
    tree: tuple[TreeNode, ...]
    path: tuple[Link, ...]
    edit_url: str | None

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The widest terms, where they divide the page."""
        return tuple(Heading(node.link.text, node.link.url.split("/")[-2]) for node in self.tree if node.children)


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """Entries of one kind."""

    title: str
    anchor: str
    entries: tuple[EntryLink, ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Terms of one other facet that stand with a term most often, each with how often."""

    facet: Link
    terms: tuple[tuple[Link, int], ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A term of the other facet that no model of this term is filed under, though models next to this one are."""

    term: Link
    number: int
    """Models next to this term."""
    may: int
    """Models that may belong here, since nobody has checked one of the two."""
    url: str
    """Explore with the models counted."""


@dataclass(frozen=True, slots=True)
class Blanks:
    """What has no model under a task or a kind of data, though it has some next to it."""

    what: str
    """What each is: a task, or a kind of data."""
    name: str
    wider: Link
    shown: tuple[Blank, ...]
    number: int
    """How many there are, with those that are not shown."""
    url: str
    """The gap map with every task and kind of data."""


@dataclass(frozen=True, slots=True)
class TermView:
    """The page of one term."""

    head: TermHead
    allows: str | None
    """What a licence allows, in a word."""
    narrower: tuple[TreeNode, ...]
    groups: tuple[EntryGroup, ...]
    neighbours: tuple[Neighbours, ...]
    blanks: Blanks | None
    scope: Scope
    completeness: str | None
    """How complete the atlas is under this term, in a sentence."""

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Sections of the page that have something in them."""
        return shown_headings(
            ("Narrower terms", "narrower", self.narrower),
            *((group.title, group.anchor, True) for group in self.groups),
            ("Often together with", "neighbours", self.neighbours),
            ("No model yet", "blanks", self.blanks),
        )


def facet_definition(index: SiteIndex, facet: str) -> str:
    """What a facet is about; empty where its file is missing."""
    return index.atlas.facets[facet].facet.definition if facet in index.atlas.facets else ""


def questions_on(index: SiteIndex, facet: Literal["challenges", "opportunities"], id: str) -> tuple[Link, ...]:
    """Open questions that concern a challenge or an opportunity, in the order of their file."""
    return tuple(
        index.term_link("questions", question.id)
        for question in index.atlas.terms("questions")
        if isinstance(question, QuestionTerm)
        and id in (question.concerns_challenges if facet == "challenges" else question.concerns_opportunities)
    )


def term_head(index: SiteIndex, facet: str, term: Term) -> TermHead:
    """The head of a term's page."""
    survey = index.links.get(term.source.publication)
    document = index.atlas.facets[facet].document
    return TermHead(
        facet=facet,
        id=term.id,
        kind=facet_singular(facet),
        name=term.name,
        abbreviation=term.abbreviation,
        definition=term.definition,
        synonyms=tuple(name for name in term.synonyms if name != term.abbreviation),
        note=term.note,
        source=f"{_PUBLICATIONS[term.source.publication]}, {_section(term.source.section)}",
        source_url=survey.url if survey else None,
        matches=tuple(_match(url) for url in term.exact_match),
        path=term_path(index, facet, term.id),
        edit_url=index.repository.edit_url(document.path) if index.repository else None,
        explore=_explore_links(index, facet, term),
        works=len(works_of_term(index, facet, term.id)),
    )


def _explore_links(index: SiteIndex, facet: str, term: Term) -> tuple[Link, ...]:
    """Explore with the term as filter.

    Of two fields of a facet the first has its roots alone, so a root is looked for in both, each with its own link.
    """
    if not works_of_term(index, facet, term.id):
        return ()
    fields = [one for one in FIELDS if one.facet and one.value_schema.type.facet == facet]
    urls = {field.title.lower(): explore_url(**{field.key: term.id}) for field in fields}
    if len(urls) == 1 or term.broader is not None:
        return tuple(Link("Open in Explore", url) for url in list(urls.values())[-1:])
    return tuple(Link(f"Open in Explore by {title}", url) for title, url in urls.items())


def _section(section: str) -> str:
    """A section's number with the word before it; other places are as they are."""
    return f"Sec. {section}" if section[:1] in "IVX0123456789" else section


def _match(url: str) -> Link:
    host = url.split("/")[2]
    return Link(f"{_VOCABULARIES.get(host, host)} {url.rstrip('/').rpartition('/')[2]}", url, external=True)


def facet_link(index: SiteIndex, facet: str) -> Link:
    """Link to the page of a facet."""
    return Link(index.atlas.facets[facet].facet.name, facet_url(facet))


def term_path(index: SiteIndex, facet: str, id: str) -> tuple[Link, ...]:
    """Links from the facet down to the term above `id`."""
    top = () if facet in OWN_PAGES else (Link("Taxonomy", "taxonomy/"),)
    wider = (index.term_link(facet, term.id) for term in index.broader(facet, id))
    return (*top, facet_link(index, facet), *wider)


def taxonomy_view(index: SiteIndex) -> TaxonomyView:
    """The view of all facets, in the order of their names in the schema."""
    facets = tuple(
        FacetSummary(
            facet_link(index, facet),
            loaded.facet.definition,
            len(loaded.facet.terms),
            tuple(index.term_link(facet, term.id) for term in loaded.facet.terms if term.broader is None),
        )
        for facet, loaded in sorted(index.atlas.facets.items(), key=lambda item: _facet_rank(item[0]))
    )
    return TaxonomyView(facets, sum(facet.terms for facet in facets))


def _facet_rank(facet: str) -> int:
    order = get_args(FacetId)
    return order.index(facet) if facet in order else len(order)


def facet_view(index: SiteIndex, facet: str) -> FacetView:
    """The view of one facet."""
    loaded = index.atlas.facets[facet]
    roots = [term for term in loaded.facet.terms if term.broader is None]
    return FacetView(
        name=loaded.facet.name,
        definition=loaded.facet.definition,
        terms=len(loaded.facet.terms),
        tree=tuple(_node(index, facet, term) for term in roots),
        path=(Link("Taxonomy", "taxonomy/"),),
        edit_url=index.repository.edit_url(loaded.document.path) if index.repository else None,
    )


def _node(index: SiteIndex, facet: str, term: Term, seen: frozenset[str] = frozenset()) -> TreeNode:
    below = [one for one in index.narrower.get((facet, term.id), ()) if one.id not in seen]
    return TreeNode(
        index.term_link(facet, term.id),
        term.abbreviation,
        term.definition,
        len(_entries_of(index, facet, term)),
        tuple(_node(index, facet, one, seen | {term.id}) for one in below),
    )


def _entries_of(index: SiteIndex, facet: str, term: Term) -> frozenset[str]:
    """Ids of entries filed under a term or below it; for a licence, those that come under it."""
    if facet == "licences":
        return index.licensed.get(term.id, frozenset())
    return works_of_term(index, facet, term.id)


def term_view(index: SiteIndex, facet: str, term: Term) -> TermView:
    """The view of one term."""
    entries = _entries_of(index, facet, term)
    return TermView(
        head=term_head(index, facet, term),
        allows=USES[term.allows] if isinstance(term, LicenceTerm) else None,
        narrower=tuple(_node(index, facet, one) for one in index.narrower.get((facet, term.id), ())),
        groups=entry_groups(index, entries),
        neighbours=_neighbours(index, facet, entries),
        blanks=_blanks(index, facet, term),
        scope=scope(index, sorted(_models_among(index, entries))),
        completeness=index.completeness_lines.get((facet, term.id)),
    )


def entry_groups(index: SiteIndex, ids: Iterable[str]) -> tuple[EntryGroup, ...]:
    """Entries by kind, the newest first."""
    found = grouped((index.links[id].kind, id) for id in ids)
    return tuple(
        EntryGroup(KIND_PLURALS[kind], f"kind-{kind}", index.entry_links(found[kind]))
        for kind in _KIND_ORDER
        if kind in found
    )


def _neighbours(index: SiteIndex, facet: str, entries: frozenset[str]) -> tuple[Neighbours, ...]:
    """Terms without narrower ones that models of `entries` are filed under most often."""
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    for id in _models_among(index, entries):
        for other, term in set(index.filed_under[id]):
            if other != facet and (other, term) not in index.narrower:
                numbers[other][term] += 1
    found = []
    for other in _NEIGHBOUR_FACETS:
        frequent = sorted(numbers[other].items(), key=lambda one: (-one[1], one[0]))[:_MAX_NEIGHBOURS]
        terms = tuple((index.term_link(other, id), number) for id, number in frequent if number > 1)
        if terms and other in index.atlas.facets:
            found.append(Neighbours(facet_link(index, other), terms))
    return tuple(found)


def _blanks(index: SiteIndex, facet: str, term: Term) -> Blanks | None:
    """What has no model under a task or a modality, though models of the tasks or modalities next to it do it.

    Each stands at the widest term for which that is so. The widest tasks and modalities have nothing next to them that
    is alike: the gap map shows those.
    """
    if facet not in _PAIRED or term.broader is None:
        return None
    other, what = _PAIRED[facet]
    near, here = (_models_of(index, facet, id) for id in (term.broader, term.id))
    filed = {one.id: _models_of(index, other, one.id) for one in index.atlas.terms(other)}
    blank = {id for id, models in filed.items() if here and near & models and not here & models}
    widest = [one.id for one in index.atlas.terms(other) if one.id in blank and one.broader not in blank]
    likely = [id for id in widest if len(near & filed[id]) >= _MIN_SHARE * len(filed[id])]
    if not likely:
        return None
    best = sorted(likely, key=lambda id: (-len(near & filed[id]), id))[:_MAX_BLANKS]
    unfiled = len(_unchecked(index, other, here))
    return Blanks(
        what=what,
        name=in_sentence(term.name),
        wider=index.term_link(facet, term.broader),
        shown=tuple(
            Blank(
                index.term_link(other, id),
                len(near & filed[id]),
                unfiled + len(_unchecked(index, facet, filed[id])),
                explore_url(kind="model", **{facet: term.broader, other: id}),
            )
            for id in best
        ),
        number=len(likely),
        url=ALL_GAPS_URL,
    )


def _models_of(index: SiteIndex, facet: str, id: str) -> frozenset[str]:
    """Ids of models filed under a term or below it."""
    return _models_among(index, works_of_term(index, facet, id))


def _models_among(index: SiteIndex, ids: Iterable[str]) -> frozenset[str]:
    """Ids of those that are models; the index's own look-up gives the entries, which a page would then follow."""
    return frozenset(id for id in ids if index.links[id].kind == "model")


def _unchecked(index: SiteIndex, facet: str, models: frozenset[str]) -> list[str]:
    """Those of some models of which nobody has checked where they belong in a facet."""
    bare = (id for id in models if all(other != facet for other, _ in index.filed_under[id]))
    return [id for id in bare if state_of(index.atlas.entries[id], facet) == UNCHECKED]
