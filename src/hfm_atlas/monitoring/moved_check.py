"""Which sources have moved on since they were read: newer commits of a repository, newer versions of a preprint."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.http import Fetcher
from hfm_atlas.curation.metadata import InvalidRecordError
from hfm_atlas.curation.metadata.arxiv import ARXIV
from hfm_atlas.curation.metadata.xml import parse_xml, text_at
from hfm_atlas.model.entries import Entry, Preprint
from hfm_atlas.model.evidence_kinds import is_repository
from hfm_atlas.model.identifiers import DOI_PREFIXES
from hfm_atlas.model.sources import named_sources
from hfm_atlas.monitoring.link_report import MovedSource

BIORXIV = "https://api.biorxiv.org"
_COMMIT = re.compile(r"[0-9a-f]{7,40}\Z")
_VERSION = re.compile(r"v?(\d{1,3})\Z")
# What a server of repositories says first: the commit that its main branch is at.
_HEAD = re.compile(r"([0-9a-f]{40}) HEAD\b")
_REPOSITORY = re.compile(r"https://[^/]+/(?:datasets/|spaces/)?[^/]+/[^/#?]+")
_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True)
class Servers:
    """Where versions of preprints are asked; `repository` turns the address of a repository into what is asked."""

    arxiv: str = ARXIV
    biorxiv: str = BIORXIV
    repository: Callable[[str], str] = str


def find_moved(
    entries: Iterable[Entry], fetcher: Fetcher, servers: Servers | None = None
) -> tuple[tuple[MovedSource, ...], tuple[str, ...]]:
    """Sources whose newest version is not the one that was read, and a message for each that gave no answer.

    Only sources whose version is named under `read` are asked: commits of repositories, versions of preprints.
    """
    moved, unanswered = [], []
    for entry in entries:
        addresses = named_sources(entry)
        for name, reading in entry.read.items():
            if reading.version is None or name not in addresses:
                continue
            try:
                newest = _newest(entry, name, addresses[name], reading.version, fetcher, servers or Servers())
            except (UsageError, InvalidRecordError) as problem:
                unanswered.append(str(problem))
                continue
            if newest and not _is_same(newest, reading.version):
                moved.append(MovedSource(entry.id, name, reading.version, newest, reading.date))
    return tuple(moved), tuple(unanswered)


def _newest(entry: Entry, name: str, address: str, read: str, fetcher: Fetcher, servers: Servers) -> str | None:
    """The newest version of a source, in the form in which `read` names one; None for a source that has none."""
    if name == "preprint" and entry.preprint and _VERSION.match(read):
        return _newest_preprint(entry.preprint, fetcher, servers)
    if is_repository(address) and _COMMIT.match(read):
        return _newest_commit(address, fetcher, servers)
    return None


def _is_same(newest: str, read: str) -> bool:
    return newest.startswith(read) if _COMMIT.match(read) else newest.lstrip("v") == read.lstrip("v")


def _newest_commit(address: str, fetcher: Fetcher, servers: Servers) -> str | None:
    """The commit of the main branch, which every server of git repositories tells."""
    found = _REPOSITORY.match(address)
    root = servers.repository(found.group() if found else address)
    answer = fetcher.fetch(f"{root}/info/refs?service=git-upload-pack", "application/x-git-upload-pack-advertisement")
    head = _HEAD.search(answer)
    return head.group(1) if head else None


def _newest_preprint(preprint: Preprint, fetcher: Fetcher, servers: Servers) -> str | None:
    if preprint.server == "arxiv":
        address = f"{servers.arxiv}?id_list={quote(preprint.id, safe='/')}&max_results=1"
        entry = parse_xml(fetcher.fetch(address, "application/atom+xml"), address).find(f"{_ATOM}entry")
        found = re.search(r"v\d+\Z", text_at(entry, f"{_ATOM}id")) if entry is not None else None
        return found.group() if found else None
    if preprint.server in ("biorxiv", "medrxiv"):
        address = f"{servers.biorxiv}/details/{preprint.server}/{DOI_PREFIXES[preprint.server]}{quote(preprint.id)}"
        return _last_version(fetcher.fetch(address, "application/json"), address)
    return None


def _last_version(answer: str, address: str) -> str | None:
    try:
        data = json.loads(answer)
    except ValueError as problem:
        raise InvalidRecordError(f"{address}: the answer is not JSON: {problem}") from problem
    listed = data.get("collection") if isinstance(data, dict) else None
    versions = [str(one.get("version", "")) for one in listed or () if isinstance(one, dict)]
    numbers = [int(version) for version in versions if version.isdigit()]
    return f"v{max(numbers)}" if numbers else None
