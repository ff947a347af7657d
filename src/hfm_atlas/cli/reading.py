"""Commands that tell what the atlas holds, and what changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from hfm_atlas._util.errors import UsageError
from hfm_atlas.cli.group import PATH, ClosestChoice, cli, format_option, pass_atlas, project_of, report_option

if TYPE_CHECKING:
    from hfm_atlas.figures import Scheme, Width
    from hfm_atlas.loading.opening import OpenedAtlas


class ListingCommand(click.Command):
    """A command whose help ends with lists, which are looked up only when somebody asks for help."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the formats, the fields of filters, and the columns."""
        from hfm_atlas.cli.commands.export import column_help, filter_help, format_help
        from hfm_atlas.cli.commands.figure import figure_help

        if self.name == "export":
            with formatter.section("Formats"):
                formatter.write_dl(format_help())
        if self.name == "figure":
            with formatter.section("Figures"):
                formatter.write_dl(figure_help())
        with formatter.section("Fields of a filter (operators = != ~ < <= > >=, joined by and, or, not)"):
            formatter.write_dl(filter_help())
        if self.name == "query":
            with formatter.section("Columns"):
                formatter.write_dl(column_help())


@cli.command(cls=ListingCommand)
@click.argument("format_name", metavar="FORMAT")
@click.option("--where", multiple=True, metavar="FILTER", help="Only entries that the filter accepts; may be repeated.")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write to FILE instead of standard output.")
@pass_atlas
def export(atlas: OpenedAtlas, format_name: str, where: tuple[str, ...], output: Path | None) -> int:
    """Write entries in a format that other tools read.

    \b
    Examples:
      hfm-atlas export bibtex -o atlas.bib
      hfm-atlas export ris --where 'subfield=vision and year>=2023' -o vision.ris
      hfm-atlas export models-csv --where 'task=report-generation' --where 'weights!=none'
    """
    from hfm_atlas.cli.commands.export import run_export

    return run_export(atlas, format_name, where, output)


@cli.command(cls=ListingCommand)
@click.argument("name")
@click.option("--where", multiple=True, metavar="FILTER", help="Only entries that the filter accepts; may be repeated.")
@click.option(
    "-o", "--output", type=PATH, metavar="FILE", required=True, help="Write to FILE: .svg, .pdf, .png, or .csv."
)
@click.option(
    "--width",
    type=ClosestChoice(("single", "double", "slide", "poster", "web")),
    default="double",
    show_default=True,
    help="Room for it: a journal's column (89 mm), both (183 mm), a slide (16:9), a poster (A2), or a page here.",
)
@click.option(
    "--colour",
    type=ClosestChoice(("openness", "clinical", "paradigm", "subfield")),
    help="What marks are coloured by, where a figure leaves the choice.",
)
@click.option("--of", metavar="ID", help="Root of the family (lineage), or the benchmark (results).")
@pass_atlas
def figure(
    atlas: OpenedAtlas,
    name: str,
    where: tuple[str, ...],
    output: Path,
    width: str,
    colour: str | None,
    of: str | None,
) -> int:
    """Draw a figure for a paper, a slide or a page.

    The same picture as on the site, with a caption that names the atlas, its snapshot and the filter. Fonts are
    embedded; the same entries give the same bytes. CSV is the table behind the figure.

    \b
    Examples:
      hfm-atlas figure timeline -o field.pdf
      hfm-atlas figure timeline --where subfield=vision --colour clinical --width slide -o vision.png
      hfm-atlas figure lineage --of llama --width single -o llama.pdf
      hfm-atlas figure results --of medqa-usmle -o medqa.svg
    """
    from hfm_atlas.cli.commands.figure import run_figure

    return run_figure(
        atlas, name, where, output, width=cast("Width", width), scheme=cast("Scheme | None", colour), of=of
    )


@cli.command(cls=ListingCommand)
@click.argument("filter_text", metavar="FILTER", default="")
@format_option("table", "csv", "json", help="How to show the entries.")
@click.option("--columns", metavar="NAMES", help="Columns, parted by commas.")
@click.option("--may-match", is_flag=True, help="Also entries of which cells that decide were never checked, marked.")
@pass_atlas
def query(atlas: OpenedAtlas, filter_text: str, format_name: str, columns: str | None, *, may_match: bool) -> int:
    """List the entries that FILTER accepts; without it, all.

    How many match, and how many may once a cell is checked, is said below the list.

    \b
    Examples:
      hfm-atlas query 'subfield=vision and pretraining=contrastive and weights!=none'
      hfm-atlas query --atlas https://hfm-atlas.github.io/hfm-atlas/atlas.json 'kind=model and year>=2024'
      hfm-atlas query 'addresses=hallucination' --columns id,year,summary
      hfm-atlas query 'kind=dataset and access=open and modality=fundus-photography' --format csv
      hfm-atlas query 'task=report-generation and effective_licence=anything' --may-match
    """
    from hfm_atlas.cli.commands.query import DEFAULT_COLUMNS, run_query

    where = [filter_text] if filter_text.strip() else []
    return run_query(atlas, where, format_name, columns or DEFAULT_COLUMNS, may_match=may_match)


@cli.command()
@click.argument("question", nargs=-1, required=True)
@format_option("table", "csv", "json", help="How to show the entries.")
@click.option("--columns", metavar="NAMES", help="Columns, parted by commas.")
@click.option("--may-match", is_flag=True, help="Also entries of which cells that decide were never checked, marked.")
@pass_atlas
def ask(
    atlas: OpenedAtlas, question: tuple[str, ...], format_name: str, columns: str | None, *, may_match: bool
) -> int:
    """List the entries that a question in words asks for.

    How it was read is printed as the query that asks the same.

    Terms of the taxonomy, their synonyms, names of licences, years, sizes, and words for openness and evidence are
    understood.

    \b
    Examples:
      hfm-atlas ask 'open chest x-ray report generation, commercial'
      hfm-atlas ask pathology models over 100M parameters
      hfm-atlas ask 'clinically validated models since 2023' --columns name,first_year,tasks
    """
    from hfm_atlas.cli.commands.ask import run_ask

    return run_ask(atlas, " ".join(question), format_name, columns, may_match=may_match)


@cli.command(cls=ListingCommand)
@click.option("--survey", metavar="ID", help="Count what this survey lists, by its own filing.")
@click.option("--where", multiple=True, metavar="FILTER", help="Only entries that the filter accepts; may be repeated.")
@format_option("text", "json")
@pass_atlas
def stats(atlas: OpenedAtlas, survey: str | None, where: tuple[str, ...], format_name: str) -> int:
    """Count entries, facts and evidence.

    With a survey: what it lists, and where the atlas files a work differently.

    \b
    Examples:
      hfm-atlas stats
      hfm-atlas stats --where 'subfield=vision and first_year>=2023'
      hfm-atlas stats --survey he-2025
      hfm-atlas stats --format json
    """
    from hfm_atlas.cli.commands.stats import run_stats

    return run_stats(atlas, survey, where, format_name)


@cli.command()
@click.argument("base", required=False)
@click.argument("head", required=False)
@click.option("--read", type=PATH, metavar="FILE", help="Report the changes that --format json wrote to FILE.")
@report_option
@format_option("text", "markdown", "json")
@click.pass_context
def diff(
    context: click.Context,
    base: str | None,
    head: str | None,
    read: Path | None,
    output: Path | None,
    format_name: str,
) -> int:
    """Say what changed in the data.

    BASE and HEAD are git revisions; without HEAD, the files as they are now.

    \b
    Examples:
      hfm-atlas diff main
      hfm-atlas diff v0.1.0 v0.2.0
      hfm-atlas diff --read changes.json --format markdown
    """
    from hfm_atlas.cli.commands.diff import run_diff, run_read_diff

    if read is not None:
        return run_read_diff(read, format_name, output)
    if base is None:
        raise UsageError("name a revision to compare with, for example `hfm-atlas diff main`")
    return run_diff(project_of(context), base, head, format_name, output)
