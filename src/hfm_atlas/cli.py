"""The command line: options and help of every command; what a command does is in its file under `commands`.

Commands are imported when they are run, so that `hfm-atlas --help` and `validate` do not wait for the site generator.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from hfm_atlas.errors import UsageError
from hfm_atlas.nearest import suggest
from hfm_atlas.project import Project, find_project

_ISSUES = "https://github.com/hfm-atlas/hfm-atlas/issues"
_INTERRUPTED = 130
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PATH = click.Path(path_type=Path)


class NearestChoice(click.Choice[str]):
    """A fixed list of values whose error names the nearest one."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """What to say about a value that is not in the list."""
        return f"'{value}' is not possible: {suggest(str(value), self.choices, 'use ' + ' or '.join(self.choices))}"


class AtlasGroup(click.Group):
    """The commands; an unknown one is answered with the nearest."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            names = self.list_commands(ctx)
            raise UsageError(f"there is no command '{args[0]}': {suggest(args[0], names, 'see hfm-atlas --help')}")
        return super().resolve_command(ctx, args)


def _project(context: click.Context) -> Project:
    """The atlas that the command is about: `--project`, or the one that the current folder lies in."""
    return find_project(context.find_root().params["project"] or Path.cwd())


@click.group(
    cls=AtlasGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 a bug of hfm-atlas.",
)
@click.option("--project", type=_PATH, metavar="PATH", help="A folder in the atlas; by default the current one.")
@click.option("--debug", is_flag=True, help="Show the traceback of a bug.")
@click.version_option(package_name="hfm-atlas", prog_name="hfm-atlas")
def cli(project: Path | None, debug: bool) -> None:
    """HFM Atlas: check, browse, cite and extend a map of healthcare foundation models.

    \b
    Examples:
      hfm-atlas validate
      hfm-atlas new model retfound --name RETFound --subfield vision
      hfm-atlas build
    """


@cli.command()
@click.argument("paths", nargs=-1, type=_PATH)
@click.option(
    "--format",
    "format_name",
    type=NearestChoice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How to report.",
)
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Write the report to FILE.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors do.")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, and say what was done.")
@click.pass_context
def validate(
    context: click.Context, paths: tuple[Path, ...], format_name: str, output: Path | None, strict: bool, fix: bool
) -> int:
    """Check entries and taxonomy.

    The whole atlas is read in any case, since entries refer to each other; PATHS limit what is reported and mended.

    \b
    Examples:
      hfm-atlas validate
      hfm-atlas validate entries/vision/retfound.yml
      hfm-atlas validate --fix
      hfm-atlas validate --strict --format sarif -o findings.sarif
    """
    from hfm_atlas.commands.validate import run_validate

    return run_validate(_project(context), paths, format_name, output, strict=strict, fix=fix)


@cli.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> int:
    """Explain a rule, or list all rules.

    \b
    Examples:
      hfm-atlas explain
      hfm-atlas explain licence-conflict
    """
    from hfm_atlas.commands.explain import run_explain

    return run_explain(rule)


@cli.command()
@click.argument("kind", type=NearestChoice(["model", "dataset", "survey", "base"]))
@click.argument("id")
@click.option("--name", help="Name as the authors write it; by default the id.")
@click.option("--subfield", help="Subfield of a model or data set.")
@click.option("--title", help="Title of the publication.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help='An author as "Family, Given"; once for each.')
@click.option("--year", type=int, help="Year of the publication.")
@click.option("--doi", help="DOI of the published version.")
@click.option("--arxiv", help="arXiv id of the preprint.")
@click.pass_context
def new(
    context: click.Context,
    kind: str,
    id: str,
    name: str | None,
    subfield: str | None,
    title: str | None,
    authors: tuple[str, ...],
    year: int | None,
    doi: str | None,
    arxiv: str | None,
) -> int:
    """Write the draft of an entry.

    The file gets a comment at each field that may be filled in. KIND is model, dataset, survey or base (a general model
    that others build on). On a terminal, the command asks for what is not given.

    \b
    Examples:
      hfm-atlas new model my-model --subfield vision --title "My model" --arxiv 2401.12345
      hfm-atlas new dataset my-corpus --subfield "not applicable"
    """
    from hfm_atlas.commands.new import run_new
    from hfm_atlas.drafts import Draft

    name = _ask("Name", name, id) or id
    if kind in ("model", "dataset"):
        subfield = _ask("Subfield (language, vision, bioinformatics, multimodal)", subfield)
    title, doi, arxiv = _ask("Title", title), _ask("DOI, if published", doi), _ask("arXiv id, if there is one", arxiv)
    return run_new(_project(context), Draft(kind, id, name, subfield, title, authors, year, doi, arxiv))


@cli.command()
@click.option("--doi", metavar="DOI", help="The record of a DOI, from Crossref or the DOI resolver.")
@click.option("--arxiv", metavar="ID", help="The record of an arXiv id, with its published version if there is one.")
@click.option("--pmid", metavar="ID", help="The record of a PubMed id.")
@click.option("--bibtex", type=_PATH, metavar="FILE", help="Every work of a BibTeX file.")
@click.option(
    "--kind",
    type=NearestChoice(["model", "dataset", "survey", "base"]),
    default="model",
    show_default=True,
    help="Kind of the entries.",
)
@click.option("--subfield", metavar="ID", help="Subfield of a model or data set.")
@click.option("--id", "entry_id", metavar="ID", help="Id of the entry; by default made of its name.")
@click.option("--name", metavar="NAME", help="Name of the entry; by default what the title calls it.")
@click.pass_context
def add(
    context: click.Context,
    doi: str | None,
    arxiv: str | None,
    pmid: str | None,
    bibtex: Path | None,
    kind: str,
    subfield: str | None,
    entry_id: str | None,
    name: str | None,
) -> int:
    """Write the draft of an entry from the record of a work.

    The draft holds what the record gives and nothing else. A work that is in the atlas already is told; a preprint that
    is in the atlas gets its published version.

    \b
    Examples:
      hfm-atlas add --doi 10.1093/bioinformatics/btz682 --subfield language
      hfm-atlas add --arxiv 2404.03264 --kind survey
      hfm-atlas add --bibtex library.bib --kind base
    """
    if sum(given is not None for given in (doi, arxiv, pmid, bibtex)) != 1:
        raise UsageError("say where the record is, with one of --doi, --arxiv, --pmid and --bibtex")
    from hfm_atlas.commands.add import Shape, Wanted, run_add

    wanted, shape = Wanted(doi, arxiv, pmid, bibtex), Shape(kind, subfield, entry_id, name)
    return run_add(_project(context), wanted, shape)


def _ask(question: str, given: str | None, default: str = "") -> str | None:
    """What was given, or the answer to the question on a terminal; an empty answer leaves it open."""
    if given is not None or not sys.stdin.isatty():
        return given
    return str(click.prompt(question, default=default, show_default=bool(default), err=True)).strip() or None


@cli.command()
@click.option("--check", is_flag=True, help="Only say which schemas are stale; exit code 1 if there are any.")
@click.pass_context
def schema(context: click.Context, check: bool) -> int:
    """Write the JSON Schemas for editors.

    They are made from the data model and the taxonomy, under schema/.

    \b
    Examples:
      hfm-atlas schema
      hfm-atlas schema --check
    """
    from hfm_atlas.commands.schema import run_schema

    return run_schema(_project(context), check=check)


@cli.command()
@click.option("--survey", metavar="ID", help="Count what this survey lists, by its own filing.")
@click.option(
    "--format",
    "format_name",
    type=NearestChoice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to report.",
)
@click.pass_context
def stats(context: click.Context, survey: str | None, format_name: str) -> int:
    """Count entries, facts and evidence.

    With a survey: what it lists, and where the atlas files a work differently.

    \b
    Examples:
      hfm-atlas stats
      hfm-atlas stats --survey he-2025
      hfm-atlas stats --format json
    """
    from hfm_atlas.commands.stats import run_stats

    return run_stats(_project(context), survey, format_name)


@cli.command()
@click.option("--site", type=_PATH, metavar="FOLDER", help="Where to put the site; by default site/.")
@click.pass_context
def build(context: click.Context, site: Path | None) -> int:
    """Build the site.

    Entries are validated first and links checked afterwards; if anything is wrong, the last site stays as it is.

    \b
    Examples:
      hfm-atlas build
      hfm-atlas build --site /tmp/preview
    """
    from hfm_atlas.commands.build import run_build

    return run_build(_project(context), site)


@cli.command()
@click.argument("output", metavar="FILE", type=_PATH)
@click.pass_context
def release(context: click.Context, output: Path) -> int:
    """Pack site and data into an archive.

    FILE becomes a zip archive of the built site, all exports, entries, taxonomy, licences and a checksum of every file.
    The same snapshot gives the same bytes.

    \b
    Example:
      hfm-atlas release hfm-atlas-0.1.0.zip
    """
    from hfm_atlas.commands.release import run_release

    return run_release(_project(context), output)


@cli.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@click.pass_context
def serve(context: click.Context, address: str, open_browser: bool) -> int:
    """Serve the site on this machine.

    Pages reload when an entry, a taxonomy file or a template is saved.

    \b
    Examples:
      hfm-atlas serve
      hfm-atlas serve --address 127.0.0.1:8080 --open
    """
    from hfm_atlas.commands.serve import run_serve

    return run_serve(_project(context), address, open_browser=open_browser)


class ListingCommand(click.Command):
    """A command whose help ends with lists, which are looked up only when somebody asks for help."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the formats, the fields of filters, and the columns."""
        from hfm_atlas.commands.export import column_help, filter_help, format_help

        if self.name == "export":
            with formatter.section("Formats"):
                formatter.write_dl(format_help())
        with formatter.section("Fields of a filter (operators = != ~ < <= > >=, joined by and, or, not)"):
            formatter.write_dl(filter_help())
        if self.name == "query":
            with formatter.section("Columns"):
                formatter.write_dl(column_help())


@cli.command(cls=ListingCommand)
@click.argument("format_name", metavar="FORMAT")
@click.option("--where", multiple=True, metavar="FILTER", help="Only entries that the filter accepts; may be repeated.")
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Write to FILE instead of standard output.")
@click.pass_context
def export(context: click.Context, format_name: str, where: tuple[str, ...], output: Path | None) -> int:
    """Write entries in a format that other tools read.

    \b
    Examples:
      hfm-atlas export bibtex -o atlas.bib
      hfm-atlas export ris --where 'subfield=vision and year>=2023' -o vision.ris
      hfm-atlas export models-csv --where 'task=report-generation' --where 'weights!=none'
    """
    from hfm_atlas.commands.export import run_export

    return run_export(_project(context), format_name, where, output)


@cli.command(cls=ListingCommand)
@click.argument("filter_text", metavar="FILTER", default="")
@click.option(
    "--format",
    "format_name",
    type=NearestChoice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to show the entries.",
)
@click.option("--columns", metavar="NAMES", help="Columns, parted by commas.")
@click.pass_context
def query(context: click.Context, filter_text: str, format_name: str, columns: str | None) -> int:
    """List the entries that FILTER accepts; without it, all.

    \b
    Examples:
      hfm-atlas query 'subfield=vision and pretraining=contrastive and weights!=none'
      hfm-atlas query 'addresses=hallucination' --columns id,year,summary
      hfm-atlas query 'kind=dataset and access=open and modality=fundus-photography' --format csv
    """
    from hfm_atlas.commands.query import DEFAULT_COLUMNS, run_query

    return run_query(_project(context), filter_text, format_name, columns or DEFAULT_COLUMNS)


@cli.command()
@click.argument("paths", nargs=-1, type=_PATH)
@click.option("--check", is_flag=True, help="Only say which files would change; exit code 1 if there are any.")
@click.option("--diff", "show_diff", is_flag=True, help="Show what changes.")
@click.option("--finish", is_flag=True, help="Take out the comments that a draft came with.")
@click.pass_context
def fmt(context: click.Context, paths: tuple[Path, ...], check: bool, show_diff: bool, finish: bool) -> int:
    """Bring files into canonical form.

    PATHS are files or folders of entries or taxonomy, by default all. Comments are kept; those that `new` wrote into a
    draft go with --finish.

    \b
    Examples:
      hfm-atlas fmt
      hfm-atlas fmt --check --diff entries/vision
      hfm-atlas fmt --finish entries/vision/my-model.yml
    """
    from hfm_atlas.commands.fmt import run_fmt

    return run_fmt(_project(context), paths, check=check, show_diff=show_diff, finish=finish)


@cli.command()
@click.argument("base", required=False)
@click.argument("head", required=False)
@click.option("--read", type=_PATH, metavar="FILE", help="Report the changes that --format json wrote to FILE.")
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Write the report to FILE.")
@click.option(
    "--format",
    "format_name",
    type=NearestChoice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How to report.",
)
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
    from hfm_atlas.commands.diff import run_diff, run_read_diff

    if read is not None:
        return run_read_diff(read, format_name, output)
    if base is None:
        raise UsageError("name a revision to compare with, for example `hfm-atlas diff main`")
    return run_diff(_project(context), base, head, format_name, output)


@cli.command()
@click.argument("ids", nargs=-1)
@click.option("--save", is_flag=True, help="Keep the report, so that the site shows it.")
@click.pass_context
def links(context: click.Context, ids: tuple[str, ...], save: bool) -> int:
    """Ask web addresses whether they answer.

    IDS are entries, by default all. Addresses are asked one by one, with patience.

    \b
    Examples:
      hfm-atlas links biobert
      hfm-atlas links --save
    """
    from hfm_atlas.commands.links import run_links

    return run_links(_project(context), ids, save=save)


@cli.command()
@click.option("--save", is_flag=True, help="Keep the report, so that `health` tells it.")
@click.pass_context
def works(context: click.Context, save: bool) -> int:
    """Ask whether works were retracted or published since.

    Crossref is asked after every DOI, arXiv after every preprint. Exit code 1 if something happened.

    \b
    Examples:
      hfm-atlas works
      hfm-atlas works --save
    """
    from hfm_atlas.commands.works import run_works

    return run_works(_project(context), save=save)


@cli.command()
@click.option(
    "--format",
    "format_name",
    type=NearestChoice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How to report.",
)
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Write the report to FILE.")
@click.pass_context
def health(context: click.Context, format_name: str, output: Path | None) -> int:
    """Say what needs somebody.

    Dead links of the last `links --save`, what `works --save` heard, works that may stand in the atlas twice, stale
    reviews, drafts that wait. Exit code 1 if there is any.

    \b
    Examples:
      hfm-atlas health
      hfm-atlas health --format markdown -o health.md
    """
    from hfm_atlas.commands.health import run_health

    return run_health(_project(context), format_name, output)


@cli.command("from-issue")
@click.argument("file", type=_PATH)
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Write the draft to FILE instead of its place.")
@click.option("--comment", type=_PATH, metavar="FILE", help="Write the answer to the issue to FILE, as Markdown.")
@click.option("--check", is_flag=True, help="Write no draft, only say whether one can be made.")
@click.pass_context
def from_issue(context: click.Context, file: Path, output: Path | None, comment: Path | None, check: bool) -> int:
    """Make a draft of an issue.

    FILE is the text of an issue that was filled in by a form, or the event that GitHub hands to a workflow. A report of
    an error in a fact is told with its place in the atlas. Exit code 1 if the text cannot become an entry.

    \b
    Examples:
      hfm-atlas from-issue issue.md
      hfm-atlas from-issue "$GITHUB_EVENT_PATH" --comment answer.md
    """
    from hfm_atlas.commands.from_issue import run_from_issue

    return run_from_issue(_project(context), file, output, comment, check=check)


_dry_run = click.option("--dry-run", is_flag=True, help="Only show what would change.")


@cli.command("rename-entry")
@click.argument("old")
@click.argument("new_id", metavar="NEW")
@_dry_run
@click.pass_context
def rename_entry(context: click.Context, old: str, new_id: str, dry_run: bool) -> int:
    """Give an entry another id.

    Every use of it is rewritten, and the old page redirects.

    \b
    Example:
      hfm-atlas rename-entry bio-bert biobert --dry-run
    """
    from hfm_atlas.commands.rename import run_rename_entry

    return run_rename_entry(_project(context), old, new_id, dry_run=dry_run)


@cli.command("merge-entry")
@click.argument("source")
@click.argument("target")
@_dry_run
@click.pass_context
def merge_entry(context: click.Context, source: str, target: str, dry_run: bool) -> int:
    """Merge an entry into another.

    Both are about one work; every use of SOURCE is rewritten to TARGET.

    \b
    Example:
      hfm-atlas merge-entry biobert-preprint biobert --dry-run
    """
    from hfm_atlas.commands.rename import run_merge_entry

    return run_merge_entry(_project(context), source, target, dry_run=dry_run)


@cli.command("rename-term")
@click.argument("old")
@click.argument("new_id", metavar="NEW")
@_dry_run
@click.pass_context
def rename_term(context: click.Context, old: str, new_id: str, dry_run: bool) -> int:
    """Give a term another id.

    Name it with its facet; every use of it is rewritten.

    \b
    Example:
      hfm-atlas rename-term tasks/qa question-answering --dry-run
    """
    from hfm_atlas.commands.rename import run_rename_term

    return run_rename_term(_project(context), old, new_id, dry_run=dry_run)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 clean, 1 findings, 2 wrong usage, 3 a bug of ours."""
    # Whoever ends the program politely, as `timeout` and containers do, wants its workers and temporary folders gone.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command line; this is the one place where an exception becomes an exit code."""
    try:
        code = cli.main(list(arguments), prog_name="hfm-atlas", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except UsageError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    except click.ClickException as problem:
        problem.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        print("interrupted", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever reads the output has seen enough, such as `head`; the interpreter must not complain on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as problem:
        if problem.errno not in _FULL:
            _report_bug(problem, debug="--debug" in arguments)
            return 3
        print(f"error: nothing more can be written: {problem.strerror}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except Exception as problem:
        _report_bug(problem, debug="--debug" in arguments)
        return 3


def _report_bug(problem: Exception, *, debug: bool) -> None:
    if debug:
        traceback.print_exception(problem)
    last = traceback.extract_tb(problem.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    print(f"error: {type(problem).__name__} at {place}: {problem}", file=sys.stderr)
    print(
        f"This is a bug of hfm-atlas, not of your files. Please report the line above and what you ran at {_ISSUES}"
        + ("" if debug else "; with --debug, hfm-atlas shows the traceback"),
        file=sys.stderr,
    )
