"""Views to HTML through the Jinja templates of the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError

from hfm_atlas.errors import UsageError
from hfm_atlas.pages.plan import PlannedPage
from hfm_atlas.views.links import Heading

_HEAD = "parts/head.html"


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A planned page with its content, and what stands in its head besides what every page has."""

    planned: PlannedPage
    content: str
    headings: tuple[Heading, ...]
    head: str = ""


class Renderer:
    """Renders templates with autoescape on; an unknown name in a template is an error.

    One renderer serves one build: templates are compiled once and not looked at again.
    """

    def __init__(self, templates: Path, shared: Mapping[str, object]) -> None:
        """Templates are read from `templates`; each can use the names in `shared`."""
        self._environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        # Linked data as it is, in the order in which it was made.
        self._environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
        self._environment.globals.update(shared)

    def render(self, planned: PlannedPage) -> RenderedPage:
        """The page with its content as HTML.

        Raises:
            UsageError: the template is missing or wrong; the message names it.
        """
        return RenderedPage(planned, *self.render_content(planned))

    def render_content(self, planned: PlannedPage) -> tuple[str, tuple[Heading, ...], str]:
        """The page's HTML, headings and head, which can be handed from one process to another.

        Raises:
            UsageError: as above.
        """
        view = planned.make_view()
        try:
            template = self._environment.get_template(planned.template)
            content = template.render(view=view, root=root_of(planned.url))
            head = self.render_head(planned)
        except TemplateError as problem:
            raise UsageError(f"templates/{_place(problem, planned)}: {problem}") from problem
        return content, getattr(view, "headings", ()), head

    def render_head(self, planned: PlannedPage) -> str:
        """What stands in the head of the page besides what every page has, as HTML."""
        if planned.make_head is None:
            return ""
        return self._environment.get_template(_HEAD).render(head=planned.make_head())


def _place(problem: TemplateError, planned: PlannedPage) -> str:
    """Template and line of a slip in its syntax; of any other problem the template and the page that met it."""
    if isinstance(problem, TemplateSyntaxError):
        return f"{problem.name or planned.template}:{problem.lineno}"
    return f"{planned.template}, page {planned.url}"


def root_of(url: str) -> str:
    """Relative address of the site's root, seen from the page at `url`."""
    return "../" * url.count("/") or "./"
