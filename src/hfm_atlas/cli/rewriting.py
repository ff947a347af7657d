"""Commands that give entries and terms other ids."""

from __future__ import annotations

import click

from hfm_atlas.cli.group import cli, pass_project
from hfm_atlas.project import Project

_dry_run = click.option("--dry-run", is_flag=True, help="Only show what would change.")


@cli.command("rename-entry")
@click.argument("old")
@click.argument("new_id", metavar="NEW")
@_dry_run
@pass_project
def rename_entry(project: Project, old: str, new_id: str, dry_run: bool) -> int:
    """Give an entry another id.

    Every use of it is rewritten, and the old page redirects.

    \b
    Example:
      hfm-atlas rename-entry bio-bert biobert --dry-run
    """
    from hfm_atlas.cli.commands.rename import run_rename_entry

    return run_rename_entry(project, old, new_id, dry_run=dry_run)


@cli.command("merge-entry")
@click.argument("source")
@click.argument("target")
@_dry_run
@pass_project
def merge_entry(project: Project, source: str, target: str, dry_run: bool) -> int:
    """Merge an entry into another.

    Both are about one work; every use of SOURCE is rewritten to TARGET.

    \b
    Example:
      hfm-atlas merge-entry biobert-preprint biobert --dry-run
    """
    from hfm_atlas.cli.commands.rename import run_merge_entry

    return run_merge_entry(project, source, target, dry_run=dry_run)


@cli.command("rename-term")
@click.argument("old")
@click.argument("new_id", metavar="NEW")
@_dry_run
@pass_project
def rename_term(project: Project, old: str, new_id: str, dry_run: bool) -> int:
    """Give a term another id.

    Name it with its facet; every use of it is rewritten.

    \b
    Example:
      hfm-atlas rename-term tasks/qa question-answering --dry-run
    """
    from hfm_atlas.cli.commands.rename import run_rename_term

    return run_rename_term(project, old, new_id, dry_run=dry_run)
