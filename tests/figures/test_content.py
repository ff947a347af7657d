"""Figures follow from what their digests are made of, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hfm_atlas.exports.published_json import export_json
from hfm_atlas.figures import FIGURES, FRAMES, Options, draw_figure
from hfm_atlas.figures.content import FIGURE_FIELDS, figure_data, figure_inputs
from hfm_atlas.figures.forest import large_families
from hfm_atlas.loading.opening import open_atlas
from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.project import Project
from hfm_atlas.query.selection import Selection, select
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.figures import embedded_figures, figure_view
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY


def _read(project: Project) -> Selection:
    checked = check_project(project, TODAY)
    return select(checked.atlas, checked.graph)


def _edit(project: Project, old: str, new: str) -> None:
    file = project.entries / "language" / "alderbert.yml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def fields_read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Fields of entries that anybody has looked at."""
    read: set[str] = set()

    def watched(fields: frozenset[str]) -> Callable[[object, str], Any]:
        def look(self: object, name: str) -> Any:
            if name in fields:
                read.add(name)
            return object.__getattribute__(self, name)

        return look

    for one in ENTRY_CLASSES.values():
        monkeypatch.setattr(one, "__getattribute__", watched(frozenset(one.model_fields)))
    return read


def test_figures_look_at_the_listed_fields_alone(real_index: SiteIndex, fields_read: set[str]) -> None:
    # An atlas of its own, of which nothing has been remembered yet.
    selection = select(replace(real_index.atlas), real_index.graph)
    fields_read.clear()

    for name in FIGURES:
        for width in FRAMES:
            draw_figure(name, selection, width=width)
    for name, of in embedded_figures(selection):
        draw_figure(name, selection, Options(of=of))
    figure_view(selection, "parameters", subfield="vision")
    large_families(selection)

    assert fields_read == FIGURE_FIELDS


@pytest.mark.parametrize(
    ("old", "new", "is_other"),
    [("summary: ", "summary: Changed. ", False), ("name: ", "name: Changed ", True)],
    ids=["summary", "name"],
)
def test_an_edit_counts_where_figures_show_it(own_project: Project, old: str, new: str, is_other: bool) -> None:
    before = _read(own_project)
    _edit(own_project, old, new)
    after = _read(own_project)

    assert (figure_inputs(before) != figure_inputs(after)) is is_other
    assert (figure_data(before) != figure_data(after)) is is_other
    assert (draw_figure("timeline", before) != draw_figure("timeline", after)) is is_other


def test_a_term_counts_for_what_is_kept(own_project: Project) -> None:
    before = _read(own_project)
    file = own_project.taxonomy / "tasks.yml"
    file.write_text(file.read_text("utf-8").replace("name: ", "name: Changed ", 1), "utf-8")
    assert figure_inputs(before) != figure_inputs(_read(own_project))


def test_the_published_atlas_has_the_same_data(mini: Selection, tmp_path: Path) -> None:
    file = tmp_path / "atlas.json"
    file.write_bytes(export_json(mini))
    opened = open_atlas(file)
    published = select(opened.atlas, opened.graph, snapshot=opened.snapshot)
    assert figure_data(published) == figure_data(mini)


def test_part_of_the_atlas_is_drawn_from_the_same_data(mini: Selection) -> None:
    part = select(mini.atlas, mini.graph, mini.entries[:3], snapshot=mini.snapshot)
    assert figure_data(part) == figure_data(mini)
    assert figure_inputs(part) != figure_inputs(mini)
