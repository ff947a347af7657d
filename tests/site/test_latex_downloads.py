"""The LaTeX tables that readers download fit the text of a paper, whatever they chose."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from hfm_atlas.exports import EXPORTERS, select
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.routes import SiteFacts
from hfm_atlas.site.static_files import CELLS_FILE, COMPARISON_FILE, data_files

pytestmark = pytest.mark.latex

SCRIPT = Path(__file__).parents[1] / "scripts" / "latex.mjs"
# In points: what sticks out less stays in the space between columns.
MAX_OVERFULL = 4
MODELS = ["name", "first_year", "subfields", "pretraining", "tasks", "parameters", "weights", "review"]
DATASETS = ["name", "first_year", "modalities", "tasks", "size", "access", "licence", "review"]
LANDSCAPE = r"\usepackage[a4paper,landscape,margin=2cm]{geometry}"


@pytest.fixture(scope="module")
def cells(real_index: SiteIndex) -> dict[str, bytes]:
    return {path: content for path, content in data_files(real_index, SiteFacts(), ()) if path.endswith("cells.json")}


def downloaded(folder: Path, cells: bytes, **job: list[str]) -> str:
    """What the page's own script writes."""
    (folder / "cells.json").write_bytes(cells)
    (folder / "job.json").write_text(json.dumps(job), "utf-8")
    command = ["node", str(SCRIPT), "cells.json", "job.json"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True).stdout


def overfull(folder: Path, table: str, preamble: str = "") -> list[str]:
    """What LaTeX says of lines that stick out of the table's columns, or of the text, by more than is hardly seen."""
    packages = re.findall(r"\\usepackage(?:\[\w+\])?\{[\w,]+\}", table)
    head = ["\\documentclass{article}", preamble, *packages, "\\usepackage{lmodern}", "\\begin{document}"]
    (folder / "paper.tex").write_text("\n".join([*head, table, "\\end{document}"]), "utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    for _ in range(3):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=300)
        assert done.returncode == 0, done.stdout[-3000:]
    log = (folder / "paper.log").read_text("utf-8", errors="replace")
    found = re.findall(r"^(Overfull \\hbox \(([\d.]+)pt too wide\).*\n.*)", log, re.MULTILINE)
    return [line for line, size in found if float(size) > MAX_OVERFULL]


def test_the_table_of_the_atlas_fits(real_index: SiteIndex, tmp_path: Path) -> None:
    table = EXPORTERS["latex"].export(select(real_index.atlas, real_index.graph)).decode("utf-8")
    assert overfull(tmp_path, table) == []


@pytest.mark.parametrize("preamble", ["", LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize(("kind", "columns"), [("model", MODELS), ("dataset", DATASETS)])
def test_eight_columns_of_explore_fit(
    real_index: SiteIndex, cells: dict[str, bytes], tmp_path: Path, kind: str, columns: list[str], preamble: str
) -> None:
    ids = [entry.id for entry in real_index.atlas.entries.values() if entry.kind == kind]
    table = downloaded(tmp_path, cells[CELLS_FILE], ids=ids, columns=columns[1:])
    assert table.count(r"\cite") == len(ids)
    assert overfull(tmp_path, table, preamble) == []


def test_a_dozen_columns_of_explore_lie_on_their_side(
    real_index: SiteIndex, cells: dict[str, bytes], tmp_path: Path
) -> None:
    ids = [entry.id for entry in real_index.models if "ecg" in (entry.modalities or ())]
    columns = [*MODELS[1:], "modalities", "clinical_evidence", "effective_licence", "weights_licence", "doi"]
    table = downloaded(tmp_path, cells[CELLS_FILE], ids=ids, columns=columns)
    assert "\\begin{landscape}" in table
    assert overfull(tmp_path, table) == []


def test_five_entries_side_by_side_fit(cells: dict[str, bytes], tmp_path: Path) -> None:
    table = json.loads(cells[COMPARISON_FILE])
    ids = ["uni", "virchow2", "conch", "biobert", "biogpt"]
    keys = [table["keys"][place] for place in sorted({place for id in ids for place in table["rows"][id][::2]})]
    assert overfull(tmp_path, downloaded(tmp_path, cells[COMPARISON_FILE], ids=ids, keys=keys)) == []
