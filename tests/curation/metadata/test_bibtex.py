from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfm_atlas.citation.bibtex import bibtex_entry
from hfm_atlas.curation.metadata import BibliographicRecord
from hfm_atlas.curation.metadata.bibtex import read_bibtex
from hfm_atlas.curation.metadata.latex_text import plain_text
from tests.making import make_entry

BIBTEX = r"""
@article{one, title={{BioFoo}: a pre-trained {\"u}ber model}, author={Lee, Jinhyuk and Émile de la Sorbe and
  {The Team and Co} and O'Neil, Jr., Ed and others}, journal={Bioinf. \& X}, year=2020, month=feb,
  pages={1234--1240}, doi={https://doi.org/10.1093/x_y}, volume={36}, number=4}
@misc{two, title={Foo}, author={Jane Doe and M{\"u}ller, J{\"o}rg}, eprint=2401.00001, archivePrefix={arXiv}, year=2024}
@article{three, title={Three}, author={J. Doe}, journal={arXiv preprint arXiv:2310.18689}, year={2023}}
@article{broken, title={No end, author={A B},
@article{noauthor, title={x}, year={2020}}
@phdthesis{four, title = "Four", author = "Zed, A", school = "Uni", year = 2021}
@article{four, title = "Four again", author = "Zed, A", year = 2021}
"""


def test_bibtex() -> None:
    read = read_bibtex(BIBTEX, "file.bib")
    one, two, three, four, again = read.records
    assert one == BibliographicRecord(
        source="file.bib:2",
        type="article",
        title="BioFoo: a pre-trained über model",
        authors=("Lee, Jinhyuk", "de la Sorbe, Émile", "The Team and Co", "O'Neil, Jr., Ed", "others"),
        year=2020,
        month=2,
        venue="Bioinf. & X",
        volume="36",
        number="4",
        pages="1234-1240",
        doi="10.1093/x_y",
        remarks=("the list of authors is cut; name all of them",),
    )
    assert (two.type, two.arxiv, two.authors) == ("preprint", "2401.00001", ("Doe, Jane", "Müller, Jörg"))
    assert (three.type, three.arxiv, three.venue) == ("preprint", "2310.18689", "arXiv")
    assert (four.type, four.publisher, four.year) == ("thesis", "Uni", 2021)
    assert again.remarks == ("its key 'four' is that of line 9 too",)


def test_what_cannot_be_read_is_told_with_its_line() -> None:
    problems = read_bibtex(BIBTEX, "file.bib").problems
    assert [problem.split(": ")[0] for problem in problems] == ["file.bib:7", "file.bib:8"]
    assert "Unexpected block start" in problems[0]
    assert "the record gives no authors" in problems[1]


def test_what_the_atlas_exports_comes_back() -> None:
    entry = make_entry(
        publication={
            "title": "Foomed 2: Müller's α & 50% {x}",
            "authors": ["Müller, Jörg", "van der Berg, Ana", "The Foomed Team", "others"],
            "month": 2,
            "volume": "12",
            "number": "3",
            "pages": "1234-1240",
            "doi": "10.1234/foo_bar",
            "pmid": "31501885",
        },
        preprint={"server": "arxiv", "id": "2401.00001", "year": 2024},
    )
    (record,) = read_bibtex(bibtex_entry(entry), "file.bib").records
    publication = entry.publication
    assert record.authors == tuple(publication.authors)
    assert record.title.replace("’", "'") == publication.title.replace("{x}", "x")
    for field in ("year", "month", "venue", "volume", "number", "pages", "doi", "pmid"):
        assert getattr(record, field) == getattr(publication, field)
    assert record.arxiv == "2401.00001"


def cited(fields: str, type_: str = "article", author: str = "Doe, Jane") -> BibliographicRecord:
    (record,) = read_bibtex(f"@{type_}{{k, author = {{{author}}}, title = {{T}}, {fields}}}", "f.bib").records
    return record


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"Ana Mu\~{n}iz and J. P. Mari\~no and Iv\'an N\'u\~nez", "Muñiz, Ana; Mariño, J. P.; Núñez, Iván"),
        (r"Doe, J and \'{E}lise Roe and \c{C}a\u{g}la Poe and \AA{}ke Zoe", "Doe, J; Roe, Élise; Poe, Çağla; Zoe, Åke"),
        (r"\O{}ystein Noe and \AE gir Moe and \L{}ucja Doe", "Noe, Øystein; Moe, Ægir; Doe, Łucja"),
        (r"\"Ozg\"ur D\"oe and {\c C}a{\u g}la {\"U}noe", "Döe, Özgür; Ünoe, Çağla"),
        (r"van der Doe, Jan and Ludwig van Poe", "van der Doe, Jan; van Poe, Ludwig"),
        (r"Sam Zoe, Jr. and Moe, Jr., Max Leo and Doe, Jane, III", "Zoe, Jr., Sam; Moe, Jr., Max Leo; Doe, III, Jane"),
        ("{The X and Y Team} AND Doe, Jane", "The X and Y Team; Doe, Jane"),
        ("Doe, J. and\n  Roe, K.~L.", "Doe, J.; Roe, K. L."),
        ("family=Doe, given=Jane, prefix=von and given=Max, family=Roe", "von Doe, Jane; Roe, Max"),
        ("Doe, Jane et al.", "Doe, Jane; others"),
        ("Doe, Jane and et al", "Doe, Jane; others"),
        ("Doe, Jane and others", "Doe, Jane; others"),
    ],
)
def test_authors(written: str, read: str) -> None:
    assert "; ".join(cited("year = 2020", author=written).authors) == read


@pytest.mark.parametrize(
    "written",
    [
        "Jane Doe, Joe Roe, Ann Poe",
        "J. Doe, K. Roe",
        "Jane Doe; Joe Roe",
        "Jane Doe, Joe Roe, and Ann Poe",
        "A, B, C, D",
    ],
)
def test_authors_without_and_are_refused_with_their_line(written: str) -> None:
    read = read_bibtex(f"\n@article{{k, author={{{written}}}, title={{T}}, year=2020}}", "f.bib")
    assert not read.records
    assert read.problems[0].startswith("f.bib:2: ")
    assert "author" in read.problems[0]


def test_a_list_that_is_cut_in_the_middle_is_refused() -> None:
    (problem,) = read_bibtex("@misc{k, author={A, B and others and C, D}, title={T}, year=2020}", "f.bib").problems
    assert "'others' stands between authors" in problem


def test_what_may_be_two_authors_is_told() -> None:
    record = cited("year = 2020", author="Doe Smith, Jane Ann")
    assert record.remarks == ("'Doe Smith, Jane Ann' is read as one author; if these are two, part them",)


@pytest.mark.parametrize(
    ("fields", "arxiv", "preprint"),
    [
        ("journal={CoRR}, volume={abs/2301.00002}, year=2023", "2301.00002", None),
        ("journal={ArXiv}, volume={abs/2305.19894}, year=2023", "2305.19894", None),
        ("journal={arXiv preprint arXiv:2310.18689}, year=2023", "2310.18689", None),
        ("journal={bioRxiv}, doi={10.1101/2023.06.12.544594}, year=2023", None, ("biorxiv", "2023.06.12.544594")),
        (
            "journal={medRxiv : the preprint server}, doi={10.1101/2023.06.12.1}, url={https://doi.org/10.1101/123456},"
            "year=2023",
            None,
            ("medrxiv", "123456"),
        ),
        ("journal={Research Square}, doi={10.21203/rs.3.rs-1/v1}, year=2023", None, ("researchsquare", "rs.3.rs-1/v1")),
    ],
)
def test_journals_that_are_preprint_servers(fields: str, arxiv: str | None, preprint: tuple[str, str] | None) -> None:
    record = cited(fields)
    assert (record.type, record.arxiv, record.preprint, record.volume) == ("preprint", arxiv, preprint, None)


def test_a_published_work_keeps_its_journal_next_to_its_preprint() -> None:
    record = cited("journal={Genome Research}, doi={10.1101/gr.1234}, eprint={2301.00002}, volume=3, year=2023")
    assert (record.type, record.venue, record.volume, record.arxiv) == ("article", "Genome Research", "3", "2301.00002")


def test_a_note_may_name_other_works() -> None:
    assert cited("journal={J}, note={text overlap with arXiv:2301.00002}, year=2023").arxiv is None
    assert cited("journal={J}, note={arXiv:2301.00002}, year=2023").arxiv == "2301.00002"


@pytest.mark.parametrize("kind", ["book", "patent", "proceedings"])
def test_a_type_that_the_atlas_has_not_is_refused(kind: str) -> None:
    (problem,) = read_bibtex(f"@{kind}{{k, author={{A, B}}, title={{T}}, year=2020}}", "f.bib").problems
    assert problem == f"f.bib:1: the atlas has no type for a @{kind}; use `hfm-atlas new`"


@pytest.mark.parametrize(
    ("fields", "guess"),
    [("", "report"), ("howpublished={Computer software}, ", "software"), ("doi={10.13026/abc}, ", "dataset")],
)
def test_a_guessed_type_is_told(fields: str, guess: str) -> None:
    record = cited(f"{fields}year=2020", "misc")
    assert record.type == guess
    assert record.remarks == (f"@misc does not say what kind of work it is; `{guess}` is a guess",)


def test_biblatex_fields() -> None:
    record = cited("journaltitle={J}, subtitle={S}, date={2009-03-04}, issue={4}, eid={e7}")
    assert (record.title, record.venue, record.year, record.month) == ("T: S", "J", 2009, 3)
    assert (record.number, record.pages) == ("4", "e7")


def test_the_address_of_howpublished_is_no_venue() -> None:
    record = cited(r"howpublished={Available at \url{https://x.org/a\_b}}, year=2020", "misc")
    assert (record.url, record.venue) == ("https://x.org/a_b", None)


def test_repeated_fields_and_keys_are_read_and_told() -> None:
    text = """@article{, author={A, B}, title={T}, year=2020, note={a}, note={b}}
    @article{, author={A, B}, title={U}, year=2020}"""
    first, second = read_bibtex(text, "f.bib").records
    assert first.remarks == ("the field `note` is there twice; the first one counts", "the work has no key")
    assert (second.title, second.remarks) == ("U", ("the work has no key",))


def test_macros_and_joined_values() -> None:
    cited = "author={A, B}, title={T}, journal=j # {X}, month=4 # {~} # jul, year=2020"
    text = f'@string{{j = "Journal of "}}\n@article{{k, {cited}}}'
    (record,) = read_bibtex(text, "f.bib").records
    assert (record.venue, record.month, record.remarks) == ("Journal of X", 7, ())


def test_a_line_that_ends_in_a_backslash_counts() -> None:
    first = "@article{a, author={A, B}, title={T\\\nU}, year=2020}"
    second = "@article{b, author={A, B}, title={V}, year=2020}"
    assert [one.source for one in read_bibtex(f"{first}\n{second}", "f").records] == ["f:1", "f:3"]


def test_an_unknown_macro_is_told() -> None:
    assert cited("journal=nature, year=2020").remarks == (
        "nothing says what the macro 'nature' in `journal` stands for",
    )


def test_an_unknown_command_is_told() -> None:
    record = cited(r"journal={J\foo}, year=2020", author=r"Doe, J\baz{}")
    assert record.remarks == (
        r"nothing says what \foo in `journal` prints",
        r"nothing says what \baz in `author` prints",
    )


def test_fields_are_taken_from_the_work_that_is_referred_to() -> None:
    text = """@inproceedings{k, author={A, B}, title={T}, crossref={p}}
    @proceedings{p, title={Proc}, editor={C, D}, year=2020, publisher={P}}"""
    (record,) = read_bibtex(text, "f.bib").records
    assert (record.title, record.venue, record.year, record.publisher) == ("T", "Proc", 2020, "P")


def test_a_circle_of_references_ends() -> None:
    text = (
        "@article{a, author={A, B}, title={T}, year=2020, crossref={b}}@article{b, title={U}, year=2021, crossref={a}}"
    )
    assert len(read_bibtex(text, "f.bib").records) == 2


@pytest.mark.parametrize(
    ("fields", "lost"),
    [
        ("month={Frimaire}", "'Frimaire'"),
        ("doi={see text}", "'see text'"),
        ("eprint={123}, eprinttype={hal}", "'123'"),
        ("publisher={P}, institution={I}", "'I'"),
        ("number=1, issue=2", "'2'"),
        ("eprint={2301.00002}, pages={1--9}", "'1–9'"),
    ],
)
def test_what_is_left_out_is_told(fields: str, lost: str) -> None:
    remarks = cited(f"{fields}, year=2020").remarks
    assert any(lost in remark and "left out" in remark for remark in remarks)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\texttt{Davos}: {A} {\TeX} 5$^{\mbox{th}}$", "Davos: A TeX 5^th"),
        (r"\begin{x} a", "a"),
        ("$5 million", "$5 million"),
        (r"50\% of 20% \& more", "50% of 20% & more"),
        (r"\href{https://x.org}{foo}", "foo"),
    ],
)
def test_latex_becomes_text(latex: str, text: str) -> None:
    assert plain_text(latex) == text


@given(text=st.text(alphabet="\\{}$%&#ab~^_ \"'-", max_size=40))
def test_no_text_stops_the_reader(text: str) -> None:
    plain_text(text)
    plain_text(text, keep_groups=True)
    read_bibtex(f"@article{{k, author={{{text}}}, title={{{text}}}, year=2020}}", "f.bib")
