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
from hfm_atlas.site.views.terms.terms import facet_view, taxonomy_view, term_view

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
    """All pages, except those that are Markdown files under docs/."""
    yield from _top_pages(index, site)
    yield from _list_pages(index)
    yield from _picture_pages(index)
    yield from _figure_pages(index, site)
    yield from _leaderboard_pages(index, site)
    yield from _contribute_pages(index)
    yield from _entry_pages(index, site)
    for facet in index.atlas.facets:
        if facet not in OWN_PAGES:
            yield _facet_page(index, facet)
        for term in index.atlas.terms(facet):
            yield _term_page(index, site, facet, term)


def _top_pages(index: SiteIndex, site: SiteFacts) -> Iterator[PageSpec]:
    def top(url: str, title: str, make_view: Callable[[], object], description: str) -> PageSpec:
        template = f"pages/{url.rstrip('/') or 'home'}.html"
        return PageSpec(url, title, template, make_view, description, "wide" if url else "home")

    yield top("", "Home", partial(home_view, index), site.description)
    yield PageSpec(
        "start/", "Start here", "pages/start.html", partial(start_view, index), "A newcomer's path through the field."
    )
    yield top("subfields/", "Subfields", partial(subfields_view, index), "The four branches of the field.")
    yield top("taxonomy/", "Taxonomy", partial(taxonomy_view, index), "The facets and terms that describe entries.")
    yield top("challenges/", "Challenges", partial(challenges_view, index), _definition(index, "challenges"))
    yield top(
        "opportunities/", "Opportunities", partial(opportunities_view, index), _definition(index, "opportunities")
    )
    yield top("questions/", "Questions", partial(questions_view, index), _definition(index, "questions"))
    exports = "How to cite the atlas, the survey and single entries; every export with its checksum."
    yield PageSpec(EXPORTS_URL, "Cite", "pages/cite.html", partial(cite_view, index, site.exports, site.url), exports)
    sourced = "How many facts carry a source, what is not checked yet, warnings, and errata of source lists."
    yield PageSpec("quality/", "Quality", "pages/quality.html", partial(quality_view, index), sourced)
    complete = "How many works there may be, how many the atlas holds, and how that is known."
    yield PageSpec(
        COMPLETENESS_URL, "How complete", "pages/completeness.html", partial(completeness_view, index), complete
    )
    rule = "What belongs in the atlas, how works are found, and what was decided on them."
    yield PageSpec("screening/", "How works get in", "pages/screening.html", partial(screening_view, index), rule)
    news = partial(news_view, index, has_feed=bool(site.url))
    added = "Entries by the day they were added"
    added += ", and a feed (Atom, like RSS)." if site.url else "."
    yield PageSpec("news/", "What’s new", "pages/news.html", news, added)
    yield top(
        "legend/", "Legend", lambda: index.subfields, "What the marks, squares, shapes and lines of the atlas mean."
    )


def _definition(index: SiteIndex, facet: str) -> str:
    return index.atlas.facets[facet].facet.definition if facet in index.atlas.facets else ""


def _list_pages(index: SiteIndex) -> Iterator[PageSpec]:
    lists: list[tuple[Kind | None, str, str]] = [(None, "explore/", "Explore")]
    lists += [(kind, f"{folder}/", KIND_PLURALS[kind]) for kind, folder in KIND_FOLDERS.items()]
    for kind, url, title in lists:
        yield PageSpec(
            url,
            title,
            "pages/list.html" if kind else "pages/explore.html",
            partial(list_view, index, kind),
            f"{title} of the atlas in one table.",
            "wide",
        )


def _picture_pages(index: SiteIndex) -> Iterator[PageSpec]:
    """Pages that one looks at: what exists where, when, and built on what; and entries side by side."""
    pages: list[tuple[str, str, Callable[[], object], str]] = [
        (
            "gap-map",
            "Gap map",
            partial(gap_map, index, "tasks", "modalities"),
            "Where models cluster, and where the atlas has none.",
        ),
        ("compare", "Compare", partial(compare_view, index), "Two to five entries compared side by side."),
    ]
    for name, title, make_view, description in pages:
        yield PageSpec(f"{name}/", title, f"pages/{name}.html", make_view, description, "wide")


def _figure_pages(index: SiteIndex, site: SiteFacts) -> Iterator[PageSpec]:
    """The page that collects figures, one of each, and one of each large family."""
    about = "The field in pictures for lectures, grants and papers."
    yield PageSpec("figures/", "Figures", "pages/figures.html", figures_view, about, "wide")
    for spec in FIGURES.values():
        yield PageSpec(
            spec.url,
            spec.short or spec.title,
            "pages/figure.html",
            partial(figure_page, index, site.url, spec.name),
            spec.help,
            "wide",
        )
    for id, _ in large_families(index.selection(site.url)):
        name = index.links[id].name
        yield PageSpec(
            f"lineage/{id}/",
            f"What is built on {name}",
            "pages/figure.html",
            partial(family_page, index, site.url, id),
            f"Everything that goes back to {name}, with the licences of the weights.",
            "wide",
        )


def _leaderboard_pages(index: SiteIndex, site: SiteFacts) -> Iterator[PageSpec]:
    """The list of benchmarks, and a page each."""
    measured = "Results on benchmarks, ranked only where models were tested under the same conditions."
    yield PageSpec(
        "leaderboards/", "Leaderboards", "pages/leaderboards.html", partial(leaderboards_view, index), measured
    )
    drawn = set(drawn_benchmarks(index.selection(site.url)))
    for id in benchmarks(index):
        name = index.links[id].name
        yield PageSpec(
            leaderboard_url(id),
            f"{name} leaderboard",
            "pages/leaderboard.html",
            partial(_leaderboard, index, site.url, id) if id in drawn else partial(leaderboard, index, id),
            f"Every result on {name} with its setting, openness of weights, parameters and year.",
            "wide",
        )


def _leaderboard(index: SiteIndex, site_url: str, id: str) -> Leaderboard:
    """A benchmark's results with their picture."""
    return replace(leaderboard(index, id), figure=figure_view(index.selection(site_url), "results", id))


def _contribute_pages(index: SiteIndex) -> Iterator[PageSpec]:
    """References made from the code, and who contributed."""
    pages: list[tuple[str, str, Callable[[], object], str]] = [
        ("fields", "Fields", partial(field_reference_view, index), "Every field of an entry: meaning, type, example."),
        ("rules", "Rules", partial(rule_reference_view, index), "Every rule of validation: what it asks for, and why."),
        (
            "commands",
            "Commands",
            lambda: command_reference_view(find_commands(), PROGRAM),
            "Every command of hfm-atlas with its options and examples.",
        ),
        ("credits", "Credits", partial(credits_view, index), "Who contributed to the atlas."),
    ]
    for name, title, make_view, description in pages:
        yield PageSpec(f"contribute/{name}/", title, f"pages/{name}.html", make_view, description)


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
