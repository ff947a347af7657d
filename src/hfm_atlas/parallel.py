"""Many independent tasks on all cores, where the system can fork; one after the other where it cannot."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")
# PR_SET_PDEATHSIG of <linux/prctl.h>; processes are forked on Linux alone.
_DIE_WITH_PARENT = 1
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
    pool = _new_pool(count)
    try:
        yield from pool.map(_run, range(len(tasks)), chunksize=max(1, len(tasks) // (count * 16)))
    finally:
        _tasks = ()
        pool.shutdown(cancel_futures=True)


class StartedTask(Generic[Result]):
    """A task that runs on another core while this process goes on; where that cannot be, it waits to be asked for."""

    def __init__(self, task: Callable[[], Result]) -> None:
        """Start `task` with everything it refers to as it is now; its result must be picklable."""
        self._task = task
        self._pool: ProcessPoolExecutor | None = None
        self._future: Future[Result] | None = None
        if _cores() > 1 and _can_fork():
            global _tasks
            _tasks = (task,)
            self._pool = _new_pool(1)
            # The worker is forked here, so it keeps the task though the list is empty again.
            self._future = self._pool.submit(_run, 0)
            _tasks = ()

    def result(self) -> Result:
        """What the task gave, after waiting for it; raises what the task raised."""
        if self._future is None:
            self._future = Future()
            self._future.set_result(self._task())
        try:
            return self._future.result()
        finally:
            self.stop()

    def stop(self) -> None:
        """Let go of the worker; a task that runs is not waited for."""
        if self._pool is not None:
            self._pool.shutdown(wait=self._future is not None and self._future.done(), cancel_futures=True)


def _new_pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), initializer=_begin_work)


def _begin_work() -> None:
    """In a worker: the process that started it stops it, and when that one is killed, the kernel does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _run(number: int) -> Any:
    return _tasks[number]()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _can_fork() -> bool:
    """Forking is safe with one thread; macOS offers it, but its own libraries do not survive it."""
    return sys.platform.startswith("linux") and threading.active_count() == 1
