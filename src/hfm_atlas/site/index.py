"""Look-ups that pages need, made once for the whole site, so that no page scans the graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from hfm_atlas._util.grouping import grouped, grouped_unique
from hfm_atlas.diagnostics import Diagnostic
from hfm_atlas.discovery.completeness import (
    Coverage,
    Screening,
    entry_of,
    modality_coverage,
    screening_of,
)
from hfm_atlas.discovery.decisions import Decision
from hfm_atlas.discovery.known import known_identities
from hfm_atlas.loading.snapshot import Snapshot
from hfm_atlas.model.addresses import EntryLink, Link, entry_url, term_url
from hfm_atlas.model.atlas import Atlas, once
from hfm_atlas.model.entries import ChallengeLink, Entry, Kind, ListedBy, ModelEntry, OpportunityLink, Result
from hfm_atlas.model.graph import EdgeType, Graph, classifications
from hfm_atlas.model.identifiers import licence_symbols
from hfm_atlas.model.licences import Licences, licences_of
from hfm_atlas.model.publication import first_year, publication_key
from hfm_atlas.model.taxonomy import Term
from hfm_atlas.model.values import is_absent
from hfm_atlas.query.selection import Selection, select
from hfm_atlas.site.evidence import Sources
from hfm_atlas.site.screening import completeness_lines
from hfm_atlas.validation.rules.licences import stated_licences

TermKey = tuple[str, str]
Key = TypeVar("Key")
Value = TypeVar("Value")
NO_SUBFIELD = {"survey": "survey", "base": "base", "dataset": "dataset"}


@dataclass(frozen=True, slots=True)
class Repository:
    """Where the atlas is kept, for links that edit or report; None where it is not published."""

    url: str
    branch: str = "main"

    def edit_url(self, path: str) -> str:
        """Address that opens the editor on a file."""
        return f"{self.url}/edit/{self.branch}/{path}"

    def history_url(self, path: str) -> str:
        """Address that lists the changes of a file."""
        return f"{self.url}/commits/{self.branch}/{path}"

    def file_url(self, path: str) -> str:
        """Address that shows a file."""
        return f"{self.url}/blob/{self.branch}/{path}"

    def new_issue_url(self, query: str) -> str:
        """Address of the form for a new issue."""
        return f"{self.url}/issues/new?{query}"


@dataclass(frozen=True, slots=True)
class Downstream:
    """One edge of lineage, seen from upstream."""

    id: str
    relation: str
    note: str


@dataclass(frozen=True)
class SiteIndex:
    """The atlas with everything looked up that pages need."""

    atlas: Atlas
    graph: Graph
    snapshot: Snapshot
    diagnostics: Sequence[Diagnostic] = ()
    repository: Repository | None = None

    @cached_property
    def subfields(self) -> tuple[Term, ...]:
        """The subfields, in the order of their file."""
        return tuple(self.atlas.terms("subfields"))

    @property
    def screening(self) -> Screening:
        """What was searched and decided, and what it says of how complete the atlas is."""
        return screening_of(self.atlas)

    def has_work(self, decided: Decision) -> bool:
        """Whether a work that was decided on has an entry, by its DOI, arXiv id or title."""
        return entry_of(once(self.atlas, known_identities), decided) is not None

    @property
    def modality_coverage(self) -> Mapping[str, Coverage]:
        """What is known of how complete the atlas is, by the ids of the broadest terms for modalities."""
        return modality_coverage(self.atlas)

    @cached_property
    def completeness_lines(self) -> Mapping[tuple[str, str], str]:
        """How complete the atlas is, in a sentence, by (facet, term); under two empty names for all of it."""
        return completeness_lines(self.screening, self.atlas)

    @cached_property
    def _subfield_names(self) -> Mapping[str, str]:
        return {term.id: term.name for term in self.subfields}

    @cached_property
    def _sources(self) -> dict[str, Sources]:
        return {}

    def sources(self, id: str) -> Sources:
        """The sources of an entry."""
        if id not in self._sources:
            self._sources[id] = Sources(self.atlas.entries[id])
        return self._sources[id]

    @cached_property
    def links(self) -> Mapping[str, EntryLink]:
        """How pages name each entry, by id."""
        return {entry.id: self._entry_link(entry) for entry in self.atlas.entries.values()}

    def _entry_link(self, entry: Entry) -> EntryLink:
        subfield = subfield_of(entry)
        return EntryLink(
            id=entry.id,
            name=entry.name,
            url=entry_url(entry),
            kind=entry.kind,
            subfield=subfield or NO_SUBFIELD.get(entry.kind, ""),
            subfield_name=self._subfield_names.get(subfield, ""),
            year=first_year(entry),
        )

    @cached_property
    def _by_publication(self) -> Mapping[str, list[str]]:
        """Ids of entries by the DOI, else the title of their work."""
        return grouped((publication_key(entry), entry.id) for entry in self.atlas.entries.values())

    def same_publication(self, entry: Entry) -> tuple[EntryLink, ...]:
        """Other entries of the same paper, such as the dataset that a model came with."""
        return self.entry_links(id for id in self._by_publication[publication_key(entry)] if id != entry.id)

    def newest_first(self, ids: Iterable[str]) -> list[str]:
        """Ids of entries by year, the newest first, then by name."""
        return sorted(ids, key=lambda id: (-self.links[id].year, self.links[id].name.casefold(), id))

    def entry_links(self, ids: Iterable[str]) -> tuple[EntryLink, ...]:
        """Links to entries, the newest first."""
        return tuple(self.links[id] for id in self.newest_first(ids))

    def term_link(self, facet: str, id: str) -> Link:
        """Link to a term, with its definition as title; one that is not in the taxonomy is named by its id."""
        term = self.atlas.term(facet, id)
        return Link(term.name, term_url(facet, id), term.definition) if term else Link(id, term_url(facet, id))

    @cached_property
    def narrower(self) -> Mapping[TermKey, Sequence[Term]]:
        """Terms directly below each term, in the order of the file; a term without any is no key."""
        return grouped(((facet, term.broader), term) for facet, term in self.atlas.all_terms() if term.broader)

    def broader(self, facet: str, id: str) -> tuple[Term, ...]:
        """Terms above a term, the widest first, without itself; a loop in the file ends the walk."""
        path: list[Term] = []
        term = self.atlas.term(facet, id)
        while term and term.broader and all(term.broader != seen.id for seen in path):
            term = self.atlas.term(facet, term.broader)
            if term:
                path.append(term)
        return tuple(reversed(path))

    @cached_property
    def filed_under(self) -> Mapping[str, tuple[TermKey, ...]]:
        """(facet, term) of everything that each entry is filed under."""
        return {entry.id: tuple(classifications(entry)) for entry in self.atlas.entries.values()}

    @cached_property
    def filed(self) -> Mapping[TermKey, frozenset[str]]:
        """Ids of entries filed directly under each (facet, term); a term without any is no key."""
        return grouped_unique((key, id) for id, keys in self.filed_under.items() for key in keys)

    @cached_property
    def filed_below(self) -> Mapping[TermKey, frozenset[str]]:
        """Ids of entries filed under each (facet, term) or under a narrower one; a term without any is no key."""
        return grouped_unique(
            (key, entry)
            for (facet, id), entries in self.filed.items()
            for key in ((facet, id), *((facet, term.id) for term in self.broader(facet, id)))
            for entry in entries
        )

    @cached_property
    def _selections(self) -> dict[str, Selection]:
        return {}

    def selection(self, site_url: str = "") -> Selection:
        """All entries, for figures and exports; the same one each time, so that what follows from it is kept."""
        if site_url not in self._selections:
            made = select(self.atlas, self.graph, site_url=site_url, snapshot=self.snapshot)
            self._selections[site_url] = made
        return self._selections[site_url]

    @property
    def unwatched(self) -> SiteIndex:
        """This index, or where it says what is looked at, the one that does not."""
        return self

    def watched(self, name: str, lookup: Mapping[Key, Value]) -> Mapping[Key, Value]:
        """`lookup`, which follows from the atlas, so that an index that is watched can follow it as `name`."""
        return lookup

    @property
    def edges_from(self) -> Graph:
        """The graph, for those who only ask what leads from single nodes."""
        return self.graph

    @property
    def shared_snapshot(self) -> Snapshot:
        """The snapshot, for templates."""
        return self.snapshot

    @property
    def licences(self) -> Licences:
        """How licences read, and what follows from them along the lineage."""
        return licences_of(self.atlas)

    @cached_property
    def licensed(self) -> Mapping[str, frozenset[str]]:
        """Ids of entries whose code, weights or data come under each licence, by the licence term's id."""
        return grouped_unique(
            (term.id, entry.id)
            for entry in self.atlas.entries.values()
            for licence, _ in stated_licences(entry)
            for spdx in licence_symbols(licence)
            if (term := self.licences.terms.get(spdx))
        )

    @cached_property
    def downstream(self) -> Mapping[str, Sequence[Downstream]]:
        """What is built on each entry, by its id, the newest first; an entry on which nothing is built is no key."""
        found = grouped(
            (self._id(target), Downstream(self._id(source), attributes["relation"], attributes["note"]))
            for source, target, attributes in self._edges("builds-on")
        )
        rank = {id: place for place, id in enumerate(self.newest_first(self.links))}
        return {id: sorted(edges, key=lambda edge: rank[edge.id]) for id, edges in found.items()}

    @cached_property
    def trained_on(self) -> Mapping[str, frozenset[str]]:
        """Ids of models pre-trained on each dataset."""
        return self._incoming("pretrained-on")

    @cached_property
    def adapted_on(self) -> Mapping[str, frozenset[str]]:
        """Ids of models adapted on each dataset."""
        return self._incoming("adapted-on")

    @cached_property
    def derived(self) -> Mapping[str, frozenset[str]]:
        """Ids of datasets made from each dataset."""
        return self._incoming("derived-from")

    @cached_property
    def leaderboards(self) -> Mapping[str, Sequence[tuple[str, Result]]]:
        """(id of the model, result) of every result on each benchmark, in order of the models' ids."""
        return grouped((result.benchmark, (model.id, result)) for model in self.models for result in model.results)

    @cached_property
    def listed(self) -> Mapping[str, Sequence[tuple[str, ListedBy]]]:
        """(id of the entry, how it is listed) of everything that each survey lists, by the survey's id."""
        entries = self.atlas.entries.values()
        return grouped((listing.survey, (entry.id, listing)) for entry in entries for listing in entry.listed_by)

    @cached_property
    def models(self) -> tuple[ModelEntry, ...]:
        """All models, in order of id."""
        return tuple(entry for entry in self.atlas.entries.values() if isinstance(entry, ModelEntry))

    def ids_of(self, kind: Kind) -> tuple[str, ...]:
        """Ids of all entries of a kind, in order."""
        return tuple(id for id, link in self.links.items() if link.kind == kind)

    def models_among(self, ids: Iterable[str]) -> list[ModelEntry]:
        """Those of some entries that are models, in order of id."""
        found = (self.atlas.entries[id] for id in sorted(ids) if self.links[id].kind == "model")
        return [entry for entry in found if isinstance(entry, ModelEntry)]

    def models_in(self, subfield: str) -> list[ModelEntry]:
        """Models of a subfield, in order of id."""
        return self.models_among(self.filed.get(("subfields", subfield), frozenset()))

    @cached_property
    def challenge_links(self) -> Mapping[str, Sequence[tuple[str, ChallengeLink]]]:
        """(id of the model, link) of what models say of each challenge itself, not of narrower ones."""
        return grouped((link.term, (model.id, link)) for model in self.models for link in model.challenges)

    @cached_property
    def opportunity_links(self) -> Mapping[str, Sequence[tuple[str, OpportunityLink]]]:
        """(id of the model, link) of models that pursue each opportunity itself, not of narrower ones."""
        return grouped((link.term, (model.id, link)) for model in self.models for link in model.opportunities)

    @cached_property
    def _edges_by_type(self) -> Mapping[str, list[tuple[str, str, dict[str, str]]]]:
        return grouped((edge[2]["type"], edge) for edge in self.graph.edges(data=True))

    def _edges(self, type_: EdgeType) -> list[tuple[str, str, dict[str, str]]]:
        return self._edges_by_type.get(type_, [])

    def _incoming(self, type_: EdgeType) -> Mapping[str, frozenset[str]]:
        return grouped_unique((self._id(target), self._id(source)) for source, target, _ in self._edges(type_))

    def _id(self, node: str) -> str:
        return str(self.graph.nodes[node]["id"])


def subfield_of(entry: Entry) -> str:
    """Id of the subfield an entry belongs to; empty where there is none."""
    subfield = getattr(entry, "subfield", None)
    return "" if subfield is None or is_absent(subfield) else str(subfield)
