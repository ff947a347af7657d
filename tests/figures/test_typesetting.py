"""Documents are made wherever they are asked for, also in a process that was forked after Typst had run."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest

from hfm_atlas.figures.typesetting import typeset

_SOURCE = "#set document(date: none)\n#set page(width: 40pt, height: 20pt)\n#rect()"


def _made() -> list[bytes]:
    return typeset(_SOURCE, "png", 72)


def test_a_forked_process_makes_the_same_bytes() -> None:
    here = _made()
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        assert pool.submit(_made).result(timeout=60) == here


def test_a_document_that_is_refused_says_why_in_a_forked_process_too() -> None:
    _made()
    with (
        ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool,
        pytest.raises(ValueError, match="unknown variable: nothing"),
    ):
        pool.submit(typeset, "#nothing", "pdf", 72).result(timeout=60)


def test_pages_are_pictures_of_their_own() -> None:
    assert len(typeset(_SOURCE + "\n#pagebreak()\n#rect()", "png", 72)) == 2
