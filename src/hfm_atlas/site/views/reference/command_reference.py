"""The command reference: every command with its options and examples, as the command line itself has them."""

from __future__ import annotations

import inspect
from dataclasses import dataclass

import click

from hfm_atlas.model.addresses import Heading


@dataclass(frozen=True, slots=True)
class OptionReference:
    """One option: how it is written, what it does, what it is without being given."""

    written: str
    help: str
    default: str


@dataclass(frozen=True, slots=True)
class CommandReference:
    """One command: how it is called, what it does in a sentence and in more, options and examples."""

    name: str
    usage: str
    help: str
    more: tuple[str, ...]
    options: tuple[OptionReference, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommandReferenceView:
    """The page with every command, and what holds for all of them."""

    program: str
    commands: tuple[CommandReference, ...]
    options: tuple[OptionReference, ...]
    epilog: str

    @property
    def headings(self) -> tuple[Heading, ...]:
        """One heading a command."""
        return tuple(Heading(command.name, command.name) for command in self.commands)


def command_reference_view(group: click.Group, program: str) -> CommandReferenceView:
    """The view of the page; `program` is what is typed before a command."""
    context = click.Context(group, info_name=program)
    commands = [command for name in sorted(group.commands) if not (command := group.commands[name]).hidden]
    return CommandReferenceView(
        program=program,
        commands=tuple(_command(context, program, command) for command in commands),
        options=_options(context, group),
        epilog=group.epilog or "",
    )


def _command(above: click.Context, program: str, command: click.Command) -> CommandReference:
    name = command.name or ""
    context = click.Context(command, info_name=name, parent=above)
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    texts = [" ".join(one.split()) for one in paragraphs if not one.startswith("\b")]
    return CommandReference(
        name=name,
        usage=" ".join([program, name, *command.collect_usage_pieces(context)]),
        help=texts[0],
        more=tuple(texts[1:]),
        options=_options(context, command),
        examples=tuple(_examples(paragraphs)),
    )


def _options(context: click.Context, command: click.Command) -> tuple[OptionReference, ...]:
    """Options as their help shows them; arguments stand in the usage and in the text."""
    found = []
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            default = parameter.get_default(context) if parameter.show_default else None
            written = ", ".join(parameter.opts)
            if not parameter.is_flag:
                written += f" {parameter.make_metavar(context)}"
            found.append(OptionReference(written, parameter.help or "", "" if default is None else str(default)))
    return tuple(found)


def _examples(paragraphs: list[str]) -> list[str]:
    """The lines of the block of examples, below its heading."""
    blocks = [one.splitlines() for one in paragraphs if one.startswith("\b")]
    return [line.strip() for block in blocks for line in block[2:]]
