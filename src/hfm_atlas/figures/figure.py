"""A figure: what is drawn, the table behind it, and what it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from hfm_atlas.figures.content import figure_data
from hfm_atlas.figures.drawing import Anchor, Choice, Glyph, Node, Rect, Text
from hfm_atlas.figures.style import clip, text_width
from hfm_atlas.model.wording import long_date
from hfm_atlas.query.selection import Selection

Scheme = Literal["subfield", "openness", "clinical", "paradigm"]
Width = Literal["web", "single", "double", "slide", "poster"]
# The smallest type that print may have, in points: the units of every frame but that of the web.
MIN_TYPE = 6.0
# What a figure may be as tall as a sheet of A4 leaves room for, in points.
_SHEET = 660.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The room a figure has: its width and size of type in its own units; `height` where it is fixed."""

    width: float
    type_size: float
    height: float | None = None
    max_height: float = 1e9
    has_title: bool = True
    """Whether title and caption are part of the picture."""


def margin_of(type_size: float) -> float:
    """Room around a figure in a file, for a size of type; both in units of its frame."""
    return round(type_size * 0.8, 1)


def _paper(width: float, type_size: float, height: float | None = None, max_height: float = 1e9) -> Frame:
    """The frame of a file of so many points, all counted with its margin."""
    around = 2 * margin_of(type_size)
    return Frame(width - around, type_size, None if height is None else height - around, max_height - around)


FRAMES: dict[Width, Frame] = {
    "web": Frame(1160, 12, has_title=False),
    # Columns of journals: 89 mm and 183 mm, in points.
    "single": _paper(252, 6.6, max_height=_SHEET),
    "double": _paper(519, 7, max_height=_SHEET),
    "slide": _paper(960, 11, height=540),
    # A2, across.
    "poster": _paper(1684, 11, height=1191),
}


class Shown(NamedTuple):
    """A cell that reads otherwise than its file has it: an amount such as `7 B`, or a name for an id."""

    text: str
    value: str | float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table behind a figure; `url` is where its first cell leads, `ids` the models it is about.

    With `of` and `ids`, the second cell is their number and the third their names, so that a filter can tell both anew.
    """

    cells: tuple[str | int | float | Shown, ...]
    url: str = ""
    ids: tuple[str, ...] = ()
    of: str = ""
    """Id of the entry or term that it is of, where that is none of `ids`."""

    @property
    def id(self) -> str:
        """Id of the entry or term that it is of; empty where it is of a year or of everything."""
        return self.of or " ".join(self.ids)


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a figure."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for besides the entries: the scheme of colours, and one subject."""

    scheme: Scheme | None = None
    of: str | None = None
    """Id of the family's root or of the benchmark, where a figure is about one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn figure; coordinates are units of its frame."""

    name: str
    title: str
    summary: str
    """What it shows, in a sentence, for those who do not see it."""
    note: str
    """Of how many works it speaks, and of which it cannot."""
    filtered_note: str
    """What is said instead where a page filters it, besides the numbers; empty where there is nothing more to say."""
    page: str
    """Address of its page, relative to the site's root."""
    width: float
    height: float
    type_size: float
    scheme: Scheme
    schemes: tuple[Scheme, ...]
    """Schemes of colours that the reader may choose from."""
    nodes: tuple[Node, ...]
    table: Table
    source: str
    """Atlas, snapshot and filter, as a caption cites them."""
    has_title: bool
    slug: str = ""
    """Its name in addresses and files, which says what it is of."""

    @property
    def margin(self) -> float:
        """Room around it in a file, in units of its frame."""
        return margin_of(self.type_size)

    @property
    def paper(self) -> tuple[float, float]:
        """Width and height of its file, in units of its frame."""
        return round(self.width + 2 * self.margin, 1), round(self.height + 2 * self.margin, 1)


def source_of(selection: Selection, page: str) -> str:
    """Atlas, day of its snapshot, what figures are drawn from, and filter, for the caption of a figure."""
    snapshot = selection.snapshot
    filtered = f" Filter: {selection.filter}." if selection.filters else ""
    return (
        f"HFM Atlas, version {snapshot.version}, snapshot of {long_date(snapshot.date)}, data "
        f"{figure_data(selection)}.{filtered} {selection.site_url}{page} (CC0)"
    )


@dataclass(slots=True)
class Sheet:
    """What a figure is drawn on: nodes from the top down; `y`, in units of the frame, is where the next part begins."""

    frame: Frame
    nodes: list[Node] = field(default_factory=list)
    y: float = 0
    bottom: float = 0
    """Height that the caption takes up at the foot."""

    @property
    def size(self) -> float:
        """Size of common type in units of the frame."""
        return self.frame.type_size

    @property
    def small(self) -> float:
        """Size of the type of keys in units of the frame."""
        return max(self.size * 0.92, MIN_TYPE)

    @property
    def width(self) -> float:
        """Width of the figure in units of the frame."""
        return self.frame.width

    @property
    def room(self) -> float:
        """Height that is left, in units of the frame, where it has one; else up to the most that it may have."""
        return (self.frame.height or self.frame.max_height) - self.y - self.bottom

    def add(self, *nodes: Node) -> None:
        """Draw."""
        self.nodes.extend(nodes)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        scale: float = 1,
        role: str = "t",
        anchor: Anchor = "start",
        bold: bool = False,
        width: float | None = None,
    ) -> None:
        """Write a line with its baseline at `y`, `scale` times as large as common type, cut to `width`.

        Places and widths are in units of the frame.
        """
        size = self.size * scale
        shown = text if width is None else clip(text, width, size)
        if shown:
            self.nodes.append(Text(x, y, shown, size, role, anchor, bold))

    def key(self, scheme: str | None, items: Iterable[tuple[str, str]]) -> float:
        """Shapes and what they mean, in lines from `y`, which stays; gives their height in units of the frame."""
        size, nodes = self.small, []
        x, y = size * 0.6, self.y + size
        for shape, words in items:
            long = size * 2.6 + text_width(words, size)
            if x + long > self.width and x > size:
                x, y = size * 0.6, y + size * 1.6
            glyph: Glyph | Text = Glyph(x, y - size * 0.34, shape, self.size / 12)
            nodes += [glyph, Text(x + size * 0.8, y, words, size, "soft")]
            x += long
        self.add(Choice(scheme or "", tuple(nodes)))
        return y - self.y + size

    def swatches(self, items: Iterable[tuple[str, str]]) -> None:
        """Colours of areas and what they mean; moves `y` below them."""
        size = self.small
        x, y = 0.0, self.y + size
        nodes: list[Rect | Text] = []
        for role, words in items:
            long = size * 2.4 + text_width(words, size)
            if x + long > self.width and x:
                x, y = 0.0, y + size * 1.6
            nodes.append(Rect(x, y - size * 0.75, size * 0.8, size * 0.8, role))
            nodes.append(Text(x + size * 1.2, y, words, size, "soft"))
            x += long
        self.add(Choice("", tuple(nodes)))
        self.y = y + size


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the function that draws a figure gives back: everything that its sheet does not know."""

    summary: str
    note: str
    table: Table
    title: str = ""
    """Where the subject changes the title."""
    filtered_note: str = ""
    """What of `note` holds where a page filters the figure."""
