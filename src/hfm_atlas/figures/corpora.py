"""Corpora shared by models: a line a dataset, a mark for each model pre-trained on it, at the month it appeared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from hfm_atlas._util.grouping import grouped
from hfm_atlas.exports.csv_tables import SEPARATOR
from hfm_atlas.figures.axes import TimeAxis
from hfm_atlas.figures.drawing import Path, number
from hfm_atlas.figures.facts import ModelFacts, model_facts
from hfm_atlas.figures.figure import Drawn, Options, Row, Scheme, Sheet, Shown, Table
from hfm_atlas.figures.marks import draw_keys, model_mark, words_of
from hfm_atlas.figures.style import text_width
from hfm_atlas.model.addresses import entry_url
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.model.wording import plural
from hfm_atlas.query.selection import Selection

SCHEMES: tuple[Scheme, ...] = ("subfield", "openness", "clinical", "paradigm")
_MAX_ROWS = 24
_MIN_SHARED = 2


def draw_corpora(selection: Selection, options: Options, sheet: Sheet) -> Drawn:
    """Draw the corpora that most models share."""
    facts = {one.id: one for one in model_facts(selection)}
    shared = _shared(selection, facts)
    named = sum(1 for id in facts if _corpora(selection, id))
    rows = shared[: _rows_that_fit(sheet)]
    if rows:
        _draw(selection, options.scheme or SCHEMES[0], sheet, rows)
    more = len(shared) - len(rows)
    known = (
        f"{named} of {plural(len(facts), 'model')} name a corpus that has an entry as a dataset; other corpora are not "
        "counted. "
    )
    return Drawn(
        summary=f"{plural(len(rows), 'dataset')} that several models were pre-trained on, with the models over time",
        note=known + (f"{plural(more, 'further dataset')} shared by fewer models not drawn." if more else ""),
        table=Table(
            ("Dataset", "Models", "Pre-trained on it"),
            tuple(
                Row(
                    (
                        selection.atlas.entries[id].name,
                        len(models),
                        Shown(", ".join(one.name for one in models), SEPARATOR.join(one.id for one in models)),
                    ),
                    entry_url(selection.atlas.entries[id]),
                    ids=tuple(one.id for one in models),
                    of=id,
                )
                for id, models in shared
            ),
        ),
        filtered_note="Only datasets that are drawn without it have a line, and the table has all that several share.",
    )


def _corpora(selection: Selection, id: str) -> set[str]:
    model = selection.atlas.entries[id]
    corpora = model.pretraining.corpora if isinstance(model, ModelEntry) else None
    return {one.dataset for one in corpora if one.dataset} if isinstance(corpora, list) else set()


def _shared(selection: Selection, facts: dict[str, ModelFacts]) -> list[tuple[str, list[ModelFacts]]]:
    """Datasets that several models were pre-trained on, those with most models first."""
    known = selection.atlas.entries
    models = grouped((dataset, one) for id, one in facts.items() for dataset in _corpora(selection, id) & known.keys())
    several = [(id, found) for id, found in models.items() if len(found) >= _MIN_SHARED]
    return sorted(several, key=lambda one: (-len(one[1]), selection.atlas.entries[one[0]].name.casefold()))


def _rows_that_fit(sheet: Sheet) -> int:
    return min(_MAX_ROWS, int((sheet.room - sheet.size * 6) / (sheet.size * 1.6)))


def _draw(selection: Selection, scheme: Scheme, sheet: Sheet, rows: list[tuple[str, list[ModelFacts]]]) -> None:
    size = sheet.size
    models = [one for _, found in rows for one in found]
    draw_keys(sheet, selection.atlas, models, SCHEMES)
    names = [selection.atlas.entries[id].name for id, _ in rows]
    label = min(max(text_width(name, size) for name in names) + size, sheet.width * 0.34)
    down = max(size * 1.5, min(size * 2.1, (sheet.room - size * 4) / len(rows)))
    axis = TimeAxis(min(one.year for one in models), max(one.year for one in models), label, sheet.width - size * 2.4)
    top = sheet.y
    axis.draw(sheet, top, top + down * len(rows))
    for place, (name, (_, found)) in enumerate(zip(names, rows, strict=True)):
        y = top + (place + 0.5) * down
        on_line = f"line-{place}"
        width = label - size * 0.6
        sheet.text(width, y + size * 0.35, name, anchor="end", width=width, role=f"t {on_line}")
        ends = axis.x(found[0].when), axis.x(found[-1].when)
        sheet.add(Path(f"M{number(ends[0])} {number(y)}H{number(ends[1])}", f"hair {on_line}"))
        sheet.text(sheet.width, y + size * 0.35, str(len(found)), anchor="end", role=f"soft {on_line} number")
        taken: dict[float, int] = defaultdict(int)
        for one in found:
            x = axis.x(one.when)
            # Models of one month stand side by side.
            at = x + taken[x] * size * 0.5
            taken[x] += 1
            words = f"{words_of(selection.atlas, one)}; pre-trained on {name}"
            mark = model_mark(selection.atlas, one, scheme, sheet, (round(at, 2), y), words=words)
            sheet.add(replace(mark, line=place))
    sheet.y = top + down * len(rows) + size * 2
