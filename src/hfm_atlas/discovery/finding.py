"""From the works of a store to ranked candidates: blocked, matched, joined, without what is known or decided."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import write_file
from hfm_atlas.discovery.blocking import candidates, known_works
from hfm_atlas.discovery.decisions import Decisions, included
from hfm_atlas.discovery.engines import MEMORY, open_engine
from hfm_atlas.discovery.known import broadest_modalities
from hfm_atlas.discovery.ranking import Examples, Text, rank
from hfm_atlas.discovery.same_work import join_records, may_be_same, merge
from hfm_atlas.discovery.store import WorkStore
from hfm_atlas.discovery.vocabulary import Vocabulary, found_words, pattern
from hfm_atlas.discovery.works import Work
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Entry, ModelEntry
from hfm_atlas.model.publication import first_year

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends import BaseBackend

# Works that stand for the rest of the literature when the ranking is trained.
BACKGROUND = 40_000
_MAX_WORDS = 3
_COLUMNS = ("id", "doi", "arxiv", "pmid", "title", "title_key", "abstract", "authors", "venue", "date", "year")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A work that the atlas may lack."""

    work: Work
    score: float
    words: tuple[str, ...]
    """The words that raised its place."""
    matched: tuple[str, ...]
    """The words of the vocabulary that it holds."""
    sources: tuple[str, ...]
    """Where it was found."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records and works each step left."""

    records: dict[str, int]
    """Records by source."""
    not_blocked: int
    """Records without a word of foundation models, or without one of health."""
    repeated: int
    """Further records of a work."""
    known: int
    """Works that the atlas holds."""
    decided: int
    """Works that were decided on before."""
    candidates: int
    atlas: dict[int, dict[str, int]]
    """Models of the atlas by the year in which they first appeared, then by subfield."""
    modalities: dict[int, dict[str, int]]
    """Likewise, then by the broadest terms for their modalities."""
    places: dict[str, int]
    """Models of the atlas that were found again: how many candidates came before each, had it not been known."""


@dataclass(frozen=True)
class Found:
    """What a search came to."""

    candidates: tuple[Candidate, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Engine:
    """What runs the expressions."""

    name: str = "duckdb"
    master: str = "local[*]"
    memory: str = MEMORY


def read_works(connection: BaseBackend, store: WorkStore, engine: str) -> ir.Table:
    """The table of the works of a store; `source` comes from the names of its folders."""
    if not any(store.works.glob("*/*.parquet")):
        raise UsageError(f"{store.root} holds no works: name files, or servers with --from")
    if engine == "spark":
        return connection.read_parquet(str(store.works))
    parts = f"{store.works}/*/*.parquet"
    return connection.read_parquet(parts, hive_partitioning=True)


def find_candidates(
    store: WorkStore,
    atlas: Atlas,
    decisions: Decisions,
    vocabulary: Vocabulary,
    engine: Engine,
    tell: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> Found:
    """Rank what is new among the works of a store, and keep it there.

    `tell` is told what is being done, how many steps are done, and of how many.

    Raises:
        UsageError: the store is empty, or the libraries of the extra `discovery` are not installed.
    """
    import ibis

    tell("Blocking and matching", 0, 3)
    with open_engine(engine.name, store.root / "spill", engine.master, engine.memory) as connection:
        works = read_works(connection, store, engine.name)
        known = ibis.memtable(known_works(atlas))
        rows = candidates(works, known, vocabulary).to_pyarrow().to_pylist()
        counted = works.group_by("source").agg(records=works.count()).order_by("source").to_pyarrow().to_pylist()
        background = _background(works)
    tell("Joining records", 1, 3)
    records = {str(one["source"]): int(one["records"]) for one in counted}
    new, known_again, counts = _sort_out(rows, atlas, decisions)
    tell("Ranking", 2, 3)
    examples = _examples(atlas, decisions, known_again, background, new)
    scores = rank([*(_text(one.work) for one in new), *map(_text, known_again.values())], examples)
    patterns = [re.compile(pattern(words)) for words in (vocabulary.models, vocabulary.health)]
    ranked = [
        replace(one, score=score.value, words=score.words, matched=_matched(one.work, patterns))
        for one, score in zip(new, scores, strict=False)
    ]
    ranked.sort(key=lambda one: (-one.score, one.work.id))
    keep_candidates(store, ranked)
    tell("Ranking", 3, 3)
    again = dict(zip(known_again, (score.value for score in scores[len(new) :]), strict=True))
    left_out = sum(records.values()) - len(rows)
    tally = Tally(
        records,
        left_out,
        **counts,
        candidates=len(new),
        atlas=_models(atlas, lambda model: [model.subfield]),
        modalities=_models(atlas, partial(broadest_modalities, atlas)),
        places=_places(again, ranked, atlas),
    )
    return Found(tuple(ranked), tally)


def _models(atlas: Atlas, groups: Callable[[ModelEntry], Iterable[str]]) -> dict[int, dict[str, int]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for entry in atlas.entries_of("model"):
        if isinstance(entry, ModelEntry):
            found[first_year(entry)].update(groups(entry))
    return {year: dict(sorted(found[year].items())) for year in sorted(found)}


def _places(again: dict[str, float], ranked: Sequence[Candidate], atlas: Atlas) -> dict[str, int]:
    scores = sorted(-one.score for one in ranked)
    models = (id for id in sorted(again) if atlas.entries[id].kind == "model")
    return {id: bisect_left(scores, -again[id]) for id in models}


def _background(works: ir.Table) -> list[Text]:
    """Works of the store, the same ones whenever it holds the same."""
    chosen = works.order_by(works.id.hexdigest("md5"), works.title).limit(BACKGROUND)
    rows = chosen.select("id", "title", "abstract").to_pyarrow().to_pylist()
    rows.sort(key=lambda row: (row["id"], row["title"]))
    return [Text(str(row["id"]), str(row["title"]), str(row["abstract"])) for row in rows]


def _sort_out(
    rows: Sequence[dict[str, Any]], atlas: Atlas, decisions: Decisions
) -> tuple[list[Candidate], dict[str, Work], dict[str, int]]:
    """New works, works of the atlas by their entries, and how many were set aside at each step."""
    works = [_work(row) for row in rows]
    counts = {"repeated": 0, "known": 0, "decided": 0}
    new: list[Candidate] = []
    known: dict[str, Work] = {}
    for places in join_records(works):
        work = merge([works[place] for place in places])
        counts["repeated"] += len(places) - 1
        entries = [rows[place]["entry"] for place in places if _is_known(works[place], rows[place], atlas)]
        if entries:
            counts["known"] += 1
            known.setdefault(entries[0], work)
        elif decisions.of(work) or any(decisions.of(works[place]) for place in places):
            counts["decided"] += 1
        else:
            sources = tuple(sorted({str(rows[place]["source"]) for place in places}))
            new.append(Candidate(work, 0.0, (), (), sources))
    return new, known, counts


def _is_known(work: Work, row: dict[str, Any], atlas: Atlas) -> bool:
    """Whether the match holds: a title alone is not enough where authors or years speak against it."""
    if row["entry"] is None:
        return False
    return row["matched_by"] != "title_key" or may_be_same(work, _as_work(atlas.entries[row["entry"]]))


def _as_work(entry: Entry) -> Work:
    publication = entry.publication
    return Work(entry.id, None, None, None, publication.title, "", "", publication.authors, "", "", publication.year)


def _work(row: dict[str, Any]) -> Work:
    return Work(**{name: row[name] for name in _COLUMNS})


def _text(work: Work) -> Text:
    return Text(work.id, work.title, work.abstract)


def _examples(
    atlas: Atlas, decisions: Decisions, again: dict[str, Work], background: list[Text], new: list[Candidate]
) -> Examples:
    entries = [entry for entry in atlas.entries.values() if entry.kind != "base"]
    ids = {entry: work.id for entry, work in again.items()}
    inside = [Text(ids.get(entry.id, entry.id), entry.publication.title, entry.summary) for entry in entries]
    learnt = [_text(work) for work in again.values() if work.abstract]
    accepted = [Text(one.work, one.title, "") for one in included(decisions.all)]
    outside = [Text(one.work, one.title, "") for one in decisions.all if one.outcome == "out"]
    known = set(ids.values())
    unseen = {one.id: one for one in background if one.id not in known}
    unseen |= {one.work.id: _text(one.work) for one in new}
    return Examples([*inside, *learnt, *accepted], outside, list(unseen.values()))


def _matched(work: Work, patterns: Sequence[re.Pattern[str]]) -> tuple[str, ...]:
    text = f"{work.title} {work.abstract}"
    return tuple(word for one in patterns for word in found_words(one, text)[:_MAX_WORDS])


def keep_candidates(store: WorkStore, ranked: Iterable[Candidate]) -> None:
    """Write the candidates into the store's folder, the most likely first."""
    lines = (json.dumps(asdict(one), ensure_ascii=False) for one in ranked)
    write_file(store.root / "candidates.jsonl", ("\n".join(lines) + "\n").encode("utf-8"))


def load_candidates(store: WorkStore) -> list[Candidate]:
    """The candidates of the last search, the most likely first.

    Raises:
        UsageError: there was none.
    """
    file = store.root / "candidates.jsonl"
    if not file.is_file():
        raise UsageError(f"{store.root} holds no candidates: run `hfm-atlas discover` first")
    found = []
    for line in filter(None, file.read_text("utf-8").split("\n")):
        data = json.loads(line)
        lists = {name: tuple(data[name]) for name in ("words", "matched", "sources")}
        found.append(Candidate(**{**data, "work": Work(**data["work"]), **lists}))
    return found
