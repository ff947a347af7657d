"""Which schema errors can be fixed without reading the paper: the same fact in the form that the schema asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from hfm_atlas._util.suggestions import find_obvious
from hfm_atlas.loading.schema_errors.hints import fixed_date, is_like_absent_reason
from hfm_atlas.loading.schema_errors.locate import SchemaError
from hfm_atlas.model.introspection import fields_at, homes_of
from hfm_atlas.model.normalization import NORMALIZERS
from hfm_atlas.model.values import ABSENT_REASONS
from hfm_atlas.yamlio.scalars import is_written_as, quoted, scalar_text

# Marks and spaces without width; taking one out leaves the text as everybody has read it.
_WITHOUT_WIDTH = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


# Ids one behind the other, which can mean nothing but a list of them.
_IDS = re.compile(r"[a-z0-9-]+(?:, *[a-z0-9-]+)+")


def find_fix(schema_error: SchemaError) -> str | None:
    """The text to put in place of what is marked, or None where only a person can tell what is right.

    What it says stays the same: another spelling of the only value that can be meant.
    """
    if schema_error.kind == "control-character":
        return _without_mark(schema_error)
    said = schema_error.path[-1] if schema_error.kind == "extra_forbidden" and schema_error.path else schema_error.given
    # A text with commas is whole only where no bracket is around it, which is where it should be a list.
    if not is_written_as(said, schema_error.written) and not (
        schema_error.kind == "list_type" and said == schema_error.written
    ):
        return None
    find = _FIXES.get(schema_error.kind)
    return _absent(schema_error) or (find(schema_error) if find else None)


def _absent(schema_error: SchemaError) -> str | None:
    """A kind of nothing in another spelling, such as not-reported."""
    if not schema_error.takes_absent_reason or not isinstance(schema_error.given, str):
        return None
    return find_obvious(schema_error.given, ABSENT_REASONS)


def _without_mark(schema_error: SchemaError) -> str | None:
    return "" if _WITHOUT_WIDTH.fullmatch(schema_error.written) else None


def _normalized(schema_error: SchemaError) -> str | None:
    """An identifier of ours, or a term, in its one form."""
    if not isinstance(schema_error.given, str):
        return None
    known = schema_error.context.get("fix")
    fixed = str(known) if known else NORMALIZERS.get(schema_error.kind, _unknown_form)(schema_error.given)
    return None if fixed is None or fixed == schema_error.given else scalar_text(fixed, flow=True)


def _unknown_form(value: str) -> None:
    return None


def _word(schema_error: SchemaError) -> str | None:
    return (
        _scalar(find_obvious(schema_error.given, schema_error.allowed_words))
        if isinstance(schema_error.given, str)
        else None
    )


def _field(schema_error: SchemaError) -> str | None:
    """The field that a misspelt key means, unless that one is there too or the key belongs elsewhere."""
    if homes_of(schema_error.model, str(schema_error.path[-1])):
        return None
    here = schema_error.document.value(schema_error.path[:-1])
    fields = fields_at(schema_error.model, schema_error.path[:-1])
    meant = find_obvious(str(schema_error.path[-1]), fields)
    return None if meant is None or (isinstance(here, dict) and meant in here) else _scalar(meant)


def _text(schema_error: SchemaError) -> str | None:
    """The same characters in quotes; not for `no` where the field might mean that nothing is released."""
    if isinstance(schema_error.given, bool) and schema_error.path[:1] == ("availability",):
        return None
    return quoted(schema_error.written) if isinstance(schema_error.given, bool | int | float | date) else None


def _list(schema_error: SchemaError) -> str | None:
    """A list of one item, where an item is a text."""
    if (
        not isinstance(schema_error.given, str)
        or is_like_absent_reason(schema_error.given)
        or schema_error.given.startswith("not ")
    ):
        return None
    if schema_error.names_ids and _IDS.fullmatch(schema_error.given):
        return f"[{schema_error.given}]"
    return (
        None
        if fields_at(schema_error.model, (*schema_error.path, 0))
        else f"[{scalar_text(schema_error.given, flow=True)}]"
    )


def _number(schema_error: SchemaError) -> str | None:
    whole = schema_error.kind.startswith("int")
    pattern = r"(0|[1-9]\d*)" if whole else r"(0|[1-9]\d*)(\.\d+)?"
    return (
        schema_error.given
        if isinstance(schema_error.given, str) and re.fullmatch(pattern, schema_error.given)
        else None
    )


def _date(schema_error: SchemaError) -> str | None:
    return fixed_date(schema_error.given)


def _scalar(value: str | None) -> str | None:
    return None if value is None else scalar_text(value, flow=True)


_FIXES: dict[str, Callable[[SchemaError], str | None]] = {
    **dict.fromkeys(NORMALIZERS, _normalized),
    "unknown-term": _normalized,
    "literal_error": _word,
    "extra_forbidden": _field,
    "string_type": _text,
    "list_type": _list,
    "int_type": _number,
    "float_type": _number,
    "date_type": _date,
}
