"""What the search of the site looks through, made from the data instead of being parsed back out of HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from markdown.extensions.toc import slugify

from hfm_atlas.model.addresses import entry_url, term_url
from hfm_atlas.model.entries import ClinicalEvidence, Entry, ModelEntry, Result
from hfm_atlas.model.fields import find_named
from hfm_atlas.model.identifiers import DOI_PREFIXES
from hfm_atlas.model.publication import publication_authors
from hfm_atlas.model.states import UNCHECKED, state_of
from hfm_atlas.model.vocabularies import KIND_NAMES, KIND_PLURALS
from hfm_atlas.query.reading import word_lists
from hfm_atlas.query.vocabulary import build_vocabulary, names_of, said_by_field
from hfm_atlas.site.display import facet_singular
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.routes import PageSpec
from hfm_atlas.site.views.overview.explorer import Explorer

SEARCH_FILE = "search/records.json"
VOCABULARY_FILE = "search/vocabulary.json"
_PAGES = "Pages"
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_SECTION = re.compile(r"^## ", re.MULTILINE)
# An anchor that a heading is given: `## evaluatedOn {#evaluatedOn}`.
_ANCHOR = re.compile(r"\s*\{#([\w-]+)\}\s*$")
# Words of fewer letters say little by themselves.
_WORD = re.compile(r"[^\W\d_]{4,}")
_ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
# What Markdown writes around words: columns of a table with the line below its head, code, addresses of links.
_MARKS = re.compile(r"\|(?:-+\|)*|`|\*\*|\]\([^)]*\)(?:\{[^}]*\})?|\[")


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One thing that a reader may look for."""

    url: str
    title: str
    kind: str
    """What it is, in a word or two."""
    group: str
    """The heading that it stands under."""
    names: tuple[str, ...] = ()
    """What else it is called."""
    text: str = ""
    terms: tuple[str, ...] = ()
    """Addresses of the terms that it is filed under or says something of; who looks for their names may look for it."""
    identifiers: tuple[str, ...] = ()
    """DOI and arXiv number of its work and of the preprint, in small letters."""
    facts: str = ""
    """Further words of its notes, of where it was tested and of the settings of its results, each once."""


def search_json(index: SiteIndex, pages: Iterable[PageSpec]) -> bytes:
    """The records as compact JSON: lists in a fixed order, since names would be much of the file.

    `kinds` has (kind, group); a row has address, title, number of the kind, other names, text, numbers of terms,
    identifiers, words of facts.
    """
    records = list(search_records(index, pages))
    kinds = list(dict.fromkeys((record.kind, record.group) for record in records))
    places = {record.url: place for place, record in enumerate(records)}
    rows = [
        [
            record.url,
            record.title,
            kinds.index((record.kind, record.group)),
            record.names,
            record.text,
            [places[url] for url in record.terms],
            record.identifiers,
            record.facts,
        ]
        for record in records
    ]
    return json.dumps({"kinds": kinds, "records": rows}, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def vocabulary_json(index: SiteIndex, explorer: Explorer) -> bytes:
    """What the search reads as filters of Explore, as compact JSON: `meanings`, `keys` of phrases, and `words`.

    A meaning is a list: field, operator, values, what Explore calls these, label, title.
    """
    known = {facet.id: {term.id for term in facet.terms} for facet in explorer.facets}
    vocabulary = build_vocabulary(index.atlas, known)
    meanings = [
        [one.field, one.operator, one.values, one.facet_values, one.label, one.title] for one in vocabulary.meanings
    ]
    data = {"meanings": meanings, "keys": vocabulary.keys, "words": word_lists()}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def search_records(index: SiteIndex, pages: Iterable[PageSpec]) -> Iterator[SearchRecord]:
    """One record an entry, a term, each other of `pages` but the home page, and each page of prose and its sections.

    Fields that readers have words for, and that no entry states yet, lead to where they would stand.
    """
    filed = {id: tuple(term_url(*key) for key in keys) for id, keys in index.filed_under.items()}
    found = [_entry_record(index, entry, filed) for entry in index.atlas.entries.values()]
    for facet, term in index.atlas.all_terms():
        names = _other_names(term.name, names_of(facet, term))
        kind = facet_singular(facet)
        group = index.atlas.facets[facet].facet.name
        found.append(SearchRecord(term_url(facet, term.id), term.name, kind, group, names, term.definition))
    found.extend(_prose_records(index.atlas.project.docs))
    found.extend(_unstated_records(index))
    yield from found
    known = {record.url for record in found}
    for page in pages:
        if page.url and page.url not in known:
            yield SearchRecord(page.url, page.title, "Page", _PAGES, page.names, page.description)


def _other_names(name: str, said: Iterable[str | None]) -> tuple[str, ...]:
    """What is said besides a name, each once whatever its capitals."""
    spelt: dict[str, str] = {}
    for other in said:
        if other and other.casefold() != name.casefold():
            spelt.setdefault(other.casefold(), other)
    return tuple(spelt.values())


def _entry_record(index: SiteIndex, entry: Entry, filed: Mapping[str, tuple[str, ...]]) -> SearchRecord:
    link = index.links[entry.id]
    kind = f"{link.subfield_name} {KIND_NAMES[entry.kind].lower()}" if link.subfield_name else KIND_NAMES[entry.kind]
    title = entry.publication.title
    names = _other_names(entry.name, (*entry.aliases, title, *_cited_as(entry)))
    terms = tuple(dict.fromkeys((*filed.get(entry.id, ()), *_said_of(entry))))
    identifiers = tuple(dict.fromkeys(_identifiers(entry)))
    group = KIND_PLURALS[entry.kind]
    known = {word.casefold() for text in (entry.name, *names, entry.summary) for word in _WORD.findall(text)}
    said = (word.casefold() for text in _told(entry) for word in _WORD.findall(text))
    facts = " ".join(dict.fromkeys(word for word in said if word not in known))
    return SearchRecord(entry_url(entry), entry.name, kind, group, names, entry.summary, terms, identifiers, facts)


def _told(entry: Entry) -> Iterator[str]:
    """Texts of an entry that name diseases, organs and populations which it is not filed under."""
    yield from entry.notes
    stated = (one for _, value in entry if isinstance(value, list) for one in value)
    for one in stated:
        if isinstance(one, ClinicalEvidence):
            yield from filter(None, (one.place, one.note))
        elif isinstance(one, Result):
            yield one.setting


def _said_of(entry: Entry) -> Iterator[str]:
    """Addresses of the challenges and opportunities that an entry says something of."""
    if isinstance(entry, ModelEntry):
        yield from (term_url("challenges", link.term) for link in entry.challenges)
        yield from (term_url("opportunities", link.term) for link in entry.opportunities)


def _cited_as(entry: Entry) -> Iterator[str]:
    """How texts cite a survey, as this site does."""
    if entry.kind == "survey" and len(entry.publication.authors) > 1:
        yield f"{publication_authors(entry)[0].family} et al. {entry.publication.year}"


def _identifiers(entry: Entry) -> Iterator[str]:
    if entry.publication.doi:
        yield entry.publication.doi.lower()
    if preprint := entry.preprint:
        prefix = "" if preprint.server == "arxiv" else DOI_PREFIXES.get(preprint.server, "")
        yield f"{prefix}{preprint.id}".lower()


def _prose_records(docs: Path) -> Iterator[SearchRecord]:
    """Pages that are Markdown files, and their sections."""
    for file in sorted(docs.rglob("*.md")):
        path = file.relative_to(docs).with_suffix("").as_posix().removesuffix("index").rstrip("/")
        url = f"{path}/" if path else ""
        head, *sections = _SECTION.split(_FENCED.sub("", file.read_text("utf-8")))
        title = _TITLE.search(head)
        name = title[1] if title else path
        yield SearchRecord(url, name, "Page", _PAGES, (), _lede(head))
        for section in sections:
            heading, _, text = section.partition("\n")
            said = _ANCHOR.sub("", heading)
            anchor = _ANCHOR.search(heading)
            own = anchor[1] if anchor else slugify(said, "-")
            yield SearchRecord(f"{url}#{own}", said, f"In {name}", _PAGES, _listed(text), _lede(text))


def _unstated_records(index: SiteIndex) -> Iterator[SearchRecord]:
    entries = index.atlas.entries.values()
    for key, names in said_by_field().items():
        spec = find_named(key)
        if spec is None or spec.derived:
            continue
        if all(state_of(entry, spec.path) in (None, UNCHECKED) for entry in entries):
            url = f"contribute/fields/#{spec.path.split('.')[0].replace('_', '-')}"
            text = f"{spec.schema.description} No entry states it yet."
            yield SearchRecord(url, spec.title, "Field", _PAGES, names, text)


def _lede(text: str) -> str:
    """The first paragraph of a text, or the rows of a table that stands in its place."""
    blocks = (block for block in text.strip().split("\n\n") if block[:1].isalpha() or block.startswith("|"))
    return " ".join(_MARKS.sub(" ", next(blocks, "")).split())


def _listed(text: str) -> tuple[str, ...]:
    """What the tables of a section explain: the words in code that their rows begin with."""
    return tuple(dict.fromkeys(_ROW.findall(text)))
