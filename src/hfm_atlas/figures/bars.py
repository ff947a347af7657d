"""Models by year in stacked columns: growth by subfield, and openness of the weights in shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hfm_atlas._util.grouping import grouped
from hfm_atlas.figures.axes import tick_step
from hfm_atlas.figures.drawing import Mark, Path, Rect, Stack, Text, number
from hfm_atlas.figures.facts import OPENNESS_WORDS, ModelFacts, model_facts
from hfm_atlas.figures.figure import Drawn, Options, Row, Sheet, Table
from hfm_atlas.figures.style import text_width
from hfm_atlas.model.addresses import explore_url
from hfm_atlas.model.wording import plural
from hfm_atlas.query.selection import Selection

_LAST = "The last year is not over, and the atlas does not hold every model."
_TALL = 24
"""Height of the columns in sizes of type."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What a column is made of: its words, colour, and how Explore filters for it."""

    id: str
    words: str
    role: str
    filters: Mapping[str, str]


def draw_growth(selection: Selection, options: Options, sheet: Sheet) -> Drawn:
    """Models by year of first appearance, stacked by subfield."""
    parts = [
        _Part(term.id, term.name, f"s-{term.id}", {"subfields": term.id}) for term in selection.atlas.terms("subfields")
    ]
    models = model_facts(selection)
    by_part = grouped(((one.year, one.subfield), one.id) for one in models)
    years = _draw(sheet, parts, by_part, models, shares=False)
    return Drawn(
        summary=f"Models by year of first appearance and subfield: {plural(len(models), 'model')}{_span(years)}",
        note=f"{plural(len(models), 'model')} by the year of the preprint or of print, whichever came first. {_LAST}",
        filtered_note=_LAST,
        table=_table(parts, by_part, years),
    )


def draw_openness(selection: Selection, options: Options, sheet: Sheet) -> Drawn:
    """Shares of the models of each year whose weights are open, restricted, not released or not known."""
    filters: dict[str, Mapping[str, str]] = {state: {"weights": state} for state in ("open", "restricted", "closed")}
    parts = [_Part(state, words, f"o-{state}", filters.get(state, {})) for state, words in OPENNESS_WORDS.items()]
    models = model_facts(selection)
    by_part = grouped(((one.year, str(one.openness)), one.id) for one in models)
    years = _draw(sheet, parts, by_part, models, shares=True)
    known = sum(one.openness != "unknown" for one in models)
    return Drawn(
        summary=f"Openness of weights by year of first appearance: {plural(len(models), 'model')}{_span(years)}",
        note=f"Known for {known} of {plural(len(models), 'model')}; the number above each column is how many it shows.",
        filtered_note="The number above each column is how many it shows.",
        table=_table(parts, by_part, years),
    )


def _span(years: Sequence[int]) -> str:
    return f", {years[0]} to {years[-1]}" if years else ""


def _draw(
    sheet: Sheet,
    parts: Sequence[_Part],
    by_part: Mapping[tuple[int, str], Sequence[str]],
    models: Sequence[ModelFacts],
    *,
    shares: bool,
) -> list[int]:
    if not models:
        return []
    size = sheet.size
    sheet.swatches((part.role, part.words) for part in parts)
    years = list(range(min(one.year for one in models), max(one.year for one in models) + 1))
    totals = [sum(len(by_part.get((year, part.id), ())) for part in parts) for year in years]
    top = sheet.y + size * 1.6
    room = sheet.room - size * 4
    base = top + (room if sheet.frame.height else min(size * _TALL, room, sheet.width * 0.6))
    highest = 100 if shares else max(totals)
    step = 25 if shares else max(1, int(tick_step(highest, 5)))
    most = highest if shares else -(-highest // step) * step
    unit = (base - top) / most
    left = text_width(f"{most}{' %' if shares else ''}", size) + size
    for value in range(0, most + 1, step):
        y = base - value * unit
        sheet.add(Path(f"M{number(left)} {number(y)}H{number(sheet.width)}", "hair"))
        sheet.text(
            left - size * 0.5,
            y + size * 0.33,
            f"{value} %" if shares else str(value),
            role="soft" if shares else "soft tick",
            anchor="end",
            scale=0.92,
        )
    across = (sheet.width - left) / len(years)
    for place, (year, total) in enumerate(zip(years, totals, strict=True)):
        x, y = left + (place + 0.14) * across, base
        for at, part in enumerate(parts):
            ids = by_part.get((year, part.id), ())
            if ids:
                tall = len(ids) * ((base - top) / total if shares else unit)
                y -= tall
                sheet.add(
                    _bar(
                        part,
                        year,
                        ids,
                        Rect(x, y, across * 0.72, tall, part.role),
                        Stack(str(year), base, base - top),
                        (place, at + 1),
                    )
                )
        middle = left + (place + 0.5) * across
        sheet.add(Text(middle, y - size * 0.4, str(total) if total else "", size * 0.92, f"t total-{year}", "middle"))
        sheet.add(Text(middle, base + size * 1.3, str(year), size * 0.92, "soft", "middle"))
    sheet.add(Path(f"M{number(left)} {number(base)}H{number(sheet.width)}", "axis"))
    sheet.y = base + size * 2
    return years


def _bar(part: _Part, year: int, ids: Sequence[str], rect: Rect, stack: Stack, cell: tuple[int, int]) -> Mark:
    words = f"{year}, {part.words.lower()}: {plural(len(ids), 'model')}"
    url = explore_url(kind="model", **part.filters, first_year=f"{year}-{year}")
    return Mark(
        url, words, rect.x + rect.width / 2, rect.y + rect.height / 2, (rect,), tuple(ids), stack=stack, cell=cell
    )


def _table(parts: Sequence[_Part], by_part: Mapping[tuple[int, str], Sequence[str]], years: Sequence[int]) -> Table:
    rows = []
    for year in years:
        numbers = [len(by_part.get((year, part.id), ())) for part in parts]
        rows.append(Row((year, *numbers, sum(numbers))))
    return Table(("First seen", *(part.words for part in parts), "All"), tuple(rows))
