"""What a change of the data means: entries, fields, evidence, terms, edges and findings gained and lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter, ValidationError

from hfm_atlas.diagnostics import Diagnostic
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.facts import has_evidence, stated_facts
from hfm_atlas.model.fields import identities
from hfm_atlas.model.graph import Graph, entry_node, term_node
from hfm_atlas.model.references import find_references
from hfm_atlas.model.taxonomy import Term
from hfm_atlas.model.values import InFacet, SchemaModel
from hfm_atlas.validation.runner import CheckResult
from hfm_atlas.yamlio.parser import Document, FieldPath

# Fields of an entry or term that are compared elsewhere.
_NOT_COMPARED = {"id", "evidence"}
# What says where a fact can be read.
_EVIDENCE = ("source", "locator", "via")
_MAX_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry or term: what it said and what it says; None where it said nothing.

    Of a list that both states have, `gained` and `lost` are the items that only one of them has; a list that was only
    put into another order has neither.
    """

    path: str
    old: str | None
    new: str | None
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    evidence: str | None = None
    """Source and place of a fact that says something else now, where they are what they were."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that both states have, perhaps under another id; `evidence` has the source and place of each fact."""

    id: str
    name: str
    old_id: str
    fields: tuple[FieldChange, ...]
    evidence: tuple[FieldChange, ...]

    @property
    def is_renamed(self) -> bool:
        """Whether the entry has another id than before."""
        return self.id != self.old_id


@dataclass(frozen=True, slots=True)
class Named:
    """An entry or term that only one state has.

    `about` says of an entry how far it is; `merged_into` names the entry that has its id among its former ones.
    """

    id: str
    name: str
    kind: str
    about: str = ""
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term that both states have, with another id or other fields."""

    facet: str
    id: str
    old_id: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between two states of the atlas."""

    entries_added: tuple[Named, ...]
    entries_removed: tuple[Named, ...]
    entries_changed: tuple[EntryChange, ...]
    entries_broken: tuple[str, ...]
    """Ids of entries that have errors now, so that nothing of them is compared."""
    entries_fixed: tuple[str, ...]
    """Ids of entries that had errors before."""
    terms_added: tuple[Named, ...]
    terms_removed: tuple[Named, ...]
    terms_changed: tuple[TermChange, ...]
    edges_gained: tuple[str, ...]
    edges_lost: tuple[str, ...]
    findings_gained: tuple[Diagnostic, ...]
    findings_fixed: tuple[Diagnostic, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two states say the same."""
        return not any(getattr(self, name) for name in self.__slots__)


def read_changes(content: bytes) -> Changes | None:
    """The changes that were written as JSON; None if the content is anything else.

    It may come from a stranger, so every value is checked for its type, and nothing else is taken.
    """
    if len(content) > _MAX_BYTES:
        return None
    try:
        return TypeAdapter(Changes).validate_json(content, strict=True)
    except ValidationError:
        return None


@dataclass(frozen=True)
class _NewIds:
    """Ids that mean in the old state what another id means in the new one."""

    entries: dict[str, str] = field(default_factory=dict)
    terms: dict[tuple[str, str], str] = field(default_factory=dict)

    def nodes(self) -> dict[str, str]:
        """Old node of the graph to the new one."""
        renamed = {entry_node(old): entry_node(new) for old, new in self.entries.items()}
        return renamed | {term_node(facet, old): term_node(facet, new) for (facet, old), new in self.terms.items()}

    def in_document(self, document: Document) -> dict[FieldPath, str]:
        """The references of an old file that read otherwise now."""
        found = {}
        for path, marker, id in find_references(document):
            new = self.terms.get((marker.facet, id)) if isinstance(marker, InFacet) else self.entries.get(id)
            if new is not None:
                found[path] = new
        return found


def compare_states(before: CheckResult, after: CheckResult) -> Changes:
    """What changed from `before` to `after`; an id that was only given again counts as no change where it is used."""
    ids = _find_new_ids(before.atlas, after.atlas)
    old_edges, new_edges = _edge_counts(before.graph, ids.nodes()), _edge_counts(after.graph, {})
    gained, fixed = _finding_changes(before, after, ids)
    removed = tuple(_entries_removed(before.atlas, after.atlas, ids))
    # That an entry that goes takes its links along goes without saying.
    gone = tuple(f"{one.id} " for one in removed)
    return Changes(
        entries_added=tuple(_entries_added(before.atlas, after.atlas, ids)),
        entries_removed=removed,
        entries_changed=tuple(_entry_changes(before.atlas, after.atlas, ids)),
        entries_broken=tuple(sorted(after.atlas.unreadable_ids & before.atlas.entries.keys())),
        entries_fixed=tuple(sorted(before.atlas.unreadable_ids & after.atlas.entries.keys())),
        terms_added=tuple(_terms_only_in(after.atlas, before.atlas, set(ids.terms.values()))),
        terms_removed=tuple(_terms_only_in(before.atlas, after.atlas, {old for _, old in ids.terms})),
        terms_changed=tuple(_term_changes(before.atlas, after.atlas, ids)),
        edges_gained=tuple(sorted((new_edges - old_edges).elements())),
        edges_lost=tuple(sorted(edge for edge in (old_edges - new_edges).elements() if not edge.startswith(gone))),
        findings_gained=gained,
        findings_fixed=fixed,
    )


def _find_new_ids(before: Atlas, after: Atlas) -> _NewIds:
    """Which id each id that went has now, as the former ids say."""
    ids = _NewIds()
    for entry in after.entries.values():
        for former in entry.former_ids:
            if former in before.entries and former not in after.entries:
                ids.entries[former] = entry.id
    for facet, term in after.all_terms():
        for former in term.former_ids:
            if before.term(facet, former) and not after.term(facet, former):
                ids.terms[facet, former] = term.id
    return ids


# Entries


def _entries_added(before: Atlas, after: Atlas, ids: _NewIds) -> Iterator[Named]:
    known = {*before.entries, *before.unreadable_ids, *ids.entries.values()}
    for entry in after.entries.values():
        if entry.id not in known:
            yield Named(entry.id, entry.name, entry.kind, _about(entry))


def _about(entry: Entry) -> str:
    stated = stated_facts(entry)
    sourced = sum(has_evidence(entry, path) for path in stated)
    return f"{entry.review.status}, {sourced} of {len(stated)} facts with evidence"


def _entries_removed(before: Atlas, after: Atlas, ids: _NewIds) -> Iterator[Named]:
    for entry in before.entries.values():
        present = ids.entries.get(entry.id)
        is_merged = present is not None and _continues(before, ids, present) != entry.id
        if entry.id not in {*after.entries, *after.unreadable_ids} and (present is None or is_merged):
            yield Named(entry.id, entry.name, entry.kind, merged_into=present)


def _continues(before: Atlas, ids: _NewIds, id: str) -> str | None:
    """Id that the entry `id` of today had before: the same, or the first of its former ones that was in use."""
    if id in before.entries:
        return id
    return next((old for old, new in ids.entries.items() if new == id), None)


def _entry_changes(before: Atlas, after: Atlas, ids: _NewIds) -> Iterator[EntryChange]:
    for new in after.entries.values():
        old_id = _continues(before, ids, new.id)
        if old_id is None:
            continue
        old = before.entries[old_id]
        said = _plain(old, (), ids.in_document(before.documents[old_id]))
        changed = _compare_records(said, _plain(new, (), {}))
        kept = (_with_kept_evidence(one, old, new) for one in changed)
        fields = tuple(_without_redirects(kept, set(ids.entries), old, new))
        evidence = tuple(_evidence_changes(old, new))
        if fields or evidence or old_id != new.id:
            yield EntryChange(new.id, new.name, old_id, fields, evidence)


def _evidence_changes(old: Entry, new: Entry) -> Iterator[FieldChange]:
    for path in dict.fromkeys([*old.evidence, *new.evidence]):
        before, after = _place(old, path), _place(new, path)
        if before != after:
            yield FieldChange(path, before, after)


def _with_kept_evidence(change: FieldChange, old: Entry, new: Entry) -> FieldChange:
    """A change of a fact with the evidence of it, or of the record around it, where that has not changed with it."""
    names = change.path.partition("[")[0].split(".")
    around = [".".join(names[:length]) for length in range(len(names), 0, -1)]
    place = next((_place(new, path) for path in around if path in new.evidence), None)
    was = next((_place(old, path) for path in around if path in old.evidence), None)
    is_kept = change.new is not None and place is not None and place == was
    return replace(change, evidence=place) if is_kept else change


def _place(entry: Entry, path: str) -> str | None:
    """Where an entry says that a fact can be read."""
    if path not in entry.evidence:
        return None
    evidence = entry.evidence[path]
    via = f", read in {evidence.via}" if evidence.via else ""
    inferred = ", inferred" if evidence.inferred else ""
    note = f" ({evidence.note})" if evidence.note else ""
    return f"{evidence.source}, {evidence.locator}{via}{inferred}{note}"


def _without_redirects(
    changes: Iterable[FieldChange], new_ids: set[str], old: Entry | Term, new: Entry | Term
) -> Iterator[FieldChange]:
    """The changes without former ids that only remember a new id or a merger, which is told anyway."""
    gained, lost = set(new.former_ids) - set(old.former_ids), set(old.former_ids) - set(new.former_ids)
    is_shown = gained <= new_ids and not lost
    return (change for change in changes if change.path != "former_ids" or not is_shown)


# Terms


def _terms_only_in(these: Atlas, those: Atlas, renamed: set[str]) -> Iterator[Named]:
    for facet, term in these.all_terms():
        if not those.term(facet, term.id) and term.id not in renamed:
            yield Named(term.id, term.name, facet)


def _term_changes(before: Atlas, after: Atlas, ids: _NewIds) -> Iterator[TermChange]:
    replaced = {name: ids.in_document(loaded.document) for name, loaded in before.facets.items()}
    for facet, new in after.all_terms():
        old, index = _old_term(before, ids, facet, new)
        if old is None:
            continue
        said = _plain(old, ("terms", index), replaced[facet])
        changed = _compare_records(said, _plain(new, (), {}))
        fields = tuple(_without_redirects(changed, {id for _, id in ids.terms}, old, new))
        if fields or old.id != new.id:
            yield TermChange(facet, new.id, old.id, fields)


def _old_term(before: Atlas, ids: _NewIds, facet: str, new: Term) -> tuple[Term | None, int]:
    """What a term was before, and its place in its facet's file."""
    names = [new.id, *(old for (of, old), id in ids.terms.items() if (of, id) == (facet, new.id))]
    for index, term in enumerate(before.terms(facet)):
        if term.id in names:
            return term, index
    return None, 0


# Values


@dataclass(frozen=True, slots=True)
class _Items:
    """A list of records."""

    records: tuple[dict[str, _Plain], ...]

    def by_key(self, names: Sequence[str]) -> dict[str, _Plain] | None:
        """Records by what they say in the fields `names`; None where that does not tell them apart."""
        found: dict[str, _Plain] = {
            ", ".join(_text(one[name]) for name in names if name in one): one for one in self.records
        }
        return found if len(found) == len(self.records) else None


# A value for comparing: a text, a list of texts, a record by field, or a list of records.
_Plain = str | tuple[str, ...] | dict[str, "_Plain"] | _Items


def _plain(record: SchemaModel, path: FieldPath, replaced: Mapping[FieldPath, str]) -> dict[str, _Plain]:
    """Fields with a value; the reference at a path of `replaced` reads as it says."""
    return {
        name: _plain_value(value, (*path, name), replaced)
        for name, value in record
        if name not in _NOT_COMPARED and not _is_empty(value)
    }


def _is_empty(value: object) -> bool:
    return (
        value is None
        or value is False
        or value == []
        or value == {}
        or (isinstance(value, SchemaModel) and all(_is_empty(v) for _, v in value))
    )


def _plain_value(value: object, path: FieldPath, replaced: Mapping[FieldPath, str]) -> _Plain:
    if isinstance(value, SchemaModel):
        return _plain(value, path, replaced)
    if isinstance(value, dict):
        return {str(key): _plain_value(one, (*path, key), replaced) for key, one in value.items()}
    if isinstance(value, list):
        return _plain_list([_plain_value(one, (*path, index), replaced) for index, one in enumerate(value)])
    return replaced.get(path, str(value))


def _plain_list(items: list[_Plain]) -> _Plain:
    records = [item for item in items if isinstance(item, dict)]
    if records and len(records) == len(items):
        return _Items(tuple(records))
    return tuple(_text(item) for item in items)


def _text(value: _Plain) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return ", ".join(f"{name} {_text(one)}" for name, one in value.items())
    return "; ".join(_text(item) for item in (value.records if isinstance(value, _Items) else value))


def _compare_records(old: Mapping[str, _Plain], new: Mapping[str, _Plain], prefix: str = "") -> Iterator[FieldChange]:
    for name in dict.fromkeys([*old, *new]):
        yield from _compare(f"{prefix}{name}", old.get(name), new.get(name))


def _compare(path: str, old: _Plain | None, new: _Plain | None) -> Iterator[FieldChange]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        place = _kept_place(old, new)
        for one in _compare_records(old, new, f"{path}."):
            is_said_there = one.new is not None and not one.path.endswith(".note")
            yield replace(one, evidence=place) if place and is_said_there else one
    elif isinstance(old, _Items) and isinstance(new, _Items):
        yield from _compare_items(path, old, new)
    else:
        texts = [None if value is None else _text(value) for value in (old, new)]
        yield FieldChange(path, texts[0], texts[1], *_item_changes(old, new))


def _kept_place(old: Mapping[str, _Plain], new: Mapping[str, _Plain]) -> str | None:
    """Source and place of a record that carries its own, where they have not changed."""
    if "source" not in new or "locator" not in new or any(old.get(one) != new.get(one) for one in _EVIDENCE):
        return None
    via = f", read in {_text(new['via'])}" if "via" in new else ""
    return f"{_text(new['source'])}, {_text(new['locator'])}{via}"


def _compare_items(path: str, old: _Items, new: _Items) -> Iterator[FieldChange]:
    """Records are paired by as many of their first fields as tell them apart, or shown whole where none do."""
    names = identities().get(path.rpartition(".")[2]) or list(
        dict.fromkeys(name for one in old.records for name in one)
    )
    for length in range(1, len(names) + 1):
        before, after = old.by_key(names[:length]), new.by_key(names[:length])
        if before is not None and after is not None:
            for key in dict.fromkeys([*before, *after]):
                yield from _compare(f"{path}[{key}]", before.get(key), after.get(key))
            return
    yield from _compare(path, tuple(map(_text, old.records)), tuple(map(_text, new.records)))


def _item_changes(old: _Plain | None, new: _Plain | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Items that only the new list has, and those that only the old one had."""
    if not isinstance(old, tuple) or not isinstance(new, tuple) or len(old) == len(new) == 1:
        return (), ()
    before, after = Counter(old), Counter(new)
    return tuple((after - before).elements()), tuple((before - after).elements())


# Edges and findings


def _edge_counts(graph: Graph, renamed: Mapping[str, str]) -> Counter[str]:
    def name(node: str) -> str:
        return renamed.get(node, node).partition(":")[2]

    return Counter(
        f"{name(source)} {attributes['type']} {name(target)}" for source, target, attributes in graph.edges(data=True)
    )


def _finding_changes(
    before: CheckResult, after: CheckResult, ids: _NewIds
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """Findings that only one state has; lines may have moved, so a finding is known by file, rule and message.

    What rests on all entries is not asked while one of them cannot be read. So a facet whose file is as it was gains
    and loses nothing then.
    """
    moved = {before.atlas.documents[old].path: after.atlas.documents[new].path for old, new in ids.entries.items()}
    gained = _only_in(after.diagnostics, before.diagnostics, {}, moved)
    fixed = _only_in(before.diagnostics, after.diagnostics, moved, {})
    if not before.atlas.unreadable_ids and not after.atlas.unreadable_ids:
        return gained, fixed
    texts = {one.document.path: one.document.plain_text for one in before.atlas.facets.values()}
    unchanged = {
        one.document.path
        for one in after.atlas.facets.values()
        if texts.get(one.document.path) == one.document.plain_text
    }
    return (
        tuple(one for one in gained if one.path not in unchanged),
        tuple(one for one in fixed if one.path not in unchanged),
    )


def _only_in(
    these: Iterable[Diagnostic], those: Iterable[Diagnostic], moved: Mapping[str, str], others_moved: Mapping[str, str]
) -> tuple[Diagnostic, ...]:
    others = Counter((others_moved.get(one.path, one.path), one.rule, one.message) for one in those)
    found = []
    for one in these:
        key = (moved.get(one.path, one.path), one.rule, one.message)
        if others[key]:
            others[key] -= 1
        else:
            found.append(one)
    return tuple(found)
