"""Views to HTML through the Jinja templates of the project."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket

from hfm_atlas._util.errors import UsageError
from hfm_atlas.model.addresses import Heading
from hfm_atlas.site.routes import PageSpec

_HEAD = "parts/head.html"


class _CompiledTemplates(FileSystemBytecodeCache):
    """A cache that cannot be written costs time on the next build, nothing else."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled_templates(name: str) -> FileSystemBytecodeCache | None:
    """Where Jinja keeps the templates that it has compiled, which takes 0.3 s on each core; None where it cannot.

    `name` keeps environments with different options apart. The folder is in the temporary one and the user's own, not
    the project's `.cache/`: what lies there is run, and a checkout may hold what others wrote.
    """
    try:
        return _CompiledTemplates(pattern=f"hfm-atlas-{name}-%s")
    except (OSError, RuntimeError):
        return None


class Content(NamedTuple):
    """What one page consists of besides the theme's frame; it can be handed from one process to another."""

    html: str
    headings: tuple[Heading, ...]
    head: str
    """What stands in the page's head besides what every page has, as HTML."""

    @staticmethod
    def empty() -> Content:
        """Of a page that is made later."""
        return Content("", (), "")


class Renderer:
    """Renders templates with autoescape on; an unknown name in a template is an error.

    One renderer serves one build: templates are compiled once and not looked at again.
    """

    def __init__(self, templates: Path, shared: Mapping[str, object]) -> None:
        """Templates are read from `templates`; each can use the names in `shared`."""
        self.templates = templates
        self._environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=compiled_templates("pages"),
        )
        # Linked data as it is, in the order in which it was made.
        self._environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
        self._environment.globals.update(shared)

    def render(self, planned: PageSpec) -> Content:
        """The content of a page: its HTML without the theme's frame, its headings, and what its head holds.

        Raises:
            UsageError: the template is missing or wrong; the message names it.
        """
        view = planned.make_view()
        try:
            template = self._environment.get_template(planned.template)
            html = template.render(view=view, root=root_of(planned.url))
            head = self.render_head(planned)
        except TemplateError as problem:
            raise UsageError(f"templates/{_place(problem, planned)}: {problem}") from problem
        return Content(html, getattr(view, "headings", ()), head)

    def render_view(self, template: str, view: object, url: str) -> str:
        """A page that the theme has no part in, as a whole.

        Raises:
            UsageError: the template is missing or wrong; the message names it.
        """
        try:
            return self._environment.get_template(template).render(view=view, root=root_of(url))
        except TemplateError as problem:
            raise UsageError(f"templates/{template}: {problem}") from problem

    def render_head(self, planned: PageSpec) -> str:
        """What stands in the head of the page besides what every page has, as HTML."""
        if planned.make_head is None:
            return ""
        return self._environment.get_template(_HEAD).render(head=planned.make_head())


def _place(problem: TemplateError, planned: PageSpec) -> str:
    """Template and line of a mistake in its syntax; of any other problem the template and the page that met it."""
    if isinstance(problem, TemplateSyntaxError):
        return f"{problem.name or planned.template}:{problem.lineno}"
    return f"{planned.template}, page {planned.url}"


def root_of(url: str) -> str:
    """Relative address of the site's root, seen from the page at `url`: `../../` for `models/biobert/`."""
    return "../" * url.count("/") or "./"
