"""The register of rules: what each is called, why it is there, what to do about it, and the function that checks it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from itertools import chain
from typing import Literal

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.suggestions import suggest
from hfm_atlas.diagnostics import Diagnostic, Related, Severity
from hfm_atlas.model.atlas import Atlas, LoadedEntry
from hfm_atlas.model.graph import SimpleGraph, build_lineage
from hfm_atlas.yamlio.parser import Document, FieldPath
from hfm_atlas.yamlio.scalars import is_key_as_written, is_written_as, scalar_text

Stage = Literal["reading", "schema", "entry", "atlas"]
# From here on, forking costs less than it brings.
_MANY = 3000


@dataclass(frozen=True)
class Context:
    """What a rule may look at.

    `documents` are those of all entry files that could be read, also of entries that do not fit the schema and are
    therefore not in `atlas`.
    """

    atlas: Atlas
    documents: tuple[Document, ...]
    today: date

    @cached_property
    def in_order_of_addition(self) -> list[LoadedEntry]:
        """Entries, the oldest first; where two clash, the finding belongs to the one that came later."""
        return sorted(self.atlas.loaded, key=lambda one: (one.entry.added or date.max, one.document.path))

    @cached_property
    def lineage(self) -> SimpleGraph:
        """What entries are built on or derived from, as a simple graph of entries."""
        return build_lineage(self.atlas)


@dataclass(frozen=True, slots=True)
class RelatedField:
    """Another field that a finding is about, perhaps of another document, and what stands there."""

    document: Document
    field: FieldPath
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: which field of which document, what is wrong, and what to do about it.

    `fix` is what a text or key should be, where that says the same and is safe to write without reading the work.
    """

    document: Document
    field: FieldPath
    message: str
    hint: str | None = None
    on_key: bool = False
    fix: str | None = None
    fills: tuple[str, str] | None = None
    """A field, by its path with dots, and the word that belongs there, as follows from the rest of the entry."""
    related: tuple[RelatedField, ...] = ()


EntryCheck = Callable[[LoadedEntry], Iterator[Finding]]
DocumentCheck = Callable[[Document], Iterator[Finding]]
Check = Callable[[Context], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of validation.

    `stage` says when it is checked: while a file is read, while it is held against the schema, over one entry alone, or
    over the whole atlas. Documents and loading raise the findings of the first two stages, `check_entry` and
    `check_document` those of the third, `check` those of the last.
    """

    name: str
    severity: Severity
    stage: Stage
    help: str
    """One sentence: what the rule asks for."""
    reason: str
    """Why the atlas asks for it."""
    how_to_fix: str
    """What to do about a finding."""
    check: Check | None = None
    check_entry: EntryCheck | None = None
    check_document: DocumentCheck | None = None
    is_fixable: bool = False
    """Whether `validate --fix` can fix findings of it, where only one thing can be meant."""


RULES: dict[str, Rule] = {}


def register(rules: Iterable[Rule]) -> None:
    """Add rules to the register.

    Raises:
        ValueError: a rule of the same name is there already.
    """
    for one in rules:
        if one.name in RULES:
            raise ValueError(f"two rules are called {one.name}")
        RULES[one.name] = one


def rule(*, severity: Severity, how_to_fix: str, is_fixable: bool = False) -> Callable[[Check], Check]:
    """Register the decorated generator as a rule over the whole atlas.

    Its name with hyphens becomes the rule's name, the first line of its docstring the help, the rest the reason.
    """

    def add(check: Check) -> Check:
        register([Rule(*_named(check, severity, "atlas"), how_to_fix, check=check, is_fixable=is_fixable)])
        return check

    return add


def entry_rule(*, severity: Severity, how_to_fix: str, is_fixable: bool = False) -> Callable[[EntryCheck], EntryCheck]:
    """As `rule`, for what is seen in one entry alone: its findings stay as long as the entry does not change."""

    def add(check: EntryCheck) -> EntryCheck:
        register([Rule(*_named(check, severity, "entry"), how_to_fix, check_entry=check, is_fixable=is_fixable)])
        return check

    return add


def document_rule(
    *, severity: Severity, how_to_fix: str, is_fixable: bool = False
) -> Callable[[DocumentCheck], DocumentCheck]:
    """As `entry_rule`, for what is seen in the file of an entry, whether the entry fits the schema or not."""

    def add(check: DocumentCheck) -> DocumentCheck:
        register([Rule(*_named(check, severity, "entry"), how_to_fix, check_document=check, is_fixable=is_fixable)])
        return check

    return add


def _named(
    check: Check | EntryCheck | DocumentCheck, severity: Severity, stage: Stage
) -> tuple[str, Severity, Stage, str, str]:
    """The first fields of the rule that a generator stands for."""
    help_, _, reason = inspect.getdoc(check).partition("\n")  # type: ignore[union-attr]  # a test asks for it
    return check.__name__.replace("_", "-"), severity, stage, help_, " ".join(reason.split())


def find_rule(name: str) -> Rule:
    """The rule called `name`.

    Raises:
        UsageError: there is none; the nearest one is named.
    """
    if name not in RULES:
        raise UsageError(f"there is no rule '{name}': {suggest(name, RULES, '`hfm-atlas explain` lists them all')}")
    return RULES[name]


def run_rules(context: Context) -> Iterator[Diagnostic]:
    """Findings of every rule that looks at the whole atlas, as diagnostics with their positions.

    Where there are many entries, rules run on all cores.
    """
    tasks = [partial(_run_rule, context, one) for one in RULES.values() if one.check]
    if len(context.atlas.loaded) < _MANY:
        return chain.from_iterable(task() for task in tasks)
    # Imported here: most often there are fewer.
    from hfm_atlas._util.parallel import run_tasks

    return chain.from_iterable(run_tasks(tasks))


def _run_rule(context: Context, one: Rule) -> list[Diagnostic]:
    return [_diagnostic(one, finding) for finding in one.check(context)] if one.check else []


def run_entry_rules(loaded: LoadedEntry) -> Iterator[Diagnostic]:
    """Findings of every rule that looks at one entry alone, as diagnostics with their positions."""
    for one in RULES.values():
        for finding in one.check_entry(loaded) if one.check_entry else ():
            yield _diagnostic(one, finding)


def run_document_rules(document: Document) -> Iterator[Diagnostic]:
    """Findings of every rule that looks at the file of an entry alone, as diagnostics with their positions."""
    for one in RULES.values():
        for finding in one.check_document(document) if one.check_document else ():
            yield _diagnostic(one, finding)


def _diagnostic(rule: Rule, finding: Finding) -> Diagnostic:
    document = finding.document
    position = document.locate(finding.field, key=finding.on_key)
    fix = None
    if finding.fix is not None:
        written = document.source_text(position)
        is_whole = (
            is_key_as_written(finding.field[-1], written)
            if finding.on_key
            else is_written_as(document.value(finding.field), written)
        )
        fix = scalar_text(finding.fix, flow=True) if is_whole else None
    return Diagnostic(
        document.path,
        position,
        rule.name,
        rule.severity,
        finding.message,
        finding.hint,
        fix,
        fills=finding.fills,
        related=tuple(
            Related(one.document.path, one.document.locate(one.field), one.message) for one in finding.related
        ),
    )
