from __future__ import annotations

import unicodedata

from bibtexparser.entrypoint import parse_string as parse_bibtexparser
from bibtexparser.middlewares import MergeNameParts, SeparateCoAuthors, SplitNameParts
from pybtex.database import parse_string as parse_pybtex
from pylatexenc.latex2text import LatexNodes2Text

from hfm_atlas._util.grouping import grouped
from hfm_atlas.citation.caveats import citation_caveats
from hfm_atlas.exports import EXPORTERS, Selection
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.preprint_servers import cited_preprint
from hfm_atlas.model.publication import publication_authors, publication_key
from hfm_atlas.model.sources import preprint_doi


def decoded(latex: str) -> str:
    """What a reader sees, with one kind of quotes and spaces."""
    latex = latex.replace(r"{\textbraceleft}", r"\{").replace(r"{\textbraceright}", r"\}")
    return plain(LatexNodes2Text(math_mode="text").latex_to_text(latex))


def plain(text: str) -> str:
    text = text.replace("--", "–")
    for curly, straight in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("′", "'")):
        text = text.replace(curly, straight)
    return " ".join(unicodedata.normalize("NFC", text).split())


def doi_of(entry: Entry) -> str | None:
    cited = cited_preprint(entry)
    return entry.publication.doi or (preprint_doi(cited) if cited else None)


def test_bibtexparser_reads_every_work(any_selection: Selection) -> None:
    text = EXPORTERS["bibtex"].export(any_selection).decode("ascii")
    names = [
        SeparateCoAuthors(True),
        SplitNameParts(True),
        MergeNameParts(style="first", allow_inplace_modification=True),
    ]
    library = parse_bibtexparser(text, append_middleware=names)
    assert not library.failed_blocks
    assert [block.key for block in library.entries] == [entry.id for entry in any_selection.entries]
    for block, entry in zip(library.entries, any_selection.entries, strict=True):
        assert decoded(block["title"]) == plain(entry.publication.title)
        assert block["year"] == str(entry.publication.year)
        doi = block.fields_dict.get("doi")
        assert (doi.value if doi else None) == doi_of(entry)
        found = [decoded(name) for name in block["author"] if name != "others"]
        assert found == [plain(author.full) for author in publication_authors(entry)]


def test_pybtex_reads_every_work(any_selection: Selection) -> None:
    text = EXPORTERS["bibtex"].export(any_selection).decode("ascii")
    found = parse_pybtex(text, "bibtex").entries
    assert list(found) == [entry.id for entry in any_selection.entries]
    for entry in any_selection.entries:
        block = found[entry.id]
        assert decoded(block.fields["title"]) == plain(entry.publication.title)
        assert block.fields["year"] == str(entry.publication.year)
        assert block.fields.get("doi") == doi_of(entry)
        assert len(block.persons["author"]) == len(entry.publication.authors)


def test_below_a_record_stands_what_its_page_warns_of(any_selection: Selection) -> None:
    text = EXPORTERS["bibtex"].export(any_selection).decode("ascii")
    papers = grouped((publication_key(entry), entry.id) for entry in any_selection.entries)
    for entry in any_selection.entries:
        record = text[text.index(f"{{{entry.id},") :].split("\n@")[0]
        comments = [line for line in record.splitlines() if line.startswith("%")]
        others = [id for id in papers[publication_key(entry)] if id != entry.id]
        assert all(line.startswith(f"% {entry.id}: ") for line in comments)
        assert len(comments) == len(citation_caveats(entry)) + bool(others)
        assert all(other in comments[0] for other in others)
