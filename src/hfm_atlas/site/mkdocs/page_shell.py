"""The theme's frame around our pages, rendered once for all pages that share it.

Material renders its whole header, tabs, drawer and footer again for each page, which costs more than our content. Pages
outside the navigation differ only in what is filled in here, so their frame is rendered with placeholders for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape as escape_html
from urllib.parse import quote, urljoin

from jinja2 import Environment
from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from hfm_atlas.model.addresses import Heading
from hfm_atlas.site.internal_links import PageLinks, read_links
from hfm_atlas.site.mkdocs.prerendered_page import PrerenderedPage
from hfm_atlas.site.renderer import Content
from hfm_atlas.site.routes import PageSpec

# The theme puts a title before content in which it sees no <h1, so the content's placeholder has one.
_HEADING = "<h1"
_PLACEHOLDER = re.compile(rf"xqAtlas([a-z]+[12]?)qx(?:{_HEADING})?")


def _placeholder(name: str) -> str:
    return f"xqAtlas{name}qx"


# Two sections: from one to the next is what each takes in the table of contents.
_SECTIONS = tuple(Heading(_placeholder(f"heading{number}"), _placeholder(f"anchor{number}")) for number in (1, 2))


@dataclass(frozen=True)
class Theme:
    """What MkDocs has made ready for writing pages."""

    config: MkDocsConfig
    environment: Environment
    files: Files
    navigation: Navigation

    def canonical_url(self, url: str) -> str | None:
        """Absolute address of the page at `url`; None where the site has none."""
        site_url = self.config.site_url
        return urljoin(site_url.rstrip("/") + "/", quote(url)) if site_url else None


# Depth, layout, whether there is a head of its own, and a table of contents.
_Key = tuple[int, str, bool, bool]
# Stand for a section and a head; the link check takes what begins with two underscores for the theme's own.
_FOLDER = "page/"
_NO_ANCHOR, _NO_HEAD = "__section", "<!-- -->"


def _key(planned: PageSpec, content: Content) -> _Key:
    return planned.url.count("/"), planned.layout, bool(content.head), bool(content.headings)


# Text, or the name of what belongs there.
_Part = tuple[str, bool]


class _Frame:
    """One frame, taken apart at its placeholders."""

    def __init__(self, html: str) -> None:
        parts: list[_Part] = [(part, place % 2 == 1) for place, part in enumerate(_PLACEHOLDER.split(html))]
        sections = [part for part, is_name in parts if is_name and part[-1].isdigit()]
        first = second = len(parts)
        if sections:
            # The first link leads past the head of the page to its first section.
            if sections != ["anchor1", "anchor1", "heading1", "anchor2", "heading2"]:
                raise ValueError(f"the theme shows the sections of a page in an unknown order: {', '.join(sections)}")
            first = parts.index(("anchor1", True), parts.index(("anchor1", True)) + 1)
            second = parts.index(("anchor2", True))
        self._before, self._section, self._after = parts[:first], parts[first:second], parts[second:]

    def fill(self, values: Mapping[str, str], headings: Sequence[Heading]) -> str:
        """The frame with `values` and the table of contents filled in."""
        html = _join(self._before, {**values, "anchor1": headings[0].anchor if headings else ""})
        for one in headings[:-1]:
            html += _join(self._section, {"anchor1": one.anchor, "heading1": escape_html(one.title)})
        for one in headings[-1:]:
            html += _join(self._after, {**values, "anchor2": one.anchor, "heading2": escape_html(one.title)})
        return html


def _join(parts: Iterable[_Part], values: Mapping[str, str]) -> str:
    return "".join(values[part] if is_name else part for part, is_name in parts)


class PageShells:
    """Frames of one build, by what they depend on: depth, layout, head and whether there is a table of contents."""

    def __init__(self, theme: Theme) -> None:
        """Frames rendered by the templates of `theme`."""
        self._theme = theme
        self._frames: dict[_Key, _Frame] = {}
        self._links: dict[_Key, PageLinks] = {}

    def fill(self, planned: PageSpec, content: Content) -> str:
        """The whole HTML of a page that shares its frame, as the theme's own template would give it."""
        key = _key(planned, content)
        if key not in self._frames:
            self._frames[key] = _Frame(self._render(planned, content))
        values = {
            "title": escape_html(planned.title),
            "content": content.html,
            "canonical": self._theme.canonical_url(planned.url) or "",
            "description": str(escape(planned.description)),
            "head": content.head,
            "card": planned.card,
        }
        return self._frames[key].fill(values, content.headings)

    def frame_links(self, planned: PageSpec, content: Content) -> PageLinks:
        """The links of the frame around a page, without those that its content brings."""
        key = _key(planned, content)
        if key not in self._links:
            headings = [Heading("", _NO_ANCHOR)] if content.headings else []
            empty = Content("", tuple(headings), _NO_HEAD if content.head else "")
            self._links[key] = read_links(self.fill(planned, empty).encode())
        return self._links[key]

    def _render(self, planned: PageSpec, content: Content) -> str:
        """The page with placeholders in the place of what differs."""
        html, head = _placeholder("content") + _HEADING, _placeholder("head") if content.head else ""
        # In a folder of no other page, so that links to the pages around it are the same for all.
        elsewhere = replace(planned, url=_FOLDER * planned.url.count("/"))
        stand_in = PrerenderedPage(
            elsewhere, lambda: Content(html, _SECTIONS if content.headings else (), head), self._theme.config
        )
        stand_in.read_source(self._theme.config)
        stand_in.render(self._theme.config, self._theme.files)
        stand_in.title = _placeholder("title")
        stand_in.canonical_url = _placeholder("canonical") if stand_in.canonical_url else None
        stand_in.meta["description"], stand_in.meta["card"] = _placeholder("description"), _placeholder("card")
        context = get_context(self._theme.navigation, self._theme.files, self._theme.config, stand_in)
        return self._theme.environment.get_template("main.html").render(context)
