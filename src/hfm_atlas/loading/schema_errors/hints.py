"""Hints for values of the wrong shape: how what stands there is written as a list, a mapping, a text or a date."""

from __future__ import annotations

import re
from datetime import date

from hfm_atlas.loading.schema_errors.locate import SchemaError
from hfm_atlas.model.introspection import fields_at, type_at
from hfm_atlas.yamlio.scalars import quoted, scalar_text

# What people write where the schema has words of its own for it.
_ABSENT_WORDS = re.compile(
    r"\?|--?|n/?a|none|nr|null|tbd|unclear|undisclosed|unknown|unspecified"
    r"|not (?:available|disclosed|given|known|mentioned|specified|stated)"
)
_PARTED_NAMES = re.compile(r"\s*;\s*|\s+(?:and|&)\s+")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?:[T ].*)?\Z")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\Z")


def is_like_absent_reason(value: object) -> bool:
    """Whether a text is one of the words that people use for the kinds of nothing, such as unknown or n/a."""
    return isinstance(value, str) and _ABSENT_WORDS.fullmatch(value.strip().lower()) is not None


def hint_for_list(schema_error: SchemaError) -> str:
    """How to write a value as a list."""
    given, written, keys = schema_error.given, schema_error.written, example_keys(schema_error, (*schema_error.path, 0))
    if isinstance(given, dict):
        in_a_line = written.startswith("{")
        return f"write [{written}]" if in_a_line else f"put a dash before its first line: `- {next(iter(given))}: …`"
    if keys:
        return f"write [{{{keys}}}]"
    if schema_error.path[-1] == "authors" and isinstance(given, str):
        return _hint_for_authors(given)
    # A text that runs over several lines is not shown again.
    return f"write [{written}]" if isinstance(given, str) and len(written) > 1 else "write [first, second]"


def _hint_for_authors(given: str) -> str:
    """Each name in quotes, where it is plain where one ends."""
    names = [name for name in _PARTED_NAMES.split(given.strip()) if name]
    plain = all(name.count(",") <= 1 for name in names)
    return f"write [{', '.join(map(quoted, names))}]" if plain else 'write ["Family, Given", "Family, Given"]'


def hint_for_mapping(schema_error: SchemaError) -> str:
    """How to write a value as a mapping."""
    given = schema_error.given
    if isinstance(given, list) and len(given) == 1 and isinstance(given[0], dict) and schema_error.written[:1] != "[":
        return "take the dash out: there is only one of it"
    if isinstance(given, str) and (filled := _filled_in(schema_error, given)):
        return filled
    return f"write {{{example_keys(schema_error, schema_error.path) or 'key: …'}}}"


def _filled_in(schema_error: SchemaError, given: str) -> str | None:
    """A record with the name that stands in its place; None where that may be anything, not the entry it is about."""
    fields = fields_at(schema_error.model, schema_error.path)
    required = fields_at(schema_error.model, schema_error.path, required=True)
    types = {field: type_at(schema_error.model, (*schema_error.path, field)) for field in fields}
    first = types[fields[0]] if fields else None
    if first is None or first.kind != "entry" or len(required) > 2 or not (id := as_id(given)):
        return None
    rest = "".join(f", {field}: …" for field in required if field != fields[0])
    hint = f"write {{{fields[0]}: {id}{rest}}}"
    if "name" in fields:
        hint += f", or {{name: {scalar_text(given, flow=True)}}} where the atlas has no entry of it"
    words = {field: found.words for field in required if (found := types[field]) and found.words}
    return hint + "".join(f"; `{field}` is one of {', '.join(listed)}" for field, listed in words.items())


def as_id(text: str) -> str:
    """A text as an id would be made of it; empty where nothing of it can stand in one."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def example_keys(schema_error: SchemaError, path: tuple[str | int, ...]) -> str:
    """The fields that a mapping at `path` would hold; empty where none belongs there."""
    fields = fields_at(schema_error.model, path, required=True) or fields_at(schema_error.model, path)
    return ", ".join(f"{field}: …" for field in fields[:4])


def hint_for_text(schema_error: SchemaError) -> str | None:
    """How to write a list or mapping as a text."""
    given = schema_error.given
    if isinstance(given, list) and len(given) == 1 and isinstance(given[0], str):
        return f"write {scalar_text(given[0], flow=True)}, without brackets or dash"
    if isinstance(given, list):
        return "it can be one only"
    return "put quotes around it" if schema_error.written.startswith("{") else None


def fixed_date(value: object) -> str | None:
    """A date in its one form, YYYY-MM-DD, where year, month and day are in an order that can be told; else None."""
    found = (_YEAR_FIRST.match(value) or _DAY_FIRST.match(value)) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
    except ValueError:
        return None
