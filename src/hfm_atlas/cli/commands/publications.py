"""`hfm-atlas publications`: what happened to the cited works since."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from functools import partial

from hfm_atlas._util.files import make_folder, write_file
from hfm_atlas._util.http import Fetcher
from hfm_atlas.cli.commands.progress import progress_bar
from hfm_atlas.curation.metadata.arxiv import ARXIV
from hfm_atlas.curation.metadata.crossref import CROSSREF
from hfm_atlas.loading.loader import kept_readings
from hfm_atlas.monitoring.publication_check import PublicationReport, check_publications
from hfm_atlas.project import Project
from hfm_atlas.validation.runner import check_project


def run_publications(
    project: Project,
    *,
    save: bool,
    fetcher: Fetcher | None = None,
    crossref: str = CROSSREF,
    arxiv: str = ARXIV,
    today: date | None = None,
) -> int:
    """Ask after every cited work; 1 if one was retracted, doubted or published since. `save` keeps the report.

    Raises:
        UsageError: the report cannot be written.
    """
    atlas = check_project(project, load_cache=kept_readings(project)).atlas
    with progress_bar(ticks=True) as tell:
        report = check_publications(
            atlas,
            today or datetime.now(UTC).date(),
            fetcher or Fetcher(),
            partial(tell, "Asking"),
            crossref=crossref,
            arxiv=arxiv,
        )
    _print(project, report)
    if save:
        make_folder(project.publication_report.parent)
        write_file(project.publication_report, report.to_json().encode("utf-8"))
    return 1 if report.news else 0


def _print(project: Project, report: PublicationReport) -> None:
    for one in report.news:
        print(f"{one.event}: {one.entry}" + (f", https://doi.org/{one.doi}" if one.doi else ""))
    for problem in report.unanswered:
        print(f"no answer: {problem}", file=sys.stderr)
    print(
        f"{report.asked} works asked after, {len(report.news)} with news, {len(report.unanswered)} requests unanswered",
        file=sys.stderr,
    )
