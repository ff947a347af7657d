"""What pydantic finds wrong with a document, said in the reader's words, as diagnostics."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from hfm_atlas._util.suggestions import find_nearest, suggest
from hfm_atlas.diagnostics import Diagnostic, Severity
from hfm_atlas.loading.schema_errors.fixes import find_fix
from hfm_atlas.loading.schema_errors.hints import (
    hint_for_list,
    hint_for_mapping,
    hint_for_text,
    is_like_nothing,
    mended_date,
)
from hfm_atlas.loading.schema_errors.locate import Misfit, find_misfit, name_field
from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.model.introspection import fields_at, homes_of, may_say_nothing
from hfm_atlas.model.normalization import normal_address
from hfm_atlas.model.values import NOT_RELEASED, NOTHINGS
from hfm_atlas.yamlio.parser import Document, FieldPath
from hfm_atlas.yamlio.scalars import quoted

_SHOWN_WORDS = 16


# Rule, message and hint of a finding.
_Explanation = tuple[str, str, str | None]


def explain_errors(model: type[BaseModel], document: Document, errors: Iterable[ErrorDetails]) -> Iterator[Diagnostic]:
    """A diagnostic for each of pydantic's errors, apart from those that `find_empty_fields` reports."""
    nested = _nested_evidence(document)
    for key in nested:
        yield _explain_nested(document, key)
    for error in errors:
        if (error["input"] is None and error["type"] != "missing") or error["loc"][:2] in nested.values():
            continue
        misfit = find_misfit(model, document, error)
        rule, message, hint = _explain(misfit)
        fix = find_fix(misfit)
        yield Diagnostic(document.path, misfit.position, rule, Severity.ERROR, message, hint, fix)


def _nested_evidence(document: Document) -> dict[str, FieldPath]:
    """Keys of `evidence` that hold fields of their own, as in `architecture: {family: {…}}`, and their paths."""
    evidence = document.data.get("evidence")
    return {
        key: ("evidence", key)
        for key, value in (evidence.items() if isinstance(evidence, dict) else ())
        if isinstance(value, dict) and value and all(isinstance(one, dict) for one in value.values())
    }


def _explain_nested(document: Document, key: str) -> Diagnostic:
    """One finding for evidence that is nested, instead of one for each line of it."""
    value = document.value(("evidence", key))
    first = next(iter(value)) if isinstance(value, dict) else "…"
    position = document.locate(("evidence", key), key=True)
    message = f"`evidence.{key}` holds fields of its own instead of a source and a locator"
    hint = f"write a line for each field, its name with a dot: `{key}.{first}: {{source: …, locator: …}}`"
    return Diagnostic(document.path, position, "wrong-value", Severity.ERROR, message, hint)


def find_empty_fields(document: Document) -> Iterator[Diagnostic]:
    """A diagnostic for each key without a value: it says none of the three kinds of nothing."""
    model = ENTRY_CLASSES.get(str(document.data.get("kind")))
    cut = ""
    for path in reversed(list(_empty_paths(document.data, ()))):
        if model is not None and _is_not_indented(model, document, path):
            continue  # The fields that stand beside it instead are findings already.
        longer, cut = cut, _cut_by_comma(model, document, path) or ""
        if cut and cut.removesuffix('"') in longer:
            continue  # One text with two commas is one finding.
        position = document.locate(path, key=isinstance(path[-1], str))
        message, hint = f"{name_field(path)} is empty", _hint_for_empty(model, path)
        if cut:
            message, hint = f"'{path[-1]}' is read as a field: a comma ends a text in {{ }}", cut
        yield Diagnostic(document.path, position, "empty-field", Severity.ERROR, message, hint)


def _hint_for_empty(model: type[BaseModel] | None, path: FieldPath) -> str:
    if model is not None and may_say_nothing(model, path):
        return "write a value, `not reported` or `not applicable`; or delete it, which says that nobody has checked"
    if model is not None and path[-1] in fields_at(model, path[:-1], required=True):
        return "write a value"
    return "write a value, or delete it"


def _is_not_indented(model: type[BaseModel], document: Document, path: FieldPath) -> bool:
    """Whether a field is empty because what belongs into it stands beside it."""
    known = fields_at(model, ())
    return len(path) == 1 and any(key in fields_at(model, path) for key in document.data if key not in known)


def _cut_by_comma(model: type[BaseModel] | None, document: Document, path: FieldPath) -> str | None:
    """What to write where the text before this key was cut by a comma, as in {note: It reads, and writes, …}."""
    around, key = document.value(path[:-1]), path[-1]
    if not isinstance(around, dict) or (model is not None and key in fields_at(model, path[:-1])):
        return None
    keys = list(around)
    before = next((one for one in reversed(keys[: keys.index(key)]) if around[one] is not None), None)
    if before is None:
        return None
    start, end = document.locate((*path[:-1], before)), document.locate(path, key=True)
    rest = document.lines[end.line - 1][end.column - 1 + end.length :].lstrip()
    if start.line != end.line or not isinstance(around[before], str | int | float) or rest[:1] not in (",", "}"):
        return None
    text = document.lines[end.line - 1][start.column - 1 : end.column - 1 + end.length]
    return f"put quotes around the text: {before}: {quoted(text)}"


def _empty_paths(value: object, path: FieldPath) -> Iterator[FieldPath]:
    if value is None:
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _empty_paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _empty_paths(inner, (*path, index))


def _explain(misfit: Misfit) -> _Explanation:
    if (misfit.takes_nothing or misfit.in_list_or_nothing) and _means_nothing(misfit):
        return _nothing(misfit)
    if "hint" in misfit.context:
        return _custom(misfit)
    if isinstance(misfit.given, bool) and misfit.kind not in ("missing", "extra_forbidden"):
        return _boolean(misfit)
    explain = _EXPLAINERS.get(misfit.kind, _other)
    return explain(misfit)


def _means_nothing(misfit: Misfit) -> bool:
    """Whether a text says in other words, or in a list, that there is nothing to say."""
    if misfit.kind in ("missing", "extra_forbidden"):
        return False
    if misfit.in_list_or_nothing and misfit.given in NOTHINGS:
        return True
    return is_like_nothing(misfit.given) and NOT_RELEASED not in misfit.allowed_words


def _nothing(misfit: Misfit) -> _Explanation:
    field = name_field(misfit.path[:-1] if misfit.in_list_or_nothing else misfit.path)
    message = f"{field} cannot be '{misfit.given}'" + (" in a list" if misfit.in_list_or_nothing else "")
    if misfit.given in NOTHINGS:
        return "wrong-value", message, f"write {misfit.given}, without brackets or dash"
    what = "[] if it was trained from scratch, " if misfit.path == ("builds_on",) else ""
    hint = f"write {what}`not reported` if the sources do not say, or delete the field if nobody has looked"
    return "wrong-value", message, hint


def _custom(misfit: Misfit) -> _Explanation:
    """An error that one of our own checks raised: its type is the rule, and it brings its hint."""
    if nothing := _nearest_nothing(misfit):
        return misfit.kind, misfit.said, f"did you mean `{nothing}`?"
    whole = normal_address(misfit.given) if misfit.kind == "malformed-url" else None
    return misfit.kind, misfit.said, f"write {whole}" if whole else str(misfit.context["hint"])


def _nearest_nothing(misfit: Misfit) -> str | None:
    """The kind of nothing that was meant, where the field takes one and the text is like one."""
    if not misfit.takes_nothing or not isinstance(misfit.given, str):
        return None
    return find_nearest(misfit.given, NOTHINGS)


def _missing(misfit: Misfit) -> _Explanation:
    if len(misfit.path) == 1:
        return "missing-field", f"the entry has no {misfit.name}", "add it; `hfm-atlas new` shows a whole entry"
    return "missing-field", f"{misfit.name} is missing", f"add `{misfit.path[-1]}:` here"


def _extra(misfit: Misfit) -> _Explanation:
    word, fields = str(misfit.path[-1]), fields_at(misfit.model, misfit.path[:-1])
    message = f"unknown field '{word}'"
    if homes := homes_of(misfit.model, word):
        return "unknown-field", message, _hint_for_misplaced(homes)
    otherwise = f"the fields here are {', '.join(fields)}" if len(fields) <= _SHOWN_WORDS else "delete it"
    return "unknown-field", message, suggest(word, fields, otherwise)


def _hint_for_misplaced(homes: list[str]) -> str:
    if homes == [""]:
        return "it belongs to the top level; take the indentation out"
    return f"it belongs under {' or '.join(f'`{home}`' for home in homes if home)}; mind the indentation"


def _literal(misfit: Misfit) -> _Explanation:
    allowed = misfit.allowed_words
    listed = f"it is one of {', '.join(allowed)}"
    hint = suggest(misfit.given, allowed, listed) if isinstance(misfit.given, str) else listed
    return "unknown-value", f"{misfit.name} cannot be '{misfit.given}'", hint


def _boolean(misfit: Misfit) -> _Explanation:
    word = misfit.written
    message = f"{misfit.name}: {word} without quotes is read as {str(misfit.given).lower()}"
    if misfit.path in (("availability", "code"), ("availability", "weights")):
        return (
            "not-quoted",
            message,
            f"write the address, or `{NOT_RELEASED}` if a source says that nothing is released",
        )
    if NOT_RELEASED in misfit.allowed_words:
        return "not-quoted", message, f"did you mean `{NOT_RELEASED}`?"
    return "not-quoted", message, f'write "{word}"'


def _text(misfit: Misfit) -> _Explanation:
    if isinstance(misfit.given, list | dict):
        what = "a list" if isinstance(misfit.given, list) else "a mapping"
        return "wrong-value", f"{misfit.name} needs a text, not {what}", hint_for_text(misfit)
    read_as = "a date" if isinstance(misfit.given, date) else f"the number {misfit.given}"
    message = f"{misfit.name} needs a text, but {misfit.written} without quotes is read as {read_as}"
    return "not-quoted", message, f'write "{misfit.written}"'


def _list(misfit: Misfit) -> _Explanation:
    if nothing := _nearest_nothing(misfit):
        return "wrong-value", f"{misfit.name} cannot be '{misfit.given}'", f"did you mean `{nothing}`?"
    return "wrong-value", f"{misfit.name} needs a list", hint_for_list(misfit)


def _mapping(misfit: Misfit) -> _Explanation:
    if nothing := _nearest_nothing(misfit):
        return "wrong-value", f"{misfit.name} cannot be '{misfit.given}'", f"did you mean `{nothing}`?"
    return "wrong-value", f"{misfit.name} needs a mapping", hint_for_mapping(misfit)


def _number(misfit: Misfit) -> _Explanation:
    whole = "a whole number" if misfit.kind.startswith("int") else "a number"
    bare = str(misfit.given).strip()
    hint = f"write {bare} without quotes" if re.fullmatch(r"-?\d+(\.\d+)?", bare) else None
    return "wrong-value", f"{misfit.name} needs {whole}, not '{misfit.given}'", hint


def _date(misfit: Misfit) -> _Explanation:
    day = mended_date(misfit.given)
    hint = f"write {day}, without quotes" if day else "write year-month-day, such as 2026-11-24, without quotes"
    return "wrong-value", f"{misfit.name} needs a date, not '{misfit.given}'", hint


def _out_of_range(misfit: Misfit) -> _Explanation:
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    bounds = [f"{word} {misfit.context[key]}" for key, word in words.items() if key in misfit.context]
    return "wrong-value", f"{misfit.name} is {misfit.given}, but must be {' and '.join(bounds)}", None


def _too_long(misfit: Misfit) -> _Explanation:
    message = f"{misfit.name} has {len(misfit.given)} characters; {misfit.context['max_length']} are allowed"
    return "too-long", message, "shorten it"


def _too_short(misfit: Misfit) -> _Explanation:
    what = "an empty list" if isinstance(misfit.given, list) else "empty"
    return "empty-field", f"{misfit.name} is {what}", _hint_for_empty(misfit.model, misfit.path)


def _bad_id(misfit: Misfit) -> _Explanation:
    slug = re.sub(r"[^a-z0-9]+", "-", str(misfit.given).lower()).strip("-")
    hint = f"write it as '{slug}'" if slug else "for example med-palm-2"
    return "malformed-id", f"'{misfit.given}' is not an id: only a-z, 0-9 and single hyphens are allowed", hint


def _other(misfit: Misfit) -> _Explanation:
    return "wrong-value", f"{misfit.name}: {misfit.said[:1].lower()}{misfit.said[1:]}", None


_EXPLAINERS: dict[str, Callable[[Misfit], _Explanation]] = {
    "missing": _missing,
    "extra_forbidden": _extra,
    "literal_error": _literal,
    "string_type": _text,
    "list_type": _list,
    "model_type": _mapping,
    "dict_type": _mapping,
    "int_type": _number,
    "float_type": _number,
    "date_type": _date,
    "greater_than_equal": _out_of_range,
    "greater_than": _out_of_range,
    "less_than_equal": _out_of_range,
    "string_too_long": _too_long,
    "string_too_short": _too_short,
    "too_short": _too_short,
    "string_pattern_mismatch": _bad_id,
}
