"""What pydantic finds wrong with a document, said in the reader's words, as diagnostics."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from hfm_atlas._util.suggestions import find_closest, suggest
from hfm_atlas.diagnostics import Diagnostic, Severity
from hfm_atlas.loading.schema_errors.fixes import find_fix
from hfm_atlas.loading.schema_errors.hints import (
    as_id,
    fixed_date,
    hint_for_list,
    hint_for_mapping,
    hint_for_text,
    is_like_absent_reason,
)
from hfm_atlas.loading.schema_errors.locate import SchemaError, find_schema_error, name_field
from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.model.introspection import fields_at, homes_of, may_be_absent
from hfm_atlas.model.normalization import normalize_address
from hfm_atlas.model.values import ABSENT_REASONS, NOT_RELEASED
from hfm_atlas.model.vocabularies import words_called
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
        schema_error = find_schema_error(model, document, error)
        rule, message, hint = _explain(schema_error)
        fix = find_fix(schema_error)
        yield Diagnostic(document.path, schema_error.position, rule, Severity.ERROR, message, hint, fix)


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
            continue  # The fields that stand next to it instead are findings already.
        longer, cut = cut, _cut_by_comma(model, document, path) or ""
        if cut and cut.removesuffix('"') in longer:
            continue  # One text with two commas is one finding.
        position = document.locate(path, key=isinstance(path[-1], str))
        message, hint = f"{name_field(path)} is empty", _hint_for_empty(model, path)
        if cut:
            message, hint = f"'{path[-1]}' is read as a field: a comma ends a text in {{ }}", cut
        yield Diagnostic(document.path, position, "empty-field", Severity.ERROR, message, hint)


def _hint_for_empty(model: type[BaseModel] | None, path: FieldPath) -> str:
    if model is not None and may_be_absent(model, path):
        return "write a value, `not reported` or `not applicable`; or delete it, which says that it is not checked yet"
    if model is not None and path[-1] in fields_at(model, path[:-1], required=True):
        return "write a value"
    return "write a value, or delete it"


def _is_not_indented(model: type[BaseModel], document: Document, path: FieldPath) -> bool:
    """Whether a field is empty because what belongs into it stands next to it."""
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


def _explain(schema_error: SchemaError) -> _Explanation:
    if (schema_error.takes_absent_reason or schema_error.in_list_or_absent) and _means_absent(schema_error):
        return _absent(schema_error)
    if "hint" in schema_error.context:
        return _custom(schema_error)
    if isinstance(schema_error.given, bool) and schema_error.kind not in ("missing", "extra_forbidden"):
        return _boolean(schema_error)
    explain = _EXPLAINERS.get(schema_error.kind, _other)
    return explain(schema_error)


def _means_absent(schema_error: SchemaError) -> bool:
    """Whether a text says in other words, or in a list, that there is nothing to say."""
    if schema_error.kind in ("missing", "extra_forbidden"):
        return False
    if schema_error.in_list_or_absent and schema_error.given in ABSENT_REASONS:
        return True
    return is_like_absent_reason(schema_error.given) and NOT_RELEASED not in schema_error.allowed_words


def _absent(schema_error: SchemaError) -> _Explanation:
    field = name_field(schema_error.path[:-1] if schema_error.in_list_or_absent else schema_error.path)
    message = f"{field} cannot be '{schema_error.given}'" + (" in a list" if schema_error.in_list_or_absent else "")
    if schema_error.given in ABSENT_REASONS:
        return "wrong-value", message, f"write {schema_error.given}, without brackets or dash"
    what = "[] if it was trained from scratch, " if schema_error.path == ("builds_on",) else ""
    hint = f"write {what}`not reported` if the sources do not say, or delete the field if it is not checked yet"
    return "wrong-value", message, hint


def _custom(schema_error: SchemaError) -> _Explanation:
    """An error that one of our own checks raised: its type is the rule, and it brings its hint."""
    if absent := _closest_absent_reason(schema_error):
        return schema_error.kind, schema_error.said, f"did you mean `{absent}`?"
    whole = normalize_address(schema_error.given) if schema_error.kind == "malformed-url" else None
    return schema_error.kind, schema_error.said, f"write {whole}" if whole else str(schema_error.context["hint"])


def _closest_absent_reason(schema_error: SchemaError) -> str | None:
    """The kind of nothing that was meant, where the field takes one and the text is like one."""
    if not schema_error.takes_absent_reason or not isinstance(schema_error.given, str):
        return None
    return find_closest(schema_error.given, ABSENT_REASONS)


def _missing(schema_error: SchemaError) -> _Explanation:
    if len(schema_error.path) == 1:
        return "missing-field", f"the entry has no {schema_error.name}", "add it; `hfm-atlas new` shows a whole entry"
    return "missing-field", f"{schema_error.name} is missing", f"add `{schema_error.path[-1]}:` here"


def _extra(schema_error: SchemaError) -> _Explanation:
    word, fields = str(schema_error.path[-1]), fields_at(schema_error.model, schema_error.path[:-1])
    message = f"unknown field '{word}'"
    if homes := homes_of(schema_error.model, word):
        return "unknown-field", message, _hint_for_misplaced(homes)
    otherwise = f"the fields here are {', '.join(fields)}" if len(fields) <= _SHOWN_WORDS else "delete it"
    return "unknown-field", message, suggest(word, fields, otherwise)


def _hint_for_misplaced(homes: list[str]) -> str:
    if homes == [""]:
        return "it belongs to the top level; take the indentation out"
    return f"it belongs under {' or '.join(f'`{home}`' for home in homes if home)}; mind the indentation"


def _literal(schema_error: SchemaError) -> _Explanation:
    allowed = schema_error.allowed_words
    listed = f"it is one of {', '.join(allowed)}"
    hint = _hint_for_word(schema_error.given, allowed, listed) if isinstance(schema_error.given, str) else listed
    return "unknown-value", f"{schema_error.name} cannot be '{schema_error.given}'", hint


def _hint_for_word(given: str, allowed: list[str], otherwise: str) -> str:
    """The words that people call so, or the nearest one."""
    meant = words_called(given, allowed)
    if not meant:
        return suggest(given, allowed, otherwise)
    said = " `setting` then says which measure it is" if "other" in meant else ""
    return f"did you mean {' or '.join(map(repr, meant))}?{said}"


def _boolean(schema_error: SchemaError) -> _Explanation:
    word = schema_error.written
    message = f"{schema_error.name}: {word} without quotes is read as {str(schema_error.given).lower()}"
    if schema_error.path in (("availability", "code"), ("availability", "weights")):
        return (
            "not-quoted",
            message,
            f"write the address, or `{NOT_RELEASED}` if a source says that nothing is released",
        )
    if NOT_RELEASED in schema_error.allowed_words:
        return "not-quoted", message, f"did you mean `{NOT_RELEASED}`?"
    return "not-quoted", message, f'write "{word}"'


def _text(schema_error: SchemaError) -> _Explanation:
    if isinstance(schema_error.given, list | dict):
        what = "a list" if isinstance(schema_error.given, list) else "a mapping"
        return "wrong-value", f"{schema_error.name} needs a text, not {what}", hint_for_text(schema_error)
    read_as = "a date" if isinstance(schema_error.given, date) else f"the number {schema_error.given}"
    message = f"{schema_error.name} needs a text, but {schema_error.written} without quotes is read as {read_as}"
    return "not-quoted", message, f'write "{schema_error.written}"'


def _list(schema_error: SchemaError) -> _Explanation:
    if absent := _closest_absent_reason(schema_error):
        return "wrong-value", f"{schema_error.name} cannot be '{schema_error.given}'", f"did you mean `{absent}`?"
    return "wrong-value", f"{schema_error.name} needs a list", hint_for_list(schema_error)


def _mapping(schema_error: SchemaError) -> _Explanation:
    if absent := _closest_absent_reason(schema_error):
        return "wrong-value", f"{schema_error.name} cannot be '{schema_error.given}'", f"did you mean `{absent}`?"
    return "wrong-value", f"{schema_error.name} needs a mapping", hint_for_mapping(schema_error)


def _number(schema_error: SchemaError) -> _Explanation:
    whole = "a whole number" if schema_error.kind.startswith("int") else "a number"
    bare = str(schema_error.given).strip()
    hint = f"write {bare} without quotes" if re.fullmatch(r"-?\d+(\.\d+)?", bare) else None
    return "wrong-value", f"{schema_error.name} needs {whole}, not '{schema_error.given}'", hint


def _date(schema_error: SchemaError) -> _Explanation:
    day = fixed_date(schema_error.given)
    hint = f"write {day}, without quotes" if day else "write year-month-day, such as 2026-11-24, without quotes"
    return "wrong-value", f"{schema_error.name} needs a date, not '{schema_error.given}'", hint


def _out_of_range(schema_error: SchemaError) -> _Explanation:
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    bounds = [f"{word} {schema_error.context[key]}" for key, word in words.items() if key in schema_error.context]
    return "wrong-value", f"{schema_error.name} is {schema_error.given}, but must be {' and '.join(bounds)}", None


def _too_long(schema_error: SchemaError) -> _Explanation:
    allowed = schema_error.context["max_length"]
    message = f"{schema_error.name} has {len(schema_error.given)} characters; {allowed} are allowed"
    return "too-long", message, "shorten it"


def _too_short(schema_error: SchemaError) -> _Explanation:
    what = "an empty list" if isinstance(schema_error.given, list) else "empty"
    return "empty-field", f"{schema_error.name} is {what}", _hint_for_empty(schema_error.model, schema_error.path)


def _bad_id(schema_error: SchemaError) -> _Explanation:
    slug = as_id(str(schema_error.given))
    hint = f"write it as '{slug}'" if slug else "for example med-palm-2"
    return "malformed-id", f"'{schema_error.given}' is not an id: only a-z, 0-9 and single hyphens are allowed", hint


def _other(schema_error: SchemaError) -> _Explanation:
    return "wrong-value", f"{schema_error.name}: {schema_error.said[:1].lower()}{schema_error.said[1:]}", None


_EXPLAINERS: dict[str, Callable[[SchemaError], _Explanation]] = {
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
