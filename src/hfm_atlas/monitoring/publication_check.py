"""What happened to works since they were entered: retracted, doubted, or published where the atlas has the preprint."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal
from urllib.parse import quote

from pydantic import TypeAdapter

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.grouping import grouped
from hfm_atlas._util.http import Fetcher, NotFoundError
from hfm_atlas._util.json_text import report_json
from hfm_atlas.curation.metadata import InvalidRecordError
from hfm_atlas.curation.metadata.arxiv import ARXIV
from hfm_atlas.curation.metadata.crossref import CROSSREF
from hfm_atlas.curation.metadata.record import arxiv_of_doi
from hfm_atlas.curation.metadata.xml import parse_xml, text_at
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.normalization import normalize_arxiv, normalize_doi
from hfm_atlas.model.sources import preprint_doi
from hfm_atlas.project import Project

Event = Literal["retracted", "doubted", "published"]
_RETRACTIONS = {"retraction", "withdrawal", "removal", "partial_retraction"}
_DOUBTS = {"expression_of_concern"}
_BIO_SERVERS = {"biorxiv", "medrxiv"}
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_ARXIV_AT_ONCE = 40
_PAUSE = 0.3


@dataclass(frozen=True, slots=True)
class PublicationNews:
    """Something that happened to the work of an entry; `doi` is that of the notice, or of the published version."""

    entry: str
    event: Event
    doi: str | None


@dataclass(frozen=True, slots=True)
class PublicationReport:
    """What was asked on a day, what had happened, and what gave no answer."""

    on: date
    asked: int
    news: tuple[PublicationNews, ...]
    unanswered: tuple[str, ...]

    def to_json(self) -> str:
        """The report as the file that is kept in the repository: one object, its keys the names of the fields."""
        return report_json(self)


def load_publication_report(project: Project) -> PublicationReport | None:
    """The report that is kept in the repository; None where works were never asked after.

    Raises:
        UsageError: the file is no such report.
    """
    try:
        return TypeAdapter(PublicationReport).validate_json(project.publication_report.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as problem:
        path = project.publication_report.relative_to(project.root).as_posix()
        raise UsageError(f"{path} is no report on works; `hfm-atlas publications --save` writes a new one") from problem


def check_publications(
    atlas: Atlas,
    on: date,
    fetcher: Fetcher,
    progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    crossref: str = CROSSREF,
    arxiv: str = ARXIV,
    pause: float = _PAUSE,
) -> PublicationReport:
    """Ask Crossref after every DOI and arXiv after every preprint that the atlas cites; seconds of `pause` between.

    `progress` is told how many questions are done, and of how many. News that an entry tells already is left out;
    nothing is raised: what gave no answer is in the report.
    """
    dois, preprints = _dois(atlas), _arxiv_ids(atlas)
    questions = [partial(_ask_crossref, doi, entries, fetcher, crossref) for doi, entries in dois.items()]
    questions += [
        partial(_ask_arxiv, ids, preprints, fetcher, arxiv) for ids in _batches(list(preprints), _ARXIV_AT_ONCE)
    ]
    news: list[PublicationNews] = []
    unanswered: list[str] = []
    for number, ask in enumerate(questions, 1):
        try:
            news += ask()
        except (UsageError, InvalidRecordError) as problem:
            unanswered.append(str(problem))
        progress(number, len(questions))
        time.sleep(pause)
    fresh = [one for one in news if not _is_known(atlas, one)]
    return PublicationReport(on, len(dois) + len(preprints), tuple(dict.fromkeys(fresh)), tuple(unanswered))


def _dois(atlas: Atlas) -> dict[str, list[str]]:
    """DOIs to ask Crossref after, with the entries that cite them; arXiv's own are not Crossref's."""
    found: dict[str, list[str]] = {}
    for entry in atlas.entries.values():
        doi = entry.publication.doi
        if doi and arxiv_of_doi(doi) is None:
            found.setdefault(doi.lower(), []).append(entry.id)
        elif entry.publication.type == "preprint" and entry.preprint and entry.preprint.server in _BIO_SERVERS:
            found.setdefault(preprint_doi(entry.preprint) or entry.preprint.id, []).append(entry.id)
    return found


def _arxiv_ids(atlas: Atlas) -> dict[str, list[str]]:
    """arXiv ids of works that the atlas cites as preprints, with their entries."""
    return grouped(
        (entry.preprint.id, entry.id)
        for entry in atlas.entries.values()
        if entry.publication.type == "preprint" and entry.preprint and entry.preprint.server == "arxiv"
    )


def _batches(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _ask_crossref(doi: str, entries: Sequence[str], fetcher: Fetcher, server: str) -> list[PublicationNews]:
    address = f"{server}/works/{quote(doi, safe='')}"
    try:
        data = json.loads(fetcher.fetch(address, "application/json"))
    except NotFoundError:
        return []  # of another agency, which keeps no such notes
    except ValueError as problem:
        raise InvalidRecordError(f"{address}: the answer is not JSON: {problem}") from problem
    message = data.get("message") if isinstance(data, dict) else None
    if not isinstance(message, dict):
        raise InvalidRecordError(f"{address}: the answer is not the record of a work")
    return [PublicationNews(entry, event, found) for event, found in _events(message) for entry in entries]


def _events(message: Mapping[str, Any]) -> Iterator[tuple[Event, str | None]]:
    for update in _records(message.get("updated-by")):
        doi = normalize_doi(str(update.get("DOI", "")))
        if update.get("type") in _RETRACTIONS:
            yield "retracted", doi
        elif update.get("type") in _DOUBTS:
            yield "doubted", doi
    relation = message.get("relation")
    for published in _records(relation.get("is-preprint-of") if isinstance(relation, dict) else None):
        if doi := normalize_doi(str(published.get("id", ""))):
            yield "published", doi


def _records(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _ask_arxiv(
    ids: Sequence[str], entries: Mapping[str, list[str]], fetcher: Fetcher, server: str
) -> list[PublicationNews]:
    address = f"{server}?id_list={quote(','.join(ids), safe='/,')}&max_results={len(ids)}"
    news = []
    for one in parse_xml(fetcher.fetch(address, "application/atom+xml"), address).findall(f"{_ATOM}entry"):
        id = normalize_arxiv(text_at(one, f"{_ATOM}id")) or ""
        doi = normalize_doi(text_at(one, f"{_ARXIV}doi"))
        withdrawn = "withdrawn" in text_at(one, f"{_ARXIV}comment").lower()
        event: Event | None = "retracted" if withdrawn else "published" if doi else None
        if event is not None:
            news += [PublicationNews(entry, event, doi) for entry in entries.get(id, ())]
    return news


def _is_known(atlas: Atlas, one: PublicationNews) -> bool:
    """Whether the entry cites the published version already, or a note of it speaks of the notice."""
    entry: Entry = atlas.entries[one.entry]
    if one.event == "published":
        return one.doi is not None and (entry.publication.doi or "").lower() == one.doi.lower()
    return any((one.doi and one.doi.lower() in note.lower()) or one.event in note.lower() for note in entry.notes)
