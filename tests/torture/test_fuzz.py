"""No mutated file ends a command with a bug of ours."""

import pytest

from tests.torture.fuzz import fuzz
from tests.torture.slow import SLOW, try_slow


@pytest.mark.parametrize("folder", ["entries", "taxonomy"])
def test_some_mutated_files(folder: str) -> None:
    assert [failure.what for failure in fuzz(folder, 120, seed=2)] == []


@pytest.mark.torture
@pytest.mark.parametrize(("folder", "number"), [("entries", 10_000), ("taxonomy", 2_000)])
def test_all_mutated_files(folder: str, number: int) -> None:
    assert [failure.what for failure in fuzz(folder, number, seed=1)] == []


@pytest.mark.parametrize("name", ["tasks", "keys", "same key", "comments"])
def test_some_files_under_a_megabyte_say_little(name: str) -> None:
    for outcome in try_slow(SLOW[name]):
        assert outcome.code in (0, 1)
        assert outcome.lines < 500


@pytest.mark.torture
@pytest.mark.parametrize("name", SLOW)
def test_no_file_under_a_megabyte_takes_long(name: str) -> None:
    for outcome in try_slow(SLOW[name]):
        assert outcome.code in (0, 1), outcome
        assert outcome.lines < 500, outcome
        assert outcome.seconds < 5, outcome
