"""`hfm-atlas links`: which addresses of the entries still answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import make_folder, write_file
from hfm_atlas._util.http import Fetcher
from hfm_atlas._util.suggestions import suggest
from hfm_atlas.cli.commands.progress import progress_bar
from hfm_atlas.loading.loader import kept_readings
from hfm_atlas.monitoring.link_check import CrawlLimits, addresses_of, check_links
from hfm_atlas.monitoring.link_report import LinkReport, count_verdicts
from hfm_atlas.monitoring.moved_check import find_moved
from hfm_atlas.project import Project
from hfm_atlas.validation.runner import check_project


def run_links(project: Project, ids: Sequence[str], *, save: bool) -> int:
    """Check the addresses of the entries `ids`, or of all; 1 if one is dead. `save` keeps the report for the site.

    Raises:
        UsageError: an id that no entry has, or `save` with ids.
    """
    if ids and save:
        raise UsageError("a kept report is of all entries; leave out the ids, or --save")
    atlas = check_project(project, load_cache=kept_readings(project)).atlas
    for id in ids:
        if id not in atlas.entries:
            raise UsageError(f"there is no entry '{id}': {suggest(id, atlas.entries, 'see entries/')}")
    wanted = {
        address: entries
        for address, entries in addresses_of(atlas).items()
        if not ids or not set(ids).isdisjoint(entries)
    }
    report = _check_with_progress(wanted)
    entries = [entry for id, entry in atlas.entries.items() if not ids or id in ids]
    moved, unanswered = find_moved(entries, Fetcher())
    report = replace(report, moved=moved)
    _print(report)
    for problem in unanswered:
        print(f"no answer: {problem}", file=sys.stderr)
    if save:
        make_folder(project.link_report.parent)
        write_file(project.link_report, report.to_json().encode("utf-8"))
    return 1 if report.of("dead") else 0


def _check_with_progress(addresses: dict[str, list[str]]) -> LinkReport:
    asked = count(1)
    with progress_bar(ticks=True) as report:
        today = datetime.now(UTC).date()
        return check_links(addresses, today, CrawlLimits(), lambda: report("Asking", next(asked), len(addresses)))


def _print(report: LinkReport) -> None:
    for verdict in ("dead", "unreachable", "refused"):
        for result in report.of(verdict):
            print(f"{verdict}: {result.address} ({result.reason}) in {', '.join(result.entries)}")
            if result.archive:
                print(f"      an archived copy may be at {result.archive}")
    for one in report.moved:
        print(f"moved on: {one.entry}, {one.source}, read at {one.read} on {one.since}, now at {one.newest}")
    counts = count_verdicts(report.results)
    print(", ".join(f"{number} {verdict}" for verdict, number in counts.items()), file=sys.stderr)
