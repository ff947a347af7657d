"""What the commands share: the group that they belong to, and options that several have."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import click

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import clear_up
from hfm_atlas._util.gc import no_gc_to_the_end
from hfm_atlas._util.suggestions import suggest
from hfm_atlas.project import Project, find_project

if TYPE_CHECKING:
    from hfm_atlas.loading.opening import OpenedAtlas

PATH = click.Path(path_type=Path)
KINDS = ("model", "dataset", "survey", "base")

Given = ParamSpec("Given")
Command = TypeVar("Command", bound=Callable[..., Any])


class ClosestChoice(click.Choice[str]):
    """A fixed list of values whose error names the nearest one."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """What to say about a value that is not in the list."""
        return f"'{value}' is not possible: {suggest(str(value), self.choices, 'use ' + ' or '.join(self.choices))}"


# Names that commands had before; they still work.
FORMER_NAMES = {"works": "publications"}


class AtlasGroup(click.Group):
    """The commands, also by their former names; an unknown one is answered with the nearest."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None if there is none."""
        return super().get_command(ctx, FORMER_NAMES.get(cmd_name, cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            names = self.list_commands(ctx)
            raise UsageError(f"there is no command '{args[0]}': {suggest(args[0], names, 'see hfm-atlas --help')}")
        return super().resolve_command(ctx, args)


def project_of(context: click.Context) -> Project:
    """The atlas that the command is about, `--project` or that of the current folder, cleared up behind killed runs."""
    project = find_project(context.find_root().params["project"] or Path.cwd())
    if changed := clear_up(project.root):
        print(f"completed a change that was interrupted: {', '.join(changed)}", file=sys.stderr)
    return project


def pass_project(command: Callable[Concatenate[Project, Given], int]) -> Callable[Given, int]:
    """Give the command the atlas that it is about as its first argument."""

    @click.pass_context
    def with_project(context: click.Context, /, *args: Given.args, **options: Given.kwargs) -> int:
        return command(project_of(context), *args, **options)

    return update_wrapper(with_project, command)


def pass_atlas(command: Callable[Concatenate[OpenedAtlas, Given], int]) -> Callable[..., int]:
    """Give the command the atlas that it only reads as its first argument, and the option `--atlas`."""

    @click.option("--atlas", "source", metavar="URL|FILE", help="Read a published atlas.json instead of a checkout.")
    @click.pass_context
    def with_atlas(context: click.Context, /, source: str | None, *args: Given.args, **options: Given.kwargs) -> int:
        with no_gc_to_the_end():
            return command(_opened(context, source), *args, **options)

    return update_wrapper(with_atlas, command)


def _opened(context: click.Context, source: str | None) -> OpenedAtlas:
    # Imported here: most commands need no reading of what is published.
    from hfm_atlas.loading.opening import open_atlas, open_checkout, open_near

    if source is not None:
        return open_atlas(source)
    if context.find_root().params["project"]:
        return open_checkout(project_of(context))
    return open_near(Path.cwd(), lambda _: open_checkout(project_of(context)))


def format_option(*names: str, help: str = "How to report.") -> Callable[[Command], Command]:
    """The option `--format` with these values, the first by default."""
    return click.option(
        "--format", "format_name", type=ClosestChoice(names), default=names[0], show_default=True, help=help
    )


report_option = click.option("-o", "--output", type=PATH, metavar="FILE", help="Write the report to FILE.")


@click.group(
    cls=AtlasGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 a bug of hfm-atlas.",
)
@click.option("--project", type=PATH, metavar="PATH", help="A folder in the atlas; by default the current one.")
@click.option("--debug", is_flag=True, help="Show the traceback of a bug.")
@click.version_option(package_name="hfm-atlas", prog_name="hfm-atlas")
def cli(project: Path | None, debug: bool) -> None:
    """HFM Atlas: check, browse, cite and extend a map of healthcare foundation models.

    \b
    Examples:
      hfm-atlas validate
      hfm-atlas new model retfound --name RETFound --subfield vision
      hfm-atlas build
    """
