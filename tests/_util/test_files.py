"""Files are written whole or not at all."""

import json
import os
import tempfile
import threading
import time
from pathlib import Path

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.files import (
    change_files,
    clear_up,
    make_folder,
    only_one,
    temporary_folder,
    write_file,
    write_files,
)


def test_writes_and_replaces(tmp_path: Path) -> None:
    target = tmp_path / "atlas.bib"
    write_file(target, b"one")
    write_file(target, b"two")
    assert target.read_bytes() == b"two"
    assert [file.name for file in tmp_path.iterdir()] == ["atlas.bib"]


def test_a_written_file_is_readable_like_any_new_file(tmp_path: Path) -> None:
    target, plain = tmp_path / "a", tmp_path / "b"
    write_file(target, b"")
    plain.touch()
    assert target.stat().st_mode == plain.stat().st_mode


def test_missing_folder_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        write_file(tmp_path / "no" / "atlas.bib", b"x")


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "atlas.bib"
    target.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="No space left on device"):
        write_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["atlas.bib"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "deep" / "atlas.bib", tmp_path / "atlas.bib"
    target.parent.mkdir()
    link.symlink_to(target)
    write_file(link, b"one")
    write_file(link, b"two")
    assert link.is_symlink()
    assert target.read_bytes() == b"two"


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_file(pipe, b"one")
    reader.join()
    assert read == [b"one"]
    assert pipe.is_fifo()


def test_a_device_stays_one() -> None:
    write_file(Path("/dev/null"), b"one")
    assert Path("/dev/null").is_char_device()
    with pytest.raises(UsageError, match="cannot write /dev/full: No space left on device"):
        write_file(Path("/dev/full"), b"one")
    assert Path("/dev/full").is_char_device()


def test_a_folder_that_cannot_be_made_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot make the folder"):
        make_folder(tmp_path / "file" / "folder")


def _gone_process() -> int:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return child


def _of_a_gone_process(path: Path) -> Path:
    """The name that `path` would have if a process that is gone had made it."""
    return path.with_name(path.name.replace(str(os.getpid()), str(_gone_process())))


@pytest.fixture
def atlas(tmp_path: Path) -> Path:
    (tmp_path / "atlas" / "entries").mkdir(parents=True)
    return tmp_path / "atlas"


def _interrupted(atlas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave what a run leaves that is killed when `old` is to be replaced by `new`, just before the first rename."""
    (atlas / "entries" / "old.yml").write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr("hfm_atlas._util.files._complete", lambda root, journal: [])
        change_files(atlas, {atlas / "entries" / "new.yml": b"new"}, [atlas / "entries" / "old.yml"])
    gone = _gone_process()
    for file in [*atlas.glob(".hfm-atlas-*"), *atlas.rglob("entries/.hfm-atlas-*")]:
        file.write_bytes(file.read_bytes().replace(b"-%d-" % os.getpid(), b"-%d-" % gone))
        file.rename(file.with_name(file.name.replace(str(os.getpid()), str(gone))))


def _content(atlas: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in atlas.rglob("*") if file.is_file()}


def test_a_step_that_was_interrupted_is_completed(atlas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _interrupted(atlas, monkeypatch)

    assert clear_up(atlas) == ["entries/new.yml", "entries/old.yml"]
    assert _content(atlas) == {"new.yml": b"new"}


def test_nothing_is_removed_where_what_replaces_it_is_lost(atlas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _interrupted(atlas, monkeypatch)
    for temporary in (atlas / "entries").glob(".hfm-atlas-*"):
        temporary.unlink()

    clear_up(atlas)

    assert _content(atlas) == {"old.yml": b"old"}


def test_what_a_killed_run_left_is_swept(atlas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(atlas))
    with temporary_folder() as folder:
        (folder / "site").mkdir()
        folder.rename(_of_a_gone_process(folder))
    with tempfile.TemporaryDirectory(dir=atlas) as other, temporary_folder() as own:
        clear_up(atlas)
        assert {one.name for one in atlas.iterdir()} == {"entries", Path(other).name, own.name}


@pytest.mark.parametrize("place", ["../outside.yml", "/tmp/outside.yml", "mkdocs.yml", ".git/config", "entries/../x"])
def test_a_journal_reaches_only_into_the_data(atlas: Path, place: str) -> None:
    outside = atlas / place
    outside.parent.mkdir(exist_ok=True)
    outside.write_bytes(b"kept")
    with temporary_folder() as folder:
        journal = _of_a_gone_process(
            atlas / f".hfm-atlas-journal-{folder.name.removeprefix('hfm-atlas-')[:8]}-{os.getpid()}"
        )
    journal.write_text(json.dumps({"replace": [], "remove": [place]}), "utf-8")

    assert clear_up(atlas) == []
    assert outside.read_bytes() == b"kept"
    assert not journal.exists()
    outside.unlink()


def test_several_files_are_written_or_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_files({tmp_path / "a": b"1", tmp_path / "no" / "b": b"2"})
    assert list(tmp_path.iterdir()) == []


def test_only_one_run_at_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    order = []

    def second() -> None:
        with only_one(tmp_path / "new" / "lock", "waiting"):
            order.append("second")

    with only_one(tmp_path / "new" / "lock", "waiting"):
        other = threading.Thread(target=second)
        other.start()
        while "waiting" not in capsys.readouterr().err:
            time.sleep(0.01)
        order.append("first")
    other.join()
    assert order == ["first", "second"]
