"""What is exported for LaTeX compiles without a warning: the real entries, and every character that needs care."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from hfm_atlas.citation.bibtex import citation_key, export_bibtex
from hfm_atlas.citation.latex import encode_latex
from hfm_atlas.exports import EXPORTERS, select
from hfm_atlas.loading.loader import load_project
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Entry, PublicationType
from hfm_atlas.model.graph import build_graph
from hfm_atlas.project import Project
from tests.making import make_entry

pytestmark = pytest.mark.latex

ROOT = Path(__file__).resolve().parents[2]
PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{lmodern}
\sloppy
"""
NASTY_TITLE = "Żółć & 50% of a_b #1 {x} }{ \\input{y} $z$ ~^ α “q” \"r\" 'Τίτλος' 医学 😀 -- ‰ ⩽ ‘s’: Ünder <Ω|"


@pytest.fixture(scope="module")
def real_atlas() -> Atlas:
    return load_project(Project(ROOT)).atlas


def run(folder: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=300)
    assert done.returncode == 0, done.stdout[-3000:]


def pdflatex(folder: Path) -> None:
    run(folder, "pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex")


def warnings_in(folder: Path) -> list[str]:
    """Warnings of the last run of LaTeX and of the bibliography program."""
    log = (folder / "paper.log").read_text("utf-8", errors="replace").replace("\n\n", "\n")
    bibliography = (folder / "paper.blg").read_text("utf-8", errors="replace")
    found = re.findall(r"^.*Warning: .*$|^Missing character.*$", log, re.MULTILINE)
    return found + re.findall(r"^Warning--.*$|^.*WARN - .*$|^.*ERROR - .*$", bibliography, re.MULTILINE)


NASTY = tuple(
    make_entry(
        id=f"nasty-{kind}",
        publication={
            "type": kind,
            "title": NASTY_TITLE,
            "authors": [
                "Żółć & Ęą, Ín {x}",
                "Ünder_score Team #1",
                "{#1} & Team",
                "田, 中",
                'O\'Neil, Jr., Ævar "Þ"',
                "others",
            ],
            "venue": "Journal of R&D, 100% {open}",
            "publisher": "Øre & Co_",
            "volume": "1_2",
            "number": "n°3",
            "pages": "1–9",
            "month": 5,
            "url": "https://example.org/%7Ea_b?c=d&e=f#g~h",
        },
        preprint={"server": "biorxiv", "id": "2024.01.02.123456", "year": 2024},
    )
    for kind in get_args(PublicationType)
)


@pytest.fixture(params=["real", "nasty"])
def entries(request: pytest.FixtureRequest, real_atlas: Atlas) -> list[Entry]:
    return list(real_atlas.entries.values() if request.param == "real" else NASTY)


def document(entries: list[Entry], preamble: str, ending: str) -> str:
    keys = [citation_key(entry) for entry in entries]
    cited = "\n\n".join(f"{encode_latex(key)} \\cite{{{key}}}" for key in keys)
    return f"{PREAMBLE}{preamble}\\begin{{document}}\n{cited}\n{ending}\n\\end{{document}}\n"


@pytest.mark.parametrize("style", ["plain", "unsrt", "alpha", "abbrv"])
def test_bibtex_cites_every_entry(tmp_path: Path, entries: list[Entry], style: str) -> None:
    (tmp_path / "atlas.bib").write_text(export_bibtex(entries, comments=["atlas"]), "utf-8")
    ending = f"\\bibliographystyle{{{style}}}\\bibliography{{atlas}}"
    (tmp_path / "paper.tex").write_text(document(entries, "", ending), "utf-8")
    pdflatex(tmp_path)
    run(tmp_path, "bibtex", "paper")
    for _ in range(3):
        pdflatex(tmp_path)
    assert warnings_in(tmp_path) == []
    assert (tmp_path / "paper.bbl").read_text("utf-8").count("\\bibitem") == len(entries)


PREPRINTS = tuple(
    make_entry(
        id=f"on-{server}",
        publication={"type": "preprint", "title": "Foomed", "venue": server, "month": 5},
        preprint={"server": server, "id": id, "year": 2024},
    )
    for server, id in {"arxiv": "2401.00001", "biorxiv": "2024.01.02.123456", "medrxiv": "2024.01.02.654321"}.items()
)
NATBIB = ("plainnat", "unsrtnat", "abbrvnat")


def assert_each_can_be_found(printed: str) -> None:
    """Each preprint is printed with its id, however lines and ligatures part it."""
    letters = re.sub(r"\s|\\(?:penalty\d+|allowbreak)|[{}]", "", printed)
    for entry in PREPRINTS:
        assert entry.preprint is not None
        assert entry.preprint.id in letters


@pytest.mark.parametrize(
    "style", ["plain", "apalike", "plainnat", "unsrtnat", "abbrvnat", "IEEEtran", "vancouver", "splncs04"]
)
def test_a_preprint_can_be_found_in_every_style_of_bibtex(tmp_path: Path, style: str) -> None:
    (tmp_path / "atlas.bib").write_text(export_bibtex(PREPRINTS), "utf-8")
    preamble = "\\usepackage{natbib}\n\\usepackage{url}\n" if style in NATBIB else "\\usepackage{url}\n"
    ending = f"\\bibliographystyle{{{style}}}\\bibliography{{atlas}}"
    (tmp_path / "paper.tex").write_text(document(list(PREPRINTS), preamble, ending), "utf-8")
    pdflatex(tmp_path)
    run(tmp_path, "bibtex", "paper")
    for _ in range(2):
        pdflatex(tmp_path)
    assert_each_can_be_found((tmp_path / "paper.bbl").read_text("utf-8"))


@pytest.mark.parametrize("style", ["plain", "unsrt", "alpha", "abbrv"])
def test_software_can_be_found_in_the_classic_styles(tmp_path: Path, style: str) -> None:
    """They print neither the publisher nor the URL of `@misc`."""
    publication = {"type": "software", "venue": None, "publisher": "Grove", "url": "https://example.org/foo_med"}
    entry = make_entry(publication=publication)
    (tmp_path / "atlas.bib").write_text(export_bibtex([entry]), "utf-8")
    ending = f"\\bibliographystyle{{{style}}}\\bibliography{{atlas}}"
    (tmp_path / "paper.tex").write_text(document([entry], "", ending), "utf-8")
    pdflatex(tmp_path)
    run(tmp_path, "bibtex", "paper")
    for _ in range(2):
        pdflatex(tmp_path)
    run(tmp_path, "pdftotext", "paper.pdf")
    printed = re.sub(r"\s", "", (tmp_path / "paper.txt").read_text("utf-8"))
    assert "Grove," in printed
    assert "https://example.org/foo_med" in printed
    assert warnings_in(tmp_path) == []


@pytest.mark.parametrize("style", ["numeric", "apa", "ieee", "nature", "chem-acs"])
def test_a_preprint_can_be_found_in_every_style_of_biblatex(tmp_path: Path, style: str) -> None:
    (tmp_path / "atlas.bib").write_text(export_bibtex(PREPRINTS), "utf-8")
    preamble = f"\\usepackage[backend=biber,style={style}]{{biblatex}}\n\\addbibresource{{atlas.bib}}\n"
    (tmp_path / "paper.tex").write_text(document(list(PREPRINTS), preamble, "\\printbibliography"), "utf-8")
    pdflatex(tmp_path)
    run(tmp_path, "biber", "paper")
    for _ in range(2):
        pdflatex(tmp_path)
    run(tmp_path, "pdftotext", "paper.pdf")
    assert_each_can_be_found((tmp_path / "paper.txt").read_text("utf-8"))


def test_biber_cites_every_entry(tmp_path: Path, entries: list[Entry]) -> None:
    (tmp_path / "atlas.bib").write_text(export_bibtex(entries, comments=["atlas"]), "utf-8")
    preamble = "\\usepackage[backend=biber,maxbibnames=99]{biblatex}\n\\addbibresource{atlas.bib}\n"
    (tmp_path / "paper.tex").write_text(document(entries, preamble, "\\printbibliography"), "utf-8")
    pdflatex(tmp_path)
    run(tmp_path, "biber", "paper")
    pdflatex(tmp_path)
    pdflatex(tmp_path)
    assert warnings_in(tmp_path) == []


def test_the_longtable_compiles_with_its_references(tmp_path: Path, entries: list[Entry], real_atlas: Atlas) -> None:
    graph = build_graph(real_atlas)
    table = EXPORTERS["latex"].export(select(real_atlas, graph, entries)).decode("utf-8")
    (tmp_path / "atlas.bib").write_text(export_bibtex(entries), "utf-8")
    lines = [PREAMBLE, "\\usepackage{array,booktabs,longtable}", "\\begin{document}", table]
    ending = ["\\bibliographystyle{unsrt}", "\\bibliography{atlas}", "\\end{document}"]
    (tmp_path / "paper.tex").write_text("\n".join([*lines, *ending]), "utf-8")
    pdflatex(tmp_path)
    run(tmp_path, "bibtex", "paper")
    for _ in range(3):
        pdflatex(tmp_path)
    assert warnings_in(tmp_path) == []


def test_every_character_compiles(tmp_path: Path) -> None:
    codes = [*range(0x20, 0x7F), *range(0xA0, 0xD800), 0x1F600, 0x1D6FC]
    lines = [f"x{encode_latex(chr(code))}x\\par" for code in codes if chr(code).isprintable()]
    unique = list(dict.fromkeys(lines))
    text = "\n".join([PREAMBLE, "\\begin{document}", *unique, "\\end{document}"])
    (tmp_path / "paper.tex").write_text(text, "ascii")
    (tmp_path / "paper.blg").touch()
    pdflatex(tmp_path)
    assert warnings_in(tmp_path) == []


def test_programs_are_there() -> None:
    assert all(map(shutil.which, ("pdflatex", "bibtex", "biber", "pdftotext")))
