"""Works of a BibTeX file: what can be read is read, the rest is reported with its line."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from bibtexparser.middlewares.names import NameParts
from bibtexparser.model import Entry as BibtexEntry
from bibtexparser.model import ParsingFailedBlock
from pylatexenc.latex2text import LatexNodes2Text

from hfm_atlas.normal_forms import normal_arxiv, normal_doi, normal_pmid
from hfm_atlas.records.record import BadRecord, WorkRecord, complete, month_number, page_range
from hfm_atlas.schema import PublicationType
from hfm_atlas.works import OTHERS

# What cannot be read is reported with its line; the parser's own log would say it twice.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
# Mathematics is kept as it is written where it has no character of its own.
_DECODER = LatexNodes2Text(math_mode="text", strict_latex_spaces=True)
# Fields that LaTeX takes letter by letter.
_VERBATIM = {"doi", "url", "eprint", "archiveprefix", "eprinttype", "year", "date", "month"}
_TYPES: dict[str, PublicationType] = {
    "article": "article",
    "inproceedings": "inproceedings",
    "conference": "inproceedings",
    "incollection": "inproceedings",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "software": "software",
    "dataset": "dataset",
    "unpublished": "preprint",
}


@dataclass(frozen=True, slots=True)
class BibtexRecords:
    """What a BibTeX file gave: records, and what could not be read, each with its line."""

    records: tuple[WorkRecord, ...]
    problems: tuple[str, ...]


def read_bibtex(text: str, source: str) -> BibtexRecords:
    """Every work of a BibTeX file."""
    library = parse_string(text, append_middleware=[SeparateCoAuthors(True), SplitNameParts(True)])
    records, problems = [], []
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        problems.append(f"{source}:{line}: cannot be read as BibTeX: {_reason(block)}")
    for entry in library.entries:
        try:
            records.append(_record(entry, f"{source}:{(entry.start_line or 0) + 1}"))
        except BadRecord as problem:
            problems.append(str(problem))
    return BibtexRecords(tuple(records), tuple(problems))


def _reason(block: ParsingFailedBlock) -> str:
    """Why a block could not be read, on one line."""
    said = getattr(block.error, "abort_reason", None) or str(block.error) or type(block.error).__name__
    return " ".join(str(said).split())


def _record(entry: BibtexEntry, source: str) -> WorkRecord:
    fields = {field.key.lower(): field.value for field in entry.fields}
    texts = {
        key: value if key in _VERBATIM else _plain(value) for key, value in fields.items() if isinstance(value, str)
    }
    year = re.search(r"\b(19|20)\d\d\b", texts.get("year") or texts.get("date", ""))
    names = fields.get("author")
    arxiv = _arxiv(texts)
    venue = texts.get("journal") or texts.get("journaltitle") or texts.get("booktitle")
    preprint = arxiv is not None and (not venue or "arxiv" in venue.lower())
    return complete(
        source,
        "preprint" if preprint else _TYPES.get(entry.entry_type.lower(), "article" if venue else "software"),
        texts.get("title", ""),
        [_author(name) for name in (names if isinstance(names, list) else [])],
        int(year.group()) if year else None,
        month=month_number(texts.get("month", "")),
        venue="arXiv" if preprint else venue or texts.get("howpublished"),
        publisher=texts.get("publisher") or texts.get("school") or texts.get("institution"),
        volume=None if preprint else texts.get("volume"),
        number=texts.get("number"),
        pages=page_range(texts["pages"]) if "pages" in texts else None,
        doi=normal_doi(texts.get("doi", "")),
        pmid=normal_pmid(texts.get("pmid", "")),
        url=texts.get("url"),
        arxiv=arxiv,
    )


def _arxiv(texts: dict[str, str]) -> str | None:
    """The arXiv id, from `eprint` or from where people write it otherwise."""
    server = texts.get("archiveprefix") or texts.get("eprinttype") or "arxiv"
    if server.lower() == "arxiv" and (found := normal_arxiv(texts.get("eprint", ""))):
        return found
    for field in ("journal", "url", "note", "howpublished", "doi"):
        mention = re.search(r"(?i)arxiv[.:/]*(?:abs/|pdf/|preprint\s+arxiv:)?\s*(\d{4}\.\d{4,5})", texts.get(field, ""))
        if mention:
            return mention.group(1)
    return None


def _author(name: object) -> str:
    if not isinstance(name, NameParts):
        return _plain(str(name))
    if not name.first and not name.jr:
        words = " ".join([*name.von, *name.last])
        return OTHERS if words == OTHERS else _plain(words).replace(",", " ")
    parts = [" ".join([*name.von, *name.last]), " ".join(name.jr), " ".join(name.first)]
    return ", ".join(_plain(part).replace(",", " ") for part in parts if part)


def _plain(text: str) -> str:
    """What LaTeX would print of a text; braces only group."""
    return " ".join(str(_DECODER.latex_to_text(text)).split())
