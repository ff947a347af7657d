"""Documents to validated facets and entries; whatever does not fit the schema becomes a `Diagnostic`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hfm_atlas.atlas import Atlas, LoadedEntry, LoadedFacet
from hfm_atlas.diagnostics import Diagnostic, Position, Severity
from hfm_atlas.documents import Document, FieldPath, ReadFile, read_document
from hfm_atlas.nearest import suggest
from hfm_atlas.project import COLLECTIONS, Project
from hfm_atlas.schema import ENTRY_CLASSES
from hfm_atlas.taxonomy import facet_class
from hfm_atlas.values import KnownIds


@dataclass(frozen=True)
class Loaded:
    """What loading a project gave: the atlas of everything that is valid, and all findings so far.

    `documents` are those of all entry files that are YAML, valid or not. `lines` holds the text of every file that
    could be read, for reports that show the source line.
    """

    atlas: Atlas
    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, tuple[str, ...]]


def load_project(project: Project) -> Loaded:
    """Read taxonomy/ and entries/ of `project`."""
    diagnostics: list[Diagnostic] = []
    facet_files = [read_document(project.root, file) for file in _yaml_files(project.taxonomy)]
    entry_files = [read_document(project.root, file) for file in _yaml_files(project.entries)]
    for file in (*facet_files, *entry_files):
        diagnostics.extend(file.diagnostics)
    known = KnownIds(
        terms={Path(file.path).stem: _term_ids(file.document) for file in facet_files if file.document},
        entries={Path(file.path).stem: _kind_by_folder(file.path) for file in entry_files},
    )
    facets = _load_facets(facet_files, known, diagnostics)
    entries = _load_entries(entry_files, known, diagnostics)
    unread = frozenset(known.entries) - {loaded.entry.id for loaded in entries}
    atlas = Atlas(project=project, facets=facets, loaded=tuple(entries), unreadable_ids=unread)
    documents = tuple(file.document for file in entry_files if file.document is not None)
    lines = {file.path: file.lines for file in (*facet_files, *entry_files)}
    return Loaded(atlas, documents, tuple(diagnostics), lines)


def _yaml_files(folder: Path) -> Iterator[Path]:
    """YAML files below `folder` in a fixed order; symbolic links to folders are yielded, not followed."""
    for current, folders, files in os.walk(folder):
        folders.sort()
        here = Path(current)
        yield from (here / name for name in folders if (here / name).is_symlink())
        yield from (here / name for name in sorted(files) if name.endswith((".yml", ".yaml")))


def _kind_by_folder(path: str) -> str:
    """Kind of entry that belongs into the folder of `path`; empty where it is none of the collections."""
    parts = path.split("/")
    return COLLECTIONS.get(parts[1], "") if len(parts) == 3 else ""


def _term_ids(document: Document) -> dict[str, bool]:
    """Ids of a facet's terms and whether each is a root, read before the file is validated.

    So a slip in one term of a facet does not make every use of its other terms a finding.
    """
    terms = document.data.get("terms")
    listed = [term for term in terms if isinstance(term, dict)] if isinstance(terms, list) else []
    return {str(term.get("id")): term.get("broader") is None for term in listed}


def _load_facets(files: Iterable[ReadFile], known: KnownIds, diagnostics: list[Diagnostic]) -> dict[str, LoadedFacet]:
    facets: dict[str, LoadedFacet] = {}
    for file in files:
        if file.document is None:
            continue
        stem = Path(file.path).stem
        validated = _validate(facet_class(stem), file.document, known, diagnostics)
        if validated is not None:
            facets[stem] = LoadedFacet(validated, file.document)
    return facets


def _load_entries(files: Iterable[ReadFile], known: KnownIds, diagnostics: list[Diagnostic]) -> list[LoadedEntry]:
    entries = []
    for file in files:
        if file.document is None:
            continue
        kind = file.document.data.get("kind")
        if not isinstance(kind, str) or kind not in ENTRY_CLASSES:
            diagnostics.append(_unknown_kind(file.document, kind))
            continue
        validated = _validate(ENTRY_CLASSES[kind], file.document, known, diagnostics)
        if validated is not None:
            entries.append(LoadedEntry(validated, file.document))
    return entries


def _unknown_kind(document: Document, kind: object) -> Diagnostic:
    if kind is None:
        message, hint = "the entry has no `kind`", f"start with `kind:` and one of {', '.join(ENTRY_CLASSES)}"
        return Diagnostic(document.path, Position(1, 1), "missing-field", Severity.ERROR, message, hint)
    hint = suggest(str(kind), ENTRY_CLASSES, f"the kinds are {', '.join(ENTRY_CLASSES)}")
    where = document.locate(("kind",))
    return Diagnostic(document.path, where, "unknown-value", Severity.ERROR, f"unknown kind '{kind}'", hint)


Validated = TypeVar("Validated", bound=BaseModel)


def _validate(
    model: type[Validated], document: Document, known: KnownIds, diagnostics: list[Diagnostic]
) -> Validated | None:
    try:
        return model.model_validate(document.data, context=known)
    except ValidationError as problem:
        diagnostics.extend(_finding(model, document, error) for error in problem.errors(include_url=False))
        return None


def _finding(model: type[BaseModel], document: Document, error: ErrorDetails) -> Diagnostic:
    """The diagnostic that says in the reader's words what pydantic found."""
    path = _field_path(document, error["loc"])
    on_key = error["type"] == "extra_forbidden"
    position = document.locate(path, key=on_key)
    rule, message, hint = _explain(model, document, error, path, position)
    return Diagnostic(document.path, position, rule, Severity.ERROR, message, hint)


def _field_path(document: Document, location: tuple[str | int, ...]) -> FieldPath:
    """Location without the tags of unions, which are no part of the file."""
    path: FieldPath = ()
    for index, part in enumerate(location):
        longer = (*path, part)
        exists = longer in document.values or longer in document.keys
        is_last = index == len(location) - 1
        if exists or (is_last and part not in ("value", "nothing", "[key]")):
            path = longer
    return path


def _explain(
    model: type[BaseModel], document: Document, error: ErrorDetails, path: FieldPath, position: Position
) -> tuple[str, str, str | None]:
    """Rule name, message and hint for one pydantic error."""
    context = error.get("ctx", {})
    kind, given, name = error["type"], error["input"], _dotted(path)
    if kind == "missing":
        return (
            "missing-field",
            f"`{name}` is missing",
            "every entry has it; `hfm-atlas new` shows a whole one",
        )
    if kind == "extra_forbidden":
        return "unknown-field", f"unknown field '{path[-1]}'", _nearest_field(model, path)
    if kind in ("literal_error", "enum"):
        return _unknown_value(name, given, str(context.get("expected", "")))
    if kind == "string_type" and not isinstance(given, dict | list):
        return _not_quoted(name, document.source_text(position), given)
    if "hint" in context:
        return kind, error["msg"], str(context["hint"])
    return "wrong-value", f"`{name}`: {_plain(error)}", None


def _dotted(path: FieldPath) -> str:
    return ".".join(str(part) for part in path) or "the entry"


def _plain(error: ErrorDetails) -> str:
    """Pydantic's message in the reader's words where its own would not help."""
    wanted = {
        "list_type": "a list is needed here, such as [a, b]",
        "dict_type": "a mapping is needed here, such as {key: value}",
        "model_type": "a mapping is needed here, such as {key: value}",
        "model_attributes_type": "a mapping is needed here, such as {key: value}",
        "string_type": "a text is needed here",
        "string_pattern_mismatch": "only a-z, 0-9 and single hyphens are allowed",
        "date_type": "a date is needed here, such as 2026-11-24",
        "date_from_datetime_parsing": "a date is needed here, such as 2026-11-24",
    }
    said = error["msg"][:1].lower() + error["msg"][1:]
    return wanted.get(error["type"], said)


def _unknown_value(name: str, given: object, expected: str) -> tuple[str, str, str]:
    allowed = [word.strip("' ") for word in expected.replace(" or ", ", ").split(",")]
    hint = suggest(str(given), allowed, f"it is one of {', '.join(allowed)}")
    return "unknown-value", f"`{name}` cannot be '{given}'", hint


def _not_quoted(name: str, text: str, given: object) -> tuple[str, str, str]:
    if given is None:
        return "empty-field", f"`{name}` is empty", "write a value or `not reported`, or delete the field"
    read_as = str(given).lower() if isinstance(given, bool) else str(given)
    message = f"`{name}` needs a text, but {text} without quotes is read as {read_as}"
    return "not-quoted", message, f'write "{text}"'


def _nearest_field(model: type[BaseModel], path: FieldPath) -> str:
    fields = _fields_at(model, path[:-1])
    return suggest(str(path[-1]), fields, f"the fields here are {', '.join(fields)}" if fields else "delete it")


def _fields_at(model: type[BaseModel], path: FieldPath) -> list[str]:
    """Fields of the schema class at `path` below `model`."""
    found: list[type[BaseModel]] = [model]
    for part in path:
        if isinstance(part, str):
            found = [
                inner
                for outer in found
                if part in outer.model_fields
                for inner in _record_classes(outer.model_fields[part].annotation)
            ]
    return sorted({_file_name(one, name) for one in found for name in one.model_fields})


def _file_name(model: type[BaseModel], name: str) -> str:
    return model.model_fields[name].alias or name


def _record_classes(annotation: object) -> list[type[BaseModel]]:
    """Schema classes inside a type such as `list[Lineage] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _record_classes(part)]
