"""The whole gate in one call: load a project, build its graph, run every rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from hfm_atlas.atlas import Atlas
from hfm_atlas.diagnostics import Diagnostic
from hfm_atlas.graph import Graph, build_graph
from hfm_atlas.loading import load_project
from hfm_atlas.project import Project
from hfm_atlas.rules.registry import Context, run_rules


@dataclass(frozen=True)
class CheckResult:
    """A project after the gate: everything valid, as atlas and graph, and everything that was found.

    `diagnostics` are sorted by file and position. `lines` holds the text of every file that could be read, by path.
    """

    atlas: Atlas
    graph: Graph
    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, tuple[str, ...]]


def check_project(project: Project, today: date | None = None) -> CheckResult:
    """Load `project` and check it against every rule; `today` is injected where a result must not change with time."""
    loaded = load_project(project)
    graph = build_graph(loaded.atlas)
    context = Context(loaded.atlas, graph, loaded.documents, today or datetime.now(UTC).date())
    found = [*loaded.diagnostics, *run_rules(context)]
    return CheckResult(
        loaded.atlas, graph, tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key)), loaded.lines
    )
