"""What was decided on works that were found: `screening/decisions.yml`, in which each work is asked after once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Generic, Literal, TypeVar, get_args

from pydantic import ValidationError

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import make_folder, write_file
from hfm_atlas.diagnostics import Diagnostic, Severity
from hfm_atlas.discovery.works import Work, title_key
from hfm_atlas.loading.schema_errors.messages import explain_errors
from hfm_atlas.model.identifiers import ArxivId, Doi, Pmid, Slug
from hfm_atlas.model.values import InFacet, KnownIds, Name, SchemaModel
from hfm_atlas.project import Project
from hfm_atlas.yamlio.parser import Document, read_document
from hfm_atlas.yamlio.scalars import quoted, scalar_text

Outcome = Literal["in", "out", "open"]
Reason = Literal[
    "model",
    "dataset",
    "survey",
    "not-health",
    "no-foundation-model",
    "uses-only",
    "one-task",
    "no-research",
    "same-work",
    "needs-full-text",
]
File = TypeVar("File", bound=SchemaModel)
Check = Callable[[File, Document], Iterator[Diagnostic]]
# What each reason says, and to which outcome it belongs; in the order in which they are asked.
REASONS: Mapping[Reason, tuple[Outcome, str]] = {
    "model": ("in", "A foundation model pre-trained on healthcare data, or adapted to healthcare."),
    "dataset": ("in", "A dataset or benchmark on which such models are trained or evaluated."),
    "survey": ("in", "A survey of the field."),
    "not-health": ("out", "It is not about health, medicine or the biology behind them."),
    "no-foundation-model": (
        "out",
        "A model for its own data, neither pre-trained on broad data nor built on such a one.",
    ),
    "uses-only": ("out", "It uses or examines models that others made, and gives neither a model nor data."),
    "one-task": ("out", "It adapts a foundation model to one task, and does not show how to serve others."),
    "no-research": ("out", "News, opinion, teaching or an erratum."),
    "same-work": ("out", "Another version of a work that the atlas has."),
    "needs-full-text": ("open", "Title and abstract do not say."),
}
# Of these, subfield and modality are noted, too.
FILED: tuple[Reason, ...] = ("model", "dataset")
# As the type `Name` allows.
_MAX_TITLE = 300
_SHARED = {"id": "id", "doi": "DOI", "arxiv": "arXiv id", "pmid": "PubMed id"}
_HEAD = """\
# Works that were found, and what was decided on them by title and start of the abstract. Written by `hfm-atlas screen`.
decisions:
"""


class Decision(SchemaModel):
    """What was decided on one work."""

    work: Name
    """Its id, such as arxiv:2404.03264."""
    title: Name
    doi: Doi | None = None
    arxiv: ArxivId | None = None
    pmid: Pmid | None = None
    year: int | None = None
    subfield: Annotated[Slug, InFacet("subfields")] | None = None
    """Of a model or dataset that is in."""
    modality: Annotated[Slug, InFacet("modalities", roots_only=True)] | None = None
    """Likewise: the kind of data that it is about above all."""
    outcome: Outcome
    reason: Reason
    by: Name
    """Who decided."""
    date: date


class DecisionsFile(SchemaModel):
    """`screening/decisions.yml`."""

    decisions: list[Decision] = []


@dataclass(frozen=True, slots=True)
class ScreeningFile(Generic[File]):
    """A file of `screening/` as it was read: None where there is none, or where it does not fit the schema."""

    file: File | None
    diagnostics: tuple[Diagnostic, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decisions:
    """All that was decided, found by each identity of a work."""

    all: tuple[Decision, ...] = ()

    @cached_property
    def _by_identity(self) -> Mapping[tuple[str, str], Decision]:
        found: dict[tuple[str, str], Decision] = {}
        for one in self.all:
            found.update(dict.fromkeys(_identities(one), one))
            if key := title_key(one.title):
                found["title_key", key] = one
        return found

    def of(self, work: Work) -> Decision | None:
        """The decision on a work, by its id, DOI, arXiv id, PubMed id or title; None where there is none."""
        for name in ("id", "doi", "arxiv", "pmid", "title_key"):
            value = getattr(work, name)
            if value and (found := self._by_identity.get((name, value if name == "id" else value.lower()))):
                return found
        return None

    def counts(self) -> Counter[Reason]:
        """How many decisions have each reason."""
        return Counter(one.reason for one in self.all)


def load_decisions(project: Project) -> Decisions:
    """What was decided so far; nothing, where there is no file.

    Raises:
        UsageError: the file is not as it should be; the message gives the place.
    """
    file = load_screening_file(project, project.decisions, DecisionsFile, find_wrong_decisions)
    return Decisions(tuple(file.decisions)) if file else Decisions()


def find_wrong_decisions(file: DecisionsFile, document: Document) -> Iterator[Diagnostic]:
    """Decisions whose reason does not go with the outcome, and works that were decided on twice."""
    decided: dict[tuple[str, str], int] = {}
    for place, one in enumerate(file.decisions):
        outcome = REASONS[one.reason][0]
        if outcome != one.outcome:
            message = f"'{one.reason}' is no reason for '{one.outcome}'"
            yield _wrong(document, place, "reason", message, f"it is one for '{outcome}'")
        for name, value in _identities(one):
            first = decided.setdefault((name, value), place)
            if first != place:
                line = document.locate(("decisions", first)).line
                message = f"this work was decided on before, in line {line}: both have the {_SHARED[name]} '{value}'"
                yield _wrong(document, place, "work", message, "keep one of the two decisions")
                break


def _wrong(document: Document, place: int, field: str, message: str, hint: str) -> Diagnostic:
    position = document.locate(("decisions", place, field))
    return Diagnostic(document.path, position, "wrong-decision", Severity.ERROR, message, hint)


def _identities(one: Decision) -> Iterator[tuple[str, str]]:
    """By what a work is known again; its title is not among them, since two works may have the same."""
    yield "id", one.work
    for name in ("doi", "arxiv", "pmid"):
        if value := getattr(one, name):
            yield name, value.lower()


def load_screening_file(
    project: Project, path: Path, model: type[File], check: Check[File] | None = None
) -> File | None:
    """What a file of `screening/` says; None where there is none.

    Raises:
        UsageError: it does not fit `model`, or `check` finds something; the message gives the place.
    """
    read = read_screening_file(project, path, model, check)
    if read.diagnostics:
        first = read.diagnostics[0]
        place = f"{first.path}:{first.position.line}:{first.position.column}"
        raise UsageError(f"{place}: {first.message}" + (f"; {first.hint}" if first.hint else ""))
    return read.file


def read_screening_file(
    project: Project,
    path: Path,
    model: type[File],
    check: Check[File] | None = None,
    known: KnownIds | None = None,
) -> ScreeningFile[File]:
    """A file of `screening/` with everything that is wrong with it; `known` are the ids that it may name."""
    if not path.exists():
        return ScreeningFile(None, ())
    read = read_document(project.root, path)
    if read.document is None or read.diagnostics:
        return ScreeningFile(None, tuple(read.diagnostics), read.lines)
    try:
        file = model.model_validate(read.document.data, context=known)
    except ValidationError as problem:
        wrong = explain_errors(model, read.document, problem.errors(include_url=False))
        return ScreeningFile(None, tuple(wrong), read.lines)
    return ScreeningFile(file, tuple(check(file, read.document)) if check else (), read.lines)


def decide(
    work: Work, reason: Reason, by: str, today: date, subfield: str | None = None, modality: str | None = None
) -> Decision:
    """The decision on a work; the reason tells the outcome."""
    return Decision(
        work=work.id,
        title=work.title[:_MAX_TITLE],
        doi=work.doi,
        arxiv=work.arxiv,
        pmid=work.pmid,
        year=work.year,
        subfield=subfield if reason in FILED else None,
        modality=modality if reason in FILED else None,
        outcome=REASONS[reason][0],
        reason=reason,
        by=by,
        date=today,
    )


def add_decisions(project: Project, new: Sequence[Decision]) -> None:
    """Write further decisions behind those that are there, in one step.

    Raises:
        UsageError: the file cannot be written.
    """
    path = project.decisions
    make_folder(path.parent)
    text = path.read_text("utf-8") if path.exists() else _HEAD
    write_file(path, (text + "".join(map(_written, new))).encode("utf-8"))


def read_reason(text: str) -> Reason:
    """The reason of that name.

    Raises:
        UsageError: there is none.
    """
    for reason in get_args(Reason):
        if reason == text.strip():
            return reason  # type: ignore[no-any-return]
    raise UsageError(f"'{text}' is no reason; the reasons are {', '.join(REASONS)}")


def _written(one: Decision) -> str:
    identifiers = [f"    {name}: {quoted(value)}" for name in ("doi", "arxiv", "pmid") if (value := getattr(one, name))]
    lines = [
        f"  - work: {quoted(one.work)}",
        f"    title: {quoted(one.title)}",
        *identifiers,
        *([f"    year: {one.year}"] if one.year else []),
        *([f"    subfield: {one.subfield}"] if one.subfield else []),
        *([f"    modality: {one.modality}"] if one.modality else []),
        f"    outcome: {one.outcome}",
        f"    reason: {one.reason}",
        f"    by: {scalar_text(one.by, flow=False)}",
        f"    date: {one.date}",
    ]
    return "\n".join(lines) + "\n"


def included(decisions: Iterable[Decision]) -> list[Decision]:
    """Those decided in, in the order in which they come."""
    return [one for one in decisions if one.outcome == "in"]
