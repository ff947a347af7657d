"""The home page and Cite & download."""

from __future__ import annotations

import re
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from hfm_atlas.site.display import long_date
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.coverage import total_coverage
from hfm_atlas.site.views.overview.cite import cite_view, export_file
from hfm_atlas.site.views.overview.gaps import gap_map
from hfm_atlas.site.views.overview.home import home_view
from tests.filling import REPOSITORY


def test_counts_lead_to_what_they_count(mini_index: SiteIndex) -> None:
    counts = {one.label: (one.number, one.url) for one in home_view(mini_index).counts}
    assert counts["models"] == ("8", "models/")
    assert counts["datasets"] == ("4", "datasets/")
    assert counts["challenges"] == ("3", "challenges/")
    assert counts["directions"] == ("2", "opportunities/")
    sourced = total_coverage(mini_index.atlas.entries.values()).sourced
    assert counts["facts with a source"] == (f"{sourced:,}", "quality/")


def test_newest_entries_are_those_added_last(mini_index: SiteIndex) -> None:
    newest = [one.entry.id for one in home_view(mini_index).newest]
    assert newest[:3] == ["hazelchat", "hazelclip", "elmprot-2"]


def test_who_asks_for_their_own_task_and_data_chooses_them(mini_index: SiteIndex) -> None:
    asked = {one.text: one.url for one in home_view(mini_index).questions}
    assert asked["What exists for my task and my data, with open weights?"] == "explore/?kind=model&weights=open"


def test_the_gap_map_counts_pairs(mini_index: SiteIndex) -> None:
    view = gap_map(mini_index, "tasks", "modalities")
    assert view.models == 8
    assert view.cells == len(view.rows) * len(view.columns)
    assert view.empty == sum(1 for row in view.rows for cell in row.cells if not cell.number)
    fullest = max((cell for row in view.rows for cell in row.cells), key=lambda cell: cell.number)
    assert fullest.shade == 40
    assert all(cell.shade <= fullest.shade for row in view.rows for cell in row.cells)
    row = next(row for row in view.rows if row.link.url == "taxonomy/tasks/structure-prediction/")
    column = [one.url for one in view.columns].index("taxonomy/modalities/protein-sequence/")
    assert row.cells[column].url == "explore/?kind=model&tasks=structure-prediction&modalities=protein-sequence"


def test_a_blank_says_which_works_it_is_about(mini_index: SiteIndex) -> None:
    view = gap_map(mini_index, "tasks", "modalities")
    years = {
        mini_index.links[model.id].year
        for model in mini_index.models
        if isinstance(model.tasks, list) and isinstance(model.modalities, list)
    }
    assert view.scope == f"of {view.covered} models first seen {min(years)} to {max(years)}"
    blank = next(cell for row in view.rows for cell in row.cells if not cell.number)
    assert blank.words.endswith(": no model in the atlas")


@pytest.mark.parametrize("folder", ["templates", "docs/scripts", "src/hfm_atlas"])
def test_no_page_takes_a_blank_of_the_atlas_for_one_of_the_field(folder: str) -> None:
    claim = re.compile(r"nobody (has )?worked|no (one|model) (has )?(worked|exists)", re.IGNORECASE)
    files = [path for path in (REPOSITORY / folder).rglob("*") if path.suffix in (".html", ".js", ".py")]
    assert files
    assert [path.name for path in files if claim.search(path.read_text("utf-8"))] == []


def test_health_records_are_clinical_data(real_index: SiteIndex) -> None:
    assert real_index.atlas.root_of("modalities", "electronic-health-records") == "clinical-data"


def test_files_have_size_and_checksum(mini_index: SiteIndex) -> None:
    content = b"x" * 12_345
    file = export_file("atlas.bib", "BibTeX", content)
    assert (file.size, file.checksum) == ("12\u00a0kB", sha256(content).hexdigest())
    view = cite_view(mini_index, [file], "https://example.org/")
    assert view.survey is not None
    assert view.survey_bibtex.startswith("@article{he-2025,")
    assert mini_index.snapshot.short_hash in view.atlas_bibtex
    assert "https://example.org/" in view.atlas_text
    assert r"howpublished = {\url{https://example.org/}}" in view.atlas_bibtex


@pytest.mark.latex
@pytest.mark.parametrize("style", ["plain", "plainnat", "IEEEtran"])
def test_styles_print_address_and_day_of_the_snapshot(mini_index: SiteIndex, tmp_path: Path, style: str) -> None:
    (tmp_path / "atlas.bib").write_text(cite_view(mini_index, [], "https://example.org/").atlas_bibtex, "utf-8")
    (tmp_path / "paper.aux").write_text(f"\\citation{{hfm-atlas}}\n\\bibstyle{{{style}}}\n\\bibdata{{atlas}}\n")
    done = subprocess.run(["bibtex", "paper"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    printed = " ".join((tmp_path / "paper.bbl").read_text("utf-8").split())
    assert printed.count(r"\url{https://example.org/}") == 1
    assert f"snapshot of {long_date(mini_index.snapshot.date)}" in printed
    assert "Warning" not in done.stdout
