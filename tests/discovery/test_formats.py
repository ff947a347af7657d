from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hfm_atlas._util.errors import UsageError
from hfm_atlas.discovery.formats.files import find_files, read_file
from hfm_atlas.discovery.formats.json_lines import abstract_of_index
from hfm_atlas.discovery.formats.reading import UnreadableFileError
from hfm_atlas.discovery.works import Work

ANSWERS = Path(__file__).parent / "answers"
TITLE = "ThornNet: a foundation model for thorn images"
ARXIV = {
    "id": "2610.00001",
    "title": "ThornNet: a foundation model\n  for thorn images",
    "abstract": "We pre-train.",
    "authors_parsed": [["Thorn", "Rosa", ""]],
    "doi": "10.1000/Thorn.1",
    "journal-ref": None,
    "update_date": "2026-10-03",
    "versions": [{"version": "v1", "created": "Thu, 1 Oct 2026 09:00:00 GMT"}],
}


def openalex() -> dict[str, object]:
    (record,) = json.loads((ANSWERS / "openalex.json").read_text())["results"]
    assert isinstance(record, dict)
    return record


def works(path: Path) -> list[Work]:
    found = list(read_file(path))
    assert all(isinstance(one, Work) for one in found), found
    return [one for one in found if isinstance(one, Work)]


def write_lines(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in records))
    return path


def test_arxiv_metadata(tmp_path: Path) -> None:
    (work,) = works(write_lines(tmp_path / "a.json", ARXIV))
    assert (work.id, work.doi, work.title, work.year) == ("arxiv:2610.00001", "10.1000/thorn.1", TITLE, 2026)
    assert work.authors == ["Rosa Thorn"]


def test_the_snapshot_of_openalex(tmp_path: Path) -> None:
    packed = tmp_path / "part_000.gz"
    packed.write_bytes(gzip.compress(json.dumps(openalex()).encode()))
    (work,) = works(packed)
    assert (work.id, work.pmid, work.title) == ("arxiv:2610.00001", "40000003", TITLE)
    assert work.abstract == "We pre-train on images"


def test_an_abstract_is_put_in_order_and_bounded() -> None:
    assert abstract_of_index({"b": [1, 3], "a": [0, 2], "far": [10**9], "before": [-1]}) == "a b a b"


def test_pubmed_xml() -> None:
    first, second = read_file(ANSWERS / "pubmed.xml")
    assert isinstance(first, Work)
    assert (first.id, first.doi, first.date) == ("pmid:40000001", "10.1000/thorn.2", "2026-10")
    assert first.title == "A foundation model for thorn pathology"
    assert first.abstract == "Thorns < 5 mm. It works."
    assert first.authors == ["Thorn, Rosa", "Thorn Group"]
    assert second == "pubmed.xml, article 2: the record has no title"


def test_bibtex(tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    file.write_text(
        "@article{a, title={A {T}horn}, author={Thorn, Rosa}, year=2026, doi={10.1000/X},\n"
        "abstract={Of \\emph{thorns}.}}\n"
        "@article{b, title={No authors}, year=2026}\n"
    )
    first, second = read_file(file)
    assert isinstance(first, Work)
    assert (first.title, first.doi, first.abstract) == ("A Thorn", "10.1000/x", "Of thorns.")
    assert isinstance(second, str)


def test_ris(tmp_path: Path) -> None:
    file = tmp_path / "a.ris"
    file.write_text(
        "TY  - JOUR\nTI  - A thorn\nAU  - Thorn, Rosa\nPY  - 2026\nDO  - 10.1000/x\nAB  - Thorns.\nER  - \n"
    )
    (work,) = works(file)
    assert (work.title, work.doi, work.year, work.abstract) == ("A thorn", "10.1000/x", 2026, "Thorns.")


def test_csv_of_pubmed(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        'PMID,Title,Authors,Journal/Book,Publication Year\n40000001,"A, thorn",Thorn R;Dorn J,Thorns,2026\n'
    )
    (work,) = works(file)
    assert (work.pmid, work.title, work.authors, work.year) == ("40000001", "A, thorn", ["Thorn R", "Dorn J"], 2026)


def test_parquet(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    table = {"id": ["arxiv:2610.00001", "x:1"], "title": [TITLE, None], "year": [2026, 2025], "venue": ["arXiv", None]}
    pq.write_table(pa.table(table), file)
    first, second = read_file(file)
    assert isinstance(first, Work)
    assert (first.arxiv, first.year) == ("2610.00001", 2026)
    assert second == "a.parquet, row 2: the record has no title"


def test_a_line_of_another_form_costs_only_itself(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(
        '{"id": "1"}\n[1]\nnot json\n' + json.dumps({**ARXIV, "authors_parsed": 7}) + f"\n{json.dumps(ARXIV)}\n"
    )
    *problems, work = read_file(file)
    assert isinstance(work, Work)
    assert [str(one).partition(": ")[0] for one in problems] == [f"a.jsonl, line {number}" for number in (1, 2, 3, 4)]


def test_a_truncated_gzip_gives_what_is_before_and_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "part_001.gz"
    lines = "".join(json.dumps({**ARXIV, "id": f"2610.{number:05}"}) + "\n" for number in range(5000))
    whole = gzip.compress(lines.encode())
    file.write_bytes(whole[: len(whole) // 2])
    found: list[object] = []
    with pytest.raises(UnreadableFileError, match=r"part_001.gz ends in the middle of its gzip data; fetch it again"):
        found.extend(read_file(file))
    assert len(found) > 100


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<PubmedArticleSet><PubmedArticle></PubmedArticleSet>", "is broken XML"),
        ("<PubmedArticleSet><PubmedArticle>", "ends in the middle"),
        ("<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page and no data"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "defines entities"),
        ("<PubmedArticleSet></PubmedArticleSet>", "holds no article"),
    ],
)
def test_broken_xml_is_told(content: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(content)
    with pytest.raises(UnreadableFileError, match=said):
        list(read_file(file))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", "<html>Too many requests</html>", "is a web page"),
        ("a.jsonl", "", "is empty"),
        ("a.csv", "name,year\nA,2026\n", "no column `title`; its columns are name, year"),
        ("a.parquet", "PAR1", "cannot be read as Parquet"),
        ("a.ris", "<html>", "is a web page"),
    ],
)
def test_what_is_no_data_is_told(name: str, content: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(content)
    with pytest.raises(UnreadableFileError, match=said):
        list(read_file(file))


def test_files_of_folders_are_found_in_order(tmp_path: Path) -> None:
    for name in ("b/part_000.gz", "a/part_000.gz", "a/manifest"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [one.relative_to(tmp_path).as_posix() for one in find_files([tmp_path])] == [
        "a/part_000.gz",
        "b/part_000.gz",
    ]


def test_a_name_that_tells_no_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").touch()
    with pytest.raises(UsageError, match=r"the name tells no format; those known are \.parquet"):
        find_files([tmp_path / "a.docx"])
    with pytest.raises(UsageError, match="there is no file"):
        find_files([tmp_path / "missing.csv"])
