"""Words and numbers as people read them: metrics, quantities, plurals, dates; for pages and figures alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

from hfm_atlas.model.entries import Metric, Result
from hfm_atlas.model.quantities import parse_quantity
from hfm_atlas.model.values import Quantity

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
_LARGER = {"M": "B", "B": "T"}
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


def metric_name(metric: Metric) -> str:
    """A metric as one writes it: `AUROC` for `auroc`; one without a name of its own by its id with spaces."""
    return _METRICS.get(metric, metric.replace("-", " "))


def metric_names() -> dict[Metric, str]:
    """Every metric that has a name besides its id, and that name."""
    return dict(_METRICS)


def better_direction(metric: Metric) -> Better | None:
    """Which numbers of `metric` are the better ones; None for a measure that the schema does not know."""
    if metric == "other":
        return None
    return "lower" if metric in _LOWER_IS_BETTER else "higher"


def result_value(result: Result) -> str:
    """The number of a result with its unit, such as `86.5 %`."""
    return f"{result.value:g}{_UNIT_SIGNS[result.unit]}"


def rounded_value(result: Result) -> str:
    """The same with one decimal for a share in percent, so that numbers of several works line up.

    Scores stay as they are.
    """
    return f"{result.value:.1f}{_UNIT_SIGNS['percent']}" if result.unit == "percent" else result_value(result)


def quantity_range(values: Iterable[Quantity]) -> str:
    """One quantity, or the smallest and the largest of several with a dash; there must be one."""
    ordered = sorted(values, key=parse_quantity)
    return quantity(ordered[0]) if len(ordered) == 1 else f"{quantity(ordered[0])} – {quantity(ordered[-1])}"


def quantity(value: Quantity) -> str:
    """A quantity such as `4.5B` with a no-break space before its power.

    Thousands (`350K`) and plain numbers are written out with commas: `350,000`. A thousand of a power takes the next,
    and no digit is lost: `1457.33M` is 1.45733 B.
    """
    number, scale = (value[:-1], value[-1]) if value[-1] in _SCALES else (value, "")
    if not scale:
        return count(int(parse_quantity(value))) if "." not in number else number
    if scale == "K":
        return count(round(parse_quantity(value)))
    if scale in _LARGER and Decimal(number) >= 1000:
        number, scale = f"{Decimal(number).scaleb(-3).normalize():f}", _LARGER[scale]
    return f"{number}\u00a0{scale}"


def count(number: int) -> str:
    """A whole number with commas between thousands."""
    return f"{number:,}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """A number and its noun: `1 model`, `2 models`, `1,200 models`; `many` where the plural is no `one` with an s."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def in_sentence(name: str) -> str:
    """A term's name inside a sentence: the first letter small; acronyms and X-rays keep their capitals."""
    return name if name[1:2].isupper() or not name[1:2].isalpha() else name[:1].lower() + name[1:]


def long_date(day: date) -> str:
    """A date as prose has it: 24 November 2026."""
    return f"{day.day} {month_name(day.month)} {day.year}"


def month_name(month: int) -> str:
    """English name of a month by its number from 1 to 12."""
    return _MONTHS[month - 1]
