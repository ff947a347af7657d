"""Commands that find out what needs somebody."""

from __future__ import annotations

from pathlib import Path

import click

from hfm_atlas.cli.group import cli, format_option, pass_project, report_option
from hfm_atlas.project import Project


@cli.command()
@click.argument("ids", nargs=-1)
@click.option("--save", is_flag=True, help="Keep the report, so that the site shows it.")
@pass_project
def links(project: Project, ids: tuple[str, ...], save: bool) -> int:
    """Ask web addresses whether they answer.

    IDS are entries, by default all. Addresses are asked one by one, with patience. Of sources that were read at a
    commit or a version, it says which have a newer one.

    \b
    Examples:
      hfm-atlas links biobert
      hfm-atlas links --save
    """
    from hfm_atlas.cli.commands.links import run_links

    return run_links(project, ids, save=save)


@cli.command()
@click.option("--save", is_flag=True, help="Keep the report, so that `health` tells it.")
@pass_project
def publications(project: Project, save: bool) -> int:
    """Ask whether works were retracted or published since.

    Crossref is asked after every DOI, arXiv after every preprint. Exit code 1 if something happened.

    \b
    Examples:
      hfm-atlas publications
      hfm-atlas publications --save
    """
    from hfm_atlas.cli.commands.publications import run_publications

    return run_publications(project, save=save)


@cli.command()
@format_option("text", "markdown", "json")
@report_option
@pass_project
def health(project: Project, format_name: str, output: Path | None) -> int:
    """Say what needs somebody.

    Dead links of the last `links --save`, what `publications --save` heard, works that may be in the atlas twice,
    stale reviews, drafts that wait. Exit code 1 if there is any.

    \b
    Examples:
      hfm-atlas health
      hfm-atlas health --format markdown -o health.md
    """
    from hfm_atlas.cli.commands.health import run_health

    return run_health(project, format_name, output)
