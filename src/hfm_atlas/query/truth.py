"""Whether a filter accepts an entry, where not everything about the entry is known.

A cell that was never checked may hold what is asked for, and so may one of which the sources that were read do not say.
The first can still be settled, the second cannot, so both are told apart through `and`, `or` and `not`: each answer is
four statements, as bits, and is joined bit by bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_, or_

from hfm_atlas.model.entries import Entry

# Accepted whatever the open cells hold; accepted if unchecked cells hold the right thing, whatever the sources do not
# say; accepted if what the sources do not say is right, whatever unchecked cells hold; accepted if all of it is right.
_SURE, _IF_CHECKED, _IF_REPORTED, _POSSIBLE = 1, 2, 4, 8

Truth = int
YES: Truth = _SURE | _IF_CHECKED | _IF_REPORTED | _POSSIBLE
NO: Truth = 0
UNCHECKED: Truth = _IF_CHECKED | _POSSIBLE
UNREPORTED: Truth = _IF_REPORTED | _POSSIBLE

Test = Callable[[Entry], Truth]


def known(is_true: bool) -> Truth:
    """The truth of something that nothing open decides."""
    return YES if is_true else NO


def join_all(truths: Iterable[Truth]) -> Truth:
    """All of them hold."""
    return reduce(and_, truths, YES)


def join_any(truths: Iterable[Truth]) -> Truth:
    """One of them holds, or several."""
    return reduce(or_, truths, NO)


def negate(truth: Truth) -> Truth:
    """It does not hold: sure where it is not possible, and open where it was."""
    turned = (_POSSIBLE, _SURE), (_IF_REPORTED, _IF_CHECKED), (_IF_CHECKED, _IF_REPORTED), (_SURE, _POSSIBLE)
    return sum(now for before, now in turned if not truth & before)


def is_sure(truth: Truth) -> bool:
    """Whether the filter accepts the entry."""
    return bool(truth & _SURE)


def is_open(truth: Truth) -> bool:
    """Whether it may accept the entry once cells are checked."""
    return bool(truth & _IF_CHECKED) and not is_sure(truth)


def is_unreported(truth: Truth) -> bool:
    """Whether it cannot be told, since sources that were read do not say."""
    return bool(truth & _POSSIBLE) and not truth & _IF_CHECKED
