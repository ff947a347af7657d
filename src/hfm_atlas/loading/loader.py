"""Documents to validated facets and entries; whatever does not fit the schema becomes a `Diagnostic`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError

from hfm_atlas._util.parallel import run_tasks
from hfm_atlas._util.suggestions import suggest
from hfm_atlas.diagnostics import MAX_FINDINGS, Diagnostic, Position, Severity, hide
from hfm_atlas.loading.schema_errors.messages import explain_errors, find_empty_fields
from hfm_atlas.model.atlas import Atlas, LoadedEntry, LoadedFacet
from hfm_atlas.model.entries import ENTRY_CLASSES, Entry
from hfm_atlas.model.taxonomy import FacetId, facet_class
from hfm_atlas.model.values import KnownIds
from hfm_atlas.project import COLLECTIONS, Project
from hfm_atlas.yamlio.parser import YAML_ENDINGS, Document, ReadFile, read_document, read_text


@dataclass(frozen=True)
class EntryPart:
    """What an entry with errors says where it fits the schema, so that rules can look at that in the same round.

    `left_out` are the fields that do not.
    """

    loaded: LoadedEntry
    left_out: frozenset[str]


@dataclass(frozen=True)
class Loaded:
    """What loading a project gave: the atlas of everything that is valid, and all findings so far.

    `documents` are those of all entry files that are YAML, valid or not. `lines` holds the text of every file that
    could be read, for reports that show the source line. `known` are the ids that references may name.
    """

    atlas: Atlas
    documents: tuple[Document, ...]
    known: KnownIds
    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, tuple[str, ...]]
    parts: tuple[EntryPart, ...] = ()


Validated = TypeVar("Validated", bound=BaseModel)
Checked = tuple[Validated | None, tuple[Diagnostic, ...]]
# Told after each file how many of how many have been read.
OnProgress = Callable[[int, int], None]


# What editors and file managers append, or people take for YAML; copies that editors keep are left alone.
_MISTAKEN_ENDINGS = (".txt", ".json", ".yml.md")
# From here on, forking costs less than it brings.
_MANY = 300
_Stamp = tuple[int, int, int]


def _stamp(file: Path) -> _Stamp | None:
    """What changes with a file; None for one that cannot be looked at."""
    try:
        state = os.lstat(file)
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino


class LoadCache:
    """What was read and validated before: a file is read again only when its time or size has changed."""

    def __init__(self) -> None:
        """Nothing has been read yet."""
        self._files: dict[Path, tuple[_Stamp | None, ReadFile]] = {}
        self._validated: dict[str, tuple[Document, BaseModel | None, tuple[Diagnostic, ...]]] = {}
        self._known: KnownIds | None = None
        self._findings: dict[str, tuple[Entry, tuple[Diagnostic, ...]]] = {}

    def read(self, root: Path, file: Path) -> ReadFile:
        """As `read_document`."""
        stamp = _stamp(file)
        if stamp is None or file not in self._files or self._files[file][0] != stamp:
            self._files[file] = (stamp, read_document(root, file))
        return self._files[file][1]

    def read_all(self, root: Path, files: Sequence[Path], on_progress: OnProgress | None) -> list[ReadFile]:
        """Every file in its turn; many that are new are read on all cores."""
        new = {file: _stamp(file) for file in files if file not in self._files}
        ahead = run_tasks([partial(read_document, root, file) for file in new], None if len(new) >= _MANY else 1)
        read = []
        for number, file in enumerate(files, 1):
            if file in new:
                self._files[file] = (new[file], next(ahead))
            read.append(self.read(root, file))
            if on_progress is not None:
                on_progress(number, len(files))
        return read

    def validate(self, model: type[Validated], document: Document, known: KnownIds) -> Checked[Validated]:
        """As `_validate`; what references may name decides what is valid, too."""
        if known is not self._known:  # Comparing them costs, and is needed once a reading.
            self._validated = self._validated if known == self._known else {}
            self._known = known
        last = self._validated.get(document.path)
        if last is None or last[0] is not document:
            last = self._validated[document.path] = (document, *_validate(model, document, known))
        validated, diagnostics = last[1:]
        assert validated is None or isinstance(validated, model)
        return validated, diagnostics

    def findings(
        self, loaded: LoadedEntry, check: Callable[[LoadedEntry], Iterable[Diagnostic]]
    ) -> Iterable[Diagnostic]:
        """What `check` finds in an entry; it looks only at one that was validated again."""
        path, entry = loaded.document.path, loaded.entry
        if path not in self._findings or self._findings[path][0] is not entry:
            self._findings[path] = (entry, tuple(check(loaded)))
        return self._findings[path][1]


def load_project(
    project: Project, on_progress: OnProgress | None = None, load_cache: LoadCache | None = None
) -> Loaded:
    """Read taxonomy/ and entries/ of `project`; with a `load_cache`, only what has changed since it was last used."""
    diagnostics: list[Diagnostic] = []
    load_cache = load_cache or LoadCache()
    facet_files, entry_files = _read_files(project, load_cache, on_progress)
    diagnostics.extend(_missing_facets(facet_files))
    for file in (*facet_files, *entry_files):
        diagnostics.extend(file.diagnostics)
    known = _known_ids(facet_files, entry_files)
    facets = _load_facets(facet_files, known, load_cache, diagnostics)
    entries = _load_entries(entry_files, known, load_cache, diagnostics)
    parts = _load_parts(entry_files, known, load_cache)
    unread = frozenset(known.entries) - {loaded.entry.id for loaded in entries}
    atlas = Atlas(project=project, facets=facets, loaded=tuple(entries), unreadable_ids=unread)
    documents = tuple(file.document for file in entry_files if file.document is not None)
    lines = {file.path: file.lines for file in (*facet_files, *entry_files)}
    return Loaded(atlas, documents, known, tuple(diagnostics), lines, tuple(parts))


def check_entry_text(path: str, text: str, known: KnownIds) -> list[Diagnostic]:
    """What would be found if `text` were the entry's file at `path`, apart from rules over the whole atlas."""
    file = read_text(path, text)
    diagnostics = list(file.diagnostics)
    _load_entries([file], known, LoadCache(), diagnostics)
    return diagnostics


def with_entry(loaded: Loaded, path: str, text: str) -> Loaded:
    """`loaded` as it is once the entry's file at `path` holds `text`, which fits the schema; nothing else is read."""
    file = read_text(path, text)
    known = replace(loaded.known, entries={**loaded.known.entries, Path(path).stem: _kind_by_folder(path)})
    others = [one for one in loaded.atlas.loaded if one.document.path != path]
    atlas = replace(loaded.atlas, loaded=(*others, *_load_entries([file], known, LoadCache(), [])))
    documents = [one for one in loaded.documents if one.path != path]
    documents += [file.document] if file.document else []
    lines = {**loaded.lines, path: file.lines}
    return replace(loaded, atlas=atlas, known=known, documents=tuple(documents), lines=lines)


def _read_files(
    project: Project, load_cache: LoadCache, on_progress: OnProgress | None
) -> tuple[list[ReadFile], list[ReadFile]]:
    """Facets and entries as they were read."""
    facets = list(_yaml_files(project.taxonomy))
    files = [*facets, *_yaml_files(project.entries)]
    read = load_cache.read_all(project.root, files, on_progress)
    return read[: len(facets)], read[len(facets) :]


def _yaml_files(folder: Path) -> Iterator[Path]:
    """Files below `folder` that are or were meant to be YAML, in a fixed order.

    Symbolic links to folders are yielded, not followed; so are folders that cannot be read.
    """
    unreadable: list[Path] = []
    for current, folders, files in os.walk(folder, onerror=lambda problem: unreadable.append(Path(problem.filename))):
        folders.sort()
        here = Path(current)
        yield from (here / name for name in folders if (here / name).is_symlink())
        yield from (here / name for name in sorted(files) if name.lower().endswith(YAML_ENDINGS + _MISTAKEN_ENDINGS))
    yield from unreadable


def _kind_by_folder(path: str) -> str:
    """Kind of entry that belongs into the folder of `path`; empty where it is none of the collections."""
    parts = path.split("/")
    return COLLECTIONS.get(parts[1], "") if len(parts) == 3 else ""


def _missing_facets(files: Iterable[ReadFile]) -> Iterator[Diagnostic]:
    """A diagnostic for each facet without a file: nothing that refers to it could be checked."""
    present = {Path(file.path).stem for file in files}
    for facet in get_args(FacetId):
        if facet not in present:
            path, hint = f"taxonomy/{facet}.yml", "bring the file back; a facet may have no terms, but it must be there"
            message = f"the facet '{facet}' has no file"
            yield Diagnostic(path, Position(1, 1), "missing-facet", Severity.ERROR, message, hint)


def _known_ids(facet_files: Iterable[ReadFile], entry_files: Iterable[ReadFile]) -> KnownIds:
    """Ids that references may name, read before anything is validated.

    So a mistake in one term of a facet, or in one entry, does not make every use of its id a finding.
    """
    terms, names = {}, {}
    for file in facet_files:
        if file.document is not None:
            listed = _terms(file.document)
            terms[Path(file.path).stem] = {str(term.get("id")): term.get("broader") is None for term in listed}
            names[Path(file.path).stem] = {name: str(term.get("id")) for term in listed for name in _names(term)}
    return KnownIds(terms, {Path(file.path).stem: _kind_by_folder(file.path) for file in entry_files}, names)


def _terms(document: Document) -> list[dict[str, object]]:
    terms = document.data.get("terms")
    return [term for term in terms if isinstance(term, dict)] if isinstance(terms, list) else []


def _names(term: dict[str, object]) -> Iterator[str]:
    """What else people call a term: its name, abbreviation and synonyms."""
    synonyms = term.get("synonyms")
    candidates = [term.get("name"), term.get("abbreviation"), *(synonyms if isinstance(synonyms, list) else [])]
    return (name for name in candidates if isinstance(name, str))


def _load_facets(
    files: Iterable[ReadFile], known: KnownIds, load_cache: LoadCache, diagnostics: list[Diagnostic]
) -> dict[str, LoadedFacet]:
    facets: dict[str, LoadedFacet] = {}
    for file in files:
        if file.document is None:
            continue
        stem = Path(file.path).stem
        validated, found = load_cache.validate(facet_class(stem), file.document, known)
        diagnostics.extend(found)
        if validated is not None:
            facets[stem] = LoadedFacet(validated, file.document)
    return facets


def _load_entries(
    files: Iterable[ReadFile], known: KnownIds, load_cache: LoadCache, diagnostics: list[Diagnostic]
) -> list[LoadedEntry]:
    entries: dict[str, LoadedEntry] = {}
    for file in files:
        if file.document is None:
            continue
        kind = file.document.data.get("kind")
        if not isinstance(kind, str) or kind not in ENTRY_CLASSES:
            diagnostics.append(_unknown_kind(file.document, kind))
            continue
        validated, found = load_cache.validate(ENTRY_CLASSES[kind], file.document, known)
        diagnostics.extend(found)
        if validated is not None:
            # Of two files with one id, the first is the entry; the rule duplicate-id reports the other.
            entries.setdefault(validated.id, LoadedEntry(validated, file.document))
    return list(entries.values())


def _load_parts(files: Iterable[ReadFile], known: KnownIds, load_cache: LoadCache) -> Iterator[EntryPart]:
    """Entries that do not fit the schema, each without the fields that do not, where the rest does."""
    for file in files:
        model = ENTRY_CLASSES.get(str(file.document.data.get("kind"))) if file.document else None
        if file.document is None or model is None or load_cache.validate(model, file.document, known)[0] is not None:
            continue
        try:
            model.model_validate(file.document.data, context=known)
        except ValidationError as problem:
            left_out = {str(one["loc"][0]) for one in problem.errors(include_url=False) if one["loc"]}
            kept = {key: value for key, value in file.document.data.items() if key not in left_out}
            with suppress(ValidationError):
                entry = model.model_validate(kept, context=known)
                yield EntryPart(LoadedEntry(entry, file.document), frozenset(left_out))


def _unknown_kind(document: Document, kind: object) -> Diagnostic:
    if kind is None:
        message, hint = "the entry has no `kind`", f"start with `kind:` and one of {', '.join(ENTRY_CLASSES)}"
        return Diagnostic(document.path, Position(1, 1), "missing-field", Severity.ERROR, message, hint)
    hint = suggest(str(kind), ENTRY_CLASSES, f"the kinds are {', '.join(ENTRY_CLASSES)}")
    where = document.locate(("kind",))
    return Diagnostic(document.path, where, "unknown-value", Severity.ERROR, f"unknown kind '{kind}'", hint)


def _validate(model: type[Validated], document: Document, known: KnownIds) -> Checked[Validated]:
    """What a document says, if it fits the schema, and what does not."""
    found = list(islice(find_empty_fields(document), MAX_FINDINGS))
    try:
        return model.model_validate(document.data, context=known), tuple(found)
    except ValidationError as problem:
        # Explaining an error takes far longer than finding it.
        errors = problem.errors(include_url=False)
        found.extend(islice(explain_errors(model, document, errors), MAX_FINDINGS))
        if len(found) >= MAX_FINDINGS < len(errors):
            found.append(hide(document.path, max(1, len(errors) - len(found))))
        return None, tuple(found)
