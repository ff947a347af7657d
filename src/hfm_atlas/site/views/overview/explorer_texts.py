"""Columns of Explore whose cells are texts; the browser loads them when a reader asks for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hfm_atlas.model.entries import Entry
from hfm_atlas.model.fields import FieldSpec, named_fields
from hfm_atlas.model.publication import SERVERS
from hfm_atlas.model.states import NO_VALUES, NOT_CHECKED, STATED, state_of, value_at
from hfm_atlas.model.vocabularies import KIND_PLURALS
from hfm_atlas.query.columns import column_value
from hfm_atlas.site.index import SiteIndex

_FIELDS = ("developer", "weights_licence", "input", "output", "regions", "doi")
# The preprint serves where there is no DOI.
_LABELS = {"doi": "DOI or preprint"}


@dataclass(frozen=True, slots=True)
class ExplorerTexts:
    """Labels of the columns by id, the texts, and by entry the number of its text in each column, or -1."""

    columns: Mapping[str, str]
    texts: tuple[str, ...]
    rows: Mapping[str, tuple[int, ...]]


def text_columns() -> dict[str, str]:
    """Labels of the columns by id."""
    return {name: _label(named_fields()[name]) for name in _FIELDS}


def _label(field: FieldSpec) -> str:
    """What the column is called, with the kinds that have it where models do not."""
    title = _LABELS.get(field.key, field.title)
    kinds = ", ".join(KIND_PLURALS[kind].lower() for kind in field.kinds)
    return title if "model" in field.kinds else f"{title} ({kinds})"


def explorer_texts(index: SiteIndex) -> ExplorerTexts:
    """The texts of all entries; entries of a kind that has no such field have none."""
    numbers: dict[str, int] = {}
    rows = {
        entry.id: tuple(
            numbers.setdefault(_text(index, entry, field), len(numbers)) if entry.kind in field.kinds else -1
            for field in map(named_fields().__getitem__, _FIELDS)
        )
        for entry in index.atlas.entries.values()
    }
    return ExplorerTexts(text_columns(), tuple(numbers), rows)


def _text(index: SiteIndex, entry: Entry, field: FieldSpec) -> str:
    if not field.column:  # no column of tables, since it would be too wide for most of them
        state = state_of(entry, field.path)
        return str(value_at(entry, field.path)) if state in (None, STATED) else NO_VALUES[state]
    value = column_value(entry, field, index.licences)
    if value is None and field.key == "doi" and entry.preprint:
        return f"{SERVERS[entry.preprint.server]} {entry.preprint.id}"
    return NOT_CHECKED if value is None else ", ".join(value) if isinstance(value, list) else str(value)
