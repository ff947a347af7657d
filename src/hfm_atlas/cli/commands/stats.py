"""`hfm-atlas stats`: what the atlas holds, and how a survey files the same works."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.json_text import report_json
from hfm_atlas._util.suggestions import suggest
from hfm_atlas.cli.commands.export import load_answer, nothing_found
from hfm_atlas.discovery.completeness import SURVEYED_UNTIL, Completeness, Estimate, estimate_words, screening_of
from hfm_atlas.loading.opening import OpenedAtlas
from hfm_atlas.model.entries import SurveyEntry
from hfm_atlas.model.settled import SettledCell
from hfm_atlas.model.statistics import Coverage, Statistics, SurveyCounts, count_entries, count_survey
from hfm_atlas.model.wording import plural


def run_stats(opened: OpenedAtlas, survey: str | None, where: Sequence[str], format_name: str) -> int:
    """Print counts over the entries that all filters accept, or over what the survey with the id `survey` lists.

    How complete the atlas is, is known of the whole alone.

    Raises:
        UsageError: there is no such survey; the nearest one is named. An unknown field or term, no entry accepted, or
            filters and a survey together.
    """
    atlas = opened.atlas
    if survey is None:
        answer = load_answer(opened, where)
        if where and not answer.matches:
            raise UsageError(nothing_found(where, answer))
        _print_counts(count_entries(answer.matches), None if where else screening_of(atlas).completeness, format_name)
        if where:
            print(answer.summary, file=sys.stderr)
        return 0
    if where:
        raise UsageError("--survey counts what a survey lists; leave --where out")
    entry = atlas.entries.get(survey)
    if not isinstance(entry, SurveyEntry):
        ids = [one.id for one in atlas.entries_of("survey")]
        otherwise = f"the surveys are {', '.join(ids)}"
        raise UsageError(f"there is no survey '{survey}': {suggest(survey, ids, otherwise)}")
    counts = count_survey(atlas, entry)
    print(report_json(counts).rstrip() if format_name == "json" else "\n".join(_survey_lines(counts)))
    return 0


def _print_counts(statistics: Statistics, completeness: Completeness | None, format_name: str) -> None:
    if format_name == "json":
        print(report_json({**asdict(statistics), "completeness": completeness}), end="")
    else:
        print("\n".join((*_atlas_lines(statistics), *_completeness_lines(completeness))))


def _completeness_lines(found: Completeness | None) -> Iterator[str]:
    if found is None:
        return
    years = {str(year): one for year, one in found.by_year.items()}
    groups = {**found.by_subfield, **found.by_modality, **years, "all": found.all}
    rows = [(name, str(one.held), _there_may_be(one)) for name, one in groups.items()]
    yield ""
    yield f"How complete, by {plural(found.screened, 'screened work')}: models since {SURVEYED_UNTIL + 1}"
    yield from _table([("", "held", "there may be"), *rows])


def _there_may_be(one: Estimate) -> str:
    words = estimate_words(one) or "too little found"
    return f"more than the {words} once estimated" if one.is_outgrown else words


def _atlas_lines(statistics: Statistics) -> Iterator[str]:
    yield from _counted("Entries", statistics.entries)
    yield from _counted("Models by subfield", statistics.models)
    yield from _counted("Datasets by subfield", statistics.datasets)
    share = statistics.facts_with_evidence / statistics.facts if statistics.facts else 1
    yield f"Facts: {statistics.facts}, with evidence {statistics.facts_with_evidence} ({share:.1%})"
    yield f"Results and links with a source: {statistics.sourced_links}"
    yield from _evidence_lines(statistics)
    for kind, cells in statistics.settled.items():
        yield from _settled_lines(kind, cells)
    for kind, fields in statistics.coverage.items():
        yield from _coverage_lines(kind, fields)


def _evidence_lines(statistics: Statistics) -> Iterator[str]:
    kinds, readings = statistics.evidence, statistics.readings
    others = f"{kinds.inference} inferred, {kinds.re_evaluation} measured by others"
    yield f"Evidence: {kinds.primary} read in the source itself, {kinds.via_copy} via a copy, {others}"
    share = f" ({kinds.methods_on_abstracts / kinds.methods:.1%})" if kinds.methods else ""
    yield f"Evidence for methods: {kinds.methods}, of it on an abstract {kinds.methods_on_abstracts}{share}"
    days = f"; half of them since {readings.median}, the oldest on {readings.oldest}" if readings.median else ""
    yield f"Sources: {readings.sources}, with the day on which they were read {readings.with_day}{days}"
    yield f"Repositories among them: {readings.repositories}, with a commit {readings.with_commit}"


def _settled_lines(kind: str, cells: Sequence[SettledCell]) -> Iterator[str]:
    total, settled = sum(one.entries for one in cells), sum(one.settled for one in cells)
    yield ""
    rows = [(one.field, str(one.settled), f"{one.settled / max(1, one.entries):.1%}") for one in cells]
    everything = ("all of them", str(settled), f"{settled / max(1, total):.1%}")
    yield from _table([(f"Core cells of a {kind}", "settled", "share"), *rows, everything], indent="")


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
    yield from _counted("Datasets that it lists, by its subfields", counts.datasets)
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
