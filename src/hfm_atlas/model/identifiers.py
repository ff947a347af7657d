"""Identifiers of the outside world, checked by the libraries that know them, as pydantic types.

Every check raises a `PydanticCustomError` whose type is the name of validation's rule and whose
context carries a `hint`, so that a malformed identifier becomes a finding with a cure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from hfm_atlas._util.suggestions import LazyHint, suggest

# What knows languages, countries and licences is imported where it is asked, since not every command asks.
if TYPE_CHECKING:
    from pycountry.db import Database

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MAX_ID_LENGTH = 64
_ARXIV_ID = re.compile(r"^(\d{2})(\d{2})\.\d{4,5}$")
_ARXIV_OLD_ID = re.compile(r"^[a-z-]+(\.[A-Z]{2})?/\d{7}$")
_PREPRINT_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9._-]+)*$")
# An id of bioRxiv or medRxiv.
_DATED_ID = re.compile(r"^(20\d\d)\.\d\d\.\d\d\.\d+$")
_SAFE_SCHEMES = ("https", "http")


# Windows takes these for devices, whatever ending a file has, so a checkout there would fail.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))})


def is_device(id: str) -> bool:
    """Whether a file of this id cannot be checked out on Windows."""
    return id in _DEVICES


def is_slug(value: str) -> bool:
    """Whether `value` can be the id of an entry or term."""
    return len(value) <= MAX_ID_LENGTH and re.match(ID_PATTERN, value) is not None and not value.endswith("\n")


def _malformed(rule: str, message: str, hint: str | Callable[[], str]) -> PydanticCustomError:
    """An error of `rule`; braces of user text are passed as context, so they are never a template."""
    how_to_fix = {"hint": hint} if isinstance(hint, str) else {"lazy_hint": LazyHint(lambda: {"hint": hint()})}
    return PydanticCustomError(rule, "{text}", {"text": message, **how_to_fix})


# A DOI or PubMed id that needs no second look. idutils takes half a second to import, so it is asked only about others.
_PLAIN_DOI = re.compile(r"10\.\d{4,9}/[^\s<>\"]+")
_PLAIN_PMID = re.compile(r"[1-9]\d{0,8}")


def check_doi(value: str) -> str:
    """Return `value` if it is a bare DOI such as 10.1093/bioinformatics/btz682.

    Raises:
        PydanticCustomError: it is none; the hint gives the bare form where one can be told.
    """
    if _PLAIN_DOI.fullmatch(value):
        return value
    import idutils

    if idutils.is_doi(value) and value.startswith("10."):
        return value
    bare = idutils.normalize_doi(value) if idutils.is_doi(value) else None
    hint = f"write it as '{bare}'" if bare else "a DOI starts with '10.', for example 10.1093/bioinformatics/btz682"
    raise _malformed("malformed-doi", f"'{value}' is not a DOI in its bare form", hint)


def check_arxiv(value: str) -> str:
    """Return `value` if it is an arXiv id without version or prefix, such as 2404.03264.

    Ids of before April 2007, such as cs/0112017, are ids too.

    Raises:
        PydanticCustomError: it is none; the hint gives the id where the text holds one.
    """
    if _is_arxiv_id(value) or _ARXIV_OLD_ID.match(value):
        return value
    found = next((id for id in re.findall(r"\d{4}\.\d{4,5}", value) if _is_arxiv_id(id)), None)
    hint = f'write "{found}"' if found else _arxiv_hint(value)
    raise _malformed("malformed-arxiv", f"'{value}' is not an arXiv id", hint)


def _arxiv_hint(value: str) -> str:
    if re.fullmatch(r"(1[5-9]|[2-9]\d)\d\d\.\d{4}", value):
        return "five digits follow the point; without quotes, a zero at the end gets lost"
    return 'an arXiv id looks like "2404.03264", in quotes, without version'


def _is_arxiv_id(value: str) -> bool:
    """Whether the month can be, and the number has as many digits as were given out then: four, since 2015 five."""
    digits = 4 if value < "1501" else 5
    return bool(_ARXIV_ID.match(value)) and 1 <= int(value[2:4]) <= 12 and len(value.partition(".")[2]) == digits


def arxiv_year(value: str) -> int | None:
    """Year in which an arXiv id of the scheme in use since April 2007 was given; None for older ids."""
    found = _ARXIV_ID.match(value)
    return 2000 + int(found.group(1)) if found else None


# Servers whose DOIs are made from ids; the id is the rest.
DOI_PREFIXES = {
    "arxiv": "10.48550/arXiv.",
    "biorxiv": "10.1101/",
    "medrxiv": "10.1101/",
    "chemrxiv": "10.26434/",
    "researchsquare": "10.21203/",
    "ssrn": "10.2139/ssrn.",
}


def preprint_id_year(server: str, id: str) -> int | None:
    """Year in which a preprint server gave an id, where the id says so (arXiv, bioRxiv, medRxiv); else None."""
    if server == "arxiv":
        return arxiv_year(id)
    dated = _DATED_ID.match(id)
    return int(dated.group(1)) if dated else None


def check_preprint_id(value: str) -> str:
    """Return `value` if it can be an id on a preprint server: no address, no DOI, no spaces.

    Raises:
        PydanticCustomError: it cannot; the hint shows an id.
    """
    if _PREPRINT_ID.match(value) and not value.startswith("10."):
        return value
    hint = 'write the id alone, such as "2023.04.30.538439" of ' + DOI_PREFIXES["biorxiv"] + "2023.04.30.538439"
    raise _malformed("malformed-preprint", f"'{value}' is not the id of a preprint", hint)


def check_pmid(value: str) -> str:
    """Return `value` if it is a PubMed identifier: digits only, as a text.

    Raises:
        PydanticCustomError: it is none.
    """
    if _PLAIN_PMID.fullmatch(value):
        return value
    import idutils

    if idutils.is_pmid(value) and value.isdigit():
        return value
    raise _malformed("malformed-pmid", f"'{value}' is not a PubMed id", 'a PMID is digits only, in quotes: "31501885"')


def check_url(value: str) -> str:
    """Return `value` if it is an absolute URL of http or https that is safe to link to.

    Raises:
        PydanticCustomError: it has another scheme (`unsafe-url`), no host, or characters that must be escaped
            (`malformed-url`).
    """
    parts = _split_url(value)
    scheme = parts[0]
    if scheme and scheme not in _SAFE_SCHEMES:
        raise _malformed("unsafe-url", f"'{value}' uses the scheme '{scheme}:'", "link with https://")
    if scheme and parts[1] and not re.search(r"[\s<>\"'`\\{}|^\x00-\x1f\u202a-\u202e\u2066-\u2069]", value):
        return value
    raise _malformed(
        "malformed-url", f"'{value}' is not a web address", "write the whole address: https://example.org/…"
    )


def _split_url(value: str) -> tuple[str, str]:
    try:
        parts = urlsplit(value)
        return parts.scheme.lower(), parts.hostname or ""
    except ValueError:
        return "", ""


@lru_cache(maxsize=1)
def _licensing():  # type: ignore[no-untyped-def]  # license-expression has no types
    from license_expression import get_spdx_licensing

    return get_spdx_licensing()


@lru_cache(maxsize=1024)
def _licence_symbols(value: str) -> tuple[str, ...] | None:
    """Licence keys of an SPDX expression, or None if it does not parse."""
    from license_expression import ExpressionError

    try:
        return tuple(str(key) for key in _licensing().license_keys(value))
    except (ExpressionError, AttributeError):
        return None


def check_licence(value: str) -> str:
    """Return `value` if it is an SPDX licence expression (SPDX 2.3, annex D); `LicenseRef-…` names one that SPDX lacks.

    Raises:
        PydanticCustomError: a part of it is no SPDX id, or is not spelt as SPDX spells it; the hint names the nearest.
    """
    symbols = _licence_symbols(value)
    hint = "use an SPDX id such as Apache-2.0, or a LicenseRef-… of taxonomy/licences.yml"
    known = _licensing().known_symbols
    for symbol in symbols or (value,):
        if symbol not in known and not symbol.startswith("LicenseRef-"):
            asked = re.sub(r"\blicen[cs]e\b", "", symbol, flags=re.IGNORECASE)
            how_to_fix = partial(_near_licence, asked.strip(), known, hint)
            raise _malformed("malformed-licence", f"'{symbol}' is not an SPDX licence", how_to_fix)
    spelt = spelt_licence(value)
    if spelt != value and spelt.lower() == value.lower():
        raise _malformed("malformed-licence", f"'{value}' is not how SPDX writes it", f"did you mean '{spelt}'?")
    return value


def _near_licence(asked: str, known: Collection[str], otherwise: str) -> str:
    """The licence that may be meant; of one that is named without its version all versions, since sources say which."""
    versions = sorted(id for id in known if re.fullmatch(rf"{re.escape(asked)}-[\d.]+", id, flags=re.IGNORECASE))
    if len(versions) > 1:
        return f"write the version that the source names: {', '.join(versions)}"
    return suggest(asked, known, otherwise)


@lru_cache(maxsize=1024)
def spelt_licence(value: str) -> str:
    """An SPDX expression with the capitals that SPDX gives it, or `value` where it is none."""
    from license_expression import ExpressionError

    try:
        return str(_licensing().parse(value).render())
    except (ExpressionError, AttributeError):
        return value


def known_licences() -> frozenset[str]:
    """Every SPDX licence id."""
    return frozenset(_licensing().known_symbols)


def licence_symbols(value: str) -> tuple[str, ...]:
    """Licence ids that a checked SPDX expression is made of, each once; empty for what is none."""
    return _licence_symbols(value) or ()


_Folded = TypeVar("_Folded")


def fold_licence(
    expression: str,
    one: Callable[[str, str], _Folded],
    any_of: Callable[[list[_Folded]], _Folded],
    all_of: Callable[[list[_Folded]], _Folded],
) -> _Folded:
    """Work through a checked SPDX expression: `one` licence with its exception or "", what OR joins, what AND joins.

    Each is called with what the parts below it gave, from the innermost outwards.
    """

    def fold(node: Any) -> _Folded:
        if parts := getattr(node, "args", ()):
            join = any_of if isinstance(node, _licensing().OR) else all_of
            return join([fold(part) for part in parts])
        if hasattr(node, "license_symbol"):
            return one(str(node.license_symbol.key), str(node.exception_symbol.key))
        return one(str(node.key), "")

    return fold(_parse_licence(expression))


@lru_cache(maxsize=1024)
def _parse_licence(expression: str) -> Any:
    return _licensing().parse(expression)


def languages() -> Database[Any]:
    """The languages of ISO 639."""
    import pycountry

    return pycountry.languages


def countries() -> Database[Any]:
    """The countries of ISO 3166."""
    import pycountry

    return pycountry.countries


def find_language(code: str) -> Any:
    """The language of an ISO 639 code of two or three letters, as pycountry has it; None where there is none."""
    return languages().get(alpha_2=code) or (languages().get(alpha_3=code) if len(code) == 3 else None)


def check_language(value: str) -> str:
    """Return `value` if it is an ISO 639 language code (two letters where one exists, else three).

    Raises:
        PydanticCustomError: it is none; the hint gives the code of a language of that name.
    """
    if _is_language(value):
        return value
    raise _malformed(
        "malformed-language", f"'{value}' is not an ISO 639 language code", partial(_hint_for_language, value)
    )


def _hint_for_language(value: str) -> str:
    code = value.split("-")[0].lower()
    found = code if _is_language(code) else look_up_code(value, languages())
    return f"did you mean '{found}'?" if found else "for example en, zh, nl"


def _is_language(code: str) -> bool:
    return find_language(code) is not None


def check_region(value: str) -> str:
    """Return `value` if it is an ISO 3166-1 country code of two capital letters.

    Raises:
        PydanticCustomError: it is none; the hint gives the code of a country of that name.
    """
    if countries().get(alpha_2=value) and value.isupper():
        return value
    raise _malformed("malformed-region", f"'{value}' is not an ISO 3166 country code", partial(_hint_for_region, value))


def _hint_for_region(value: str) -> str:
    found = "GB" if value.upper() == "UK" else look_up_code(value, countries())
    return f"did you mean '{found}'?" if found else "for example US, CN, GB"


def look_up_code(name: str, database: Database[Any]) -> str | None:
    """Code of the language or country that has this name, or another code; None without one.

    Two letters where there is such a code, else three.
    """
    try:
        found = database.lookup(name)
    except LookupError:
        return None
    return getattr(found, "alpha_2", None) or str(found.alpha_3)


# Tells the schema generator to offer the licences of the taxonomy.
LICENCE_NOTE = "x-licence"


def _in_json_schema(**keywords: object) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **keywords})


Slug = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=MAX_ID_LENGTH)]
# The JSON Schema of an identifier is a pattern for editors; the check that counts is ours, since it brings a hint.
Doi = Annotated[str, AfterValidator(check_doi), _in_json_schema(pattern=r"^10\.\d{4,9}/\S+$")]
ArxivId = Annotated[str, AfterValidator(check_arxiv)]
Pmid = Annotated[str, AfterValidator(check_pmid), _in_json_schema(pattern=r"^\d+$")]
Url = Annotated[
    str, StringConstraints(max_length=2000), AfterValidator(check_url), _in_json_schema(pattern=r"^https?://\S+$")
]
Licence = Annotated[
    str, StringConstraints(max_length=200), AfterValidator(check_licence), _in_json_schema(**{LICENCE_NOTE: True})
]
Language = Annotated[str, AfterValidator(check_language), _in_json_schema(pattern=r"^[a-z]{2,3}$")]
Region = Annotated[str, AfterValidator(check_region), _in_json_schema(pattern=r"^[A-Z]{2}$")]
