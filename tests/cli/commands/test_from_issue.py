"""An issue becomes a draft, or an answer that says why not; nothing of it becomes YAML structure or Markdown."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hfm_atlas.cli import run
from hfm_atlas.curation.drafts import write_draft
from hfm_atlas.curation.issue_forms import Issue, IssueForm, read_form, recognise, split_answers
from hfm_atlas.curation.proposals import make_id, read_proposal
from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.project import Project
from hfm_atlas.yamlio.parser import parse_text
from tests.conftest import TODAY
from tests.editing import edit, read, read_all
from tests.filling import ERROR, LICENCE, PINE, REPOSITORY, fill, read_event

DRAFT = "entries/vision/pinenet.yml"
FORMS = Project(REPOSITORY).issue_forms


@pytest.fixture
def project(own_project: Project) -> Project:
    """The invented atlas with the forms of the repository."""
    shutil.copytree(FORMS, own_project.issue_forms)
    return own_project


@pytest.fixture(scope="module")
def form() -> IssueForm:
    return read_form(FORMS / "new-entry.yml")


class Answer:
    """Runs the command on a text and keeps what it said."""

    def __init__(self, project: Project) -> None:
        self.file = project.root.parent / "issue"
        self.comment = project.root.parent / "answer.md"
        self.project = project

    def __call__(self, text: str | bytes, *arguments: str) -> int:
        self.file.write_bytes(text if isinstance(text, bytes) else text.encode())
        call = ["--project", str(self.project.root), "from-issue", str(self.file), "--comment", str(self.comment)]
        return run([*call, *arguments])

    @property
    def said(self) -> str:
        return self.comment.read_text("utf-8")


@pytest.fixture
def answer(project: Project) -> Answer:
    return Answer(project)


def test_a_form_becomes_a_draft(project: Project, answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(read_event("issues-labeled")) == 0
    assert capsys.readouterr().out == f"{DRAFT}\n"
    data = yaml.safe_load(read(project, DRAFT))
    assert data["publication"]["authors"] == ["Pine, Pat", "Fir, Éva"]
    assert data["publication"]["doi"] == "10.5555/pine.2024.1"
    assert data["availability"] == {"code": "https://github.com/pine/net"}
    assert data["contributors"] == ["@stranger"]
    assert data["review"]["status"] == "drafted"
    text = read(project, DRAFT)
    assert "# What the proposal says (issue 12); move each fact to its field" in text
    assert "#   86 million parameters (Table 1).\n#   Trained on 1.2 million slides (Sec. 3).\n" in text
    assert f"goes to `{DRAFT}`" in answer.said
    assert run(["--project", str(project.root), "validate", str(project.root / DRAFT)]) == 0


def test_check_writes_no_draft(project: Project, answer: Answer) -> None:
    before = read_all(project)
    assert answer(read_event("issues-opened"), "--check") == 0
    assert read_all(project) == before
    assert DRAFT in answer.said


def test_the_draft_goes_where_it_is_asked_to(project: Project, answer: Answer, tmp_path: Path) -> None:
    before = read_all(project)
    assert answer(fill("new-entry", PINE), "-o", str(tmp_path / "draft.yml")) == 0
    assert (tmp_path / "draft.yml").read_text().startswith("# yaml-language-server")
    assert read_all(project) == before


@pytest.mark.parametrize("kind", ENTRY_CLASSES)
def test_every_kind(project: Project, answer: Answer, kind: str) -> None:
    answers = PINE | {"kind": kind, "subfield": "vision" if kind == "model" else "several or none"}
    assert answer(fill("new-entry", answers | {"weights": "https://example.org/pine"})) == 0
    assert run(["--project", str(project.root), "validate"]) == 0


@pytest.mark.parametrize("kind", ENTRY_CLASSES)
def test_the_starred_fields_and_the_tick_are_enough(
    project: Project, answer: Answer, form: IssueForm, kind: str
) -> None:
    starred = [field.id for field in form.fields if field.required]
    answers = PINE | {"kind": kind, "subfield": "vision" if kind == "model" else "several or none"}
    few = {id: text if id in (*starred, "licence") else "" for id, text in answers.items()}
    assert answer(fill("new-entry", few)) == 0
    tutorial = (REPOSITORY / "docs" / "tutorial.md").read_text("utf-8")
    assert len(starred) == 6
    assert "The six fields with a star\nand the tick are enough" in tutorial


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "- **Title of the work** is missing"),
        ({"title": " \u200b "}, "- **Title of the work** is missing"),
        ({"name": ""}, "- **Name** is missing"),
        ({"name": "???"}, "- **Name**: `???` has no letter or digit"),
        ({"name": "x" * 500}, "has 500 characters; 300 are allowed"),
        ({"kind": "thing"}, "- **Kind**: `thing` is none of model, dataset, survey, base"),
        (
            {"subfield": "several or none"},
            "`several or none` is no subfield of a model; choose one of language, vision",
        ),
        ({"subfield": ""}, "- **Subfield** is missing; choose one of language, vision"),
        ({"identifier": "see the paper"}, "- **DOI, arXiv id or PubMed id**: `see` is neither a DOI"),
        ({"identifier": "https://example.org/10.5555/x"}, "is neither a DOI nor an arXiv id nor a PubMed id"),
        ({"year": "soon"}, "- **Year**: `soon` is no year"),
        ({"code": "javascript:alert(1)"}, "- **Address of the code**: `javascript:alert(1)` is no web address"),
        ({"authors": "x" * 400}, "is no name; write one author a line"),
        ({"licence": LICENCE.replace("X", " ")}, "- **Licence** needs its tick"),
        ({"summary": "x" * 500}, "the summary has 500 characters"),
        ({"identifier": "10.5555/cedar.2022.7"}, "this DOI is that of 'cedarnet' too"),
        ({"identifier": "doi: 10.5555/CEDAR.2022.7"}, "this DOI is that of 'cedarnet' too"),
        ({"identifier": "arXiv:1901.99901"}, "this arxiv id is that of 'alderbert' too"),
        ({"title": "CedarNet - learning tissue, from outlines!"}, "this title is that of 'cedarnet' too"),
        ({"name": "CedarNet"}, "- **Name**: `CedarNet` is the name of an entry already"),
        ({"name": "Alder"}, "is the name of an entry already (entries/language/alderbert.yml is AlderBERT, 2020)"),
    ],
)
def test_what_cannot_become_an_entry_is_told_why(
    project: Project, answer: Answer, changes: dict[str, str], said: str
) -> None:
    before = read_all(project)
    assert answer(fill("new-entry", PINE | changes)) == 1
    assert said in answer.said
    assert answer.said.startswith("Thank you. This cannot become an entry yet:")
    assert read_all(project) == before


def test_everything_is_told_at_once(answer: Answer) -> None:
    assert answer(fill("new-entry", PINE | {"title": "", "year": "soon", "identifier": "x"})) == 1
    assert answer.said.count("\n- ") == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello\n\nhow are you?",
        "### Name\n\nPineNet",
        "{}",
        '{"issue": {"body": null}}',
        '{"issue": [1, 2]}',
        "{" * 5000,
        "[" * 50_000,
        b"\xff\xfe\x00binary\x00",
        "### Kind\n### Kind\n### Kind\n",
    ],
)
def test_a_text_that_is_no_form(project: Project, answer: Answer, text: str | bytes) -> None:
    assert answer(text) == 1
    assert "**The text** is not one of the forms" in answer.said


def test_a_byte_order_mark_hides_no_heading(project: Project, answer: Answer) -> None:
    assert answer("\ufeff" + fill("new-entry", PINE)) == 0


def test_a_folder_that_cannot_be_made_is_told(
    project: Project, answer: Answer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert answer(fill("new-entry", PINE), "-o", str(tmp_path / "file" / "draft.yml")) == 2
    assert "cannot make the folder" in capsys.readouterr().err


def test_a_text_of_a_megabyte(project: Project, answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(fill("new-entry", PINE | {"facts": "x" * 1024 * 1024})) == 1
    assert "65,536 are allowed" in answer.said
    assert answer("x" * 3 * 1024 * 1024) == 2
    assert "no issue is that long" in capsys.readouterr().err


def test_a_file_that_is_not_there(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(project.root), "from-issue", "nowhere.md"]) == 2
    assert "nowhere.md cannot be read: No such file" in capsys.readouterr().err


HOSTILE = [
    'x"\nkind: survey\nid: other',
    "x\n---\nkind: base",
    "&a *a !!python/object {a: [b",
    "'\"\\ # : - ? % @ ` | >",
    "<script>alert(1)</script> <img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) ![x](https://example.org/x.png) @everyone #1 </details>",
    "``` ` ````",
    "\u202etxt.exe\u202c\u200b",
    "{{ config }} ${{ secrets.GITHUB_TOKEN }} $(id) `id`",
    "### Kind\n\nsurvey",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_form_becomes_structure(project: Project, answer: Answer, text: str) -> None:
    fields = {"title": text, "authors": text, "summary": text, "venue": text, "facts": text, "credit": text}
    assert answer(fill("new-entry", PINE | fields)) == 0
    data = yaml.safe_load(read(project, DRAFT))
    assert (data["kind"], data["id"], data["name"]) == ("model", "pinenet", "PineNet")
    assert list(data) == [
        "kind", "id", "name", "subfield", "summary", "publication", "contributors", "added", "review",
    ]  # fmt: skip
    allowed = set("".join(text.split()))
    assert set("".join(data["publication"]["title"].split())) <= allowed
    assert run(["--project", str(project.root), "validate", str(project.root / DRAFT)]) == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_form_becomes_markup_in_the_answer(project: Project, answer: Answer, text: str) -> None:
    line = " ".join(text.split())
    assert answer(fill("new-entry", PINE | {"name": f"Pine {line}", "year": line})) == 1
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", answer.said)
    for mark in ("<", "javascript", "@everyone", "![", "\u202e", "$("):
        assert mark not in outside, answer.said


def test_a_remark_cannot_name_a_schema(project: Project, answer: Answer) -> None:
    hostile = "# yaml-language-server: $schema=https://example.org/x.json"
    assert answer(fill("new-entry", PINE | {"facts": hostile})) == 0
    assert read(project, DRAFT).count("yaml-language-server") == 1


def test_what_looks_like_another_entry_is_said_in_the_answer(project: Project, answer: Answer) -> None:
    assert answer(fill("new-entry", PINE | {"name": "Cedar-Net"})) == 0
    assert "- warning, line " in answer.said
    assert "'cedarnet'" in answer.said


def test_a_heading_counts_once_and_in_its_order(form: IssueForm) -> None:
    text = fill("new-entry", PINE | {"summary": "mine\n\n### Name\n\nOther\n\n### Kind\n\nsurvey"})
    answers = split_answers(form, text)
    assert (answers["kind"], answers["name"]) == ("model", "PineNet")
    assert answers["summary"] == "mine\n\n### Name\n\nOther\n\n### Kind\n\nsurvey"


def test_which_form_it_is(form: IssueForm) -> None:
    other = read_form(FORMS / "report-error.yml")
    assert recognise([form, other], fill("new-entry", PINE)) is form
    assert recognise([form, other], fill("report-error", ERROR)) is other
    assert recognise([form, other], fill("report-error", ERROR).replace("\n", "\r\n")) is other


@given(st.dictionaries(st.sampled_from(["name", "title", "authors", "summary", "facts", "credit"]), st.text()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_answer_gives_a_draft_that_yaml_reads_or_a_problem(form: IssueForm, answers: dict[str, str]) -> None:
    text = fill("new-entry", PINE | {"name": answers.get("name", "PineNet")} | answers)
    draft, problems = read_proposal(form, split_answers(form, text), Issue(text))
    assert bool(problems) is (draft is None)
    if draft is not None:
        data = parse_text(write_draft(draft, TODAY))
        assert isinstance(data, dict)
        assert data["kind"] == "model"


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Med-PaLM 2", "med-palm-2"),
        ("ESM‑1b", "esm-1b"),
        ("  RETFound ", "retfound"),
        ("MedGPT (v1.5)", "medgpt-v1-5"),
        ("Ärztin", "arztin"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 100, "x" * 64),
        ("!!!", ""),
        ("CON", "con-work"),
    ],
)
def test_ids(name: str, id: str) -> None:
    assert make_id(name) == id


def test_options_of_the_form_are_those_of_the_schema(form: IssueForm) -> None:
    assert list(form.field("kind").options) == list(ENTRY_CLASSES)
    subfields = parse_text((REPOSITORY / "taxonomy" / "subfields.yml").read_text("utf-8"))
    assert isinstance(subfields, dict)
    assert list(form.field("subfield").options[:-1]) == [term["id"] for term in subfields["terms"]]


def test_a_reported_error_is_told_with_its_place(
    project: Project, answer: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(read_event("issues-opened-error")) == 0
    assert capsys.readouterr().out == (
        "Entry: AlderBERT (alderbert)\n"
        "Place: entries/language/alderbert.yml:25\n"
        "Field: architecture.parameters\n"
        "The entry says: 110M\n"
        "Evidence: card, Summary\n"
        "Said to be right: 340 million\n"
        "To be read in: https://example.org/alder, Table 9\n"
    )
    assert "- **The entry says**: `110M`\n" in answer.said
    assert "**Said to be right**\n\n```text\n340 million\n```" in answer.said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"entry": "AlderBERT"}, "`AlderBERT (alderbert)`"),
        ({"entry": "alder"}, "`AlderBERT (alderbert)`"),
        ({"entry": "https://example.org/atlas/models/alderbert/"}, "`AlderBERT (alderbert)`"),
        ({"field": "parameters"}, "- **Field**: `architecture.parameters`"),
        ({"field": "publication.year"}, "- **Field**: `publication`"),
        ({"field": "the colour of it"}, "`the colour of it (no field of this entry)`"),
        ({"field": ""}, "**Place**"),
        ({"correct": "a\n```\n<img src=x>\n@everyone"}, "````text\na\n```\n<img src=x>\n@everyone\n````"),
    ],
)
def test_reports_in_other_words(project: Project, answer: Answer, changes: dict[str, str], said: str) -> None:
    assert answer(fill("report-error", ERROR | changes)) == 0
    assert said in answer.said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"entry": "aldrbert"}, "`aldrbert` is no entry of the atlas; did you mean 'alderbert'?"),
        ({"entry": ""}, "- **Entry** is missing"),
        ({"correct": ""}, "- **What is right** is missing"),
    ],
)
def test_reports_without_a_place(project: Project, answer: Answer, changes: dict[str, str], said: str) -> None:
    assert answer(fill("report-error", ERROR | changes)) == 1
    assert said in answer.said


def test_an_id_that_is_being_fixed(project: Project, answer: Answer) -> None:
    edit(project, "entries/vision/cedarnet.yml", "year: 2022", "year: soon")
    assert answer(fill("new-entry", PINE | {"name": "CedarNet"})) == 1
    assert "wait until it is" in answer.said
