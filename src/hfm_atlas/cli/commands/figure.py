"""`hfm-atlas figure`: a figure of the field as a file, the same that the site shows."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from hfm_atlas._util.files import write_file
from hfm_atlas.cli.commands.export import load_selection
from hfm_atlas.figures import FIGURES, Options, Scheme, Width, draw_figure, find_figure, format_of, write_figure
from hfm_atlas.loading.opening import OpenedAtlas

# Dots an inch that a PNG has: those of print for columns of journals, and of screens for the others.
_PRINT_DPI, _SCREEN_SCALE = 300, 2


def run_figure(
    opened: OpenedAtlas,
    name: str,
    where: Sequence[str],
    output: Path,
    *,
    width: Width,
    scheme: Scheme | None,
    of: str | None,
) -> int:
    """Draw the figure of the entries that every filter in `where` accepts, in the format that `output` ends with.

    Raises:
        UsageError: unknown figure, format, filter, scheme or subject; output not writable.
    """
    find_figure(name)
    format = format_of(output)
    answer, selection = load_selection(opened, where)
    figure = draw_figure(name, selection, Options(scheme, of), width)
    pixels = round(figure.paper[0] * (_PRINT_DPI / 72 if width in ("single", "double") else _SCREEN_SCALE))
    content = write_figure(figure, format, site_url=selection.site_url, pixels=pixels)
    write_file(output, content)
    print(f"{output}: {figure.summary}, {len(content):,} bytes", file=sys.stderr)
    if where:
        print(answer.summary_of_models, file=sys.stderr)
    return 0


def figure_help() -> list[tuple[str, str]]:
    """Name and help of every figure, for `--help`."""
    return [(spec.name, spec.help) for spec in FIGURES.values()]
