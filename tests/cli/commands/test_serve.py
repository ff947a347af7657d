from __future__ import annotations

import errno
from typing import Any

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.cli.commands import serve
from hfm_atlas.project import Project
from hfm_atlas.site.mkdocs import program


def _serve_failing(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fail(**_: Any) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(program, "serve", fail)


@pytest.mark.parametrize(
    ("number", "address", "message"),
    [
        (errno.EADDRINUSE, "127.0.0.1:8000", "something else listens there; try .* --address 127.0.0.1:8001`"),
        (errno.EACCES, "127.0.0.1:80", "ports below 1024 are not for everybody; try .* --address 127.0.0.1:8000`"),
        (errno.EADDRNOTAVAIL, "10.1.2.3:8000", "this machine does not have that address"),
    ],
)
def test_an_address_that_is_refused(
    own_project: Project, monkeypatch: pytest.MonkeyPatch, number: int, address: str, message: str
) -> None:
    _serve_failing(monkeypatch, number)

    with pytest.raises(UsageError, match=f"cannot serve at {address}: {message}"):
        serve.run_serve(own_project, address, open_browser=False)


def test_another_failure_is_not_hidden(own_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    _serve_failing(monkeypatch, errno.EIO)

    with pytest.raises(OSError, match="no"):
        serve.run_serve(own_project, "127.0.0.1:8000", open_browser=False)


@pytest.mark.parametrize("address", ["8000", "localhost", "localhost:", ":8000", "localhost:http", "localhost:99999"])
def test_an_address_that_is_none(own_project: Project, address: str) -> None:
    with pytest.raises(UsageError, match=f"'{address}' is not HOST:PORT, such as 127.0.0.1:8000"):
        serve.run_serve(own_project, address, open_browser=False)


def test_the_site_is_served(own_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(program, "serve", lambda **options: asked.append(options))

    assert serve.run_serve(own_project, "localhost:8001", open_browser=True) == 0
    assert asked == [
        {
            "config_file": str(own_project.root / "mkdocs.yml"),
            "dev_addr": "localhost:8001",
            "open_in_browser": True,
        }
    ]
