from __future__ import annotations

import re
import unicodedata

import pytest
from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_string as parse_bibtexparser
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import parse_string as parse_pybtex
from pylatexenc.latex2text import LatexNodes2Text

from hfm_atlas.citation.bibtex import bibtex_entry, citation_key, export_bibtex, protect_title
from hfm_atlas.citation.latex import encode_latex
from tests.making import NAMES, TEXTS, make_entry, make_publication
from tests.zotero import BIBTEX_EPRINTS


def fields_of(entry) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Fields of one entry as the file holds them, without the enclosing braces."""
    return dict(re.findall(r"^  (\w+) = \{?(.*?)\}?,$", bibtex_entry(entry), re.MULTILINE))


def test_an_article_with_everything() -> None:
    entry = make_entry(
        id="foomed-2",
        publication={
            "title": "Foomed 2: a model of the Alzheimer's & Müller data in 3D",
            "authors": ["Müller, Jörg", "van der Berg, Ana", "The Foomed Team", "others"],
            "month": 2,
            "volume": "12",
            "number": "3",
            "pages": "1234-1240",
            "doi": "10.1234/foo_bar",
            "pmid": "31501885",
            "publisher": "Example & Sons",
        },
        preprint={"server": "arxiv", "id": "2401.00001", "year": 2024},
    )
    assert bibtex_entry(entry) == (
        "@article{foomed-2,\n"
        '  author = {M{\\"u}ller, J{\\"o}rg and van der Berg, Ana and {The Foomed Team} and others},\n'
        "  title = {Foomed 2: a model of the {Alzheimer's} {\\&} {M{\\\"u}ller} data in {3D}},\n"
        "  journal = {Journal of Examples},\n"
        "  publisher = {Example {\\&} Sons},\n"
        "  volume = {12},\n"
        "  number = {3},\n"
        "  pages = {1234--1240},\n"
        "  year = {2024},\n"
        "  month = feb,\n"
        "  doi = {10.1234/foo_bar},\n"
        "  pmid = {31501885},\n"
        "  eprint = {2401.00001},\n"
        "  archiveprefix = {arXiv},\n"
        "  eprinttype = {arxiv},\n"
        "}\n"
    )


def test_a_file_names_its_snapshot_and_parts_entries_by_an_empty_line() -> None:
    text = export_bibtex([make_entry(id="a"), make_entry(id="b")], comments=["HFM Atlas 1", "Filter: name~@misc{x,"])
    assert text.startswith("% HFM Atlas 1\n% Filter: name~(at)misc{x,\n\n@article{a,\n")
    assert "}\n\n@article{b,\n" in text
    assert text.endswith("}\n")


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        (
            "Gödel, Erdős, Šimić, Åström, Ł",
            r"G{\"o}del, Erd{\H{o}}s, {\v{S}}imi{\'c}, {\r{A}}str{\"o}m, {\L}",
        ),
        ("Straße, søster, ıı, Đặng", r"Stra{\ss}e, s{\o}ster, {\i}{\i}, {\DJ}{\d{\u{a}}}ng"),
        ("R&D 50% a_b $5 #1", r"R{\&}D 50{\%} a{\_}b {\$}5 {\#}1"),
        ("{x} }{", r"{\textbraceleft}x{\textbraceright} {\textbraceright}{\textbraceleft}"),
        (r"a~b^c\d", r"a{\textasciitilde}b{\textasciicircum}c{\textbackslash}d"),
        ('a "quoted" word', r"a {\textquotedblleft}quoted{\textquotedblright} word"),
        ("“so” ‘so’ it's", r"{\textquotedblleft}so{\textquotedblright} {\textquoteleft}so{\textquoteright} it's"),
        ("a < b > c | d", r"a {\ensuremath{<}} b {\ensuremath{>}} c {\ensuremath{|}} d"),
        ("one -- two — three", r"one -{}- two {\textemdash} three"),
        ("α-helix, β, Δ9", r"{\ensuremath{\alpha}}-helix, {\ensuremath{\beta}}, {\ensuremath{\Delta}}9"),
        ("≥ 5 × 10² µm", r"{\ensuremath{\geq}} 5 {\texttimes} 10{\texttwosuperior} {\textmu}m"),
        ("医学 и 😀", "YiXue i :grinning:"),
        ("no\u00a0break", "no break"),
        ("e\u0301", r"{\'e}"),
    ],
)
def test_special_characters(text: str, latex: str) -> None:
    assert encode_latex(text) == latex


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        (
            "BioBERT: a pre-trained model for Chinese medicine",
            "{BioBERT:} a pre-trained model for {Chinese} medicine",
        ),
        ("Large-Scale Learning With Open Data for T5", "Large-Scale Learning With Open Data for {T5}"),
        ("Chest X-ray reading, vitamin D and a B cell", "Chest {X-ray} reading, vitamin {D} and a {B} cell"),
        ("Segment anything in 3D? Towards the answer", "Segment anything in {3D?} Towards the answer"),
        ("A Model of GPT-4's", "A Model of {GPT-4's}"),
        ("Élan vital: das Gesundheits-Modell", r"{\'E}lan vital: das {Gesundheits-Modell}"),
        ("GPT", "{GPT}"),
    ],
)
def test_capitals_that_matter_are_protected(title: str, latex: str) -> None:
    assert protect_title(title) == latex


@pytest.mark.parametrize(
    ("name", "bibtex"),
    [
        ("Doe, Jane", "Doe, Jane"),
        ("King, Jr., Martin", "King, Jr., Martin"),
        ("Doe, Jr., Jane, PhD", "Doe, Jr., {Jane, PhD}"),
        ("Research and Training Group", "{Research and Training Group}"),
        ("Sand and Sea, Ana", "{Sand and Sea}, Ana"),
        ("Doe,", "{Doe}"),
        ("Nguyễn, Thị", r"Nguy{\~{\^{e}}}n, Th{\d{i}}"),
    ],
)
def test_authors(name: str, bibtex: str) -> None:
    assert fields_of(make_publication(authors=[name]))["author"] == bibtex


def test_a_list_of_three_hundred_authors_is_complete() -> None:
    names = [f"Family{number}, Given" for number in range(300)]
    assert fields_of(make_publication(authors=names))["author"].split(" and ") == names


@pytest.mark.parametrize(
    ("publication", "type_", "expected"),
    [
        ({"type": "inproceedings", "venue": "Proc. of X"}, "inproceedings", {"booktitle": "Proc. of X"}),
        ({"type": "thesis", "publisher": "Uni", "venue": None}, "phdthesis", {"school": "Uni"}),
        ({"type": "report", "publisher": "WHO", "venue": None}, "techreport", {"institution": "WHO"}),
        (
            {"type": "software", "venue": None, "url": "https://e.org/%7Ea_b#c"},
            "misc",
            {"howpublished": r"https://e.org/{\%}7Ea{\_}b{\#}c", "url": "https://e.org/%7Ea_b#c"},
        ),
        (
            {"type": "software", "venue": None, "publisher": "R&D", "url": "https://e.org"},
            "misc",
            {"howpublished": r"R{\&}D, https://e.org", "publisher": r"R{\&}D", "url": "https://e.org"},
        ),
        (
            {"type": "dataset", "venue": "PhysioNet", "doi": "10.13026/x", "url": "https://e.org"},
            "misc",
            {"howpublished": "PhysioNet, doi:10.13026/x", "doi": "10.13026/x"},
        ),
        ({"type": "dataset", "venue": "PhysioNet"}, "misc", {"howpublished": "PhysioNet"}),
        ({"type": "preprint", "venue": None}, "misc", {"howpublished": "Preprint"}),
        ({"type": "article", "venue": None}, "misc", {}),
        ({"type": "report", "venue": "Series"}, "misc", {"howpublished": "Series"}),
        ({"number": "7"}, "article", {"note": "Number 7"}),
        (
            {"type": "inproceedings", "number": "7"},
            "inproceedings",
            {"booktitle": "Journal of Examples", "note": "Number 7"},
        ),
        ({"type": "inproceedings", "number": "7", "volume": "2"}, "article", {"volume": "2", "number": "7"}),
    ],
)
def test_entry_types_and_what_classic_styles_require(
    publication: dict[str, object], type_: str, expected: dict[str, str]
) -> None:
    entry = make_publication(**publication)
    assert bibtex_entry(entry).startswith(f"@{type_}{{")
    fields = fields_of(entry)
    given = {"author", "title", "year", "journal"} - expected.keys()
    assert {key: value for key, value in fields.items() if key not in given} == expected


@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_the_abbreviations_that_every_style_knows(month: int) -> None:
    names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    assert f"  month = {names[month - 1]},\n" in bibtex_entry(make_publication(month=month))


@pytest.mark.parametrize(
    ("pages", "bibtex"), [("1-9", "1--9"), ("e12–e15", "e12--e15"), ("103324", "103324"), ("1 - 2, 5–7", "1--2, 5--7")]
)
def test_pages(pages: str, bibtex: str) -> None:
    assert fields_of(make_publication(pages=pages))["pages"] == bibtex


def test_a_preprint_can_be_found_in_every_style() -> None:
    """Some styles print `howpublished` alone, some the DOI, some the id; Zotero reads `eprinttype`."""
    preprint = {"server": "arxiv", "id": "2401.00001", "year": 2024}
    fields = fields_of(make_entry(publication={"type": "preprint", "venue": "arXiv"}, preprint=preprint))
    assert fields["howpublished"] == "arXiv preprint arXiv:2401.00001"
    assert fields["doi"] == "10.48550/arXiv.2401.00001"
    assert (fields["eprint"], fields["archiveprefix"], fields["eprinttype"]) == ("2401.00001", "arXiv", "arxiv")
    assert fields["eprinttype"] in BIBTEX_EPRINTS


def test_a_work_on_two_servers_is_cited_from_the_one_that_it_names() -> None:
    entry = make_entry(
        publication={"type": "preprint", "venue": "bioRxiv", "doi": "10.1101/2022.08.06.503062"},
        preprint={"server": "arxiv", "id": "2204.00300", "year": 2022},
    )
    fields = fields_of(entry)
    assert fields["howpublished"] == "bioRxiv preprint 2022.08.06.503062"
    assert (fields["eprint"], fields["archiveprefix"]) == ("2022.08.06.503062", "bioRxiv")


def test_two_hyphens_of_a_title_are_a_dash() -> None:
    assert protect_title("A model -- of nothing --- at all") == r"A model {\textendash} of nothing {\textemdash} at all"


def test_an_identifier_cannot_end_its_field() -> None:
    entry = make_publication(doi="10.1234/a}b{c\\input")
    assert fields_of(entry)["doi"] == "10.1234/a%7Db%7Bc%5Cinput"


# Round trips: what is written is read back by two libraries.


def decoded(latex: str) -> str:
    """What a reader sees; braces only group."""
    latex = latex.replace(r"{\textbraceleft}", r"\{").replace(r"{\textbraceright}", r"\}")
    text = LatexNodes2Text(math_mode="text", keep_braced_groups=False).latex_to_text(latex)
    return plain(text)


def plain(text: str) -> str:
    """Text with one kind of quotes, dashes and spaces, as both sides of a comparison need it."""
    text = text.replace("---", "—").replace("--", "–")
    text = re.sub('[“”"]', '"', re.sub("[‘’′`']", "'", unicodedata.normalize("NFC", text)))
    return " ".join(text.replace("ˆ", "^").replace("˜", "~").split())


# What LaTeX sets without further packages; everything else is transliterated and does not come back.
SETTABLE = st.text(st.sampled_from("abzABZ 019\\{}$&#^_%~\"'@=+-,;:|<>()[]*!?/éßøÅąőαΩ≥×“”–—"), min_size=1)


@example(title="a--b", year=2020)
@given(title=SETTABLE.map(str.strip).filter(bool), year=st.integers(1950, 2100))
def test_titles_come_back(title: str, year: int) -> None:
    text = bibtex_entry(make_publication(title=title, year=year))
    (block,) = parse_bibtexparser(text).entries
    assert decoded(block["title"]) == plain(title)
    assert block["year"] == str(year)
    (key,) = parse_pybtex(text, "bibtex").entries
    assert key == "foomed"
    assert decoded(parse_pybtex(text, "bibtex").entries["foomed"].fields["title"]) == plain(title)


@given(authors=st.lists(NAMES.filter(lambda name: name.lower() != "others"), min_size=1, max_size=5))
def test_authors_come_back_whole_and_in_order(authors: list[str]) -> None:
    entry = make_publication(authors=authors)
    text = bibtex_entry(entry)
    library = parse_bibtexparser(text, append_middleware=[middlewares.SeparateCoAuthors()])
    assert not library.failed_blocks
    assert len(library.entries[0]["author"]) == len(authors)
    people = parse_pybtex(text, "bibtex").entries["foomed"].persons["author"]
    assert len(people) == len(authors)


@given(title=TEXTS, venue=TEXTS, authors=st.lists(NAMES, min_size=1, max_size=3), pages=TEXTS, number=TEXTS)
def test_nothing_breaks_the_file(title: str, venue: str, authors: list[str], pages: str, number: str) -> None:
    nasty = make_publication(title=title, venue=venue, authors=authors, pages=pages, volume=number, number=number)
    text = export_bibtex([nasty, make_entry(id="after")])
    assert text.isascii()
    library = parse_bibtexparser(text)
    assert not library.failed_blocks
    assert [block.key for block in library.entries] == ["foomed", "after"]
    assert list(parse_pybtex(text, "bibtex").entries) == ["foomed", "after"]
    for block in library.entries:
        assert all(is_balanced(str(field.value)) for field in block.fields)


def is_balanced(latex: str) -> bool:
    depth = 0
    for character in latex:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def test_keys_are_the_ids() -> None:
    assert citation_key(make_entry(id="bar-2")) == "bar-2"


_HOME = "https://data.example.org/a_b"


def test_a_dataset_that_appeared_nowhere_is_cited_by_where_it_is() -> None:
    nowhere = {"type": "dataset", "venue": None}
    fields = fields_of(make_entry("dataset", url=_HOME, publication=nowhere))
    assert (fields["howpublished"], fields["url"]) == (r"https://data.example.org/a{\_}b", _HOME)

    for found in ({"doi": "10.5555/x"}, {"venue": "A journal"}, {"url": "https://e.org"}):
        fields = fields_of(make_entry("dataset", url=_HOME, publication=nowhere | found))
        assert "data.example.org" not in "".join(fields.values())
