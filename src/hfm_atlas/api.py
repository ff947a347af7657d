"""The atlas for notebooks and scripts: typed entries, filters, data frames; from a checkout or as it is published.

from hfm_atlas import load_atlas

atlas = load_atlas("https://hfm-atlas.github.io/hfm-atlas/atlas.json")
open_models = atlas.where("kind=model and weights!=none")
open_models.to_pandas()[["name", "year", "tasks"]]
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from hfm_atlas.atlas import Atlas, LoadedEntry, LoadedFacet
from hfm_atlas.columns import COLUMNS, Column
from hfm_atlas.diagnostics import count_errors
from hfm_atlas.documents import Document
from hfm_atlas.errors import UsageError
from hfm_atlas.exports import Selection, find_exporter
from hfm_atlas.fetching import Fetcher
from hfm_atlas.filters import select_entries
from hfm_atlas.graph import Graph, build_graph
from hfm_atlas.licences import licences_of
from hfm_atlas.loading import load_project
from hfm_atlas.nearest import suggest
from hfm_atlas.project import Project, find_project
from hfm_atlas.published import FORMAT, PublishedAtlas
from hfm_atlas.schema import DatasetEntry, Entry, ModelEntry
from hfm_atlas.snapshot import Snapshot, take_snapshot
from hfm_atlas.taxonomy import Term

if TYPE_CHECKING:
    from pandas import DataFrame

# Larger than any atlas.json that one would want to read in one piece.
_MOST_BYTES = 500_000_000


@dataclass(frozen=True)
class EntrySet:
    """Some entries of an atlas, in order of id; filters give smaller sets."""

    atlas: Atlas
    graph: Graph
    """The graph of the whole atlas: entries and terms with typed edges."""
    snapshot: Snapshot
    entries: tuple[Entry, ...]

    def __len__(self) -> int:
        """Number of entries."""
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        """The entries in order."""
        return iter(self.entries)

    def __contains__(self, id: object) -> bool:
        """Whether there is an entry with the id."""
        return id in self._by_id

    def __getitem__(self, id: str) -> Entry:
        """The entry with the id.

        Raises:
            KeyError: there is none; the nearest one is named.
        """
        if id not in self._by_id:
            raise KeyError(f"no entry '{id}': {suggest(id, self._by_id, 'see .ids')}")
        return self._by_id[id]

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    @property
    def ids(self) -> list[str]:
        """Ids of the entries."""
        return [entry.id for entry in self.entries]

    @property
    def models(self) -> list[ModelEntry]:
        """The models among the entries."""
        return [entry for entry in self.entries if isinstance(entry, ModelEntry)]

    @property
    def datasets(self) -> list[DatasetEntry]:
        """The data sets among the entries."""
        return [entry for entry in self.entries if isinstance(entry, DatasetEntry)]

    def terms(self, facet: str) -> list[Term]:
        """The terms of a facet, such as "tasks"; of the whole atlas.

        Raises:
            KeyError: there is no such facet; the nearest one is named.
        """
        if facet not in self.atlas.facets:
            raise KeyError(f"no facet '{facet}': {suggest(facet, self.atlas.facets, ', '.join(self.atlas.facets))}")
        return self.atlas.terms(facet)

    def where(self, *filters: str) -> EntrySet:
        """The entries that every filter accepts, such as "subfield=vision and year>=2023".

        Raises:
            UsageError: unknown field or term; the nearest one is named.
        """
        accepted = {entry.id for entry in select_entries(self.atlas, self.graph, filters)}
        return self._with(tuple(entry for entry in self.entries if entry.id in accepted))

    def _with(self, entries: tuple[Entry, ...]) -> EntrySet:
        return EntrySet(self.atlas, self.graph, self.snapshot, entries)

    def to_records(self, columns: Sequence[str] | None = None) -> list[dict[str, object]]:
        """One dictionary an entry; None says that nobody has checked, "not reported" that the sources do not say.

        Raises:
            UsageError: unknown column; the nearest one is named.
        """
        chosen = _find_columns(columns)
        licences = licences_of(self.atlas, self.graph)
        return [{column.name: column.value(entry, licences) for column in chosen} for entry in self.entries]

    def to_pandas(self, columns: Sequence[str] | None = None) -> DataFrame:
        """A data frame with one row an entry and its id as index; values as in `to_records`.

        Raises:
            UsageError: pandas is not installed, or a column is unknown.
        """
        try:
            import pandas as pd
        except ImportError as problem:
            raise UsageError("to_pandas needs pandas: pip install 'hfm-atlas[pandas]'") from problem
        frame = pd.DataFrame(self.to_records(columns), columns=[column.name for column in _find_columns(columns)])
        frame.index = pd.Index(self.ids, name="id")
        return frame.drop(columns="id", errors="ignore")

    def export(self, format_name: str) -> bytes:
        """The entries in an export format, such as "bibtex".

        Raises:
            UsageError: unknown format; the nearest one is named.
        """
        return find_exporter(format_name).export(Selection(self.atlas, self.graph, self.snapshot, self.entries))


def load_atlas(source: str | Path | None = None) -> EntrySet:
    """All entries of an atlas.

    Args:
        source: A folder in a checkout (by default the current one), or a published atlas.json as a file or an address.

    Raises:
        UsageError: there is no atlas, it cannot be read, or it has errors.
    """
    text = str(source) if source is not None else "."
    if text.startswith(("https://", "http://")):
        return _read_published(Fetcher(most_bytes=_MOST_BYTES).fetch(text, "application/json"), text)
    path = Path(text)
    if path.is_file():
        return _read_published(_read_file(path), text)
    return _load_checkout(find_project(path))


def _load_checkout(project: Project) -> EntrySet:
    loaded = load_project(project)
    if errors := count_errors(list(loaded.diagnostics)):
        raise UsageError(f"{project.root} has {errors} errors; see `hfm-atlas validate`")
    return _entry_set(loaded.atlas, take_snapshot(loaded.atlas))


def _read_file(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"cannot read {path}: {problem}") from problem


def _read_published(text: str, source: str) -> EntrySet:
    try:
        found = json.loads(text)
    except ValueError as problem:
        raise UsageError(f"{source} is not JSON: {problem}") from problem
    format_ = found.get("format") if isinstance(found, dict) else None
    if format_ != FORMAT:
        raise UsageError(f"{source} is not an atlas.json of the format {FORMAT}, but {format_ or 'something else'}")
    try:
        document = PublishedAtlas.model_validate_json(text)
    except ValidationError as problem:
        raise UsageError(f"{source} does not fit the schema: {problem}") from problem
    known = document.snapshot
    snapshot = Snapshot(known.version, known.date, known.content_hash)
    return _entry_set(_as_atlas(document, source), snapshot)


def _as_atlas(document: PublishedAtlas, source: str) -> Atlas:
    """The atlas of a published document; there are no files behind its entries."""
    facets = {str(facet.facet): LoadedFacet(facet, _no_document(source)) for facet in document.facets}
    entries = tuple(LoadedEntry(entry, _no_document(source)) for entry in document.entries)
    return Atlas(Project(Path(source)), facets, entries)


def _no_document(source: str) -> Document:
    return Document(path=source, data={}, lines=(), values={}, keys={})


def _entry_set(atlas: Atlas, snapshot: Snapshot) -> EntrySet:
    return EntrySet(atlas, build_graph(atlas), snapshot, tuple(atlas.entries.values()))


def _find_columns(names: Sequence[str] | None) -> list[Column]:
    known = {column.name: column for column in COLUMNS}
    for name in names or ():
        if name not in known:
            raise UsageError(f"unknown column '{name}': {suggest(name, known, ', '.join(known))}")
    return list(COLUMNS) if names is None else [known[name] for name in names]
