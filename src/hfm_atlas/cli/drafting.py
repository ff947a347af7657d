"""Commands that write drafts of entries."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from hfm_atlas._util.errors import UsageError
from hfm_atlas.cli.group import KINDS, PATH, ClosestChoice, cli, pass_project
from hfm_atlas.project import Project


@cli.command()
@click.argument("kind", type=ClosestChoice(KINDS))
@click.argument("id")
@click.option("--name", help="Name as the authors write it; by default the id.")
@click.option("--subfield", help="Subfield of a model or dataset.")
@click.option("--title", help="Title of the publication.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help='An author as "Family, Given"; once for each.')
@click.option("--year", type=int, help="Year of the publication.")
@click.option("--doi", help="DOI of the published version.")
@click.option("--arxiv", help="arXiv id of the preprint.")
@pass_project
def new(
    project: Project,
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
    from hfm_atlas.cli.commands.new import refuse_taken_id, run_new
    from hfm_atlas.curation.drafts import Draft

    refuse_taken_id(project, id)
    draft = Draft(kind, id, name or "", subfield, title, authors, year, doi, arxiv)
    if sys.stdin.isatty():
        return run_new(project, draft, ask=_ask)
    return run_new(project, replace(draft, name=name or id))


@cli.command()
@click.option("--doi", metavar="DOI", help="The record of a DOI, from Crossref or the DOI resolver.")
@click.option("--arxiv", metavar="ID", help="The record of an arXiv id, with its published version if there is one.")
@click.option("--pmid", metavar="ID", help="The record of a PubMed id.")
@click.option("--bibtex", type=PATH, metavar="FILE", help="Every work of a BibTeX file.")
@click.option(
    "--accepted", metavar="ID", help="A work that was decided in, by its id; its kind and subfield are known."
)
@click.option(
    "--kind",
    type=ClosestChoice(KINDS),
    default="model",
    show_default=True,
    help="Kind of the entries.",
)
@click.option("--subfield", metavar="ID", help="Subfield of a model or dataset.")
@click.option("--id", "entry_id", metavar="ID", help="Id of the entry; by default made of its name.")
@click.option("--name", metavar="NAME", help="Name of the entry; by default what the title calls it.")
@pass_project
def add(
    project: Project,
    doi: str | None,
    arxiv: str | None,
    pmid: str | None,
    bibtex: Path | None,
    accepted: str | None,
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
      hfm-atlas add --accepted arxiv:2404.03264
    """
    if sum(given is not None for given in (doi, arxiv, pmid, bibtex, accepted)) != 1:
        raise UsageError("say where the record is, with one of --doi, --arxiv, --pmid, --bibtex and --accepted")
    from hfm_atlas.cli.commands.add import EntryDefaults, Wanted, accepted_work, run_add

    wanted, defaults = Wanted(doi, arxiv, pmid, bibtex), EntryDefaults(kind, subfield, entry_id, name)
    if accepted is not None:
        wanted, decided = accepted_work(project, accepted)
        defaults = replace(decided, subfield=subfield or decided.subfield, id=entry_id, name=name)
    return run_add(project, wanted, defaults)


@cli.command("from-issue")
@click.argument("file", type=PATH)
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write the draft to FILE instead of its place.")
@click.option("--comment", type=PATH, metavar="FILE", help="Write the answer to the issue to FILE, as Markdown.")
@click.option("--check", is_flag=True, help="Write no draft, only say whether one can be made.")
@pass_project
def from_issue(project: Project, file: Path, output: Path | None, comment: Path | None, check: bool) -> int:
    """Make a draft of an issue.

    FILE is the text of an issue that was filled in by a form, or the event that GitHub hands to a workflow. A report of
    an error in a fact is told with its place in the atlas. Exit code 1 if the text cannot become an entry.

    \b
    Examples:
      hfm-atlas from-issue issue.md
      hfm-atlas from-issue "$GITHUB_EVENT_PATH" --comment answer.md
    """
    from hfm_atlas.cli.commands.from_issue import run_from_issue

    return run_from_issue(project, file, output, comment, check=check)


def _ask(question: str, default: str) -> str:
    return str(click.prompt(question, default=default, show_default=bool(default), err=True))
