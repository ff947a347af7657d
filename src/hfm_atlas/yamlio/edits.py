"""Texts with the safe fixes of their findings made: the same facts in the form that validation asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hfm_atlas.diagnostics import Diagnostic, Position
from hfm_atlas.yamlio.parser import parse_text

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_MAX_PARSINGS = 20
_TRAILING_SPACE = re.compile(r"[ \t]+(?=\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class TextEdit:
    """What to write in place of the characters from `start` up to `end`; nothing between them is an insertion.

    As in the Language Server Protocol, but lines and columns count from 1. A line behind the last one is the end.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    text: str

    @classmethod
    def at(cls, position: Position, text: str) -> TextEdit:
        """The edit of what a position covers."""
        start, end = position.column, position.column + position.length
        return cls((position.line, start), (position.line, end), text)

    @classmethod
    def lines(cls, first: int, behind: int, text: str) -> TextEdit:
        """The edit of whole lines, from `first` up to the line `behind` them; `text` ends with a line break."""
        return cls((first, 1), (behind, 1), text)


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """`text` with edits made that do not overlap; several insertions at one place stand in their order.

    The order in which edits come does not matter otherwise.
    """
    starts = [0, *(found.end() for found in _LINE_BREAK.finditer(text))]

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + column - 1 if line <= len(starts) else len(text)

    pieces, at = [], 0
    for edit in sorted(edits, key=lambda one: one.start):
        pieces += [text[at : offset(*edit.start)], edit.text]
        at = offset(*edit.end)
    return "".join(pieces) + text[at:]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A new text and what was done: old characters, new ones, and the finding that asked for it."""

    text: str
    changes: tuple[tuple[str, str, Diagnostic], ...]


def fix_text(text: str, diagnostics: Iterable[Diagnostic]) -> Fixed:
    """`text` with the fixes of its findings, each at its place; what would no longer be YAML is left as it is."""
    by_place = {(one.position.line, one.position.column): one for one in diagnostics if one.fix is not None}
    made = _Together(text).make([by_place[place] for place in sorted(by_place)], [])
    lines = _LINE_BREAK.split(text)
    changes = tuple((_marked(lines, one.position), one.fix or "", one) for one in made)
    return Fixed(_with_fixes(text, made), changes)


@dataclass
class _Together:
    """Finds the fixes that can be made together: all of them, in nearly all cases, which takes one parsing."""

    text: str
    parsings: int = 0

    def make(self, fixes: list[Diagnostic], made: list[Diagnostic]) -> list[Diagnostic]:
        """`made` and those of `fixes` that leave the text YAML, which are halved where all of them do not.

        A parsing costs as much as the file is long, so there are not many; what is left over waits for the next run.
        """
        self.parsings += 1
        if not fixes or parse_text(_with_fixes(self.text, [*made, *fixes]).removeprefix("\ufeff")) is not None:
            return [*made, *fixes]
        if len(fixes) == 1 or self.parsings >= _MAX_PARSINGS:
            return made
        middle = len(fixes) // 2
        return self.make(fixes[middle:], self.make(fixes[:middle], made))


def _with_fixes(text: str, fixes: Iterable[Diagnostic]) -> str:
    return apply_edits(text, (TextEdit.at(one.position, one.fix or "") for one in fixes))


def _marked(lines: Sequence[str], where: Position) -> str:
    return lines[where.line - 1][where.column - 1 : where.column - 1 + where.length]


def strip_lines(text: str) -> tuple[str, int]:
    """`text` without white space at the ends of lines, and how many lines had some; unchanged where it means something.

    In a text block every space counts.
    """
    stripped, number = _TRAILING_SPACE.subn("", text)
    data = parse_text(text.removeprefix("\ufeff"))
    if number == 0 or data is None or parse_text(stripped.removeprefix("\ufeff")) != data:
        return text, 0
    return stripped, number
