from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import hfm_atlas
from hfm_atlas import EntrySet, load_atlas
from hfm_atlas._util.errors import UsageError
from hfm_atlas.exports import Selection, select
from hfm_atlas.exports.published_json import export_json
from hfm_atlas.loading.loader import load_project
from hfm_atlas.loading.opening import _BUNDLED
from hfm_atlas.model.entries import DatasetEntry, ModelEntry
from hfm_atlas.model.graph import build_graph
from hfm_atlas.project import Project
from hfm_atlas.validation.runner import CheckResult
from tests.serving import Answer, serve

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def selection(mini_checked: CheckResult) -> Selection:
    return select(mini_checked.atlas, mini_checked.graph)


@pytest.fixture
def published(selection: Selection, tmp_path: Path) -> Path:
    file = tmp_path / "atlas.json"
    file.write_bytes(export_json(selection))
    return file


@pytest.fixture(params=["checkout", "file", "address"])
def atlas(request: pytest.FixtureRequest, mini_project: Project, published: Path) -> EntrySet:
    """The invented atlas, loaded in each of the three ways."""
    if request.param == "checkout":
        return load_atlas(mini_project.root / "entries")
    if request.param == "file":
        return load_atlas(published)
    with serve({"/atlas.json": Answer(published.read_bytes())}) as address:
        return load_atlas(f"{address}/atlas.json")


def test_every_way_gives_the_same_atlas(atlas: EntrySet, selection: Selection) -> None:
    assert atlas.entries == selection.entries
    assert atlas.snapshot == selection.snapshot
    assert sorted(atlas.graph.edges(keys=True)) == sorted(selection.graph.edges(keys=True))
    assert [term.id for term in atlas.terms("subfields")] == ["language", "vision", "bioinformatics", "multimodal"]


def test_an_entry_is_typed(atlas: EntrySet) -> None:
    alder = atlas["alderbert"]
    assert isinstance(alder, ModelEntry)
    assert alder.added == date(2026, 11, 2)
    assert "alderbert" in atlas
    assert "nothing" not in atlas
    assert len(atlas) == len(list(atlas)) == 17
    assert all(isinstance(entry, DatasetEntry) for entry in atlas.datasets)
    assert len(atlas.models) == 8


def test_filters_give_smaller_sets(atlas: EntrySet) -> None:
    vision = atlas.where("kind=model", "modality=imaging")
    assert vision.ids == ["cedarnet", "cedarseg", "hazelchat", "hazelclip"]
    assert vision.where("year<2023").ids == ["cedarnet", "hazelclip"]
    assert "alderbert" not in vision


def test_a_data_frame_tells_nothing_apart(atlas: EntrySet) -> None:
    frame = atlas.where("kind=model").to_pandas()
    assert frame.index.name == "id"
    assert frame.loc["alderbert", "year"] == 2020
    assert frame.loc["alderbert", "tasks"] == ["named-entity-recognition", "question-answering"]
    assert frame.loc["cedarnet", "parameters"] == "not reported"
    assert frame.loc["birchgpt", "objectives"] == "not applicable"
    assert pd.isna(frame.loc["cedarseg", "weights"])
    assert list(atlas.to_pandas(["year", "name"]).columns) == ["year", "name"]
    assert atlas.where("id=alderbert").to_records(["id", "doi"]) == [
        {"id": "alderbert", "doi": "10.5555/alder.2020.36"}
    ]


def test_an_empty_set_is_an_empty_frame(atlas: EntrySet) -> None:
    frame = atlas.where("year>2099").to_pandas(["name"])
    assert frame.empty
    assert list(frame.columns) == ["name"]


def test_exports_are_those_of_the_command_line(atlas: EntrySet, selection: Selection) -> None:
    assert atlas.export("json") == export_json(selection)
    assert atlas.where("id=alderbert").export("bibtex").count(b"@article{") == 1


def test_a_name_that_is_not_there_names_the_nearest(atlas: EntrySet) -> None:
    with pytest.raises(KeyError, match="no entry 'aldrbert': did you mean 'alderbert'"):
        atlas["aldrbert"]
    with pytest.raises(KeyError, match="no facet 'task': did you mean 'tasks'"):
        atlas.terms("task")
    with pytest.raises(UsageError, match="unknown column 'yaer': did you mean 'year'"):
        atlas.to_pandas(["yaer"])
    with pytest.raises(UsageError, match="unknown field 'subfeld'"):
        atlas.where("subfeld=vision")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ("[]", "is not an atlas.json of the format hfm-atlas/1, but something else"),
        ('{"format": "hfm-atlas/9"}', "is not an atlas.json of the format hfm-atlas/1, but hfm-atlas/9"),
        ('{"format": "hfm-atlas/1", "entries": 3}', "does not fit the schema"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=re.escape(message)):
        load_atlas(file)


def test_a_folder_without_an_atlas(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no atlas at or above"):
        load_atlas(tmp_path)


def test_a_checkout_with_errors(own_project: Project) -> None:
    (own_project.entries / "vision" / "cedarnet.yml").write_text("kind: model\n", "utf-8")
    with pytest.raises(UsageError, match="errors; see `hfm-atlas validate`"):
        load_atlas(own_project.root)


def test_without_pandas_it_says_how_to_get_it(mini_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"pip install 'hfm-atlas\[pandas\]'"):
        load_atlas(mini_project.root).to_pandas()


def test_the_package_has_nothing_else() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lod_atlas'"):
        hfm_atlas.lod_atlas  # noqa: B018


def test_the_examples_of_the_documentation_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "python.md").read_text("utf-8")
    first, *others = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert "load_atlas(" in first
    # The real entries that are valid; whether all are is asked by `hfm-atlas validate`.
    real = load_project(Project(ROOT)).atlas
    (tmp_path / "atlas.json").write_bytes(export_json(select(real, build_graph(real))))
    names: dict[str, object] = {"atlas": load_atlas(tmp_path / "atlas.json")}
    for block in others:
        exec(compile(block, "docs/python.md", "exec"), names)
    assert len(names["table"]) >= 3  # type: ignore[arg-type]
    assert "generative" in names["by_year"].columns  # type: ignore[attr-defined]
    assert len(names["descendants"]) >= 5  # type: ignore[arg-type]
    assert str(names["bibliography"]).startswith("% HFM Atlas")
    assert capsys.readouterr().out


def test_an_atlas_shows_itself_in_ten_lines(mini_project: Project) -> None:
    atlas = load_atlas(mini_project.root)
    lines = repr(atlas).splitlines()
    assert len(lines) <= 10
    assert lines[0].startswith(f"EntrySet of {len(atlas)} entries (")
    assert lines[2] == "  alderbert: AlderBERT, 2020"
    assert lines[-1].startswith(f"  … and {len(atlas) - 6} more; ")


def test_a_notebook_shows_a_small_table(mini_project: Project) -> None:
    table = load_atlas(mini_project.root).where("kind=model")._repr_html_()
    assert table.count("<tr>") == 7
    assert "<td>alderbert</td>" in table


def test_text_in_a_notebook_is_no_markup(mini_project: Project) -> None:
    atlas = load_atlas(mini_project.root)
    entry = atlas.entries[0].model_copy(update={"name": "<img src=x>"})
    assert "<img" not in replace(atlas, entries=(entry,))._repr_html_()


def test_no_entries_show_themselves(mini_project: Project) -> None:
    none = replace(load_atlas(mini_project.root), entries=())
    assert repr(none).startswith("EntrySet of 0 entries (none)")
    assert "<table>" in none._repr_html_()


def test_outside_of_a_checkout_the_bundled_atlas_is_loaded(
    mini_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, selection: Selection
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("hfm_atlas.loading.opening._BUNDLED", mini_project.root)
    assert load_atlas().snapshot == selection.snapshot


def test_without_a_bundled_atlas_the_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="no atlas at or above"):
        load_atlas()


def test_a_wheel_carries_the_files_that_the_snapshot_is_made_of() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    included = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {name: f"hfm_atlas/{_BUNDLED.name}/{name}" for name in ("entries", "taxonomy")}


def test_a_figure_shows_itself_in_a_notebook_and_is_saved(published: Path, tmp_path: Path) -> None:
    figure = load_atlas(published).where("kind=model").figure("timeline", where="subfield=vision", width="single")
    assert figure._repr_svg_().startswith("<svg ")
    assert "Filter: kind=model and subfield=vision." in repr(figure)
    figure.save(tmp_path / "vision.pdf")
    assert (tmp_path / "vision.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(UsageError, match=r"must end in \.svg"):
        figure.save(tmp_path / "vision.doc")
