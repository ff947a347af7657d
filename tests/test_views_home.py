"""The home page, the quality page and Cite & download."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from hfm_atlas.diagnostics import Diagnostic, Position, Severity
from hfm_atlas.views.cite import cite_view, export_file
from hfm_atlas.views.coverage import total_coverage
from hfm_atlas.views.gaps import gap_map
from hfm_atlas.views.home import home_view
from hfm_atlas.views.index import SiteIndex
from hfm_atlas.views.quality import quality_view


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


def test_quality_counts_every_kind(mini_index: SiteIndex) -> None:
    view = quality_view(mini_index)
    assert view.total.entries == sum(one.entries for one in view.kinds) == len(mini_index.atlas.entries)
    assert view.total.coverage == total_coverage(mini_index.atlas.entries.values())
    for table in view.fields:
        assert all(one.sourced + one.unsourced + one.nothing + one.unchecked == table.entries for one in table.fields)


def test_nothing_upstream_counts_as_a_value(mini_index: SiteIndex) -> None:
    models = next(table for table in quality_view(mini_index).fields if table.title == "Models")
    field = next(one for one in models.fields if one.path == "builds_on")
    # ElmProt says that it was trained from scratch, and names no source for that.
    assert (field.unsourced, field.nothing) == (1, 0)


def test_where_atlas_and_survey_differ(mini_index: SiteIndex) -> None:
    differences = {one.entry.id: one for one in quality_view(mini_index).differences}
    assert set(differences) >= {"cedarseg", "hazelclip"}
    assert [part.label for part in differences["hazelclip"].parts] == ["Pre-training"]
    subfield = differences["cedarseg"].parts[0]
    assert ([link.text for link in subfield.survey_says], [link.text for link in subfield.atlas_says]) == (
        ["Multimodal"],
        ["Vision"],
    )


def test_warnings_by_rule(mini_index: SiteIndex) -> None:
    found = [
        Diagnostic("entries/a.yml", Position(line, 1), "unused-term", Severity.WARNING, f"term {line}")
        for line in range(1, 31)
    ]
    view = quality_view(replace(mini_index, diagnostics=tuple(found)))
    (rule,) = view.warnings
    assert (view.number_of_warnings, rule.rule, rule.number, len(rule.findings)) == (30, "unused-term", 30, 20)
    assert rule.findings[0] == ("entries/a.yml:1", "term 1")


def test_drafts_wait(mini_index: SiteIndex) -> None:
    assert {"firvit", "elmprot-2", "cedarseg"} <= {entry.id for entry in quality_view(mini_index).drafts}


def test_files_have_size_and_checksum(mini_index: SiteIndex) -> None:
    content = b"x" * 12_345
    file = export_file("atlas.bib", "BibTeX", content)
    assert (file.size, file.checksum) == ("12\u00a0kB", sha256(content).hexdigest())
    view = cite_view(mini_index, [file], "https://example.org/")
    assert view.survey is not None
    assert view.survey_bibtex.startswith("@article{he-2025,")
    assert mini_index.snapshot.short_hash in view.atlas_bibtex
    assert "https://example.org/" in view.atlas_text
