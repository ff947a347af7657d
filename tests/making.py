"""Entries made up for a test: everything required is filled in, a test says only what it is about."""

from __future__ import annotations

import string
from typing import Any

from hypothesis import strategies as st

from hfm_atlas.model.entries import ENTRY_CLASSES, Entry, ModelEntry
from hfm_atlas.model.values import is_invisible

PUBLICATION: dict[str, Any] = {
    "type": "article",
    "title": "Foomed: a model of nothing",
    "authors": ["Doe, Jane", "Roe, Richard"],
    "venue": "Journal of Examples",
    "year": 2024,
}


def make_entry(kind: str = "model", **fields: Any) -> Entry:
    """An entry of `kind`; `publication` is laid over a complete one."""
    data: dict[str, Any] = {
        "kind": kind,
        "id": "foomed",
        "name": "Foomed",
        "summary": "A model that does not exist.",
        "review": {"status": "drafted", "on": "2026-11-24"},
    }
    if kind in ("model", "dataset"):
        data["subfield"] = "language"
    publication = {**PUBLICATION, **fields.pop("publication", {})}
    data |= fields
    data["publication"] = {key: value for key, value in publication.items() if value is not None}
    return ENTRY_CLASSES[kind].model_validate(data, strict=False)


def make_publication(**publication: Any) -> ModelEntry:
    """A model entry of which only the publication matters."""
    entry = make_entry(publication=publication)
    assert isinstance(entry, ModelEntry)
    return entry


def _is_text(character: str) -> bool:
    return not is_invisible(character)


# What a stranger may write: letters of many alphabets, and everything that means something in some format.
CHARACTERS = st.one_of(
    st.sampled_from("\\{}$&#^_%~\"'`@=+-,;:|<>()[]*!?/ \u00a0éßøİ中文Ωжअ😀"),
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")).filter(_is_text),
    st.sampled_from(string.ascii_letters + string.digits),
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=60).map(str.strip).filter(bool)
PARTS = TEXTS.map(lambda text: text.replace(",", "")).map(str.strip).filter(bool)
PEOPLE = st.tuples(PARTS, PARTS).map(", ".join)
NAMES = st.one_of(PEOPLE, PARTS)
