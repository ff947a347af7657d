from __future__ import annotations

import csv
import io
import re
import shutil
import struct
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from hfm_atlas.figures import FIGURES, FORMATS, Figure, Options, Width, draw_figure, write_figure
from hfm_atlas.figures.drawing import Text
from hfm_atlas.query.selection import Selection

HREF = "{http://www.w3.org/1999/xlink}href"


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_figure_has_the_same_bytes(mini: Selection, format: str) -> None:
    once, again = (write_figure(draw_figure("timeline", mini), format) for _ in range(2))  # type: ignore[arg-type]
    assert once == again


def test_a_png_is_as_wide_as_asked_for(mini: Selection) -> None:
    content = write_figure(draw_figure("growth", mini, width="slide"), "png", pixels=1280)
    assert struct.unpack(">II", content[16:24]) == (1280, 720)


def test_a_pdf_has_the_size_of_its_column(mini: Selection) -> None:
    content = write_figure(draw_figure("growth", mini, width="double"), "pdf")
    assert content.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 519 " in content or b"519" in content


@pytest.mark.parametrize("width", ["single", "double", "slide", "poster"])
@pytest.mark.parametrize("name", FIGURES)
def test_an_svg_needs_nothing_but_itself(mini: Selection, name: str, width: Width) -> None:
    figure = draw_figure(name, mini, width=width)
    text = write_figure(figure, "svg").decode()
    tree = ET.fromstring(text)
    # Inkscape draws nothing that SVG 2's own `href` refers to.
    assert not [one for one in tree.iter() if one.get("href")]
    assert not re.search(r"var\(|url\(|@import|currentcolor|color-mix", text, re.IGNORECASE)
    uses = [one for one in tree.iter() if one.tag.rpartition("}")[2] in ("use", "image", "script", "foreignObject")]
    assert all(one.get(HREF, "").startswith("#") for one in uses)
    names = {one.get("id") for one in tree.iter()}
    assert {one.get(HREF, "")[1:] for one in uses} <= names
    assert [float(one) for one in tree.get("viewBox", "").split()[2:]] == [
        float(tree.get("width", "")),
        float(tree.get("height", "")),
    ]


@pytest.mark.parametrize(("width", "points"), [("single", 252), ("double", 519), ("slide", 960), ("poster", 1684)])
def test_a_file_is_as_wide_as_its_column(mini: Selection, width: Width, points: float) -> None:
    assert draw_figure("growth", mini, width=width).paper[0] == points


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="pdffonts is not installed")
@pytest.mark.parametrize("name", FIGURES)
def test_fonts_are_embedded(mini: Selection, tmp_path: Path, name: str) -> None:
    (tmp_path / "figure.pdf").write_bytes(write_figure(draw_figure(name, mini, width="double"), "pdf"))
    shown = subprocess.run(["pdffonts", tmp_path / "figure.pdf"], capture_output=True, text=True, check=True).stdout
    fonts = shown.splitlines()[2:]
    assert fonts
    for font in fonts:
        assert "AtlasSans" in font
        assert font.split()[-5] == "yes", font


def test_letters_that_the_fonts_lack_are_written_in_latin(mini: Selection) -> None:
    figure = draw_figure("growth", mini, width="double")
    chinese = replace(figure, nodes=(Text(0, 20, "本草", 10),))
    latin = replace(figure, nodes=(Text(0, 20, "BenCao", 10),))
    assert write_figure(chinese, "png") == write_figure(latin, "png")


def test_letters_that_become_markup_do_not(mini: Selection) -> None:
    figure = draw_figure("growth", mini, width="double")
    assert write_figure(replace(figure, summary="＜script＞ ＂ ＆", nodes=(Text(0, 20, "＜b＞", 10),)), "png")


def test_a_cell_of_the_csv_is_no_formula(mini: Selection) -> None:
    figure = draw_figure("growth", mini)
    row = replace(figure.table.rows[0], cells=("=1+1", *figure.table.rows[0].cells[1:]))
    content = write_figure(replace(figure, table=replace(figure.table, rows=(row,))), "csv").decode()
    assert next(iter(csv.DictReader(io.StringIO(content))))[figure.table.columns[0]] == "'=1+1"


def rows_of(figure: Figure) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write_figure(figure, "csv").decode(), newline="")))


def test_the_csv_has_ids_and_numbers(mini: Selection) -> None:
    row = next(one for one in rows_of(draw_figure("parameters", mini)) if one["id"] == "alderbert")
    assert row["Parameters, largest size"] == "110000000"
    result = next(one for one in rows_of(draw_figure("results", mini)) if one["id"] == "alderbert")
    assert result["Accuracy, %"] == "61.5"
    assert {row["id"] for row in rows_of(draw_figure("corpora", mini))} <= set(mini.atlas.entries)
    assert {row["Built on"] for row in rows_of(draw_figure("lineage", mini))} <= {"", *mini.atlas.entries}


@pytest.mark.latex
def test_a_figure_stands_in_a_paper_of_two_columns(mini: Selection, tmp_path: Path) -> None:
    if shutil.which("pdflatex") is None:
        pytest.skip("there is no pdflatex")
    wide = write_figure(draw_figure("timeline", mini, width="double"), "pdf")
    narrow = write_figure(draw_figure("lineage", mini, Options(of="oakbert"), width="single"), "pdf")
    (tmp_path / "wide.pdf").write_bytes(wide)
    (tmp_path / "narrow.pdf").write_bytes(narrow)
    (tmp_path / "paper.tex").write_text(
        r"""\documentclass[twocolumn]{article}
\usepackage{graphicx}
\begin{document}
\begin{figure*}\includegraphics[width=\textwidth]{wide}\caption{Wide.}\end{figure*}
\begin{figure}\includegraphics[width=\columnwidth]{narrow}\caption{Narrow.}\end{figure}
\end{document}
""",
        "utf-8",
    )
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "PDF inclusion" not in done.stdout
    fonts = subprocess.run(["pdffonts", "paper.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "AtlasSans" in fonts
