"""Opening an atlas: a checkout, a published atlas.json as a file or at an address, or the one the package came with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.gc import paused_gc
from hfm_atlas.diagnostics import count_errors
from hfm_atlas.loading.loader import LoadCache, kept_readings, load_project
from hfm_atlas.loading.snapshot import Snapshot, take_snapshot
from hfm_atlas.model.atlas import Atlas, LoadedEntry, LoadedFacet
from hfm_atlas.project import Project, find_project
from hfm_atlas.yamlio.parser import Document

if TYPE_CHECKING:
    from hfm_atlas.loading.published import PublishedAtlas
    from hfm_atlas.model.graph import Graph

# Larger than any atlas.json that one would want to read in one piece.
_MAX_BYTES = 500_000_000
# Entries and taxonomy that a wheel was built from; a checkout has them in its root instead.
_BUNDLED = Path(__file__).parent / "snapshot"


@dataclass(frozen=True)
class OpenedAtlas:
    """An atlas, wherever it came from."""

    source: str
    atlas: Atlas
    known_snapshot: Snapshot | None = None
    """Its snapshot, where it says so itself."""
    errors: int = 0
    """Number of errors in its files; entries with errors are left out."""
    site_url: str | None = None
    """Where the atlas says that it is published."""

    @cached_property
    def snapshot(self) -> Snapshot:
        """Which state of the atlas it is."""
        return self.known_snapshot or take_snapshot(self.atlas)

    @cached_property
    def graph(self) -> Graph:
        """Its graph."""
        # Imported here: networkx takes longer than to answer a query, which needs no graph.
        from hfm_atlas.model.graph import build_graph

        return build_graph(self.atlas)


def open_atlas(source: str | Path | None = None) -> OpenedAtlas:
    """The atlas at an address, in a file or in a folder; by default that of the current folder, else the bundled one.

    A file or an answer must be an atlas.json of this format, a folder must lie in a checkout.

    Raises:
        UsageError: there is no atlas, or it cannot be read.
    """
    if source is None:
        return open_near(Path.cwd(), open_checkout)
    text = str(source)
    if text.startswith(("https://", "http://")):
        # Imported here, as what is published below: an atlas is most often a checkout.
        from hfm_atlas._util.http import Fetcher

        return _read_published(Fetcher(max_bytes=_MAX_BYTES).fetch(text, "application/json"), text)
    path = Path(text)
    return _read_published(_read_file(path), text) if path.is_file() else open_checkout(find_project(path))


def open_near(start: Path, open_found: Callable[[Project], OpenedAtlas]) -> OpenedAtlas:
    """The atlas that `start` lies in, opened by `open_found`; outside of any, the one that the package came with.

    Raises:
        UsageError: there is neither.
    """
    try:
        found = find_project(start)
    except UsageError:
        if not _BUNDLED.is_dir():
            raise
        return open_project(Project(_BUNDLED))
    return open_found(found)


def open_project(project: Project, load_cache: LoadCache | None = None) -> OpenedAtlas:
    """The atlas of a checkout, without the entries that have errors; `errors` counts those."""
    load_cache = load_cache or LoadCache()
    with paused_gc():
        loaded = load_project(project, load_cache=load_cache)
    load_cache.keep()
    errors = count_errors(list(loaded.diagnostics))
    return OpenedAtlas(str(project.root), loaded.atlas, None, errors, _site_url(project))


def open_checkout(project: Project) -> OpenedAtlas:
    """As `open_project`, beginning with what earlier runs have read of it."""
    return open_project(project, kept_readings(project))


def _site_url(project: Project) -> str | None:
    """Where mkdocs.yml says that the atlas is published.

    The file is not read as YAML: it may hold tags that only MkDocs knows.
    """
    file = project.mkdocs_file
    text = file.read_text("utf-8") if file.is_file() else ""
    found = re.search(r"^site_url:\s*[\"']?(https?://[^\s\"']+)", text, re.MULTILINE)
    return found.group(1) if found else None


def _read_file(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"cannot read {path}: {problem}") from problem


def _read_published(text: str, source: str) -> OpenedAtlas:
    from hfm_atlas.loading.published import FORMAT, PublishedAtlas

    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise UsageError(f"{source} is not JSON: {problem}") from problem
    format_ = found.get("format") if isinstance(found, dict) else None
    if format_ != FORMAT:
        raise UsageError(f"{source} is not an atlas.json of the format {FORMAT}, but {format_ or 'something else'}")
    try:
        document = PublishedAtlas.model_validate_json(text)
    except ValidationError as problem:
        raise UsageError(f"{source} does not fit the schema: {_first_error(problem)}") from problem
    known = document.snapshot
    return OpenedAtlas(source, _as_atlas(document, source), Snapshot(known.version, known.date, known.content_hash))


def _first_error(problem: ValidationError) -> str:
    """The first thing that is wrong and how many more there are: one line, not thousands."""
    errors = problem.errors(include_url=False, include_input=False)
    first = errors[0]
    more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}{more}"


def _as_atlas(document: PublishedAtlas, source: str) -> Atlas:
    """The atlas of a published document; there are no files behind its entries."""
    facets = {str(facet.facet): LoadedFacet(facet, _no_document(source)) for facet in document.facets}
    entries = tuple(LoadedEntry(entry, _no_document(source)) for entry in document.entries)
    return Atlas(Project(Path(source)), facets, entries)


def _no_document(source: str) -> Document:
    return Document(path=source, data={}, lines=(), values={}, keys={})
