from __future__ import annotations

import re
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hfm_atlas.curation.drafts import PLACEHOLDER, Draft, write_draft
from hfm_atlas.loading.loader import check_entry_text, load_project
from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.project import Project
from hfm_atlas.yamlio.parser import read_text

_TODAY = date(2026, 11, 24)


def _draft(kind: str = "model", **known: object) -> Draft:
    subfield = "vision" if kind in ("model", "dataset") else None
    return Draft(kind=kind, **{"id": "willow", "name": "Willow", "subfield": subfield, **known})  # type: ignore[arg-type]


def _data(draft: Draft) -> dict[str, object]:
    document = read_text("entries/vision/willow.yml", write_draft(draft, _TODAY)).document
    assert document is not None
    return document.data


@pytest.mark.parametrize("kind", sorted(ENTRY_CLASSES))
def test_a_draft_fits_the_schema(mini_project: Project, kind: str) -> None:
    known = load_project(mini_project).known

    assert check_entry_text("entries/vision/willow.yml", write_draft(_draft(kind, year=2025), _TODAY), known) == []


@pytest.mark.parametrize("kind", sorted(ENTRY_CLASSES))
def test_a_draft_shows_every_field(kind: str) -> None:
    text = write_draft(_draft(kind), _TODAY)
    shown = set(re.findall(r"^(?:# )?(\w+):", text, re.MULTILINE))

    assert shown == set(ENTRY_CLASSES[kind].model_fields)
    assert text.startswith(f"# yaml-language-server: $schema=../../schema/{kind}.schema.json\n")


def test_comments_become_fields_when_their_mark_is_deleted() -> None:
    lines = write_draft(_draft(), _TODAY).splitlines()
    wanted = ("# architecture:", "#   family:", "#   parameters:", "# builds_on:", "#   - {model:")
    opened = [line.replace("# ", "", 1) if line.startswith(wanted) else line for line in lines]
    opened = [line.replace("#   ", "  ", 1) if line.startswith(wanted) else line for line in opened]

    data = yaml.safe_load("\n".join(opened))

    assert data["architecture"] == {"family": None, "parameters": None}
    assert data["builds_on"] == [{"model": "…", "relation": "…"}]


def test_what_is_known_is_filled_in() -> None:
    data = _data(_draft(title='A "big" model: the title', authors=("Ash, Alba", "Group"), arxiv="2401.12345"))

    assert data["publication"] == {
        "type": "preprint",
        "title": 'A "big" model: the title',
        "authors": ["Ash, Alba", "Group"],
        "venue": "arXiv",
        "year": 2024,
    }
    assert data["preprint"] == {"server": "arxiv", "id": "2401.12345", "year": 2024}
    assert data["added"] == _TODAY
    assert data["review"] == {"status": "drafted", "date": _TODAY}


@pytest.mark.parametrize("known", [{}, {"doi": "10.5555/x"}, {"doi": "10.5555/x", "arxiv": "2401.12345"}])
def test_no_year_is_invented(known: dict[str, str]) -> None:
    publication = _data(_draft(**known))["publication"]

    assert isinstance(publication, dict)
    assert publication["year"] is None


def test_a_published_version_wins_over_the_preprint() -> None:
    data = _data(_draft(doi="10.5555/x", arxiv="2401.12345", year=2025))

    assert data["publication"] == {
        "type": "article",
        "title": PLACEHOLDER,
        "authors": [PLACEHOLDER],
        "year": 2025,
        "doi": "10.5555/x",
    }
    assert data["preprint"] == {"server": "arxiv", "id": "2401.12345", "year": 2024}


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40), st.text(max_size=40).filter(str.isprintable))
def test_any_text_stays_what_it_was(title: str, name: str) -> None:
    file = read_text("x.yml", write_draft(_draft(title=title, name=name), _TODAY))

    if file.document is None:
        assert [one.rule for one in file.diagnostics] == ["control-character"]
        return
    publication = file.document.data["publication"]
    assert isinstance(publication, dict)
    assert publication["title"] == (title or PLACEHOLDER)
    assert file.document.data["name"] == name
