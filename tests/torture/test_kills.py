"""A command that is killed leaves the old state or the new one, and the next run leaves nothing else."""

import pytest

from tests.torture.kills import CASES, Case, kill

_QUICK = [case for case in CASES if case.name not in ("build", "release")]


@pytest.mark.parametrize("case", _QUICK, ids=lambda case: case.name)
def test_some_kills(case: Case) -> None:
    assert list(kill(case, 3, seed=2)) == []


@pytest.mark.torture
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_all_kills(case: Case) -> None:
    assert list(kill(case, 10, seed=1)) == []
