from __future__ import annotations

from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

_ROOT = Path(__file__).parent.parent


def test_imports_go_one_way(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(_ROOT)
    # It would silence every logger that there is, also for the tests that come after this one.
    monkeypatch.setattr("importlinter.cli._configure_logging", lambda verbose: None)

    status = lint_imports(config_filename="pyproject.toml", no_cache=True)

    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out
