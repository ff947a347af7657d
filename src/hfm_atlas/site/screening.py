"""How complete the atlas is, for pages: estimates in words."""

from __future__ import annotations

from hfm_atlas.discovery.completeness import SURVEYED_UNTIL, Estimate, Screening, estimate_words
from hfm_atlas.model.atlas import Atlas


def completeness_lines(screening: Screening, atlas: Atlas) -> dict[tuple[str, str], str]:
    """What the atlas holds of the models that there may be, by facet and term; under two empty names that of all.

    Terms of which nothing can be said have no line.
    """
    found = screening.completeness
    if found is None:
        return {}
    places = {("", ""): found.all}
    places |= {("subfields", id): one for id, one in found.by_subfield.items()}
    places |= {("modalities", id): one for id, one in found.by_modality.items()}
    lines = {}
    for (facet, id), one in places.items():
        term = atlas.term(facet, id)
        if words := estimate_words(one):
            field = f" in {term.name.lower()}" if term else ""
            lines[facet, id] = _line(one, words, f"models{field} first seen since {SURVEYED_UNTIL + 1}")
    return lines


def _line(one: Estimate, words: str, models: str) -> str:
    if one.is_outgrown:
        return f"{one.held:,} {models}, more than the {words} that searches suggested"
    return f"{one.held:,} of {words} {models}"
