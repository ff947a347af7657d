"""Tasks on other cores give what they would give here, and leave no process behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from hfm_atlas._util import parallel
from hfm_atlas._util.parallel import Worker, run_tasks

KILLED = """
import os, sys, time
from hfm_atlas._util.parallel import Worker

def sleep():
    print(os.getpid(), flush=True)
    time.sleep(600)

worker = Worker(sleep)
worker.start(sleep)
worker.result()
"""


def fail() -> int:
    raise ValueError("not today")


@pytest.mark.parametrize("cores", [1, 2])
def test_results_come_in_the_order_of_the_tasks(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: cores)
    assert list(run_tasks([partial(pow, number, 2) for number in range(100)])) == [number**2 for number in range(100)]


@pytest.mark.parametrize("cores", [1, 2])
def test_what_a_task_raises_is_raised(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: cores)
    with pytest.raises(ValueError, match="not today"):
        list(run_tasks([fail, fail]))
    worker = Worker(fail)
    worker.start(fail)
    with pytest.raises(ValueError, match="not today"):
        worker.result()
    worker.stop()


@pytest.mark.parametrize("cores", [1, 2])
def test_a_worker_keeps_what_its_tasks_have_made(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: cores)
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return os.getpid()

    def show() -> list[int]:
        return made

    worker = Worker(make, show)
    for task in (make, make, show):
        worker.start(task)
    first, second = worker.result(), worker.result()
    assert first == second
    assert worker.result() == [0, 1]
    is_fork = cores == 2 and sys.platform.startswith("linux")
    assert (first != os.getpid()) == is_fork
    assert made == ([] if is_fork else [0, 1])
    worker.stop()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there is a process of its own")
def test_a_stopped_worker_ends_at_once_and_a_lost_one_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: 2)
    sleep, end = partial(time.sleep, 600), partial(os._exit, 1)
    stopped, lost = Worker(sleep), Worker(end)
    stopped.start(sleep)
    stopped.stop()
    lost.start(end)
    with pytest.raises(RuntimeError, match="ended before its work was done"):
        lost.result()
    lost.stop()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a process that its parent is gone")
@pytest.mark.skipif(parallel._cores() < 2, reason="with one core nothing is forked")
def test_no_worker_outlives_a_killed_build() -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        worker = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        process.wait()
        for _ in range(100):
            if not is_running(worker):
                return
            time.sleep(0.05)
    pytest.fail("the worker still runs")


def is_running(pid: int) -> bool:
    """Whether the process lives; one that is dead but not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
