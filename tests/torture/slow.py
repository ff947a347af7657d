"""Files under a megabyte that cost as much as a file can: many values, findings or fixes, or one long value."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hfm_atlas.cli import run
from hfm_atlas.yamlio.parser import MAX_BYTES
from tests.torture.fuzz import ATLAS

_ENTRY, _FACET = "entries/language/alderbert.yml", "taxonomy/tasks.yml"
_BASE = (ATLAS / _ENTRY).read_text("utf-8")
_TASKS = (ATLAS / _FACET).read_text("utf-8").rstrip() + "\n"
_COMMANDS = (["validate"], ["fmt"], ["validate", "--fix"])


@dataclass(frozen=True)
class Outcome:
    """What a command did with a file: its exit code, processor time, and lines that it printed."""

    command: str
    code: int
    seconds: float
    lines: int


def try_slow(file: tuple[str, str]) -> Iterator[Outcome]:
    """Every command that looks at a file, on the file `(path, text)` in the invented atlas."""
    path, text = file
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "atlas"
        shutil.copytree(ATLAS, root)
        (root / path).write_bytes(text.encode()[: MAX_BYTES - 1])
        for command in _COMMANDS:
            started, output, problems = time.process_time(), io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(output), contextlib.redirect_stderr(problems):
                code = run(["--project", str(root), *command])
            lines = (output.getvalue() + problems.getvalue()).count("\n")
            yield Outcome(" ".join(command), code, time.process_time() - started, lines)


def _many(write: Callable[[int], str], number: int = 9_000) -> str:
    return "".join(write(count) for count in range(number))


def _field(name: str, value: str) -> tuple[str, str]:
    """The entry with another value of one field."""
    return _ENTRY, re.sub(rf"(?m)^{name}:.*\n(?:[ -].*\n)*", "", _BASE) + f"{name}: {value}\n"


def _publication(field: str) -> tuple[str, str]:
    return _field("publication", f"{{type: article, title: T, year: 2020, {field}}}")


def _more(text: str) -> tuple[str, str]:
    return _ENTRY, _BASE + text


def _terms(text: str) -> tuple[str, str]:
    return _FACET, _TASKS + text


SLOW: dict[str, tuple[str, str]] = {
    "tasks": _field("tasks", f"[{'a, ' * 100_000}]"),
    "unknown tasks": _field("tasks", f"[{_many(lambda n: f'word-{n}-of-it, ')}]"),
    "one long task": _field("tasks", f'["{"a b " * 220_000}"]'),
    "fixable": _field("tasks", f"[{'Segmentatoin, ' * 9_000}]"),
    "fixable to one key": _more(_many(lambda n: f"task{n}s: [x]\n", 200) + "taskz: [b]\ntasls: [c]\n"),
    "lineage": _field("builds_on", f"[{_many(lambda n: f'{{model: w-{n}, relation: adapts}}, ', 4_000)}]"),
    "keys": _more(_many(lambda n: f"key{n}: 1\n")),
    "too many keys": _more(_many(lambda n: f"key{n}: 1\n", 60_000)),
    "same key": _more("x: 1\n" * 9_000),
    "empty keys": _more(f"x: {{{_many(lambda n: f'key{n} ' + 'w ' * 40 + ', ')}}}\n"),
    "comments": (_ENTRY, _BASE + _many(lambda n: f"k{n}: 1 # c\n", 9_000) + "# c\n" * 200_000),
    "hashes": _more("x: [" + chr(34) + "# " * 400_000 + chr(34) + "]\n"),
    "hashes in a line": _more("x: [" + (chr(34) + "# #" + chr(34) + ", ") * 9_000 + "]\n"),
    "brackets of a licence": _more(f'availability: {{code_licence: "{"(" * 900_000}"}}\n'),
    "authors": _publication("authors: [" + _many(lambda n: f'"Doe{n}, J", ') + "]"),
    "one author": _publication(f'authors: ["{"A, " * 300_000}"]'),
    "authors in a text": _publication(f"authors: {'A and ' * 150_000}"),
    "doi": _publication(f'doi: "{"10.1/" * 180_000}"'),
    "arxiv": _publication(f'arxiv: "{"1901." * 180_000}"'),
    "pmid": _publication(f'pmid: "{"1" * 900_000}"'),
    "name": _field("name", "a" * 900_000),
    "summary": _field("summary", "a " * 450_000),
    "lines of a summary": _field("summary", ">-\n" + "  word word\n" * 90_000),
    "nested": _more(f"x: {'[' * 22}{'a, ' * 9_000}{']' * 22}\n"),
    "white space": _more("x:" + ("\n - a" + " " * 90) * 9_000 + "\n"),
    "former ids": _field("former_ids", f"[{_many(lambda n: f'old-{n}, ')}]"),
    "evidence": _field("evidence", f"{{{_many(lambda n: f'k{n}: {{source: paper, locator: x}}, ', 4_000)}}}"),
    "sources": _field("sources", "{" + _many(lambda n: f's{n}: "https://example.org/{n}", ') + "}"),
    "digits": _field("added", "9" * 900_000),
    "digits after a point": _field("added", "1." + "9" * 900_000),
    "sexagesimal": _field("added", "1:" * 450_000 + "1"),
    "colons": _field("added", "a: " * 300_000 + "1"),
    "open list": _field("tasks", "[" + "a, " * 4_500),
    "aliases": _field("aliases", f"[{_many(lambda n: f'Name{n}, ')}]"),
    "languages": _field("languages", f"[{_many(lambda n: f'aa{n}, ')}]"),
    "one language": _field("languages", f'["{"a" * 900_000}"]'),
    "address": _more(f'availability: {{code: "{"https://" * 110_000}"}}\n'),
    "terms": _terms(_many(lambda n: f"  - {{id: t{n}, name: T{n}, definition: d}}\n", 3_000)),
    "chain of terms": _terms(_many(lambda n: f"  - {{id: t{n}, name: T, definition: d, broader: t{n + 1}}}\n", 2_000)),
    "same term": _terms("  - {id: tt, name: T, definition: d}\n" * 3_000),
    "synonyms": _terms(f"  - {{id: tt, name: T, definition: d, synonyms: [{_many(lambda n: f'S{n}, ')}]}}\n"),
}
