"""Words and numbers as the site prints them: one word for each closed value of the schema, quantities, plurals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import Literal

import pycountry

from hfm_atlas.model.entries import Metric, Result
from hfm_atlas.model.quantities import parse_quantity
from hfm_atlas.model.taxonomy import FacetId
from hfm_atlas.model.values import Quantity

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
_METRICS: dict[Metric, str] = {
    "auroc": "AUROC",
    "auprc": "AUPRC",
    "f1": "F1",
    "iou": "IoU",
    "bleu-1": "BLEU-1",
    "bleu-4": "BLEU-4",
    "rouge-l": "ROUGE-L",
    "cider": "CIDEr",
    "spearman": "Spearman’s ρ",
    "pearson": "Pearson’s r",
    "mcc": "MCC",
    "tm-score": "TM-score",
    "gdt-ts": "GDT-TS",
    "lddt": "lDDT",
    "c-index": "C-index",
    "mae": "mean absolute error",
    "rmse": "root mean square error",
    "micro-f1": "micro F1",
    "macro-f1": "macro F1",
    "weighted-f1": "weighted F1",
    "nsd": "normalised surface Dice",
    "hd95": "95 % Hausdorff distance",
    "meteor": "METEOR",
    "bertscore": "BERTScore",
    "radgraph-f1": "RadGraph F1",
    "chexbert-f1": "CheXbert F1",
    "green": "GREEN",
    "ratescore": "RaTEScore",
    "kendall": "Kendall’s τ",
    "kappa": "Cohen’s κ",
    "r2": "R²",
    "ari": "adjusted Rand index",
    "nmi": "normalised mutual information",
    "nll": "negative log-likelihood",
    "fid": "FID",
    "ssim": "SSIM",
    "psnr": "PSNR",
    "quadratic-kappa": "quadratic weighted κ",
    "other": "measure of its own",
}
Better = Literal["higher", "lower"]
_UNIT_SIGNS = {"percent": " %", "score": ""}
_SCALES = ("K", "M", "B", "T")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LOWER_IS_BETTER: set[Metric] = {"fid", "hd95", "mae", "nll", "perplexity", "rmse"}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def facet_singular(facet: str) -> str:
    """What one term of a facet is called."""
    return next((name for id, name in FACET_SINGULARS.items() if id == facet), facet)


def metric_name(metric: Metric) -> str:
    """A metric as one writes it."""
    return _METRICS.get(metric, metric.replace("-", " "))


def better_direction(metric: Metric) -> Better | None:
    """Which numbers of `metric` are the better ones; None for a measure that the schema does not know."""
    if metric == "other":
        return None
    return "lower" if metric in _LOWER_IS_BETTER else "higher"


def result_value(result: Result) -> str:
    """The number of a result with its unit, such as `86.5 %`."""
    return f"{result.value:g}{_UNIT_SIGNS[result.unit]}"


def rounded_value(result: Result) -> str:
    """The same with one decimal for a share, so that numbers of several works line up."""
    return f"{result.value:.1f}{_UNIT_SIGNS['percent']}" if result.unit == "percent" else result_value(result)


def quantity_range(values: Iterable[Quantity]) -> str:
    """One quantity, or the smallest and the largest of several."""
    ordered = sorted(values, key=parse_quantity)
    return quantity(ordered[0]) if len(ordered) == 1 else f"{quantity(ordered[0])} – {quantity(ordered[-1])}"


def quantity(value: Quantity) -> str:
    """A quantity such as `4.5B` with a space before its power, `4.5 B`; plain numbers get thousands separators."""
    number, scale = (value[:-1], value[-1]) if value[-1] in _SCALES else (value, "")
    if not scale:
        return count(int(parse_quantity(value))) if "." not in number else number
    if scale == "K":
        return count(round(parse_quantity(value)))
    return f"{number}\u00a0{scale}"


def count(number: int) -> str:
    """A whole number with thousands separators."""
    return f"{number:,}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """A number and its noun: `1 model`, `2 models`."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def percent(part: int, whole: int) -> str:
    """Share of `part` in `whole`, rounded down so that 100 % means all."""
    return f"{100 * part // whole}\u00a0%" if whole else "–"


@lru_cache(maxsize=512)
def language_name(code: str) -> str:
    """English name of an ISO 639 language code."""
    found = pycountry.languages.get(alpha_2=code) if len(code) == 2 else pycountry.languages.get(alpha_3=code)
    return str(found.name).split(" (")[0] if found else code


@lru_cache(maxsize=512)
def region_name(code: str) -> str:
    """English name of an ISO 3166 country code."""
    found = pycountry.countries.get(alpha_2=code)
    return str(getattr(found, "common_name", found.name)).split(",")[0] if found else code


def display_width(text: str) -> int:
    """Width of a text in letters; East Asian characters are twice as wide."""
    return sum(map(_letter_width, text))


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


def in_sentence(name: str) -> str:
    """A term's name inside a sentence: the first letter small, but acronyms keep their capitals."""
    return name if name[1:2].isupper() or name[1:2].isdigit() else name[:1].lower() + name[1:]


def long_date(day: date) -> str:
    """A date as prose has it: 24 November 2026."""
    return f"{day.day} {month_name(day.month)} {day.year}"


def month_name(month: int) -> str:
    """Name of a month by its number."""
    return _MONTHS[month - 1]


def person_name(name: str) -> str:
    """A name written "Family, Given" as one says it: "Given Family"; a group's name stays as it is.

    Names in Chinese, Japanese or Korean letters keep their order and are written together.
    """
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma:
        return name
    return f"{family}{given}" if _EAST_ASIAN.match(family) else f"{given} {family}"
