"""Rules on what is cited: one entry a work, years that can be, authors in the right form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hfm_atlas.diagnostics import Severity
from hfm_atlas.model.atlas import LoadedEntry
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.identifiers import preprint_id_year
from hfm_atlas.model.preprint_servers import cited_preprint
from hfm_atlas.model.publication import OTHERS, SERVERS, plain_words
from hfm_atlas.model.values import PLACEHOLDER
from hfm_atlas.validation.registry import Context, Finding, RelatedField, entry_rule, rule
from hfm_atlas.validation.rules.duplicates import are_distinguished, kind_group
from hfm_atlas.yamlio.parser import FieldPath
from hfm_atlas.yamlio.scalars import quoted

_MIN_SPLIT_AUTHORS = 3
_REST = r"(?:et\.? al\.?|others|more|colleagues|\.\.\.|…)"
_AND_OTHERS = re.compile(rf"(?:and )?{_REST}", re.IGNORECASE)
_NAME_AND_OTHERS = re.compile(rf"(?P<name>.+?),? (?:and )?{_REST}", re.IGNORECASE)
# Two or three words with capitals, such as Ada Quill, A. B. Quill or Quill A, and particles of family names.
_PART_OF_NAME = r"[^\W\d_][\w.'’-]*"
_PARTICLE = r" (?:al|bin|da|de|del|della|den|der|di|dos|du|el|la|le|ten|ter|van|von|zu)\b"
_LIKE_A_PERSON = re.compile(rf"{_PART_OF_NAME}(?:(?:{_PARTICLE})* {_PART_OF_NAME}){{1,2}}")
_BETWEEN_PEOPLE = re.compile(r"\s*;\s*|\s+(?:and|&)\s+")
_LIKE_A_GROUP = re.compile(
    r"\b(?:academy|agency|ai|alliance|amazon|archive|association|biobank|biotech|board|cent(?:er|re)|challenge|clinic|"
    r"collaboration|collaborators|collective|college|committee|community|company|consortium|corporation|council|data|deepmind|"
    r"department|discovery|federation|foundation|google|group|health|hospital|hub|inc|initiative|institute|institutes|"
    r"intelligence|investigators|klinik|lab|laboratory|labs|library|medicine|members|meta|microsoft|ministry|network|"
    r"nvidia|office|organi[sz]ation|participants|program|programme|project|registry|research|school|science|sciences|"
    r"society|study|systems|team|technologies|technology|therapeutics|trust|university|workgroup|workshop)\b",
    re.IGNORECASE,
)
# Capitals inside or figures, as companies and people behind an account are written.
_LIKE_A_BRAND = re.compile(r".*[A-Z]{2}|.*[\d@_]|[a-z]")
_PAGES_MARK = re.compile(r"(?:pp?\.|pp|pages?)\s*(?=\w)", re.IGNORECASE)
_PAGES_DASH = re.compile(r"(?<=\w)\s*(?:[–—]|--+|(?<=\s)-|-(?=\s))\s*(?=\w)")


@rule(
    severity=Severity.ERROR,
    how_to_fix="Merge the two entries; a preprint and its published version, and the sizes of a family, are one entry. "
    "If they are two works indeed, link them by lineage, or say in the notes of one what tells it from the other, "
    "naming its id.",
)
def duplicate_publication(context: Context) -> Iterator[Finding]:
    """A work has one entry.

    Two entries of one work split its facts, its links and its place in every count. A model and the dataset that came
    with it may share a publication; two models may not, unless one says what tells them apart.
    """
    first_with: dict[tuple[str, str, str], tuple[LoadedEntry, FieldPath]] = {}
    for loaded in context.in_order_of_addition:
        reported: set[str] = set()
        for what, value, field in _identities(loaded.entry):
            first, first_field = first_with.setdefault((kind_group(loaded.entry.kind), what, value), (loaded, field))
            other = first.entry
            if first is loaded or other.id in reported or are_distinguished(context, loaded.entry, other):
                continue
            reported.add(other.id)
            line = first.document.locate(first_field).line
            message = f"this {what} is that of '{other.id}' too ({first.document.path}:{line})"
            hint = f"keep one entry for one work; if they are two, say so in `notes`, naming {other.id}"
            related = RelatedField(first.document, first_field, f"the {what} of {other.name}")
            yield Finding(loaded.document, field, message, hint, related=(related,))


def _identities(entry: Entry) -> Iterator[tuple[str, str, FieldPath]]:
    """What tells one work from another: name of the identity, its value in one form, and the field that holds it."""
    if entry.publication.doi:
        yield "DOI", entry.publication.doi.lower(), ("publication", "doi")
    if entry.preprint:
        yield f"{entry.preprint.server} id", entry.preprint.id.lower(), ("preprint", "id")
    title = plain_words(entry.publication.title)
    if title and entry.publication.title != PLACEHOLDER:
        yield "title", title, ("publication", "title")


@entry_rule(severity=Severity.ERROR, how_to_fix="Write the year of the preprint's first version, or correct the id.")
def preprint_year(loaded: LoadedEntry) -> Iterator[Finding]:
    """The year of a preprint is the one that its id was given in.

    An arXiv id starts with the year and month of its first version. Where they differ, one of the two was copied from
    another paper.
    """
    preprint = loaded.entry.preprint
    year = preprint_id_year(preprint.server, preprint.id) if preprint else None
    if preprint and year and year != preprint.year:
        message = f"the id '{preprint.id}' was given in {year}, not in {preprint.year}"
        yield Finding(loaded.document, ("preprint", "year"), message, f"write {year}, or correct the id")


@entry_rule(
    severity=Severity.WARNING,
    how_to_fix="Give the preprint that the publication names under `preprint:`, and the address of the "
    "other in `sources`.",
)
def preprint_elsewhere(loaded: LoadedEntry) -> Iterator[Finding]:
    """The preprint of a work that appeared nowhere else is on the server that its venue and DOI name.

    Some works lie on two servers. Where the publication names one and `preprint:` the other, a reader cannot tell which
    of the two was read.
    """
    preprint, cited = loaded.entry.preprint, cited_preprint(loaded.entry)
    if preprint and cited and cited != preprint:
        message = (
            f"the publication is on {SERVERS[cited.server]}, its preprint is said to be on {SERVERS[preprint.server]}"
        )
        yield Finding(loaded.document, ("preprint", "server"), message, "give one of the two in both places")


@entry_rule(
    severity=Severity.WARNING, how_to_fix="Check both years in the publisher's record and on the preprint server."
)
def published_before_preprint(loaded: LoadedEntry) -> Iterator[Finding]:
    """A work is not published before its preprint.

    It happens, but far more often one of the two years is wrong, or the two are different works.
    """
    entry = loaded.entry
    if entry.preprint and entry.publication.year < entry.preprint.year:
        message = f"published in {entry.publication.year}, before its preprint of {entry.preprint.year}"
        yield Finding(loaded.document, ("publication", "year"), message, "check both years; are they one work?")


@entry_rule(
    severity=Severity.WARNING, how_to_fix='Quote each author: ["Lee, Jinhyuk", "Kang, Jaewoo"].', is_fixable=True
)
def author_form(loaded: LoadedEntry) -> Iterator[Finding]:
    """Authors are written as "Family, Given", each in quotes.

    In a list in brackets, a comma without quotes starts a new item, so `[Lee, Jinhyuk]` are two authors. And only with
    a comma can a citation tell a family name from a given one: what has none is cited as a group.
    """
    names = loaded.entry.publication.authors
    people = [name for name in names if name != OTHERS and not _LIKE_A_GROUP.search(name)]
    has_commas = any("," in name for name in people)
    is_split = len(people) == 2 and not any(" " in name or _LIKE_A_BRAND.match(name) for name in people)
    if has_commas or not (is_split or len(people) >= _MIN_SPLIT_AUTHORS):
        yield from _odd_authors(loaded, names)
        return
    first, second = people[:2]
    one_name = f'write ["{first}, {second}"] if this is one person'
    several = f'write "Family, Given", in quotes; this list starts with "{first}" and "{second}"'
    message = f"none of the {len(people)} authors has a comma between family and given name"
    yield Finding(loaded.document, ("publication", "authors"), message, one_name if is_split else several)


def _odd_authors(loaded: LoadedEntry, names: list[str]) -> Iterator[Finding]:
    """Single authors in another form than "Family, Given"."""
    for index, name in enumerate(names):
        field: FieldPath = ("publication", "authors", index)
        is_last = index == len(names) - 1
        if _AND_OTHERS.fullmatch(name) and (name != OTHERS or not is_last):
            message, hint = (
                f"'{name}' is read as the name of an author",
                "name all authors, or end the list with `others`",
            )
            yield Finding(loaded.document, field, message, hint, fix=OTHERS if is_last else None)
        elif "\\" in name:
            yield Finding(loaded.document, field, f"'{name}' holds LaTeX", "write the letters themselves, such as é")
        elif found := _NAME_AND_OTHERS.fullmatch(name):
            message = f"'{name}' is more than the name of an author"
            first = quoted(_with_comma(found["name"]))
            yield Finding(loaded.document, field, message, f"write {first}, then all others, or `others` at the end")
        elif people := _several_people(name):
            listed = ", ".join(quoted(_with_comma(one)) for one in people)
            yield Finding(loaded.document, field, f"'{name}' is read as one author", f"write {listed}")
        elif _is_like_a_person(name):
            message = f"'{name}' has no comma, so it is cited as a group"
            yield Finding(loaded.document, field, message, f'if it is a person, write "{_family_first(name)}"')


def _is_like_a_person(name: str) -> bool:
    return bool(_LIKE_A_PERSON.fullmatch(name)) and name != name.lower() and not _LIKE_A_GROUP.search(name)


def _several_people(name: str) -> list[str]:
    """The people of a text that joins several, such as `Ada Quill and Ann Ash`; empty where it is one name."""
    people = _BETWEEN_PEOPLE.split(name)
    return people if len(people) > 1 and all(_is_like_a_person(one.replace(", ", " ")) for one in people) else []


def _with_comma(name: str) -> str:
    return name if "," in name or " " not in name else _family_first(name)


def _family_first(name: str) -> str:
    """A name with a comma, such as Ada Quill; where initials come last, as in Quill A, the family is before them."""
    before, _, last = name.rpartition(" ")
    is_initials = last.isupper() and len(last) <= 3
    if is_initials:
        return f"{before}, {last}"
    given, *particles = re.split(rf"(?={_PARTICLE})", before, maxsplit=1)
    return f"{' '.join([*(one.strip() for one in particles), last])}, {given}"


@entry_rule(severity=Severity.WARNING, how_to_fix="Write all authors, as the paper or the publisher's record has them.")
def cut_authors(loaded: LoadedEntry) -> Iterator[Finding]:
    """The list of authors is complete.

    A style prints as many as it wants, and can only do so where it has them. `others` at the end of a list says that
    some are missing; reference managers drop it.
    """
    names = loaded.entry.publication.authors
    if len(names) > 1 and names[-1] == OTHERS:
        named = len(names) - 1
        message = f"the list of authors ends after {named} of them"
        yield Finding(loaded.document, ("publication", "authors", named), message, "name all authors")


@entry_rule(
    severity=Severity.WARNING, how_to_fix="Write 1234-1240, with one hyphen and no `pp.` before it.", is_fixable=True
)
def page_form(loaded: LoadedEntry) -> Iterator[Finding]:
    """Pages are numbers with one hyphen between them.

    Every style of citation brings its own `pp.` and its own dash; what the entry has of them would stand there twice.
    """
    pages = loaded.entry.publication.pages
    if pages and (plain := _PAGES_DASH.sub("-", _PAGES_MARK.sub("", pages, count=1))) != pages:
        message = f"'{pages}' is not how pages are written here"
        yield Finding(loaded.document, ("publication", "pages"), message, f"write {plain}", fix=plain)


@entry_rule(
    severity=Severity.WARNING,
    how_to_fix="Look up the last page. An article number is written as the publisher does, for example e1012.",
)
def single_page(loaded: LoadedEntry) -> Iterator[Finding]:
    """The pages of a paper in proceedings are a range.

    Reference lists often give the first page only, and a citation made from it leads nowhere near the end of the paper.
    """
    publication = loaded.entry.publication
    if publication.type == "inproceedings" and (publication.pages or "").isdigit():
        message = f"page {publication.pages} is only the first page"
        yield Finding(loaded.document, ("publication", "pages"), message, "write the range, such as 197-207")


@entry_rule(
    severity=Severity.WARNING,
    how_to_fix="Look up the volume in the record of the publisher, the DOI or PubMed, and write it in quotes. Of a "
    "venue that counts issues only, leave the warning.",
)
def issue_without_volume(loaded: LoadedEntry) -> Iterator[Finding]:
    """Where an issue is named, the volume is.

    An issue is counted within its volume. Alone it leads nowhere, and no style knows where to put it.
    """
    publication = loaded.entry.publication
    if publication.number and publication.volume is None:
        message = f"issue {publication.number} of no volume"
        hint = f"look up the volume of {publication.year} in the publisher's record"
        yield Finding(loaded.document, ("publication", "number"), message, hint)
