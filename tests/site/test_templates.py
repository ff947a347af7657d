"""The sources of templates and scripts stay readable."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    [
        *(ROOT / "templates").rglob("*.html"),
        *(file for file in (ROOT / "docs" / "scripts").rglob("*.js") if "vendor" not in file.parts),
    ]
)


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_lines_are_at_most_120_columns_wide(file: Path) -> None:
    lines = file.read_text("utf-8").splitlines()
    assert [place for place, line in enumerate(lines, 1) if len(line) > 120] == []
