"""Cards that a shared link shows: the name of a page, one line on it, and for an entry its lineage in small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from hfm_atlas.figures.drawing import NAMESPACES, Glyph, Node, Path, Rect, Target, Text, number, write_nodes
from hfm_atlas.figures.style import FONT_FAMILY, SHAPES, STYLE, clip, on_paper, text_width, wrap
from hfm_atlas.model.entries import BaseEntry, Entry, ModelEntry
from hfm_atlas.model.publication import first_year
from hfm_atlas.model.vocabularies import KIND_NAMES
from hfm_atlas.query.selection import Selection

WIDTH, HEIGHT = 600, 315
_LEFT, _RIGHT = 36, 564
_SUMMARY_LINES = 3
_SUBFIELDS = ("language", "vision", "bioinformatics", "multimodal")
_MAX_NAMES = 2
_ATLAS = "HFM Atlas"
_STYLE = on_paper(STYLE)
_LINE = "A living map of foundation models for healthcare"


def page_card(title: str, line: str) -> str:
    """The card of a page that is not about one entry, as SVG."""
    nodes: list[Node] = [Rect(0, 0, 8, HEIGHT, "r-7")]
    nodes += _title(title, 122)
    nodes += _lines(line, 160)
    return _card(title, nodes)


def entry_card(selection: Selection, entry: Entry, downstream: Sequence[str]) -> str:
    """The card of an entry, as SVG; `downstream` are the ids of what is built on it, the newest first."""
    subfield = str(getattr(entry, "subfield", ""))
    role = f"s-{subfield}" if subfield in _SUBFIELDS else "s-other"
    term = selection.atlas.term("subfields", subfield)
    kind = KIND_NAMES[entry.kind]
    head = f"{term.name} · {kind.lower()} · {first_year(entry)}" if term else f"{kind} · {first_year(entry)}"
    nodes: list[Node] = [Rect(0, 0, 8, HEIGHT, role), Text(_LEFT, 86, head, 15, "soft")]
    nodes += _title(entry.name, 122)
    nodes += _lines(entry.summary, 154)
    nodes += _lineage(selection, entry, downstream, 250)
    return _card(entry.name, nodes)


def _title(text: str, y: float) -> Iterator[Text]:
    size = 34.0
    while size > 20 and text_width(text, size, bold=True) > _RIGHT - _LEFT:
        size -= 2
    yield Text(_LEFT, y, clip(text, (_RIGHT - _LEFT) / 1.1, size), size, "t", bold=True)


def _lines(text: str, y: float) -> Iterator[Text]:
    size = 16.0
    lines = wrap(text, _RIGHT - _LEFT, size)
    shown = lines[:_SUMMARY_LINES]
    if len(lines) > _SUMMARY_LINES:
        shown[-1] = clip(f"{shown[-1]} {lines[_SUMMARY_LINES]}", _RIGHT - _LEFT, size)
    for place, line in enumerate(shown):
        yield Text(_LEFT, y + 24 * place, line, size, "t")


def _lineage(selection: Selection, entry: Entry, downstream: Sequence[str], y: float) -> Iterator[Node]:
    """What it is built on, itself, and what is built on it, in a line."""
    links = entry.builds_on if isinstance(entry, ModelEntry | BaseEntry) else None
    known = [link.model for link in links if link.model in selection.atlas.entries] if isinstance(links, list) else []
    parts = [*([_names(selection, known)] if known else []), entry.name]
    if downstream:
        parts.append(_names(selection, downstream))
    if len(parts) == 1:
        return
    own, x, size = len(parts) - 1 - bool(downstream), float(_LEFT), 14.0
    for place, part in enumerate(parts):
        if place:
            yield Path(f"M{number(x)} {number(y - 5)}h22m-5-4 5 4-5 4", "edge")
            x += 32
        is_own = place == own
        shown = clip(part, max(0.0, _RIGHT - x - 14 - 40 * (len(parts) - 1 - place)), size)
        yield Glyph(x + 4, y - 5, _shape(entry) if is_own else "subfield-base", 1)
        yield Text(x + 13, y, shown, size, "t", bold=is_own)
        x += 24 + text_width(shown, size, bold=is_own)


def _shape(entry: Entry) -> str:
    subfield = str(getattr(entry, "subfield", ""))
    return f"subfield-{subfield}" if subfield in _SUBFIELDS else "subfield-base"


def _names(selection: Selection, ids: Sequence[str]) -> str:
    names = [selection.atlas.entries[id].name for id in ids[:_MAX_NAMES]]
    more = len(ids) - len(names)
    return ", ".join(names) + (f" +{more}" if more else "")


def _card(title: str, nodes: Iterable[Node]) -> str:
    every: list[Node] = [
        Rect(0, 0, WIDTH, HEIGHT, "paper"),
        *nodes,
        Text(_LEFT, 46, _ATLAS, 17, "t", bold=True),
        Path(f"M{_LEFT} 272H{_RIGHT}", "axis"),
        Text(_LEFT, 294, _LINE, 13, "soft"),
    ]
    used = {one.shape for one in every if isinstance(one, Glyph)}
    shapes = "".join(f'<g id="{name}">{SHAPES[name]}</g>' for name in sorted(used))
    return (
        f'<svg {NAMESPACES} viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{FONT_FAMILY}"><title>{escape(title)}</title><style>{_STYLE}</style><defs>{shapes}</defs>'
        f"{write_nodes(every, '', Target(''))}</svg>"
    )
