"""The atlas: all valid entries and facets, looked up by id."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from hfm_atlas._util.grouping import grouped
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.taxonomy import Facet, Term
from hfm_atlas.project import Project
from hfm_atlas.yamlio.parser import Document

Found = TypeVar("Found")


@dataclass(frozen=True)
class LoadedEntry:
    """An entry and the document it came from."""

    entry: Entry
    document: Document


@dataclass(frozen=True)
class LoadedFacet:
    """A facet and the document it came from."""

    facet: Facet
    document: Document


@dataclass(frozen=True)
class Atlas:
    """Everything the knowledge base says, frozen.

    `unreadable_ids` are ids of files that hold an error; references to them are not dangling.
    """

    project: Project
    facets: Mapping[str, LoadedFacet]
    loaded: tuple[LoadedEntry, ...]
    unreadable_ids: frozenset[str] = field(default=frozenset())

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Entries by id, in order of id."""
        return {one.entry.id: one.entry for one in sorted(self.loaded, key=lambda one: one.entry.id)}

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """Documents of the entries by id."""
        return {one.entry.id: one.document for one in self.loaded}

    @cached_property
    def _terms(self) -> Mapping[tuple[str, str], Term]:
        return {(name, term.id): term for name, one in self.facets.items() for term in one.facet.terms}

    def entries_of(self, kind: str) -> list[Entry]:
        """Entries of one kind, in order of id."""
        return [entry for entry in self.entries.values() if entry.kind == kind]

    def term(self, facet: str, id: str) -> Term | None:
        """The term `id` of `facet`; None where there is no such facet or term."""
        return self._terms.get((facet, id))

    def terms(self, facet: str) -> list[Term]:
        """Terms of `facet` in the order of its file; none where the facet could not be read."""
        return list(self.facets[facet].facet.terms) if facet in self.facets else []

    def root_of(self, facet: str, id: str) -> str:
        """Id of the term at the top of the tree that the term `id` stands in; a circle in the file ends the walk.

        A term that is unknown is its own root.
        """
        seen = [id]
        while (term := self.term(facet, seen[-1])) and term.broader and term.broader not in seen:
            seen.append(term.broader)
        return seen[-1]

    def narrower_terms(self, facet: str, id: str) -> frozenset[str]:
        """Ids of a term and of everything below it; none where there is no such term."""
        if (facet, id) not in self._narrower:
            self._narrower[facet, id] = self._find_narrower(facet, id)
        return self._narrower[facet, id]

    @cached_property
    def _narrower(self) -> dict[tuple[str, str], frozenset[str]]:
        return {}

    def _find_narrower(self, facet: str, id: str) -> frozenset[str]:
        found: set[str] = set()
        waiting = [id] if (facet, id) in self._terms else []
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._below.get((facet, name), ())
        return frozenset(found)

    @cached_property
    def _below(self) -> Mapping[tuple[str, str], list[str]]:
        """The terms right below each, by its facet and id."""
        return grouped(((facet, term.broader), id) for (facet, id), term in self._terms.items() if term.broader)

    def all_terms(self) -> Iterator[tuple[str, Term]]:
        """(facet, term) of every term: facet by facet, in the order of their files."""
        for (facet, _), term in self._terms.items():
            yield facet, term


def once(atlas: Atlas, find: Callable[[Atlas], Found]) -> Found:
    """What `find` finds of an atlas: found when it is first asked for, and kept with the atlas for all who ask again.

    An atlas never changes. What lies above this package cannot be a property of it.
    """
    kept = vars(atlas).setdefault("_found", {})
    if find not in kept:
        kept[find] = find(atlas)
    found: Found = kept[find]
    return found
