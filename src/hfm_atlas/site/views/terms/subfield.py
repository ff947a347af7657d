"""What the pages of subfields show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hfm_atlas.model.addresses import EntryLink, Heading, Link, shown_headings
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.model.publication import first_year
from hfm_atlas.model.taxonomy import SubfieldTerm, Term
from hfm_atlas.site.charts.charts import BarRow, Growth, bar_rows, growth, sparkline
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.figures import FigureView, figure_view
from hfm_atlas.site.parts.scope import Scope, scope
from hfm_atlas.site.views.overview.home import SubfieldCard, best_known
from hfm_atlas.site.views.overview.tables import Table, entry_table
from hfm_atlas.site.views.terms.subfield_charts import OpennessRow, ParadigmYears, openness_rows, paradigm_years
from hfm_atlas.site.views.terms.terms import TermHead, facet_definition, term_head

_MAX_CHALLENGES = 8
_MAX_TASKS = 10
_NAMES = 6


@dataclass(frozen=True, slots=True)
class SubfieldsView:
    """The page that lists the subfields."""

    definition: str
    cards: tuple[SubfieldCard, ...]
    definitions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubfieldView:
    """The page of one subfield."""

    head: TermHead
    finding: str | None
    scope: Scope
    number: int
    growth: Growth | None
    paradigms: tuple[ParadigmYears, ...]
    openness: tuple[OpennessRow, ...]
    parameters: FigureView | None
    adaptation: tuple[BarRow, ...]
    tasks: tuple[BarRow, ...]
    challenges: tuple[BarRow, ...]
    upstream: tuple[tuple[EntryLink, int], ...]
    models: Table
    datasets: tuple[EntryLink, ...]
    surveys: tuple[EntryLink, ...]
    completeness: str | None
    """How complete the subfield is, in a sentence."""

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Sections of the page that have something in them."""
        return shown_headings(
            ("At a glance", "glance", self.number),
            ("How open they are", "open", self.number),
            ("How large they are", "parameters", self.number),
            ("Models", "models", self.models.rows),
            ("Datasets", "datasets", self.datasets),
            ("Surveys", "surveys", self.surveys),
        )


def subfields_view(index: SiteIndex) -> SubfieldsView:
    """The view of all subfields."""
    years = {term.id: [first_year(model) for model in index.models_in(term.id)] for term in index.subfields}
    every = [year for found in years.values() for year in found]
    span = (min(every), max(every)) if every else None
    cards = [
        SubfieldCard(
            term.id,
            index.term_link("subfields", term.id),
            len(years[term.id]),
            sparkline(years[term.id], span, width=320, height=64) if span else None,
            best_known(index, term.id, _NAMES),
        )
        for term in index.subfields
    ]
    definitions = tuple(term.definition for term in index.subfields)
    return SubfieldsView(facet_definition(index, "subfields"), tuple(cards), definitions)


def subfield_view(index: SiteIndex, term: Term, site_url: str = "") -> SubfieldView:
    """The view of one subfield; `site_url` is where the atlas is published."""
    models = index.models_in(term.id)
    years = [first_year(model) for model in models]
    filed = index.filed.get(("subfields", term.id), frozenset())
    return SubfieldView(
        scope=scope(index, [model.id for model in models]),
        head=term_head(index, "subfields", term),
        finding=term.finding if isinstance(term, SubfieldTerm) else None,
        number=len(models),
        growth=growth({term.id: years}, [(term.id, index.term_link("subfields", term.id))], height=220),
        paradigms=paradigm_years(index, models),
        openness=openness_rows(index, models, term.id),
        parameters=_parameters(index, term.id, site_url) if models else None,
        adaptation=_count_roots(index, "adaptation", (model.adaptation for model in models)),
        tasks=_count_terms(index, "tasks", (model.tasks for model in models), _MAX_TASKS),
        challenges=_count_terms(
            index, "challenges", ([link.term for link in model.challenges] for model in models), _MAX_CHALLENGES
        ),
        upstream=_upstream(index, models),
        models=entry_table(index, [model.id for model in models], "model", f"{term.name} models", without="Subfield"),
        datasets=index.entry_links(id for id in filed if index.links[id].kind == "dataset"),
        surveys=index.entry_links(id for id in filed if index.links[id].kind == "survey"),
        completeness=index.completeness_lines.get(("subfields", term.id)),
    )


def _parameters(index: SiteIndex, subfield: str, site_url: str) -> FigureView:
    return figure_view(index.selection(site_url), "parameters", subfield=subfield)


def _count_roots(index: SiteIndex, facet: str, values: Iterable[object]) -> tuple[BarRow, ...]:
    """How many models each of the widest terms has, in the order of the file."""
    numbers: Counter[str] = Counter()
    for value in values:
        roots = {_root(index, facet, id) for id in value} if isinstance(value, list) else set()
        numbers.update(roots)
    roots_in_order = [term for term in index.atlas.terms(facet) if term.broader is None]
    return bar_rows((index.term_link(facet, term.id), numbers[term.id]) for term in roots_in_order)


def _root(index: SiteIndex, facet: str, id: str) -> str:
    return next((term.id for term in index.broader(facet, id)), id)


def _count_terms(index: SiteIndex, facet: str, values: Iterable[object], maximum: int) -> tuple[BarRow, ...]:
    """How many models each term has, the most frequent first."""
    numbers: Counter[str] = Counter()
    for value in values:
        numbers.update(set(value) if isinstance(value, list) else ())
    counted: list[tuple[Link, int]] = [(index.term_link(facet, id), number) for id, number in numbers.items()]
    counted.sort(key=lambda one: (-one[1], one[0].text))
    return bar_rows(counted[:maximum])


def _upstream(index: SiteIndex, models: list[ModelEntry]) -> tuple[tuple[EntryLink, int], ...]:
    """What models of the subfield are built on most."""
    numbers: Counter[str] = Counter()
    for model in models:
        if isinstance(model.builds_on, list):
            numbers.update({link.model for link in model.builds_on if link.model in index.links})
    ordered = sorted(numbers.items(), key=lambda one: (-one[1], one[0]))
    return tuple((index.links[id], number) for id, number in ordered[:_NAMES])
