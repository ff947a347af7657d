"""Which pages the site has, each with its address, template and view."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from hfm_atlas.figures import FIGURES
from hfm_atlas.figures.forest import large_families
from hfm_atlas.figures.scatter import benchmarks as drawn_benchmarks
from hfm_atlas.model.addresses import (
    COMPLETENESS_URL,
    KIND_FOLDERS,
    OWN_PAGES,
    entry_url,
    facet_url,
    family_url,
    leaderboard_url,
    term_url,
)
from hfm_atlas.model.entries import Kind
from hfm_atlas.model.taxonomy import Term
from hfm_atlas.model.vocabularies import KIND_PLURALS
from hfm_atlas.query.selection import published_url
from hfm_atlas.site.command_line import PROGRAM, find_commands
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.figures import figure_view
from hfm_atlas.site.views.entry.compare import compare_view
from hfm_atlas.site.views.entry.entry import entry_view
from hfm_atlas.site.views.entry.head_metadata import HeadMetadata, head_metadata
from hfm_atlas.site.views.entry.related import RelatedEntries
from hfm_atlas.site.views.overview.cite import ExportFile, cite_view
from hfm_atlas.site.views.overview.figures import family_page, figure_page, figures_view
from hfm_atlas.site.views.overview.gaps import gap_map
from hfm_atlas.site.views.overview.home import home_view
from hfm_atlas.site.views.overview.leaderboard import Leaderboard, benchmarks, leaderboard, leaderboards_view
from hfm_atlas.site.views.overview.lists import list_view
from hfm_atlas.site.views.overview.news import news_view
from hfm_atlas.site.views.overview.start import start_view
from hfm_atlas.site.views.quality.completeness import completeness_view, screening_view
from hfm_atlas.site.views.quality.quality import quality_view
from hfm_atlas.site.views.reference.command_reference import command_reference_view
from hfm_atlas.site.views.reference.credits import credits_view
from hfm_atlas.site.views.reference.field_reference import field_reference_view
from hfm_atlas.site.views.reference.rule_reference import rule_reference_view
from hfm_atlas.site.views.terms.challenge import challenge_view, challenges_view
from hfm_atlas.site.views.terms.opportunity import opportunities_view, opportunity_view
from hfm_atlas.site.views.terms.question import question_view, questions_view
from hfm_atlas.site.views.terms.subfield import subfield_view, subfields_view
from hfm_atlas.site.views.terms.terms import facet_definition, facet_view, taxonomy_view, term_view

# The page that lists the exports, and so can be made only after them.
EXPORTS_URL = "cite/"
Layout = Literal["home", "contents", "wide"]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: nothing of it is made before `make_view` is called."""

    url: str
    """Address relative to the site's root, empty for the home page, else with a slash at its end."""
    title: str
    template: str
    make_view: Callable[[], object]
    description: str
    layout: Layout = "contents"
    """contents: with a table of contents next to it; wide: without; home: without and full width."""
    edit_url: str | None = None
    make_head: Callable[[], HeadMetadata] | None = None
    """What its head says of a work; no page but those of entries is about one."""
    names: tuple[str, ...] = ()
    """What else readers call what it is for, in small letters."""

    @property
    def card(self) -> str:
        """Path of the picture that a shared link shows, below the site's root.

        An entry, a subfield and a page of the top have their own, a figure is its own, and all others have that of the
        page above them.
        """
        if self.make_head is not None:
            return own_card(self.url)
        figure = next((spec.name for spec in FIGURES.values() if spec.url == self.url), None)
        if figure:
            return f"figures/{figure}.png"
        first, _, rest = self.url.partition("/")
        if first == "contribute":  # whose page is a Markdown file
            return own_card("")
        return own_card(self.url if first == "subfields" or not rest else f"{first}/")


def own_card(url: str) -> str:
    """Path of the card that is of one page alone."""
    return f"cards/{url.rstrip('/') or 'home'}.png"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What pages need to know of the site besides the atlas."""

    url: str = ""
    """Absolute address of the home page; empty where the site has none."""
    description: str = ""
    name: str = "HFM Atlas"
    exports: Sequence[ExportFile] = ()
    citations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Formatted citations by id of the entry, then by style."""


def plan_pages(index: SiteIndex, site: SiteFacts) -> Iterator[PageSpec]:
    """All pages, except those that are Markdown files under docs/; views are made when a page is asked for."""
    yield from _top_pages(index, site)
    yield from _list_pages(index)
    yield from _figure_pages(index, site)
    yield from _leaderboard_pages(index, site)
    yield from _contribute_pages(index)
    yield from _entry_pages(index, site)
    for facet in index.atlas.facets:
        if facet not in OWN_PAGES:
            yield _facet_page(index, facet)
        for term in index.atlas.terms(facet):
            yield _term_page(index, site, facet, term)


def _page(
    url: str,
    title: str,
    make_view: Callable[[], object],
    description: str,
    layout: Layout = "contents",
    template: str = "",
    names: tuple[str, ...] = (),
) -> PageSpec:
    """A page whose template is called as the last part of its address, where no other is named."""
    name = template or url.rstrip("/").rpartition("/")[2] or "home"
    return PageSpec(url, title, f"pages/{name}.html", make_view, description, layout, names=names)


def _top_pages(index: SiteIndex, site: SiteFacts) -> Iterator[PageSpec]:
    yield _page("", "Home", partial(home_view, index), site.description, "home")
    yield _page("start/", "Start here", partial(start_view, index), "A newcomer's path through the field.")
    branches = "The four branches of the field."
    yield _page("subfields/", "Subfields", partial(subfields_view, index), branches, "wide")
    facets = "The facets and terms that describe entries."
    yield _page("taxonomy/", "Taxonomy", partial(taxonomy_view, index), facets, "wide")
    for facet, make_view in (
        ("challenges", challenges_view),
        ("opportunities", opportunities_view),
        ("questions", questions_view),
    ):
        yield _page(f"{facet}/", facet.capitalize(), partial(make_view, index), facet_definition(index, facet), "wide")
    exports = "How to cite the atlas, the survey and single entries; every export with its checksum."
    cite = partial(cite_view, index, site.exports, site.url)
    yield _page(EXPORTS_URL, "Cite", cite, exports, names=("download", "export"))
    sourced = "How many facts carry a source, what is not checked yet, warnings, and errata of source lists."
    yield _page("quality/", "Quality", partial(quality_view, index), sourced)
    complete = "How many works there may be, how many the atlas holds, and how that is known."
    yield _page(COMPLETENESS_URL, "How complete", partial(completeness_view, index), complete)
    rule = "What belongs in the atlas, how works are found, and what was decided on them."
    yield _page("screening/", "How works get in", partial(screening_view, index), rule)
    news = partial(news_view, index, has_feed=bool(site.url))
    feed = ", and a feed (Atom, like RSS)" if site.url else ""
    called = ("rss", "atom feed", "feed", "subscribe") if site.url else ()
    yield _page("news/", "What’s new", news, f"Entries by the day they were added{feed}.", names=called)
    marks = "What the marks, squares, shapes and lines of the atlas mean."
    yield _page("legend/", "Legend", lambda: index.subfields, marks, "wide")


def _list_pages(index: SiteIndex) -> Iterator[PageSpec]:
    lists: list[tuple[Kind | None, str, str]] = [(None, "explore/", "Explore")]
    lists += [(kind, f"{folder}/", KIND_PLURALS[kind]) for kind, folder in KIND_FOLDERS.items()]
    for kind, url, title in lists:
        about = f"{title} of the atlas in one table."
        yield _page(url, title, partial(list_view, index, kind), about, "wide", "list" if kind else "explore")


def _figure_pages(index: SiteIndex, site: SiteFacts) -> Iterator[PageSpec]:
    """Pages that one looks at: the gap map, entries side by side, and the figures with those of large families."""
    clusters = "Where models cluster, and where the atlas has none."
    yield _page("gap-map/", "Gap map", partial(gap_map, index, "tasks", "modalities"), clusters, "wide")
    yield _page(
        "compare/", "Compare", partial(compare_view, index), "Two to five entries compared side by side.", "wide"
    )
    pictures = "The field in pictures for lectures, grants and papers; each can be saved and embedded."
    yield _page("figures/", "Figures", figures_view, pictures, "wide", names=("embed", "embed a figure", "iframe"))
    for spec in FIGURES.values():
        make_view = partial(figure_page, index, site.url, spec.name)
        yield _page(spec.url, spec.short or spec.title, make_view, spec.help, "wide", "figure")
    for id, _ in large_families(index.selection(site.url)):
        name = index.links[id].name
        about = f"Everything that goes back to {name}, with the licences of the weights."
        make_view = partial(family_page, index, site.url, id)
        yield _page(family_url(id), f"What is built on {name}", make_view, about, "wide", "figure")


def _leaderboard_pages(index: SiteIndex, site: SiteFacts) -> Iterator[PageSpec]:
    """The list of benchmarks, and a page each."""
    measured = "Results on benchmarks, ranked only where models were tested under the same conditions."
    yield _page("leaderboards/", "Leaderboards", partial(leaderboards_view, index), measured)
    drawn = set(drawn_benchmarks(index.selection(site.url)))
    for id in benchmarks(index):
        name = index.links[id].name
        make_view = partial(_leaderboard, index, site.url, id) if id in drawn else partial(leaderboard, index, id)
        about = f"Every result on {name} with its setting, openness of weights, parameters and year."
        yield _page(leaderboard_url(id), f"{name} leaderboard", make_view, about, "wide", "leaderboard")


def _leaderboard(index: SiteIndex, site_url: str, id: str) -> Leaderboard:
    """A benchmark's results with their picture."""
    return replace(leaderboard(index, id), figure=figure_view(index.selection(site_url), "results", id))


def _contribute_pages(index: SiteIndex) -> Iterator[PageSpec]:
    """References made from the code, and who contributed."""
    fields = "Every field of an entry: meaning, type, example."
    yield _page("contribute/fields/", "Fields", partial(field_reference_view, index), fields)
    rules = "Every rule of validation: what it asks for, and why."
    yield _page("contribute/rules/", "Rules", partial(rule_reference_view, index), rules)
    commands = "Every command of hfm-atlas with its options and examples."
    yield _page("contribute/commands/", "Commands", lambda: command_reference_view(find_commands(), PROGRAM), commands)
    yield _page("contribute/credits/", "Credits", partial(credits_view, index), "Who contributed to the atlas.")


def _entry_pages(index: SiteIndex, site: SiteFacts) -> Iterator[PageSpec]:
    related = RelatedEntries(index)
    site_url = published_url(site.url)
    for entry in index.atlas.entries.values():
        yield PageSpec(
            url=entry_url(entry),
            title=entry.name,
            template="pages/entry.html",
            make_view=partial(entry_view, index, related, entry, site.citations.get(entry.id, {})),
            description=entry.summary,
            edit_url=index.repository.edit_url(index.atlas.documents[entry.id].path) if index.repository else None,
            make_head=partial(head_metadata, index.edges_from, entry, site_url),
        )


def _facet_page(index: SiteIndex, facet: str) -> PageSpec:
    loaded = index.atlas.facets[facet]
    return PageSpec(
        url=facet_url(facet),
        title=loaded.facet.name,
        template="pages/facet.html",
        make_view=partial(facet_view, index, facet),
        description=loaded.facet.definition,
        edit_url=index.repository.edit_url(loaded.document.path) if index.repository else None,
    )


def _term_page(index: SiteIndex, site: SiteFacts, facet: str, term: Term) -> PageSpec:
    views: dict[str, tuple[str, Callable[[], object]]] = {
        "subfields": ("subfield", partial(subfield_view, index, term, site.url)),
        "challenges": ("challenge", partial(challenge_view, index, term)),
        "opportunities": ("opportunity", partial(opportunity_view, index, term)),
        "questions": ("question", partial(question_view, index, term)),
    }
    template, make_view = views.get(facet, ("term", partial(term_view, index, facet, term)))
    path = index.atlas.facets[facet].document.path
    return PageSpec(
        url=term_url(facet, term.id),
        title=term.name,
        template=f"pages/{template}.html",
        make_view=make_view,
        description=term.definition,
        edit_url=index.repository.edit_url(path) if index.repository else None,
    )
