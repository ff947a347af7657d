"""What an entry says of a field: a value, that there is none, one of the kinds of nothing, or that nobody has checked.

Whatever shows, counts, filters or exports fields asks here, so that all of them say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from hfm_atlas.model.entries import Entry, Kind
from hfm_atlas.model.fields import FieldSpec
from hfm_atlas.model.introspection import kinds_with, schema_field
from hfm_atlas.model.values import NOT_APPLICABLE, NOT_REPORTED, SchemaModel, is_absent

State = Literal["stated", "stated empty", "not reported", "not applicable", "unchecked"]
STATED: State = "stated"
# A list that is stated to be empty, such as the upstream models of one that was trained from scratch.
STATED_EMPTY: State = "stated empty"
UNCHECKED: State = "unchecked"

# How the states that are no value read in filters, tables and exports.
EMPTY = "none"
NOT_CHECKED = "not checked"
NO_VALUES: dict[State, str] = {
    STATED_EMPTY: EMPTY,
    "not reported": NOT_REPORTED,
    "not applicable": NOT_APPLICABLE,
    UNCHECKED: NOT_CHECKED,
}


def value_at(value: object, path: str) -> object:
    """What stands at a dotted path below an entry or a record.

    None says that nobody has checked, or that there is no such field. A kind of nothing on the way is the value. Of a
    list on the way it is what its items say, in a list; items that say nothing are left out.
    """
    return _value_at(value, _names(path))


def _value_at(value: object, names: tuple[str, ...]) -> object:
    found = value
    for place, name in enumerate(names, 1):
        found = getattr(found, name, None)
        if place == len(names) or found is None or is_absent(found):
            return found
        if isinstance(found, list):
            inner = [_value_at(item, names[place:]) for item in found]
            items = (one if isinstance(one, list) else [one] for one in inner)
            return [one for part in items for one in part if one is not None]
    return found


def state_of(entry: Entry, path: str) -> State | None:
    """What the entry says of the field at a dotted path; None where entries of its kind have no such field.

    An empty list or mapping says that there is none only where the field could have been left out instead.
    """
    value: object = entry
    can_be_unchecked = True
    for name in _names(path):
        fields = _open_fields(type(value))  # type: ignore[arg-type]  # every class has a hash
        if fields is None:
            break
        if name not in fields:
            return None
        can_be_unchecked = fields[name]
        value = getattr(value, name)
    if value is None:
        return UNCHECKED
    if is_absent(value):
        return value
    if not value and isinstance(value, list | dict):
        return STATED_EMPTY if can_be_unchecked else UNCHECKED
    return STATED


@cache
def _names(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


@cache
def _open_fields(model: type) -> Mapping[str, bool] | None:
    """The fields of a schema class, and whether each may be left out; None of any other class."""
    if not issubclass(model, SchemaModel):
        return None
    return {name: info.default is None for name, info in model.model_fields.items()}


def can_be_unchecked(entry: Entry, field: FieldSpec) -> bool:
    """Whether silence of an entry in a field says that nobody has checked, not that there is nothing to say.

    It does not where the field cannot be left out, or where the field that settles it says something.
    """
    if not _silence_is_open(field.path, field.also, entry.kind):
        return False
    return not field.settled_by or state_of(entry, field.settled_by) == UNCHECKED


@cache
def _silence_is_open(path: str, also: str, kind: Kind) -> bool:
    """Whether entries of a kind have the field, and it or what it stands in can be left out."""
    path = also if also and kind not in kinds_with(path) else path
    if kind not in kinds_with(path):
        return False
    names = path.split(".")
    return any(schema_field(".".join(names[:end])).can_be_unchecked for end in range(1, len(names) + 1))
