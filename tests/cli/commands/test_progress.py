"""The progress bar shows what it is told on a terminal, and nothing elsewhere."""

from __future__ import annotations

import threading

import pytest

from hfm_atlas.cli.commands.progress import progress_bar


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.usefixtures("terminal")
def test_a_terminal_sees_how_far_the_work_is(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as report:
        report("Reading", 3, 3)
    written = capsys.readouterr()
    assert "Reading" in written.err
    assert "3/3" in written.err
    assert written.out == ""


def test_a_pipe_sees_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    with progress_bar() as report:
        report("Reading", 3, 3)
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("ticks", "more"), [(False, 0), (True, 1)])
def test_only_a_bar_that_ticks_takes_a_thread(ticks: bool, more: int) -> None:
    # A process with threads does not spread its work over all cores.
    before = threading.active_count()
    with progress_bar(ticks=ticks):
        assert threading.active_count() == before + more
