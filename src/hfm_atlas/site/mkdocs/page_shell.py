"""The theme's frame around our pages, rendered once for all pages that share it.

Material renders its whole header, tabs, drawer and footer again for each page, which costs more than our content. Pages
outside the navigation differ only in what is filled in here, so their frame is rendered with placeholders for it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, Template
from markupsafe import escape

from hfm_atlas.site.mkdocs.prerendered_page import PrerenderedPage

# The theme puts a title before content in which it sees no <h1, so the content's placeholder has one.
_HEADING = "<h1"
_PLACEHOLDER = re.compile(rf"xqAtlas(title|content|canonical|description|head)qx(?:{_HEADING})?")
FrameKey = tuple[object, ...]


def _placeholder(name: str) -> str:
    return f"xqAtlas{name}qx"


class PageShells:
    """Frames of one build, by what they depend on: depth, layout and table of contents."""

    def __init__(self, environment: Environment) -> None:
        """Frames rendered by the theme's templates in `environment`."""
        self._theme: Template = environment.get_template("main.html")
        self._shells: dict[FrameKey, list[str]] = {}

    def fill(self, page: PrerenderedPage, context: Mapping[str, Any]) -> str:
        """The whole HTML of `page`, as the theme's own template would give it."""
        key = self._key(page)
        if key not in self._shells:
            self._shells[key] = _PLACEHOLDER.split(self._render(page, context))
        values = {
            "title": str(page.title),
            "content": page.content or "",
            "canonical": page.canonical_url or "",
            "description": str(escape(page.meta.get("description", ""))),
            "head": str(page.meta.get("head", "")),
        }
        parts = self._shells[key]
        # `split` gives text and names of placeholders by turns.
        return "".join(values[part] if place % 2 else part for place, part in enumerate(parts))

    def _key(self, page: PrerenderedPage) -> FrameKey:
        contents = tuple((item.title, item.id) for item in page.toc)
        return (
            page.url.count("/"),
            page.meta.get("layout"),
            bool(page.canonical_url),
            bool(page.meta.get("head")),
            contents,
        )

    def _render(self, page: PrerenderedPage, context: Mapping[str, Any]) -> str:
        stand_in = copy.copy(page)
        stand_in.title = _placeholder("title")
        stand_in.content = _placeholder("content") + _HEADING
        stand_in.canonical_url = _placeholder("canonical") if page.canonical_url else None
        head = {"head": _placeholder("head")} if page.meta.get("head") else {}
        stand_in.meta = {**page.meta, "description": _placeholder("description"), **head}
        return self._theme.render({**context, "page": stand_in})
