"""Documents to validated facets and entries; whatever does not fit the schema becomes a `Diagnostic`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError

from hfm_atlas._util.store import stamp_of
from hfm_atlas._util.suggestions import suggest
from hfm_atlas.diagnostics import MAX_FINDINGS, Diagnostic, Position, Severity, hide
from hfm_atlas.loading.readings import Reading, Readings, digest_known, facet_ids, make_reading, reading_key
from hfm_atlas.model.atlas import Atlas, LoadedEntry, LoadedFacet
from hfm_atlas.model.entries import ENTRY_CLASSES, Entry
from hfm_atlas.model.taxonomy import FacetId, facet_class
from hfm_atlas.model.values import KnownIds
from hfm_atlas.project import COLLECTIONS, Project
from hfm_atlas.yamlio.parser import YAML_ENDINGS, Document, ReadFile, read_bytes, read_content, read_text, stem_of


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
# What looks at one entry alone.
Check = Callable[[LoadedEntry], Iterable[Diagnostic]]
# Told after each file how many of how many have been read.
OnProgress = Callable[[int, int], None]


# What editors and file managers append, or people take for YAML; copies that editors keep are left alone.
_MISTAKEN_ENDINGS = (".txt", ".json", ".yml.md")
# From here on, forking costs less than it brings.
_MANY = 300
_Stamp = tuple[int, ...]


def _stamp(file: str) -> _Stamp | None:
    """What changes with a file; None for one that cannot be looked at."""
    try:
        return stamp_of(os.lstat(file))
    except OSError:
        return None


def _run(tasks: Sequence[Callable[[], ReadFile | Reading]]) -> Iterator[ReadFile | Reading]:
    """What the tasks give, in their order; many are done on all cores."""
    if len(tasks) < _MANY:
        return (task() for task in tasks)
    # Imported here: most often only few files have changed.
    from hfm_atlas._util.parallel import run_tasks

    return run_tasks(tasks)


class LoadCache:
    """What was read and validated before: a file is read again only when its time or size has changed.

    With `readings`, what earlier runs have read is taken from there, by content.
    """

    def __init__(self, readings: Readings | None = None) -> None:
        """Nothing has been read yet in this run."""
        self._readings = readings
        self._files: dict[str, tuple[_Stamp | None, ReadFile]] = {}
        self._keys: dict[str, bytes] = {}
        self._kept: dict[str, tuple[Document, Reading]] = {}
        self._validated: dict[str, tuple[Document, BaseModel | None, tuple[Diagnostic, ...]]] = {}
        self._known: KnownIds | None = None
        self._known_digest: bytes | None = None
        self._findings: dict[str, tuple[Entry, tuple[Diagnostic, ...]]] = {}

    def read_all(
        self, root: Path, files: Sequence[str], known: KnownIds | None = None, check: Check | None = None
    ) -> Iterator[ReadFile]:
        """Every file below `root` in its turn; many that were not read before are read on all cores.

        Where `known` tells what entries may name, they are validated there, too, and what `check` finds is noted: so no
        process holds more of the YAML than it is reading.
        """
        stamps = {file: _stamp(file) for file in files}
        new = [file for file in files if stamps[file] is None or self._files.get(file, (None,))[0] != stamps[file]]
        paths = {file: _below(root, file) for file in new}
        contents = {paths[file]: read_bytes(file, paths[file]) for file in new}
        kept = self._look_up(contents)
        known_digest = digest_known(known) if known and self._readings else None
        read = partial(_read_entry, known, known_digest, check) if known and known_digest else read_content
        tasks = [partial(read, path, content) for path, content in contents.items() if path not in kept]
        ahead = _run(tasks)
        for file in files:
            if file in paths:
                path = paths[file]
                self._files[file] = (
                    stamps[file],
                    kept[path] if path in kept else self._take(path, contents, next(ahead)),
                )
            yield self._files[file][1]

    def _take(self, path: str, contents: Mapping[str, bytes | Diagnostic], found: ReadFile | Reading) -> ReadFile:
        """What was read of a file just now."""
        if isinstance(found, Reading):
            self._note(path, found)
            return self._kept_file(path, contents[path], found)
        if found.diagnostics:  # What is wrong with a file is found again each time.
            self._keys.pop(path, None)
        return found

    def _kept_file(self, path: str, content: bytes | Diagnostic, reading: Reading) -> ReadFile:
        assert isinstance(content, bytes), "of what cannot be read there is no reading"
        document = Document.kept(path, content)
        self._kept[path] = (document, reading)
        return ReadFile(path, document, ())

    def _look_up(self, contents: Mapping[str, bytes | Diagnostic]) -> dict[str, ReadFile]:
        """Files that an earlier run has read, by path."""
        if self._readings is None:
            return {}
        raw = {path: content for path, content in contents.items() if isinstance(content, bytes)}
        keys = {path: reading_key(path, content) for path, content in raw.items()}
        self._keys.update(keys)
        found = self._readings.look_up(keys)
        return {path: self._kept_file(path, raw[path], reading) for path, reading in found.items()}

    def reading(self, document: Document) -> Reading | None:
        """What is kept of the file that `document` was read from; None where nothing is."""
        kept = self._kept.get(document.path)
        return kept[1] if kept and kept[0] is document else None

    def validate(self, model: type[Validated], document: Document, known: KnownIds) -> Checked[Validated]:
        """As `_validate`; what references may name decides what is valid, too."""
        if known is not self._known:  # Comparing them costs, and is needed once a reading.
            self._validated = self._validated if known == self._known else {}
            self._known = known
            self._known_digest = digest_known(known) if self._readings else None
        last = self._validated.get(document.path)
        if last is None or last[0] is not document:
            last = self._validated[document.path] = (document, *self._validate_new(model, document, known))
        validated, diagnostics = last[1:]
        assert validated is None or isinstance(validated, model)
        return validated, diagnostics

    def _validate_new(self, model: type[Validated], document: Document, known: KnownIds) -> Checked[Validated]:
        reading, digest = self.reading(document), self._known_digest
        if reading and digest and reading.fits(known, digest):
            kept = reading.validated(model)
            if kept is not None:
                return kept, ()
        self._kept.pop(document.path, None)
        asked = replace(known, asked_terms=set(), asked_entries=set())
        validated, found = _validate(model, document, asked)
        if validated is not None and not found and digest and document.path in self._keys:
            made = make_reading(document, validated, asked, digest)
            if made is not None:
                self._kept[document.path] = (document, made)
                self._note(document.path, made)
        return validated, found

    def _note(self, path: str, reading: Reading) -> None:
        if self._readings is not None:
            self._readings.note(self._keys[path], reading)

    def findings(self, loaded: LoadedEntry, check: Check) -> Iterable[Diagnostic]:
        """What `check` finds in an entry; it looks only at one that was validated again."""
        path, entry = loaded.document.path, loaded.entry
        if path not in self._findings or self._findings[path][0] is not entry:
            reading = self.reading(loaded.document)
            found = reading.found if reading else None
            if found is None:
                found = tuple(check(loaded))
                if reading:
                    reading.found = found
                    self._note(path, reading)
            self._findings[path] = (entry, found)
        return self._findings[path][1]

    def keep(self) -> None:
        """Let later runs know what was read; what is kept already is not written again."""
        if self._readings is not None:
            self._readings.keep()


class _Lines(Mapping[str, tuple[str, ...]]):
    """The text of files by path, split into lines where somebody asks for it."""

    def __init__(self, files: Mapping[str, ReadFile]) -> None:
        self._files = files

    def __getitem__(self, path: str) -> tuple[str, ...]:
        return self._files[path].lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def kept_readings(project: Project) -> LoadCache:
    """A cache that knows what earlier runs have read of the files of `project`, by content; to be handed over once."""
    return LoadCache(Readings(project.cache))


def load_project(
    project: Project,
    on_progress: OnProgress | None = None,
    load_cache: LoadCache | None = None,
    check: Check | None = None,
) -> Loaded:
    """Read taxonomy/ and entries/ of `project`; with a `load_cache`, only what has changed since it was last used.

    `on_progress` is told how many files are read and of how many. `check` is what the `load_cache` will be asked to
    find in each entry. Whatever is wrong with a file is a finding, none an exception.
    """
    diagnostics: list[Diagnostic] = []
    load_cache = load_cache or LoadCache()
    facet_paths, entry_paths = list(_yaml_files(project.taxonomy)), list(_yaml_files(project.entries))
    total, numbers = len(facet_paths) + len(entry_paths), count(1)

    def counted(files: Iterable[ReadFile]) -> Iterator[ReadFile]:
        for file in files:
            if on_progress is not None:
                on_progress(next(numbers), total)
            yield file

    facet_files = list(counted(load_cache.read_all(project.root, facet_paths)))
    known = _known_ids(facet_files, [_below(project.root, file) for file in entry_paths], load_cache)
    entry_files = list(counted(load_cache.read_all(project.root, entry_paths, known, check)))
    diagnostics.extend(_missing_facets(facet_files))
    for file in (*facet_files, *entry_files):
        diagnostics.extend(file.diagnostics)
    facets = _load_facets(facet_files, known, load_cache, diagnostics)
    entries = _load_entries(entry_files, known, load_cache, diagnostics)
    parts = _load_parts(entry_files, known, load_cache)
    unread = frozenset(known.entries) - {loaded.entry.id for loaded in entries}
    atlas = Atlas(project=project, facets=facets, loaded=tuple(entries), unreadable_ids=unread)
    documents = tuple(file.document for file in entry_files if file.document is not None)
    lines = _Lines({file.path: file for file in (*facet_files, *entry_files)})
    return Loaded(atlas, documents, known, tuple(diagnostics), lines, tuple(parts))


def check_entry_text(path: str, text: str, known: KnownIds) -> list[Diagnostic]:
    """What would be found if `text` were the entry's file at `path` (relative to the root), apart from rules."""
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


def _yaml_files(folder: Path) -> Iterator[str]:
    """Files below `folder` that are or were meant to be YAML, in a fixed order; as texts, since paths take longer.

    Symbolic links to folders are yielded, not followed; so are folders that cannot be read.
    """
    unreadable: list[str] = []
    for current, folders, files in os.walk(folder, onerror=lambda problem: unreadable.append(problem.filename)):
        folders.sort()
        links = (name for name in folders if Path(current, name).is_symlink())
        wanted = (name for name in sorted(files) if name.lower().endswith(YAML_ENDINGS + _MISTAKEN_ENDINGS))
        yield from (f"{current}{os.sep}{name}" for name in chain(links, wanted))
    yield from unreadable


def _below(root: Path, file: str) -> str:
    """The path of a file from the root on, as findings name it."""
    return file.removeprefix(str(root)).lstrip(os.sep).replace(os.sep, "/")


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


def _known_ids(facet_files: Iterable[ReadFile], entry_paths: Iterable[str], load_cache: LoadCache) -> KnownIds:
    """Ids that references may name, read before anything is validated.

    So a mistake in one term of a facet, or in one entry, does not make every use of its id a finding.
    """
    terms, names, broader = {}, {}, {}
    for file in facet_files:
        if file.document is not None:
            stem, reading = Path(file.path).stem, load_cache.reading(file.document)
            found = reading.facet_ids if reading else facet_ids(file.document)
            terms[stem], names[stem], broader[stem] = found
    return KnownIds(terms, {stem_of(path): _kind_by_folder(path) for path in entry_paths}, names, broader)


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
        kind = _kind_of(file.document, load_cache)
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
        model = ENTRY_CLASSES.get(str(_kind_of(file.document, load_cache))) if file.document else None
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


def _kind_of(document: Document, load_cache: LoadCache) -> object:
    reading = load_cache.reading(document)
    return reading.kind if reading else document.data.get("kind")


def _unknown_kind(document: Document, kind: object) -> Diagnostic:
    if kind is None:
        message, hint = "the entry has no `kind`", f"start with `kind:` and one of {', '.join(ENTRY_CLASSES)}"
        return Diagnostic(document.path, Position(1, 1), "missing-field", Severity.ERROR, message, hint)
    hint = suggest(str(kind), ENTRY_CLASSES, f"the kinds are {', '.join(ENTRY_CLASSES)}")
    where = document.locate(("kind",))
    return Diagnostic(document.path, where, "unknown-value", Severity.ERROR, f"unknown kind '{kind}'", hint)


def _read_entry(
    known: KnownIds, known_digest: bytes, check: Check | None, path: str, content: bytes | Diagnostic
) -> ReadFile | Reading:
    """What is worth keeping of an entry's file; where something is wrong with it, the file as it was read."""
    file = read_content(path, content)
    model = ENTRY_CLASSES.get(str(file.document.data.get("kind"))) if file.document else None
    if file.document is None or file.diagnostics or model is None:
        return file
    asked = replace(known, asked_terms=set(), asked_entries=set())
    validated, found = _validate(model, file.document, asked)
    reading = make_reading(file.document, validated, asked, known_digest) if validated and not found else None
    if reading is None or validated is None:
        return file
    if check is not None:
        reading.found = tuple(check(LoadedEntry(validated, file.document)))
    return reading


def _validate(model: type[Validated], document: Document, known: KnownIds) -> Checked[Validated]:
    """What a document says, if it fits the schema, and what does not."""
    # Imported here: where everything was read before, nothing is validated.
    from hfm_atlas.loading.schema_errors.messages import explain_errors, find_empty_fields

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
