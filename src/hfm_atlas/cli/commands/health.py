"""`hfm-atlas health`: what of the atlas needs somebody."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from hfm_atlas.cli.streams import print_or_write
from hfm_atlas.loading.loader import kept_readings
from hfm_atlas.monitoring.health import find_health
from hfm_atlas.monitoring.link_report import load_report
from hfm_atlas.monitoring.publication_check import load_publication_report
from hfm_atlas.project import Project
from hfm_atlas.reports.health import render_health
from hfm_atlas.validation.runner import check_project


def run_health(project: Project, format_name: str, output: Path | None, today: date | None = None) -> int:
    """Report dead links, duplicates, stale reviews and waiting drafts; 1 if there is any.

    Raises:
        UsageError: unknown format, output not writable, or a kept report is none.
    """
    today = today or datetime.now(UTC).date()
    health = find_health(
        check_project(project, today, load_cache=kept_readings(project)),
        load_report(project),
        today,
        load_publication_report(project),
    )
    print_or_write(render_health(health, format_name), output)
    return 0 if health.is_well else 1
