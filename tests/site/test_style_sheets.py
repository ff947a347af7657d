"""Style sheets: put together as browsers need them, and every size from the scales of tokens.css."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import material
import pytest

from hfm_atlas.site.style_sheets import bundled_sheets, component_sheets

DOCS = Path(__file__).resolve().parents[2] / "docs"
SHEETS = DOCS / "stylesheets"
THEME = [str(Path(material.__file__).parent / "templates")]
MAX_TYPE, MAX_SPACE = 6, 8

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIZED = re.compile(r"(?<![\w-])(font-size|font|margin[\w-]*|padding[\w-]*|(?:row-|column-)?gap|text-indent): ([^;]+);")
_RAW = re.compile(r"(?<![\w-])-?\d*\.?\d+(rem|em|px|%|ch|vw)")
# Marks grow with the words that they stand next to, so their room is counted in the size of those.
_RELATIVE = {
    ("legend.css", "margin-left: 0.35em"),
}
_ROOT = ("tokens.css", "font-size: 15px")


def test_no_size_of_type_or_space_is_typed_outside_the_scales() -> None:
    raw = {
        (sheet.name, f"{found[1]}: {found[2]}")
        for sheet in SHEETS.glob("*.css")
        for found in _SIZED.finditer(_COMMENT.sub("", sheet.read_text("utf-8")))
        if _RAW.search(found[2])
    }
    assert raw == {*_RELATIVE, _ROOT}


def test_the_scales_are_short() -> None:
    tokens = (SHEETS / "tokens.css").read_text("utf-8")
    assert len(set(re.findall(r"--type-[\w]+(?=:)", tokens))) <= MAX_TYPE
    assert len(set(re.findall(r"--space-[\w]+(?=:)", tokens))) <= MAX_SPACE


def test_every_width_of_a_screen_has_a_name() -> None:
    queries = [
        found
        for sheet in SHEETS.glob("*.css")
        for found in re.findall(r"@media ([^{]+) \{", _COMMENT.sub("", sheet.read_text("utf-8")))
    ]
    widths = {"(--phone)", "(--tablet)", "(--below-desktop)", "(--desktop)"}
    assert set(queries) <= {"screen", "print", "(--pointing)", *widths}


def test_lines_are_short() -> None:
    assert [
        f"{sheet.name}:{place}"
        for sheet in SHEETS.glob("*.css")
        for place, text in enumerate(sheet.read_text("utf-8").splitlines(), 1)
        if len(text) > 120
    ] == []


def test_a_bundle_holds_each_sheet_in_its_layer_and_nothing_that_browsers_do_not_know() -> None:
    bundles = bundled_sheets(DOCS, THEME)
    assert set(bundles) == {f"stylesheets/{name}.css" for name in ("atlas", "pages", "explore", "embed")}
    for text in bundles.values():
        assert not re.search(r"@import|@custom-media|@media \(--", text)
        assert text.count("{") == text.count("}")
    assert bundles["stylesheets/atlas.css"].startswith("@layer theme,")
    assert ".md-typeset" in bundles["stylesheets/atlas.css"].partition("@layer tokens {")[0]


def test_every_sheet_is_part_of_a_bundle_or_one() -> None:
    known = {*bundled_sheets(DOCS, THEME), *component_sheets(DOCS)}
    assert {f"stylesheets/{sheet.name}" for sheet in SHEETS.glob("*.css")} == known


def test_a_sheet_that_is_not_there_is_named(tmp_path: Path) -> None:
    shutil.copytree(SHEETS, tmp_path / "stylesheets")
    (tmp_path / "stylesheets" / "marks.css").unlink()
    with pytest.raises(FileNotFoundError, match=r"marks\.css"):
        bundled_sheets(tmp_path, THEME)


def test_a_project_without_style_sheets_has_no_bundles(tmp_path: Path) -> None:
    assert bundled_sheets(tmp_path, THEME) == {}
