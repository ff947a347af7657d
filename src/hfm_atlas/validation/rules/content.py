"""Rules on what an entry says: its texts, and facts that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from typing import get_args

from hfm_atlas._util.suggestions import suggest
from hfm_atlas.diagnostics import Severity
from hfm_atlas.model.atlas import LoadedEntry
from hfm_atlas.model.entries import (
    FORMER_KEYS,
    SUMMARY_LENGTH,
    DatasetEntry,
    Entry,
    ModelEntry,
    ProportionMetric,
    Result,
)
from hfm_atlas.model.fields import identities
from hfm_atlas.model.quantities import is_quantity, parse_quantity
from hfm_atlas.model.references import text_fields
from hfm_atlas.model.states import value_at
from hfm_atlas.model.values import PLACEHOLDER, is_absent
from hfm_atlas.validation.registry import Context, Finding, entry_rule, rule
from hfm_atlas.yamlio.parser import FieldPath

_NO_PARADIGM = "none"
_MIXED_PARADIGM = "hybrid"
_CURLY_QUOTES = ("“”", "„“", "„”", "«»", "»«")
_CURLY_QUOTE = re.compile("[“„”«»]")
_BOOLEAN_WORDS = {
    **dict.fromkeys(("y", "yes", "on", "true"), "true"),
    **dict.fromkeys(("n", "no", "off", "false"), "false"),
}
_PROPORTIONS = frozenset(get_args(ProportionMetric))
_SCALE_HINTS = {
    "percent": "write `unit: percent`, and the value times 100 if it is at most 1",
    "score": "write `unit: score`, and the value as the metric's own formula gives it",
}
_HIGHEST = {"percent": 100}
# Fields in which nothing smaller can be, and the letter that was forgotten if something is.
_MIN_QUANTITIES = {"architecture.parameters": (1000, "M"), "interface.context_length": (16, "K")}


@entry_rule(severity=Severity.ERROR, how_to_fix="Shorten the summary; details belong into facts and notes.")
def summary_too_long(loaded: LoadedEntry) -> Iterator[Finding]:
    """A summary has at most 400 characters.

    It stands on cards, in search results and in tables, where one to three sentences fit.
    """
    length = len(loaded.entry.summary)
    if length > SUMMARY_LENGTH:
        message = f"the summary has {length} characters; {SUMMARY_LENGTH} are allowed"
        yield Finding(loaded.document, ("summary",), message, f"shorten it by {length - SUMMARY_LENGTH}")


@entry_rule(severity=Severity.WARNING, how_to_fix="Write what belongs there.")
def left_from_draft(loaded: LoadedEntry) -> Iterator[Finding]:
    """No text of a draft is left.

    `hfm-atlas new` fills what it does not know with a placeholder, which nobody wants to read on the site.
    """
    if not any(PLACEHOLDER in line for line in loaded.document.lines):
        return
    for field, text in text_fields(loaded.document):
        if PLACEHOLDER in text:
            yield Finding(loaded.document, field, f"this still says '{PLACEHOLDER}'", "write what belongs here")


@entry_rule(
    severity=Severity.WARNING,
    how_to_fix='Write straight quotes around the text ("…"), or none.',
    is_fixable=True,
)
def curly_quotes(loaded: LoadedEntry) -> Iterator[Finding]:
    """No text stands in the quotes of a word processor.

    YAML knows straight quotes only; curly ones become a part of the text and are shown and cited with it.
    """
    if not any(_CURLY_QUOTE.search(line) for line in loaded.document.lines):
        return
    for field, text in text_fields(loaded.document):
        if text[:1] + text[-1:] in _CURLY_QUOTES and not _CURLY_QUOTE.search(text[1:-1]):
            message = "the quotes around it are curly, so they are a part of the text"
            yield Finding(loaded.document, field, message, 'write straight ones: "…"', fix=text[1:-1])


@entry_rule(severity=Severity.ERROR, how_to_fix="Delete `none`, or delete the other paradigms.")
def paradigm_none_with_others(loaded: LoadedEntry) -> Iterator[Finding]:
    """The pre-training paradigm `none` stands alone.

    It says that an existing model was only adapted, which any other paradigm denies.
    """
    paradigms = loaded.entry.pretraining.paradigms if isinstance(loaded.entry, ModelEntry) else None
    if isinstance(paradigms, list) and _NO_PARADIGM in paradigms and len(paradigms) > 1:
        field = ("pretraining", "paradigms", paradigms.index(_NO_PARADIGM))
        others = ", ".join(paradigm for paradigm in paradigms if paradigm != _NO_PARADIGM)
        yield Finding(loaded.document, field, f"`none` cannot stand next to {others}", "delete one of the two")


@entry_rule(
    severity=Severity.WARNING,
    how_to_fix="Give it another name; `hfm-atlas fmt` renames a field of the schema.",
    is_fixable=True,
)
def boolean_key(loaded: LoadedEntry) -> Iterator[Finding]:
    """No key is a word that other YAML readers take for true or false.

    By YAML 1.1 a key `on` is not the text "on" but true, so that what stands under it is not found.
    """
    for path in loaded.document.keys:
        if str(path[-1]).lower() in _BOOLEAN_WORDS:
            name = FORMER_KEYS.get((str(path[0]), str(path[-1])))
            hint = f"write `{name}`" if name else "choose another name"
            message = f"many YAML readers take the key '{path[-1]}' for {_BOOLEAN_WORDS[str(path[-1]).lower()]}"
            yield Finding(loaded.document, path, message, hint, on_key=True, fix=name)


@rule(
    severity=Severity.WARNING,
    how_to_fix="Add the objective's paradigm, or write hybrid where several are trained together.",
)
def objective_outside_paradigm(context: Context) -> Iterator[Finding]:
    """An objective belongs to one of the paradigms of its entry.

    Counts by paradigm and counts by objective should tell the same story. With `hybrid`, any objective may stand.
    """
    for loaded in context.atlas.loaded:
        if not isinstance(loaded.entry, ModelEntry):
            continue
        paradigms, objectives = loaded.entry.pretraining.paradigms, loaded.entry.pretraining.objectives
        if not isinstance(paradigms, list) or not isinstance(objectives, list) or _MIXED_PARADIGM in paradigms:
            continue
        if "pretraining" not in context.atlas.facets:
            return  # The facet has an error of its own, and nothing can be said without it.
        covered = set().union(*(context.atlas.narrower_terms("pretraining", paradigm) for paradigm in paradigms))
        for index, objective in enumerate(objectives):
            if objective not in covered:
                message = f"the objective '{objective}' belongs to no paradigm of the entry ({', '.join(paradigms)})"
                paradigm = context.atlas.root_of("pretraining", objective)
                hint = f"its paradigm is '{paradigm}'; several trained together are 'hybrid'"
                yield Finding(loaded.document, ("pretraining", "objectives", index), message, hint)


@entry_rule(severity=Severity.WARNING, how_to_fix="Delete one of the two, or merge what they say.")
def repeated_value(loaded: LoadedEntry) -> Iterator[Finding]:
    """A list does not say the same thing twice.

    It would be counted and shown twice.
    """
    for name, value in loaded.document.data.items():
        yield from (
            Finding(loaded.document, field, f"{what} stands here a second time", "delete it, or merge the two")
            for field, what in _repetitions(value, (name,))
        )


def _repetitions(value: object, field: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _repetitions(inner, (*field, key))
    elif isinstance(value, list):
        seen: set[Hashable] = set()
        for index, item in enumerate(value):
            identity = _identity(field[-1], item)
            if identity is not None and identity in seen:
                yield (*field, index), f"'{identity[0]}'"
            seen.add(identity)


def _identity(list_name: str | int, item: object) -> tuple[object, ...] | None:
    """What makes an item of a list the same as another one; None where nothing does."""
    if isinstance(item, str):
        # Two authors may have the same name.
        return None if list_name == "authors" else (item,)
    names = identities().get(str(list_name))
    if not isinstance(item, dict) or names is None or item.get(names[0]) is None:
        return None
    return tuple(str(item.get(name)) for name in names)


@entry_rule(severity=Severity.ERROR, how_to_fix="Correct the value or its unit.")
def result_out_of_range(loaded: LoadedEntry) -> Iterator[Finding]:
    """A result lies within its unit.

    A percentage is at most 100; `score` has no bound.
    """
    for index, result in _results(loaded.entry):
        highest = _HIGHEST.get(result.unit)
        if highest is not None and not -highest <= result.value <= highest:
            message = f"{result.value:g} is no {result.unit}: at most {highest} is possible"
            yield Finding(loaded.document, ("results", index, "value"), message, "correct the value or the unit")


@entry_rule(
    severity=Severity.ERROR, how_to_fix="Give a share in percent, 86.5 for 0.865, and every other metric as a score."
)
def metric_scale(loaded: LoadedEntry) -> Iterator[Finding]:
    """Each metric has one scale.

    Numbers of one metric are ranked and drawn side by side: shares such as accuracy, F1 or AUROC stand in percent,
    correlations, errors and other scores as they are.
    """
    for index, result in _results(loaded.entry):
        wanted = "percent" if result.metric in _PROPORTIONS else "score"
        if result.metric != "other" and result.unit != wanted:
            message = f"{result.metric} is given as {wanted}, not {result.unit}"
            yield Finding(loaded.document, ("results", index, "unit"), message, _SCALE_HINTS[wanted])


@entry_rule(
    severity=Severity.WARNING,
    how_to_fix="Write the letter behind the number: 86M for 86 million, 7B for 7 billion, 32K for 32 thousand.",
)
def small_quantity(loaded: LoadedEntry) -> Iterator[Finding]:
    """A model has a thousand parameters or more, and reads 16 tokens or more.

    Papers put millions into the head of a column and 86 into the cell. A number without its letter is taken as it
    stands, and puts the model at the wrong end of every figure and filter.
    """
    for path, (minimum, letter) in _MIN_QUANTITIES.items():
        field: FieldPath = tuple(path.split("."))
        found = value_at(loaded.entry, path)
        listed = [((*field, index), one) for index, one in enumerate(found)] if isinstance(found, list) else []
        for place, value in listed or [(field, found)]:
            if isinstance(value, str) and is_quantity(value) and (number := parse_quantity(value)) < minimum:
                # A fraction is one of the next power: 0.086 billion are 86 million.
                meant = f"{number * (1000 if number < 1 else 1):g}{letter}"
                message = f"`{path}` is {value}, without K, M or B behind it"
                yield Finding(loaded.document, place, message, f"write {meant} if you mean that")


@rule(severity=Severity.WARNING, how_to_fix="Correct the task of the result, or add it to the tasks of the benchmark.")
def result_task(context: Context) -> Iterator[Finding]:
    """The task of a result is one that its benchmark has.

    A leaderboard compares results of one task; a result filed under another one would stand alone.
    """
    for loaded in context.atlas.loaded:
        for index, result in _results(loaded.entry):
            benchmark = context.atlas.entries.get(result.benchmark)
            if not isinstance(benchmark, DatasetEntry) or not benchmark.tasks or is_absent(benchmark.tasks):
                continue
            tasks = list(benchmark.tasks)
            if not any(_is_related(context, result.task, task) for task in tasks):
                message = f"'{result.benchmark}' is not a benchmark of '{result.task}'"
                hint = suggest(result.task, tasks, f"its tasks are {', '.join(tasks)}")
                yield Finding(loaded.document, ("results", index, "task"), message, hint)


def _results(entry: Entry) -> Iterator[tuple[int, Result]]:
    return iter(enumerate(entry.results if isinstance(entry, ModelEntry) else ()))


def _is_related(context: Context, task: str, other: str) -> bool:
    """Whether two tasks are the same, or one of them is narrower than the other."""
    return _is_within(context, task, other) or _is_within(context, other, task)


def _is_within(context: Context, task: str, wider: str) -> bool:
    return task == wider or task in context.atlas.narrower_terms("tasks", wider)
