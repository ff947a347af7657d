"""Many independent tasks on all cores, where the system can fork; one after the other where it cannot."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext

Result = TypeVar("Result")
# What a task gave, and what it raised.
_Answer = tuple[Any, Exception | None]
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


class Worker:
    """Another process that does given tasks one after the other; what they change stays there.

    It is a fork like those of `run_tasks`. Where there can be none, a task runs here as soon as it is started.
    """

    def __init__(self, *tasks: Callable[[], Any]) -> None:
        """Fork with everything that `tasks` refer to as it is now; nothing is started yet."""
        self._tasks = tasks
        self._answers: list[_Answer] = []
        self._process: BaseProcess | None = None
        if _cores() > 1 and _can_fork():
            fork = _forks()
            self._here, there = fork.Pipe()
            # A daemon does not keep this process from ending.
            self._process = fork.Process(target=_work, args=(there, tasks), daemon=True)
            self._process.start()
            there.close()

    def start(self, task: Callable[[], Any]) -> None:
        """Start one of the tasks, or let it wait for those that were started before it."""
        if self._process is None:
            self._answers.append(_answer(task))
        else:
            self._here.send(self._tasks.index(task))

    def result(self) -> Any:
        """What the oldest task gave that was started and not asked for yet; raises what the task raised."""
        try:
            result, problem = self._answers.pop(0) if self._process is None else self._here.recv()
        except (EOFError, ConnectionResetError):
            raise RuntimeError("a worker process ended before its work was done") from None
        if problem is not None:
            raise problem
        return result

    def stop(self) -> None:
        """End the process; what it is doing is given up."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._here.close()


def _answer(task: Callable[[], Any]) -> _Answer:
    try:
        return task(), None
    except Exception as problem:
        return None, problem


def _work(pipe: Connection, tasks: Sequence[Callable[[], Any]]) -> None:
    _begin_work()
    with contextlib.suppress(EOFError):
        while True:
            pipe.send(_answer(tasks[pipe.recv()]))


def _forks() -> ForkContext:
    return multiprocessing.get_context("fork")


def _new_pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, _forks(), initializer=_begin_work)


def _begin_work() -> None:
    """In a worker: the process that started it stops it, and when that one is killed, the kernel does.

    The collector of garbage is on, also where it is paused in the process that started it, so that a worker does not
    grow with each task; it leaves alone what was there before the fork, since to look at that would copy it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    gc.freeze()
    gc.enable()


def _run(number: int) -> Any:
    return _tasks[number]()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _can_fork() -> bool:
    """Forking is safe with one thread; macOS offers it, but its own libraries do not survive it."""
    return sys.platform.startswith("linux") and threading.active_count() == 1
