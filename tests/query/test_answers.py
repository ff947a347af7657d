"""No filter drops an entry of which nobody has checked what it asks for."""

from __future__ import annotations

import pytest

from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.licences import licences_of
from hfm_atlas.model.states import NOT_CHECKED, UNCHECKED, can_be_unchecked, state_of
from hfm_atlas.model.values import ABSENT_REASONS
from hfm_atlas.query.answers import Answer, OpenCell, answer_filters
from hfm_atlas.query.columns import path_for
from hfm_atlas.query.language import FIELDS, field_values


def answer(atlas: Atlas, *where: str) -> Answer:
    return answer_filters(atlas, where)


def may(found: Answer) -> dict[str, tuple[OpenCell, ...]]:
    return {one.entry.id: one.cells for one in found.may_match}


@pytest.mark.parametrize("name", FIELDS)
def test_no_filter_drops_an_unchecked_entry(mini_atlas: Atlas, name: str) -> None:
    field = FIELDS[name]
    licences = licences_of(mini_atlas)
    entries = [entry for entry in mini_atlas.entries.values() if can_be_unchecked(entry, field.field)]
    values = {entry.id: field_values(entry, field, licences) for entry in mini_atlas.entries.values()}
    unchecked = {entry.id for entry in entries if values[entry.id] == [NOT_CHECKED]}
    stated = sorted({value for found in values.values() for value in found} - {NOT_CHECKED, "none", *ABSENT_REASONS})
    if not stated:
        return
    value = f"'{stated[0]}'" if '"' in stated[0] else f'"{stated[0]}"'
    for condition in (f"{name}={value}", f"{name}!={value}", f"not {name}={value}"):
        found = answer(mini_atlas, condition)
        assert set(may(found)) == unchecked
        assert all(may(found).values())


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if not field.field.derived])
def test_the_cell_named_is_one_that_nobody_has_checked(mini_atlas: Atlas, name: str) -> None:
    found = answer(mini_atlas, f'{name}~a and {name}~e or {name}~"zzz"')
    for one in found.may_match:
        assert [cell.path for cell in one.cells] == [path_for(one.entry, FIELDS[name].field)]
        assert state_of(one.entry, one.cells[0].path) == UNCHECKED


def test_an_effective_licence_names_the_cell_on_the_way(mini_atlas: Atlas) -> None:
    licences = licences_of(mini_atlas)
    found = answer(mini_atlas, "effective_licence=anything")
    assert found.may_match
    for one in found.may_match:
        effective = licences.effective(one.entry)
        assert effective
        assert one.cells == (OpenCell(effective.deciding.entry, effective.deciding.cell),)
        assert state_of(mini_atlas.entries[one.cells[0].entry], one.cells[0].path) == UNCHECKED


def test_only_the_cell_itself_is_sure_to_be_unchecked(mini_atlas: Atlas) -> None:
    assert answer(mini_atlas, 'weights="not checked"').may_match == ()
    assert answer(mini_atlas, 'weights!="not checked"').may_match == ()


def test_what_is_not_reported_is_told_apart(mini_atlas: Atlas) -> None:
    found = answer(mini_atlas, "kind=model and parameters>999B")
    assert [one.entry.id for one in found.unreported] == ["cedarnet"]
    assert "cedarnet" not in may(found)
    assert found.summary == "0 match · 1 may match: parameters not checked · 1 unknown: parameters not reported"


def test_a_condition_that_rules_an_entry_out_needs_no_other(mini_atlas: Atlas) -> None:
    found = answer(mini_atlas, "subfield=language and weights=none")
    assert "cedarseg" not in may(found)


def test_lists_that_only_name_what_there_is_leave_nothing_open(mini_atlas: Atlas) -> None:
    assert answer(mini_atlas, "challenge=hallucination").may_match == ()
