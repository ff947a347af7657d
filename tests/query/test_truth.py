from __future__ import annotations

from itertools import product

import pytest

from hfm_atlas.query.truth import (
    NO,
    UNCHECKED,
    UNREPORTED,
    YES,
    Truth,
    is_open,
    is_sure,
    is_unreported,
    join_all,
    join_any,
    negate,
)

ALL = (YES, NO, UNCHECKED, UNREPORTED)


def verdict(truth: Truth) -> str:
    kinds = {"match": is_sure(truth), "may": is_open(truth), "unreported": is_unreported(truth)}
    found = [name for name, is_so in kinds.items() if is_so]
    assert len(found) <= 1
    return found[0] if found else "no"


@pytest.mark.parametrize(
    ("truth", "expected"),
    [
        (YES, "match"),
        (NO, "no"),
        (UNCHECKED, "may"),
        (UNREPORTED, "unreported"),
        (join_all([YES, UNCHECKED]), "may"),
        (join_all([NO, UNCHECKED]), "no"),
        (join_any([YES, UNCHECKED]), "match"),
        (join_any([NO, UNCHECKED]), "may"),
        # Checking the one cell leaves open what the sources of the other do not say.
        (join_all([UNCHECKED, UNREPORTED]), "unreported"),
        (join_any([UNCHECKED, UNREPORTED]), "may"),
        (negate(UNCHECKED), "may"),
        (negate(UNREPORTED), "unreported"),
        (negate(join_any([UNCHECKED, YES])), "no"),
        (join_all([]), "match"),
        (join_any([]), "no"),
    ],
)
def test_verdicts(truth: Truth, expected: str) -> None:
    assert verdict(truth) == expected


def test_not_turns_and_into_or() -> None:
    assert negate(YES) == NO
    for one, other in product(ALL, repeat=2):
        assert negate(negate(one)) == one
        assert negate(join_all([one, other])) == join_any([negate(one), negate(other)])
