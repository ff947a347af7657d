"""Words and numbers as the site prints them: one word for each closed value of the schema, quantities, plurals."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate

from hfm_atlas.model.identifiers import countries, find_language
from hfm_atlas.model.taxonomy import FacetId
from hfm_atlas.model.wording import (
    Better,
    better_direction,
    count,
    in_sentence,
    long_date,
    metric_name,
    month_name,
    plural,
    quantity,
    quantity_range,
    result_value,
    rounded_value,
)

__all__ = [
    "FACET_SINGULARS",
    "Better",
    "better_direction",
    "count",
    "facet_singular",
    "fit",
    "in_sentence",
    "language_name",
    "long_date",
    "metric_name",
    "month_name",
    "percent",
    "person_name",
    "plural",
    "quantity",
    "quantity_range",
    "region_name",
    "result_value",
    "rounded_value",
    "shorten",
]

FACET_SINGULARS: dict[FacetId, str] = {
    "subfields": "Subfield",
    "modalities": "Modality",
    "representations": "Representation",
    "architectures": "Architecture",
    "pretraining": "Pre-training",
    "adaptation": "Adaptation",
    "fusion": "Fusion strategy",
    "tasks": "Task",
    "applications": "Application",
    "challenges": "Challenge",
    "opportunities": "Opportunity",
    "questions": "Open question",
    "evaluation": "Evaluation theme",
    "clinical-evidence": "Clinical evidence",
    "licences": "Licence",
    "source-sites": "Site",
}
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def facet_singular(facet: str) -> str:
    """What one term of a facet is called."""
    return next((name for id, name in FACET_SINGULARS.items() if id == facet), facet)


def percent(part: int, whole: int) -> str:
    """Share of `part` in `whole` as text; 100 % means all and 0 % none; a dash where there is no whole."""
    if not whole:
        return "–"
    rounded = (200 * part + whole) // (2 * whole)
    bounded = rounded if part in (0, whole) else min(max(rounded, 1), 99)
    return f"{bounded}\u00a0%"


@lru_cache(maxsize=512)
def language_name(code: str) -> str:
    """English name of an ISO 639 language code; the code itself where it is none."""
    found = find_language(code)
    return str(found.name).split(" (")[0] if found else code


@lru_cache(maxsize=512)
def region_name(code: str) -> str:
    """English name of an ISO 3166 country code; the code itself where it is none."""
    found = countries().get(alpha_2=code)
    return str(getattr(found, "common_name", found.name)).split(",")[0] if found else code


def shorten(text: str, maximum: int) -> str:
    """A text that is at most `most` letters wide, with an ellipsis where something was cut."""
    widths = list(accumulate(map(_letter_width, text)))
    if not widths or widths[-1] <= maximum:
        return text
    kept = sum(1 for width in widths if width < maximum)
    return text[:kept].rstrip() + "…"


def fit(text: str, ems: float) -> str:
    """A text that is about `ems` wide in a common sans-serif, with an ellipsis where something was cut."""
    widths = list(accumulate(map(_letter_ems, text)))
    if not widths or widths[-1] <= ems:
        return text
    kept = sum(1 for width in widths if width <= ems - 1)
    return text[:kept].rstrip() + "…"


@lru_cache(maxsize=1024)
def _letter_ems(letter: str) -> float:
    """Width of a letter in ems, rather too wide than too narrow."""
    if _letter_width(letter) != 1:
        return float(_letter_width(letter)) / 2
    if letter in "ijlIJft.,:;'()|/- ·":
        return 0.38
    if letter in "mwMW@%—":
        return 0.95
    return 0.72 if letter.isupper() else 0.57


def _letter_width(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 0 if unicodedata.combining(letter) else 1


def person_name(name: str) -> str:
    """A name written "Family, Given" as one says it: "Given Family"; a group's name stays as it is.

    Names in Chinese, Japanese or Korean letters keep their order and are written together.
    """
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma:
        return name
    return f"{family}{given}" if _EAST_ASIAN.match(family) else f"{given} {family}"
