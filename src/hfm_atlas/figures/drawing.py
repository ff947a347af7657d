"""What a figure is made of, and how it becomes SVG: text, shapes, and marks that lead somewhere.

The same nodes are written into a page, where the reader's colours apply and links are relative, and into a file of
their own, which carries its title, its caption and absolute links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal

from hfm_atlas.figures.style import text_width

# What a file of its own declares at its root.
NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; `turn` are degrees, clockwise."""

    x: float
    y: float
    text: str
    size: float
    role: str = "t"
    anchor: Anchor = "start"
    bold: bool = False
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; `role` is its class, which gives it its colour."""

    x: float
    y: float
    width: float
    height: float
    role: str


@dataclass(frozen=True, slots=True)
class Path:
    """A line or outline as SVG has it."""

    d: str
    role: str


@dataclass(frozen=True, slots=True)
class Glyph:
    """A small shape of the key, such as `openness-open`, with its centre and its size against the usual one."""

    x: float
    y: float
    shape: str
    scale: float


@dataclass(frozen=True, slots=True)
class Stack:
    """The place of a bar's part in its column, so that a filter can draw it again.

    `full` is the height of the whole scale.
    """

    column: str
    base: float
    full: float


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands for entries, is read out on focus, and leads somewhere.

    `url` is relative to the site's root; `ids` are the entries it stands for; `classes` are what it is coloured by, one
    a scheme of colours.
    """

    url: str
    words: str
    x: float
    y: float
    nodes: tuple[Text | Rect | Path | Glyph, ...]
    ids: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    stack: Stack | None = None
    cell: tuple[int, int] | None = None
    """Row and column of the table's cell that holds its number."""
    shaded: bool = False
    """Whether its depth of colour says how many it stands for, against the largest."""
    line: int | None = None
    """Number of the line that it stands on, which is that of the table's row."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A key: what shapes and colours mean, in one scheme of colours, or in all where `scheme` is empty.

    Each shape stands before its words.
    """

    scheme: str
    nodes: tuple[Text | Rect | Path | Glyph, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """Labels along the top or the foot, which stay in sight on a page where the figure scrolls in its frame.

    They fill a band from `top` down, `height` tall, in units of the frame.
    """

    top: float
    height: float
    nodes: tuple[Text, ...]


Node = Text | Rect | Path | Glyph | Mark | Choice | Axis


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure is written for: a page, which has every scheme of colours, or a file of its own."""

    root: str
    """What goes before the addresses of marks."""
    prefix: str = ""
    """What goes before the names of shapes, so that each is unique on a page."""
    is_page: bool = False

    @property
    def href(self) -> str:
        """The attribute that refers to something; some programs that read files know only that of SVG 1.1."""
        return "href" if self.is_page else "xlink:href"


# A text of so few letters is never too wide; numbers are among them, which a filter writes anew.
_SHORT = 4


def number(value: float) -> str:
    """A coordinate in units of the frame, to a hundredth, without zeros that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def write_nodes(nodes: Iterable[Node], scheme: str, target: Target) -> str:
    """Nodes as SVG; of keys, only that of `scheme` is seen.

    Raises:
        TypeError: a node that is none.
    """
    return "\n".join(_lines(nodes, scheme, target))


def class_names(role: str) -> str:
    """The classes of a role, with a prefix, since a page has others of the same names."""
    return " ".join(f"f-{name}" for name in role.split())


def _lines(nodes: Iterable[Node], scheme: str, target: Target) -> Iterator[str]:
    for node in nodes:
        match node:
            case Mark():
                yield _mark(node, target)
            case Choice():
                inside = "".join(_node(one, target) for one in node.nodes)
                if not node.scheme:
                    yield f'<g class="key">{inside}</g>'
                elif target.is_page or node.scheme == scheme:
                    hidden = "" if node.scheme == scheme else ' style="display:none"'
                    yield f'<g class="key only" data-scheme="{node.scheme}"{hidden}>{inside}</g>'
            case Axis():
                band = f"{number(node.top)} {number(node.height)}"
                inside = "".join(_node(one, target) for one in node.nodes)
                yield f'<g class="axis" data-band="{band}">{inside}</g>'
            case _:
                yield _node(node, target)


def _node(node: Text | Rect | Path | Glyph, target: Target) -> str:
    match node:
        case Text():
            return _text(node, target)
        case Rect():
            place = f'x="{number(node.x)}" y="{number(node.y)}"'
            place += f' width="{number(node.width)}" height="{number(node.height)}"'
            return f'<rect class="{class_names(node.role)}" {place}/>'
        case Path():
            return f'<path class="{class_names(node.role)}" d="{node.d}"/>'
        case Glyph():
            scale = "" if node.scale == 1 else f" scale({number(node.scale)})"
            place = f"translate({number(node.x)} {number(node.y)}){scale}"
            return f'<use {target.href}="#{target.prefix}{node.shape}" transform="{place}"/>'
    raise TypeError(node)


def _text(node: Text, target: Target) -> str:
    anchor = "" if node.anchor == "start" else f' text-anchor="{node.anchor}"'
    weight = ' font-weight="700"' if node.bold else ""
    turn = f' transform="rotate({node.turn} {number(node.x)} {number(node.y)})"' if node.turn else ""
    place = f'x="{number(node.x)}" y="{number(node.y)}" font-size="{number(node.size)}"'
    if target.is_page and len(node.text) > _SHORT:
        # The reader's font may be wider than the one that places were measured with.
        wide = text_width(node.text, node.size, bold=node.bold)
        place += f' textLength="{wide:.1f}" lengthAdjust="spacingAndGlyphs"'
    style = f'class="{class_names(node.role)}" {place}{anchor}{weight}{turn}'
    return f"<text {style}>{escape(node.text)}</text>"


def _mark(mark: Mark, target: Target) -> str:
    inside = "".join(_node(one, target) for one in mark.nodes)
    data = f' data-ids="{" ".join(mark.ids)}"' if mark.ids else ""
    data += f' data-at="{number(mark.x)} {number(mark.y)}"'
    data += f' data-as="{" ".join(mark.classes)}"' if mark.classes else ""
    data += f' data-cell="{mark.cell[0]} {mark.cell[1]}"' if mark.cell else ""
    data += ' data-shaded=""' if mark.shaded else ""
    data += "" if mark.line is None else f' data-line="{mark.line}"'
    if mark.stack:
        one = mark.stack
        data += f' data-column="{one.column}" data-stack="{number(one.base)} {number(one.full)}"'
    link = f'{target.href}="{escape(target.root + mark.url)}" aria-label="{escape(mark.words)}"'
    return f'<a class="mark-of" {link}{data}>{inside}</a>'
