"""Commands that find works and keep what was decided on them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from hfm_atlas.cli.group import PATH, ClosestChoice, cli, format_option, pass_project
from hfm_atlas.project import Project

_SERVERS = ("arxiv", "pubmed", "europe-pmc", "openalex", "biorxiv", "medrxiv")
_folder_option = click.option(
    "--works",
    "folder",
    type=PATH,
    metavar="FOLDER",
    help="Where works are kept; by default .cache/works of the project.",
)


@cli.command()
@click.argument("files", nargs=-1, type=PATH)
@click.option(
    "--from", "servers", multiple=True, type=ClosestChoice(_SERVERS), help="Ask this server; may be repeated."
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day that servers are asked for; 8 days ago.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day that servers are asked for; by default today."
)
@_folder_option
@click.option("--engine", type=ClosestChoice(("duckdb", "spark")), default="duckdb", show_default=True, help="Engine.")
@click.option("--master", default="local[*]", show_default=True, help="Where Spark runs.")
@click.option("--memory", default="3GB", show_default=True, help="What the engine may use; the rest goes to disk.")
@click.option("--limit", default=25, show_default=True, help="How many candidates to show.")
@click.option("--save", is_flag=True, help="Keep the numbers of this search, so that the site shows them.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write the list to FILE.")
@format_option("text", "markdown", "json", help="How to show the candidates.")
@pass_project
def discover(
    project: Project,
    files: tuple[Path, ...],
    servers: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    folder: Path | None,
    engine: str,
    master: str,
    memory: str,
    limit: int,
    save: bool,
    output: Path | None,
    format_name: str,
) -> int:
    """Find works that the atlas may lack.

    FILES are works as Parquet, CSV, BibTeX, RIS, PubMed XML, or JSON lines of OpenAlex or arXiv, or folders of them.
    What was read before is not read again. Without FILES and --from, the works that are kept are ranked again. Exit
    code 1 if a file or server could not be read to its end; the next run goes on there.

    \b
    Examples:
      hfm-atlas discover papers.parquet
      hfm-atlas discover --from arxiv --from pubmed --since 2026-10-01
      hfm-atlas discover openalex-snapshot/data/works --engine spark --master spark://host:7077
    """
    from hfm_atlas.cli.commands.discover import Asked, Shown, run_discover
    from hfm_atlas.discovery.finding import Engine

    asked = Asked(files, servers, since.date() if since else None, until.date() if until else None)
    shown = Shown(format_name, limit, output)
    return run_discover(project, folder, asked, Engine(engine, master, memory), shown, save=save)


@cli.command()
@click.option("--list", "listed", type=PATH, metavar="FILE", help="Take decisions from a CSV: work, reason.")
@click.option("--by", metavar="NAME", help="Who decides; by default the name that git knows.")
@click.option("--limit", default=25, show_default=True, help="How many works to ask after.")
@_folder_option
@pass_project
def screen(project: Project, listed: Path | None, by: str | None, limit: int, folder: Path | None) -> int:
    """Decide on works that were found, one key a work.

    Each decision is kept in screening/decisions.yml at once, and no work is asked after twice. A list gives the id of
    each work and a reason, which also tells whether it is in, and may give a subfield.

    \b
    Examples:
      hfm-atlas screen
      hfm-atlas screen --list decided.csv --by "A. Editor"
    """
    from hfm_atlas.cli.commands.screen import run_screen

    return run_screen(project, folder, listed, by, limit)
