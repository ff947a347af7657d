"""Rules on the taxonomy: facets, terms and the order between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

import networkx as nx

from hfm_atlas._util.suggestions import suggest
from hfm_atlas.diagnostics import Severity
from hfm_atlas.model.atlas import LoadedFacet
from hfm_atlas.model.graph import SimpleGraph, classifications
from hfm_atlas.model.identifiers import licence_symbols
from hfm_atlas.model.taxonomy import LicenceTerm, Term
from hfm_atlas.validation.registry import Context, Finding, rule
from hfm_atlas.validation.rules.licences import stated_licences
from hfm_atlas.yamlio.parser import FieldPath

# Facets that grow with the entries; the others are the survey's or the digest's and stay whole.
_GROWING_FACETS = ("modalities", "architectures", "tasks", "licences", "pretraining", "adaptation", "representations")
_LISTED = 12


@rule(severity=Severity.ERROR, how_to_fix="Make `facet` equal to the file's name without .yml.")
def facet_differs_from_file(context: Context) -> Iterator[Finding]:
    """A facet is called as its file is.

    Fields of entries refer to a facet by its file.
    """
    for stem, loaded in context.atlas.facets.items():
        if loaded.facet.facet != stem:
            message = f"the facet is '{loaded.facet.facet}', but the file is {PurePosixPath(loaded.document.path).name}"
            yield Finding(loaded.document, ("facet",), message, f"write `facet: {stem}`, or rename the file")


@rule(severity=Severity.ERROR, how_to_fix="Give one of the two another id, or merge them.")
def duplicate_term(context: Context) -> Iterator[Finding]:
    """A term stands only once in its facet.

    References name a term by its id alone.
    """
    for loaded, index, term in _terms(context):
        first = next(number for number, other in enumerate(loaded.facet.terms) if other.id == term.id)
        if first != index:
            line = loaded.document.locate(("terms", first, "id")).line
            message = f"the term '{term.id}' stands here a second time; the first is on line {line}"
            yield Finding(loaded.document, ("terms", index, "id"), message, "choose another id, or merge the two")


def _terms(context: Context) -> Iterator[tuple[LoadedFacet, int, Term]]:
    for loaded in context.atlas.facets.values():
        for index, term in enumerate(loaded.facet.terms):
            yield loaded, index, term


@rule(severity=Severity.WARNING, how_to_fix="Merge the two terms, or make their names and synonyms tell them apart.")
def ambiguous_term(context: Context) -> Iterator[Finding]:
    """No two terms of a facet share a name, abbreviation or synonym.

    Whoever searches for the word should be led to one term.
    """
    for loaded in context.atlas.facets.values():
        owners: dict[str, str] = {}
        for index, term in enumerate(loaded.facet.terms):
            for name, field in _term_names(term):
                owner = owners.setdefault(name.casefold(), term.id)
                if owner != term.id:
                    message = f"'{name}' stands for '{owner}' already"
                    yield Finding(loaded.document, ("terms", index, *field), message, "keep it at one of the two")


def _term_names(term: Term) -> Iterator[tuple[str, FieldPath]]:
    yield term.name, ("name",)
    if term.abbreviation:
        yield term.abbreviation, ("abbreviation",)
    yield from ((synonym, ("synonyms", index)) for index, synonym in enumerate(term.synonyms))


@rule(severity=Severity.ERROR, how_to_fix="Correct the id, or add the wider term to the same facet.")
def unknown_broader(context: Context) -> Iterator[Finding]:
    """The broader term of a term exists in the same facet.

    Otherwise the term would hang in the air, in no tree.
    """
    for loaded, index, term in _terms(context):
        ids = [other.id for other in loaded.facet.terms]
        if term.broader and term.broader not in ids:
            hint = suggest(term.broader, ids, f"the terms are in {loaded.document.path}")
            message = f"the facet has no term '{term.broader}'"
            yield Finding(loaded.document, ("terms", index, "broader"), message, hint)


@rule(severity=Severity.ERROR, how_to_fix="Delete or correct the `broader` that leads back.")
def broader_cycle(context: Context) -> Iterator[Finding]:
    """Broader terms do not go round in a circle.

    A facet is a tree; a circle has no root.
    """
    for loaded in context.atlas.facets.values():
        tree = SimpleGraph([(term.id, term.broader) for term in loaded.facet.terms if term.broader])
        ids = [term.id for term in loaded.facet.terms]
        for circle in sorted(sorted(cycle) for cycle in nx.simple_cycles(tree)):
            index = min(ids.index(id) for id in circle if id in ids)
            message = f"broader terms go round in a circle: {', '.join(circle)}"
            yield Finding(loaded.document, ("terms", index, "broader"), message, "one of them has another broader term")


@rule(severity=Severity.WARNING, how_to_fix="Use the terms, or delete them from the facet.")
def unused_term(context: Context) -> Iterator[Finding]:
    """Some entry uses every term that the atlas itself added to a facet.

    A term that nobody uses makes lists longer and leads to an empty page. Terms with narrower ones are groups and may
    stand alone; terms of the survey stay, since an empty one among them is a gap worth seeing.
    """
    if context.atlas.unreadable_ids:
        return  # What entries with an error use is not known.
    used = _used_terms(context)
    for facet in _GROWING_FACETS:
        loaded = context.atlas.facets.get(facet)
        if loaded is None:
            continue
        groups = {term.broader for term in loaded.facet.terms}
        own = [term.id for term in loaded.facet.terms if term.source.publication == "atlas" and term.id not in groups]
        unused = [id for id in own if (facet, id) not in used]
        if unused:
            listed = ", ".join(unused[:_LISTED]) + (f" and {len(unused) - _LISTED} more" if unused[_LISTED:] else "")
            message = f"no entry uses {len(unused)} of {len(loaded.facet.terms)} terms: {listed}"
            yield Finding(loaded.document, ("terms",), message, "use them, or delete them", on_key=True)


def _used_terms(context: Context) -> set[tuple[str, str]]:
    used = {pair for loaded in context.atlas.loaded for pair in classifications(loaded.entry)}
    symbols = {
        symbol
        for loaded in context.atlas.loaded
        for licence, _ in stated_licences(loaded.entry)
        for symbol in licence_symbols(licence)
    }
    for term in context.atlas.terms("licences"):
        if isinstance(term, LicenceTerm) and term.spdx in symbols:
            used.add(("licences", term.id))
    used.update(
        ("tasks", result.task) for loaded in context.atlas.loaded for result in getattr(loaded.entry, "results", ())
    )
    return used
