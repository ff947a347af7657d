"""Commands that check files and tidy them."""

from __future__ import annotations

from pathlib import Path

import click

from hfm_atlas._util.gc import no_gc_to_the_end
from hfm_atlas.cli.group import PATH, cli, format_option, pass_project, report_option
from hfm_atlas.project import Project


@cli.command()
@click.argument("paths", nargs=-1, type=PATH)
@format_option("text", "json", "github", "sarif")
@report_option
@click.option("--strict", is_flag=True, help="Let warnings count as errors do.")
@click.option("--fix", is_flag=True, help="Fix what can be fixed safely, and say what was done.")
@pass_project
def validate(
    project: Project, paths: tuple[Path, ...], format_name: str, output: Path | None, strict: bool, fix: bool
) -> int:
    """Check entries and taxonomy.

    The whole atlas is read in any case, since entries refer to each other; PATHS limit what is reported and fixed.

    \b
    Examples:
      hfm-atlas validate
      hfm-atlas validate entries/vision/retfound.yml
      hfm-atlas validate --fix
      hfm-atlas validate --strict --format sarif -o findings.sarif
    """
    from hfm_atlas.cli.commands.validate import run_validate

    with no_gc_to_the_end():
        return run_validate(project, paths, format_name, output, strict=strict, fix=fix)


@cli.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> int:
    """Explain a rule, or list all rules.

    \b
    Examples:
      hfm-atlas explain
      hfm-atlas explain licence-conflict
    """
    from hfm_atlas.cli.commands.explain import run_explain

    return run_explain(rule)


@cli.command()
@click.argument("paths", nargs=-1, type=PATH)
@click.option("--check", is_flag=True, help="Only say which files would change; exit code 1 if there are any.")
@click.option("--diff", "show_diff", is_flag=True, help="Show what changes.")
@click.option("--finish", is_flag=True, help="Take out the comments that a draft came with.")
@pass_project
def fmt(project: Project, paths: tuple[Path, ...], check: bool, show_diff: bool, finish: bool) -> int:
    """Bring files into canonical form.

    PATHS are files or folders of entries or taxonomy, by default all. Comments are kept; those that `new` wrote into a
    draft go with --finish.

    \b
    Examples:
      hfm-atlas fmt
      hfm-atlas fmt --check --diff entries/vision
      hfm-atlas fmt --finish entries/vision/my-model.yml
    """
    from hfm_atlas.cli.commands.fmt import run_fmt

    return run_fmt(project, paths, check=check, show_diff=show_diff, finish=finish)


@cli.command()
@click.option("--check", is_flag=True, help="Only say which schemas are stale; exit code 1 if there are any.")
@pass_project
def schema(project: Project, check: bool) -> int:
    """Write the JSON Schemas for editors.

    They are made from the data model and the taxonomy, under schema/.

    \b
    Examples:
      hfm-atlas schema
      hfm-atlas schema --check
    """
    from hfm_atlas.cli.commands.schema import run_schema

    return run_schema(project, check=check)
