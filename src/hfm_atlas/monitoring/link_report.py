"""What the last check of outside links found, as the file that is kept in the repository."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.json_text import report_json
from hfm_atlas.project import Project

Verdict = Literal["alive", "refused", "unreachable", "dead"]


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What one address answered, and which entries name it."""

    address: str
    verdict: Verdict
    reason: str
    entries: tuple[str, ...]
    archive: str | None = None
    """Where an archived copy may be found, for a dead address."""


@dataclass(frozen=True, slots=True)
class MovedSource:
    """A source that has a newer version than the one that was read."""

    entry: str
    source: str
    read: str
    newest: str
    since: date
    """Day on which it was read."""


@dataclass(frozen=True, slots=True)
class LinkReport:
    """All addresses and the day they were checked, and sources that have moved on since they were read."""

    on: date
    results: tuple[LinkResult, ...]
    moved: tuple[MovedSource, ...] = ()

    def of(self, verdict: Verdict) -> list[LinkResult]:
        """Results with one verdict."""
        return [result for result in self.results if result.verdict == verdict]

    def to_json(self) -> str:
        """The report as the file that is kept in the repository: one object, its keys the names of the fields."""
        return report_json(self)


def read_report(text: str) -> LinkReport:
    """The report that `to_json` wrote.

    Raises:
        ValueError: the text is no such report.
    """
    return TypeAdapter(LinkReport).validate_json(text)


def load_report(project: Project) -> LinkReport | None:
    """The report that is kept in the repository; None where links were never asked.

    Raises:
        UsageError: the file is no such report.
    """
    try:
        return read_report(project.link_report.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as problem:
        path = project.link_report.relative_to(project.root).as_posix()
        raise UsageError(f"{path} is no report on links; `hfm-atlas links --save` writes a new one") from problem


def count_verdicts(results: Iterable[LinkResult]) -> dict[Verdict, int]:
    """How many addresses got which verdict; those that none got are 0."""
    counts: dict[Verdict, int] = {"alive": 0, "refused": 0, "unreachable": 0, "dead": 0}
    for result in results:
        counts[result.verdict] += 1
    return counts
