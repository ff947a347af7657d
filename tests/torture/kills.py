"""SIGKILL in the middle of every command that writes: then there is the old state or the new one, nothing else.

    python -m tests.torture.kills --kills 100

A command is killed at what it asks of the system (a file opened for writing, a rename, a removal, …), since kills at
random times hardly ever fall between two renames.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hfm_atlas.cli import run
from tests.torture.fuzz import ATLAS

_REPOSITORY = Path(__file__).parents[2]
_EVENTS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "tempfile.mkstemp", "tempfile.mkdtemp"}
_WRITING = os.O_WRONLY | os.O_RDWR
_BIBTEX = """\
@article{one, title = {Yew: a model}, author = {Ash, Alba}, year = {2024}, doi = {10.5555/yew.1}}
@article{two, title = {Fir: a model}, author = {Elm, Eva}, year = {2025}, doi = {10.5555/fir.2}}
"""
State = Mapping[str, bytes]


@dataclass(frozen=True)
class Case:
    """A command that writes; `in_one_step` where all of its files change together, else each does for itself."""

    name: str
    command: tuple[str, ...]
    in_one_step: bool = True
    untidy: tuple[str, ...] = ()
    """Files that are made untidy beforehand, so that there is something to fix."""
    clears_up: tuple[str, ...] = ("stats",)
    """The next run, which must leave the old state or the new one."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Files that the command reads."""


_UNTIDY = ("entries/base/oakbert.yml", "entries/language/alderbert.yml", "entries/vision/cedarseg.yml")
CASES = (
    Case("fmt", ("fmt",), in_one_step=False, untidy=_UNTIDY),
    Case("fix", ("validate", "--fix"), untidy=_UNTIDY),
    Case("rename-entry", ("rename-entry", "oakbert", "oakbert-x")),
    Case("merge-entry", ("merge-entry", "cedarnet", "cedarseg")),
    Case("rename-term", ("rename-term", "tasks/segmentation", "delineation")),
    Case("new", ("new", "model", "yew", "--name", "Yew", "--subfield", "vision")),
    Case(
        "add",
        ("add", "--bibtex", "works.bib", "--subfield", "vision"),
        in_one_step=False,
        extra={"works.bib": _BIBTEX},
    ),
    Case("schema", ("schema",)),
    Case("export", ("export", "bibtex", "-o", "atlas.bib")),
    Case("report", ("validate", "--format", "json", "-o", "report.json")),
    Case("build", ("build",), clears_up=("build",)),
    Case("release", ("release", "release.zip")),
)


@dataclass(frozen=True)
class Failure:
    """A kill that left something, and what."""

    case: str
    at: int
    what: str


def kill(case: Case, number: int, seed: int) -> Iterator[Failure]:
    """Kill the command of `case` at `number` of the moments at which it changes something."""
    with tempfile.TemporaryDirectory() as place, _own_temporary_folder(Path(place)) as temporary:
        old = _prepare(case, Path(place) / "old")
        new, moments = _finish(case, Path(place) / "new")
        chosen = sorted(random.Random(f"{seed}-{case.name}").sample(range(moments), min(number, moments)))
        for at in chosen:
            root = Path(place) / f"killed-{at}"
            _prepare(case, root)
            _run_apart(root, case.command, at)
            yield from (Failure(case.name, at, what) for what in _look(case, root, old, new, temporary))
            shutil.rmtree(root)


@contextlib.contextmanager
def _own_temporary_folder(place: Path) -> Iterator[Path]:
    folder, before = place / "tmp", tempfile.tempdir
    folder.mkdir()
    tempfile.tempdir = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before


def _prepare(case: Case, root: Path) -> State:
    """The invented atlas with what a release needs; its state before the command."""
    shutil.copytree(ATLAS, root)
    for name in ("mkdocs.yml", "CITATION.cff", "LICENSE", "LICENSE-DATA", "CHANGELOG.md"):
        shutil.copy(_REPOSITORY / name, root / name)
    for name in ("docs", "templates"):
        (root / name).symlink_to(_REPOSITORY / name)
    (root / "schema").mkdir()
    for path in case.untidy:
        file = root / path
        file.write_text(
            file.read_text("utf-8").replace("kind: ", "kind:  ").replace("status: drafted", "status: Drafted")
        )
    for path, text in case.extra.items():
        (root / path).write_text(text, "utf-8")
    if case.name == "build":
        (root / "site").mkdir()
        (root / "site" / "index.html").write_text("the last site", "utf-8")
    return _state(root)


def _finish(case: Case, root: Path) -> tuple[State, int]:
    """The state after the command, and how often it changes something on the way."""
    _prepare(case, root)
    code, moments = _run_apart(root, case.command, None)
    if code not in (0, 1):
        raise RuntimeError(f"{case.name} ends with {code}")
    return _state(root), moments


def _state(root: Path) -> State:
    """Content of every file, but for what may be thrown away."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in root.rglob("*")
        if file.is_file() and not file.is_symlink() and ".cache" not in file.relative_to(root).parts
    }


def _run_apart(root: Path, command: tuple[str, ...], kill_at: int | None) -> tuple[int, int]:
    """Exit code of the command in a process of its own, and at how many moments it changed something."""
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reader)
        os.chdir(root)
        counted = _count_moments(kill_at)
        with (
            Path(os.devnull).open("w") as absent,
            contextlib.redirect_stdout(absent),
            contextlib.redirect_stderr(absent),
        ):
            code = run(command)
        os.write(writer, b"%d" % counted[0])
        os._exit(code)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        moments = int(answer.read() or 0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), moments


def _count_moments(kill_at: int | None) -> list[int]:
    """Count in this process what changes something, and end it before the one that is `kill_at`."""
    counted, own = [0], os.getpid()

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
        if not (writes or event in _EVENTS) or os.getpid() != own or "__pycache__" in str(arguments[0]):
            return
        if counted[0] == kill_at:
            os.kill(own, signal.SIGKILL)
        counted[0] += 1

    sys.addaudithook(watch)
    return counted


def _look(case: Case, root: Path, old: State, new: State, temporary: Path) -> Iterator[str]:
    """What is wrong after the kill, the next run, and the command once more."""
    said = io.StringIO()
    with contextlib.chdir(root), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        codes = [run(case.clears_up)]
        now = _state(root)
        codes.append(run(case.command))
        again = _state(root)
    if not set(codes) <= {0, 1, 2}:
        yield f"a next run ends with {codes}: {said.getvalue()}"
    if case.in_one_step and now not in (old, new):
        yield f"neither old nor new: {_differences(now, old)} against old, {_differences(now, new)} against new"
    for path, content in now.items():
        if content not in (old.get(path), new.get(path)):
            yield f"{path} is neither old nor new"
    if again != new:
        yield f"the command does not reach its end any more: {_differences(again, new)}"
    # Jinja's own cache is for all programs and stays.
    if left := [file.name for file in temporary.iterdir() if not file.name.startswith("_jinja2-cache")]:
        yield f"left in the temporary folder: {left}"


def _differences(one: State, other: State) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))[:5]


def main() -> int:
    """Run as a script; 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="how many, over all commands")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    options = parser.parse_args()
    start, failures = time.monotonic(), 0
    cases = [case for case in CASES if options.only in (None, case.name)]
    for case in cases:
        for failure in kill(case, -(-options.kills // len(cases)), options.seed):
            failures += 1
            print(f"{failure.case}, killed at {failure.at}: {failure.what}", file=sys.stderr)
        print(f"{case.name}: {time.monotonic() - start:.0f} s", file=sys.stderr)
    print(f"{options.kills} kills, {failures} failures, {time.monotonic() - start:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
