"""The bar that shows how far long work is: on a terminal only, silent when piped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

# Told what is being done, how much of it is done, and of how much.
Report = Callable[[str, int, int], None]
_SECONDS_BETWEEN = 0.1


@contextmanager
def progress_bar(*, ticks: bool = False) -> Iterator[Report]:
    """A bar that shows what it is told.

    With `ticks` its time goes on by itself, for work that waits. That takes a thread, and a process with threads does
    not spread its work over all cores; without, it is drawn when it is told something, at most ten times a second.
    """
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    clock = TimeRemainingColumn() if ticks else TimeElapsedColumn()
    hidden = not console.is_terminal
    with Progress(*columns, clock, console=console, transient=True, disable=hidden, auto_refresh=ticks) as progress:
        task = progress.add_task("", total=None)
        drawn = 0.0

        def report(what: str, done: int, total: int) -> None:
            nonlocal drawn
            if hidden:
                return
            due = done == total or time.monotonic() - drawn > _SECONDS_BETWEEN
            progress.update(task, description=what, completed=done, total=total, refresh=due)
            drawn = time.monotonic() if due else drawn

        yield report
