"""What the home page shows."""

from __future__ import annotations

from dataclasses import dataclass

from hfm_atlas.model.addresses import EntryLink, Link, facet_url
from hfm_atlas.model.taxonomy import Term
from hfm_atlas.site.charts.charts import Growth, Sparkline, growth, sparkline
from hfm_atlas.site.display import count, long_date
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.coverage import total_coverage
from hfm_atlas.site.parts.scope import Scope, scope
from hfm_atlas.site.views.overview.example_questions import ExampleQuestion, example_questions
from hfm_atlas.site.views.overview.gaps import GapMap, gap_map
from hfm_atlas.site.views.overview.recommendations import most_used

_NAMES_ON_A_CARD = 3
_NEWEST = 8


@dataclass(frozen=True, slots=True)
class Count:
    """A live number that leads to what it counts."""

    number: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class SubfieldCard:
    """One subfield in small."""

    id: str
    link: Link
    number: int
    sparkline: Sparkline | None
    names: tuple[EntryLink, ...]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that came into the atlas lately."""

    entry: EntryLink
    summary: str
    added: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page."""

    counts: tuple[Count, ...]
    cards: tuple[SubfieldCard, ...]
    gaps: GapMap
    growth: Growth | None
    newest: tuple[NewEntry, ...]
    questions: tuple[Link, ...]
    """What readers ask, each with the page that answers it today, or where they choose what it is asked of."""
    covers: Scope
    completeness: str | None
    """How complete the atlas is, in a sentence."""


def home_view(index: SiteIndex) -> HomeView:
    """The view of the home page."""
    years = {term.id: [index.links[model.id].year for model in index.models_in(term.id)] for term in index.subfields}
    every = [year for found in years.values() for year in found]
    span = (min(every), max(every)) if every else None
    links = [(term.id, index.term_link("subfields", term.id)) for term in index.subfields]
    return HomeView(
        counts=_counts(index),
        cards=tuple(_card(index, term, years[term.id], span) for term in index.subfields),
        gaps=gap_map(index, "tasks", "modalities"),
        growth=growth(years, links),
        newest=_newest(index),
        questions=tuple(Link(one.question, _where_asked(one)) for one in example_questions(index)),
        covers=scope(index, index.ids_of("model")),
        completeness=index.completeness_lines.get(("", "")),
    )


def _where_asked(one: ExampleQuestion) -> str:
    return one.own or (one.links[0].url if one.links else one.page.url)


def _counts(index: SiteIndex) -> tuple[Count, ...]:
    entries = list(index.atlas.entries.values())
    kinds = [sum(1 for entry in entries if entry.kind == kind) for kind in ("model", "dataset")]
    return (
        Count(count(kinds[0]), "model" if kinds[0] == 1 else "models", "models/"),
        Count(count(kinds[1]), "dataset" if kinds[1] == 1 else "datasets", "datasets/"),
        Count(count(_leaves(index, "challenges")), "challenges", facet_url("challenges")),
        Count(count(_leaves(index, "opportunities")), "directions", facet_url("opportunities")),
        Count(count(total_coverage(entries).sourced), "facts with a source", "quality/"),
    )


def _leaves(index: SiteIndex, facet: str) -> int:
    return sum(1 for term in index.atlas.terms(facet) if (facet, term.id) not in index.narrower)


def _card(index: SiteIndex, term: Term, years: list[int], span: tuple[int, int] | None) -> SubfieldCard:
    return SubfieldCard(
        term.id,
        index.term_link("subfields", term.id),
        len(years),
        sparkline(years, span) if span else None,
        best_known(index, term.id, _NAMES_ON_A_CARD),
    )


def best_known(index: SiteIndex, subfield: str, maximum: int) -> tuple[EntryLink, ...]:
    """The models of a subfield that most entries build on and most surveys list."""
    models = most_used(index, index.models_in(subfield))
    return tuple(index.links[model.id] for model in models[:maximum])


def _newest(index: SiteIndex) -> tuple[NewEntry, ...]:
    dated = [(entry.added, entry) for entry in index.atlas.entries.values() if entry.added]
    dated.sort(key=lambda one: (-one[0].toordinal(), -index.links[one[1].id].year, one[1].id))
    return tuple(NewEntry(index.links[entry.id], entry.summary, long_date(added)) for added, entry in dated[:_NEWEST])
