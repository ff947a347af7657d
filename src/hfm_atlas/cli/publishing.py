"""Commands that make the site."""

from __future__ import annotations

from pathlib import Path

import click

from hfm_atlas.cli.group import PATH, cli, pass_project
from hfm_atlas.project import Project


@cli.command()
@click.option("--site", type=PATH, metavar="FOLDER", help="Where to put the site; by default site/.")
@pass_project
def build(project: Project, site: Path | None) -> int:
    """Build the site.

    Entries are validated first and links checked afterwards; if anything is wrong, the last site stays as it is.

    \b
    Examples:
      hfm-atlas build
      hfm-atlas build --site /tmp/preview
    """
    from hfm_atlas.cli.commands.build import run_build

    return run_build(project, site)


@cli.command()
@click.argument("output", metavar="FILE", type=PATH)
@pass_project
def release(project: Project, output: Path) -> int:
    """Pack site and data into an archive.

    FILE becomes a zip archive of the built site, all exports, entries, taxonomy, licences and a checksum of every file.
    The same snapshot gives the same bytes.

    \b
    Example:
      hfm-atlas release hfm-atlas-0.1.0.zip
    """
    from hfm_atlas.cli.commands.release import run_release

    return run_release(project, output)


@cli.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@pass_project
def serve(project: Project, address: str, open_browser: bool) -> int:
    """Serve the site on this machine.

    Pages reload when an entry, a taxonomy file or a template is saved.

    \b
    Examples:
      hfm-atlas serve
      hfm-atlas serve --address 127.0.0.1:8080 --open
    """
    from hfm_atlas.cli.commands.serve import run_serve

    return run_serve(project, address, open_browser=open_browser)
