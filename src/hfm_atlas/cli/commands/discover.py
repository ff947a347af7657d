"""`hfm-atlas discover`: read files, ask servers, rank what is new."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import make_folder, only_one
from hfm_atlas._util.http import Fetcher
from hfm_atlas.cli.commands.progress import Report, progress_bar
from hfm_atlas.cli.streams import print_or_write
from hfm_atlas.discovery.decisions import load_decisions
from hfm_atlas.discovery.finding import Engine, Found, find_candidates
from hfm_atlas.discovery.formats.files import find_files
from hfm_atlas.discovery.searches import add_search
from hfm_atlas.discovery.servers.registry import SERVERS
from hfm_atlas.discovery.servers.session import Question, Server, ServerSession
from hfm_atlas.discovery.store import Batch, InputNote, WorkStore, file_signature, read_batches
from hfm_atlas.discovery.vocabulary import Vocabulary, load_vocabulary
from hfm_atlas.project import Project
from hfm_atlas.reports.candidates import render_candidates
from hfm_atlas.validation.runner import check_project

# A weekly run that was late by a day loses nothing.
_DAYS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """Where works come from."""

    files: tuple[Path, ...] = ()
    servers: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """How candidates are shown."""

    format_name: str = "text"
    limit: int = 25
    output: Path | None = None


def store_of(project: Project, folder: Path | None) -> WorkStore:
    """The folder of works, by default in the project's cache."""
    return WorkStore(folder or project.cache / "works")


def run_discover(
    project: Project,
    folder: Path | None,
    asked: Asked,
    engine: Engine,
    shown: Shown,
    *,
    save: bool = False,
    fetcher: Fetcher | None = None,
    servers: Mapping[str, Server] = SERVERS,
    today: date | None = None,
) -> int:
    """Take in what is asked for and list the candidates; 1 if something could not be read to its end.

    Raises:
        UsageError: a file is not there, the days are the wrong way round, a folder cannot be written, or a library is
            not installed.
    """
    day = today or datetime.now(UTC).date()
    store = store_of(project, folder)
    files = find_files(asked.files)
    atlas = check_project(project).atlas
    vocabulary, decisions = load_vocabulary(project, atlas), load_decisions(project)
    question = _question(asked, vocabulary, day)
    make_folder(store.root)
    with only_one(store.root / "lock", "waiting for another run over these works"), progress_bar() as tell:
        problems = [
            *_take_in_files(store, files, tell),
            *_ask_servers(store, asked.servers, question, tell, fetcher or Fetcher(), servers),
        ]
        found = find_candidates(store, atlas, decisions, vocabulary, engine, tell)
    _show(found, shown)
    if save:
        add_search(project, found.tally, day)
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    return 1 if problems else 0


def _question(asked: Asked, vocabulary: Vocabulary, today: date) -> Question:
    until = asked.until or today
    since = asked.since or until - timedelta(days=_DAYS)
    if since > until:
        raise UsageError(f"--since {since} is later than --until {until}")
    return Question(since, until, vocabulary.asked_models, vocabulary.asked_health)


def _take_in_files(store: WorkStore, files: list[Path], tell: Report) -> Iterator[str]:
    """Read each file from where the last run stopped; yields what is in the way of one."""
    for number, path in enumerate(files, 1):
        tell(f"Reading {path.name}", number - 1, len(files))
        told = partial(_tell_works, tell, path.name, number, len(files))
        note = store.take_in(str(path.resolve()), "files", file_signature(path), partial(read_batches, path), told)
        yield from _report(note, path.name)


def _tell_works(tell: Report, name: str, number: int, total: int, note: InputNote) -> None:
    tell(f"Reading {name}: {note.works:,} works", number - 1, total)


def _ask_servers(
    store: WorkStore,
    names: tuple[str, ...],
    question: Question,
    tell: Report,
    fetcher: Fetcher,
    known: Mapping[str, Server],
) -> Iterator[str]:
    """Ask each server; one that does not answer does not keep the others from being asked."""
    for number, name in enumerate(names, 1):
        tell(f"Asking {name}", number - 1, len(names))
        server = known[name]
        told = partial(_tell_works, tell, name, number, len(names))
        input = f"{name} {question.since} {question.until}"
        try:
            note = store.take_in(input, name, question.signature, partial(_pages, server, question, fetcher), told)
        except UsageError as problem:
            yield f"{name}: {problem}; what was read is kept, and the next run goes on there"
        else:
            yield from _report(note, name)


def _pages(server: Server, question: Question, fetcher: Fetcher, position: str) -> Iterator[Batch]:
    return server.ask(question, ServerSession(fetcher, server.pause), position, server.address)


def _report(note: InputNote, name: str) -> Iterator[str]:
    if note.problems:
        print(f"warning: {note.problems} records of {name} are left out", file=sys.stderr)
        for one in note.first_problems[:3]:
            print(f"  {one}", file=sys.stderr)
    if note.broken_off:
        yield f"{note.broken_off} ({note.works:,} works before that are kept)"


def _show(found: Found, shown: Shown) -> None:
    print_or_write(render_candidates(found, shown.format_name, shown.limit), shown.output)
    tally = found.tally
    print(
        f"{sum(tally.records.values()):,} records, {tally.not_blocked:,} without a word of both lists, "
        f"{tally.repeated:,} repeated, {tally.known:,} in the atlas, {tally.decided:,} decided on before, "
        f"{tally.candidates:,} candidates",
        file=sys.stderr,
    )
