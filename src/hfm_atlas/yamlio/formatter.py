"""One canonical form for entries and facets: order of keys, quotes, dates and lists. Comments are kept.

ruamel.yaml keeps comments too, but it ties a comment to the key before it, so that a key that moves takes the comment
of its neighbour along. Here a comment on its own line belongs to what follows it, and one at the end of a line to
what stands on that line. The text is read again after writing, and refused unless it holds the same data.
"""

from __future__ import annotations

import re
import textwrap
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from hfm_atlas.yamlio.parser import parse_events, parse_text
from hfm_atlas.yamlio.scalars import is_text, quoted, scalar_text

WIDTH = 120
_INDENT = 2
# Mappings under a top-level key that are short enough to stand on one line.
_ONE_LINE_KEYS = {"preprint", "review"}


# With what stands before it, since a search that starts behind a value must see the space.
_COMMENT = re.compile(r"(?:(?<=\s)|^)#")


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """In which order the keys of a mapping stand, and those of the mappings in it.

    `below` has the order of what stands under a key, in a mapping or in each item of a list; `each` that of what stands
    under any other key.
    """

    keys: tuple[str, ...] = ()
    below: Mapping[str, KeyOrder] = field(default_factory=dict)
    each: KeyOrder | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out: the order of its keys, and keys of mappings in it that have another name by now.

    `former_keys` maps a top-level key and a former key below it to the name that the latter has now.
    """

    order: KeyOrder = KeyOrder()
    former_keys: Mapping[tuple[str, str], str] = field(default_factory=dict)


# Says how the file with these data is laid out.
LayoutOf = Callable[[Mapping[str, object]], Layout]


class CannotFormatError(Exception):
    """The text is not valid YAML of one mapping, or its meaning could not be kept; it stays untouched."""


@dataclass
class _Item:
    """A value with what surrounds it: its key in a mapping, and comments."""

    node: _Node
    key: str | None = None
    before: list[str] = field(default_factory=list)
    after: str | None = None


@dataclass
class _Node:
    """A scalar (with its text and whether it is a string), or a mapping or sequence of items."""

    line: int
    text: str = ""
    is_string: bool = True
    items: list[_Item] | None = None
    is_mapping: bool = False
    in_flow: bool = False

    @property
    def is_scalar(self) -> bool:
        return self.items is None


def format_text(text: str, layout_of: LayoutOf) -> str:
    """The canonical form of a file that is laid out as `layout_of` says.

    Raises:
        CannotFormatError: the text is not a YAML mapping that the atlas can read.
    """
    data = parse_text(text)
    if not isinstance(data, dict):
        raise CannotFormatError("the file is not a valid YAML mapping")
    root, trailing = _read_tree(text)
    layout = layout_of(data)
    data = _rename_former_keys(root, data, layout.former_keys)
    _sort(root, layout.order)
    lines = [*_write_mapping(root, 0, top=True), *trailing]
    formatted = "\n".join(lines) + "\n"
    if parse_text(formatted) != data:
        raise CannotFormatError("the canonical form would not mean the same")
    return formatted


def fill_fields(text: str, fields: Mapping[str, str], layout_of: LayoutOf) -> str:
    """The canonical form of a file with a word in each of `fields`, which are named by their paths with dots.

    A field that is there is overwritten, one that is not comes to its place, with the records around it.

    Raises:
        CannotFormatError: the text is not a YAML mapping that the atlas can read, or a path leads through a word.
    """
    data = parse_text(text)
    if not isinstance(data, dict):
        raise CannotFormatError("the file is not a valid YAML mapping")
    root, trailing = _read_tree(text)
    for path, word in fields.items():
        _fill(root, path.split("."), word)
    lines = [*_write_mapping(root, 0, top=True), *trailing]
    return format_text("\n".join(lines) + "\n", layout_of)


def _fill(node: _Node, path: Sequence[str], word: str) -> None:
    if not node.is_mapping:
        raise CannotFormatError("a field cannot stand inside a word or a list")
    item = next((item for item in node.items or [] if item.key == path[0]), None)
    if item is None:
        item = _Item(_Node(node.line, items=[], is_mapping=True), path[0])
        node.items = [*(node.items or []), item]
    if len(path) > 1:
        _fill(item.node, path[1:], word)
    else:
        item.node = _Node(node.line, word)


# Reading: a tree of nodes with their comments


def _read_tree(text: str) -> tuple[_Node, list[str]]:
    """The root node, and comments that stand behind everything."""
    lines = text.splitlines()
    spans: list[tuple[int, int, int, int]] = []
    stack: list[_Node] = []
    places: list[tuple[int, _Item, bool]] = []
    root: _Node | None = None
    keys: list[tuple[str, int] | None] = []
    children: list[list[_Item]] = []
    for event in parse_events(text):
        if isinstance(event, yaml.ScalarEvent):
            spans.append(_span(event))
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            stack.pop().items = children.pop()
            keys.pop()
            continue
        node = _node_of(event, stack)
        if node is None:
            continue
        if stack and stack[-1].is_mapping and keys[-1] is None:
            keys[-1] = (node.text, node.line)
            continue
        if stack:
            key = keys[-1] if stack[-1].is_mapping else None
            item = _Item(node, key[0] if key else None)
            children[-1].append(item)
            places.append((key[1] if key else node.line, item, stack[-1].in_flow))
            keys[-1] = None
        else:
            root = node
        if not node.is_scalar:
            stack.append(node)
            children.append([])
            keys.append(None)
    assert root is not None  # parse_text found a mapping
    return root, _attach_comments(_comments(lines, spans), places)


def _node_of(event: yaml.Event, stack: Sequence[_Node]) -> _Node | None:
    line = event.start_mark.line if event.start_mark else 0
    if isinstance(event, yaml.ScalarEvent):
        return _Node(line, event.value, is_string=not _resolves_to_other(event))
    if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
        in_flow = bool(event.flow_style) or bool(stack and stack[-1].in_flow)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        return _Node(line, items=[], is_mapping=is_mapping, in_flow=in_flow)
    return None


def _resolves_to_other(event: yaml.ScalarEvent) -> bool:
    """Whether a plain scalar is read as something else than text."""
    return bool(event.implicit[0]) and not is_text(event.value)


def _span(event: yaml.ScalarEvent) -> tuple[int, int, int, int]:
    """Where a scalar's text stands; the header line of a block scalar may carry a comment and is left out."""
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    if event.style in ("|", ">"):
        return start.line + 1, 0, end.line, end.column
    return start.line, start.column, end.line, end.column


def _comments(lines: Sequence[str], spans: Iterable[tuple[int, int, int, int]]) -> Iterator[tuple[int, bool, str]]:
    """Line, whether the comment has the line to itself, and its text."""
    covered: dict[int, list[tuple[int, int]]] = {}
    for first, begin, last, end in spans:
        for number in range(first, last + 1):
            covered.setdefault(number, []).append((begin if number == first else 0, end if number == last else 10**9))
    for number, line in enumerate(lines):
        if (start := _comment_start(line, covered.get(number, []))) is not None:
            yield number, not line[:start].strip(), line[start:].rstrip()


def _comment_start(line: str, covered: Sequence[tuple[int, int]]) -> int | None:
    """Where the comment of a line begins; what is `covered`, in order of place, is text of a value."""
    position = 0
    for begin, end in (*covered, (len(line), len(line))):
        if (found := _COMMENT.search(line, position, max(begin, position))) is not None:
            return found.start()
        position = max(position, end)
    return None


def _attach_comments(comments: Iterable[tuple[int, bool, str]], places: Sequence[tuple[int, _Item, bool]]) -> list[str]:
    """Give each comment to its item; returns those that stand behind the last one."""
    trailing: list[str] = []
    lines = [line for line, *_ in places]  # They come in the order of the file.
    outside = [(line, item) for line, item, in_flow in places if not in_flow]
    outside_lines = [line for line, _ in outside]
    for line, alone, text in comments:
        if alone:
            following = bisect_right(lines, line)
            (places[following][1].before if following < len(places) else trailing).append(text)
        else:
            owners = bisect_right(outside_lines, line)
            owner = outside[owners - 1][1] if owners else places[0][1]
            owner.after = f"{owner.after}  {text}" if owner.after else text
    return trailing


# Keys


def _rename_former_keys(
    root: _Node, data: dict[str, object], former_keys: Mapping[tuple[str, str], str]
) -> dict[str, object]:
    """The data with fields under the names that they have now; the tree is changed along."""
    for (record, former), name in former_keys.items():
        value = data.get(record)
        if not isinstance(value, dict) or former not in value or name in value:
            continue
        data = {**data, record: {(name if key == former else key): one for key, one in value.items()}}
        for item in _items_of(root, record):
            item.key = name if item.key == former else item.key
    return data


def _items_of(root: _Node, key: str) -> list[_Item]:
    return next((item.node.items or [] for item in root.items or [] if item.key == key), [])


def _sort(node: _Node, order: KeyOrder) -> None:
    """Put the keys of a mapping, or of the mappings in a list, into their order."""
    if not node.is_mapping:
        for item in node.items or []:
            _sort(item.node, order)
        return
    _sort_items(node, order.keys)
    for item in node.items or []:
        below = order.below.get(item.key or "", order.each)
        if below is not None:
            _sort(item.node, below)


def _sort_items(node: _Node, order: Sequence[str]) -> None:
    """Known keys in their order, then unknown ones as they stood; the first comment of a file stays first."""
    items = node.items or []
    if not items:
        return
    head = _take_schema_line(items[0])
    rank = {name: index for index, name in enumerate(order)}
    node.items = sorted(items, key=lambda item: rank.get(item.key or "", len(rank)))
    node.items[0].before[:0] = head


def _take_schema_line(item: _Item) -> list[str]:
    """Comments that speak to editors about the whole file, such as the line that names its schema."""
    head = [text for text in item.before if "yaml-language-server" in text]
    item.before = [text for text in item.before if text not in head]
    return head


# Writing


def _write_mapping(node: _Node, depth: int, *, top: bool = False) -> Iterator[str]:
    pad = " " * depth
    for item in node.items or []:
        yield from (pad + text for text in item.before)
        yield from _write_value(
            item, f"{pad}{_key_text(item)}:", depth, prefer_block=top and item.key not in _ONE_LINE_KEYS
        )


def _write_value(item: _Item, head: str, depth: int, *, prefer_block: bool) -> Iterator[str]:
    node = item.node
    tail = f"  {item.after}" if item.after else ""
    one_line = _one_line(node)
    fits = one_line is not None and len(head) + 1 + len(one_line) <= WIDTH
    wants_block = bool(node.items) and (prefer_block if node.is_mapping else _holds_mappings(node))
    if one_line is not None and fits and not wants_block:
        yield f"{head} {one_line}".rstrip() + tail
    elif node.is_scalar:
        yield from _write_long_text(node, head, depth, tail)
    elif not node.items:
        yield f"{head} {'{}' if node.is_mapping else '[]'}{tail}"
    else:
        yield head + tail
        inner = depth + _INDENT
        yield from _write_mapping(node, inner) if node.is_mapping else _write_sequence(node, inner)


def _holds_mappings(node: _Node) -> bool:
    return any(item.node.is_mapping for item in node.items or [])


def _write_sequence(node: _Node, depth: int) -> Iterator[str]:
    pad = " " * depth
    for item in node.items or []:
        yield from (pad + text for text in item.before)
        if item.node.is_mapping and item.node.items and not _fits_as_item(item.node, depth):
            yield from _write_block_item(item, depth)
        else:
            yield from _write_value(item, f"{pad}-", depth, prefer_block=False)


def _fits_as_item(node: _Node, depth: int) -> bool:
    one_line = _one_line(node)
    return one_line is not None and depth + 2 + len(one_line) <= WIDTH


def _write_block_item(item: _Item, depth: int) -> Iterator[str]:
    """A mapping as an item of a list: its first key stands behind the dash."""
    if item.after:
        yield " " * depth + item.after
    first_comments = item.node.items[0].before if item.node.items else []
    yield from (" " * depth + text for text in first_comments)
    first_comments.clear()
    lines = list(_write_mapping(item.node, depth + _INDENT))
    yield " " * depth + "- " + lines[0].lstrip()
    yield from lines[1:]


def _write_long_text(node: _Node, head: str, depth: int, tail: str) -> Iterator[str]:
    """A text that does not fit: folded where that keeps it the same, otherwise quoted on one line."""
    text = node.text
    if not node.is_string or "\n" in text or "  " in text or text != text.strip():
        yield f"{head} {scalar_text(text, flow=False) if node.is_string else text}{tail}"
        return
    yield f"{head} >-{tail}"
    pad = " " * (depth + _INDENT)
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=pad, subsequent_indent=pad, break_long_words=False, break_on_hyphens=False
    )


def _one_line(node: _Node, *, flow: bool = False) -> str | None:
    """The node on one line, or None if comments or line breaks forbid it; `flow` tells that it is inside another."""
    if node.is_scalar:
        return scalar_text(node.text, flow=flow) if node.is_string else node.text
    return _flow(node)


def _flow(node: _Node) -> str | None:
    parts = []
    for item in node.items or []:
        inner = _one_line(item.node, flow=True)
        if inner is None or item.before or item.after:
            return None
        parts.append(f"{_key_text(item)}: {inner}".rstrip() if node.is_mapping else inner)
    return "{" + ", ".join(parts) + "}" if node.is_mapping else "[" + ", ".join(parts) + "]"


def _key_text(item: _Item) -> str:
    key = item.key or ""
    # A key such as on or 2024 keeps its quotes: other readers would take it for something else than text.
    return key if re.fullmatch(r"[A-Za-z0-9][\w./-]*", key) and is_text(key) else quoted(key)
