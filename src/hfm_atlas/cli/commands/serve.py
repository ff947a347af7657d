"""`hfm-atlas serve`: the site on this machine, reloading when a file is saved."""

from __future__ import annotations

import errno

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import check_name
from hfm_atlas.project import Project
from hfm_atlas.site.mkdocs.program import serve_site

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
    try:
        serve_site(project, address, open_browser=open_browser)
    except OSError as problem:
        if problem.errno not in _REFUSED:
            raise
        other = f"{host}:{port + 1 if port >= 1024 else 8000}"
        why = _REFUSED[problem.errno]
        raise UsageError(f"cannot serve at {address}: {why}; try `hfm-atlas serve --address {other}`") from problem
    return 0


def _parse_address(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise UsageError(f"'{address}' is not HOST:PORT, such as 127.0.0.1:8000")
    return host, int(port)
