"""The page of each figure, and the one that collects them."""

from __future__ import annotations

from dataclasses import dataclass

from hfm_atlas.figures import FIGURES, Figure
from hfm_atlas.figures.forest import large_families
from hfm_atlas.figures.scatter import benchmarks
from hfm_atlas.model.addresses import Heading, family_url, leaderboard_url
from hfm_atlas.query.selection import Selection
from hfm_atlas.site.display import plural
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.figures import FigureFile, FigureView, figure_links, figure_view

_LEDES = {
    "timeline": "Every model by the month in which it first appeared. Filter it, choose the colours, and save it.",
    "lineage": "What is built on what: each model stands under the one it derives from most directly. A family's page "
    "has all that goes back to it, by any link.",
    "gap-map": "How many models of the atlas there are for each task and kind of data.",
    "growth": "How many models appeared each year, by subfield.",
    "openness": "Can the weights be downloaded? Shares of the models of each year.",
    "parameters": "How large models are, by the month in which they first appeared.",
    "corpora": "Datasets that several models were pre-trained on, and when these models appeared.",
    "results": "What models reached on one benchmark, and when. Results compare only inside a setting.",
    "clinical-evidence": "How far models were tested for use in care, by kind of data.",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that a figure can be of, with a page of its own."""

    name: str
    url: str
    number: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class FigurePage:
    """The page of a figure."""

    shown: FigureView
    lede: str
    subjects: tuple[Subject, ...] = ()
    subjects_title: str = ""

    @property
    def figure(self) -> Figure:
        """The figure that it shows."""
        return self.shown.figure

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Sections below the figure."""
        return (Heading(self.subjects_title, "subjects"),) if self.subjects else ()


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One figure in small."""

    title: str
    help: str
    url: str
    picture: str
    files: tuple[FigureFile, ...]


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The page that collects all figures."""

    cards: tuple[FigureCard, ...]


def figures_view() -> FiguresView:
    """The view of the page that collects all figures."""
    return FiguresView(
        tuple(
            FigureCard(
                spec.title,
                spec.help,
                spec.url,
                f"figures/{spec.name}.small.png",
                figure_links(spec.name, is_whole=True),
            )
            for spec in FIGURES.values()
        )
    )


def figure_page(index: SiteIndex, site_url: str, name: str) -> FigurePage:
    """The page of a figure, with the list of what it can be of; `site_url` is where the atlas is published."""
    selection = index.selection(site_url)
    subjects: tuple[Subject, ...] = ()
    title = ""
    if name == "lineage":
        subjects, title = _families(selection), "Families"
    elif name == "results":
        subjects, title = _benchmarks(selection), "Other benchmarks"
    return FigurePage(figure_view(selection, name), _LEDES[name], subjects, title)


def family_page(index: SiteIndex, site_url: str, root: str) -> FigurePage:
    """The page of one family."""
    selection = index.selection(site_url)
    lede = (
        f"Everything that goes back to {selection.atlas.entries[root].name}, with the licences of the weights. Each "
        f"model stands under the one of these that it derives from most directly."
    )
    return FigurePage(figure_view(selection, "lineage", root), lede)


def _families(selection: Selection) -> tuple[Subject, ...]:
    names = selection.atlas.entries
    return tuple(
        Subject(names[id].name, family_url(id), plural(size, "entry", "entries"), f"from-{id}")
        for id, size in large_families(selection)
    )


def _benchmarks(selection: Selection) -> tuple[Subject, ...]:
    return tuple(
        Subject(selection.atlas.entries[id].name, f"{leaderboard_url(id)}#over-time", "")
        for id in benchmarks(selection)
    )
