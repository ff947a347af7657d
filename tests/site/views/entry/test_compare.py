"""Compare: what to begin with, and the cells that a reader takes along."""

from __future__ import annotations

from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.parts.file_cells import text_cell
from hfm_atlas.site.views.entry.compare import compare_view, comparison_cells
from tests.site.views.overview.test_leaderboard import BIRCHGPT, change, index_of


def cell(index: SiteIndex, id: str, key: str) -> tuple[str, str]:
    found = comparison_cells(index)
    row = found.rows[id]
    cells = dict(zip(row[::2], row[1::2], strict=True))
    return found.cells[cells[found.keys.index(key)]]


def test_every_cell_belongs_to_a_key(any_index: SiteIndex) -> None:
    found = comparison_cells(any_index)
    assert len(found.keys) == len(found.head) == len(set(found.keys))
    assert set(found.rows) == set(found.names) == set(any_index.atlas.entries)
    for row in found.rows.values():
        assert max(row[::2]) < len(found.keys)
        assert max(row[1::2]) < len(found.cells)


def test_a_cell_says_what_the_page_says(mini_index: SiteIndex) -> None:
    assert cell(mini_index, "birchgpt", "challenges/hallucination/")[0].startswith("measures: Counts untrue sentences")
    key = "lichen-qa|question-answering|accuracy|percent|test set, five examples in the prompt"
    assert cell(mini_index, "birchgpt", key) == ("74.2 % (13B)", "74.2 {\\%} (13B)")
    assert cell(mini_index, "hazelchat", "summary")[0].strip('"') == mini_index.atlas.entries["hazelchat"].summary


def test_texts_keep_their_semicolons() -> None:
    assert text_cell("reports; variants") == ("reports; variants", "reports; variants")
    assert text_cell("reports; variants", "labels") == (
        '"""reports; variants""; labels"',
        "reports; variants, labels",
    )


def test_code_has_straight_quotes(real_index: SiteIndex) -> None:
    cells = comparison_cells(real_index)
    row = cells.rows["conch"]
    csv, latex = cells.cells[dict(zip(row[::2], row[1::2], strict=True))[cells.keys.index("interface.load")]]
    assert 'create_model_from_pretrained(\'conch_ViT-B-16\', ""hf_hub:MahmoodLab/conch""' in csv
    assert r"{\textquotesingle}conch" in latex
    assert r"{\char34}hf{\_}" in latex
    assert "quotedbl" not in latex


def test_models_measured_alike_are_an_example(own_project: Project) -> None:
    assert compare_view(index_of(own_project)).examples == ()
    change(own_project, BIRCHGPT, "test set, five examples in the prompt", "test set, fine-tuned")
    (example,) = compare_view(index_of(own_project)).examples
    assert (example.url, example.reason) == ("compare/?ids=alderbert,birchgpt", "1 result in the same setting")
