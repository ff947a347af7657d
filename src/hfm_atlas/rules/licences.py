"""Rules on licences: that they are known, and that weights do not promise more than what they are built on."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

from hfm_atlas.atlas import Atlas, LoadedEntry
from hfm_atlas.diagnostics import Severity
from hfm_atlas.documents import FieldPath
from hfm_atlas.identifiers import licence_symbols
from hfm_atlas.nearest import suggest
from hfm_atlas.rules.registry import Context, Finding, entry_rule, rule
from hfm_atlas.schema import BaseEntry, DatasetEntry, Entry, ModelEntry
from hfm_atlas.taxonomy import LicenceTerm
from hfm_atlas.values import NOT_RELEASED, is_nothing

# Lineage in which weights of the upstream go on living in those of the downstream.
_INHERITING = {"continues-pretraining", "fine-tunes", "adapts", "merges"}
_OWN_REFERENCE = "LicenseRef-"


@rule(
    severity=Severity.ERROR, cure="Use the reference that the hint names, or add the licence to taxonomy/licences.yml."
)
def unknown_licence(context: Context) -> Iterator[Finding]:
    """A licence that SPDX lacks is described in taxonomy/licences.yml.

    What a LicenseRef- allows is known only from its description there; SPDX ids need none.
    """
    if "licences" not in context.atlas.facets:
        return  # The facet has an error of its own, and nothing can be said without it.
    known = [spdx for spdx in _allowances(context.atlas) if spdx.startswith(_OWN_REFERENCE)]
    for loaded in context.atlas.loaded:
        for licence, field in stated_licences(loaded.entry):
            for symbol in licence_symbols(licence):
                if symbol.startswith(_OWN_REFERENCE) and symbol not in known:
                    hint = suggest(symbol, known, "describe it in taxonomy/licences.yml")
                    yield Finding(loaded.document, field, f"unknown licence '{symbol}'", hint)


def stated_licences(entry: Entry) -> Iterator[tuple[str, FieldPath]]:
    """Licences that an entry states, and their fields."""
    if isinstance(entry, ModelEntry | BaseEntry):
        for name in ("code_licence", "weights_licence"):
            licence = getattr(entry.availability, name)
            if licence and not is_nothing(licence):
                yield licence, ("availability", name)
    if isinstance(entry, DatasetEntry) and entry.licence and not is_nothing(entry.licence):
        yield entry.licence, ("licence",)


def _allowances(atlas: Atlas) -> dict[str, str]:
    """What each licence of taxonomy/licences.yml allows, by its SPDX id or reference."""
    return {term.spdx: term.allows for term in atlas.terms("licences") if isinstance(term, LicenceTerm)}


@dataclass(frozen=True, slots=True)
class LicenceConflict:
    """Weights under a permissive licence that are built on weights under a non-commercial or restricted one."""

    entry: str
    licence: str
    upstream: str
    upstream_licence: str
    upstream_allows: str


def find_licence_conflicts(atlas: Atlas) -> list[LicenceConflict]:
    """All licence conflicts along lineage, over any number of steps."""
    allowances = _allowances(atlas)
    return [
        LicenceConflict(entry.id, licence, upstream.id, upstream_licence, allows)
        for entry in atlas.entries.values()
        if (licence := _weights_licence(entry)) and _is_permissive(licence, allowances)
        for upstream in _inherited_from(atlas, entry)
        if (upstream_licence := _weights_licence(upstream)) and (allows := _restriction(upstream_licence, allowances))
    ]


def _weights_licence(entry: Entry) -> str | None:
    if not isinstance(entry, ModelEntry | BaseEntry):
        return None
    licence = entry.availability.weights_licence
    return None if is_nothing(licence) else licence


def _is_permissive(licence: str, allowances: dict[str, str]) -> bool:
    return all(allowances.get(symbol) == "anything" for symbol in licence_symbols(licence))


def _restriction(licence: str, allowances: dict[str, str]) -> str | None:
    """What the strictest part of a licence allows, if that is less than commercial use without conditions."""
    found = {allowances.get(symbol) for symbol in licence_symbols(licence)}
    return next((allows for allows in ("non-commercial", "restricted") if allows in found), None)


def _inherited_from(atlas: Atlas, entry: Entry) -> list[Entry]:
    """Entries whose weights live on in those of `entry`, nearest first."""
    found: dict[str, Entry] = {}
    waiting = deque([entry])
    while waiting:
        current = waiting.popleft()
        if not isinstance(current, ModelEntry | BaseEntry) or not isinstance(current.builds_on, list):
            continue
        for link in current.builds_on:
            upstream = atlas.entries.get(link.model)
            if link.relation in _INHERITING and upstream and link.model not in found and link.model != entry.id:
                found[link.model] = upstream
                waiting.append(upstream)
    return list(found.values())


@rule(
    severity=Severity.WARNING,
    cure="Read both licences again. If they are as stated, the warning stays: readers should know before they use it.",
)
def licence_conflict(context: Context) -> Iterator[Finding]:
    """Weights do not promise more than the weights they are built on.

    Fine-tuned weights still hold the upstream's. Whoever trusts a permissive licence may break the upstream's terms.
    """
    by_entry: dict[str, list[LicenceConflict]] = defaultdict(list)
    for conflict in find_licence_conflicts(context.atlas):
        by_entry[conflict.entry].append(conflict)
    for id, (nearest, *further) in by_entry.items():
        message = (
            f"the weights of '{id}' are under {nearest.licence}, but built on those of '{nearest.upstream}' under "
            f"{nearest.upstream_licence} ({nearest.upstream_allows})"
        )
        if further:
            message += f", and on those of {', '.join(repr(one.upstream) for one in further)}"
        document = context.atlas.documents[id]
        yield Finding(document, ("availability", "weights_licence"), message, "check both licences in their sources")


@entry_rule(severity=Severity.ERROR, cure="Delete the access and licence of what is not released, or give its address.")
def licence_of_nothing(loaded: LoadedEntry) -> Iterator[Finding]:
    """What is not released has neither licence nor access.

    One of the two statements is wrong.
    """
    if not isinstance(loaded.entry, ModelEntry | BaseEntry):
        return
    availability = loaded.entry.availability
    for what, name in (("code", "code_licence"), ("weights", "weights_licence"), ("weights", "weights_access")):
        value = getattr(availability, name)
        is_stated = value is not None and not is_nothing(value) and value != "closed"
        if getattr(availability, what) == NOT_RELEASED and is_stated:
            message = f"`{what}` says that nothing is released, but `{name}` is {value}"
            yield Finding(loaded.document, ("availability", name), message, f"delete it, or correct `{what}`")
