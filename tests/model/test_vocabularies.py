"""Words for closed values, and what else people call these."""

from typing import get_args

import pytest

from hfm_atlas.model import vocabularies
from hfm_atlas.model.entries import Metric, PublicationType
from hfm_atlas.model.vocabularies import words_called

_METRICS = get_args(Metric)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("auc", ["auroc"]),
        ("ROC AUC", ["auroc"]),
        ("AUC-PR", ["auprc"]),
        ("average precision", ["auprc", "other"]),
        ("acc", ["accuracy"]),
        ("Top-1", ["accuracy"]),
        ("BLEU", ["bleu-1", "bleu-4"]),
        ("R²", ["r2"]),
        ("root mean square error", ["rmse"]),
        ("recall@5", ["recall-at-5"]),
        ("MSE", ["other"]),
        ("ROUGE-1", ["other"]),
        ("Cohen's κ", ["kappa"]),
        ("spearmint", []),
    ],
)
def test_a_metric_is_known_by_its_other_names(name: str, words: list[str]) -> None:
    assert words_called(name, _METRICS) == words


def test_other_names_lead_to_words_that_the_schema_has() -> None:
    assert vocabularies._OTHER_NAMES.keys() <= {*_METRICS, *get_args(PublicationType), "percent"}


def test_no_other_name_is_itself_a_word_of_the_schema() -> None:
    assert {
        word for word in get_args(Metric) for meant in [words_called(word, _METRICS)] if meant not in ([], [word])
    } == set()
