"""Colours and shapes of figures, declared once for pages, files and print.

A colour is a variable of the style sheets with the value that it has on paper: a page has its own, light or dark, and a
file has what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FONT_FAMILY = "Atlas Sans, Liberation Sans, Arial, Helvetica, sans-serif"
# Advance widths of Liberation Sans, which are those of Arial and Helvetica, from the space to the tilde, in 1/2048 em.
_REGULAR = (
    "569 569 727 1139 1139 1821 1366 391 682 682 797 1196 569 682 569 569 1139 1139 1139 1139 1139 1139 1139 1139 1139 "
    "1139 569 569 1196 1196 1196 1139 2079 1366 1366 1479 1479 1366 1251 1593 1479 569 1024 1366 1139 1706 1479 1593 "
    "1366 1593 1479 1366 1251 1479 1366 1933 1366 1366 1251 569 569 569 961 1139 682 1139 1139 1024 1139 1139 569 1139 "
    "1139 455 455 1024 455 1706 1139 1139 1139 1139 682 1024 569 1139 1024 1479 1024 1024 1024 684 532 684 1196"
)
_WIDTHS = {chr(32 + place): int(width) / 2048 for place, width in enumerate(_REGULAR.split())}
_OTHER_LETTER, _WIDE_LETTER = 0.6, 1.0
_BOLD = 1.07

STYLE = """\
.t{fill:var(--ink,#1d1c1a)}
.soft{fill:var(--soft,#5c5a54)}
.on-light{fill:var(--on-light,#1d1c1a)}
.on-dark{fill:var(--on-dark,#fff)}
.hair{fill:none;stroke:var(--hair,#e2dfd6)}
.axis{fill:none;stroke:var(--line,#b9b5aa)}
.paper{fill:var(--paper,#fff)}
.edge{fill:none;stroke:var(--soft,#5c5a54)}
.edge-frozen{stroke-dasharray:5 3}
.edge-design{stroke-dasharray:1.5 3;stroke-linecap:round}
.rim{stroke:var(--paper,#fff);stroke-width:.8}
.ring{fill:var(--paper,#fff);stroke:var(--soft,#5c5a54);stroke-width:1.4}
.s-language{fill:var(--language,#0072b2)}
.s-vision{fill:var(--vision,#d55e00)}
.s-bioinformatics{fill:var(--bioinformatics,#009e73)}
.s-multimodal{fill:var(--multimodal,#a49)}
.s-other{fill:var(--other,#77746c)}
.o-open{fill:var(--open,#00705a)}
.o-restricted{fill:var(--restricted,#e09f1f)}
.o-closed{fill:var(--closed,#b0413e)}
.o-unknown{fill:var(--line,#b9b5aa)}
.r-1{fill:var(--ramp-1,#d5e1ee)}
.r-2{fill:var(--ramp-2,#a9c4df)}
.r-3{fill:var(--ramp-3,#6f9fca)}
.r-4{fill:var(--ramp-4,#35699b)}
.r-5{fill:var(--ramp-5,#1f568c)}
.r-6{fill:var(--ramp-6,#0f3560)}
.r-7{fill:var(--accent,#8a1c3b)}
.p-generative{fill:var(--language,#0072b2)}
.p-contrastive{fill:var(--vision,#d55e00)}
.p-hybrid{fill:var(--bioinformatics,#009e73)}
.p-supervised{fill:var(--multimodal,#a49)}
.best{fill:none;stroke:var(--ink,#1d1c1a);stroke-width:1.2}
"""
_VARIABLE = re.compile(r"var\(--[\w-]+,([^)]*)\)")

_CIRCLE = '<circle class="rim {}" r="{}"/>'
_DIAMOND = '<path class="rim {}" d="M0-5.2 5.2 0 0 5.2-5.2 0Z"/>'
_TRIANGLE = '<path class="rim {}" d="M0-5 5 4H-5Z"/>'
_SQUARE = '<path class="rim {}" d="M-4-4H4V4H-4Z"/>'
_HALF = '<circle class="ring" r="3.9"/><path class="{}" d="M0-4.4A4.4 4.4 0 0 0 0 4.4Z"/>'
_RING = '<circle class="ring" r="3.7"/>'
# Shapes by scheme and value, so that colour never speaks alone.
SHAPES: Mapping[str, str] = {
    **{
        f"subfield-{id}": _CIRCLE.format(f"s-{id}", 4.4)
        for id in ("language", "vision", "bioinformatics", "multimodal")
    },
    "subfield-base": '<path class="ring" d="M-3.8-3.8H3.8V3.8H-3.8Z"/>',
    "subfield-other": _CIRCLE.format("s-other", 4.4),
    "openness-open": _CIRCLE.format("o-open", 4.4),
    "openness-restricted": _HALF.format("o-restricted"),
    "openness-closed": '<circle class="ring" r="3.7"/><path class="edge" d="M-2.2-2.2 2.2 2.2M2.2-2.2-2.2 2.2"/>',
    "openness-unknown": _CIRCLE.format("o-unknown", 2.4),
    "paradigm-generative": _CIRCLE.format("p-generative", 4.4),
    "paradigm-contrastive": _TRIANGLE.format("p-contrastive"),
    "paradigm-hybrid": _DIAMOND.format("p-hybrid"),
    "paradigm-supervised": _SQUARE.format("p-supervised"),
    "paradigm-none": _RING,
    "paradigm-unknown": _CIRCLE.format("o-unknown", 2.4),
    **{f"clinical-{step}": _CIRCLE.format(f"r-{step}", round(2.6 + 0.4 * step, 1)) for step in range(1, 7)},
    "clinical-7": _DIAMOND.format("r-7"),
    "setting-0": '<circle class="ring" r="3"/>',
    "setting-1": _CIRCLE.format("s-language", 4.4),
    "setting-2": _TRIANGLE.format("s-vision"),
    "setting-3": _DIAMOND.format("s-bioinformatics"),
    "setting-4": _SQUARE.format("s-multimodal"),
    "setting-5": '<path class="s-other" d="M0 5-5-4H5Z"/>',
    "setting-6": '<path class="r-7" d="M-1.5-5h3v3.5H5v3H1.5V5h-3V1.5H-5v-3h3.5Z"/>',
    "clinical-unknown": _CIRCLE.format("o-unknown", 2.0),
}


def on_paper(svg: str) -> str:
    """SVG with the colours of paper in the place of variables, which only browsers know."""
    return _VARIABLE.sub(r"\1", svg)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text in the units of its size."""
    ems = sum(_WIDTHS.get(letter) or (_WIDE_LETTER if letter > "\u2e80" else _OTHER_LETTER) for letter in text)
    return ems * size * (_BOLD if bold else 1)


def clip(text: str, width: float, size: float) -> str:
    """The text, or as much of it as fits into a width, with an ellipsis."""
    if text_width(text, size) <= width:
        return text
    kept = len(text)
    while kept and text_width(text[:kept].rstrip() + "…", size) > width:
        kept -= 1
    return text[:kept].rstrip() + "…" if kept else ""


def wrap(text: str, width: float, size: float) -> list[str]:
    """The lines of a text that is broken between words."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
