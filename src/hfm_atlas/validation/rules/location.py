"""Rules on where an entry's file lies and what it is called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from hfm_atlas._util.grouping import grouped
from hfm_atlas.diagnostics import Severity
from hfm_atlas.model.identifiers import is_device, is_slug
from hfm_atlas.project import COLLECTIONS
from hfm_atlas.validation.registry import Context, Finding, RelatedField, document_rule, rule
from hfm_atlas.yamlio.parser import Document

_FOLDERS = {kind: folder for folder, kind in COLLECTIONS.items() if kind != "model"}


def expected_folder(kind: object, subfield: object) -> str | None:
    """Name of the folder below entries/ that a kind of entry belongs into; None where the entry does not say enough."""
    if kind == "model":
        return subfield if isinstance(subfield, str) and COLLECTIONS.get(subfield) == "model" else None
    return _FOLDERS.get(str(kind))


@document_rule(severity=Severity.ERROR, how_to_fix="Move the file with `git mv` into the folder that the hint names.")
def misplaced_file(document: Document) -> Iterator[Finding]:
    """An entry lies in the folder of its kind, a model in that of its subfield.

    Whoever looks for a model opens the folder of its subfield. The folder also tells, before the file is read, which
    kind of entry an id names, so that references to it can be checked while it is being fixed.
    """
    kind, subfield = document.data.get("kind"), document.data.get("subfield")
    folder = expected_folder(kind, subfield)
    expected = f"entries/{folder}/{PurePosixPath(document.path).name}"
    if folder and document.path != expected:
        field = "subfield" if kind == "model" else "kind"
        what = f"a {subfield} model" if kind == "model" else f"a {kind} entry"
        message = f"{what} does not belong into {PurePosixPath(document.path).parent}/"
        yield Finding(document, (field,), message, f"git mv {document.path} {expected}")


@document_rule(severity=Severity.ERROR, how_to_fix="Rename the file so that it ends in .yml.")
def file_extension(document: Document) -> Iterator[Finding]:
    """An entry's file ends in .yml.

    One ending for all files keeps every address and every command that names a file predictable.
    """
    file = PurePosixPath(document.path)
    if file.suffix != ".yml":
        yield Finding(
            document, (), f"the file ends in {file.suffix}, not .yml", f"git mv {file} {file.with_suffix('.yml')}"
        )


@document_rule(
    severity=Severity.ERROR,
    how_to_fix="Make `id` equal to the file's name without .yml; an id that is published stays.",
)
def id_differs_from_file(document: Document) -> Iterator[Finding]:
    """The id of an entry is the name of its file without .yml.

    Whoever reads an id finds the file without searching, and two entries can never share an id unnoticed.
    """
    stem, id = PurePosixPath(document.path).stem, document.data.get("id")
    if isinstance(id, str) and id != stem and is_slug(id):
        message = f"the id is '{id}', but the file is called {PurePosixPath(document.path).name}"
        other = f"write `id: {stem}`, or " if is_slug(stem) else ""
        yield Finding(document, ("id",), message, f"{other}rename the file to {id}.yml")


@document_rule(severity=Severity.ERROR, how_to_fix="Give the entry another id and file name, such as con-model.")
def reserved_name(document: Document) -> Iterator[Finding]:
    """No file is called as Windows calls a device.

    Windows cannot check out con.yml, aux.yml or nul.yml, so nobody there could work on the atlas any more.
    """
    stem = PurePosixPath(document.path).name.partition(".")[0].lower()
    if is_device(stem):
        message = f"Windows takes '{stem}' for a device and has no such file"
        yield Finding(document, ("id",), message, f"call it {stem}-model, or by its whole name")


@rule(severity=Severity.ERROR, how_to_fix="Give one of the two another id and file name, or merge them into one entry.")
def duplicate_id(context: Context) -> Iterator[Finding]:
    """No two entries have one id, whichever folders they lie in.

    References name an entry by its id alone, and its page's address is made from it.
    """
    files = grouped((document.stem, document) for document in context.documents)
    for stem, (first, *others) in files.items():
        for document in others:
            message = f"the id '{stem}' is taken by {first.path}"
            related = RelatedField(first, ("id",), "the entry that has it")
            hint = "choose another id, or merge the two entries"
            yield Finding(document, ("id",), message, hint, related=(related,))
