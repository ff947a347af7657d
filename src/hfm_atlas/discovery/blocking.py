"""Which works can be meant at all, and which of them are known: expressions of Ibis, the same for every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from hfm_atlas.discovery.known import known_identities
from hfm_atlas.discovery.vocabulary import Vocabulary, pattern
from hfm_atlas.model.atlas import Atlas

if TYPE_CHECKING:
    import ibis.expr.types as ir

# What two records of one work can have in common, the surest first.
IDENTITIES = ("doi", "arxiv", "pmid", "title_key")
KNOWN_SCHEMA = pa.schema([("kind", pa.string()), ("value", pa.string()), ("entry", pa.string())])


def known_works(atlas: Atlas) -> pa.Table:
    """Every identity of every entry as a table."""
    found = known_identities(atlas)
    kinds, values = zip(*found, strict=True) if found else ((), ())
    columns = {"kind": list(kinds), "value": list(values), "entry": list(found.values())}
    return pa.table(columns, schema=KNOWN_SCHEMA)


def block(works: ir.Table, vocabulary: Vocabulary) -> ir.Table:
    """Works whose title or abstract holds a word of both lists.

    Of a work without an abstract only half is known, so a word of health in its title is enough.
    """
    text = works.title.fill_null("").concat(" ", works.abstract.fill_null("")).lower()
    is_meant = text.re_search(pattern(vocabulary.models)) | (works.abstract.fill_null("") == "")
    return works.filter(text.re_search(pattern(vocabulary.health)), is_meant)


def match(works: ir.Table, known: ir.Table) -> ir.Table:
    """Works with the entry that each is, by the surest identity, and which identity that was; null for new ones."""
    import ibis

    sides = []
    for kind in IDENTITIES:
        side = known.filter(known.kind == kind).select(**{f"{kind}_value": "value", f"{kind}_entry": "entry"})
        works = works.left_join(side, works[kind] == side[f"{kind}_value"]).drop(f"{kind}_value")
        sides.append(f"{kind}_entry")
    found = [(works[side].notnull(), kind) for side, kind in zip(sides, IDENTITIES, strict=True)]
    matched = works.mutate(entry=ibis.coalesce(*(works[side] for side in sides)), matched_by=ibis.cases(*found))
    return matched.drop(*sides)


def candidates(works: ir.Table, known: ir.Table, vocabulary: Vocabulary) -> ir.Table:
    """Blocked works, matched, in a fixed order."""
    return match(block(works, vocabulary), known).order_by("id", "source", "title")
