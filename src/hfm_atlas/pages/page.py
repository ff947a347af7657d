"""A page whose content is HTML already, so that nothing of it passes through Markdown."""

from __future__ import annotations

from html import escape

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from hfm_atlas.pages.renderer import RenderedPage


class ReadyPage(Page):
    """Hands its ready content to MkDocs.

    Material's templates print titles as they are, so the title is escaped here.
    """

    def __init__(self, rendered: RenderedPage, config: MkDocsConfig) -> None:
        """The page as a generated file of `config`'s site."""
        planned = rendered.planned
        file = File.generated(config, f"{planned.url}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
        super().__init__(escape(planned.title), file, config)
        self.edit_url = planned.edit_url
        self._rendered = rendered

    def read_source(self, config: MkDocsConfig) -> None:
        """Nothing to read; say what the theme needs to know."""
        planned = self._rendered.planned
        self.markdown = ""
        self.meta = {
            "description": planned.description,
            "layout": planned.layout,
            "hide": ["navigation"] if planned.layout == "contents" else ["navigation", "toc"],
            "search": {"exclude": True},
            "head": self._rendered.head,
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Content and table of contents, as they are."""
        self.content = self._rendered.content
        self.toc = TableOfContents([AnchorLink(escape(one.title), one.anchor, 2) for one in self._rendered.headings])
