"""Many independent tasks on all cores, where the system can fork; one after the other where it cannot."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Result = TypeVar("Result")
_tasks: Sequence[Callable[[], Any]] = ()


def run_tasks(tasks: Sequence[Callable[[], Result]], workers: int | None = None) -> Iterator[Result]:
    """Results in the order of `tasks`, as they become ready; they must be picklable, the tasks need not be.

    The workers are forks, so they see everything the tasks refer to as it is now, and nothing they change comes back.
    """
    count = min(workers or _cores(), len(tasks))
    if count < 2 or not _can_fork():
        yield from (task() for task in tasks)
        return
    global _tasks
    _tasks = tasks
    try:
        with multiprocessing.get_context("fork").Pool(count) as pool:
            yield from pool.imap(_run, range(len(tasks)), chunksize=max(1, len(tasks) // (count * 16)))
    finally:
        _tasks = ()


def _run(number: int) -> Any:
    return _tasks[number]()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _can_fork() -> bool:
    """Forking is safe with one thread; macOS offers it, but its own libraries do not survive it."""
    return sys.platform.startswith("linux") and threading.active_count() == 1
