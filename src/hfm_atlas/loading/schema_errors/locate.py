"""One error of pydantic and the place in the document that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from hfm_atlas._util.suggestions import find_hint
from hfm_atlas.diagnostics import Position
from hfm_atlas.model.introspection import type_at, words_at
from hfm_atlas.model.values import ABSENT_REASONS, ABSENT_TAG, VALUE_TAG
from hfm_atlas.yamlio.parser import Document, FieldPath

_KEY_TAG = "[key]"


@dataclass(frozen=True)
class SchemaError:
    """One error of pydantic and the place in the document that it is about.

    `takes_absent_reason` says whether the field may say that a value is absent, `in_list_or_absent` whether the list
    may that this is an item of.
    """

    model: type[BaseModel]
    document: Document
    path: FieldPath
    position: Position
    kind: str
    given: Any
    context: dict[str, Any]
    said: str
    takes_absent_reason: bool
    in_list_or_absent: bool

    @property
    def name(self) -> str:
        """The field as a reader calls it."""
        return name_field(self.path)

    @property
    def written(self) -> str:
        """What stands in the file."""
        return self.document.source_text(self.position)

    @property
    def names_ids(self) -> bool:
        """Whether an item of the field is the id of a term or an entry."""
        found = type_at(self.model, self.path)
        return found is not None and bool(found.facet or found.kinds)

    @property
    def allowed_words(self) -> list[str]:
        """What a field with a fixed list of values takes."""
        return words_at(self.model, self.path) + [absent for absent in ABSENT_REASONS if self.takes_absent_reason]


def name_field(path: FieldPath) -> str:
    """A field path as a reader calls it, such as `builds_on.model`, or an item of `authors`."""
    dotted = ".".join(part for part in path if isinstance(part, str))
    if not dotted:
        return "the file"
    return f"an item of `{dotted}`" if isinstance(path[-1], int) else f"`{dotted}`"


def find_schema_error(model: type[BaseModel], document: Document, error: ErrorDetails) -> SchemaError:
    """Where in `document` an error of pydantic is, and what stands there."""
    location = error["loc"]
    path = tuple(part for part in location if part not in (VALUE_TAG, ABSENT_TAG, _KEY_TAG))
    on_key = error["type"] == "extra_forbidden" or _KEY_TAG in location[-1:]
    position = document.locate(path, key=on_key)
    if error["type"] == "control-character":
        position = _find_character(document, position, chr(int(error["ctx"]["code"], 16)))
    return SchemaError(
        model=model,
        document=document,
        path=path,
        position=position,
        kind=error["type"],
        given=error["input"],
        context=dict(find_hint(error.get("ctx", {}))),
        said=error["msg"],
        takes_absent_reason=location[-1:] == (VALUE_TAG,),
        in_list_or_absent=location[-2:-1] == (VALUE_TAG,) and isinstance(location[-1], int),
    )


def _find_character(document: Document, start: Position, character: str) -> Position:
    """Where `character` first stands at or after `start`; `start` itself where it was written as an escape."""
    column = start.column - 1
    for number, line in enumerate(document.lines[start.line - 1 :], start.line):
        if (index := line.find(character, column)) >= 0:
            return Position(number, index + 1)
        column = 0
    return start
