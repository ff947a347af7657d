"""New ids for terms and entries: every use is rewritten in place, and the old id keeps a redirect.

All new texts are made before anything is written; only the characters of the ids change, so comments and layout stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.suggestions import suggest
from hfm_atlas.diagnostics import Position
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.facts import stated_facts
from hfm_atlas.model.identifiers import is_device, is_slug
from hfm_atlas.model.references import find_references
from hfm_atlas.model.values import InAtlas, InFacet
from hfm_atlas.yamlio.edits import TextEdit, apply_edits
from hfm_atlas.yamlio.parser import Document, FieldPath
from hfm_atlas.yamlio.scalars import is_written_as, scalar_text


@dataclass(frozen=True)
class Rewrite:
    """New texts by path relative to the project's root, files that go, and what is lost with them."""

    texts: Mapping[str, str]
    removed: tuple[str, ...] = ()
    lost_facts: tuple[str, ...] = ()


def rename_entry(atlas: Atlas, old: str, new: str) -> Rewrite:
    """Give the entry `old` the id `new`, in its file and wherever it is named; its old page redirects.

    Nothing is written; the caller writes the texts of the result.

    Raises:
        UsageError: there is no entry `old`, or `new` is taken or not an id.
    """
    document = _document_of(atlas, old)
    _check_entry_id(atlas, new, own=old)
    edits = _Edits()
    edits.replace(document, ("id",), old, new)
    edits.repoint(atlas, lambda marker, id: isinstance(marker, InAtlas) and id == old, new)
    edits.remember(document, (), atlas.entries[old].former_ids, [old], new)
    texts = edits.texts()
    target = PurePosixPath(document.path).with_name(f"{new}.yml").as_posix()
    texts[target] = texts.pop(document.path)
    return Rewrite(texts, (document.path,))


def merge_entry(atlas: Atlas, source: str, target: str) -> Rewrite:
    """Let everything that names `source` name `target`, and remove `source`, whose id redirects from now on.

    Raises:
        UsageError: one of them does not exist, they are of different kinds, or they are the same.
    """
    gone, kept = _document_of(atlas, source), _document_of(atlas, target)
    if source == target:
        raise UsageError(f"'{source}' cannot be merged into itself")
    one, other = atlas.entries[source], atlas.entries[target]
    if one.kind != other.kind:
        raise UsageError(f"'{source}' is a {one.kind}, '{target}' a {other.kind}; only entries of one kind are merged")
    edits = _Edits()
    edits.repoint(atlas, lambda marker, id: isinstance(marker, InAtlas) and id == source, target)
    edits.remember(kept, (), other.former_ids, [*one.former_ids, source], target)
    texts = edits.texts()
    texts.pop(gone.path, None)
    known = set(stated_facts(other))
    lost = tuple(path for path in stated_facts(one) if path not in known)
    return Rewrite(texts, (gone.path,), lost)


def rename_term(atlas: Atlas, facet: str, old: str, new: str) -> Rewrite:
    """Give the term `old` of `facet` the id `new`: in its file, in every reference, and in `former_ids`.

    Nothing is written; the caller writes the texts of the result.

    Raises:
        UsageError: there is no such facet or term, or `new` is taken or not an id.
    """
    if facet not in atlas.facets:
        raise UsageError(f"there is no facet '{facet}': {suggest(facet, atlas.facets, 'see taxonomy/')}")
    known = [term.id for term in atlas.terms(facet)]
    if old not in known:
        raise UsageError(f"there is no term '{old}' in {facet}: {suggest(old, known, f'see taxonomy/{facet}.yml')}")
    _check_term_id(atlas, facet, new, own=old)
    document, index = atlas.facets[facet].document, known.index(old)
    edits = _Edits()
    edits.replace(document, ("terms", index, "id"), old, new)
    edits.repoint(atlas, lambda marker, id: isinstance(marker, InFacet) and (marker.facet, id) == (facet, old), new)
    edits.remember(document, ("terms", index), atlas.terms(facet)[index].former_ids, [old], new)
    return Rewrite(edits.texts())


def _document_of(atlas: Atlas, id: str) -> Document:
    if id in atlas.documents:
        return atlas.documents[id]
    if id in atlas.unreadable_ids:
        raise UsageError(f"the entry '{id}' has errors; fix them first (hfm-atlas validate)")
    for entry in atlas.entries.values():
        if id in entry.former_ids:
            raise UsageError(f"'{id}' is a former id of '{entry.id}'; name that one")
    raise UsageError(f"there is no entry '{id}': {suggest(id, atlas.entries, 'see entries/')}")


def _check_entry_id(atlas: Atlas, new: str, own: str) -> None:
    _check_form(new)
    if new in atlas.entries or new in atlas.unreadable_ids:
        raise UsageError(f"there is already an entry '{new}'")
    for entry in atlas.entries.values():
        if new in entry.former_ids and entry.id != own:
            raise UsageError(f"'{new}' is a former id of '{entry.id}', whose page it leads to")


def _check_term_id(atlas: Atlas, facet: str, new: str, own: str) -> None:
    _check_form(new)
    for term in atlas.terms(facet):
        if term.id == new:
            raise UsageError(f"there is already a term '{new}' in {facet}")
        if new in term.former_ids and term.id != own:
            raise UsageError(f"'{new}' is a former id of the term '{term.id}', whose page it leads to")


def _check_form(id: str) -> None:
    if is_device(id):
        raise UsageError(f"Windows can have no file called {id}; choose another id")
    if not is_slug(id):
        raise UsageError(f"'{id}' is not an id: use a-z, 0-9 and single hyphens, at most 64 characters")


class _Edits:
    """Edits of several files, collected by their places in the files as they are, and made all at once."""

    def __init__(self) -> None:
        self._documents: dict[str, Document] = {}
        self._edits: dict[str, dict[tuple[int, int], TextEdit]] = {}

    def add(self, document: Document, edit: TextEdit) -> None:
        """Note an edit; a second one at the same place is the same one."""
        self._documents[document.path] = document
        self._edits.setdefault(document.path, {})[edit.start] = edit

    def replace(self, document: Document, path: FieldPath, old: str, new: str) -> None:
        """Write `new` where the scalar `old` stands at `path`."""
        position = document.locate(path)
        written = document.source_text(position)
        if not is_written_as(old, written):
            place = f"{document.path}:{position.line}"
            raise UsageError(f"{place}: '{old}' is written over several lines; run `hfm-atlas fmt` first")
        self.add(document, TextEdit.at(position, scalar_text(new, flow=True)))

    def repoint(self, atlas: Atlas, matches: Callable[[InFacet | InAtlas, str], bool], new: str) -> None:
        """Let every reference that `matches` name `new`."""
        for document in _documents(atlas):
            for path, marker, id in find_references(document):
                if matches(marker, id):
                    self.replace(document, path, id, new)

    def remember(
        self, document: Document, owner: FieldPath, former: Sequence[str], added: Sequence[str], new: str
    ) -> None:
        """Add to the `former_ids` of the entry or term at `owner`; `new` itself is none any more."""
        path = (*owner, "former_ids")
        fresh = [id for id in added if id not in former]
        if new in former and fresh:
            self.replace(document, (*path, former.index(new)), new, fresh.pop(0))
        if not fresh:
            return
        written = [scalar_text(id, flow=True) for id in fresh]
        if former:
            self._extend_list(document, (*path, len(former) - 1), written)
        elif path in document.values:
            opening = document.locate(path)
            self.add(document, TextEdit.at(Position(opening.line, opening.column + 1, 0), ", ".join(written)))
        else:
            self._add_list(document, owner, f"former_ids: [{', '.join(written)}]")

    def _extend_list(self, document: Document, last: FieldPath, added: Sequence[str]) -> None:
        """Items behind the one at `last`."""
        position, opening = document.locate(last), document.locate(last[:-1])
        end = position.column + position.length
        if document.lines[opening.line - 1][opening.column - 1] == "[":
            self.add(document, TextEdit.at(Position(position.line, end, 0), "".join(f", {id}" for id in added)))
        else:
            dash = document.lines[position.line - 1][: position.column - 1]
            text = "\n".join(f"{dash}{id}" for id in added)
            self.add(document, TextEdit.lines(position.line + 1, position.line + 1, f"{text}\n"))

    def _add_list(self, document: Document, owner: FieldPath, written: str) -> None:
        """The field `written` where it belongs: below a term's id, above the dates of an entry."""
        opening = document.locate(owner)
        if owner and document.lines[opening.line - 1][opening.column - 1] == "{":
            key = document.locate((*owner, "id"), key=True)
            self.add(document, TextEdit.at(Position(key.line, key.column, 0), f"{written}, "))
        elif owner:
            key = document.locate((*owner, "id"), key=True)
            text = " " * (key.column - 1) + written
            self.add(document, TextEdit.lines(key.line + 1, key.line + 1, f"{text}\n"))
        else:
            before = next((name for name in ("added", "review") if (name,) in document.keys), "review")
            line = document.locate((before,), key=True).line
            self.add(document, TextEdit.lines(line, line, f"{written}\n"))

    def texts(self) -> dict[str, str]:
        """The new text of each file that is edited."""
        return {
            path: apply_edits("\n".join(self._documents[path].lines), edits.values())
            for path, edits in self._edits.items()
        }


def _documents(atlas: Atlas) -> list[Document]:
    return [one.document for one in atlas.loaded] + [one.document for one in atlas.facets.values()]
