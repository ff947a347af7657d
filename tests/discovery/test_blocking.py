from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from hfm_atlas.discovery.blocking import candidates, known_works
from hfm_atlas.discovery.engines import open_engine
from hfm_atlas.discovery.finding import read_works
from hfm_atlas.discovery.store import WorkStore
from hfm_atlas.discovery.vocabulary import Vocabulary, found_words, pattern
from hfm_atlas.model.atlas import Atlas

pytest.importorskip("ibis")

import ibis

pytestmark = pytest.mark.filterwarnings("default")


def found(engine: str, store: WorkStore, atlas: Atlas, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    with open_engine(engine, store.root / "spill", "local[2]", "1GB") as connection:
        works = read_works(connection, store, engine)
        table = candidates(works, ibis.memtable(known_works(atlas)), vocabulary).to_pyarrow()
    return list(table.to_pylist())


def test_works_with_a_word_of_both_lists_are_candidates(
    store: WorkStore, mini_atlas: Atlas, vocabulary: Vocabulary
) -> None:
    rows = {row["id"]: row for row in found("duckdb", store, mini_atlas, vocabulary)}
    assert set(rows) == {"new:alpha", "new:beta", "new:gamma", "doi:10.1000/ü", "x:short", "x:title"}
    assert {row["source"] for row in rows.values()} == {"files"}


def test_a_work_of_the_atlas_is_known_by_each_identity(mini_atlas: Atlas) -> None:
    rows = known_works(mini_atlas).to_pylist()
    kinds = {row["kind"] for row in rows if row["entry"] == "alderbert"}
    entry = mini_atlas.entries["alderbert"]
    assert "title_key" in kinds
    assert ("doi" in kinds) == bool(entry.publication.doi)
    assert len({(row["kind"], row["value"]) for row in rows}) == len(rows)


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark_and_duckdb_give_equal_tables(store: WorkStore, mini_atlas: Atlas, vocabulary: Vocabulary) -> None:
    pytest.importorskip("pyspark")
    expected = found("duckdb", store, mini_atlas, vocabulary)
    assert len(expected) > 3
    assert found("spark", store, mini_atlas, vocabulary) == [
        {name: row[name] for name in expected[0]} for row in expected
    ]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (("language model",), "Large language models, and a language-model", ["language models", "language model"]),
        (("medic*",), "MEDICAL medicine remedic", ["medical", "medicine"]),
        (("ct", "mri"), "CT and MRI of acts", ["ct", "mri"]),
        (("gene", "genes", "gene*"), "a gene, genes, genetic", ["gene", "genes", "genetic"]),
        (("pre train*",), "pre-training", ["pre training"]),
        (("ct",), "", []),
    ],
)
def test_words_are_whole_words_with_a_plural(words: tuple[str, ...], text: str, expected: list[str]) -> None:
    assert found_words(re.compile(pattern(words)), text) == expected


def test_a_missing_library_names_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hfm_atlas._util.errors import UsageError

    monkeypatch.setitem(__import__("sys").modules, "ibis", None)
    with pytest.raises(UsageError, match=r"pip install 'hfm-atlas\[discovery\]'"), open_engine("duckdb", tmp_path):
        pass
