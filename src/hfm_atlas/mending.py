"""Texts with the safe fixes of their findings made: the same facts in the form that the gate asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hfm_atlas.diagnostics import Diagnostic
from hfm_atlas.documents import parse_text

_LINE_BREAK = re.compile(r"(\r\n|\r|\n)")
_TRAILING_SPACE = re.compile(r"[ \t]+(?=\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Mended:
    """A new text and what was done: old characters, new ones, and the finding that asked for it."""

    text: str
    changes: tuple[tuple[str, str, Diagnostic], ...]


def mend_text(text: str, diagnostics: Iterable[Diagnostic]) -> Mended:
    """`text` with the fixes of its findings, each at its place; what would no longer be YAML is left as it is."""
    pieces = _LINE_BREAK.split(text)
    changes = []
    by_place = {(one.position.line, one.position.column): one for one in diagnostics if one.fix is not None}
    for (line, column), one in sorted(by_place.items(), reverse=True):
        # Lines and line breaks take turns.
        index, start, end = 2 * (line - 1), column - 1, column - 1 + one.position.length
        before = pieces[index]
        pieces[index] = before[:start] + (one.fix or "") + before[end:]
        if parse_text("".join(pieces).removeprefix("\ufeff")) is None:
            pieces[index] = before
        else:
            changes.append((before[start:end], one.fix or "", one))
    return Mended("".join(pieces), tuple(reversed(changes)))


def strip_lines(text: str) -> tuple[str, int]:
    """`text` without white space at the ends of lines, and how many lines had some; unchanged where it means something.

    In a text block every space counts.
    """
    stripped, number = _TRAILING_SPACE.subn("", text)
    data = parse_text(text.removeprefix("\ufeff"))
    if number == 0 or data is None or parse_text(stripped.removeprefix("\ufeff")) != data:
        return text, 0
    return stripped, number
