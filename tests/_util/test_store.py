from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from hfm_atlas._util.store import Store, digest, program_digest

_VALUES = {digest(str(number).encode()): str(number).encode() * 50 for number in range(100)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".cache" / "values.sqlite"


def test_what_is_kept_is_found(file: Path) -> None:
    assert Store(file).find(_VALUES) == {}

    Store(file).keep(_VALUES, _VALUES)

    assert Store(file).find(_VALUES) == _VALUES
    assert Store(file).find([b"another"]) == {}


def test_values_that_are_long_out_of_use_go(file: Path) -> None:
    store = Store(file)
    store.keep(_VALUES, _VALUES)

    store.keep({b"new": b"value"}, {b"new", *list(_VALUES)[:5]})

    assert store.find([b"new"]) == {b"new": b"value"}
    assert set(store.find(_VALUES)) == set(list(_VALUES)[:5])


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_file_gives_right_values_or_none(file: Path, seed: int) -> None:
    Store(file).keep(_VALUES, _VALUES)
    chance, content = random.Random(seed), bytearray(file.read_bytes())
    for _ in range(chance.choice([1, 20, 2000])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    file.write_bytes(content[: chance.choice([len(content), len(content) // 2])])

    found = Store(file).find(_VALUES)
    Store(file).keep(_VALUES, _VALUES)

    assert all(_VALUES[key] == value for key, value in found.items())
    again = Store(file).find(_VALUES)
    assert all(_VALUES[key] == value for key, value in again.items())


@pytest.mark.parametrize("content", [b"", b"not a database", b"\0" * 5000, b"SQLite format 3\0" + b"\xff" * 8000])
def test_what_is_no_cache_is_replaced(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)

    assert Store(file).find(_VALUES) == {}
    Store(file).keep(_VALUES, _VALUES)

    assert Store(file).find(_VALUES) == _VALUES


def test_a_value_under_another_key_is_not_found(file: Path) -> None:
    Store(file).keep(_VALUES, _VALUES)
    first, second = list(_VALUES)[:2]
    with sqlite3.connect(file) as connection:
        connection.execute(
            "UPDATE kept_1 SET value = (SELECT value FROM kept_1 WHERE key = ?) WHERE key = ?", (first, second)
        )
    connection.close()

    assert second not in Store(file).find(_VALUES)


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    store = Store(tmp_path / "file" / "values.sqlite")

    store.keep(_VALUES, _VALUES)

    assert store.find(_VALUES) == {}


def test_a_file_that_another_process_writes_to_is_left_alone(file: Path) -> None:
    Store(file).keep(_VALUES, _VALUES)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    Store(file, seconds=0.01).keep({b"new": b"value"}, {b"new"})
    other.execute("ROLLBACK")
    other.close()

    assert Store(file).find([b"new", *_VALUES]) == _VALUES


def test_several_processes_write_at_once(file: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from hfm_atlas._util.store import Store\n"
        "values = {f'{sys.argv[2]} {n}'.encode(): b'x' * 3000 for n in range(200)}\n"
        "store = Store(Path(sys.argv[1])); store.keep(values, values); assert store.find(values) == values"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(file), "same"]) for _ in range(4)]

    assert [one.wait() for one in running] == [0, 0, 0, 0]


def test_the_program_is_told_from_another_one() -> None:
    assert len(program_digest()) == 16
    assert digest(b"ab", b"c") != digest(b"a", b"bc")


def test_many_values_are_found_at_once(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept.sqlite")
    values = {str(number).encode(): b"value %d" % number for number in range(1200)}
    store.keep(values, values.keys())

    assert store.find([*values, b"another"]) == values
