"""What an entry says of a field reads the same wherever it is shown, counted, filtered or exported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.model.atlas import Atlas, LoadedEntry
from hfm_atlas.model.entries import ENTRY_CLASSES, Entry, Kind
from hfm_atlas.model.facts import cell_paths
from hfm_atlas.model.fields import FieldSpec, fields_by_path
from hfm_atlas.model.graph import build_graph
from hfm_atlas.model.introspection import schema_fields
from hfm_atlas.model.licences import Licences
from hfm_atlas.model.settled import CORE_CELLS, open_cells
from hfm_atlas.model.states import NO_VALUES, STATED, STATED_EMPTY, UNCHECKED, State, state_of, value_at
from hfm_atlas.model.statistics import count_entries
from hfm_atlas.query.columns import column_value
from hfm_atlas.query.language import FIELDS, field_values
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.entry.key_facts import key_facts
from hfm_atlas.site.views.overview.explorer import explorer_view
from hfm_atlas.site.views.quality.field_quality import field_tables
from hfm_atlas.yamlio.parser import parse_text
from tests.making import make_entry

_FILES = [
    parse_text(file.read_text("utf-8")) for file in sorted((Path(__file__).parents[1] / "atlas/entries").rglob("*.yml"))
]


def _sample(path: str) -> Any:
    """What an entry of the invented atlas states in a field."""
    for data in _FILES:
        value: Any = data
        for part in path.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value not in (None, [], "not reported", "not applicable"):
            return value
    return "en" if path == "languages" else "text"


def _data(kind: str, state: State) -> dict[str, Any]:
    """An entry of a kind of which every field that can be so is in the state."""
    made: dict[str, Any] = make_entry(kind).model_dump(mode="json", exclude_none=True, by_alias=True)
    for path in _open_paths(kind):
        value = {STATED: _sample(path), STATED_EMPTY: []}.get(state, state)
        if state != UNCHECKED and _accepts(kind, path, value):
            _put(made, path, value)
    return made


def _accepts(kind: str, path: str, value: Any) -> bool:
    data = make_entry(kind).model_dump(mode="json", exclude_none=True, by_alias=True)
    _put(data, path, value)
    try:
        ENTRY_CLASSES[kind].model_validate_json(json.dumps(data))
    except ValidationError:
        return False
    return True


def _put(data: dict[str, Any], path: str, value: Any) -> None:
    *above, name = path.split(".")
    for part in above:
        data = data.setdefault(part, {})
    data[name] = value


def _open_paths(kind: str) -> list[str]:
    """Fields that an entry of the kind can fill in or leave open."""
    known = schema_fields(ENTRY_CLASSES[kind])
    return [path for path in cell_paths(ENTRY_CLASSES[kind]) if known[path].can_be_unchecked and path != "preprint"]


def _cases() -> Iterator[Any]:
    for kind in ENTRY_CLASSES:
        for state in get_args(State):
            entry = ENTRY_CLASSES[kind].model_validate_json(json.dumps(_data(kind, state)))
            for path in _open_paths(kind):
                if state_of(entry, path) == state:
                    yield pytest.param(kind, path, state, id=f"{kind}-{path}-{state}".replace(" ", "-"))


CASES = list(_cases())


@pytest.fixture(scope="module")
def indexes(mini_atlas: Atlas) -> Any:
    """The invented atlas with one more entry, of a kind and in a state."""

    @cache
    def make(kind: str, state: State) -> SiteIndex:
        entry = ENTRY_CLASSES[kind].model_validate_json(json.dumps(_data(kind, state)))
        loaded = LoadedEntry(entry, mini_atlas.documents["alderbert"])
        atlas = Atlas(mini_atlas.project, mini_atlas.facets, (*mini_atlas.loaded, loaded))
        return SiteIndex(atlas, build_graph(atlas), take_snapshot(atlas))

    return make


@pytest.fixture
def case(indexes: Any, kind: str, path: str, state: State) -> tuple[SiteIndex, Entry, FieldSpec]:
    index: SiteIndex = indexes(kind, state)
    return index, index.atlas.entries["foomed"], fields_by_path()[path]


def test_every_field_is_tried_in_every_state_that_it_can_have() -> None:
    tried = {(one.values[0], one.values[1]) for one in CASES if one.values[2] == STATED}
    assert tried == {(kind, path) for kind in ENTRY_CLASSES for path in _open_paths(kind)}
    assert {one.values[2] for one in CASES} == set(get_args(State))


@pytest.mark.parametrize(("kind", "path", "state"), CASES)
def test_the_entry_page(case: tuple[SiteIndex, Entry, FieldSpec], path: str, state: State) -> None:
    index, entry, field = case
    if not field.group_of(entry.kind):
        return
    facts = key_facts(index, entry, index.sources(entry.id))
    shown = {fact.path: fact for group in facts.groups for fact in group.facts}
    assert (field.title in facts.unchecked) == (state == UNCHECKED)
    if field.is_divided and state == STATED:
        assert any(one.startswith(f"{path}.") for one in shown)
    elif state != UNCHECKED:
        assert shown[path].absent == (state if state in ("not reported", "not applicable") else "")
        assert shown[path].absent or shown[path].values
    else:
        assert path not in shown


@pytest.mark.parametrize(("kind", "path", "state"), CASES)
def test_explore(case: tuple[SiteIndex, Entry, FieldSpec], state: State) -> None:
    index, entry, field = case
    if field.facet is None:
        return
    view = explorer_view(index)
    facet = next(one for one in view.facets if one.id == field.key)
    numbers = next(row.terms for row in view.rows if row.id == entry.id)
    ids = [term.id for number, term in enumerate(facet.terms, facet.first) if number in numbers]
    if state == STATED:
        assert ids
        assert not {"not-checked", "not-reported", "not-applicable"} & set(ids)
    else:
        assert ids == [{STATED_EMPTY: "none", UNCHECKED: "not-checked"}.get(state, state.replace(" ", "-"))]


@pytest.mark.parametrize(("kind", "path", "state"), CASES)
def test_tables_and_filters(case: tuple[SiteIndex, Entry, FieldSpec], state: State) -> None:
    index, entry, field = case
    licences = Licences(index.atlas)
    if field.column:
        value = column_value(entry, field, licences)
        if state == STATED:
            assert value is not None
            assert value not in ("not reported", "not applicable")
        else:
            assert value == (None if state == UNCHECKED else NO_VALUES[state])
    if field.filter:
        values = field_values(entry, FIELDS[field.key], licences)
        if state == STATED:
            assert "not checked" not in values
        else:
            assert values == [NO_VALUES[state]]


@pytest.mark.parametrize(("kind", "path", "state"), CASES)
def test_stats_and_quality(case: tuple[SiteIndex, Entry, FieldSpec], kind: Kind, path: str, state: State) -> None:
    _, entry, _ = case
    atlas = Atlas(case[0].atlas.project, {}, (LoadedEntry(entry, case[0].atlas.documents["alderbert"]),))
    found = next(one for one in count_entries(list(atlas.entries.values())).coverage[kind] if one.field == path)
    counted = (found.stated, found.not_reported, found.not_applicable, found.unchecked)
    states = ([STATED, STATED_EMPTY], ["not reported"], ["not applicable"], [UNCHECKED])
    assert counted == tuple(int(state in one) for one in states)
    (table,) = field_tables([entry])
    shown = next(one.states for one in table.fields if one.path == path)
    assert (shown.sourced + shown.unsourced, shown.not_reported, shown.not_applicable, shown.unchecked) == counted
    if path in CORE_CELLS[kind] and state != UNCHECKED:
        assert path not in open_cells(entry)


@pytest.mark.parametrize(("kind", "path", "state"), CASES)
def test_json(case: tuple[SiteIndex, Entry, FieldSpec], kind: Kind, path: str, state: State) -> None:
    _, entry, _ = case
    written = entry.model_dump_json(by_alias=True, exclude_none=True)
    value: Any = json.loads(written)
    for part in path.split("."):
        value = value.get(part)
    assert (value is None) == (state == UNCHECKED)
    assert (value == []) == (state == STATED_EMPTY)
    assert state_of(ENTRY_CLASSES[kind].model_validate_json(written), path) == state


def test_a_kind_without_the_field_says_nothing_of_it() -> None:
    assert state_of(make_entry("survey"), "tasks") is None
    assert value_at(make_entry("survey"), "tasks") is None


def test_a_list_that_is_empty_unless_filled_says_nothing() -> None:
    assert state_of(make_entry("model", clearances=[]), "clearances") == UNCHECKED
