"""Colours and shapes of figures, declared once for pages, files and print.

A colour is a variable of the style sheets with the value that it has on paper: a page has its own, light or dark, and a
file has what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

FONT_FAMILY = "Atlas Sans, Liberation Sans, Arial, Helvetica, sans-serif"
# Advance widths of Liberation Sans, which are those of Arial and Helvetica, from the space to the tilde, in 1/2048 em.
_REGULAR = (
    "569 569 727 1139 1139 1821 1366 391 682 682 797 1196 569 682 569 569 1139 1139 1139 1139 1139 1139 1139 1139 1139 "
    "1139 569 569 1196 1196 1196 1139 2079 1366 1366 1479 1479 1366 1251 1593 1479 569 1024 1366 1139 1706 1479 1593 "
    "1366 1593 1479 1366 1251 1479 1366 1933 1366 1366 1251 569 569 569 961 1139 682 1139 1139 1024 1139 1139 569 1139 "
    "1139 455 455 1024 455 1706 1139 1139 1139 1139 682 1024 569 1139 1024 1479 1024 1024 1024 684 532 684 1196"
)
_BOLD = (
    "569 682 971 1139 1139 1821 1479 487 682 682 797 1196 569 682 569 569 1139 1139 1139 1139 1139 1139 "
    "1139 1139 1139 1139 682 682 1196 1196 1196 1251 1997 1479 1479 1479 1479 1366 1251 1593 1479 569 1139 1479 "
    "1251 1706 1479 1593 1366 1593 1479 1366 1251 1479 1366 1933 1366 1366 1251 682 569 682 1196 1139 682 1139 "
    "1251 1139 1251 1139 682 1251 1251 569 569 1139 569 1821 1251 1251 1251 1251 797 1139 682 1251 1139 1593 "
    "1139 1139 1024 797 573 797 1196"
)
_WIDTHS, _BOLD_WIDTHS = (
    {chr(32 + place): int(width) / 2048 for place, width in enumerate(widths.split())} for widths in (_REGULAR, _BOLD)
)
_OTHER_LETTER, _WIDE_LETTER = 0.6, 1.0

STYLE = """\
.f-t{fill:var(--ink,#1d1c1a)}
.f-soft{fill:var(--soft,#5c5a54)}
.f-on-light{fill:var(--on-light,#1d1c1a)}
.f-on-dark{fill:var(--on-dark,#fff)}
.f-hair{fill:none;stroke:var(--hair,#e2dfd6)}
.f-axis{fill:none;stroke:var(--line,#b9b5aa)}
.f-paper{fill:var(--paper,#fff)}
.f-edge{fill:none;stroke:var(--soft,#5c5a54)}
.f-edge-frozen{stroke-dasharray:5 3}
.f-edge-design{stroke-dasharray:1.5 3;stroke-linecap:round}
.f-rim{stroke:var(--paper,#fff);stroke-width:.8}
.f-ring{fill:var(--paper,#fff);stroke:var(--soft,#5c5a54);stroke-width:1.4}
.f-s-language{fill:var(--language,#0072b2)}
.f-s-vision{fill:var(--vision,#d55e00)}
.f-s-bioinformatics{fill:var(--bioinformatics,#009e73)}
.f-s-multimodal{fill:var(--multimodal,#a49)}
.f-s-other{fill:var(--other,#77746c)}
.f-o-open{fill:var(--open,#00705a)}
.f-o-restricted{fill:var(--restricted,#e09f1f)}
.f-o-closed{fill:var(--closed,#b0413e)}
.f-o-unknown{fill:var(--line,#b9b5aa)}
.f-o-silent{fill:var(--other,#77746c)}
.f-outline{stroke:var(--ramp-5,#1f568c);stroke-width:.9}
.f-r-1{fill:var(--ramp-1,#d5e1ee)}
.f-r-2{fill:var(--ramp-2,#a9c4df)}
.f-r-3{fill:var(--ramp-3,#6f9fca)}
.f-r-4{fill:var(--ramp-4,#35699b)}
.f-r-5{fill:var(--ramp-5,#1f568c)}
.f-r-6{fill:var(--ramp-6,#0f3560)}
.f-r-7{fill:var(--accent,#8a1c3b)}
.f-p-generative{fill:var(--language,#0072b2)}
.f-p-contrastive{fill:var(--vision,#d55e00)}
.f-p-hybrid{fill:var(--bioinformatics,#009e73)}
.f-p-supervised{fill:var(--multimodal,#a49)}
"""
_VARIABLE = re.compile(r"var\(--[\w-]+,([^)]*)\)")

_CIRCLE = '<circle class="f-rim f-{}" r="{}"/>'
_OUTLINED = '<circle class="f-outline f-r-{}" r="{}"/>'
_DIAMOND = '<path class="f-rim f-{}" d="M0-5.2 5.2 0 0 5.2-5.2 0Z"/>'
_TRIANGLE = '<path class="f-rim f-{}" d="M0-5 5 4H-5Z"/>'
_SQUARE = '<path class="f-rim f-{}" d="M-4-4H4V4H-4Z"/>'
_HALF = '<circle class="f-ring" r="3.9"/><path class="f-{}" d="M0-4.4A4.4 4.4 0 0 0 0 4.4Z"/>'
_RING = '<circle class="f-ring" r="3.7"/>'
# Shapes by scheme and value, so that colour never speaks alone.
SHAPES: Mapping[str, str] = {
    **{
        f"subfield-{id}": _CIRCLE.format(f"s-{id}", 4.4)
        for id in ("language", "vision", "bioinformatics", "multimodal")
    },
    "subfield-base": '<path class="f-ring" d="M-3.8-3.8H3.8V3.8H-3.8Z"/>',
    "subfield-other": _CIRCLE.format("s-other", 4.4),
    "openness-open": _CIRCLE.format("o-open", 4.4),
    "openness-restricted": _HALF.format("o-restricted"),
    "openness-closed": '<circle class="f-ring" r="3.7"/><path class="f-edge" d="M-2.2-2.2 2.2 2.2M2.2-2.2-2.2 2.2"/>',
    "openness-unknown": _CIRCLE.format("o-silent", 2.4),
    "paradigm-generative": _CIRCLE.format("p-generative", 4.4),
    "paradigm-contrastive": _TRIANGLE.format("p-contrastive"),
    "paradigm-hybrid": _DIAMOND.format("p-hybrid"),
    "paradigm-supervised": _SQUARE.format("p-supervised"),
    "paradigm-none": _RING,
    "paradigm-unknown": _CIRCLE.format("o-silent", 2.4),
    **{f"clinical-{step}": _OUTLINED.format(step, round(2.6 + 0.4 * step, 1)) for step in range(1, 7)},
    "clinical-7": _DIAMOND.format("r-7"),
    "setting-0": '<circle class="f-ring" r="3"/>',
    "setting-1": _CIRCLE.format("s-language", 4.4),
    "setting-2": _TRIANGLE.format("s-vision"),
    "setting-3": _DIAMOND.format("s-bioinformatics"),
    "setting-4": _SQUARE.format("s-multimodal"),
    "setting-5": '<path class="f-s-other" d="M0 5-5-4H5Z"/>',
    "setting-6": '<path class="f-r-7" d="M-1.5-5h3v3.5H5v3H1.5V5h-3V1.5H-5v-3h3.5Z"/>',
    "clinical-unknown": _CIRCLE.format("o-silent", 1.8),
}


def on_paper(svg: str) -> str:
    """SVG with the colours of paper in the place of variables, which only browsers know."""
    return _VARIABLE.sub(r"\1", svg)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text in the units of its size."""
    widths = _BOLD_WIDTHS if bold else _WIDTHS
    return size * sum(widths.get(letter) or (_WIDE_LETTER if letter > "\u2e80" else _OTHER_LETTER) for letter in text)


def clip(text: str, width: float, size: float) -> str:
    """The text, or as much of it as fits into `width`, in the units of `size`, with an ellipsis."""
    if text_width(text, size) <= width:
        return text
    kept = len(text)
    while kept and text_width(text[:kept].rstrip() + "…", size) > width:
        kept -= 1
    return text[:kept].rstrip() + "…" if kept else ""


def wrap(text: str, width: float, size: float) -> list[str]:
    """The lines of a text broken between words, none wider than `width`, in the units of `size`, unless by one word."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
