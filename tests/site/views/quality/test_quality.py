"""The quality page: what is checked, what waits, where surveys differ or are wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hfm_atlas.diagnostics import Diagnostic, Position, Severity
from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.coverage import total_coverage
from hfm_atlas.site.views.overview.explorer import explorer_view
from hfm_atlas.site.views.quality.errata import survey_errata
from hfm_atlas.site.views.quality.field_quality import FieldQuality, FieldTable, field_tables, settled_tables
from hfm_atlas.site.views.quality.quality import quality_view
from hfm_atlas.site.views.quality.survey_quality import SurveyComparison, survey_comparisons
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY


def table_of(index: SiteIndex, kind: str) -> FieldTable:
    (table,) = (table for table in field_tables(index.atlas.entries.values()) if table.kind == kind)
    return table


def field_of(index: SiteIndex, kind: str, path: str) -> FieldQuality:
    (field,) = (field for field in table_of(index, kind).fields if field.path == path)
    return field


def comparison_of(index: SiteIndex) -> SurveyComparison:
    (comparison,) = survey_comparisons(index)
    return comparison


def warn(rule: str, path: str, line: int = 1) -> Diagnostic:
    return Diagnostic(path, Position(line, 1), rule, Severity.WARNING, f"finding {line}")


def index_of(project: Project, today: date = TODAY) -> SiteIndex:
    checked = check_project(project, today)
    return SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas), checked.diagnostics)


def test_every_kind_is_counted(mini_index: SiteIndex) -> None:
    view = quality_view(mini_index)
    assert view.total.entries == sum(one.entries for one in view.kinds) == len(mini_index.atlas.entries)
    assert view.total.coverage == total_coverage(mini_index.atlas.entries.values())


def test_every_entry_has_a_state_in_every_field(mini_index: SiteIndex) -> None:
    tables = field_tables(mini_index.atlas.entries.values())
    assert [table.title for table in tables] == ["Models", "Datasets", "Surveys", "Base models"]
    for table in tables:
        assert all(one.states.total == table.entries for one in table.fields)
        assert table.states.total == table.entries * len(table.fields)
        assert all(sum(length for _, length in one.states.bar) <= 100.1 for one in table.fields)


def test_the_kinds_of_nothing_are_kept_apart(mini_index: SiteIndex) -> None:
    parameters = field_of(mini_index, "model", "architecture.parameters")
    assert parameters.label == "Parameters"
    assert (parameters.states.not_reported, parameters.states.not_applicable) == (1, 0)
    assert parameters.states.unchecked == sum(1 for model in mini_index.models if model.architecture.parameters is None)


def test_trained_from_scratch_is_a_value(mini_index: SiteIndex) -> None:
    # ElmProt says that it was trained from scratch, and names no source for that.
    states = field_of(mini_index, "model", "builds_on").states
    assert (states.unsourced, states.not_reported, states.not_applicable) == (1, 0, 0)


def test_what_is_unknown_stands_next_to_what_is_checked(mini_index: SiteIndex) -> None:
    total = quality_view(mini_index).total
    tables = quality_view(mini_index).fields
    assert total.states.unchecked == sum(table.states.unchecked for table in tables) > 0
    assert total.states.total == sum(table.states.total for table in tables)


def test_what_nobody_checked_leads_to_explore(mini_index: SiteIndex) -> None:
    validation = field_of(mini_index, "model", "clinical_evidence")
    assert validation.explore_url == "explore/?kind=model&clinical_evidence=not-checked"
    assert field_of(mini_index, "model", "architecture.parameters").explore_url == (
        "explore/?kind=model&parameters=not-checked"
    )
    assert field_of(mini_index, "model", "availability.code").explore_url == "explore/?kind=model&code=not-checked"
    assert field_of(mini_index, "model", "availability.weights").explore_url is None
    assert field_of(mini_index, "model", "publication").explore_url is None
    assert field_of(mini_index, "model", "pretraining.compute").explore_url is None


def test_explore_counts_as_many_where_a_gap_leads_to_it(any_index: SiteIndex) -> None:
    data = explorer_view(any_index)
    facets = {facet.id: facet for facet in data.facets}
    entries = any_index.atlas.entries
    gaps = [
        (table.kind, field.explore_url, field.open)
        for table in settled_tables(entries.values())
        for field in table.fields
        if field.explore_url
    ]
    assert gaps
    for kind, url, expected in gaps:
        rows = [row for row in data.rows if entries[row.id].kind == kind]
        name = _field(url)
        if facet := facets.get(name):
            number = facet.first + [term.id for term in facet.terms].index("not-checked")
            found = [row for row in rows if number in row.terms]
        else:
            found = [row for row in rows if getattr(row, name) == "not-checked"]
        assert len(found) == expected, url


def _field(url: str) -> str:
    return url.rpartition("&")[2].partition("=")[0]


def test_drafts_wait_by_kind(mini_index: SiteIndex) -> None:
    reviews = quality_view(mini_index).reviews
    drafts = {entry.id for group in reviews.drafts for entry in group.entries}
    assert {"firvit", "elmprot-2", "cedarseg"} <= drafts
    assert len(drafts) == reviews.number_of_drafts


def test_old_reviews_are_listed(own_project: Project) -> None:
    index = index_of(own_project, date(2029, 1, 1))
    reviews = quality_view(index).reviews
    assert {entry.id for entry, _ in reviews.stale} == set(index.atlas.entries)
    assert reviews.stale[0][1] == reviews.oldest


def test_no_old_review(mini_index: SiteIndex) -> None:
    reviews = quality_view(mini_index).reviews
    assert (reviews.stale, reviews.oldest) == ((), "20 November 2026")


def test_warnings_by_rule(mini_index: SiteIndex) -> None:
    found = tuple(warn("unused-term", "entries/a.yml", line) for line in range(1, 31))
    view = quality_view(replace(mini_index, diagnostics=(*found, warn("stale-review", "entries/b.yml"))))
    first, second = view.warnings
    assert (view.number_of_warnings, first.rule.text, first.number, len(first.findings)) == (31, "unused-term", 30, 20)
    assert first.findings[0] == ("entries/a.yml:1", "finding 1")
    assert first.rule.url == "contribute/rules/#unused-term"
    assert first.help.endswith(".")
    assert second.rule.text == "stale-review"


def test_where_atlas_and_survey_differ(mini_index: SiteIndex) -> None:
    comparison = comparison_of(mini_index)
    differences = {one.entry.id: one for one in comparison.differences}
    assert set(differences) >= {"cedarseg", "hazelclip"}
    assert [part.label for part in differences["hazelclip"].parts] == ["Pre-training"]
    subfield = differences["cedarseg"].parts[0]
    assert ([link.text for link in subfield.survey_says], [link.text for link in subfield.atlas_says]) == (
        ["Multimodal"],
        ["Vision"],
    )


def test_a_survey_is_counted_against_the_atlas(mini_index: SiteIndex) -> None:
    comparison = comparison_of(mini_index)
    claims = {claim.what: (claim.claimed, claim.listed) for claim in comparison.claims}
    listed = {id for id, _ in mini_index.listed["he-2025"]}
    models = {model.id for model in mini_index.models}
    assert claims["methods"] == (7, len(listed & models))
    assert comparison.listed == len(listed)
    for facet in comparison.agreement:
        assert facet.filed == facet.alike + facet.differ + facet.silent
    differing = {part.label for one in comparison.differences for part in one.parts}
    assert {facet.label for facet in comparison.agreement if facet.differ} == differing


def test_errata_stand_by_where_they_are(mini_index: SiteIndex) -> None:
    (errata,) = survey_errata(mini_index)
    assert (errata.survey.id, errata.number) == ("he-2025", 2)
    assert [group.title for group in errata.groups] == ["Table I", "Companion list"]
    assert [entry.id for entry in errata.groups[1].rows[0].entries] == ["cedarseg"]


@pytest.mark.parametrize(
    ("places", "titles"),
    [
        (
            ["companion list, line 3", "Sec. IV", "Table X", "Table IX, row 2", "Table IV and companion list, line 8"],
            ["Table IV", "Table IX", "Table X", "Text", "Companion list"],
        ),
        (["Table 12", "Table 3", "Running text"], ["Table 3", "Table 12", "Text"]),
    ],
)
def test_tables_stand_in_the_order_of_their_numbers(own_project: Project, places: list[str], titles: list[str]) -> None:
    path = own_project.entries / "surveys" / "he-2025.yml"
    text = path.read_text("utf-8")
    start, end = text.index("errata:"), text.index("evidence:")
    typos = "".join(f"  - {{where: '{place}', says: A., correct: B., basis: C.}}\n" for place in places)
    path.write_text(f"{text[:start]}errata:\n{typos}{text[end:]}", "utf-8")
    (errata,) = survey_errata(index_of(own_project))
    assert [group.title for group in errata.groups] == titles


def test_many_errata_stand_on_the_quality_page_alone(own_project: Project) -> None:
    path = own_project.entries / "surveys" / "he-2025.yml"
    text = path.read_text("utf-8")
    start, end = text.index("errata:"), text.index("evidence:")
    typos = "".join(f"  - {{where: 'Table I, row {row}', says: A., correct: B., basis: C.}}\n" for row in range(9))
    path.write_text(f"{text[:start]}errata:\n{typos}{text[end:]}", "utf-8")
    (errata,) = survey_errata(index_of(own_project))
    assert errata.own_rows == ()
    assert (errata.anchor, errata.groups[0].anchor) == ("errata-he-2025", "errata-he-2025-table-i")


def test_headings_of_the_page(mini_index: SiteIndex) -> None:
    anchors = [heading.anchor for heading in quality_view(mini_index).headings]
    assert anchors == ["settled", "coverage", "fields", "reviews", "warnings", "links", "surveys", "errata"]
