"""What a filter finds: entries that match, those that may match once somebody looks, and those that nobody can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Entry, ModelEntry
from hfm_atlas.model.fields import FieldSpec, fields_by_path
from hfm_atlas.model.licences import Licences, licences_of
from hfm_atlas.model.wording import plural
from hfm_atlas.query.columns import path_for
from hfm_atlas.query.language import Condition, parse_filter
from hfm_atlas.query.truth import UNCHECKED, UNREPORTED, Truth, is_open, is_sure, is_unreported, join_all

Match = Literal["yes", "may"]
_SHOWN_FIELDS = 3


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell that decides whether an entry matches, and says nothing; of the entry or of one that it builds on."""

    entry: str
    path: str

    @property
    def label(self) -> str:
        """What pages call the field."""
        return fields_by_path()[self.path].title


@dataclass(frozen=True, slots=True)
class OpenMatch:
    """An entry of which a filter cannot tell, and the cells for which it cannot."""

    entry: Entry
    cells: tuple[OpenCell, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Every entry that a filter does not rule out, each list in order of id."""

    matches: tuple[Entry, ...]
    may_match: tuple[OpenMatch, ...] = ()
    """Cells of these were never checked, so filling them settles whether they match."""
    unreported: tuple[OpenMatch, ...] = ()
    """Sources of these were read and do not say."""
    open_lists: tuple[str, ...] = ()
    """Fields asked for that only list what is known, in words: an entry may have what its list does not name."""

    @property
    def summary(self) -> str:
        """How many match and how many may, and why it cannot be told: `2 match · 3 may match: licence not checked`."""
        return self.summary_of(f"{len(self.matches)} match")

    @property
    def summary_of_models(self) -> str:
        """The same for what shows models alone: `270 models of 420 entries that match`."""
        models = sum(isinstance(entry, ModelEntry) for entry in self.matches)
        number = plural(len(self.matches), "entry that matches", "entries that match")
        return self.summary_of(f"{plural(models, 'model')} of {number}")

    def summary_of(self, matching: str) -> str:
        """What is said of those that match, and after it how many may, and why it cannot be told."""
        parts = [matching]
        if self.may_match:
            parts.append(f"{len(self.may_match)} may match: {_fields(self.may_match)} not checked")
        if self.unreported:
            parts.append(f"{len(self.unreported)} unknown: {_fields(self.unreported)} not reported")
        parts += [f"{label}: only what sources name is listed" for label in self.open_lists]
        return " · ".join(parts)


def answer_filters(atlas: Atlas, where: Iterable[str], among: Iterable[Entry] | None = None) -> Answer:
    """What all filters in `where` together find, of the whole atlas or `among` some entries.

    Raises:
        UsageError: unknown field or term (the nearest one is named), or text that is not a filter.
    """
    filters = [parse_filter(text, atlas) for text in where]
    conditions = [condition for one in filters for condition in one.conditions]
    licences = licences_of(atlas)
    matches, may_match, unreported = [], [], []
    for entry in atlas.entries.values() if among is None else among:
        truth = join_all(one.test(entry) for one in filters)
        if is_sure(truth):
            matches.append(entry)
        elif is_open(truth):
            may_match.append(OpenMatch(entry, _cells(entry, conditions, UNCHECKED, licences)))
        elif is_unreported(truth):
            unreported.append(OpenMatch(entry, _cells(entry, conditions, UNREPORTED, licences)))
    open_lists = dict.fromkeys(one.field.title.lower() for one in conditions if is_open_list(one.field))
    return Answer(tuple(matches), tuple(may_match), tuple(unreported), tuple(open_lists))


def is_open_list(field: FieldSpec) -> bool:
    """Whether a field lists what sources name and says nothing of what they do not, such as clearances."""
    return field.schema.type.is_list and field.schema.info.default == [] and field.is_fact


def _cells(entry: Entry, conditions: Sequence[Condition], wanted: Truth, licences: Licences) -> tuple[OpenCell, ...]:
    """The cells for which conditions cannot tell, each once."""
    open_fields = (one.field for one in conditions if one.test(entry) == wanted)
    return tuple(dict.fromkeys(open_cell(entry, field, licences) for field in open_fields))


def open_cell(entry: Entry, field: FieldSpec, licences: Licences) -> OpenCell:
    """The cell whose silence leaves a field of an entry open.

    Of what follows from lineage it may be a cell of another entry.
    """
    effective = licences.effective(entry) if field.derived else None
    if effective is not None and effective.use is None:
        return OpenCell(effective.deciding.entry, effective.deciding.cell)
    return OpenCell(entry.id, path_for(entry, field))


def _fields(found: Iterable[OpenMatch]) -> str:
    """The fields of the open cells in words, the most frequent first."""
    counted = Counter(label for one in found for label in dict.fromkeys(cell.label.lower() for cell in one.cells))
    labels = [label for label, _ in counted.most_common()]
    more = len(labels) - _SHOWN_FIELDS
    return ", ".join(labels[:_SHOWN_FIELDS]) + (f" or {more} more" if more > 0 else "")
