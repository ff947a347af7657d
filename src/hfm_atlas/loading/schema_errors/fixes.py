"""Which misfits can be mended without anybody reading the paper: the same fact in the form that the schema asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from hfm_atlas._util.suggestions import find_obvious
from hfm_atlas.loading.schema_errors.hints import is_like_nothing, mended_date
from hfm_atlas.loading.schema_errors.locate import Misfit
from hfm_atlas.model.introspection import fields_at, homes_of
from hfm_atlas.model.normalization import NORMAL_FORMS
from hfm_atlas.model.values import NOTHINGS
from hfm_atlas.yamlio.scalars import is_written_as, quoted, scalar_text

# Marks and spaces without width; taking one out leaves the text as everybody has read it.
_WITHOUT_WIDTH = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


# Ids one behind the other, which can mean nothing but a list of them.
_IDS = re.compile(r"[a-z0-9-]+(?:, *[a-z0-9-]+)+")


def find_fix(misfit: Misfit) -> str | None:
    """The text to put in place of what is marked, or None where only a person can tell what is right."""
    if misfit.kind == "control-character":
        return _without_mark(misfit)
    said = misfit.path[-1] if misfit.kind == "extra_forbidden" and misfit.path else misfit.given
    # A text with commas is whole only where no bracket is around it, which is where it should be a list.
    if not is_written_as(said, misfit.written) and not (misfit.kind == "list_type" and said == misfit.written):
        return None
    find = _FIXES.get(misfit.kind)
    return _nothing(misfit) or (find(misfit) if find else None)


def _nothing(misfit: Misfit) -> str | None:
    """A kind of nothing in another spelling, such as not-reported."""
    if not misfit.takes_nothing or not isinstance(misfit.given, str):
        return None
    return find_obvious(misfit.given, NOTHINGS)


def _without_mark(misfit: Misfit) -> str | None:
    return "" if _WITHOUT_WIDTH.fullmatch(misfit.written) else None


def _normal_form(misfit: Misfit) -> str | None:
    """An identifier of ours, or a term, in its one form."""
    if not isinstance(misfit.given, str):
        return None
    known = misfit.context.get("mended")
    mended = str(known) if known else NORMAL_FORMS.get(misfit.kind, _unknown_form)(misfit.given)
    return None if mended is None or mended == misfit.given else scalar_text(mended, flow=True)


def _unknown_form(value: str) -> None:
    return None


def _word(misfit: Misfit) -> str | None:
    return _scalar(find_obvious(misfit.given, misfit.allowed_words)) if isinstance(misfit.given, str) else None


def _field(misfit: Misfit) -> str | None:
    """The field that a misspelt key means, unless that one is there too or the key belongs elsewhere."""
    if homes_of(misfit.model, str(misfit.path[-1])):
        return None
    here = misfit.document.value(misfit.path[:-1])
    fields = fields_at(misfit.model, misfit.path[:-1])
    meant = find_obvious(str(misfit.path[-1]), fields)
    return None if meant is None or (isinstance(here, dict) and meant in here) else _scalar(meant)


def _text(misfit: Misfit) -> str | None:
    """The same characters in quotes; not for `no` where the field might mean that nothing is released."""
    if isinstance(misfit.given, bool) and misfit.path[:1] == ("availability",):
        return None
    return quoted(misfit.written) if isinstance(misfit.given, bool | int | float | date) else None


def _list(misfit: Misfit) -> str | None:
    """A list of one item, where an item is a text."""
    if not isinstance(misfit.given, str) or is_like_nothing(misfit.given) or misfit.given.startswith("not "):
        return None
    if misfit.names_ids and _IDS.fullmatch(misfit.given):
        return f"[{misfit.given}]"
    return None if fields_at(misfit.model, (*misfit.path, 0)) else f"[{scalar_text(misfit.given, flow=True)}]"


def _number(misfit: Misfit) -> str | None:
    whole = misfit.kind.startswith("int")
    pattern = r"(0|[1-9]\d*)" if whole else r"(0|[1-9]\d*)(\.\d+)?"
    return misfit.given if isinstance(misfit.given, str) and re.fullmatch(pattern, misfit.given) else None


def _date(misfit: Misfit) -> str | None:
    return mended_date(misfit.given)


def _scalar(value: str | None) -> str | None:
    return None if value is None else scalar_text(value, flow=True)


_FIXES: dict[str, Callable[[Misfit], str | None]] = {
    **dict.fromkeys(NORMAL_FORMS, _normal_form),
    "unknown-term": _normal_form,
    "literal_error": _word,
    "extra_forbidden": _field,
    "string_type": _text,
    "list_type": _list,
    "int_type": _number,
    "float_type": _number,
    "date_type": _date,
}
