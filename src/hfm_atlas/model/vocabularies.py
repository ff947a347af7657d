"""One word for each closed value of the schema, as people read it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from hfm_atlas.model.entries import Access, Authority, Kind, Relation, WeightsAccess
from hfm_atlas.model.taxonomy import Allows
from hfm_atlas.model.wording import metric_names

KIND_NAMES: dict[Kind, str] = {"model": "Model", "dataset": "Dataset", "survey": "Survey", "base": "Base model"}
KIND_PLURALS: dict[Kind, str] = {"model": "Models", "dataset": "Datasets", "survey": "Surveys", "base": "Base models"}
RELATIONS: dict[Relation, str] = {
    "continues-pretraining": "pre-training continued",
    "fine-tunes": "fine-tuned",
    "adapts": "adapted",
    "distils": "distilled",
    "uses-frozen": "used frozen",
    "merges": "merged in",
    "architecture-of": "architecture taken over",
    "successor-of": "predecessor",
}
"""What became of an upstream model, or what it is, said next to its name."""
ACCESS: dict[Access, str] = {
    "open": "open to download",
    "registration": "after registration",
    "credentialed": "after approval or training",
    "closed": "closed",
}
WEIGHTS_ACCESS: dict[WeightsAccess, str] = {
    "open": "open to download",
    "registration": "after registration",
    "approval": "after approval",
    "request": "on request to the authors",
    "api-only": "only used through an API",
    "not-released": "not released",
}
AUTHORITIES: dict[Authority, str] = {
    "fda": "FDA",
    "ce": "CE marking",
    "nmpa": "NMPA",
    "mhra": "MHRA",
    "pmda": "PMDA",
    "tga": "TGA",
    "health-canada": "Health Canada",
    "other": "another authority",
}
Use = Allows | Literal["other"]
# What a licence allows, from the freest to the strictest, in words. `other`: the taxonomy does not describe it.
USES: dict[Use, str] = {
    "anything": "any use",
    "share-alike": "any use, share alike",
    "restricted": "use under conditions",
    "other": "other licence",
    "non-commercial": "non-commercial only",
}
# What else people call values of the schema, for hints. A name that several have may mean any of them; `other` has
# names that would be taken for another metric: its nearest in letters, not in meaning.
_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "accuracy": ("acc", "top-1", "top-1 accuracy", "acc@1", "mean accuracy", "overall accuracy"),
    "balanced-accuracy": ("bacc", "b-acc", "balanced acc", "mean class accuracy", "UAR", "unweighted average recall"),
    "top-5-accuracy": ("top-5", "acc@5"),
    "top-10-accuracy": ("top-10", "acc@10"),
    "f1": ("F1 score", "F-score", "F-measure"),
    "micro-f1": ("F1 micro", "micro-averaged F1", "micro F1 score"),
    "macro-f1": ("F1 macro", "macro-averaged F1", "macro F1 score", "mean F1"),
    "weighted-f1": ("F1 weighted", "weighted-averaged F1", "weighted F1 score"),
    "recall": ("rec", "TPR", "true positive rate"),
    "recall-at-1": ("R@1", "recall@1"),
    "recall-at-5": ("R@5", "recall@5"),
    "recall-at-10": ("R@10", "recall@10"),
    "recall-at-100": ("R@100", "recall@100"),
    "precision": ("prec", "PPV", "positive predictive value"),
    "sensitivity": ("sens", "TPR", "true positive rate"),
    "specificity": ("spec", "TNR", "true negative rate"),
    "auroc": (
        "AUC",
        "ROC AUC",
        "AUC ROC",
        "ROC",
        "mean AUC",
        "macro AUC",
        "micro AUC",
        "macro AUROC",
        "micro AUROC",
        "area under the curve",
        "area under the ROC curve",
        "area under the receiver operating characteristic curve",
    ),
    "auprc": (
        "AUPR",
        "PR AUC",
        "AUC PR",
        "PRC",
        "AP",
        "average precision",
        "area under the precision-recall curve",
    ),
    "dice": ("DSC", "mDice", "Dice score", "Dice coefficient", "Dice similarity coefficient"),
    "iou": ("mIoU", "mean IoU", "Jaccard", "Jaccard index", "intersection over union"),
    "nsd": ("surface Dice",),
    "exact-match": ("EM",),
    "bleu-1": ("BLEU",),
    "bleu-4": ("BLEU",),
    "rouge-l": ("ROUGE", "ROUGE-Lsum"),
    "win-rate": ("win ratio",),
    "pass-rate": ("pass@1",),
    "success-rate": ("SR",),
    "hit-rate": ("hits@1", "hit@1", "hits@10"),
    "pearson": ("PCC", "Pearson correlation", "Pearson correlation coefficient", "correlation"),
    "spearman": ("SCC", "SRCC", "rho", "Spearman correlation", "Spearman rank correlation", "correlation"),
    "kendall": ("tau", "Kendall rank correlation"),
    "mcc": ("Matthews correlation coefficient",),
    "kappa": ("Cohen kappa",),
    "quadratic-kappa": ("QWK", "weighted kappa", "quadratic weighted kappa"),
    "c-index": ("CI", "concordance", "concordance index", "C-statistic", "Harrell's C"),
    "r2": ("R squared", "coefficient of determination"),
    "perplexity": ("PPL",),
    "rmse": ("root mean squared error",),
    "hd95": ("HD95%", "95% Hausdorff distance", "Hausdorff 95"),
    "fid": ("Fréchet inception distance",),
    "ssim": ("structural similarity", "structural similarity index"),
    "psnr": ("peak signal-to-noise ratio",),
    "human-rating": ("human evaluation", "MOS", "mean opinion score"),
    "other": (
        "AP",
        "average precision",
        "BLEU-2",
        "BLEU-3",
        "F2",
        "Fmax",
        "HD",
        "Hausdorff distance",
        "linear weighted kappa",
        "mAP",
        "mean average precision",
        "MAPE",
        "MSE",
        "mean square error",
        "mean squared error",
        "MS-SSIM",
        "NPV",
        "NRMSE",
        "RMSD",
        "ROUGE-1",
        "ROUGE-2",
        "top-3",
        "top-3 accuracy",
    ),
    "article": ("journal", "journal article", "journal paper"),
    "inproceedings": ("conference", "conference paper", "proceedings", "workshop", "workshop paper"),
    "report": ("technical report", "tech report", "techreport", "white paper"),
    "thesis": ("PhD thesis", "phdthesis", "master's thesis", "dissertation"),
    "percent": ("%", "percentage", "per cent"),
}


def words_called(name: str, allowed: Iterable[str]) -> list[str]:
    """The `allowed` values of the schema that people call `name`, in their order; capitals and marks do not matter."""
    called = _called()
    return [word for word in allowed if _letters(name) in called.get(word, ())]


@cache
def _called() -> dict[str, set[str]]:
    names = {word: {_letters(one) for one in others} for word, others in _OTHER_NAMES.items()}
    for metric, name in metric_names().items():
        names.setdefault(metric, set()).add(_letters(name))
    return names


def _letters(name: str) -> str:
    """What is compared: letters and digits in small letters; a sign alone as it is."""
    return "".join(filter(str.isalnum, name.casefold())) or name
