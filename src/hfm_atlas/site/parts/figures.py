"""A figure on a page: the drawing, what it can be saved as, and the page of its own that others embed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from hfm_atlas.figures import FIGURES, Figure, Options, draw_figure, inline_svg
from hfm_atlas.figures.forest import large_families
from hfm_atlas.figures.marks import SCHEME_NAMES
from hfm_atlas.figures.scatter import benchmarks
from hfm_atlas.model.entries import Entry
from hfm_atlas.query.selection import Selection

# Lines of a page that embeds a figure, besides the picture: title, caption and room around.
_EMBED_EXTRA = 150
_MAX_EMBED_HEIGHT = 720


@dataclass(frozen=True, slots=True)
class FigureFile:
    """One file that a figure can be saved as; `url` is relative to the site's root, empty where a script makes it."""

    format: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure with everything that a page shows around it."""

    figure: Figure
    schemes: tuple[tuple[str, str], ...]
    """Schemes of colours to choose from, by id and name."""
    files: tuple[FigureFile, ...]
    embed_url: str
    """Address of the page that others embed, relative to the site's root."""
    embed_code: str
    """HTML that embeds it."""
    address: str
    """Absolute address of its page."""
    command: str
    """What draws it in a terminal, without the name of the file."""
    opens_at_end: bool
    """Whether its right end is shown first where there is no room for all of it."""

    def svg(self, root: str) -> Markup:
        """The drawing for a page from which the site's root is `root`."""
        return inline_svg(self.figure, root)


def figure_view(selection: Selection, name: str, of: str | None = None, subfield: str | None = None) -> FigureView:
    """The figure of a selection, as pages show it; there are files of what is neither of one subject nor filtered."""
    where: tuple[str, ...] = ()
    query = ""
    if subfield:
        where, query = (f"subfields={subfield}",), f"?subfields={subfield}"
        chosen = tuple(one for one in selection.entries if _is_in(one, subfield))
        selection = replace(selection, entries=chosen, filters=where)
    figure = draw_figure(name, selection, Options(of=of))
    embed = f"embed/{figure.slug}/{query}"
    height = min(_MAX_EMBED_HEIGHT, round(figure.height + _EMBED_EXTRA))
    code = (
        f'<iframe src="{selection.site_url}{embed}" title="HFM Atlas: {figure.title}" width="100%" height="{height}" '
        f'style="border:0" loading="lazy"></iframe>'
    )
    return FigureView(
        figure=figure,
        schemes=tuple((id, SCHEME_NAMES[id]) for id in figure.schemes),
        files=figure_links(name, is_whole=of is None and not where),
        embed_url=embed,
        embed_code=code,
        address=f"{selection.site_url}{figure.page}{query}",
        command=f"hfm-atlas figure {name}"
        + (f" --of {of}" if of else "")
        + "".join(f" --where {one}" for one in where),
        opens_at_end=FIGURES[name].opens_at_end,
    )


def _is_in(entry: Entry, subfield: str) -> bool:
    return str(getattr(entry, "subfield", "")) == subfield


def embedded_figures(selection: Selection) -> list[tuple[str, str | None]]:
    """Name and subject of every figure that others may embed: the whole ones, large families, and benchmarks."""
    whole: list[tuple[str, str | None]] = [(name, None) for name in FIGURES]
    families = [("lineage", id) for id, _ in large_families(selection)]
    return [*whole, *families, *(("results", id) for id in benchmarks(selection))]


def figure_links(name: str, *, is_whole: bool) -> tuple[FigureFile, ...]:
    """What a figure can be saved as, with the files that the site has of it."""
    labels = {"png": "PNG for slides", "svg": "SVG", "pdf": "PDF for papers", "csv": "CSV"}
    spec = FIGURES[name]
    files = [
        FigureFile(format, label, f"figures/{spec.name}.{format}" if is_whole else "")
        for format, label in labels.items()
        if is_whole or format != "pdf"
    ]
    if spec.has_poster and is_whole:
        files.append(FigureFile("poster", "Poster, A2", f"figures/{spec.name}.poster.pdf"))
    return tuple(files)
