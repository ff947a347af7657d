"""The atlas as Markdown for language models: an index, and a text of each entry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hfm_atlas.model.addresses import entry_url
from hfm_atlas.model.entries import Entry, ModelEntry
from hfm_atlas.model.publication import publication_authors, publication_url
from hfm_atlas.query.columns import Column, Value, columns_of
from hfm_atlas.query.selection import Selection

_KINDS = {"model": "Models", "dataset": "Datasets", "survey": "Surveys", "base": "General models that they build on"}
# Columns that the text of an entry says in its own way, or that say nothing about the work.
_SAID = {"id", "kind", "name", "summary", "title", "authors", "year", "facts", "facts_with_evidence", "added"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def export_llms(selection: Selection) -> bytes:
    """An index as llmstxt.org proposes it: title, summary, and one line with a link for each entry."""
    return _join(_index(selection))


def export_llms_full(selection: Selection) -> bytes:
    """The text of every entry, in order of kind and id."""
    head = _head(selection, "Every entry with its facts.")
    texts = [entry_text(selection, entry) for kind in _KINDS for entry in selection.entries_of(kind)]
    return _join([*head, *texts])


def _join(lines: list[str] | Iterator[str]) -> bytes:
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8")


def _head(selection: Selection, what: str) -> list[str]:
    return [
        "# HFM Atlas",
        "",
        f"> A literature map of healthcare foundation models. {what} {selection.snapshot.label}. Facts are CC0-1.0.",
        "",
        "A fact that is missing has not been checked; `not reported` means that the sources do not say.",
        "",
    ]


def _index(selection: Selection) -> Iterator[str]:
    yield from _head(selection, f"Full texts: {selection.site_url}llms-full.txt, data: {selection.site_url}atlas.json.")
    for kind, title in _KINDS.items():
        entries = selection.entries_of(kind)
        if entries:
            yield from (f"## {title}", "")
            yield from (_index_line(entry, selection.site_url) for entry in entries)
            yield ""


def _index_line(entry: Entry, site_url: str) -> str:
    address = site_url + entry_url(entry)
    return f"- [{escape_markdown(entry.name)}]({address}): {escape_markdown(entry.summary)}"


def entry_text(selection: Selection, entry: Entry) -> str:
    """One entry as Markdown: what it is, its citation, its facts, what it says about challenges and opportunities.

    It begins with a heading of the second level.
    """
    return "\n".join(_entry_lines(selection, entry)) + "\n"


def _entry_lines(selection: Selection, entry: Entry) -> Iterator[str]:
    yield from (f"## {escape_markdown(entry.name)}", "", escape_markdown(entry.summary), "")
    yield f"- Cite: {_citation(entry)}"
    yield f"- Page: <{selection.site_url}{entry_url(entry)}>"
    for column in columns_of(entry.kind):
        if column.name not in _SAID and (value := selection.rows[entry.id][column.name]) is not None:
            yield _fact_line(column, value)
    if isinstance(entry, ModelEntry):
        for link in entry.challenges:
            yield f"- {link.stance} {link.term}: {escape_markdown(link.note)}"
        for pursued in entry.opportunities:
            yield f"- pursues {pursued.term}: {escape_markdown(pursued.note)}"


def _fact_line(column: Column, value: Value) -> str:
    text = "; ".join(value) if isinstance(value, list) else str(value)
    label = column.name.replace("_", " ").capitalize()
    return f"- {label}: {f'<{text}>' if text.startswith(('https://', 'http://')) else escape_markdown(text)}"


def _citation(entry: Entry) -> str:
    authors = ", ".join(author.full for author in publication_authors(entry))
    address = f" <{url}>" if (url := publication_url(entry)) else ""
    return escape_markdown(f"{authors}. {entry.publication.title}. {entry.publication.year}.") + address


def escape_markdown(text: str) -> str:
    """Text in which nothing is markup, also at the start of a line."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", escaped)
