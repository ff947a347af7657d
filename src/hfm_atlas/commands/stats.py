"""`hfm-atlas stats`: what the atlas holds, and how a survey files the same works."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from hfm_atlas.counts import Coverage, Statistics, SurveyCounts, count_atlas, count_survey
from hfm_atlas.errors import UsageError
from hfm_atlas.nearest import suggest
from hfm_atlas.project import Project
from hfm_atlas.rules import check_project
from hfm_atlas.schema import SurveyEntry


def run_stats(project: Project, survey: str | None, format_name: str) -> int:
    """Print counts over the atlas, or over what the survey with the id `survey` lists.

    Raises:
        UsageError: there is no such survey; the nearest one is named.
    """
    atlas = check_project(project).atlas
    if survey is None:
        statistics = count_atlas(atlas)
        print(_as_json(statistics) if format_name == "json" else "\n".join(_atlas_lines(statistics)))
        return 0
    entry = atlas.entries.get(survey)
    if not isinstance(entry, SurveyEntry):
        ids = [one.id for one in atlas.entries_of("survey")]
        otherwise = f"the surveys are {', '.join(ids)}"
        raise UsageError(f"there is no survey '{survey}': {suggest(survey, ids, otherwise)}")
    counts = count_survey(atlas, entry)
    print(_as_json(counts) if format_name == "json" else "\n".join(_survey_lines(counts)))
    return 0


def _as_json(counts: Statistics | SurveyCounts) -> str:
    return json.dumps(asdict(counts), indent=2, ensure_ascii=False)


def _atlas_lines(statistics: Statistics) -> Iterator[str]:
    yield from _counted("Entries", statistics.entries)
    yield from _counted("Models by subfield", statistics.models)
    yield from _counted("Data sets by subfield", statistics.datasets)
    share = statistics.facts_with_evidence / statistics.facts if statistics.facts else 1
    yield f"Facts: {statistics.facts}, with evidence {statistics.facts_with_evidence} ({share:.1%})"
    yield f"Results and links with a source: {statistics.sourced_links}"
    for kind, fields in statistics.coverage.items():
        yield from _coverage_lines(kind, fields)


def _counted(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    yield f"{title}: {sum(counts.values())}"
    yield from _table([(name, str(number)) for name, number in counts.items()])
    yield ""


def _coverage_lines(kind: str, fields: Sequence[Coverage]) -> Iterator[str]:
    yield ""
    head = (f"Fields of a {kind}", "stated", "not reported", "not applicable", "unchecked", "evidence")
    rows = [
        (one.field, *map(str, (one.stated, one.not_reported, one.not_applicable, one.unchecked, one.with_evidence)))
        for one in fields
    ]
    yield from _table([head, *rows], indent="")


def _survey_lines(counts: SurveyCounts) -> Iterator[str]:
    if counts.claimed:
        claims = ", ".join(f"{number} {what.replace('-', ' ')}" for what, number in counts.claimed.items())
        yield f"{counts.survey} says of itself: {claims}\n"
    yield from _counted(f"Models that {counts.survey} lists, by its subfields", counts.methods)
    yield from _counted("Data sets that it lists, by its subfields", counts.datasets)
    yield from _counted("Models by its pre-training paradigm", counts.pretraining)
    yield from _counted("Mentions of its adaptation paradigms", counts.adaptation)
    yield f"Only in its companion list, not counted above: {counts.companion}\n"
    yield f"Filed differently in the atlas: {len(counts.differences)}"
    rows = [(one.entry, one.facet, one.survey_says, one.atlas_says) for one in counts.differences]
    if rows:
        yield from _table([("entry", "facet", counts.survey, "atlas"), *rows], right_from=4)


def _table(rows: Sequence[Sequence[str]], indent: str = "  ", right_from: int = 1) -> Iterator[str]:
    """Rows with aligned columns; those from `right_from` on are numbers and stand to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if number >= right_from else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield indent + "  ".join(cells).rstrip()
