from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from hfm_atlas._util import files
from hfm_atlas._util.errors import UsageError
from hfm_atlas.discovery.formats.reading import UnreadableFileError
from hfm_atlas.discovery.store import Batch, InputNote, WorkStore, read_batches
from hfm_atlas.discovery.works import Work, make_work


def work(number: int) -> Work:
    return make_work(f"The work with the number {number}", id=f"x:{number}")


def kept(store: WorkStore) -> list[str]:
    found = [id for part in sorted(store.works.rglob("*.parquet")) for id in pq.read_table(part)["id"].to_pylist()]
    return [str(id) for id in found]


def pages(count: int, position: str, *, fail_at: int = -1, problem: BaseException | None = None) -> Iterator[Batch]:
    for number in range(int(position or 0), count):
        if number == fail_at and problem is not None:
            raise problem
        yield Batch([work(number)], [f"problem {number}"], str(number + 1))


def test_works_are_kept_in_parts_by_source(tmp_path: Path) -> None:
    store = WorkStore(tmp_path)
    note = store.take_in("a", "arxiv", "1", partial(pages, 3))
    assert kept(store) == ["x:0", "x:1", "x:2"]
    assert [one.name for one in store.works.iterdir()] == ["source=arxiv"]
    assert (note.parts, note.works, note.problems, note.is_complete) == (3, 3, 3, True)
    assert store.notes() == [note]


def test_what_is_complete_is_not_read_again(tmp_path: Path) -> None:
    store = WorkStore(tmp_path)
    store.take_in("a", "arxiv", "1", partial(pages, 1))

    def never(position: str) -> Iterator[Batch]:
        raise AssertionError(position)

    assert store.take_in("a", "arxiv", "1", never).works == 1


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), UsageError("the server is busy"), MemoryError()])
def test_the_next_run_goes_on_where_one_was_ended(problem: BaseException, tmp_path: Path) -> None:
    store = WorkStore(tmp_path)
    with pytest.raises(type(problem)):
        store.take_in("a", "arxiv", "1", partial(pages, 4, fail_at=2, problem=problem))
    asked: list[str] = []

    def rest(position: str) -> Iterator[Batch]:
        asked.append(position)
        return pages(4, position)

    note = store.take_in("a", "arxiv", "1", rest)
    assert asked == ["2"]
    assert kept(store) == ["x:0", "x:1", "x:2", "x:3"]
    assert note.works == 4


def test_a_part_without_its_note_is_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = WorkStore(tmp_path)
    monkeypatch.setattr("hfm_atlas.discovery.store._write_note", _interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.take_in("a", "arxiv", "1", partial(pages, 2))
    monkeypatch.undo()
    assert kept(store) == ["x:0"]
    store.take_in("a", "arxiv", "1", partial(pages, 2))
    assert kept(store) == ["x:0", "x:1"]


def _interrupt(path: Path, note: InputNote) -> None:
    raise KeyboardInterrupt


def test_a_full_disk_leaves_whole_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = WorkStore(tmp_path)
    written = files._write_static
    calls: list[Path] = []

    def full(path: Path, content: bytes, listed: dict[Path, Path]) -> None:
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        written(path, content, listed)

    monkeypatch.setattr(files, "_write_static", full)
    with pytest.raises(UsageError, match=r"cannot write .*: No space left on device"):
        store.take_in("a", "arxiv", "1", partial(pages, 3))
    monkeypatch.undo()
    assert kept(store) == ["x:0"]
    store.take_in("a", "arxiv", "1", partial(pages, 3))
    assert kept(store) == ["x:0", "x:1", "x:2"]


def test_an_input_that_changed_is_read_anew(tmp_path: Path) -> None:
    store = WorkStore(tmp_path)
    store.take_in("a", "arxiv", "1", partial(pages, 3))
    store.take_in("a", "arxiv", "2", partial(pages, 1))
    assert kept(store) == ["x:0"]


def test_a_file_that_ends_in_the_middle_keeps_what_is_before(tmp_path: Path) -> None:
    store = WorkStore(tmp_path / "store")
    note = store.take_in("a", "files", "1", partial(pages, 3, fail_at=2, problem=UnreadableFileError("a ends early")))
    assert (note.is_complete, note.broken_off, note.works) == (False, "a ends early", 2)
    assert kept(store) == ["x:0", "x:1"]


def test_a_file_is_read_in_batches_from_a_record_on(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    records = [{"id": f"2610.{number:05}", "title": f"The work {number}" if number != 2 else ""} for number in range(5)]
    file.write_text("".join(json.dumps(one) + "\n" for one in records))
    first, *others = read_batches(file, "", 2)
    assert ([one.arxiv for one in first.works], first.position) == (["2610.00000", "2610.00001"], "2")
    assert list(read_batches(file, "2", 2)) == others
    assert [len(one.works) for one in others] == [1, 1]
    assert others[0].problems == ["a.jsonl, line 3: the record has no title"]


def test_a_note_that_is_none_is_told(tmp_path: Path) -> None:
    store = WorkStore(tmp_path)
    store.take_in("a", "arxiv", "1", partial(pages, 1))
    (note,) = (tmp_path / "inputs").iterdir()
    note.write_text("{")
    with pytest.raises(UsageError, match="delete it, and the input is read again"):
        store.take_in("a", "arxiv", "1", partial(pages, 1))
