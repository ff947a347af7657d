"""The one form of identifiers that people write in many: addresses, prefixes, versions, spelling.

Each function returns the identifier as the atlas writes it, or None where the text is not that identifier for certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit, urlunsplit

from pydantic_core import PydanticCustomError

from hfm_atlas.model.identifiers import (
    DOI_PREFIXES,
    check_arxiv,
    check_doi,
    check_language,
    check_licence,
    check_pmid,
    check_preprint_id,
    check_region,
    check_url,
    countries,
    known_licences,
    languages,
    look_up_code,
    spelt_licence,
)
from hfm_atlas.model.quantities import read_quantity

_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*|(?:https?://doi\.org/)?"
    + re.escape(DOI_PREFIXES["arxiv"])
    + r")?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?\Z",
    re.IGNORECASE,
)
_PMID = re.compile(
    r"(?:pmid:?\s*|(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)?(\d{1,9})/?\Z",
    re.IGNORECASE,
)
_PREPRINT = re.compile(
    r"(?:https?://(?:www\.)?(?:bio|med)rxiv\.org/content/|https?://doi\.org/|doi:\s*)?"
    + re.escape(DOI_PREFIXES["biorxiv"])
    + r"((?:\d{4}\.\d\d\.\d\d\.)?\d{6,})(?:v\d+)?(?:\.(?:full|abstract)(?:\.pdf)?)?\Z",
    re.IGNORECASE,
)

# Hosts that answer with https for certain, so that an address of theirs may be written in that form.
SECURE_HOSTS = frozenset(
    {
        "aclanthology.org",
        "arxiv.org",
        "biorxiv.org",
        "clinicaltrials.gov",
        "doi.org",
        "dx.doi.org",
        "figshare.com",
        "github.com",
        "gitlab.com",
        "huggingface.co",
        "kaggle.com",
        "medrxiv.org",
        "nature.com",
        "ncbi.nlm.nih.gov",
        "openreview.net",
        "osf.io",
        "physionet.org",
        "pubmed.ncbi.nlm.nih.gov",
        "synapse.org",
        "zenodo.org",
    }
)
# Hosts whose repositories answer at an address with and without `.git`.
CODE_HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})


def normalize_doi(value: str) -> str | None:
    """A DOI in its bare form, of an address at doi.org or a text with `doi:`; None where it is none."""
    found = _DOI.match(value.strip())
    if found is None:
        return None
    return _checked(unquote(found.group(1)) if "doi.org/" in value.lower() else found.group(1), check_doi)


def normalize_arxiv(value: str) -> str | None:
    """An arXiv id without address, prefix and version, of an address, a DOI or an id; None where it is none."""
    found = _ARXIV.match(value.strip())
    return _checked(found.group(1), check_arxiv) if found else None


def normalize_pmid(value: str) -> str | None:
    """A PubMed id as digits, of an address or a text with `PMID:`; None where it is none."""
    found = _PMID.match(value.strip())
    return _checked(found.group(1), check_pmid) if found else None


def normalize_preprint_id(value: str) -> str | None:
    """The id of a bioRxiv or medRxiv preprint without address, DOI prefix and version; None where it is none."""
    found = _PREPRINT.match(value.strip())
    return _checked(found.group(1), check_preprint_id) if found else None


def normalize_address(value: str) -> str | None:
    """A web address with https where its host has it, and a repository without `.git`; None where it is no address."""
    host = value.partition("/")[0]
    written = f"https://{value}" if "/" in value and _is_secure(host) else value
    if _checked(written, check_url) is None:
        return None
    parts = urlsplit(written)
    scheme = "https" if _is_secure(parts.netloc) else parts.scheme
    path = parts.path.removesuffix("/").removesuffix(".git") if _is_repository(parts.netloc, parts.path) else parts.path
    return urlunsplit(parts._replace(scheme=scheme, path=path))


def _is_secure(host: str) -> bool:
    return host.lower().removeprefix("www.") in SECURE_HOSTS


def _is_repository(host: str, path: str) -> bool:
    return host.lower().removeprefix("www.") in CODE_HOSTS and path.rstrip("/").endswith(".git")


def normalize_licence(value: str) -> str | None:
    """An SPDX expression with its own capitals, or an id that is written with spaces; None where it is neither."""
    spelt = {id.lower(): id for id in known_licences()}.get(value.strip().lower().replace(" ", "-"))
    return _checked(spelt or spelt_licence(value.strip()), check_licence)


def normalize_language(value: str) -> str | None:
    """The code of a language that is written by its name or with capitals; None where no language is called so."""
    return _checked(value.lower(), check_language) or _checked(
        look_up_code(value.strip(), languages()) or "", check_language
    )


def normalize_region(value: str) -> str | None:
    """The code of a country that is written by its name or in small letters; None where no country is called so."""
    code = "GB" if value.upper() == "UK" else look_up_code(value.strip(), countries())
    return _checked(code or "", check_region)


def _checked(value: str, check: Callable[[str], str]) -> str | None:
    try:
        return check(value) if value.isprintable() else None
    except PydanticCustomError:
        return None


# Which form a value has that a rule refuses.
NORMALIZERS: dict[str, Callable[[str], str | None]] = {
    "malformed-arxiv": normalize_arxiv,
    "malformed-doi": normalize_doi,
    "malformed-language": normalize_language,
    "malformed-licence": normalize_licence,
    "malformed-pmid": normalize_pmid,
    "malformed-preprint": normalize_preprint_id,
    "malformed-quantity": read_quantity,
    "malformed-region": normalize_region,
    "malformed-url": normalize_address,
}
