"""The whole gate in one call: load a project, run every rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from hfm_atlas._util.days import newest_today
from hfm_atlas._util.gc import paused_gc
from hfm_atlas.diagnostics import Diagnostic, limit_findings
from hfm_atlas.loading.loader import EntryPart, LoadCache, OnProgress, load_project
from hfm_atlas.model.atlas import Atlas, LoadedEntry
from hfm_atlas.model.graph import Graph, build_graph
from hfm_atlas.project import Project
from hfm_atlas.validation.registry import Context, run_document_rules, run_entry_rules, run_rules


@dataclass(frozen=True)
class CheckResult:
    """A project after validation: everything valid, as atlas and graph, and everything that was found.

    `diagnostics` are sorted by file and position. `lines` holds the text of every file that could be read, by path.
    """

    atlas: Atlas
    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, tuple[str, ...]]

    @cached_property
    def graph(self) -> Graph:
        """The graph of the atlas; rules need little of it."""
        return build_graph(self.atlas)


def check_project(
    project: Project,
    today: date | None = None,
    on_progress: OnProgress | None = None,
    load_cache: LoadCache | None = None,
) -> CheckResult:
    """Load `project` and check it against every rule; `today` is injected where a result must not change with time.

    A `load_cache` that is handed over each time keeps what has not changed from being read again; one with readings
    knows what earlier runs have read. `on_progress` is told how many files are read and of how many. Nothing that is
    wrong with a file is raised: it is among the diagnostics.
    """
    load_cache = load_cache or LoadCache()
    with paused_gc():
        loaded = load_project(project, on_progress, load_cache, _check_alone)
        context = Context(loaded.atlas, loaded.documents, today or newest_today())
        alone = (load_cache.findings(one, _check_alone) for one in loaded.atlas.loaded)
        valid = {id(one.document) for one in loaded.atlas.loaded}
        others = (run_document_rules(one) for one in loaded.documents if id(one) not in valid)
        parts = map(_check_part, loaded.parts)
        found = [*loaded.diagnostics, *chain.from_iterable((*alone, *others, *parts)), *run_rules(context)]
        found.sort(key=lambda diagnostic: diagnostic.sort_key)
        limited = sorted(limit_findings(found), key=lambda one: (one.path, one.hidden))
        load_cache.keep()
    return CheckResult(loaded.atlas, tuple(limited), loaded.lines)


def _check_alone(loaded: LoadedEntry) -> Iterator[Diagnostic]:
    """What is found in an entry without looking at any other file."""
    yield from run_document_rules(loaded.document)
    yield from run_entry_rules(loaded)


# What rules compare with other fields; where one of these is left out, they would be wrong.
_COMPARED = frozenset({"availability", "evidence", "preprint", "publication", "read", "sources", "url"})


def _check_part(part: EntryPart) -> Iterator[Diagnostic]:
    """What the rules find in the part of an entry that fits the schema, so that it is told in the first round."""
    if not part.left_out & _COMPARED:
        yield from run_entry_rules(part.loaded)
