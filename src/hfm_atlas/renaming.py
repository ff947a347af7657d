"""New ids for terms and entries: every use is rewritten in place, and the old id keeps a redirect.

All new texts are made before anything is written; only the characters of the ids change, so comments and layout stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from hfm_atlas.atlas import Atlas
from hfm_atlas.documents import Document, FieldPath, parse_text
from hfm_atlas.errors import UsageError
from hfm_atlas.identifiers import ID_PATTERN
from hfm_atlas.nearest import suggest
from hfm_atlas.references import find_references
from hfm_atlas.values import InAtlas, InFacet


@dataclass(frozen=True)
class Rewrite:
    """New texts by path relative to the project's root, and files that go."""

    texts: Mapping[str, str]
    removed: tuple[str, ...] = ()


def rename_entry(atlas: Atlas, old: str, new: str) -> Rewrite:
    """Give the entry `old` the id `new`.

    Raises:
        UsageError: there is no entry `old`, or `new` is taken or not an id.
    """
    document = _document_of(atlas, old)
    _check_new_id(new, {*atlas.entries, *atlas.unreadable_ids}, "entry")
    texts = _repointed(atlas, _names_entry(old), new)
    own = _replace(document, [("id",)], new, texts.get(document.path))
    target = PurePosixPath(document.path).with_name(f"{new}.yml").as_posix()
    texts.pop(document.path, None)
    return Rewrite({**texts, target: _with_former_ids(own, [old])}, (document.path,))


def merge_entry(atlas: Atlas, source: str, target: str) -> Rewrite:
    """Let everything that names `source` name `target`, and remove `source`, whose id redirects from now on.

    Raises:
        UsageError: one of them does not exist, they are of different kinds, or they are the same.
    """
    gone, kept = _document_of(atlas, source), _document_of(atlas, target)
    if source == target:
        raise UsageError(f"'{source}' cannot be merged into itself")
    if atlas.entries[source].kind != atlas.entries[target].kind:
        raise UsageError(f"'{source}' is a {atlas.entries[source].kind}, '{target}' a {atlas.entries[target].kind}")
    texts = _repointed(atlas, _names_entry(source), target)
    texts.pop(gone.path, None)
    former = [source, *atlas.entries[source].former_ids]
    texts[kept.path] = _with_former_ids(texts.get(kept.path, "\n".join(kept.lines)), former)
    return Rewrite(texts, (gone.path,))


def rename_term(atlas: Atlas, facet: str, old: str, new: str) -> Rewrite:
    """Give the term `old` of `facet` the id `new`.

    Raises:
        UsageError: there is no such facet or term, or `new` is taken or not an id.
    """
    if facet not in atlas.facets:
        raise UsageError(f"there is no facet '{facet}': {suggest(facet, atlas.facets, 'see taxonomy/')}")
    known = [term.id for term in atlas.terms(facet)]
    if old not in known:
        raise UsageError(f"there is no term '{old}' in {facet}: {suggest(old, known, f'see taxonomy/{facet}.yml')}")
    _check_new_id(new, set(known), "term")
    document = atlas.facets[facet].document
    texts = _repointed(
        atlas, lambda marker, id: isinstance(marker, InFacet) and (marker.facet, id) == (facet, old), new
    )
    index = known.index(old)
    own = _replace(document, [("terms", index, "id")], new, texts.get(document.path))
    texts[document.path] = _with_term_redirect(own, document, index, old)
    return Rewrite(texts)


def _document_of(atlas: Atlas, id: str) -> Document:
    if id in atlas.documents:
        return atlas.documents[id]
    if id in atlas.unreadable_ids:
        raise UsageError(f"the entry '{id}' has errors; mend them first (hfm-atlas validate)")
    raise UsageError(f"there is no entry '{id}': {suggest(id, atlas.entries, 'see entries/')}")


def _check_new_id(new: str, taken: set[str], what: str) -> None:
    if not re.match(ID_PATTERN, new):
        raise UsageError(f"'{new}' is not an id: use a-z, 0-9 and single hyphens")
    if new in taken:
        raise UsageError(
            f"there is already a {what} '{new}'" if what == "term" else f"there is already an entry '{new}'"
        )


def _names_entry(old: str) -> Callable[[InFacet | InAtlas, str], bool]:
    return lambda marker, id: isinstance(marker, InAtlas) and id == old


def _names_term(facet: str, old: str) -> Callable[[InFacet | InAtlas, str], bool]:
    return lambda marker, id: isinstance(marker, InFacet) and (marker.facet, id) == (facet, old)


def _repointed(atlas: Atlas, matches: Callable[[InFacet | InAtlas, str], bool], new: str) -> dict[str, str]:
    """New texts of all files with a reference that `matches`."""
    documents = [one.document for one in atlas.loaded] + [one.document for one in atlas.facets.values()]
    texts = {}
    for document in documents:
        paths = [path for path, marker, id in find_references(document) if matches(marker, id)]
        if paths:
            texts[document.path] = _replace(document, paths, new)
    return texts


def _replace(document: Document, paths: list[FieldPath], new: str, text: str | None = None) -> str:
    """Text in which the scalars at `paths` are `new`; `text` is an already changed version with the same lines."""
    lines = list(document.lines) if text is None else text.split("\n")
    places = sorted((document.locate(path) for path in paths), key=lambda at: (at.line, at.column), reverse=True)
    for place in places:
        line = lines[place.line - 1]
        start = place.column - 1
        lines[place.line - 1] = line[:start] + new + line[start + place.length :]
    return "\n".join(lines)


def _with_former_ids(text: str, added: list[str]) -> str:
    """Text of an entry with more `former_ids`."""
    data = parse_text(text)
    assert isinstance(data, dict)
    former = [*data.get("former_ids", []), *added]
    line = f"former_ids: [{', '.join(dict.fromkeys(former))}]"
    lines = _without_key(text.split("\n"), "former_ids")
    at = next((n for n, one in enumerate(lines) if re.match(r"(added|review)\s*:", one)), len(lines))
    return "\n".join([*lines[:at], line, *lines[at:]])


def _without_key(lines: list[str], key: str) -> list[str]:
    """Lines without a top-level key and its value."""
    kept, inside = [], False
    for line in lines:
        if re.match(r"\S", line) and not line.startswith("#"):
            inside = re.match(rf"{key}\s*:", line) is not None
        if not inside:
            kept.append(line)
    return kept


def _with_term_redirect(text: str, document: Document, index: int, old: str) -> str:
    """Text of a facet in which the term at `index` remembers its former id, on the line below its id."""
    lines = text.split("\n")
    terms = document.data["terms"]
    assert isinstance(terms, list)
    if former := terms[index].get("former_ids"):
        place = document.locate(("terms", index, "former_ids", 0))
        first = str(former[0])
        line = lines[place.line - 1]
        head, rest = line[: place.column - 1], line[place.column - 1 + len(first) :]
        separator = ", " if "[" in line else "\n" + " " * (place.column - 3) + "- "
        lines[place.line - 1] = f"{head}{old}{separator}{first}{rest}"
        return "\n".join(lines)
    place = document.locate(("terms", index, "id"), key=True)
    line = lines[place.line - 1]
    if "{" in line[: place.column]:  # the term stands on one line, in braces
        lines[place.line - 1] = line[: place.column - 1] + f"former_ids: [{old}], " + line[place.column - 1 :]
    else:
        lines.insert(place.line, " " * (place.column - 1) + f"former_ids: [{old}]")
    return "\n".join(lines)
