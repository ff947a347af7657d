"""Mutated entries and facets against everything that reads files: none may end a command with a bug of ours.

    python -m tests.torture.fuzz --entries 10000 --facets 2000

A failure is written to the folder given with --keep, by default none.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hfm_atlas.cli import run
from hfm_atlas.loading.loader import LoadCache
from hfm_atlas.model.file_layout import layout_for
from hfm_atlas.project import Project
from hfm_atlas.reports import REPORTS, render_report
from hfm_atlas.validation.runner import CheckResult, check_project
from hfm_atlas.yamlio.edits import fix_text, strip_lines
from hfm_atlas.yamlio.formatter import CannotFormatError, format_text
from tests.torture.mutations import mutate

ATLAS = Path(__file__).parents[1] / "atlas"
# Slower than functions; enough of them meet a file that nothing else refuses.
_ONE_IN = 40
_COMMANDS = (
    ("query",),
    ("query", "--where", "year>=2020"),
    ("export", "csv"),
    ("export", "json"),
    ("export", "bibtex"),
    ("export", "ris"),
    ("stats",),
    ("validate", "--fix"),
    ("fmt",),
    ("schema", "--check"),
    ("rename-entry", "oakbert", "oakbert-x", "--dry-run"),
)


@dataclass(frozen=True)
class Failure:
    """A mutated file that ended something, and how."""

    path: str
    content: bytes
    what: str


def fuzz(folder: str, number: int, seed: int) -> Iterator[Failure]:
    """Lay `number` mutated files of `folder`, one after the other, into the invented atlas."""
    with tempfile.TemporaryDirectory() as place:
        project = Project(Path(place) / "atlas")
        shutil.copytree(ATLAS, project.root)
        yield from _fuzz_in(project, project.root / folder, number, seed)


def _fuzz_in(project: Project, folder: Path, number: int, seed: int) -> Iterator[Failure]:
    files = sorted(folder.rglob("*.yml"))
    texts = {file: file.read_text("utf-8") for file in files}
    load_cache = LoadCache()
    for count in range(number):
        chance = random.Random(f"{seed}-{folder.name}-{count}")
        file = chance.choice(files)
        content = mutate(texts[file], texts[chance.choice(files)], chance)
        file.write_bytes(content)
        command = chance.choice(_COMMANDS) if chance.randrange(_ONE_IN) == 0 else None
        for what in _try_all(project, file, load_cache, command):
            yield Failure(file.relative_to(project.root).as_posix(), content, what)
        if command is not None:
            for changed, text in texts.items():
                changed.write_text(text, "utf-8")
        file.write_text(texts[file], "utf-8")


def _try_all(project: Project, file: Path, load_cache: LoadCache, command: Sequence[str] | None) -> Iterator[str]:
    try:
        checked = check_project(project, load_cache=load_cache)
        for name in REPORTS:
            render_report(checked, name)
        _rewrite(file, checked)
    except Exception:
        yield traceback.format_exc()
    if command is not None:
        output = io.TextIOWrapper(io.BytesIO(), "utf-8")
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()) as said:
            code = run(["--project", str(project.root), *command])
        if code not in (0, 1, 2):
            yield f"{' '.join(command)}: exit {code}\n{said.getvalue()}"


def _rewrite(file: Path, checked: CheckResult) -> None:
    """What `fmt` and `validate --fix` make of the file."""
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return
    with contextlib.suppress(CannotFormatError):
        format_text(text, layout_for(file.stem))
    path = file.relative_to(checked.atlas.project.root).as_posix()
    fix_text(text, [one for one in checked.diagnostics if one.path == path])
    strip_lines(text)


def main() -> int:
    """Run as a script; 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--facets", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    start, failures = time.monotonic(), 0
    for folder, number in (("entries", options.entries), ("taxonomy", options.facets)):
        for failure in fuzz(folder, number, options.seed):
            failures += 1
            print(f"{failure.path}: {failure.what}", file=sys.stderr)
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{failures:04}-{Path(failure.path).name}").write_bytes(failure.content)
    print(f"{options.entries + options.facets:,} mutated files, {failures} failures, {time.monotonic() - start:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
