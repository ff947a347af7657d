"""The field reference: every field of an entry with its meaning, its type in plain words, and where the site shows it.

All of it is read from the schema, save where a field shows, which no class says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hfm_atlas.model.addresses import Heading, Link, entry_url, facet_url
from hfm_atlas.model.entries import ENTRY_CLASSES, Kind
from hfm_atlas.model.facts import evidence_paths
from hfm_atlas.model.fields import FIELDS, fields_by_path, file_order
from hfm_atlas.model.graph import classifying_paths
from hfm_atlas.model.introspection import SchemaField, schema_fields
from hfm_atlas.model.values import SchemaModel, is_absent
from hfm_atlas.model.vocabularies import KIND_PLURALS
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.overview.explorer import explore_fields
from hfm_atlas.yamlio.parser import Document
from hfm_atlas.yamlio.scalars import scalar_text

_MAX_EXAMPLE = 90


@dataclass(frozen=True, slots=True)
class FieldReference:
    """One field: `path` from the top of an entry, `kinds` that have it, `type` in words, `values` that it may hold.

    `example` is what an entry of the atlas says there; `depth` tells how far inside another field it is.
    """

    path: str
    name: str
    depth: int
    meaning: str
    type: str
    required: bool
    takes_evidence: bool
    kinds: tuple[str, ...]
    values: tuple[str, ...]
    facet: Link | None
    example: str | None
    example_of: Link | None


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """One field of an entry and what stands inside it; `shown` says where the site shows it."""

    title: str
    anchor: str
    shown: str
    fields: tuple[FieldReference, ...]


@dataclass(frozen=True, slots=True)
class FieldReferenceView:
    """The page with every field, in the order in which they stand in a file."""

    groups: tuple[FieldGroup, ...]
    number: int

    @property
    def headings(self) -> tuple[Heading, ...]:
        """One heading a group."""
        return tuple(Heading(group.title, group.anchor) for group in self.groups)


# What an entry says in a field, and the entry.
_Found = tuple[str, Link]
# What an entry would say in a field that several records have, where none of the atlas says anything.
_SHARED_EXAMPLES = {
    "name": "36,000 instructions written by physicians",
    "inferred": "true",
    "note": "Mean of three runs.",
    "re_evaluation": "true",
    "version": '"3d1f0c2"',
    "via": "copy",
}


def field_reference_view(index: SiteIndex) -> FieldReferenceView:
    """The view of the page."""
    examples = {kind: _find_examples(index, kind) for kind in KIND_PLURALS}
    groups = tuple(_group(index, name, examples) for name in file_order())
    return FieldReferenceView(groups, sum(len(group.fields) for group in groups))


def _group(index: SiteIndex, name: str, examples: Mapping[Kind, Mapping[str, _Found]]) -> FieldGroup:
    """A field of the top level and what stands inside it; kinds that agree on a field share it."""
    found: dict[tuple[str, str], FieldReference] = {}
    for kind in KIND_PLURALS:
        for field in schema_fields(ENTRY_CLASSES[kind]).values():
            if field.path == name or field.path.startswith(f"{name}."):
                one = _reference(index, kind, field, examples[kind].get(field.path))
                known = found.get((one.path, one.type))
                found[one.path, one.type] = replace(known, kinds=(*known.kinds, *one.kinds)) if known else one
    fields = [replace(one, kinds=()) if len(one.kinds) == len(ENTRY_CLASSES) else one for one in found.values()]
    return FieldGroup(name, name.replace("_", "-"), _shown(name), tuple(fields))


def _shown(name: str) -> str:
    """Where the site shows a field of the top level: what its declarations say, and those of the fields inside it."""
    specs = [one for one in FIELDS if name in (one.path.split(".")[0], one.also)]
    facets = [one.facet.label or one.title for one in explore_fields() if one in specs and one.facet]
    columns = [one.key for one in specs if one.column]
    places = [
        "entry page, Key facts; Compare" if any(one.group for one in specs if one.path.split(".")[0] == name) else "",
        f"Explore ({', '.join(facets)})" if facets else "",
        "Gap map" if any(one.facet.axis for one in specs if one.facet) else "",
        "Taxonomy" if any(path.split(".")[0] == name for path, _ in classifying_paths()) else "",
        *(one.shown for one in specs if one.path == name),
        f"tables, as {', '.join(columns)}" if columns else "",
    ]
    said = "; ".join(place for place in places if place)
    return said[:1].upper() + said[1:]


def _reference(index: SiteIndex, kind: Kind, field: SchemaField, example: _Found | None) -> FieldReference:
    return FieldReference(
        path=field.path,
        name=field.name,
        depth=field.path.count("."),
        meaning=field.description,
        type=field.type.text,
        required=field.info.is_required(),
        takes_evidence=field.path in evidence_paths(ENTRY_CLASSES[kind]),
        kinds=(KIND_PLURALS[kind],),
        values=field.type.words,
        facet=_facet_link(index, field.type.facet) if field.type.facet else None,
        example=example[0] if example else _example(field),
        example_of=example[1] if example else None,
    )


def _example(field: SchemaField) -> str | None:
    declared = fields_by_path().get(field.path)
    return (declared.example if declared else "") or _SHARED_EXAMPLES.get(field.name)


def _facet_link(index: SiteIndex, facet: str) -> Link:
    name = index.atlas.facets[facet].facet.name if facet in index.atlas.facets else facet
    return Link(name, facet_url(facet))


def _find_examples(index: SiteIndex, kind: Kind) -> dict[str, _Found]:
    """By path of a field what the first entry of the kind that says anything there says, as it stands in a file."""
    found: dict[str, _Found] = {}
    wanted = {path: path.split(".") for path in schema_fields(ENTRY_CLASSES[kind])}
    for id in index.ids_of(kind):
        entry = index.atlas.entries[id]
        # Few entries say something there that is short; the files of the others need not be parsed.
        likely = [path for path, parts in wanted.items() if _may_say(entry, parts)]
        if likely:
            # Parsed anew, since what a document has parsed stays with it: of 10,000 files more than a gigabyte.
            document = index.atlas.documents[entry.id]
            data = Document.kept(document.path, document.plain_text.encode()).data
            for path in likely:
                if written := _example_at(data, wanted[path]):
                    found[path] = written, Link(entry.name, entry_url(entry))
                    del wanted[path]
    return found


def _example_at(data: object, parts: list[str]) -> str:
    """What stands at a path, on one line; empty where that is nothing, or too long for an example."""
    value = _first(data, parts)
    # Quotes make up no more than half of a repr, which is quickly made.
    if value in (None, [], {}) or is_absent(value) or len(repr(value)) > 2 * _MAX_EXAMPLE:
        return ""
    written = _written(value)
    return written if len(written) <= _MAX_EXAMPLE else ""


def _may_say(value: object, parts: list[str]) -> bool:
    """Whether `_first` can find an example in the file, by what was read of it."""
    if not parts:
        is_short = isinstance(value, str) or _least_length(value) <= 2 * _MAX_EXAMPLE
        return not is_absent(value) and is_short and _least_written(value) <= _MAX_EXAMPLE
    name, *rest = parts
    if isinstance(value, list):
        return bool(value) and _may_say(value[0], parts)
    if isinstance(value, dict):
        inner = next(iter(value.values()), None)
        return _may_say(value[name], rest) if name in value else not rest and _may_say(inner, parts)
    if not isinstance(value, SchemaModel) or name not in type(value).model_fields:
        return isinstance(value, SchemaModel)
    if name in value.model_fields_set:
        return _may_say(getattr(value, name), rest)
    inside = (one for one in vars(value).values() if isinstance(one, SchemaModel))
    return not rest and any(name in one.model_fields_set for one in inside)


def _least_length(value: object) -> int:
    """How long the repr of what the file says is at least, by what was read of it."""
    if isinstance(value, SchemaModel):
        value = {name: getattr(value, name) for name in value.model_fields_set}
    if isinstance(value, dict):
        return sum(len(str(name)) + len("'': ") + _least_length(one) for name, one in value.items())
    if isinstance(value, list):
        return sum(map(_least_length, value))
    return len(value) if isinstance(value, str) else 0


def _least_written(value: object) -> int:
    """How long `_written` of what the file says is at least, by what was read of it."""
    if isinstance(value, SchemaModel):
        value = {name: getattr(value, name) for name in value.model_fields_set}
    if isinstance(value, dict):
        return sum(len(str(name)) + len(": ") + _least_written(one) for name, one in value.items()) + len("{}")
    if isinstance(value, list):
        of_records = value and isinstance(value[0], SchemaModel | dict)
        return _least_written(value[0]) if of_records else sum(map(_least_written, value))
    return len(value) if isinstance(value, str) else 0


def _first(value: object, parts: list[str]) -> object:
    """What stands at a path: of a list its first item, of the evidence that of its first fact."""
    if not parts:
        return value
    if isinstance(value, list):
        return _first(value[0], parts) if value else None
    if not isinstance(value, dict) or not value:
        return None
    if parts[0] in value:
        return _first(value[parts[0]], parts[1:])
    inner = next(iter(value.values()))
    return inner.get(parts[0]) if isinstance(inner, dict) and len(parts) == 1 else None


def _written(value: object) -> str:
    """A value as a file has it, on one line; of a list of mappings the first."""
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return f"- {_written(value[0])}"
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_written(one)}" for name, one in value.items()) + "}"
    return scalar_text(value, flow=True) if isinstance(value, str) else str(value)
