"""`hfm-atlas serve`: the site on this machine, reloading when a file is saved."""

from __future__ import annotations

import errno
import logging

from mkdocs.commands.serve import serve

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import check_name
from hfm_atlas.cli.commands.build import quiet_theme
from hfm_atlas.project import Project

_REFUSED = {
    errno.EADDRINUSE: "something else listens there",
    errno.EADDRNOTAVAIL: "this machine does not have that address",
    errno.EACCES: "ports below 1024 are not for everybody",
}


def run_serve(project: Project, address: str, *, open_browser: bool) -> int:
    """Serve the site at `address` (host:port) until interrupted.

    Raises:
        UsageError: `address` is none, or nothing can listen there.
    """
    host, port = _parse_address(address)
    check_name(project.root)
    _show_messages()
    try:
        serve(config_file=str(project.root / "mkdocs.yml"), dev_addr=address, open_in_browser=open_browser)
    except OSError as problem:
        if problem.errno not in _REFUSED:
            raise
        other = f"{host}:{port + 1 if port >= 1024 else 8000}"
        why = _REFUSED[problem.errno]
        raise UsageError(f"cannot serve at {address}: {why}; try `hfm-atlas serve --address {other}`") from problem
    return 0


def _show_messages() -> None:
    """Say what MkDocs says: where the site is, and what a save did."""
    quiet_theme()
    messages = logging.getLogger("mkdocs")
    messages.setLevel(logging.INFO)
    if not messages.handlers:
        messages.addHandler(logging.StreamHandler())


def _parse_address(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise UsageError(f"'{address}' is not HOST:PORT, such as 127.0.0.1:8000")
    return host, int(port)
