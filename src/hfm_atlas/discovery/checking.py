"""What is wrong with the files of `screening/`, as findings: `hfm-atlas validate` tells it with the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hfm_atlas.diagnostics import Diagnostic
from hfm_atlas.discovery.decisions import DecisionsFile, find_wrong_decisions, read_screening_file
from hfm_atlas.discovery.searches import SearchesFile
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.values import KnownIds
from hfm_atlas.project import Project


@dataclass(frozen=True, slots=True)
class CheckedScreening:
    """The findings of the files of `screening/`, and the lines of each file that is there, by path."""

    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, tuple[str, ...]]


def check_screening(project: Project, atlas: Atlas) -> CheckedScreening:
    """Hold decisions and searches against their schemas and the subfields of `atlas`."""
    # Where the facet cannot be read, that is the finding, and not every use of its terms.
    subfields = {term.id: True for term in atlas.terms("subfields")}
    known = KnownIds({"subfields": subfields} if subfields else {}, {})
    decisions = read_screening_file(project, project.decisions, DecisionsFile, find_wrong_decisions, known)
    searches = read_screening_file(project, project.searches, SearchesFile, known=known)
    found = (*decisions.diagnostics, *searches.diagnostics)
    lines = {project.decisions: decisions.lines, project.searches: searches.lines}
    return CheckedScreening(
        # `validate --fix` works on entries and facets.
        diagnostics=tuple(replace(one, fix=None) for one in found),
        lines={path.relative_to(project.root).as_posix(): text for path, text in lines.items() if text},
    )
