"""What is wrong with the data, as values: every finding of the atlas is a `Diagnostic`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
class Diagnostic:
    """One finding: where it is, which rule made it, what is wrong and what to do about it.

    `path` is relative to the project's root and uses forward slashes. `fix` is the text that may stand in place of what
    the position covers, where putting it there is safe: it says the same in the form that the rule asks for.
    """

    path: str
    position: Position
    rule: str
    severity: Severity
    message: str
    hint: str | None = None
    fix: str | None = None

    @property
    def advice(self) -> str:
        """What to do: the hint, and the command that does it where there is one."""
        mends = "`hfm-atlas validate --fix` mends this" if self.fix is not None else ""
        return "; ".join(part for part in (self.hint or "", mends) if part)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of findings in a report: by file, then position, then rule."""
        return (self.path, self.position.line, self.position.column, self.rule, self.message)


def count_errors(diagnostics: list[Diagnostic]) -> int:
    """Number of findings that stop a build."""
    return sum(1 for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR)
