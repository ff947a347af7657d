"""What evidence rests on: the work itself or a copy, what it says or what an editor concludes, an abstract or more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from statistics import median
from urllib.parse import urlsplit

from hfm_atlas.model.entries import Entry, Result
from hfm_atlas.model.normalization import CODE_HOSTS
from hfm_atlas.model.sources import Sourced, named_sources, sourced, sources_read

_METHODS = {"architecture", "builds_on", "pretraining", "adaptation", "adaptation_data", "evaluation", "interface"}


@cache
def is_about_methods(path: str) -> bool:
    """Whether the fact at a field path, such as `architecture.family`, says how a model is built, trained or tested."""
    return path.partition(".")[0] in _METHODS


def rests_on_abstract(one: Sourced) -> bool:
    """Whether the locator is "Abstract" and nothing else, in capitals or not."""
    return one.locator.strip().casefold() == "abstract"


@dataclass(frozen=True, slots=True)
class EvidenceKinds:
    """Evidence, results and links by what they rest on; one that is two of these counts for the first."""

    re_evaluation: int
    """Results that others than the authors measured."""
    inference: int
    """Conclusions of an editor."""
    via_copy: int
    """Read in a copy or digest."""
    primary: int
    """Read in the source itself."""
    methods: int
    """Evidence of facts on how a model is built, trained and tested."""
    methods_on_abstracts: int
    """Of these, what rests on an abstract."""


@dataclass(frozen=True, slots=True)
class SourceAges:
    """When the sources were read that evidence names."""

    sources: int
    with_day: int
    repositories: int
    with_commit: int
    """Repositories of code whose commit is named."""
    oldest: date | None
    median: date | None


def count_evidence(entries: Iterable[Entry]) -> EvidenceKinds:
    """Evidence, results and links of `entries`, counted by what they rest on."""
    kinds = {"re_evaluation": 0, "inference": 0, "via_copy": 0, "primary": 0}
    methods = on_abstracts = 0
    for entry in entries:
        for path, one in sourced(entry):
            kinds[_kind(one)] += 1
            if path[0] == "evidence" and is_about_methods(str(path[1])):
                methods += 1
                on_abstracts += rests_on_abstract(one)
    return EvidenceKinds(**kinds, methods=methods, methods_on_abstracts=on_abstracts)


def _kind(one: Sourced) -> str:
    if isinstance(one, Result) and one.re_evaluation:
        return "re_evaluation"
    return "inference" if one.inferred else "via_copy" if one.via else "primary"


def count_readings(entries: Iterable[Entry]) -> SourceAges:
    """How many sources of `entries` were read, and on which days; a source counts once for each entry that names it.

    `median` and `oldest` are None where no source has a day.
    """
    read = [(entry, name) for entry in entries for name in sources_read(entry)]
    days = sorted(entry.read[name].date for entry, name in read if name in entry.read)
    code = [(entry, name) for entry, name in read if is_repository(named_sources(entry).get(name, ""))]
    return SourceAges(
        sources=len(read),
        with_day=len(days),
        repositories=len(code),
        with_commit=sum(name in entry.read and entry.read[name].version is not None for entry, name in code),
        oldest=days[0] if days else None,
        median=date.fromordinal(int(median(day.toordinal() for day in days))) if days else None,
    )


_REPOSITORY_HOSTS = CODE_HOSTS | {"huggingface.co"}


def is_repository(address: str) -> bool:
    """Whether an address is a repository, which has commits.

    That is an owner and a name on GitHub, GitLab, Bitbucket, Codeberg or Hugging Face.
    """
    parts = urlsplit(address)
    return (parts.hostname or "").removeprefix("www.") in _REPOSITORY_HOSTS and len(
        parts.path.strip("/").split("/")
    ) >= 2
