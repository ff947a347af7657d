"""Entries as BibTeX: LaTeX-safe, capitals protected, one permanent key an entry; bibtexparser does the writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import MergeCoAuthors, MonthAbbreviationMiddleware
from bibtexparser.model import Entry as BibtexEntry
from bibtexparser.model import Field
from bibtexparser.writer import BibtexFormat
from pylatexenc.latexencode import RULE_DICT, UnicodeToLatexConversionRule, UnicodeToLatexEncoder

from hfm_atlas.schema import Entry, Preprint, Publication

# Classic BibTeX has no type for software and data sets, so these are @misc there.
_ENTRY_TYPES = {
    "article": "article",
    "inproceedings": "inproceedings",
    "preprint": "misc",
    "thesis": "phdthesis",
    "report": "techreport",
    "software": "misc",
    "dataset": "misc",
}
# Field that holds the venue, and field that holds the publisher, for each type.
_VENUE_FIELDS = {"article": "journal", "inproceedings": "booktitle"}
_PUBLISHER_FIELDS = {"thesis": "school", "report": "institution"}
_SERVERS = {
    "arxiv": "arXiv",
    "biorxiv": "bioRxiv",
    "medrxiv": "medRxiv",
    "chemrxiv": "ChemRxiv",
    "researchsquare": "Research Square",
    "ssrn": "SSRN",
    "openreview": "OpenReview",
}
_OTHERS = "others"

_ENCODER = UnicodeToLatexEncoder(
    conversion_rules=[
        # `\{` would still count as a brace for BibTeX, so braces of the text become commands.
        UnicodeToLatexConversionRule(
            RULE_DICT, {ord("{"): r"\textbraceleft", ord("}"): r"\textbraceright", ord("\u00a0"): " "}
        ),
        "defaults",
    ],
    replacement_latex_protection="braces-all",
    unknown_char_policy="keep",
    unknown_char_warning=False,
)


def citation_key(entry: Entry) -> str:
    """BibTeX key of an entry: its id, which is unique and permanent, so a cited key never changes."""
    return entry.id


def export_bibtex(entries: Iterable[Entry], *, comment: str | None = None) -> str:
    """All `entries` as one BibTeX file, with an optional first comment line."""
    library = Library()
    library.add([_bibtex_block(entry) for entry in entries])
    text = write_string(
        library,
        prepend_middleware=[MergeCoAuthors(), MonthAbbreviationMiddleware()],
        bibtex_format=_format(),
    )
    head = f"% {comment}\n\n" if comment else ""
    return head + text.rstrip("\n") + "\n"


def bibtex_entry(entry: Entry) -> str:
    """One entry as BibTeX, as the cite box of its page shows it."""
    return export_bibtex([entry])


def _format() -> BibtexFormat:
    style = BibtexFormat()  # type: ignore[no-untyped-call]
    style.indent = "  "
    style.block_separator = "\n"
    style.trailing_comma = True
    return style


def _bibtex_block(entry: Entry) -> BibtexEntry:
    fields = [Field(key, value) for key, value in _fields(entry.publication, entry.preprint)]
    return BibtexEntry(_ENTRY_TYPES[entry.publication.type], citation_key(entry), fields)


def _fields(publication: Publication, preprint: Preprint | None) -> Iterator[tuple[str, object]]:
    yield "author", [_author(name) for name in publication.authors]
    yield "title", protect_title(publication.title)
    yield from _venue_fields(publication, preprint)
    yield "year", str(publication.year)
    if publication.month:
        yield "month", publication.month
    if publication.doi:
        yield "doi", publication.doi
    if publication.url and not publication.doi:
        yield "url", publication.url
    if preprint:
        yield "eprint", preprint.id
        yield "archiveprefix", _SERVERS[preprint.server]


def _venue_fields(publication: Publication, preprint: Preprint | None) -> Iterator[tuple[str, object]]:
    kind = publication.type
    if kind == "preprint":
        where = _SERVERS[preprint.server] if preprint else publication.venue or "Preprint"
        yield "howpublished", encode_latex(f"{where} preprint")
    elif publication.venue:
        yield _VENUE_FIELDS.get(kind, "howpublished"), encode_latex(publication.venue)
    if publication.publisher:
        yield _PUBLISHER_FIELDS.get(kind, "publisher"), encode_latex(publication.publisher)
    if publication.volume:
        yield "volume", encode_latex(publication.volume)
    if publication.number:
        yield from _number_fields(publication)
    if publication.pages:
        yield "pages", re.sub(r"(?<=\w)[-–—]+(?=\w)", "--", encode_latex(publication.pages.replace("–", "-")))


def _number_fields(publication: Publication) -> Iterator[tuple[str, object]]:
    """The issue number; classic styles refuse a proceedings volume with a number, so there it is a note."""
    number = encode_latex(publication.number or "")
    if publication.type == "inproceedings" and publication.volume:
        yield "note", f"Number {number}"
    else:
        yield "number", number


def encode_latex(text: str) -> str:
    """Text as LaTeX: accents as commands, special characters escaped; other alphabets are kept as they are."""
    return str(_ENCODER.unicode_to_latex(text))


def _author(name: str) -> str:
    """A name as BibTeX reads it; a group keeps its words together."""
    if name == _OTHERS:
        return name
    if "," not in name:
        return "{" + encode_latex(name) + "}"
    parts = [encode_latex(part.strip()) for part in name.split(",")]
    return ", ".join("{" + part + "}" if re.search(r"\band\b", part) else part for part in parts)


def protect_title(title: str) -> str:
    """A title as LaTeX in which styles that set titles in lower case keep the capitals that matter.

    Kept are words with a capital or digit behind their first letter (BioBERT, GPT-4, 3D) and, in a title that is not
    in title case, capitalised words inside it, which are names (Chinese, Alzheimer).
    """
    words = title.split(" ")
    plain = [word for word in words if word.isalpha() and len(word) > 3]
    title_case = 2 * sum(word[0].isupper() for word in plain) > len(plain)
    return " ".join(_protect_word(words, index, title_case) for index in range(len(words)))


def _protect_word(words: list[str], index: int, title_case: bool) -> str:
    word = words[index]
    letters = re.sub(r"^\W+", "", word)
    begins = index == 0 or words[index - 1].endswith((":", ".", "?", "!", "–", "—"))
    inner_capital = any(character.isupper() for character in letters[1:])
    is_name = not title_case and not begins and letters[:1].isupper()
    encoded = encode_latex(word)
    return "{" + encoded + "}" if inner_capital or is_name else encoded
