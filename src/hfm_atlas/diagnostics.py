"""What is wrong with the data, as values: every finding of the atlas is a `Diagnostic`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

# So much of a file is told; whoever fixes a hundred findings runs validation again anyway.
MAX_FINDINGS = 100
_MAX_TEXT = 600
_SHOWN_END = 100


class Severity(StrEnum):
    """How much a finding matters: an error stops a build, a warning is counted and shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands in a file; line and column count from 1, length is in characters."""

    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding is about, and what stands there."""

    path: str
    position: Position
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: where it is, which rule made it, what is wrong and what to do about it.

    `path` is relative to the project's root and uses forward slashes. `fix` is the text that may stand in place of what
    the position covers, where putting it there is safe: it says the same in the form that the rule asks for. `hidden`
    is the number of findings that this one stands for, where a file has too many to tell. `related` are other places
    that it is about: what a rule compares with stands there.
    """

    path: str
    position: Position
    rule: str
    severity: Severity
    message: str
    hint: str | None = None
    fix: str | None = None
    hidden: int = 0
    fills: tuple[str, str] | None = None
    """A field, by its path with dots, and the word that belongs there, as follows from what the file says elsewhere."""
    related: tuple[Related, ...] = ()

    @property
    def is_fixable(self) -> bool:
        """Whether `validate --fix` can do what the finding asks for."""
        return self.fix is not None or self.fills is not None

    def __post_init__(self) -> None:
        """Shorten what repeats a long value: a file may hold one of a megabyte."""
        object.__setattr__(self, "message", shorten(self.message))
        object.__setattr__(self, "hint", self.hint and shorten(self.hint))

    @property
    def paths(self) -> tuple[str, ...]:
        """Files that the finding is about: the one where it stands first."""
        return (self.path, *(one.path for one in self.related))

    @property
    def advice(self) -> str:
        """What to do: the hint, and the command that does it where there is one."""
        fixes = "`hfm-atlas validate --fix` fixes this" if self.is_fixable else ""
        return "; ".join(part for part in (self.hint or "", fixes) if part)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of findings in a report: by file, then position, then rule."""
        return (self.path, self.position.line, self.position.column, self.rule, self.message)


def shorten(text: str) -> str:
    """`text` without its middle where it is longer than anybody reads."""
    if len(text) <= _MAX_TEXT:
        return text
    return f"{text[: _MAX_TEXT - _SHOWN_END]} … {text[-_SHOWN_END:]}"


def count_errors(diagnostics: Iterable[Diagnostic]) -> int:
    """Number of findings that stop a build."""
    return _count(one for one in diagnostics if one.severity is Severity.ERROR)


def count_warnings(diagnostics: Iterable[Diagnostic]) -> int:
    """Number of findings that do not stop a build."""
    return _count(one for one in diagnostics if one.severity is Severity.WARNING)


def _count(diagnostics: Iterable[Diagnostic]) -> int:
    return sum(one.hidden or 1 for one in diagnostics)


def hide(path: str, number: int, severity: Severity = Severity.ERROR) -> Diagnostic:
    """The finding that stands for `number` findings of the file at `path` that are not told."""
    message = f"{number:,} more findings of this file are not shown"
    return Diagnostic(
        path,
        Position(1, 1),
        "too-many-findings",
        severity,
        message,
        "fix those that are, and run it again",
        None,
        number,
    )


def limit_findings(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The first findings of each file in the order of `diagnostics`, then one for each file that has more."""
    shown: Counter[str] = Counter()
    hidden: Counter[tuple[str, Severity]] = Counter()
    for one in diagnostics:
        if one.hidden or shown[one.path] == MAX_FINDINGS:
            hidden[one.path, one.severity] += one.hidden or 1
        else:
            shown[one.path] += 1
            yield one
    for path in sorted({path for path, _ in hidden}):
        severity = Severity.ERROR if hidden[path, Severity.ERROR] else Severity.WARNING
        yield hide(path, sum(number for (where, _), number in hidden.items() if where == path), severity)
