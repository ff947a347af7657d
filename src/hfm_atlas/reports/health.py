"""The state of the atlas as text for a terminal, Markdown for an issue, or JSON for a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from hfm_atlas._util.json_text import report_json
from hfm_atlas._util.suggestions import look_up
from hfm_atlas.diagnostics import Diagnostic
from hfm_atlas.monitoring.health import Health, WaitingDraft
from hfm_atlas.monitoring.link_report import LinkResult, MovedSource
from hfm_atlas.monitoring.publication_check import PublicationNews
from hfm_atlas.reports.markdown import as_code, shorten_comment
from hfm_atlas.reports.text import visible

_MAX_LINES = 100
Show = Callable[[str], str]


def render_health(health: Health, format_name: str) -> str:
    """`health` in the format called `format_name`.

    Raises:
        UsageError: there is no such format; the nearest one is named.
    """
    return look_up(format_name, HEALTH_REPORTS, "format")(health)


def _render_text(health: Health) -> str:
    lines = [_summary(health)]
    for title, items in _sections(health, visible):
        lines += ["", f"{title}: {len(items)}", *(f"  {item}" for item in items)]
    return "\n".join(lines) + "\n"


def _render_markdown(health: Health) -> str:
    lines = [_summary(health)]
    for title, items in _sections(health, as_code):
        more = [f"- and {len(items) - _MAX_LINES} more"] if len(items) > _MAX_LINES else []
        lines += ["", f"### {title}: {len(items)}", "", *(f"- [ ] {item}" for item in items[:_MAX_LINES]), *more]
    return shorten_comment("\n".join(lines) + "\n")


def _render_json(health: Health) -> str:
    return report_json(health)


def _summary(health: Health) -> str:
    links = (
        f"{health.links_checked:,} links asked on {health.links_on}" if health.links_on else "links were never asked"
    )
    state = "Nothing needs anybody." if health.is_well else "This needs somebody."
    errors = f" {health.errors} errors: see `hfm-atlas validate`." if health.errors else ""
    return f"{health.on}: {health.entries:,} entries, {links}. {state}{errors}"


def _sections(health: Health, show: Show) -> Iterator[tuple[str, Sequence[str]]]:
    """Title and lines of each section that has any; `show` makes texts of entries harmless."""
    sections: list[tuple[str, Iterable[str]]] = [
        ("Retracted or doubted", (_news(one, show) for one in health.news if one.event != "published")),
        ("Published since", (_news(one, show) for one in health.news if one.event == "published")),
        ("Dead links", (_link(one, show) for one in health.dead)),
        ("Perhaps the same work twice", (_finding(one, show) for one in health.duplicates)),
        ("Stale reviews", (_finding(one, show) for one in health.stale)),
        ("Drafts that wait", (_draft(one, show) for one in health.waiting)),
        ("Sources that have moved on since they were read", (_moved(one, show) for one in health.moved)),
        ("Links that did not answer", (_link(one, show) for one in health.unreachable)),
    ]
    for title, lines in sections:
        if listed := list(lines):
            yield title, listed


def _news(one: PublicationNews, show: Show) -> str:
    doi = f": {show(f'https://doi.org/{one.doi}')}" if one.doi else ""
    return f"{show(one.entry)}{doi}" + (" (an expression of concern)" if one.event == "doubted" else "")


def _link(one: LinkResult, show: Show) -> str:
    archive = f"; perhaps at {show(one.archive)}" if one.archive else ""
    return f"{show(one.address)} ({show(one.reason)}) in {', '.join(map(show, one.entries))}{archive}"


def _moved(one: MovedSource, show: Show) -> str:
    return f"{show(one.entry)}, {show(one.source)}: read at {show(one.read)} on {one.since}, now at {show(one.newest)}"


def _finding(one: Diagnostic, show: Show) -> str:
    return f"{show(f'{one.path}:{one.position.line}')}: {show(one.message)}"


def _draft(one: WaitingDraft, show: Show) -> str:
    return f"{show(one.path)}: {show(one.name)}, since {one.since}"


HEALTH_REPORTS: dict[str, Callable[[Health], str]] = {
    "text": _render_text,
    "markdown": _render_markdown,
    "json": _render_json,
}
