"""The report for people: each finding with its source line, the place in it, and what to do.

Its look, for one finding:
`entries/vision/retfound.yml:14:12: error: unknown modality 'fundus-photo' (unknown-term)`
`   14 |   - fundus-photo`
`      |     ^^^^^^^^^^^^ did you mean 'fundus-photography'?`
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from hfm_atlas.diagnostics import Diagnostic, Severity, count_errors, count_warnings
from hfm_atlas.validation.runner import CheckResult

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
_MAX_LINE = 160
_BEFORE = 60


def render_text(result: CheckResult) -> str:
    """The report as plain text."""
    return style_text(result).plain


def style_text(result: CheckResult) -> Text:
    """The report as text with colours, for a terminal."""
    return _findings(result.diagnostics, result.lines).append(f"{summarise(result)}\n")


def format_findings(diagnostics: Iterable[Diagnostic], lines: Mapping[str, Sequence[str]]) -> str:
    """Findings as the report shows them, without its last line; `lines` holds the text of the files by path."""
    return _findings(diagnostics, lines).plain


def _findings(diagnostics: Iterable[Diagnostic], lines: Mapping[str, Sequence[str]]) -> Text:
    text = Text()
    for diagnostic in diagnostics:
        text.append_text(_finding(diagnostic, lines.get(diagnostic.path, ())))
    return text


def summarise(result: CheckResult) -> str:
    """One line that counts the files and findings, without a line break."""
    errors, warnings = count_errors(result.diagnostics), count_warnings(result.diagnostics)
    return f"{_count(len(result.lines), 'file')} checked: {_count(errors, 'error')}, {_count(warnings, 'warning')}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _finding(diagnostic: Diagnostic, lines: Sequence[str]) -> Text:
    where, severity = diagnostic.position, diagnostic.severity
    text = Text.assemble(
        (f"{visible(diagnostic.path)}:{where.line}:{where.column}: ", "bold"),
        (f"{severity}: ", _STYLES[severity]),
        f"{visible(diagnostic.message)} ",
        (f"({diagnostic.rule})\n", "dim"),
    )
    hint = visible(diagnostic.advice)
    if where.line > len(lines):
        return text.append(f"      = {hint}\n" if hint else "")
    source, underline = _excerpt(lines[where.line - 1], where.column - 1, where.length)
    text.append(f"{where.line:5} | {source}\n")
    return text.append("      | ").append(underline, _STYLES[severity]).append(f" {hint}".rstrip() + "\n")


def _excerpt(line: str, start: int, length: int) -> tuple[str, str]:
    """The source line and the line that marks `length` characters from `start`; a long line is cut around them."""
    end = min(start + max(length, 1), max(len(line), start + 1))
    first = max(0, start - _BEFORE) if len(line) > _MAX_LINE else 0
    last = first + _MAX_LINE
    before = visible(line[first:start])
    shown = ("…" if first else "") + visible(line[first:last]) + ("…" if last < len(line) else "")
    marked = "^" * max(1, cell_len(visible(line[start : min(end, last)])))
    # A tab stays a tab, so that both lines reach the same stop; anything else takes as many cells as it shows.
    padding = "".join("\t" if character == "\t" else " " * cell_len(character) for character in before)
    return shown, (" " if first else "") + padding + marked


def visible(text: str) -> str:
    """Text without anything that moves the cursor, colours the terminal or turns the direction of reading."""
    return "".join(_visible_character(character) for character in text)


def _visible_character(character: str) -> str:
    code = ord(character)
    if character == "\t":
        return character
    if code < 0x20:
        return chr(0x2400 + code)
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return "\N{REPLACEMENT CHARACTER}"
    return character
