from __future__ import annotations

import re

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from hfm_atlas.exports import Selection
from hfm_atlas.exports.texts import entry_text, escape_markdown, export_llms, export_llms_full
from hfm_atlas.model.entries import Entry
from tests.exports.conftest import nasty_entries, with_entry
from tests.making import TEXTS


def test_the_index_is_as_llmstxt_proposes(selection: Selection) -> None:
    lines = export_llms(selection).decode("utf-8").splitlines()
    assert lines[0] == "# HFM Atlas"
    assert lines[2].startswith("> A literature map")
    assert [line for line in lines if line.startswith("## ")] == [
        "## Models",
        "## Datasets",
        "## Surveys",
        "## General models that they build on",
    ]
    links = [line for line in lines if line.startswith("- [")]
    assert len(links) == len(selection.entries)
    assert links[0].startswith("- [AlderBERT](https://hfm-atlas.github.io/hfm-atlas/models/alderbert/): OakBERT ")


def test_every_entry_has_its_text(any_selection: Selection) -> None:
    text = export_llms_full(any_selection).decode("utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert sorted(headings) == sorted(escape_markdown(entry.name) for entry in any_selection.entries)


def test_a_text(selection: Selection) -> None:
    text = entry_text(selection, selection.atlas.entries["cedarnet"])
    assert text.startswith("## CedarNet\n\nA vision transformer trained on drawn outlines of tissue")
    assert (
        "- Cite: Cy Cedar, Di Dogwood. CedarNet: Learning Tissue from Outlines. 2022. "
        "<https://doi.org/10.5555/cedar.2022.7>\n" in text
    )
    assert "- Parameters: not reported\n" in text
    assert "- Weights: none\n" in text
    assert "- Code: <https://example.org/cedar/code>\n" in text
    assert "- addresses label-scarcity: " in text
    assert "Clinical" not in text


@pytest.mark.parametrize(
    "text", ["1. one", "- a", "+ b", "= c", "# d", "> e", "*f*", "[g](h)", "<b>i</b>", "`j`", "_k_"]
)
def test_nothing_is_markup(text: str) -> None:
    assert MarkdownIt("commonmark").render(escape_markdown(text)) == f"<p>{html(text)}</p>\n"


@given(text=TEXTS)
def test_no_text_is_markup(text: str) -> None:
    rendered = MarkdownIt("commonmark").render(escape_markdown(text))
    assert re.fullmatch(r"<p>[^<]*</p>\n", rendered)


@given(entry=nasty_entries())
def test_a_nasty_entry_stays_one_section(selection: Selection, entry: Entry) -> None:
    rendered = MarkdownIt("commonmark").render(entry_text(with_entry(selection, entry), entry))
    assert len(re.findall("<h[1-6]>", rendered)) == 1
    assert set(re.findall(r"<(\w+)", rendered)) <= {"h2", "p", "ul", "li", "a"}


def html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
