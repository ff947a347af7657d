"""`hfm-atlas add`: drafts of entries from the records of works: by DOI, arXiv id or PubMed id, or from BibTeX."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import write_file
from hfm_atlas._util.http import Fetcher, UnreachableError
from hfm_atlas._util.suggestions import suggest
from hfm_atlas.cli.commands.new import write_entry
from hfm_atlas.curation.drafts import Draft
from hfm_atlas.curation.metadata import BibliographicRecord, InvalidRecordError
from hfm_atlas.curation.metadata.arxiv import ARXIV, fetch_arxiv
from hfm_atlas.curation.metadata.bibtex import read_bibtex
from hfm_atlas.curation.metadata.crossref import CROSSREF, RESOLVER, fetch_doi
from hfm_atlas.curation.metadata.matching import complete_preprint, find_same_publication, is_published_version
from hfm_atlas.curation.metadata.pubmed import PUBMED, fetch_pubmed
from hfm_atlas.curation.metadata.record import arxiv_of_doi
from hfm_atlas.curation.proposals import make_id
from hfm_atlas.discovery.decisions import load_decisions
from hfm_atlas.loading.loader import Loaded, check_entry_text, load_project, with_entry
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.normalization import normalize_arxiv, normalize_doi, normalize_pmid
from hfm_atlas.model.publication import parse_author
from hfm_atlas.project import Project

_MAX_NAME_IN_TITLE = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the records are to come from; one of the four."""

    doi: str | None = None
    arxiv: str | None = None
    pmid: str | None = None
    bibtex: Path | None = None


@dataclass(frozen=True, slots=True)
class EntryDefaults:
    """What the records do not say: kind and subfield of the entries, and id and name of a single one."""

    kind: str = "model"
    subfield: str | None = None
    id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Servers:
    """Where records are asked for."""

    crossref: str = CROSSREF
    resolver: str = RESOLVER
    arxiv: str = ARXIV
    pubmed: str = PUBMED


@dataclass(frozen=True, slots=True)
class _Found:
    records: tuple[BibliographicRecord, ...]
    problems: tuple[str, ...] = ()


def accepted_work(project: Project, id: str) -> tuple[Wanted, EntryDefaults]:
    """Where the record of a work is that was decided in, and the kind and subfield that were decided on.

    Raises:
        UsageError: it was not decided in, or has no identifier that a record can be asked for by.
    """
    decided = {one.work: one for one in load_decisions(project).all if one.outcome == "in"}
    if id not in decided:
        raise UsageError(f"no work '{id}' was decided in: {suggest(id, decided, 'see screening/decisions.yml')}")
    one = decided[id]
    defaults = EntryDefaults(kind=one.reason, subfield=one.subfield)
    if one.arxiv:
        return Wanted(arxiv=one.arxiv), defaults
    if not (one.doi or one.pmid):
        raise UsageError(f"'{one.title}' has no identifier; look for its DOI or arXiv id, or use `hfm-atlas new`")
    return (Wanted(doi=one.doi) if one.doi else Wanted(pmid=one.pmid)), defaults


def run_add(
    project: Project,
    wanted: Wanted,
    defaults: EntryDefaults,
    *,
    servers: Servers | None = None,
    fetcher: Fetcher | None = None,
    today: date | None = None,
) -> int:
    """Write a draft for each record that the atlas lacks; 1 if one is there already or cannot be read.

    A record that is the published version of a preprint in the atlas completes the preprint's entry.

    Raises:
        UsageError: an identifier is malformed or leads to no record, or nothing can be written.
    """
    found = _find(wanted, servers or Servers(), fetcher or Fetcher(cache=project.cache / "records"))
    if defaults.id and len(found.records) > 1:
        raise UsageError(f"{wanted.bibtex} holds {len(found.records)} works, so they cannot have one --id")
    day = today or datetime.now(UTC).date()
    problems = [*found.problems, *_add_all(project, found.records, defaults, day)]
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    if not found.records and not found.problems:
        raise UsageError(f"{wanted.bibtex} holds no work")
    return 1 if problems else 0


def _find(wanted: Wanted, servers: Servers, fetcher: Fetcher) -> _Found:
    try:
        if wanted.bibtex is not None:
            return _read_file(wanted.bibtex)
        if wanted.pmid is not None:
            pmid = _identifier(normalize_pmid(wanted.pmid), wanted.pmid, "a PubMed id; one looks like 31501885")
            return _Found((fetch_pubmed(pmid, fetcher, servers.pubmed),))
        arxiv = normalize_arxiv(wanted.arxiv) if wanted.arxiv else arxiv_of_doi(wanted.doi or "")
        if wanted.arxiv is not None or arxiv is not None:
            arxiv = _identifier(arxiv, wanted.arxiv or "", "an arXiv id; one looks like 2404.03264")
            return _Found((_with_published_version(fetch_arxiv(arxiv, fetcher, servers.arxiv), servers, fetcher),))
        if wanted.doi is not None:
            doi = _identifier(
                normalize_doi(wanted.doi), wanted.doi, "a DOI; one looks like 10.1093/bioinformatics/btz682"
            )
            return _Found((fetch_doi(doi, fetcher, servers.crossref, servers.resolver),))
    except InvalidRecordError as problem:
        raise UsageError(str(problem)) from problem
    except UnreachableError as problem:
        raise UsageError(f"{problem}, or write the draft without it: `hfm-atlas new`, or `add --bibtex`") from problem
    raise UsageError("say where the record is: --doi, --arxiv, --pmid or --bibtex")


def _identifier(found: str | None, given: str, what: str) -> str:
    if found is None:
        raise UsageError(f"'{given}' is not {what}")
    return found


def _read_file(file: Path) -> _Found:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"cannot read {file}: {getattr(problem, 'strerror', None) or problem}") from problem
    read = read_bibtex(text, str(file))
    return _Found(read.records, read.problems)


def _with_published_version(preprint: BibliographicRecord, servers: Servers, fetcher: Fetcher) -> BibliographicRecord:
    """The version of record of a preprint, where arXiv knows its DOI; else the preprint."""
    alone = replace(preprint, doi=None)
    if preprint.doi is None:
        return alone
    try:
        published = fetch_doi(preprint.doi, fetcher, servers.crossref, servers.resolver)
    except (UsageError, InvalidRecordError) as problem:
        print(f"warning: the published version {preprint.doi} is left out: {problem}", file=sys.stderr)
        return alone
    return published.with_preprint(preprint)


def _add_all(
    project: Project, records: Iterable[BibliographicRecord], defaults: EntryDefaults, today: date
) -> Iterator[str]:
    """Write or complete an entry for each record; yields what is in the way of one."""
    loaded = load_project(project)
    for record in records:
        for remark in record.remarks:
            print(f"warning: {record.source}: {remark}", file=sys.stderr)
        try:
            # What was written is looked at by the next: two records of one work do not become two entries.
            loaded = with_entry(loaded, *_add(project, loaded, record, defaults, today))
        except UsageError as problem:
            yield f"{record.source}: {problem}"


def _add(
    project: Project, loaded: Loaded, record: BibliographicRecord, defaults: EntryDefaults, today: date
) -> tuple[str, str]:
    """Write or complete one entry; its path and text.

    Raises:
        UsageError: the work is there already, or its entry cannot be written.
    """
    if (same := find_same_publication(loaded.atlas.entries.values(), record)) is not None:
        return _complete(project, loaded, record, *same, today)
    draft = _draft(record, defaults)
    path, text = write_entry(project, loaded, draft, today)
    print(path)
    if defaults.name is None and _short_name(record) is None:
        print(
            f"warning: the title gives no name, so the entry is called '{draft.name}' after its first author, and its "
            f"id '{draft.id}' is for good once it is published; to name it yourself, delete {path} and run this again "
            "with --name",
            file=sys.stderr,
        )
    print(f"Fill it in, then run `hfm-atlas validate {path}`.", file=sys.stderr)
    return path, text


def _complete(
    project: Project, loaded: Loaded, record: BibliographicRecord, entry: Entry, what: str, today: date
) -> tuple[str, str]:
    path = loaded.atlas.documents[entry.id].path
    if not is_published_version(record, entry):
        raise UsageError(f"the work is there already, with the same {what}: {path}")
    file = project.root / path
    text = complete_preprint(loaded.atlas.documents[entry.id], entry, record, today)
    if findings := check_entry_text(path, text, loaded.known):
        raise UsageError(f"{path} cannot be completed: {findings[0].message}; write the publication by hand")
    write_file(file, text.encode("utf-8"))
    print(path)
    print(f"{path}: the preprint has its published version now; read it, and add evidence for it.", file=sys.stderr)
    return path, text


def _draft(record: BibliographicRecord, defaults: EntryDefaults) -> Draft:
    name = defaults.name or _name(record)
    given = record.publication()
    own = {"year", "doi", "pmid", "venue"}
    return Draft(
        kind=defaults.kind,
        id=defaults.id or make_id(name),
        name=name,
        subfield=defaults.subfield,
        title=record.title,
        authors=record.authors,
        year=record.year,
        doi=record.doi,
        arxiv=record.arxiv,
        preprint=record.preprint,
        pmid=record.pmid,
        venue=record.venue,
        # Of a file only its name: where it lies on somebody's machine is nobody's business.
        remarks=(
            f"Publication as in {record.source if '://' in record.source else Path(record.source).name}",
            *record.remarks,
        ),
        further=tuple((key, value) for key, value in given.items() if key not in own),
    )


def _short_name(record: BibliographicRecord) -> str | None:
    """What the title calls the work, as in "BioBERT: a model"."""
    before, colon, _ = record.title.partition(":")
    return before.strip() if colon and len(before) <= _MAX_NAME_IN_TITLE and len(before.split()) <= 3 else None


def _name(record: BibliographicRecord) -> str:
    """What the title calls the work; else its first author and year."""
    if short := _short_name(record):
        return short
    first = parse_author(record.authors[0])
    return f"{first.family or first.literal} {record.year}"
