"""A page whose content is HTML already, so that nothing of it passes through Markdown."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from hfm_atlas.site.renderer import Content
from hfm_atlas.site.routes import PageSpec


def shares_frame(planned: PageSpec) -> bool:
    """Whether the frame is the same as that of others: the navigation and the footer name only top pages."""
    return planned.url.count("/") > 1


class PrerenderedPage(Page):
    """Hands its ready content to MkDocs; the content is asked for when MkDocs renders the page.

    Material's templates print titles as they are, so the title is escaped here.
    """

    def __init__(self, planned: PageSpec, make_content: Callable[[], Content], config: MkDocsConfig) -> None:
        """The page as a generated file of `config`'s site."""
        file = File.generated(config, f"{planned.url}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
        super().__init__(escape(planned.title), file, config)
        self.edit_url = planned.edit_url
        self.planned = planned
        self.make_content = make_content

    def read_source(self, config: MkDocsConfig) -> None:
        """Nothing to read; say what the theme needs to know."""
        planned = self.planned
        self.markdown = ""
        self.meta = {
            "description": planned.description,
            "layout": planned.layout,
            "card": planned.card,
            "hide": ["navigation"] if planned.layout == "contents" else ["navigation", "toc"],
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Content, table of contents and head, as they are."""
        made = self.make_content()
        self.content, self.meta["head"] = made.html, made.head
        self.toc = TableOfContents([AnchorLink(escape(one.title), one.anchor, 2) for one in made.headings])
