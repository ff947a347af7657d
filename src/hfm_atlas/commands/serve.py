"""`hfm-atlas serve`: the site on this machine, reloading when a file is saved."""

from __future__ import annotations

from mkdocs.commands.serve import serve

from hfm_atlas.project import Project


def run_serve(project: Project, address: str, *, open_browser: bool) -> int:
    """Serve the site at `address` (host:port) until interrupted."""
    serve(config_file=str(project.root / "mkdocs.yml"), dev_addr=address, open_in_browser=open_browser)
    return 0
