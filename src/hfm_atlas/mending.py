"""Texts with the safe fixes of their findings made: the same facts in the form that the gate asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hfm_atlas.diagnostics import Diagnostic
from hfm_atlas.documents import parse_text

_LINE_BREAK = re.compile(r"(\r\n|\r|\n)")
_MOST_PARSINGS = 20
_TRAILING_SPACE = re.compile(r"[ \t]+(?=\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Mended:
    """A new text and what was done: old characters, new ones, and the finding that asked for it."""

    text: str
    changes: tuple[tuple[str, str, Diagnostic], ...]


def mend_text(text: str, diagnostics: Iterable[Diagnostic]) -> Mended:
    """`text` with the fixes of its findings, each at its place; what would no longer be YAML is left as it is."""
    by_place = {(one.position.line, one.position.column): one for one in diagnostics if one.fix is not None}
    pieces = _LINE_BREAK.split(text)
    made = _Together(pieces).make([by_place[place] for place in sorted(by_place)], [])
    changes = tuple((_marked(pieces, one), one.fix or "", one) for one in made)
    return Mended(_with_fixes(pieces, made), changes)


@dataclass
class _Together:
    """Finds the fixes that can be made together: all of them, in nearly all cases, which takes one parsing."""

    pieces: list[str]
    parsings: int = 0

    def make(self, fixes: list[Diagnostic], made: list[Diagnostic]) -> list[Diagnostic]:
        """`made` and those of `fixes` that leave the text YAML, which are halved where all of them do not.

        A parsing costs as much as the file is long, so there are not many; what is left over waits for the next run.
        """
        self.parsings += 1
        if not fixes or parse_text(_with_fixes(self.pieces, [*made, *fixes]).removeprefix("\ufeff")) is not None:
            return [*made, *fixes]
        if len(fixes) == 1 or self.parsings >= _MOST_PARSINGS:
            return made
        middle = len(fixes) // 2
        return self.make(fixes[middle:], self.make(fixes[:middle], made))


def _with_fixes(pieces: list[str], fixes: list[Diagnostic]) -> str:
    """The text with `fixes`, which stand in the order of their places, made from the last to the first."""
    changed = dict[int, str]()
    for one in reversed(fixes):
        index, start = _place(one)
        line = changed.get(index, pieces[index])
        changed[index] = line[:start] + (one.fix or "") + line[start + one.position.length :]
    return "".join(changed.get(index, piece) for index, piece in enumerate(pieces))


def _marked(pieces: list[str], one: Diagnostic) -> str:
    index, start = _place(one)
    return pieces[index][start : start + one.position.length]


def _place(one: Diagnostic) -> tuple[int, int]:
    """Index of a finding's line among the pieces, where lines and line breaks take turns, and its place in the line."""
    return 2 * (one.position.line - 1), one.position.column - 1


def strip_lines(text: str) -> tuple[str, int]:
    """`text` without white space at the ends of lines, and how many lines had some; unchanged where it means something.

    In a text block every space counts.
    """
    stripped, number = _TRAILING_SPACE.subn("", text)
    data = parse_text(text.removeprefix("\ufeff"))
    if number == 0 or data is None or parse_text(stripped.removeprefix("\ufeff")) != data:
        return text, 0
    return stripped, number
