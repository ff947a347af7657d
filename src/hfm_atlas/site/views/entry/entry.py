"""What the page of an entry shows: models, datasets, surveys and base models share one view with optional parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from hfm_atlas.citation.caveats import citation_caveats
from hfm_atlas.model.addresses import EntryLink, Heading, Link, entry_url, shown_headings
from hfm_atlas.model.entries import BaseEntry, Entry, ModelEntry, SurveyEntry
from hfm_atlas.model.fields import fields_by_path
from hfm_atlas.model.settled import CORE_CELLS, open_cells
from hfm_atlas.model.values import is_absent
from hfm_atlas.model.vocabularies import KIND_NAMES
from hfm_atlas.site.display import long_date
from hfm_atlas.site.index import Repository, SiteIndex, subfield_of
from hfm_atlas.site.parts.classification import SurveyClassification, classifications
from hfm_atlas.site.parts.coverage import Coverage, coverage
from hfm_atlas.site.parts.lineage import LineagePicture, lineage_picture
from hfm_atlas.site.parts.statements import Statement, statements_of
from hfm_atlas.site.views.entry.cite_box import CiteForm, cite_forms
from hfm_atlas.site.views.entry.key_facts import KeyFacts, key_facts
from hfm_atlas.site.views.entry.publication import PublicationHead, publication_head
from hfm_atlas.site.views.entry.related import Related, RelatedEntries
from hfm_atlas.site.views.overview.leaderboard import Leaderboard, ResultRow, leaderboard, result_row
from hfm_atlas.site.views.overview.openness import AvailabilityBadge, openness
from hfm_atlas.site.views.quality.errata import SurveyErrata, errata_of
from hfm_atlas.site.views.quality.field_quality import States, entry_states
from hfm_atlas.site.views.terms.terms import EntryGroup, entry_groups


@dataclass(frozen=True, slots=True)
class ReviewState:
    """Whether the entry was checked, when, and how many of its facts were read in a source."""

    checked: bool
    on: str
    added: str
    coverage: Coverage
    states: States
    """Its fields: how many somebody has looked into, and how many nobody has."""
    core: int
    """Core cells of the kind."""
    open_core: tuple[str, ...]
    """Labels of those that nobody has looked into."""
    former_ids: tuple[str, ...]
    contributors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """The page of an entry."""

    id: str
    name: str
    kind: str
    kind_name: str
    url: str
    subfield: str
    """Id of the subfield, or the kind: what the dot's colour and shape come from."""
    subfield_link: Link | None
    family: Link | None
    year: int
    aliases: tuple[str, ...]
    summary: str
    publication: PublicationHead
    badges: tuple[AvailabilityBadge, ...]
    facts: KeyFacts
    lineage: LineagePicture | None
    cite: tuple[CiteForm, ...]
    citation_caveats: tuple[str, ...]
    same_publication: tuple[EntryLink, ...]
    """Other entries of the same paper; citing both keys puts it into a reference list twice."""
    statements: tuple[Statement, ...]
    results: tuple[ResultRow, ...]
    leaderboard: Leaderboard | None
    trained: tuple[EntryLink, ...]
    adapted: tuple[EntryLink, ...]
    derived: tuple[EntryLink, ...]
    listed: tuple[EntryGroup, ...]
    errata: SurveyErrata | None
    related: tuple[Related, ...]
    classifications: tuple[SurveyClassification, ...]
    notes: tuple[str, ...]
    sources: tuple[Link, ...]
    review: ReviewState
    edit_url: str | None
    history_url: str | None
    report_url: str | None

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Sections of the page that have something in them."""
        return shown_headings(
            ("Key facts", "facts", True),
            ("Lineage", "lineage", self.lineage),
            ("Cite", "cite", True),
            ("Challenges and opportunities", "statements", self.statements),
            ("Results", "results", self.results),
            ("Leaderboard", "leaderboards", self.leaderboard),
            ("Models trained on it", "trained", self.trained),
            ("Models adapted on it", "adapted", self.adapted),
            ("Datasets made from it", "derived", self.derived),
            ("Errata", "errata", self.errata),
            ("What it lists", "listed", self.listed),
            ("Related entries", "related", self.related),
            ("Classification in surveys", "filed", self.classifications),
            ("Notes", "notes", self.notes),
            ("Review", "review", True),
        )


def entry_view(index: SiteIndex, related: RelatedEntries, entry: Entry, citations: Mapping[str, str] = {}) -> EntryView:
    """The view of one entry; `citations` are those of its work by style."""
    sources = index.sources(entry.id)
    subfield = subfield_of(entry)
    parts = _Parts(index, entry)
    family = getattr(getattr(entry, "architecture", None), "family", None)
    repository, path = index.repository, index.atlas.documents[entry.id].path
    return EntryView(
        id=entry.id,
        name=entry.name,
        kind=entry.kind,
        kind_name=KIND_NAMES[entry.kind],
        url=entry_url(entry),
        subfield=index.links[entry.id].subfield,
        subfield_link=index.term_link("subfields", subfield) if subfield else None,
        family=index.term_link("architectures", family) if family and not is_absent(family) else None,
        year=index.links[entry.id].year,
        aliases=tuple(entry.aliases),
        summary=entry.summary,
        publication=publication_head(entry, sources),
        badges=openness(index, entry),
        facts=key_facts(index, entry, sources),
        lineage=lineage_picture(index, entry),
        cite=cite_forms(entry, citations),
        citation_caveats=citation_caveats(entry),
        same_publication=index.same_publication(entry),
        statements=parts.statements,
        results=parts.results,
        leaderboard=parts.leaderboard,
        trained=parts.trained,
        adapted=parts.adapted,
        derived=parts.derived,
        listed=parts.listed,
        errata=parts.errata,
        related=related.of(entry, without=_neighbours(index, entry)),
        classifications=classifications(index, entry),
        notes=tuple(entry.notes),
        sources=tuple(Link(name.replace("-", " "), url, external=True) for name, url in entry.sources.items()),
        review=_review(entry),
        edit_url=repository.edit_url(path) if repository else None,
        history_url=repository.history_url(path) if repository else None,
        report_url=_report_url(repository, entry) if repository else None,
    )


class _Parts:
    """The parts that only some kinds of entry have."""

    def __init__(self, index: SiteIndex, entry: Entry) -> None:
        model = entry if isinstance(entry, ModelEntry) else None
        self.statements = statements_of(index, model) if model else ()
        self.results = tuple(_own_results(index, model)) if model else ()
        self.leaderboard = leaderboard(index, entry.id) if entry.id in index.leaderboards else None
        self.trained = index.entry_links(index.trained_on.get(entry.id, ()))
        self.adapted = index.entry_links(index.adapted_on.get(entry.id, ()))
        self.derived = index.entry_links(index.derived.get(entry.id, ()))
        self.listed = entry_groups(index, {id for id, _ in index.listed.get(entry.id, ())})
        self.errata = errata_of(index, entry) if isinstance(entry, SurveyEntry) else None


def _own_results(index: SiteIndex, model: ModelEntry) -> Iterator[ResultRow]:
    """Results, each with an address of its own."""
    met: Counter[str] = Counter()
    for result in model.results:
        if result.benchmark in index.links:
            row = result_row(index, index.links[result.benchmark], model.id, result)
            met[row.anchor] += 1
            again = met[row.anchor]
            yield replace(row, anchor=f"{row.anchor}-{again}") if again > 1 else row


def _neighbours(index: SiteIndex, entry: Entry) -> frozenset[str]:
    """Entries that the lineage picture shows already."""
    links = entry.builds_on if isinstance(entry, ModelEntry | BaseEntry) else None
    above = [link.model for link in links] if isinstance(links, list) else []
    return frozenset([*above, *(edge.id for edge in index.downstream.get(entry.id, ()))])


def _review(entry: Entry) -> ReviewState:
    return ReviewState(
        checked=entry.review.status == "checked",
        on=long_date(entry.review.date),
        added=long_date(entry.added) if entry.added else "",
        coverage=coverage(entry),
        states=entry_states(entry),
        core=len(CORE_CELLS[entry.kind]),
        open_core=tuple(fields_by_path()[cell].title for cell in open_cells(entry)),
        former_ids=tuple(entry.former_ids),
        contributors=tuple(entry.contributors),
    )


def _report_url(repository: Repository, entry: Entry) -> str:
    """The form for an error in a fact, with the entry filled in."""
    fields = {"template": "report-error.yml", "title": f"Error in: {entry.id}", "entry": entry.id}
    return repository.new_issue_url(urlencode(fields))
