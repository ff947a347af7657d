from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.cli.commands.new import Ask, run_new
from hfm_atlas.curation.drafts import Draft
from hfm_atlas.diagnostics import count_errors
from hfm_atlas.project import Project
from hfm_atlas.validation.runner import check_project

_TODAY = date(2026, 11, 24)


def _draft(kind: str = "model", id: str = "willow", **known: Any) -> Draft:
    return Draft(**{"kind": kind, "id": id, "name": "Willow", "year": 2025, **known})


@pytest.mark.parametrize(
    ("kind", "subfield", "path"),
    [
        ("model", "bioinformatics", "entries/bioinformatics/willow.yml"),
        ("dataset", "language", "entries/datasets/willow.yml"),
        ("dataset", "not applicable", "entries/datasets/willow.yml"),
        ("survey", None, "entries/surveys/willow.yml"),
        ("base", None, "entries/base/willow.yml"),
    ],
)
def test_a_draft_lies_in_its_place_and_validates(
    own_project: Project, capsys: pytest.CaptureFixture[str], kind: str, subfield: str | None, path: str
) -> None:
    assert run_new(own_project, _draft(kind, subfield=subfield), _TODAY) == 0

    printed = capsys.readouterr()
    assert printed.out == f"{path}\n"
    assert f"hfm-atlas validate {path}" in printed.err
    diagnostics = check_project(own_project, _TODAY).diagnostics
    assert count_errors(list(diagnostics)) == 0
    assert {one.rule for one in diagnostics} == {"left-from-draft", "fact-without-evidence"}
    assert {one.path for one in diagnostics} == {path}


def test_two_drafts_do_not_clash(own_project: Project) -> None:
    run_new(own_project, _draft(subfield="vision"), _TODAY)
    run_new(own_project, _draft(id="osier", name="Osier", subfield="vision"), _TODAY)

    assert count_errors(list(check_project(own_project, _TODAY).diagnostics)) == 0


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({"id": "alderbert", "subfield": "language"}, "the id 'alderbert' is taken"),
        ({"id": "alderbert", "subfield": "vision"}, "the id 'alderbert' is taken"),
        ({"id": "alder", "subfield": "language"}, "'alder' is a former id of 'alderbert'"),
        ({"id": "Wil low", "subfield": "language"}, "'Wil low' is not an id.*write it as 'wil-low'"),
        ({"id": "../../evil", "subfield": "language"}, "'../../evil' is not an id"),
        ({}, "a model needs --subfield, one of language, vision, bioinformatics, multimodal"),
        ({"subfield": "visoin"}, "unknown subfield 'visoin': did you mean 'vision'"),
        ({"subfield": "not applicable"}, "unknown subfield 'not applicable'"),
        ({"kind": "survey", "subfield": "vision"}, "a survey has no subfield of its own; leave --subfield out"),
        ({"subfield": "vision", "doi": "doi.org/10.1/x"}, "is not a DOI in its bare form"),
        ({"subfield": "vision", "arxiv": "2401.1234"}, "five digits follow the point"),
        ({"subfield": "vision", "year": 24}, "must be at least 1950"),
        ({"subfield": "vision", "year": 2030}, "the year 2030 lies in the future: 2027 at most"),
        ({"subfield": "vision", "arxiv": "3012.12345"}, "the year 2030 lies in the future: 2026 at most"),
        ({"subfield": "vision", "title": "a\u202eb"}, "U\\+202E"),
    ],
)
def test_wrong_input_is_refused_and_nothing_written(own_project: Project, known: dict[str, Any], message: str) -> None:
    before = sorted(own_project.root.rglob("*"))

    with pytest.raises(UsageError, match=message):
        run_new(own_project, _draft(**known), _TODAY)

    assert sorted(own_project.root.rglob("*")) == before


def test_identifiers_may_be_pasted_as_addresses(own_project: Project) -> None:
    given = {"doi": "https://doi.org/10.5555/willow.2024.1", "arxiv": "https://arxiv.org/abs/2401.12345v2"}

    run_new(own_project, _draft(subfield="vision", **given), _TODAY)

    entry = check_project(own_project, _TODAY).atlas.entries["willow"]
    assert entry.publication.doi == "10.5555/willow.2024.1"
    assert entry.preprint is not None
    assert (entry.preprint.id, entry.preprint.year) == ("2401.12345", 2024)


@pytest.mark.parametrize(
    ("known", "what"),
    [
        ({"doi": "https://doi.org/10.5555/CEDAR.2022.7"}, "DOI"),
        ({"title": "CedarNet - learning tissue, from outlines!"}, "title"),
    ],
)
def test_a_work_that_is_there_already_is_told(
    own_project: Project, capsys: pytest.CaptureFixture[str], known: dict[str, str], what: str
) -> None:
    assert run_new(own_project, _draft(subfield="vision", **known), _TODAY) == 0
    said = f"warning: the work is there already, with the same {what}: entries/vision/cedarnet.yml; "
    assert said in capsys.readouterr().err
    assert count_errors(list(check_project(own_project, _TODAY).diagnostics)) == 1


def test_a_dataset_may_share_the_paper_of_a_model(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    run_new(own_project, _draft("dataset", subfield="vision", doi="10.5555/cedar.2022.7"), _TODAY)
    assert "warning" not in capsys.readouterr().err


def test_a_broken_file_is_not_overwritten(own_project: Project) -> None:
    file = own_project.entries / "vision" / "willow.yml"
    file.write_text("kind: [", "utf-8")

    with pytest.raises(UsageError, match="is taken"):
        run_new(own_project, _draft(subfield="vision"), _TODAY)
    assert file.read_text("utf-8") == "kind: ["


@pytest.mark.parametrize("known", [{}, {"doi": "10.5555/x"}, {"doi": "10.5555/x", "arxiv": "2401.12345"}])
def test_a_year_that_nobody_gave_is_to_be_written(
    own_project: Project, capsys: pytest.CaptureFixture[str], known: dict[str, str]
) -> None:
    assert run_new(own_project, _draft(subfield="vision", year=None, **known), _TODAY) == 0

    path = "entries/vision/willow.yml"
    assert f"the year of the publication is to be written, too: {path}" in capsys.readouterr().err
    (error,) = [one for one in check_project(own_project, _TODAY).diagnostics if one.severity == "error"]
    assert (error.path, error.rule, error.message) == (path, "empty-field", "`publication.year` is empty")


def _answering(answers: dict[str, list[str]], defaults: dict[str, str]) -> Ask:
    """Whoever answers each question with what is listed under its first word, one after the other."""

    def ask(question: str, default: str) -> str:
        word = question.partition(" ")[0].rstrip(",")
        defaults[word] = default
        return answers[word].pop(0)

    return ask


def test_a_question_with_a_wrong_answer_is_put_again_and_the_others_stay(
    own_project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {
        "Name": ["Willow"],
        "Subfield": ["visoin", "", "vision"],
        "Title": ["A title"],
        "Authors": ["Ash, Alba; Birch, Bo"],
        "DOI": ["doi.org/x", ""],
        "arXiv": ["2401.1234", "2401.12345"],
        "Year": ["soon", "2030", ""],
    }
    defaults: dict[str, str] = {}

    assert run_new(own_project, Draft("model", "willow", ""), _TODAY, _answering(answers, defaults)) == 0

    assert not any(answers.values())
    assert (defaults["Name"], defaults["Year"]) == ("willow", "2024")
    said = [line.partition(":")[2] for line in capsys.readouterr().err.splitlines() if line.startswith("error:")]
    assert [line.strip().partition(" ")[0] for line in said] == [
        "unknown",
        "a",
        "'doi.org/x'",
        "'2401.1234'",
        "'soon'",
        "the",
    ]
    entry = check_project(own_project, _TODAY).atlas.entries["willow"]
    publication = entry.publication
    assert (publication.title, publication.authors) == ("A title", ["Ash, Alba", "Birch, Bo"])
    assert (publication.type, publication.year) == ("preprint", 2024)


def test_nothing_is_asked_that_was_given(own_project: Project) -> None:
    known = {"title": "A title", "authors": ("Ash, Alba",), "doi": "10.5555/x", "arxiv": "2401.12345"}

    assert run_new(own_project, _draft("survey", **known), _TODAY, _answering({}, {})) == 0
