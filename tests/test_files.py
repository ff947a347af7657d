"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from hfm_atlas.errors import UsageError
from hfm_atlas.files import write_file


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
