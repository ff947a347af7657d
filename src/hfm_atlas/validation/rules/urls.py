"""Rules on web addresses: one form for one address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hfm_atlas.diagnostics import Severity
from hfm_atlas.model.normalization import normalize_address
from hfm_atlas.model.references import address_fields
from hfm_atlas.validation.registry import Finding, document_rule
from hfm_atlas.yamlio.parser import Document


@document_rule(
    severity=Severity.WARNING,
    how_to_fix="Write the address as the hint shows: with https:// where the host has it, a repository without `.git`.",
    is_fixable=True,
)
def address_form(document: Document) -> Iterator[Finding]:
    """A web address has one form.

    The same repository with and without `.git` would count as two, and a link to http:// can be read and changed on its
    way to the reader.
    """
    # Few files hold anything of the kind, and to look at their text is quicker than to go through all fields.
    if not any("http://" in line or ".git" in line for line in document.lines):
        return
    for field, address in address_fields(document):
        normal = normalize_address(address)
        if normal is not None and normal != address:
            yield Finding(document, field, f"'{address}' has another usual form", f"write {normal}", fix=normal)


_NUMBERED_HOST = re.compile(
    r"https?://(?:[^/@]*@)?(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])(?=[:/?#]|$)", re.IGNORECASE
)


@document_rule(
    severity=Severity.WARNING,
    how_to_fix="Give the address of the page itself; if only a copy was read, name a lasting one.",
)
def numbered_host(document: Document) -> Iterator[Finding]:
    """A web address names its host.

    Behind a bare number is somebody's machine or a proxy: nobody can tell whose, and next year it is another's.
    """
    if not any(_NUMBERED_HOST.search(line) for line in document.lines):
        return
    for field, address in address_fields(document):
        if _NUMBERED_HOST.match(address):
            yield Finding(document, field, f"'{address}' has a number for a host", "name the page by its own address")
