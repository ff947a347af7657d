from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas._util.http import Fetcher
from hfm_atlas.cli import run
from hfm_atlas.cli.commands.add import EntryDefaults, Servers, Wanted, run_add
from hfm_atlas.loading.loader import Loaded, load_project
from hfm_atlas.model.entries import Entry
from hfm_atlas.project import Project
from tests.serving import Answer, patience, serve

ANSWERS = Path(__file__).parents[2] / "curation" / "metadata" / "answers"
TODAY = date(2026, 11, 24)
CROSSREF = "/works/10.5555%2Frowan.2024.1"
ARXIV = "/arxiv?id_list=2305.99931&max_results=1"
PUBMED = "/pubmed?db=pubmed&retmode=xml&id=99999977"
ROWAN = Wanted(doi="10.5555/rowan.2024.1")
MODEL = EntryDefaults(subfield="language")


def recorded(name: str) -> Answer:
    type_ = {"json": "application/json", "xml": "application/atom+xml"}[name.rpartition(".")[2]]
    return Answer((ANSWERS / name).read_bytes(), type=type_)


@contextmanager
def servers(answers: Mapping[str, Answer]) -> Iterator[Servers]:
    with serve(answers) as address:
        yield Servers(address, f"{address}/doi", f"{address}/arxiv", f"{address}/pubmed")


def add(project: Project, wanted: Wanted, answers: Mapping[str, Answer], defaults: EntryDefaults = MODEL) -> int:
    fetcher = Fetcher(timeout=patience(answers.values()), attempts=2, first_wait=0.01)
    with servers(answers) as found:
        return run_add(project, wanted, defaults, servers=found, fetcher=fetcher, today=TODAY)


def entry(project: Project, id: str) -> Entry:
    loaded = load_project(project)
    assert not loaded.diagnostics
    return loaded.atlas.entries[id]


def files(project: Project) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in project.root.rglob("*.yml")}


def test_a_doi_becomes_a_draft(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        add(own_project, Wanted(doi="https://doi.org/10.5555/rowan.2024.1"), {CROSSREF: recorded("crossref.json")}) == 0
    )
    path = "entries/language/rowanbert.yml"
    captured = capsys.readouterr()
    assert captured.out == f"{path}\n"
    assert captured.err == f"Fill it in, then run `hfm-atlas validate {path}`.\n"
    added = entry(own_project, "rowanbert")
    assert (added.name, added.review.status) == ("RowanBERT", "drafted")
    assert added.publication.model_dump(exclude_none=True) == {
        "type": "article",
        "title": "RowanBERT: a model of invented R&D",
        "authors": ["Rowan, Rhea", "de la Sorbe, Jr., Émile", "The Grove Team"],
        "venue": "Journal of Invented Informatics",
        "publisher": "Forest Press",
        "year": 2024,
        "month": 3,
        "volume": "40",
        "number": "3",
        "pages": "101-110",
        "doi": "10.5555/rowan.2024.1",
    }
    assert added.preprint is not None
    assert added.preprint.id == "2305.99931"
    text = (own_project.root / path).read_text("utf-8")
    assert "# Publication as in http://127.0.0.1:" in text


def test_a_doi_of_another_agency(own_project: Project) -> None:
    answers = {"/doi/10.5555/sorbus": recorded("datacite.json")}
    assert add(own_project, Wanted(doi="10.5555/sorbus"), answers, EntryDefaults("dataset", "not applicable")) == 0
    assert entry(own_project, "sorbus").publication.publisher == "Invented Data"


def test_an_arxiv_id_and_the_doi_that_arxiv_makes_of_it(own_project: Project) -> None:
    answers = {ARXIV: recorded("arxiv.xml")}
    assert add(own_project, Wanted(doi="10.48550/arXiv.2305.99931"), answers) == 0
    added = entry(own_project, "rowanbert")
    assert (added.publication.type, added.publication.venue, added.publication.year) == ("preprint", "arXiv", 2023)
    assert added.preprint is not None
    assert (added.preprint.server, added.preprint.id, added.preprint.year) == ("arxiv", "2305.99931", 2023)


def with_doi() -> Answer:
    text = (ANSWERS / "arxiv.xml").read_text("utf-8")
    doi = '<doi xmlns="http://arxiv.org/schemas/atom">10.5555/rowan.2024.1</doi>'
    return Answer(text.replace("</entry>", f"{doi}</entry>").encode(), type="application/atom+xml")


def test_an_arxiv_id_with_a_published_version(own_project: Project) -> None:
    answers = {ARXIV: with_doi(), CROSSREF: recorded("crossref.json")}
    assert add(own_project, Wanted(arxiv="arXiv:2305.99931v2"), answers) == 0
    added = entry(own_project, "rowanbert")
    assert (added.publication.doi, added.publication.year) == ("10.5555/rowan.2024.1", 2024)
    assert added.preprint is not None
    assert added.preprint.year == 2023


def test_a_published_version_that_cannot_be_read_is_left_out(
    own_project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(own_project, Wanted(arxiv="2305.99931"), {ARXIV: with_doi()}) == 0
    assert "warning: the published version 10.5555/rowan.2024.1 is left out: " in capsys.readouterr().err
    assert entry(own_project, "rowanbert").publication.doi is None


def test_a_pubmed_id(own_project: Project) -> None:
    assert (
        add(own_project, Wanted(pmid="99999977"), {PUBMED: recorded("pubmed.xml")}, EntryDefaults("base", name="Rowan"))
        == 0
    )
    added = entry(own_project, "rowan")
    assert (added.publication.pmid, added.publication.pages) == ("99999977", "101-110")


def test_a_bibtex_file(own_project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "library.bib"
    file.write_text(
        "@article{a, title={Pine: a model}, author={Pine, Pia}, journal={J}, year=2021}\n"
        "@article{b, title={A title without a name}, author={Yew, Yara and Pine, Pia}, journal={J}, year=2022}\n"
        "@article{again, title={AlderBERT: a pre-trained encoder for invented literature}, author={A, B}, year=2020}\n"
        "@article{broken, title={No end, author={A B},\n",
        "utf-8",
    )
    assert add(own_project, Wanted(bibtex=file), {}) == 1
    captured = capsys.readouterr()
    assert captured.out == "entries/language/pine.yml\nentries/language/yew-2022.yml\n"
    errors = [line for line in captured.err.splitlines() if line.startswith("error: ")]
    assert errors[0].startswith(f"error: {file}:4: cannot be read as BibTeX: ")
    path = "entries/language/alderbert.yml"
    assert errors[1] == f"error: {file}:3: the work is there already, with the same title: {path}"
    assert entry(own_project, "yew-2022").name == "Yew 2022"


@pytest.mark.parametrize(
    ("wanted", "what"),
    [
        (Wanted(doi="10.5555/ALDER.2020.36"), "DOI"),
        (Wanted(arxiv="1901.99901"), "arXiv id"),
        (Wanted(pmid="99999901"), "PubMed id"),
    ],
)
def test_a_work_that_is_there_is_told(
    own_project: Project, capsys: pytest.CaptureFixture[str], wanted: Wanted, what: str
) -> None:
    date_ = b'"issued": {"date-parts": [[2020]]}'
    crossref = b'{"title": "Other", "DOI": "10.5555/ALDER.2020.36", "author": [{"family": "A"}], ' + date_ + b"}"
    answers = {
        "/works/10.5555%2FALDER.2020.36": Answer(crossref),
        "/arxiv?id_list=1901.99901&max_results=1": recorded("arxiv.xml"),
        "/pubmed?db=pubmed&retmode=xml&id=99999901": recorded("pubmed.xml"),
    }
    before = files(own_project)
    assert add(own_project, wanted, answers) == 1
    assert (
        f": the work is there already, with the same {what}: entries/language/alderbert.yml" in capsys.readouterr().err
    )
    assert files(own_project) == before


def test_a_preprint_gets_its_published_version(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    file = own_project.entries / "language" / "birchgpt.yml"
    before = file.read_text("utf-8")
    crossref = (ANSWERS / "crossref.json").read_text("utf-8").replace("2305.99931", "2303.99903")
    assert add(own_project, ROWAN, {CROSSREF: Answer(crossref.encode())}) == 0
    assert "entries/language/birchgpt.yml: the preprint has its published version now" in capsys.readouterr().err
    birch = entry(own_project, "birchgpt")
    assert (birch.publication.doi, birch.publication.venue) == (
        "10.5555/rowan.2024.1",
        "Journal of Invented Informatics",
    )
    assert birch.preprint is not None
    assert (birch.preprint.id, birch.review.status, birch.review.date) == ("2303.99903", "drafted", TODAY)
    assert "publication" not in birch.evidence
    after = file.read_text("utf-8")
    kept = after[after.index("preprint:") : after.index("evidence:")]
    assert kept == before[before.index("preprint:") : before.index("evidence:")]


@pytest.mark.parametrize(
    ("wanted", "answers", "message"),
    [
        (Wanted(doi="nonsense"), {}, "'nonsense' is not a DOI; one looks like 10.1093/bioinformatics/btz682"),
        (Wanted(arxiv="24-04"), {}, "'24-04' is not an arXiv id; one looks like 2404.03264"),
        (Wanted(pmid="x1"), {}, "'x1' is not a PubMed id; one looks like 31501885"),
        (Wanted(doi="10.5555/none"), {}, "there is no such record"),
        (
            Wanted(doi="10.5555/rowan.2024.1"),
            {CROSSREF: Answer(b"{", (429,))},
            "429 Too Many Requests; try again later, or write the draft without it: `hfm-atlas new`, or `add --bibtex`",
        ),
        (
            Wanted(doi="10.5555/rowan.2024.1"),
            {CROSSREF: Answer(b"<p>", type="text/html")},
            "with a web page instead of",
        ),
        (ROWAN, {CROSSREF: Answer(b"garbage")}, "the answer is not JSON"),
        (ROWAN, {CROSSREF: Answer(b"{}", stall=1.0)}, "no answer within 0.5 seconds"),
        (
            Wanted(pmid="99999977"),
            {PUBMED: Answer(b"<a/>", type="text/xml")},
            "PubMed has no record with the id 9",
        ),
        (Wanted(bibtex=Path("/nowhere/x.bib")), {}, "cannot read /nowhere/x.bib: No such file or directory"),
    ],
)
def test_wrong_usage_and_bad_answers_write_nothing(
    own_project: Project, wanted: Wanted, answers: Mapping[str, Answer], message: str
) -> None:
    before = files(own_project)
    with pytest.raises(UsageError) as problem:
        add(own_project, wanted, answers)
    assert message in str(problem.value)
    assert files(own_project) == before


def test_a_model_needs_a_subfield(own_project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        add(own_project, Wanted(doi="10.5555/rowan.2024.1"), {CROSSREF: recorded("crossref.json")}, EntryDefaults())
        == 1
    )
    assert "a model needs --subfield, one of language, vision, bioinformatics, multimodal" in capsys.readouterr().err


def test_what_was_read_is_kept(own_project: Project) -> None:
    answer = recorded("crossref.json")
    with servers({CROSSREF: answer}) as found:
        for _ in range(2):
            run_add(own_project, Wanted(doi="10.5555/rowan.2024.1"), MODEL, servers=found, today=TODAY)
    assert len(answer.asked) == 1
    assert list((own_project.cache / "records").iterdir())


@pytest.mark.parametrize("arguments", [[], ["--doi", "10.1/x", "--arxiv", "2404.03264"]])
def test_exactly_one_record_is_asked_for(
    own_project: Project, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert run(["--project", str(own_project.root), "add", *arguments]) == 2
    assert "with one of --doi, --arxiv, --pmid, --bibtex and --accepted" in capsys.readouterr().err


def test_an_empty_file_holds_no_work(own_project: Project, tmp_path: Path) -> None:
    (tmp_path / "empty.bib").write_text("nothing here", "utf-8")
    with pytest.raises(UsageError, match=r"empty\.bib holds no work"):
        add(own_project, Wanted(bibtex=tmp_path / "empty.bib"), {})


def test_what_a_record_leaves_open_is_told_and_stands_in_the_draft(
    own_project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.bib"
    file.write_text(
        "@article{k, author={Doe, Jane and others}, title={Zorb: a}, journal={bioRxiv},"
        "doi={10.1101/2023.06.12.544594}, year=2023}"
    )
    assert add(own_project, Wanted(bibtex=file), {}) == 0
    remark = "the list of authors is cut; name all of them"
    assert f"warning: {file}:1: {remark}" in capsys.readouterr().err
    assert f"# {remark}" in (own_project.root / "entries/language/zorb.yml").read_text("utf-8")
    preprint = entry(own_project, "zorb").preprint
    assert preprint is not None
    assert (preprint.server, preprint.id, preprint.year) == ("biorxiv", "2023.06.12.544594", 2023)


def test_the_project_is_read_once(own_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x.bib"
    publications = [f"@article{{k{n}, author={{Doe, Jane}}, title={{Zorb{n}: a}}, year=2023}}" for n in range(3)]
    file.write_text("\n".join([*publications, publications[0]]))
    reads: list[Project] = []

    def counted(project: Project) -> Loaded:
        reads.append(project)
        return load_project(project)

    monkeypatch.setattr("hfm_atlas.cli.commands.add.load_project", counted)
    assert add(own_project, Wanted(bibtex=file), {}) == 1  # the last one is there already
    assert len(reads) == 1
    assert {"zorb0", "zorb1", "zorb2"} <= set(load_project(own_project).atlas.entries)
