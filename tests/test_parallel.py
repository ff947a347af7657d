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

from hfm_atlas import parallel
from hfm_atlas.parallel import StartedTask, run_tasks

KILLED = """
import os, sys, time
from hfm_atlas.parallel import StartedTask

def sleep():
    print(os.getpid(), flush=True)
    time.sleep(600)

StartedTask(sleep).result()
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
    with pytest.raises(ValueError, match="not today"):
        StartedTask(fail).result()


def test_a_started_task_runs_once_in_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: 2)
    log = tmp_path / "log"

    def write() -> int:
        with log.open("a") as file:
            file.write("x")
        return os.getpid()

    started = StartedTask(write)
    assert started.result() == started.result()
    assert (started.result() != os.getpid()) == sys.platform.startswith("linux")
    assert log.read_text() == "x"


def test_a_task_that_nobody_waits_for_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: 2)
    started = StartedTask(partial(time.sleep, 0.05))
    started.stop()
    assert started.result() is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a process that its parent is gone")
@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="with one core nothing is forked")
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
