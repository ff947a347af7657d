"""Entries as BibTeX: LaTeX-safe, capitals protected, one permanent key an entry; bibtexparser does the writing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from urllib.parse import quote

from anyascii import anyascii
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import MergeCoAuthors, MonthAbbreviationMiddleware, default_unparse_stack
from bibtexparser.model import Entry as BibtexEntry
from bibtexparser.model import Field, ImplicitComment
from bibtexparser.writer import BibtexFormat

from hfm_atlas.citation.latex import encode_latex
from hfm_atlas.model.entries import Entry, Preprint, Publication
from hfm_atlas.model.preprint_servers import cited_preprint
from hfm_atlas.model.publication import (
    OTHERS,
    SERVERS,
    Author,
    cited_type,
    is_cut,
    landing_page,
    publication_authors,
)
from hfm_atlas.model.sources import preprint_doi

# Classic BibTeX has no type for preprints, software and datasets, so these are @misc there.
_ENTRY_TYPES = {"article": "article", "inproceedings": "inproceedings", "thesis": "phdthesis", "report": "techreport"}
# Field without which the classic styles complain about an entry of the type, which then becomes @misc.
_REQUIRED = {"article": "journal", "inproceedings": "booktitle", "phdthesis": "school", "techreport": "institution"}


def citation_key(entry: Entry) -> str:
    """BibTeX key of an entry: its id, which is unique and permanent, so a cited key never changes."""
    return entry.id


def export_bibtex(
    entries: Iterable[Entry], *, comments: Sequence[str] = (), notes: Mapping[str, Sequence[str]] | None = None
) -> str:
    """All `entries` as one BibTeX file for the classic styles, with lines of comment at its head.

    Each of the `notes` on an entry, by its id, is a comment line below it. Texts are LaTeX. An entry without what its
    type needs, such as a journal, becomes `@misc`.
    """
    library = Library()
    for entry in entries:
        library.add([_bibtex_block(entry), *_comments(entry, notes or {})])
    # In place, since nobody else has the library; copying it takes most of the time.
    stack = [MergeCoAuthors(True), MonthAbbreviationMiddleware(True), *default_unparse_stack(True)]
    text = write_string(library, unparse_stack=stack, bibtex_format=_format())
    # Wherever it stands, this sign begins a record.
    head = "".join(f"% {line.replace('@', '(at)')}\n" for line in comments)
    return (f"{head}\n" if head else "") + text.rstrip("\n") + "\n"


def bibtex_entry(entry: Entry) -> str:
    """One entry as BibTeX, as the cite box of its page shows it."""
    return export_bibtex([entry])


def _comments(entry: Entry, notes: Mapping[str, Sequence[str]]) -> list[ImplicitComment]:
    lines = [f"% {citation_key(entry)}: {note}" for note in notes.get(entry.id, ())]
    return [ImplicitComment("\n".join(lines))] if lines else []


def _format() -> BibtexFormat:
    style = BibtexFormat()  # type: ignore[no-untyped-call]
    style.indent = "  "
    style.block_separator = "\n"
    style.trailing_comma = True
    return style


def _bibtex_block(entry: Entry) -> BibtexEntry:
    type_ = _ENTRY_TYPES.get(cited_type(entry.publication), "misc")
    venue = dict(_venue_fields(entry, type_))
    if type_ != "misc" and _REQUIRED[type_] not in venue:
        type_ = "misc"
        venue = dict(_venue_fields(entry, type_))
    fields = [Field(key, value) for key, value in _fields(entry, venue)]
    return BibtexEntry(type_, citation_key(entry), fields)


def _fields(entry: Entry, venue: dict[str, str]) -> Iterator[tuple[str, object]]:
    publication = entry.publication
    authors = [_author(author) for author in publication_authors(entry)]
    yield "author", [*authors, OTHERS] if is_cut(entry) else authors
    yield "title", protect_title(publication.title)
    yield from venue.items()
    yield "year", str(publication.year)
    if publication.month:
        yield "month", publication.month
    cited = cited_preprint(entry)
    if doi := publication.doi or (preprint_doi(cited) if cited else None):
        yield "doi", _verbatim(doi)
    if publication.pmid:
        yield "pmid", publication.pmid
    if not doi and (url := landing_page(entry)):
        yield "url", _verbatim(url)
    if preprint := cited or entry.preprint:
        yield "eprint", _verbatim(preprint.id)
        # The first is what BibTeX's styles read, the second what biblatex and Zotero do.
        yield "archiveprefix", SERVERS[preprint.server]
        yield "eprinttype", preprint.server


def _venue_fields(entry: Entry, type_: str) -> Iterator[tuple[str, str]]:
    publication = entry.publication
    if publication.type == "preprint":
        cited = cited_preprint(entry)
        # With its id, since several styles print neither DOI nor eprint.
        named = f"{SERVERS[cited.server]} preprint {_named_id(cited)}" if cited else None
        yield (
            "howpublished",
            encode_latex(named or (f"{publication.venue} preprint" if publication.venue else "Preprint")),
        )
    elif type_ == "misc":
        if found := ", ".join(_whereabouts(entry)):
            yield "howpublished", encode_latex(found)
    elif publication.venue:
        yield (
            {"article": "journal", "inproceedings": "booktitle"}.get(type_, "howpublished"),
            encode_latex(publication.venue),
        )
    if publication.publisher:
        field = {"phdthesis": "school", "techreport": "institution"}.get(type_, "publisher")
        yield field, encode_latex(publication.publisher)
    if publication.volume:
        yield "volume", encode_latex(publication.volume)
    if publication.number:
        yield from _number_fields(publication, type_)
    if publication.pages:
        yield "pages", _page_range(publication.pages)


def _whereabouts(entry: Entry) -> Iterator[str]:
    """Who published a work and where it is: of `@misc`, the classic styles print neither publisher nor DOI nor URL."""
    publication = entry.publication
    if publication.venue:
        yield publication.venue
    if publication.publisher:
        yield publication.publisher
    if publication.doi:
        yield f"doi:{publication.doi}"
    elif url := landing_page(entry):
        yield url


def _named_id(preprint: Preprint) -> str:
    """The id as people write it: that of arXiv with its name, others as they are."""
    return f"arXiv:{preprint.id}" if preprint.server == "arxiv" else preprint.id


def _number_fields(publication: Publication, type_: str) -> Iterator[tuple[str, str]]:
    """The issue number; where the classic styles refuse one, it is a note."""
    number = encode_latex(publication.number or "")
    refused = type_ == "inproceedings" or (type_ == "article" and not publication.volume)
    yield ("note", f"Number {number}") if refused else ("number", number)


def _page_range(pages: str) -> str:
    """Pages with the dash that LaTeX sets between numbers."""
    return "--".join(encode_latex(part) for part in re.split(r"(?<=\w)\s*[-–—]+\s*(?=\w)", pages))


def _verbatim(identifier: str) -> str:
    """A DOI or address, which LaTeX takes letter by letter; what would end the field or begin a command is encoded."""
    return quote(identifier, safe="!\"#$%&'()*+,-./:;<=>?@[]^_`|~")


# No part of a name; biber would take the name's initial from the middle of such a character's command.
_SYMBOLS = re.compile(r'[{}\\$#%&_^~<>|"“”]+')


@cache  # once for the page and once for the file of all
def _author(author: Author) -> str:
    """A name as BibTeX reads it; a group keeps its words together, and so does a part with "and" or a comma in it."""
    if author.literal:
        return "{" + _name(author.literal) + "}"
    parts = [author.family, author.suffix, author.given] if author.suffix else [author.family, author.given]
    return ", ".join(
        "{" + part + "}" if re.search(r"\band\b|,", part, re.IGNORECASE) else part for part in map(_name, parts)
    )


def _name(text: str) -> str:
    """Part of a name in Latin letters; whatever is in another alphabet is transliterated, not set as mathematics."""
    letters = _SYMBOLS.sub(" ", text)
    if not letters.isascii():
        letters = "".join(one if "LATIN" in unicodedata.name(one, "") else anyascii(one) for one in letters)
    return encode_latex(" ".join(letters.split()) or "?")


def protect_title(title: str) -> str:
    """A title as LaTeX in which styles that set titles in lower case keep the capitals that matter.

    Kept are words with a capital behind their first letter or a digit (BioBERT, 3D, T5), single capitals (X-ray,
    vitamin D) and, in a title that is not in title case, capitalised words inside it, which are names (Chinese,
    Alzheimer).
    """
    words = title.replace("---", "—").replace("--", "–").split()
    plain = [letters for word in words[1:] if (letters := word.strip(":,.?!()")).isalpha() and len(letters) > 3]
    title_case = 2 * sum(word[0].isupper() for word in plain) > len(plain)
    return " ".join(_protect_word(words, index, title_case) for index in range(len(words)))


def _protect_word(words: list[str], index: int, title_case: bool) -> str:
    word = words[index]
    begins = index == 0 or words[index - 1].endswith((":", ".", "?", "!", "–", "—"))
    parts = re.split(r"[-–—/]", word)
    keeps = any(_keeps_capitals(part, begins and at == 0, title_case) for at, part in enumerate(parts))
    encoded = encode_latex(word)
    return "{" + encoded + "}" if keeps else encoded


def _keeps_capitals(part: str, begins: bool, title_case: bool) -> bool:
    """Whether a style that sets titles in lower case would spoil this part of a word."""
    letters = re.sub(r"\W", "", part)
    if not any(character.isupper() for character in letters):
        return False
    if any(character.isupper() for character in letters[1:]) or any(character.isdigit() for character in letters):
        return True
    if begins:
        return False
    return not title_case or (len(letters) == 1 and letters != "A")
