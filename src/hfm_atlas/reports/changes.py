"""What a change of the data means, as text for a terminal, Markdown for a pull request, or JSON for a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from hfm_atlas._util.json_text import report_json
from hfm_atlas._util.suggestions import look_up
from hfm_atlas.curation.diff import Changes, EntryChange, FieldChange, Named, TermChange
from hfm_atlas.diagnostics import Diagnostic
from hfm_atlas.reports.markdown import as_code, shorten_comment
from hfm_atlas.reports.text import visible

_MAX_EDGES = 30


def render_changes(changes: Changes, format_name: str) -> str:
    """`changes` in the format called `format_name`.

    Raises:
        UsageError: there is no such format; the nearest one is named.
    """
    return look_up(format_name, CHANGE_REPORTS, "format")(changes)


def _render_text(changes: Changes) -> str:
    if changes.is_empty:
        return "No change in what the atlas says.\n"
    return "\n".join(_lines(changes, _Plain())) + "\n"


def _render_markdown(changes: Changes) -> str:
    if changes.is_empty:
        return "No change in what the atlas says.\n"
    return shorten_comment("\n".join(_lines(changes, _Markdown())) + "\n")


def _render_json(changes: Changes) -> str:
    return report_json(changes)


class _Plain:
    """Marks of the text report."""

    def heading(self, text: str) -> list[str]:
        return [text]

    def item(self, text: str, depth: int = 0) -> str:
        return "  " * (depth + 1) + text

    def value(self, text: str) -> str:
        return visible(text)

    def spaced(self) -> list[str]:
        return [""]


class _Markdown(_Plain):
    """Marks of the Markdown report; values are code, so nothing of an entry becomes markup."""

    def heading(self, text: str) -> list[str]:
        return [f"### {text}", ""]

    def item(self, text: str, depth: int = 0) -> str:
        return "  " * depth + "- " + text

    def value(self, text: str) -> str:
        return as_code(text)


def _lines(changes: Changes, style: _Plain) -> Iterator[str]:
    for block in _blocks(changes, style):
        yield from block
        yield from style.spaced()


def _blocks(changes: Changes, style: _Plain) -> Iterator[list[str]]:
    yield from _named_block("Entries added", changes.entries_added, style)
    yield from _named_block("Entries removed", changes.entries_removed, style)
    if changes.entries_changed:
        lines = [line for change in changes.entries_changed for line in _entry_lines(change, style)]
        yield [*style.heading(f"Entries changed: {len(changes.entries_changed)}"), *lines]
    yield from _id_block("Entries with errors now, not compared", changes.entries_broken, style)
    yield from _id_block("Entries that had errors before", changes.entries_fixed, style)
    yield from _named_block("Terms added", changes.terms_added, style)
    yield from _named_block("Terms removed", changes.terms_removed, style)
    if changes.terms_changed:
        lines = [line for change in changes.terms_changed for line in _term_lines(change, style)]
        yield [*style.heading(f"Terms changed: {len(changes.terms_changed)}"), *lines]
    yield from _edge_block("Links gained", changes.edges_gained, style)
    yield from _edge_block("Links lost", changes.edges_lost, style)
    yield from _finding_block("Findings gained", changes.findings_gained, style)
    yield from _finding_block("Findings cured", changes.findings_fixed, style)


def _named_block(title: str, names: Iterable[Named], style: _Plain) -> Iterator[list[str]]:
    listed = [style.item(_named_text(one, style)) for one in names]
    if listed:
        yield [*style.heading(f"{title}: {len(listed)}"), *listed]


def _named_text(one: Named, style: _Plain) -> str:
    about = f": {style.value(one.about)}" if one.about else ""
    merged = f", merged into {style.value(one.merged_into)}" if one.merged_into else ""
    return f"{style.value(one.name)} ({style.value(f'{one.kind} {one.id}')}){about}{merged}"


def _entry_lines(change: EntryChange, style: _Plain) -> Iterator[str]:
    renamed = f", renamed from {style.value(change.old_id)}" if change.is_renamed else ""
    yield style.item(f"{style.value(change.name)} ({style.value(change.id)}){renamed}")
    yield from (style.item(_field_text(one, style), 1) for one in change.fields)
    yield from (style.item(f"evidence of {_field_text(one, style)}", 1) for one in change.evidence)


def _term_lines(change: TermChange, style: _Plain) -> Iterator[str]:
    renamed = f", renamed from {style.value(change.old_id)}" if change.id != change.old_id else ""
    yield style.item(f"{style.value(f'{change.facet}/{change.id}')}{renamed}")
    yield from (style.item(_field_text(one, style), 1) for one in change.fields)


def _field_text(change: FieldChange, style: _Plain) -> str:
    kept = f" (evidence unchanged: {style.value(change.evidence)})" if change.evidence else ""
    return f"{_what_changed(change, style)}{kept}"


def _what_changed(change: FieldChange, style: _Plain) -> str:
    name = style.value(change.path)
    if change.old is None:
        return f"{name}: now {style.value(change.new or '')}"
    if change.new is None:
        return f"{name}: no longer {style.value(change.old)}"
    if change.gained or change.lost:
        parts = [f"gained {_listed(change.gained, style)}"] if change.gained else []
        parts += [f"lost {_listed(change.lost, style)}"] if change.lost else []
        return f"{name}: {'; '.join(parts)}"
    return f"{name}: {style.value(change.old)} → {style.value(change.new)}"


def _listed(items: Iterable[str], style: _Plain) -> str:
    return ", ".join(style.value(item) for item in items)


def _id_block(title: str, ids: tuple[str, ...], style: _Plain) -> Iterator[list[str]]:
    if ids:
        yield [*style.heading(f"{title}: {len(ids)}"), style.item(_listed(ids, style))]


def _edge_block(title: str, edges: tuple[str, ...], style: _Plain) -> Iterator[list[str]]:
    if edges:
        shown = [style.item(style.value(edge)) for edge in edges[:_MAX_EDGES]]
        rest = [style.item(f"and {len(edges) - _MAX_EDGES} more")] if len(edges) > _MAX_EDGES else []
        yield [*style.heading(f"{title}: {len(edges)}"), *shown, *rest]


def _finding_block(title: str, findings: tuple[Diagnostic, ...], style: _Plain) -> Iterator[list[str]]:
    if findings:
        lines = [style.item(_finding_text(one, style)) for one in findings]
        yield [*style.heading(f"{title}: {len(findings)}"), *lines]


def _finding_text(one: Diagnostic, style: _Plain) -> str:
    place = f"{one.path}:{one.position.line}"
    return f"{one.severity} {style.value(place)}: {style.value(one.message)} ({style.value(one.rule)})"


CHANGE_REPORTS: dict[str, Callable[[Changes], str]] = {
    "text": _render_text,
    "markdown": _render_markdown,
    "json": _render_json,
}
