"""The atlas for notebooks and scripts: typed entries, filters, data frames; from a checkout or as it is published.

from hfm_atlas import load_atlas

atlas = load_atlas("https://hfm-atlas.github.io/hfm-atlas/atlas.json")
open_models = atlas.where("kind=model and weights!=none")
open_models.to_pandas()[["name", "year", "tasks"]]
usable = atlas.where("kind=model and effective_licence=anything", may_match=True)  # with a column `match`
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import write_file
from hfm_atlas._util.suggestions import suggest
from hfm_atlas.exports import Selection, find_exporter
from hfm_atlas.figures import Figure, Options, Scheme, Width, draw_figure, format_of, write_figure
from hfm_atlas.loading.opening import open_atlas
from hfm_atlas.loading.snapshot import Snapshot
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import DatasetEntry, Entry, ModelEntry
from hfm_atlas.model.graph import Graph
from hfm_atlas.model.licences import licences_of
from hfm_atlas.model.taxonomy import Term
from hfm_atlas.query.answers import Answer, Match, OpenMatch, answer_filters
from hfm_atlas.query.columns import COLUMNS, find_columns

if TYPE_CHECKING:
    from pandas import DataFrame

# Entries and columns that a set shows of itself.
_SHOWN_ENTRIES = 6
_SHOWN_COLUMNS = ("id", "name", "kind", "year", "subfields", "weights_access")


@dataclass(frozen=True, repr=False)
class EntrySet:
    """Some entries of an atlas, in order of id; filters give smaller sets."""

    atlas: Atlas
    graph: Graph
    """The graph of the whole atlas: entries and terms with typed edges."""
    snapshot: Snapshot
    entries: tuple[Entry, ...]
    answer: Answer | None = field(default=None, compare=False)
    """What the filters found that the set comes from: also the entries that may match; None before any filter."""
    filters: tuple[str, ...] = ()
    """Filters that led to it, which the captions of figures name."""

    def __repr__(self) -> str:
        """What it holds in at most ten lines."""
        kinds = Counter(entry.kind for entry in self.entries)
        counted = ", ".join(f"{number} {kind}" for kind, number in kinds.items()) or "none"
        lines = [f"EntrySet of {len(self)} entries ({counted})", self.snapshot.label]
        lines += (f"  {entry.id}: {entry.name}, {entry.publication.year}" for entry in self.entries[:_SHOWN_ENTRIES])
        return "\n".join([*lines, *self._more])

    def _repr_html_(self) -> str:
        """A small table, for notebooks."""
        rows = (
            "".join(f"<td>{html.escape(_shown(row[name]))}</td>" for name in _SHOWN_COLUMNS)
            for row in replace(self, entries=self.entries[:_SHOWN_ENTRIES]).to_records(_SHOWN_COLUMNS)
        )
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        head = "".join(f"<th>{name}</th>" for name in _SHOWN_COLUMNS)
        about = html.escape(" ".join([f"{len(self)} entries. {self.snapshot.label}.", *self._more]))
        return f"<table><caption>{about}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    @property
    def _more(self) -> list[str]:
        hidden = len(self) - _SHOWN_ENTRIES
        lines = [f"  … and {hidden} more; .where() filters, .to_pandas() gives a table"] if hidden > 0 else []
        if self.answer and (self.answer.may_match or self.answer.unreported):
            lines.append(f"  {self.answer.summary}")
        return lines

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
        """The datasets among the entries."""
        return [entry for entry in self.entries if isinstance(entry, DatasetEntry)]

    def terms(self, facet: str) -> list[Term]:
        """The terms of a facet, such as "tasks"; of the whole atlas.

        Raises:
            KeyError: there is no such facet; the nearest one is named.
        """
        if facet not in self.atlas.facets:
            raise KeyError(f"no facet '{facet}': {suggest(facet, self.atlas.facets, ', '.join(self.atlas.facets))}")
        return self.atlas.terms(facet)

    def where(self, *filters: str, may_match: bool = False) -> EntrySet:
        """The entries that every filter accepts, such as "subfield=vision and year>=2023".

        Args:
            filters: As `hfm-atlas query` takes them.
            may_match: Whether to keep entries that may match, since a cell that decides was never checked; `match`
                tells them apart. Without it they are in `answer.may_match`.

        Raises:
            UsageError: unknown field or term; the nearest one is named.
        """
        found = answer_filters(self.atlas, filters, self.entries)
        open_before = {one.entry.id: one for one in self.answer.may_match} if self.answer else {}
        still_open = [_join(one, open_before.get(one.entry.id)) for one in found.may_match]
        still_open += [open_before[entry.id] for entry in found.matches if entry.id in open_before]
        matches = tuple(entry for entry in found.matches if entry.id not in open_before)
        answer = Answer(
            matches, tuple(sorted(still_open, key=lambda one: one.entry.id)), found.unreported, found.open_lists
        )
        kept = {entry.id for entry in matches}
        kept |= {one.entry.id for one in answer.may_match} if may_match else set()
        entries = tuple(entry for entry in self.entries if entry.id in kept)
        return replace(self, entries=entries, answer=answer, filters=(*self.filters, *filters))

    @property
    def match(self) -> dict[str, Match]:
        """Whether each entry matches (`yes`) or may match (`may`), by its id."""
        may = {one.entry.id for one in self.answer.may_match} if self.answer else set()
        return {id: "may" if id in may else "yes" for id in self.ids}

    def to_records(self, columns: Sequence[str] | None = None) -> list[dict[str, object]]:
        """One dictionary an entry; None says that nobody has checked, "not reported" that the sources do not say.

        Where some entries only may match, `match` says which.

        Raises:
            UsageError: unknown column; the nearest one is named.
        """
        chosen = COLUMNS if columns is None else find_columns(columns)
        licences = licences_of(self.atlas)
        rows: list[dict[str, object]] = [
            {column.name: column.value(entry, licences) for column in chosen} for entry in self.entries
        ]
        match = self.match
        if "may" in match.values():
            rows = [{**row, "match": match[id]} for row, id in zip(rows, self.ids, strict=True)]
        return rows

    def to_pandas(self, columns: Sequence[str] | None = None) -> DataFrame:
        """A data frame with one row an entry and its id as index; values as in `to_records`.

        Raises:
            UsageError: pandas is not installed, or a column is unknown.
        """
        try:
            import pandas as pd
        except ImportError as problem:
            raise UsageError("to_pandas needs pandas: pip install 'hfm-atlas[pandas]'") from problem
        chosen = COLUMNS if columns is None else find_columns(columns)
        names = [column.name for column in chosen] + (["match"] if "may" in self.match.values() else [])
        frame = pd.DataFrame(self.to_records(columns), columns=names)
        frame.index = pd.Index(self.ids, name="id")
        return frame.drop(columns="id", errors="ignore")

    def export(self, format_name: str) -> bytes:
        """The entries in an export format, such as "bibtex".

        Raises:
            UsageError: unknown format; the nearest one is named.
        """
        return find_exporter(format_name).export(self._selection)

    def figure(
        self,
        name: str,
        where: str | Sequence[str] = (),
        *,
        colour: Scheme | None = None,
        of: str | None = None,
        width: Width = "double",
    ) -> AtlasFigure:
        """A figure of the entries, such as "timeline"; a notebook shows it.

        Args:
            name: One of those that `hfm-atlas figure --help` lists.
            where: A filter, or several that must all accept.
            colour: What marks are coloured by, where there is a choice: "openness", "clinical", "paradigm", "subfield".
            of: Id of the root of a family (lineage) or of a benchmark (results).
            width: "single" (89 mm), "double" (183 mm), "slide" (16:9), "poster" (A2) or "web".

        Raises:
            UsageError: unknown figure, filter, colour or subject; the nearest one is named.
        """
        chosen = self.where(*((where,) if isinstance(where, str) else where))
        drawn = draw_figure(name, chosen._selection, Options(colour, of), width)
        return AtlasFigure(drawn, chosen._selection.site_url)

    @property
    def _selection(self) -> Selection:
        found = self.answer.summary if self.answer else ""
        return Selection(self.atlas, self.graph, self.snapshot, self.entries, filters=self.filters, found=found)


@dataclass(frozen=True, repr=False)
class AtlasFigure:
    """A drawn figure; `save` writes it to a file."""

    drawn: Figure
    site_url: str
    """Where links in it lead."""

    def __repr__(self) -> str:
        """What it shows, and of which snapshot."""
        return f"{self.drawn.title}: {self.drawn.summary}. {self.drawn.source}"

    def _repr_svg_(self) -> str:
        """The picture, for notebooks."""
        return write_figure(self.drawn, "svg", site_url=self.site_url).decode("utf-8")

    def save(self, path: str | Path, *, pixels: int = 1920) -> None:
        """Write it to a file whose name ends in .svg, .pdf, .png (`pixels` wide) or .csv.

        Raises:
            UsageError: the name ends otherwise, or the file cannot be written.
        """
        target = Path(path)
        content = write_figure(self.drawn, format_of(target), site_url=self.site_url, pixels=pixels)
        write_file(target, content)


def load_atlas(source: str | Path | None = None) -> EntrySet:
    """All entries of an atlas.

    Args:
        source: A folder in a checkout, or a published atlas.json as a file or an address. By default the checkout that
            the current folder lies in; outside of any, the atlas that the package came with.

    Raises:
        UsageError: there is no atlas, it cannot be read, or it has errors.
    """
    opened = open_atlas(source)
    if opened.errors:
        raise UsageError(f"{opened.source} has {opened.errors} errors; see `hfm-atlas validate`")
    return EntrySet(opened.atlas, opened.graph, opened.snapshot, tuple(opened.atlas.entries.values()))


def _join(now: OpenMatch, before: OpenMatch | None) -> OpenMatch:
    """An entry that may match, with all cells that leave it open."""
    return OpenMatch(now.entry, tuple(dict.fromkeys((*(before.cells if before else ()), *now.cells))))


def _shown(value: object) -> str:
    """A value as a cell of the small table; empty where nobody has checked."""
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
