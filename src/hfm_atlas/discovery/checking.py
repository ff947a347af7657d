"""What is wrong with the files of `screening/`, as findings: `hfm-atlas validate` tells it with the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hfm_atlas.diagnostics import Diagnostic
from hfm_atlas.discovery.decisions import DecisionsFile, find_wrong_decisions, read_screening_file
from hfm_atlas.discovery.searches import SearchesFile
from hfm_atlas.discovery.vocabulary import VocabularyFile
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.values import KnownIds
from hfm_atlas.project import Project

# Facets whose terms decisions and searches name.
_FACETS = ("subfields", "modalities")


@dataclass(frozen=True, slots=True)
class CheckedScreening:
    """The findings of the files of `screening/`, and the lines of each file that is there, by path."""

    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, tuple[str, ...]]


def check_screening(project: Project, atlas: Atlas) -> CheckedScreening:
    """Hold decisions, searches and vocabulary against their schemas, and decisions against the terms of `atlas`."""
    # Where the facet cannot be read, that is the finding, and not every use of its terms.
    terms = {facet: {term.id: term.broader is None for term in atlas.terms(facet)} for facet in _FACETS}
    known = KnownIds({facet: ids for facet, ids in terms.items() if ids}, {})
    decisions = read_screening_file(project, project.decisions, DecisionsFile, find_wrong_decisions, known)
    searches = read_screening_file(project, project.searches, SearchesFile, known=known)
    vocabulary = read_screening_file(project, project.vocabulary, VocabularyFile)
    found = (*decisions.diagnostics, *searches.diagnostics, *vocabulary.diagnostics)
    lines = {
        project.decisions: decisions.lines,
        project.searches: searches.lines,
        project.vocabulary: vocabulary.lines,
    }
    return CheckedScreening(
        # `validate --fix` works on entries and facets.
        diagnostics=tuple(replace(one, fix=None) for one in found),
        lines={path.relative_to(project.root).as_posix(): text for path, text in lines.items() if text},
    )
