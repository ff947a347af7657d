"""BibTeX of a selection."""

from __future__ import annotations

from collections.abc import Iterator

from hfm_atlas._util.grouping import grouped
from hfm_atlas.citation.bibtex import citation_key, export_bibtex
from hfm_atlas.citation.caveats import citation_caveats
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.publication import publication_key
from hfm_atlas.query.selection import Selection


def export_selection_bibtex(selection: Selection) -> bytes:
    """One BibTeX file in UTF-8 whose first lines name the snapshot and the filter; keys are the ids of entries.

    Below a record stands, as a comment, what its page warns a citer of.
    """
    papers = grouped((publication_key(entry), entry) for entry in selection.entries)
    notes = {entry.id: [*_notes(entry, papers[publication_key(entry)])] for entry in selection.entries}
    return export_bibtex(selection.entries, comments=selection.origin, notes=notes).encode("utf-8")


def _notes(entry: Entry, same_paper: list[Entry]) -> Iterator[str]:
    others = [citation_key(one) for one in same_paper if one.id != entry.id]
    if others:
        yield f"The same paper has the key {' and '.join(others)}; citing both puts it into a list of references twice."
    yield from citation_caveats(entry)
