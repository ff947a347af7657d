"""Compare the drawing of figures with charting libraries: `python benchmarks/figures.py`.

The same chart, parameters over time with a link behind each mark, three times: by this package, by Altair with
vl-convert, and by Plotly. It needs `pip install altair vl-convert-python plotly`, which the atlas does not. The files
that the site offers are measured, too.
"""

from __future__ import annotations

import gzip
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from hfm_atlas import load_atlas
from hfm_atlas.figures import FIGURES, draw_figure, inline_svg, write_figure
from hfm_atlas.figures.facts import model_facts
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.model.quantities import parse_quantity
from hfm_atlas.query.selection import Selection, select

ROUNDS = 5
Draw = Callable[[], str]


def main() -> None:
    atlas = load_atlas(Path(__file__).resolve().parents[1])
    selection = select(atlas.atlas, atlas.graph, snapshot=atlas.snapshot)
    rows = _rows(selection)
    print(f"Parameters over time, {len(rows)} models, median of {ROUNDS} drawings\n")
    print("| | first | then | SVG or HTML | gzip | links | colours of the page | same bytes |")
    print("|---|--:|--:|--:|--:|--:|---|---|")
    for name, draw in {
        "hfm_atlas.figures": lambda: str(inline_svg(draw_figure("parameters", selection), "../")),
        "Altair with vl-convert": lambda: _altair(rows),
        "Plotly, HTML without its script": lambda: _plotly(rows),
    }.items():
        _measure(name, draw)
    print("\n| figure | drawn | SVG | PNG | made | PDF | made |\n|---|--:|--:|--:|--:|--:|--:|")
    for name in FIGURES:
        _measure_files(name, selection)


def _rows(selection: Selection) -> list[dict[str, object]]:
    rows = []
    for one in model_facts(selection):
        model = selection.atlas.entries[one.id]
        sizes = model.architecture.parameters if isinstance(model, ModelEntry) else None
        if isinstance(sizes, list) and (size := max(map(parse_quantity, sizes))):
            url = f"../{one.url}"
            rows.append({"name": one.name, "when": one.when, "size": size, "subfield": one.subfield, "url": url})
    return rows


def _altair(rows: list[dict[str, object]]) -> str:
    import altair
    import vl_convert

    chart = (
        altair.Chart(altair.Data(values=rows))
        .mark_circle(size=60)
        .encode(
            x=altair.X("when:Q", scale=altair.Scale(zero=False), axis=altair.Axis(format="d")),
            y=altair.Y("size:Q", scale=altair.Scale(type="log")),
            color="subfield:N",
            href="url:N",
            tooltip="name:N",
        )
        .properties(width=1080, height=400)
    )
    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def _plotly(rows: list[dict[str, object]]) -> str:
    import plotly.graph_objects as go

    figure = go.Figure()
    for subfield in sorted({str(row["subfield"]) for row in rows}):
        own = [row for row in rows if row["subfield"] == subfield]
        figure.add_scatter(
            x=[row["when"] for row in own],
            y=[row["size"] for row in own],
            text=[row["name"] for row in own],
            customdata=[row["url"] for row in own],
            mode="markers",
            name=subfield,
        )
    figure.update_yaxes(type="log")
    return str(figure.to_html(full_html=False, include_plotlyjs=False))


def _measure(name: str, draw: Draw) -> None:
    times, drawn = [], []
    try:
        for _ in range(ROUNDS):
            start = time.perf_counter()
            drawn.append(draw())
            times.append(time.perf_counter() - start)
    except ImportError as problem:
        print(f"| {name} | not installed: {problem.name} | | | | | | |", file=sys.stderr)
        return
    size, packed = len(drawn[0].encode()), len(gzip.compress(drawn[0].encode(), mtime=0))
    follows = "yes" if "var(--" in drawn[0] else "no"
    links = len(re.findall(r"<a\b", drawn[0]))
    print(
        f"| {name} | {times[0]:.2f} s | {median(times[1:]):.3f} s | {size / 1000:.0f} kB | {packed / 1000:.0f} kB "
        f"| {links} | {follows} | {'yes' if len(set(drawn)) == 1 else 'no'} |"
    )


def _measure_files(name: str, selection: Selection) -> None:
    start = time.perf_counter()
    slide, paper = draw_figure(name, selection, width="slide"), draw_figure(name, selection, width="double")
    drawn = time.perf_counter()
    png = write_figure(slide, "png")
    made_png = time.perf_counter()
    pdf = write_figure(paper, "pdf")
    made_pdf = time.perf_counter()
    svg = write_figure(paper, "svg")
    print(
        f"| {name} | {(drawn - start) / 2:.3f} s | {len(svg) / 1000:.0f} kB | {len(png) / 1000:.0f} kB "
        f"| {made_png - drawn:.2f} s | {len(pdf) / 1000:.0f} kB | {made_pdf - made_png:.2f} s |"
    )


if __name__ == "__main__":
    main()
