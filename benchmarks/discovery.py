"""How early the ranking finds what an editor would want: `python benchmarks/discovery.py WORKS LATER`.

WORKS is a file of works that `hfm-atlas discover` reads; LATER a CSV with a column `title` of works that belong in the
atlas and came after 2023. Each method learns from entries whose work appeared up to 2023, without those of LATER, and
from works of WORKS up to 2023 as the rest; then it puts all of WORKS in order. A work of LATER is found by its title.

Methods whose library is not installed are left out: asreview for its default model, static_model for static embeddings.
"""

from __future__ import annotations

import argparse
import csv
import math
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import ibis
import numpy
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from hfm_atlas.discovery.blocking import block
from hfm_atlas.discovery.decisions import load_decisions
from hfm_atlas.discovery.engines import open_engine
from hfm_atlas.discovery.finding import read_works
from hfm_atlas.discovery.ranking import Examples, Text, rank
from hfm_atlas.discovery.store import WorkStore, file_signature, read_batches
from hfm_atlas.discovery.vocabulary import Vocabulary, load_vocabulary
from hfm_atlas.discovery.works import title_key
from hfm_atlas.loading.loader import load_project
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.publication import first_year
from hfm_atlas.project import find_project

LAST_YEAR = 2023
CUTS = (500, 1000, 3000)
# As somebody would type it into a search box.
QUERY = (
    "foundation model large language model pretrained medical clinical biomedical health pathology radiology protein "
    "genomics"
)


@dataclass(frozen=True)
class Task:
    """What to learn from and what to put in order."""

    works: list[Text]
    years: list[int]
    blocked: set[str]
    inside: list[Text]
    known: set[str]
    """Works that the atlas held at the end of 2023."""
    wanted: set[int]

    @property
    def rest(self) -> list[Text]:
        found = zip(self.works, self.years, strict=True)
        return [one for one, year in found if year <= LAST_YEAR and one.id not in self.known]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("works", type=Path)
    parser.add_argument("later", type=Path)
    arguments = parser.parse_args()
    project = find_project(Path(__file__))
    atlas = load_project(project).atlas
    with tempfile.TemporaryDirectory() as folder:
        task = prepare(
            WorkStore(Path(folder)), arguments.works, arguments.later, atlas, load_vocabulary(project, atlas)
        )
    print(f"{len(task.works):,} works, {len(task.wanted)} of them wanted, {len(task.inside)} entries up to {LAST_YEAR}")
    found = sum(task.works[place].id in task.blocked for place in task.wanted)
    print(f"Blocking leaves {len(task.blocked):,} works and {found} of {len(task.wanted)} that are wanted")
    print(f"\n| Method | {' | '.join(f'first {cut:,}' for cut in CUTS)} | work saved at 95 % | time |")
    print("|---|--:|--:|--:|--:|--:|")
    belonging: list[str] = []
    for name, method in METHODS.items():
        started = time.perf_counter()
        try:
            scores = numpy.asarray(method(task), dtype=float)
        except ImportError as problem:
            print(f"| {name} | left out: {problem.name} is not installed |")
            continue
        print(f"| {name} | {' | '.join(measures(task, scores))} | {time.perf_counter() - started:.0f} s |", flush=True)
        if method is without_blocking:
            belonging = [*what_else_belongs(task, scores, atlas), how_many_are_older(task, scores)]
    print("\nOf the first works of the ranking without blocking")
    print("\n\n".join(belonging))


def prepare(store: WorkStore, file: Path, later: Path, atlas: Atlas, vocabulary: Vocabulary) -> Task:
    store.take_in(file.name, "files", file_signature(file), partial(read_batches, file))
    with open_engine("duckdb", store.root / "spill") as connection:
        works = read_works(connection, store, "duckdb")
        rows = (
            works.select("id", "title", "title_key", "abstract", "year")
            .order_by("id", "title")
            .to_pyarrow()
            .to_pylist()
        )
        blocked = set(block(works, vocabulary).select("id").to_pyarrow()["id"].to_pylist())
    with later.open(newline="", encoding="utf-8") as opened:
        keys = {title_key(row["title"]) for row in csv.DictReader(opened)} - {""}
    entries = [one for one in atlas.entries.values() if one.kind != "base" and first_year(one) <= LAST_YEAR]
    before = [one for one in entries if title_key(one.publication.title) not in keys]
    held = {title_key(one.publication.title) for one in before} - {""}
    return Task(
        works=[Text(row["id"], row["title"], row["abstract"]) for row in rows],
        years=[row["year"] or 0 for row in rows],
        blocked=blocked,
        inside=[Text(one.id, one.publication.title, one.summary) for one in before],
        known={row["id"] for row in rows if row["title_key"] in held},
        wanted={place for place, row in enumerate(rows) if row["title_key"] in keys},
    )


def measures(task: Task, scores: Any) -> Iterator[str]:
    """Share of the wanted in the first works, and work saved over sampling when 95 % are found."""
    scores = numpy.where([one.id in task.known for one in task.works], -numpy.inf, scores)
    order = numpy.argsort(-scores, kind="stable")
    places = numpy.sort(numpy.nonzero(numpy.isin(order, list(task.wanted)))[0])
    yield from (f"{(places < cut).mean():.1%}" for cut in CUTS)
    last = places[math.ceil(0.95 * len(places)) - 1] + 1
    yield f"{1 - last / len(task.works) - 0.05:.1%} ({last:,} read)"


def what_else_belongs(task: Task, scores: Any, atlas: Atlas) -> Iterator[str]:
    """How many of the first works belong without being in LATER: those that have an entry, or were accepted."""
    scores = numpy.where([one.id in task.known for one in task.works], -numpy.inf, scores)
    order = numpy.argsort(-scores, kind="stable").tolist()
    held = {title_key(one.publication.title) for one in atlas.entries.values()}
    decided = {title_key(one.title): one.outcome for one in load_decisions(atlas.project).all}
    for cut in (100, 300, 500):
        others = [title_key(task.works[place].title) for place in order[:cut] if place not in task.wanted]
        entries = sum(key in held for key in others)
        outcomes = Counter(decided.get(key, "not decided on") for key in others if key not in held)
        counts = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
        yield f"{cut}: {cut - len(others)} are in LATER, {entries} others have an entry, of the rest {counts}"


def how_many_are_older(task: Task, scores: Any) -> str:
    """What part of the first works appeared before those that are wanted, and so can be none of them."""
    scores = numpy.where([one.id in task.known for one in task.works], -numpy.inf, scores)
    is_older = numpy.array(task.years)[numpy.argsort(-scores, kind="stable")] <= LAST_YEAR
    return f"Up to {LAST_YEAR} appeared " + ", ".join(f"{is_older[:cut].mean():.1%} of {cut:,}" for cut in CUTS)


def of_atlas(task: Task) -> Sequence[float]:
    scores = rank(task.works, Examples(task.inside, [], task.rest))
    return [one.value - (0 if text.id in task.blocked else 1000) for one, text in zip(scores, task.works, strict=True)]


def without_blocking(task: Task) -> Sequence[float]:
    return [one.value for one in rank(task.works, Examples(task.inside, [], task.rest))]


def newer_alone(task: Task) -> Any:
    """Works since the last year that was learned from come first, as where a search looks for new ones alone."""
    return numpy.asarray(without_blocking(task)) - numpy.where(numpy.array(task.years) > LAST_YEAR, 0, 1000)


def plain_classifier(task: Task) -> Any:
    """Tf-idf of words and logistic regression on titles and summaries, as one starts."""
    inside, rest, texts = _joined(task.inside), _joined(task.rest), _joined(task.works)
    words = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2)
    model = LogisticRegression(class_weight="balanced", max_iter=300)
    model.fit(words.fit_transform([*inside, *rest]), [1] * len(inside) + [0] * len(rest))
    return model.decision_function(words.transform(texts))


def keywords(task: Task) -> Sequence[int]:
    """How many words of a query of both subjects a work holds; none where one of the subjects is missing."""
    models = re.compile(
        r"foundation model|language model|pre-?train|generalist|llm|gpt|vision-language|multimodal", re.I
    )
    health = re.compile(r"medic|clinic|biomed|health|patholog|radiolog|protein|genom|single-cell|patient", re.I)

    def count(text: str) -> int:
        found = [len({one.lower() for one in pattern.findall(text)}) for pattern in (models, health)]
        return sum(found) if all(found) else 0

    return [3 * count(one.title) + count(f"{one.title} {one.body}") for one in task.works]


def bm25(task: Task, k: float = 1.2, b: float = 0.75) -> Any:
    """Okapi BM25 of a query (Robertson and Zaragoza 2009, eq. 3.15)."""
    counter = CountVectorizer(stop_words="english")
    counts = sparse.csr_matrix(counter.fit_transform(_joined(task.works)), dtype=float)
    lengths = numpy.asarray(counts.sum(axis=1)).ravel()
    frequency = numpy.asarray((counts > 0).sum(axis=0)).ravel()
    scores = numpy.zeros(len(task.works))
    for word in sorted(set(QUERY.split()) & set(counter.vocabulary_)):
        place = counter.vocabulary_[word]
        column = counts[:, [place]].toarray().ravel()
        weight = math.log((len(task.works) - frequency[place] + 0.5) / (frequency[place] + 0.5) + 1)
        scores += weight * column * (k + 1) / (column + k * (1 - b + b * lengths / lengths.mean()))
    return scores


def asreview(task: Task, name: str = "elas_u4") -> Any:
    """A model of ASReview with its own settings, trained once on the same examples."""
    from asreview.models.balancers import Balanced
    from asreview.models.classifiers import SVM, NaiveBayes
    from asreview.models.models import get_ai_config

    value = get_ai_config(name)["value"]
    settings = {**value.feature_extractor_param}
    inside, rest, texts = _joined(task.inside), _joined(task.rest), _joined(task.works)
    words = TfidfVectorizer(**settings)
    matrix = words.fit_transform([*inside, *rest])
    labels = numpy.array([1] * len(inside) + [0] * len(rest))
    model = {"svm": SVM, "nb": NaiveBayes}[value.classifier](**value.classifier_param)
    model.fit(matrix, labels, sample_weight=Balanced(**value.balancer_param).compute_sample_weight(labels))
    found = words.transform(texts)
    return (
        model.decision_function(found) if hasattr(model, "decision_function") else model.predict_log_proba(found)[:, 1]
    )


def static_embeddings(task: Task) -> Any:
    """Logistic regression on static embeddings (model2vec's kind) whose weights are in the package."""
    from static_model import get_embeddings

    def embed(texts: list[Text]) -> Any:
        return numpy.asarray(get_embeddings([f"{one.title}. {one.body[:400]}" for one in texts]))

    model = LogisticRegression(class_weight="balanced", max_iter=1000, C=10)
    inside, rest = embed(task.inside), embed(task.rest)
    model.fit(numpy.vstack([inside, rest]), [1] * len(inside) + [0] * len(rest))
    return model.decision_function(embed(task.works))


def _joined(texts: Sequence[Text]) -> list[str]:
    return [f"{one.title}. {one.body}" for one in texts]


METHODS: dict[str, Callable[[Task], Any]] = {
    "`hfm-atlas discover`: blocking and ranking": of_atlas,
    "the same ranking without blocking": without_blocking,
    "the same, of works since 2024 alone": newer_alone,
    "tf-idf and logistic regression": plain_classifier,
    "ASReview's default (ELAS u4: tf-idf, SVM)": asreview,
    "ASReview's former default (ELAS u3: tf-idf, naive Bayes)": partial(asreview, name="elas_u3"),
    "static embeddings and logistic regression": static_embeddings,
    "BM25 of a query": bm25,
    "keywords of both subjects": keywords,
}

if __name__ == "__main__":
    ibis.options.interactive = False
    main()
