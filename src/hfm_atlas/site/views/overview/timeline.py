"""Models over time: a lane a subfield, a column a year, one mark a model, its shape the pre-training paradigm."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil

from hfm_atlas.model.addresses import EntryLink, Heading, Link
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.site.display import plural
from hfm_atlas.site.index import SiteIndex

PARADIGMS = ("generative", "contrastive", "hybrid", "supervised", "none")
UNKNOWN = "unknown"
_STEP = 12
_ROWS = 10
_LEFT = 16
_TOP = 26
_GAP = 18
_LANE = _ROWS * _STEP + 34


# Models by subfield and year.
Cells = dict[tuple[str, int], list[ModelEntry]]


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """One model: where its mark stands and which shape it has."""

    entry: EntryLink
    paradigm: str
    title: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class TimelineLane:
    """One subfield's lane."""

    subfield: str
    link: Link
    y: float
    marks: tuple[TimelineMark, ...]


@dataclass(frozen=True, slots=True)
class TimelineYear:
    """One year's column, and its models by lane for the table behind the picture."""

    year: int
    x: float
    width: float
    entries: tuple[tuple[EntryLink, ...], ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The page with the timeline."""

    width: float
    height: float
    base: float
    lanes: tuple[TimelineLane, ...]
    years: tuple[TimelineYear, ...]
    paradigms: tuple[tuple[str, str], ...]
    """Shapes that occur, with what they mean."""
    summary: str
    headings: tuple[Heading, ...] = (Heading("As a table", "table"),)


def timeline_view(index: SiteIndex) -> TimelineView:
    """The timeline of all models by the year in which they first appeared."""
    cells: Cells = defaultdict(list)
    for model in index.models:
        cells[model.subfield, index.links[model.id].year].append(model)
    found = {year for _, year in cells}
    span = range(min(found), max(found) + 1) if found else range(0)
    years = _years(index, cells, span)
    lanes = tuple(
        TimelineLane(
            term.id,
            index.term_link("subfields", term.id),
            _TOP + place * _LANE,
            tuple(
                mark for year in years for mark in _marks(index, cells[term.id, year.year], year, _TOP + place * _LANE)
            ),
        )
        for place, term in enumerate(index.subfields)
    )
    last = years[-1] if years else None
    return TimelineView(
        width=round(last.x + last.width + _LEFT, 1) if last else 0,
        height=_TOP + len(lanes) * _LANE + 10,
        base=_TOP + len(lanes) * _LANE - 14,
        lanes=lanes,
        years=years,
        paradigms=_schema_errors(index, {mark.paradigm for lane in lanes for mark in lane.marks}),
        summary=_summary(len(index.models), span),
    )


def _summary(models: int, span: range) -> str:
    return f"{plural(models, 'model')} by year and subfield" + (f", {span[0]} to {span[-1]}" if span else "")


def _years(index: SiteIndex, cells: Cells, span: range) -> tuple[TimelineYear, ...]:
    """Columns as wide as their fullest lane needs."""
    years, x = [], float(_LEFT)
    for year in span:
        lanes = [cells.get((term.id, year), []) for term in index.subfields]
        width = max(60, max((ceil(len(models) / _ROWS) for models in lanes), default=1) * _STEP + _GAP)
        entries = tuple(index.entry_links(model.id for model in models) for models in lanes)
        years.append(TimelineYear(year, x, width, entries))
        x += width
    return tuple(years)


def _marks(index: SiteIndex, models: list[ModelEntry], year: TimelineYear, top: float) -> list[TimelineMark]:
    """Marks of one lane and year, stacked from below in columns; equal paradigms stand together."""
    ordered = sorted(models, key=lambda model: (_rank(model), model.name.casefold()))
    marks = []
    for place, model in enumerate(ordered):
        column, row = divmod(place, _ROWS)
        x = year.x + _GAP / 2 + column * _STEP + _STEP / 2
        y = top + _ROWS * _STEP - row * _STEP + _STEP / 2
        paradigm = paradigm_of(model)
        words = _words(index, paradigm)
        marks.append(TimelineMark(index.links[model.id], paradigm, f"{model.name}, {year.year}: {words}", x, y))
    return marks


def paradigm_of(model: ModelEntry) -> str:
    """The one paradigm that stands for a model; several are shown as hybrid, none known as unknown."""
    paradigms = model.pretraining.paradigms
    if not isinstance(paradigms, list):
        return UNKNOWN
    return paradigms[0] if len(paradigms) == 1 else "hybrid"


def _rank(model: ModelEntry) -> int:
    paradigm = paradigm_of(model)
    return PARADIGMS.index(paradigm) if paradigm in PARADIGMS else len(PARADIGMS)


def _words(index: SiteIndex, paradigm: str) -> str:
    term = index.atlas.term("pretraining", paradigm)
    return term.name if term else "pre-training not known"


def _schema_errors(index: SiteIndex, used: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((id, _words(index, id)) for id in (*PARADIGMS, UNKNOWN) if id in used)
