"""Rules on licences: that they are known, and that weights do not promise more than what they are built on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hfm_atlas._util.grouping import grouped
from hfm_atlas._util.suggestions import suggest
from hfm_atlas.diagnostics import Severity
from hfm_atlas.model.atlas import Atlas, LoadedEntry
from hfm_atlas.model.entries import BaseEntry, Entry, ModelEntry
from hfm_atlas.model.identifiers import licence_symbols
from hfm_atlas.model.licences import OWN_REFERENCE, Licences, licence_terms, stated_licence
from hfm_atlas.model.values import NOT_RELEASED, is_absent
from hfm_atlas.validation.registry import Context, Finding, RelatedField, entry_rule, rule
from hfm_atlas.yamlio.parser import FieldPath


@rule(
    severity=Severity.ERROR,
    how_to_fix="Use the reference that the hint names, or add the licence to taxonomy/licences.yml.",
)
def unknown_licence(context: Context) -> Iterator[Finding]:
    """A licence that SPDX lacks is described in taxonomy/licences.yml.

    What a LicenseRef- allows is known only from its description there; SPDX ids need none.
    """
    if "licences" not in context.atlas.facets:
        return  # The facet has an error of its own, and nothing can be said without it.
    known = [spdx for spdx in licence_terms(context.atlas) if spdx.startswith(OWN_REFERENCE)]
    for loaded in context.atlas.loaded:
        for licence, field in stated_licences(loaded.entry):
            for symbol in licence_symbols(licence):
                if symbol.startswith(OWN_REFERENCE) and symbol not in known:
                    hint = suggest(symbol, known, "describe it in taxonomy/licences.yml")
                    yield Finding(loaded.document, field, f"unknown licence '{symbol}'", hint)


def stated_licences(entry: Entry) -> Iterator[tuple[str, FieldPath]]:
    """(SPDX expression, field path) of each licence that an entry states; `not reported` is none."""
    fields: list[FieldPath] = [("availability", "code_licence"), ("availability", "weights_licence"), ("licence",)]
    for field in fields:
        if licence := stated_licence(entry, str(field[-1])):
            yield licence, field


@dataclass(frozen=True, slots=True)
class LicenceConflict:
    """Weights under a permissive licence that are built on weights under a non-commercial or restricted one."""

    entry: str
    licence: str
    upstream: str
    upstream_licence: str
    upstream_allows: str


def find_licence_conflicts(atlas: Atlas) -> list[LicenceConflict]:
    """All licence conflicts along lineage, over any number of steps, the nearest first.

    One a pair of entries, in order of the ids of those built on others.
    """
    licences = Licences(atlas)
    return [
        LicenceConflict(entry.id, licence, upstream.entry, upstream_licence, upstream.reading.use)
        for entry in atlas.entries.values()
        if (licence := stated_licence(entry, "weights_licence")) and licences.read(licence).use == "anything"
        for upstream in licences.on_the_way(entry)
        if upstream.reading and upstream.reading.use in ("non-commercial", "restricted")
        if (upstream_licence := stated_licence(atlas.entries[upstream.entry], "weights_licence"))
    ]


@rule(
    severity=Severity.WARNING,
    how_to_fix="Read both licences again. If they are as stated, the warning stays: readers should know "
    "before they use it.",
)
def licence_conflict(context: Context) -> Iterator[Finding]:
    """Weights do not promise more than the weights they are built on.

    Fine-tuned weights still hold the upstream's. Whoever trusts a permissive licence may break the upstream's terms.
    """
    by_entry = grouped((conflict.entry, conflict) for conflict in find_licence_conflicts(context.atlas))
    for id, (closest, *further) in by_entry.items():
        message = (
            f"the weights of '{id}' are under {closest.licence}, but built on those of '{closest.upstream}' under "
            f"{closest.upstream_licence} ({closest.upstream_allows})"
        )
        if further:
            message += f", and on those of {', '.join(repr(one.upstream) for one in further)}"
        documents, field = context.atlas.documents, ("availability", "weights_licence")
        upstream = tuple(
            RelatedField(documents[one.upstream], field, f"the licence of the weights of '{one.upstream}'")
            for one in (closest, *further)
        )
        yield Finding(documents[id], field, message, "check both licences in their sources", related=upstream)


# What may be said of the access to weights that are not released.
_NO_ACCESS = ("not-released", "api-only")


@entry_rule(
    severity=Severity.ERROR, how_to_fix="Delete the access and licence of what is not released, or give its address."
)
def licence_of_nothing(loaded: LoadedEntry) -> Iterator[Finding]:
    """What is not released has no licence, and no access but through an API.

    One of the two statements is wrong.
    """
    if not isinstance(loaded.entry, ModelEntry | BaseEntry):
        return
    availability = loaded.entry.availability
    for what, name in (("code", "code_licence"), ("weights", "weights_licence"), ("weights", "weights_access")):
        value = getattr(availability, name)
        is_stated = value is not None and not is_absent(value) and value not in _NO_ACCESS
        if getattr(availability, what) == NOT_RELEASED and is_stated:
            message = f"`{what}` says that nothing is released, but `{name}` is {value}"
            yield Finding(loaded.document, ("availability", name), message, f"delete it, or correct `{what}`")
