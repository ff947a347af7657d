"""The order of candidates: a linear classifier on words, trained on what the atlas holds and what was decided.

What the atlas holds are examples of what belongs. Nobody has looked at all the rest, so it stands in for what does not
belong. So that no work is judged by a model that took it for an example, there are two models, and each learns from one
half of the works that are ranked. The same input gives the same order.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hfm_atlas.discovery.engines import missing_libraries

# Chosen by the figures of benchmarks/discovery.md.
_INVERSE_REGULARISATION = 10.0
_MAX_FREQUENT = 0.3
_MIN_DOCUMENTS = 3
# What an editor decided counts as many times as a work that nobody has looked at.
_WEIGHT_OF_DECIDED = 10.0
_WORDS = 5


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one work."""

    id: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Examples:
    """What to learn from."""

    inside: Sequence[Text]
    """Entries, with their summaries, and works that were decided in; an entry of a work to be ranked has its id."""
    outside: Sequence[Text]
    """Works that were decided out."""
    background: Sequence[Text]
    """Works that nobody has decided on, those to be ranked among them."""


@dataclass(frozen=True, slots=True)
class Score:
    """How much a work looks like what belongs; only the order means something."""

    value: float
    words: tuple[str, ...]
    """The words that raised it most."""


def rank(works: Sequence[Text], examples: Examples) -> list[Score]:
    """A score for each work, in the order of `works`: higher is more like what belongs; empty for no works.

    The same works and examples give the same scores. No work is judged by a model that was trained on it.

    Raises:
        UsageError: scikit-learn is not installed.
    """
    if not works:
        return []
    try:
        import numpy
        import sklearn  # noqa: F401
    except ImportError as problem:
        raise missing_libraries(problem) from problem
    words = _vectorizer(examples)
    candidates = _both(words, works)
    values, weights = numpy.zeros(len(works)), numpy.zeros(len(works))
    learnt_from = {one.id for one in (*examples.background, *examples.inside)}
    halves = numpy.array([_half(one.id) if one.id in learnt_from else -1 for one in works])
    ranked = {one.id for one in works}
    total = numpy.zeros((2, len(words.vocabulary_)))
    for half in (0, 1):
        model = _train(words, examples, half, ranked)
        total[half] = model.coef_[0]
        judged = halves != half
        values[judged] += model.decision_function(candidates)[judged]
        weights[judged] += 1
    names = words.get_feature_names_out()
    by_half = {0: total[1], 1: total[0], -1: total.mean(axis=0)}
    return [
        Score(float(values[number] / weights[number]), _telling(candidates[number], by_half[halves[number]], names))
        for number in range(len(works))
    ]


def _half(id: str) -> int:
    return zlib.crc32(id.encode()) & 1


def _vectorizer(examples: Examples) -> Any:
    import numpy
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [f"{one.title}. {one.body}" for one in (*examples.background, *examples.outside, *examples.inside)]
    few = len(texts) < 1000
    words = TfidfVectorizer(
        ngram_range=(1, 2),
        min_df=1 if few else _MIN_DOCUMENTS,
        max_df=1.0 if few else _MAX_FREQUENT,
        sublinear_tf=True,
        stop_words="english",
        token_pattern=r"(?u)\b\w[\w-]*\w\b",
        dtype=numpy.float32,
    )
    return words.fit(texts)


def _both(words: Any, works: Sequence[Text]) -> Any:
    """Title and abstract weigh the same, however long the abstract is."""
    from sklearn.preprocessing import normalize

    titles = words.transform([one.title for one in works])
    return normalize(titles + words.transform([one.body for one in works])).tocsr()


def _train(words: Any, examples: Examples, half: int, ranked: set[str]) -> Any:
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    # Of very few works one half may be empty.
    unseen = [one for one in examples.background if _half(one.id) == half] or examples.background
    inside = [one for one in examples.inside if one.id not in ranked or _half(one.id) == half] or examples.inside
    # A summary is written in other words than an abstract, so titles and summaries are examples of their own, too.
    parts = [
        words.transform([one.title for one in inside]),
        words.transform([one.body for one in inside]),
        _both(words, inside),
        *([_both(words, examples.outside)] if examples.outside else []),
        *([_both(words, unseen)] if unseen else []),
    ]
    labels = [1] * (3 * len(inside)) + [0] * (len(examples.outside) + len(unseen))
    weights = [1.0] * (3 * len(inside)) + [_WEIGHT_OF_DECIDED] * len(examples.outside) + [1.0] * len(unseen)
    model = LogisticRegression(
        C=_INVERSE_REGULARISATION, class_weight="balanced", solver="liblinear", random_state=0, max_iter=300
    )
    return model.fit(sparse.vstack(parts).tocsr(), labels, sample_weight=weights)


def _telling(row: Any, coefficients: Any, names: Any) -> tuple[str, ...]:
    shares = row.data * coefficients[row.indices]
    order = sorted(range(len(shares)), key=lambda place: (-shares[place], row.indices[place]))[:_WORDS]
    return tuple(str(names[row.indices[place]]) for place in order if shares[place] > 0)
