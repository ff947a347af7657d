"""Names in code are the field's words: those that were given up do not come back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.filling import REPOSITORY

# Each with the word that stands for it now. `Work` is not among them: discovery has works, as OpenAlex calls them.
_GIVEN_UP = {
    r"mend(ed)?|cure|gate": "fix, validation",
    r"misfit": "schema error",
    r"nothings?|maybe": "absent reason, value or absent",
    r"filing|likeness|placement": "classification, duplicates, file location",
    r"plain_types|normal_forms|nearest|collector|manners": "type descriptions, normalize, suggest, gc, crawl limits",
    r"_?(most|fewest|longest|least)_(?=[A-Z])\w+|_?(MOST|FEWEST|LONGEST|LEAST)_\w+": "MAX_, MIN_",
    r"planned_?page|ready_?page|files_beside": "page spec, prerendered page, static files",
    r"asking|first_?read|square": "session, recommendation, badge",
    r"not_?there|no_?answer|bad_?record": "not found, unreachable, invalid record",
    r"anew|beside|told_apart|slip": "again, next to, distinguished, typo",
    r"work_head|work_check": "publication",
}
_MODULES = sorted((REPOSITORY / "src" / "hfm_atlas").rglob("*.py"))


def names_in(module: Path) -> Iterator[str]:
    yield module.stem
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        for kind in ("id", "arg", "attr", "name"):
            if isinstance(name := getattr(node, kind, None), str):
                yield name


@pytest.mark.parametrize("words", _GIVEN_UP)
def test_words_that_were_given_up_are_no_names(words: str) -> None:
    pattern = re.compile(words if "MOST" in words else f"(?i){words}")
    found = {f"{module.name}: {name}" for module in _MODULES for name in names_in(module) if pattern.fullmatch(name)}
    assert not found, f"instead: {_GIVEN_UP[words]}"
