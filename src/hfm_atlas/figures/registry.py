"""Every figure by its name, and drawing one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.suggestions import suggest
from hfm_atlas.figures.bars import draw_growth, draw_openness
from hfm_atlas.figures.corpora import SCHEMES as CORPORA_SCHEMES
from hfm_atlas.figures.corpora import draw_corpora
from hfm_atlas.figures.drawing import Text
from hfm_atlas.figures.figure import FRAMES, MIN_TYPE, Drawn, Figure, Frame, Options, Scheme, Sheet, Width, source_of
from hfm_atlas.figures.forest import family_page, upstream_entries
from hfm_atlas.figures.lineage import SCHEMES as LINEAGE_SCHEMES
from hfm_atlas.figures.lineage import draw_lineage
from hfm_atlas.figures.marks import SCHEME_NAMES
from hfm_atlas.figures.matrix import draw_clinical, draw_gap_map
from hfm_atlas.figures.scatter import SCHEMES as SCATTER_SCHEMES
from hfm_atlas.figures.scatter import benchmarks, draw_parameters, draw_results
from hfm_atlas.figures.style import wrap
from hfm_atlas.figures.timeline import SCHEMES as TIMELINE_SCHEMES
from hfm_atlas.figures.timeline import draw_timeline
from hfm_atlas.model.addresses import LINEAGE_URL, leaderboard_url
from hfm_atlas.query.selection import Selection


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """One figure: its name, what it is called, one line on it, its page, and what draws it."""

    name: str
    title: str
    help: str
    draw: Callable[[Selection, Options, Sheet], Drawn]
    page: str = ""
    short: str = ""
    """What navigation calls it."""
    subject_page: Callable[[Selection, str], str] | None = None
    """Address of the page that shows one subject, by its id."""
    web_width: float = 1160
    """Width on a page, in pixels: figures that hold little are narrower, so that their type stays legible."""
    schemes: tuple[Scheme, ...] = ()
    subjects: Callable[[Selection], list[str]] | None = None
    """What it can be of, as ids of entries."""
    subject: str = ""
    """What its subject is called."""
    opens_at_end: bool = False
    """Whether a page that has no room for all of it shows its right end first, where the latest works stand."""
    has_poster: bool = False
    """Whether the site has a poster of it, since it leaves much out elsewhere."""

    @property
    def url(self) -> str:
        """Address of its page, relative to the site's root."""
        return self.page or f"figures/{self.name}/"


_ALL = (
    FigureSpec(
        "timeline",
        "The field on one page",
        "Every model by the month in which it first appeared, a lane for each subfield.",
        draw_timeline,
        page="timeline/",
        short="Timeline",
        schemes=TIMELINE_SCHEMES,
        opens_at_end=True,
    ),
    FigureSpec(
        "lineage",
        "Lineage",
        "What is built on what, with the licence of the weights; the whole field, or one family.",
        draw_lineage,
        page=LINEAGE_URL,
        subject_page=family_page,
        schemes=LINEAGE_SCHEMES,
        subjects=upstream_entries,
        subject="family",
        has_poster=True,
    ),
    FigureSpec(
        "gap-map", "Gap map", "How many models there are for each task and kind of data.", draw_gap_map, web_width=860
    ),
    FigureSpec(
        "growth", "Growth", "Models by year of first appearance, stacked by subfield.", draw_growth, web_width=720
    ),
    FigureSpec(
        "openness",
        "Openness over time",
        "Shares of models whose weights are open, by year.",
        draw_openness,
        web_width=720,
    ),
    FigureSpec(
        "parameters",
        "Parameters over time",
        "Number of parameters by month of first appearance.",
        draw_parameters,
        schemes=SCATTER_SCHEMES,
    ),
    FigureSpec(
        "corpora",
        "Corpora shared by models",
        "Datasets that several models were pre-trained on, and when those appeared.",
        draw_corpora,
        schemes=CORPORA_SCHEMES,
    ),
    FigureSpec(
        "results",
        "Results over time",
        "Results on one benchmark, with the best so far in each setting.",
        draw_results,
        subject_page=lambda _, benchmark: leaderboard_url(benchmark),
        web_width=860,
        subjects=lambda selection: benchmarks(selection, 1),
        subject="benchmark",
    ),
    FigureSpec(
        "clinical-evidence",
        "Clinical evidence by kind of data",
        "How far models for each kind of data were tested for use in care.",
        draw_clinical,
        web_width=860,
    ),
)
FIGURES: dict[str, FigureSpec] = {spec.name: spec for spec in _ALL}


def find_figure(name: str) -> FigureSpec:
    """The figure with the name.

    Raises:
        UsageError: there is none; the nearest one is named.
    """
    if name not in FIGURES:
        raise UsageError(f"no figure '{name}': {suggest(name, FIGURES, ', '.join(FIGURES))}")
    return FIGURES[name]


def draw_figure(name: str, selection: Selection, options: Options | None = None, width: Width = "web") -> Figure:
    """Draw a figure of the selected entries at one of the widths.

    Raises:
        UsageError: no such figure, or it has no such scheme of colours or subject; the nearest one is named.
    """
    spec, options = find_figure(name), options or Options()
    _check(spec, selection, options)
    frame = replace(FRAMES[width], width=spec.web_width) if width == "web" else FRAMES[width]
    page = spec.subject_page(selection, options.of) if options.of and spec.subject_page else spec.url
    return _draw(spec, selection, options, frame, page)


def _check(spec: FigureSpec, selection: Selection, options: Options) -> None:
    if options.scheme and options.scheme not in spec.schemes:
        known = ", ".join(spec.schemes) or "none"
        raise UsageError(f"{spec.name} cannot be coloured by '{options.scheme}'; it knows: {known}")
    if options.of is None:
        return
    if spec.subjects is None:
        raise UsageError(f"{spec.name} is always of the whole selection; leave out '{options.of}'")
    known_subjects = spec.subjects(selection)
    if options.of not in known_subjects:
        hint = suggest(options.of, known_subjects, "see `hfm-atlas figure --help`")
        raise UsageError(f"no {spec.subject} '{options.of}': {hint}")


def _draw(spec: FigureSpec, selection: Selection, options: Options, frame: Frame, page: str) -> Figure:
    source = source_of(selection, page)
    size = frame.type_size
    foot_size = max(size * 0.78, MIN_TYPE)
    title_height = size * 2.3 if frame.has_title else 0
    sheet = Sheet(frame, y=title_height)
    if frame.has_title:
        lines = len(wrap(source, frame.width, foot_size)) + (2 if frame.width > 400 else 5)
        sheet.bottom = foot_size * 1.4 * lines + foot_size
    drawn = spec.draw(selection, options, sheet)
    title = drawn.title or spec.title
    scheme = options.scheme or (spec.schemes[0] if spec.schemes else "subfield")
    if frame.has_title:
        shown = f"{title}: {SCHEME_NAMES[scheme].lower()}" if spec.schemes and scheme != "subfield" else title
        sheet.nodes.insert(0, Text(0, size * 1.25, shown, size * 1.3, "t", bold=True))
        caption = wrap(drawn.note, frame.width, foot_size) + wrap(source, frame.width, foot_size)
        sheet.y = max(sheet.y, (frame.height or 0) - len(caption) * foot_size * 1.4 - foot_size * 0.3)
        for line in caption:
            sheet.y += foot_size * 1.4
            sheet.add(Text(0, sheet.y, line, foot_size, "soft"))
        sheet.y += foot_size * 0.3
    return Figure(
        name=spec.name,
        title=title,
        summary=drawn.summary,
        note=drawn.note,
        filtered_note=drawn.filtered_note,
        page=page,
        width=frame.width,
        height=round(max(sheet.y, frame.height or 0), 1),
        type_size=size,
        scheme=scheme,
        schemes=spec.schemes,
        nodes=tuple(sheet.nodes),
        table=drawn.table,
        source=source,
        has_title=frame.has_title,
        slug=f"{spec.name}-{options.of}" if options.of else spec.name,
    )
