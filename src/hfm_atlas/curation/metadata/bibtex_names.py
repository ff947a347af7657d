"""Authors of a BibTeX work: decoded first, then taken apart, since an accent's command may hold what parts names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from hfm_atlas.curation.metadata.latex_text import plain_text
from hfm_atlas.model.publication import OTHERS

_SUFFIX = re.compile(r"(?:jr|sr|ph\.? ?d|m\.? ?d|esq|2nd|3rd)\.?|[IVX]{1,4}", re.IGNORECASE)
# What stands for the rest of a list; at the end of a name it was joined to it by mistake.
_CUT = re.compile(r"(?:and )?(?:others|et\.? ?al(?:ii|\.)?|colleagues|\[?(?:\.\.\.|…)\]?)", re.IGNORECASE)
_CUT_NAME = re.compile(r"(.*\S)[ ,]+(?:et\.? ?al\.?|and others)", re.IGNORECASE)
_INITIAL_FIRST = re.compile(r"[^\W\d_]\.(?:[ -]?[^\W\d_]\.)* ?\w{2,}")
# The parts of a name one by one, as biblatex lets one write them.
_NAMED_PARTS = re.compile(r"(?:family|given|prefix|suffix)(?:-i)? *=", re.IGNORECASE)


class UnclearAuthors(ValueError):
    """A list of authors that could be read in more than one way; the message says why."""


@dataclass(frozen=True, slots=True)
class AuthorList:
    """Authors as an entry has them, and what should be told of the list."""

    names: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def read_authors(latex: str) -> AuthorList:
    """The authors of a field.

    Raises:
        UnclearAuthors: it cannot be told where one name ends, or a name cannot be taken apart.
    """
    text = plain_text(latex, keep_groups=True)
    written = [name.strip() for name in split_multiple_persons_names(text)]
    names: list[str] = []
    remarks: list[str] = []
    for index, name in enumerate(filter(None, written)):
        bare = _without_braces(name)
        joined = _CUT_NAME.fullmatch(bare)
        if not _CUT.fullmatch(bare):
            names.append(_read_name(_CUT_NAME.sub(r"\1", name) if joined else name, remarks, alone=len(written) == 1))
        if joined or _CUT.fullmatch(bare):
            if index < len(written) - 1:
                raise UnclearAuthors(f"'{bare}' stands between authors, so some are missing; name all of them")
            names += [OTHERS] if names else []
            remarks.append("the list of authors is cut; name all of them")
    return AuthorList(tuple(names), tuple(remarks))


def _read_name(name: str, remarks: list[str], *, alone: bool) -> str:
    """One name as "Family, Given", "Family, Jr., Given", or a group without a comma."""
    if _NAMED_PARTS.match(name):
        return _from_named_parts(name)
    ends_in_comma = name.endswith(",")
    name = name.rstrip(", ")
    if ";" in re.sub(r"\{[^{}]*\}", "", name):
        raise UnclearAuthors(f"'{name}' looks like several authors; write `and` between them")
    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError as problem:
        reason = f"the author '{_without_braces(name)}' cannot be taken apart: {problem}"
        raise UnclearAuthors(" ".join(reason.split())) from problem
    family, suffix, given = (_join(words) for words in ([*parts.von, *parts.last], parts.jr, parts.first))
    if not given and not suffix:
        if "," in name:
            remarks.append(f"'{family}' stands in braces, so it is read as a group")
        return family
    if suffix:
        return _with_suffix(family, suffix, given)
    if "," in name:
        return _from_two_parts(family, given, remarks, alone=alone, ends_in_comma=ends_in_comma)
    return f"{family}, {given}"


def _with_suffix(family: str, suffix: str, given: str) -> str:
    if not _SUFFIX.fullmatch(suffix) and _SUFFIX.fullmatch(given):
        suffix, given = given, suffix
    if not _SUFFIX.fullmatch(suffix):
        written = ", ".join(filter(None, (family, suffix, given)))
        raise UnclearAuthors(f"'{written}' looks like several authors; write `and` between them, not a comma")
    return ", ".join(filter(None, (family, suffix, given)))


def _from_two_parts(family: str, given: str, remarks: list[str], *, alone: bool, ends_in_comma: bool) -> str:
    """A name with one comma; where each side could be a whole name, it may be two authors."""
    if _SUFFIX.fullmatch(given) and " " in family:
        before, _, last = family.rpartition(" ")
        return f"{last}, {given}, {before}"
    both_whole = " " in family and " " in given
    if _INITIAL_FIRST.fullmatch(family) or (both_whole and ends_in_comma):
        raise UnclearAuthors(f"'{family}, {given}' looks like two authors; write `and` between them, not a comma")
    if alone and both_whole:
        remarks.append(f"'{family}, {given}' is read as one author; if these are two, part them")
    return f"{family}, {given}"


def _from_named_parts(name: str) -> str:
    found = dict(_named_parts(name))
    family = " ".join(filter(None, (found.get("prefix"), found.get("family"))))
    return ", ".join(filter(None, (family, found.get("suffix"), found.get("given"))))


def _named_parts(name: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r",(?![^{]*\})", name):
        key, _, value = part.partition("=")
        yield key.strip().lower(), _join([value])


def _join(words: list[str]) -> str:
    """Words of a name without braces; what parts a name cannot be in a part of it."""
    return " ".join(_without_braces(" ".join(words)).replace(",", " ").split())


def _without_braces(text: str) -> str:
    return " ".join(text.replace("{", "").replace("}", "").split())
