"""What a change of the data means: entries, fields, evidence, terms, edges and findings gained and lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hfm_atlas.atlas import Atlas
from hfm_atlas.diagnostics import Diagnostic
from hfm_atlas.graph import Graph
from hfm_atlas.rules import CheckResult
from hfm_atlas.schema import Entry
from hfm_atlas.values import Record

# Parts of an entry whose fields are compared one by one; of everything else the whole value is.
_DIVIDED = {"publication", "preprint", "architecture", "pretraining", "availability", "review", "sources"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry or term: what it said and what it says; None where it said nothing."""

    path: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that both states have, perhaps under another id."""

    id: str
    name: str
    old_id: str
    fields: tuple[FieldChange, ...]
    evidence_gained: tuple[str, ...]
    evidence_lost: tuple[str, ...]

    @property
    def is_renamed(self) -> bool:
        """Whether the entry has another id than before."""
        return self.id != self.old_id


@dataclass(frozen=True, slots=True)
class Named:
    """An entry or term that only one state has."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term that both states have, with other fields."""

    facet: str
    id: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between two states of the atlas."""

    entries_added: tuple[Named, ...]
    entries_removed: tuple[Named, ...]
    entries_changed: tuple[EntryChange, ...]
    terms_added: tuple[Named, ...]
    terms_removed: tuple[Named, ...]
    terms_changed: tuple[TermChange, ...]
    edges_gained: tuple[str, ...]
    edges_lost: tuple[str, ...]
    findings_gained: tuple[Diagnostic, ...]
    findings_cured: tuple[Diagnostic, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two states say the same."""
        return not any(getattr(self, name) for name in self.__slots__)


def compare_states(before: CheckResult, after: CheckResult) -> Changes:
    """What changed from `before` to `after`."""
    pairs = _pair_entries(before.atlas, after.atlas)
    paired_old = {old.id for old, _ in pairs}
    paired_new = {new.id for _, new in pairs}
    old_terms, new_terms = _terms(before.atlas), _terms(after.atlas)
    gained, cured = _finding_changes(before.diagnostics, after.diagnostics)
    old_edges, new_edges = _edge_counts(before.graph), _edge_counts(after.graph)
    return Changes(
        entries_added=tuple(_named(one) for one in after.atlas.entries.values() if one.id not in paired_new),
        entries_removed=tuple(_named(one) for one in before.atlas.entries.values() if one.id not in paired_old),
        entries_changed=tuple(change for old, new in pairs if (change := _entry_change(old, new))),
        terms_added=tuple(new_terms[key][0] for key in new_terms if key not in old_terms),
        terms_removed=tuple(old_terms[key][0] for key in old_terms if key not in new_terms),
        terms_changed=tuple(_term_changes(old_terms, new_terms)),
        edges_gained=tuple(sorted((new_edges - old_edges).elements())),
        edges_lost=tuple(sorted((old_edges - new_edges).elements())),
        findings_gained=gained,
        findings_cured=cured,
    )


def _pair_entries(before: Atlas, after: Atlas) -> list[tuple[Entry, Entry]]:
    """Old and new state of each entry that both have; a former id pairs an entry with what it was."""
    pairs = []
    for new in after.entries.values():
        former = next((id for id in new.former_ids if id in before.entries and id not in after.entries), None)
        old = before.entries.get(new.id) or (before.entries[former] if former else None)
        if old is not None:
            pairs.append((old, new))
    return pairs


def _named(entry: Entry) -> Named:
    return Named(entry.id, entry.name, entry.kind)


def _entry_change(old: Entry, new: Entry) -> EntryChange | None:
    fields = tuple(_field_changes(_flat(old, skip={"evidence", "id"}), _flat(new, skip={"evidence", "id"})))
    gained = tuple(sorted(path for path, said in new.evidence.items() if old.evidence.get(path) != said))
    lost = tuple(sorted(path for path in old.evidence if path not in new.evidence))
    if not (fields or gained or lost or old.id != new.id):
        return None
    return EntryChange(new.id, new.name, old.id, fields, gained, lost)


def _field_changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[FieldChange]:
    for path in dict.fromkeys([*old, *new]):
        if old.get(path) != new.get(path):
            yield FieldChange(path, old.get(path), new.get(path))


def _flat(record: Record, skip: Iterable[str] = ()) -> dict[str, str]:
    """Fields with a value, by path, as one line of text each."""
    flat: dict[str, str] = {}
    for name, value in record:
        if name in skip or value in (None, [], {}):
            continue
        if name in _DIVIDED and not isinstance(value, str):
            inner = value.items() if isinstance(value, dict) else value
            flat.update({f"{name}.{key}": _text(one) for key, one in inner if one not in (None, [])})
        else:
            flat[name] = _text(value)
    return flat


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(_text(item) for item in value)
    if isinstance(value, Record):
        return ", ".join(f"{name} {_text(one)}" for name, one in value if one not in (None, []))
    return str(value)


def _terms(atlas: Atlas) -> dict[tuple[str, str], tuple[Named, dict[str, str]]]:
    return {
        (facet, term.id): (Named(term.id, term.name, facet), _flat(term, skip={"id"}))
        for facet, term in atlas.all_terms()
    }


def _term_changes(
    old: Mapping[tuple[str, str], tuple[Named, dict[str, str]]],
    new: Mapping[tuple[str, str], tuple[Named, dict[str, str]]],
) -> Iterator[TermChange]:
    for (facet, id), (_, fields) in new.items():
        if (facet, id) in old and (changed := tuple(_field_changes(old[facet, id][1], fields))):
            yield TermChange(facet, id, changed)


def _edge_counts(graph: Graph) -> Counter[str]:
    return Counter(
        f"{_short(source)} {attributes['type']} {_short(target)}"
        for source, target, attributes in graph.edges(data=True)
    )


def _short(node: str) -> str:
    return node.partition(":")[2]


def _finding_changes(
    before: Iterable[Diagnostic], after: Iterable[Diagnostic]
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """Findings that only one state has; lines may have moved, so a finding is known by file, rule and message."""
    return _only_in(after, before), _only_in(before, after)


def _only_in(these: Iterable[Diagnostic], those: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    others = Counter((one.path, one.rule, one.message) for one in those)
    found = []
    for one in these:
        key = (one.path, one.rule, one.message)
        if others[key]:
            others[key] -= 1
        else:
            found.append(one)
    return tuple(found)
