"""Entries side by side: what to compare for a start, and every cell as a file has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from hfm_atlas._util.grouping import grouped
from hfm_atlas.exports.latex_columns import cited_name
from hfm_atlas.model.addresses import EntryLink, term_url
from hfm_atlas.model.entries import Entry, ModelEntry
from hfm_atlas.model.fields import FIELDS
from hfm_atlas.site.display import metric_name, plural, result_value
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.file_cells import NOT_ASKED_CELL, FileCell, code_cell, text_cell
from hfm_atlas.site.views.entry.key_facts import key_facts
from hfm_atlas.site.views.overview.leaderboard import result_key

MAX_COMPARED = 5
_CODE = frozenset(one.path for one in FIELDS if one.layout == "code")
_MAX_EXAMPLE = 3


@dataclass(frozen=True, slots=True)
class ComparisonExample:
    """Models that the atlas can compare well."""

    entries: tuple[EntryLink, ...]
    reason: str

    @property
    def url(self) -> str:
        """Where they stand side by side."""
        return compare_url(*(entry.id for entry in self.entries))


@dataclass(frozen=True, slots=True)
class CompareView:
    """The page before anything is chosen."""

    examples: tuple[ComparisonExample, ...]
    most: int = MAX_COMPARED


@dataclass(frozen=True, slots=True)
class ComparisonCells:
    """Finished cells of all that entries are compared by; rows name keys and cells by number, in turn."""

    keys: tuple[str, ...]
    """Paths of facts, what results share, addresses of challenges and opportunities."""
    head: tuple[FileCell, ...]
    """What each key is called."""
    cells: tuple[FileCell, ...]
    rows: Mapping[str, tuple[int, ...]]
    names: Mapping[str, FileCell]
    snapshot: FileCell
    not_asked: FileCell = NOT_ASKED_CELL
    """What stands where an entry of its kind has no such fact."""


def compare_url(*ids: str) -> str:
    """Address of a comparison."""
    return f"compare/?ids={','.join(ids)}"


def compare_view(index: SiteIndex) -> CompareView:
    """In each subfield the models with most results in the same settings."""
    found = (_example(index, term.id) for term in index.subfields)
    return CompareView(tuple(one for one in found if one))


def _example(index: SiteIndex, subfield: str) -> ComparisonExample | None:
    measured = {model.id: {result_key(one) for one in model.results} for model in index.models_in(subfield)}
    own = {id: keys for id, keys in measured.items() if keys}
    # Of all pairs there are millions in a large atlas; few of them share anything.
    sharing = grouped((key, id) for id in sorted(own) for key in own[id])
    shared = Counter(pair for ids in sharing.values() for pair in combinations(ids, 2))
    best = max(shared, key=lambda pair: (shared[pair], pair), default=None)
    if best is None:
        return None
    chosen = list(best)
    common = own[best[0]] & own[best[1]]
    while len(chosen) < _MAX_EXAMPLE:
        more = max(sorted(set(own) - set(chosen)), key=lambda id: len(common & own[id]), default=None)
        if more is None or 2 * len(common & own[more]) < len(common):
            break
        common &= own[more]
        chosen.append(more)
    reason = f"{plural(len(common), 'result')} in the same setting"
    return ComparisonExample(tuple(index.links[id] for id in chosen), reason)


def comparison_cells(index: SiteIndex) -> ComparisonCells:
    """The cells of all entries."""
    heads: dict[str, FileCell] = {}
    numbers: dict[FileCell, int] = {}
    places: dict[str, int] = {}
    rows: dict[str, tuple[int, ...]] = {}
    for entry in index.atlas.entries.values():
        row: list[int] = []
        for key, title, texts in _lines(index, entry):
            write = code_cell if key in _CODE else text_cell
            heads.setdefault(key, text_cell(title))
            row += (
                places.setdefault(key, len(places)),
                numbers.setdefault(write(*texts), len(numbers)),
            )
        rows[entry.id] = tuple(row)
    names = {entry.id: (text_cell(entry.name)[0], cited_name(entry)) for entry in index.atlas.entries.values()}
    return ComparisonCells(
        tuple(heads), tuple(heads.values()), tuple(numbers), rows, names, text_cell(index.snapshot.label)
    )


def _lines(index: SiteIndex, entry: Entry) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Key, title and texts of everything that an entry is compared by."""
    yield "summary", "Summary", (entry.summary,)
    yield "venue", "Published", (", ".join(filter(None, (entry.publication.venue, str(entry.publication.year)))),)
    for group in key_facts(index, entry, index.sources(entry.id)).groups:
        for fact in group.facts:
            yield fact.path, fact.label, fact.texts
    if isinstance(entry, ModelEntry):
        yield from _results(index, entry)
        yield from _statements(index, entry)


def _results(index: SiteIndex, model: ModelEntry) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    found: dict[str, tuple[str, list[str]]] = {}
    for one in model.results:
        if one.benchmark in index.links:
            title = f"{index.links[one.benchmark].name}, {metric_name(one.metric)}: {one.setting}"
            asides = ", ".join(filter(None, (one.variant, "measured by others" if one.re_evaluation else "")))
            text = result_value(one) + (f" ({asides})" if asides else "")
            found.setdefault(result_key(one), (title, []))[1].append(text)
    for key, (title, texts) in found.items():
        yield key, title, tuple(texts)


def _statements(index: SiteIndex, model: ModelEntry) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    texts = [(("challenges", link.term), f"{link.stance}: {link.note}") for link in model.challenges]
    texts += [(("opportunities", aim.term), f"pursues: {aim.note}") for aim in model.opportunities]
    for (facet, id), said in grouped(texts).items():
        yield term_url(facet, id), index.term_link(facet, id).text, tuple(said)
