"""Blocks of a BibTeX file: every work with its fields as LaTeX, and what should be told of it.

bibtexparser finds the blocks. What BibTeX does with their values is done here: macros and `#`, works whose key or
field is there twice, and fields that a work takes from another by `crossref` or `xdata`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.model import Block, Entry, ParsingFailedBlock

# What cannot be read is reported with its line; the parser's own log would say it twice.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
# Parts of a value that `#` joins: in braces, in quotes, or a number or the name of a macro.
_PART = re.compile(r"\s*(?:#\s*)?(?P<enclosed>[{\"])|\s*(?:#\s*)?(?P<bare>[^\s#{}\"]+)")
_MONTHS = frozenset(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
# More works in a chain than anybody writes; a longer one is cut, so that no file can exhaust the stack.
_MAX_CHAIN = 20
# Fields of the work taken from, and what they are in the work that takes.
_BOOK_TITLES = {"title": "booktitle", "subtitle": "booksubtitle"}
_OWN = {"crossref", "xdata", "ids", "options", "shorttitle", "keywords", "label"}


@dataclass(slots=True)
class BibtexPublication:
    """One work of a file, its fields still LaTeX."""

    type: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BibtexBlocks:
    """Works of a file in their order, and line and reason of what is none."""

    publications: tuple[BibtexPublication, ...]
    failures: tuple[tuple[int, str], ...]


def read_blocks(text: str) -> BibtexBlocks:
    """The works of a BibTeX file with macros and cross-references resolved; lines count from 1."""
    text = text.removeprefix("\ufeff")
    library = parse_string(text, parse_stack=[])
    macros = _macros(library)
    publications: list[BibtexPublication] = []
    failures: list[tuple[int, str]] = []
    for block, line in _with_lines(library, text):
        if (entry := _entry_of(block)) is not None:
            publications.append(_publication(entry, line, macros))
        elif isinstance(block, ParsingFailedBlock):
            failures.append((line, _reason(block)))
    _tell_repeated_keys(publications)
    _inherit(publications)
    return BibtexBlocks(tuple(publications), tuple(failures))


def _with_lines(library: Library, text: str) -> Iterator[tuple[Block, int]]:
    """Each block with its line; the parser's own count misses line ends behind a backslash."""
    at, line = 0, 1
    for block in library.blocks:
        found = text.find(block.raw or "\0", at)
        if found >= 0:
            line += text.count("\n", at, found)
            at = found
        yield block, line


def _entry_of(block: Block) -> Entry | None:
    """The work of a block; what the parser refuses for a repeated key or field is one all the same."""
    while isinstance(block, ParsingFailedBlock) and block.ignore_error_block is not None:
        block = block.ignore_error_block
    return block if isinstance(block, Entry) else None


def _reason(block: ParsingFailedBlock) -> str:
    """Why a block could not be read, on one line."""
    said = getattr(block.error, "abort_reason", None) or str(block.error) or type(block.error).__name__
    return " ".join(str(said).split())


def _macros(library: Library) -> dict[str, str]:
    """Texts of the macros that the file defines; one may use those before it."""
    macros: dict[str, str] = {}
    for block in library.strings:
        macros[block.key.lower()] = _value(str(block.value), macros)[0]
    return macros


def _publication(block: Entry, line: int, macros: Mapping[str, str]) -> BibtexPublication:
    publication = BibtexPublication(block.entry_type.lower(), block.key, line)
    for one in block.fields:
        name = one.key.lower()
        value, unknown = _value(str(one.value), macros)
        publication.remarks += (f"nothing says what the macro '{macro}' in `{name}` stands for" for macro in unknown)
        before = publication.fields.setdefault(name, value)
        if before != value:
            # BibTeX takes the first; one that is empty says nothing.
            publication.fields[name] = before or value
            publication.remarks.append(f"the field `{name}` is there twice; the first one counts")
    return publication


def _value(raw: str, macros: Mapping[str, str]) -> tuple[str, list[str]]:
    """A value with its parts joined and macros replaced, and the macros that nobody has defined."""
    text, unknown = "", []
    at = 0
    while found := _PART.match(raw, at):
        at = found.end()
        if found.group("enclosed"):
            end = _closing(raw, at - 1)
            text += raw[at:end]
            at = end + 1
        else:
            bare = found.group("bare")
            text += macros.get(bare.lower(), bare)
            if bare.lower() not in macros and bare.lower() not in _MONTHS and not bare.isdigit():
                unknown.append(bare)
    return text, unknown


def _closing(raw: str, start: int) -> int:
    """Where the brace or quote at `start` is closed."""
    depth = 0
    for index in range(start, len(raw)):
        if index > start and raw[start] == '"' and raw[index] == '"' and depth == 0:
            return index
        if raw[index] in "{}" and raw[index - 1 : index] != "\\":
            depth += 1 if raw[index] == "{" else -1
            if depth == 0 and raw[start] == "{":
                return index
    return len(raw)


def _tell_repeated_keys(publications: list[BibtexPublication]) -> None:
    lines: dict[str, int] = {}
    for publication in publications:
        if not publication.key:
            publication.remarks.append("the work has no key")
        elif publication.key in lines:
            publication.remarks.append(f"its key '{publication.key}' is that of line {lines[publication.key]} too")
        lines.setdefault(publication.key, publication.line)


def _inherit(publications: list[BibtexPublication]) -> None:
    """Give each work what it lacks and takes from another."""
    by_key = {publication.key.lower(): publication for publication in reversed(publications) if publication.key}
    for publication in publications:
        for parent in _parents(publication, by_key, frozenset()):
            for name, value in parent.items():
                publication.fields.setdefault(name, value)


def _parents(
    publication: BibtexPublication, by_key: Mapping[str, BibtexPublication], seen: frozenset[str]
) -> Iterator[dict[str, str]]:
    for how in ("crossref", "xdata"):
        for key in filter(None, (part.strip() for part in publication.fields.get(how, "").split(","))):
            parent = by_key.get(key.lower())
            if parent is None:
                remark = f"the work '{key}' that it takes fields from is not in the file"
                publication.remarks += [remark] if remark not in publication.remarks else []
            elif key.lower() not in seen and len(seen) < _MAX_CHAIN:
                is_book = how == "crossref" and publication.type.startswith("in")
                names = _BOOK_TITLES if is_book else {}
                own = _OWN | ({"author", "editor"} if is_book and parent.type != "book" else set())
                yield {names.get(name, name): value for name, value in parent.fields.items() if name not in own}
                yield from _parents(parent, by_key, seen | {key.lower()})
