"""`hfm-atlas ask`: a question in words, read as a filter, and what it finds."""

from __future__ import annotations

import shlex
import sys

from hfm_atlas._util.errors import UsageError
from hfm_atlas.cli.commands.export import load_answer
from hfm_atlas.cli.commands.query import DEFAULT_COLUMNS, print_answer, read_columns
from hfm_atlas.loading.opening import OpenedAtlas
from hfm_atlas.query.reading import Reading, read_words
from hfm_atlas.query.vocabulary import build_vocabulary

# Below a list of more entries it is said again which words were not read: what was said above it is out of sight.
_LONG_LIST = 15


def run_ask(opened: OpenedAtlas, question: str, format_name: str, columns: str | None, *, may_match: bool) -> int:
    """Print how a question was read, as the query that asks the same, and the entries that it finds.

    Where none matches, those that may match are shown.

    Raises:
        UsageError: no word of it means anything here, or unknown column.
    """
    reading = read_words(question, build_vocabulary(opened.atlas))
    if not reading.conditions:
        raise UsageError(_not_understood(question, reading))
    answer = load_answer(opened, [reading.query])
    may_match = may_match or (not answer.matches and bool(answer.may_match))
    print(_how_it_was_read(reading, columns, format_name, may_match=may_match), file=sys.stderr)
    chosen = read_columns(columns or DEFAULT_COLUMNS)
    code = print_answer(opened, [reading.query], answer, format_name, chosen, may_match=may_match)
    listed = len(answer.matches) + (len(answer.may_match) if may_match else 0)
    if reading.unread and listed > _LONG_LIST:
        print(_not_read(reading), file=sys.stderr)
    return code


def _not_read(reading: Reading) -> str:
    return f"not read: {', '.join(reading.unread)}"


def _how_it_was_read(reading: Reading, columns: str | None, format_name: str, *, may_match: bool) -> str:
    words = ["hfm-atlas", "query", reading.query, *(["--may-match"] if may_match else [])]
    words += [] if columns is None else ["--columns", columns]
    words += [] if format_name == "table" else ["--format", format_name]
    lines = [f"read as: {' · '.join(reading.labels)}", shlex.join(words)]
    if reading.unread:
        lines.insert(1, _not_read(reading))
    return "\n".join(lines)


def _not_understood(question: str, reading: Reading) -> str:
    name = shlex.quote(f"name~{question.strip()}")
    return (
        f"no word of '{question.strip()}' is a term, a year, a size or how open something is; "
        f"for names write `hfm-atlas query {name}`"
    )
