"""The home page and Cite & download."""

from __future__ import annotations

from hashlib import sha256

from hfm_atlas.views.cite import cite_view, export_file
from hfm_atlas.views.coverage import total_coverage
from hfm_atlas.views.gaps import gap_map
from hfm_atlas.views.home import home_view
from hfm_atlas.views.index import SiteIndex


def test_counts_lead_to_what_they_count(mini_index: SiteIndex) -> None:
    counts = {one.label: (one.number, one.url) for one in home_view(mini_index).counts}
    assert counts["models"] == ("8", "models/")
    assert counts["data sets"] == ("4", "datasets/")
    assert counts["challenges"] == ("3", "challenges/")
    assert counts["directions"] == ("2", "opportunities/")
    sourced = total_coverage(mini_index.atlas.entries.values()).sourced
    assert counts["facts with a source"] == (f"{sourced:,}", "quality/")


def test_newest_entries_are_those_added_last(mini_index: SiteIndex) -> None:
    newest = [one.entry.id for one in home_view(mini_index).newest]
    assert newest[:3] == ["hazelchat", "hazelclip", "elmprot-2"]


def test_the_gap_map_counts_pairs(mini_index: SiteIndex) -> None:
    view = gap_map(mini_index, "tasks", "modalities")
    assert view.models == 8
    assert view.cells == len(view.rows) * len(view.columns)
    assert view.empty == sum(1 for row in view.rows for cell in row.cells if not cell.number)
    fullest = max((cell for row in view.rows for cell in row.cells), key=lambda cell: cell.number)
    assert fullest.size == 100.0


def test_files_have_size_and_checksum(mini_index: SiteIndex) -> None:
    content = b"x" * 12_345
    file = export_file("atlas.bib", "BibTeX", content)
    assert (file.size, file.checksum) == ("12\u00a0kB", sha256(content).hexdigest())
    view = cite_view(mini_index, [file], "https://example.org/")
    assert view.survey is not None
    assert view.survey_bibtex.startswith("@article{he-2025,")
    assert mini_index.snapshot.short_hash in view.atlas_bibtex
    assert "https://example.org/" in view.atlas_text
