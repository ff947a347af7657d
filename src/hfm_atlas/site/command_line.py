"""The command line, for the page that explains it."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points

import click

PROGRAM = "hfm-atlas"


def find_commands() -> click.Group:
    """The commands as the shell finds them, by the name of the program: pages are below them and cannot import them.

    Raises:
        LookupError: the program is not installed.
    """
    for point in entry_points(group="console_scripts", name=PROGRAM):
        found = getattr(import_module(point.module), "cli", None)
        if isinstance(found, click.Group):
            return found
    raise LookupError(f"the program {PROGRAM} is not installed")
