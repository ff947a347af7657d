"""What pydantic finds wrong with a document, said in the reader's words, as diagnostics."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from hfm_atlas.diagnostics import Diagnostic, Severity
from hfm_atlas.documents import Document, FieldPath
from hfm_atlas.misfits import Misfit, fields_at, find_misfit, name_field
from hfm_atlas.nearest import find_nearest, suggest
from hfm_atlas.schema_fixes import find_fix
from hfm_atlas.values import NOT_RELEASED, NOTHINGS

_SHOWN_WORDS = 16


# Rule, message and hint of a finding.
_Explanation = tuple[str, str, str | None]


def explain_errors(model: type[BaseModel], document: Document, errors: Iterable[ErrorDetails]) -> Iterator[Diagnostic]:
    """A diagnostic for each of pydantic's errors, apart from those that `find_empty_fields` reports."""
    for error in errors:
        if error["input"] is None and error["type"] != "missing":
            continue
        misfit = find_misfit(model, document, error)
        rule, message, hint = _explain(misfit)
        fix = find_fix(misfit)
        yield Diagnostic(document.path, misfit.position, rule, Severity.ERROR, message, hint, fix)


def find_empty_fields(document: Document) -> Iterator[Diagnostic]:
    """A diagnostic for each key without a value: it says none of the three kinds of nothing."""
    for path in _empty_paths(document.data, ()):
        position = document.locate(path, key=isinstance(path[-1], str))
        hint = "write a value, `not reported` or `not applicable`; or delete it, which says that nobody has checked"
        message = f"{name_field(path)} is empty"
        yield Diagnostic(document.path, position, "empty-field", Severity.ERROR, message, hint)


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
    if "hint" in misfit.context:
        return _custom(misfit)
    if isinstance(misfit.given, bool) and misfit.kind not in ("missing", "extra_forbidden"):
        return _boolean(misfit)
    explain = _EXPLAINERS.get(misfit.kind, _other)
    return explain(misfit)


def _custom(misfit: Misfit) -> _Explanation:
    """An error that one of our own checks raised: its type is the rule, and it brings its hint."""
    nothing = _nearest_nothing(misfit)
    return misfit.kind, misfit.said, f"did you mean `{nothing}`?" if nothing else str(misfit.context["hint"])


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
    otherwise = f"the fields here are {', '.join(fields)}" if len(fields) <= _SHOWN_WORDS else "delete it"
    return "unknown-field", f"unknown field '{word}'", suggest(word, fields, otherwise)


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
    if NOT_RELEASED in str(misfit.context.get("expected", "")):
        return "not-quoted", message, f"did you mean `{NOT_RELEASED}`?"
    return "not-quoted", message, f'write "{word}"'


def _text(misfit: Misfit) -> _Explanation:
    if isinstance(misfit.given, list | dict):
        what = "a list" if isinstance(misfit.given, list) else "a mapping"
        hint = "put quotes around it" if misfit.written[:1] in ("[", "{") else None
        return "wrong-value", f"{misfit.name} needs a text, not {what}", hint
    read_as = "a date" if isinstance(misfit.given, date) else f"the number {misfit.given}"
    message = f"{misfit.name} needs a text, but {misfit.written} without quotes is read as {read_as}"
    return "not-quoted", message, f'write "{misfit.written}"'


def _list(misfit: Misfit) -> _Explanation:
    if nothing := _nearest_nothing(misfit):
        return "wrong-value", f"{misfit.name} cannot be '{misfit.given}'", f"did you mean `{nothing}`?"
    hint = f"write [{misfit.written}]" if isinstance(misfit.given, str) else "write [first, second]"
    return "wrong-value", f"{misfit.name} needs a list", hint


def _mapping(misfit: Misfit) -> _Explanation:
    if nothing := _nearest_nothing(misfit):
        return "wrong-value", f"{misfit.name} cannot be '{misfit.given}'", f"did you mean `{nothing}`?"
    return "wrong-value", f"{misfit.name} needs a mapping", f"write {{{_example_keys(misfit)}}}"


def _example_keys(misfit: Misfit) -> str:
    fields = fields_at(misfit.model, misfit.path, required=True) or fields_at(misfit.model, misfit.path)
    return ", ".join(f"{field}: …" for field in fields[:4]) or "key: value"


def _number(misfit: Misfit) -> _Explanation:
    whole = "a whole number" if misfit.kind.startswith("int") else "a number"
    bare = str(misfit.given).strip()
    hint = f"write {bare} without quotes" if re.fullmatch(r"-?\d+(\.\d+)?", bare) else None
    return "wrong-value", f"{misfit.name} needs {whole}, not '{misfit.given}'", hint


def _date(misfit: Misfit) -> _Explanation:
    return "wrong-value", f"{misfit.name} needs a date, not '{misfit.given}'", "write it as 2026-11-24, without quotes"


def _out_of_range(misfit: Misfit) -> _Explanation:
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    bounds = [f"{word} {misfit.context[key]}" for key, word in words.items() if key in misfit.context]
    return "wrong-value", f"{misfit.name} is {misfit.given}, but must be {' and '.join(bounds)}", None


def _too_long(misfit: Misfit) -> _Explanation:
    message = f"{misfit.name} has {len(misfit.given)} characters; {misfit.context['max_length']} are allowed"
    return "too-long", message, "shorten it"


def _too_short(misfit: Misfit) -> _Explanation:
    nothing = "`not reported`, " if misfit.takes_nothing else ""
    what = "an empty list" if isinstance(misfit.given, list) else "empty"
    return "empty-field", f"{misfit.name} is {what}", f"write a value, {nothing}or delete the field"


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
