"""Works of a BibTeX file: what can be read is read, the rest is reported with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from hfm_atlas.curation.metadata.bibtex_blocks import BibtexPublication, read_blocks
from hfm_atlas.curation.metadata.bibtex_names import UnclearAuthors, read_authors
from hfm_atlas.curation.metadata.latex_text import plain_text, take_address, unknown_commands, verbatim_text
from hfm_atlas.curation.metadata.record import BibliographicRecord, InvalidRecordError, complete, month_in, page_range
from hfm_atlas.model.entries import PublicationType
from hfm_atlas.model.normalization import normalize_arxiv, normalize_doi, normalize_pmid
from hfm_atlas.model.preprint_servers import PreprintPlace, find_arxiv_id, find_preprint, named_server, server_of_doi

# Fields that LaTeX takes letter by letter.
_VERBATIM = {"doi", "url", "eprint", "archiveprefix", "eprinttype", "pmid"}
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
    "preprint": "preprint",
}
# These say nothing of what kind of work it is.
_UNTYPED = {"misc", "online", "electronic", "www", "webpage", "booklet", "manual", ""}
# Types of works that are on a preprint server where the record names one.
_MAY_BE_PREPRINTS = _UNTYPED | {"article", "unpublished", "preprint", "inproceedings", "conference"}
_KINDS: dict[PublicationType, str] = {
    "dataset": r"\bdata ?set\b|\bdatabase\b|physionet\.org|10\.13026/|10\.7937/",
    "software": r"\bsoftware\b|\bcomputer program\b|github\.com|gitlab\.com",
}
_PUBLISHERS = ("publisher", "school", "institution", "organization")


@dataclass(frozen=True, slots=True)
class BibtexRecords:
    """What a BibTeX file gave: records, and what could not be read, each with its line."""

    records: tuple[BibliographicRecord, ...]
    problems: tuple[str, ...]


def read_bibtex(text: str, source: str) -> BibtexRecords:
    """Every work of a BibTeX file, in its order; `source` is the name of the file, which records and problems carry.

    Nothing is raised: what cannot be read is among the problems.
    """
    blocks = read_blocks(text)
    records = []
    problems = [f"{source}:{line}: cannot be read as BibTeX: {reason}" for line, reason in blocks.failures]
    for publication in blocks.publications:
        try:
            records.append(_Reading(publication, f"{source}:{publication.line}").record())
        except InvalidRecordError as problem:
            problems.append(str(problem))
    return BibtexRecords(tuple(records), tuple(problems))


class _Reading:
    """One work being read; `remarks` gathers what should be told of it."""

    def __init__(self, publication: BibtexPublication, source: str) -> None:
        self.publication = publication
        self.source = source
        self.remarks = list(publication.remarks)
        self.address, self.how = take_address(publication.fields.get("howpublished", ""))

    def record(self) -> BibliographicRecord:
        """The work as a record.

        Raises:
            InvalidRecordError: it lacks what every entry needs, or is of a type that the atlas has not.
        """
        venue, doi = self.venue(), self.doi()
        place = self.place(venue, doi)
        preprint = self.is_preprint(venue, place)
        type_ = "preprint" if preprint else self.type(venue)
        year, month = self.date()
        read = complete(
            self.source,
            type_,
            self.joined("title", "subtitle"),
            self.authors(),
            year,
            month=month,
            publisher=self.publisher(),
            doi=doi,
            pmid=self.pmid(),
            url=self.text("url") or self.address,
            abstract=plain_text(self.publication.fields.get("abstract", "")),
            **(self.where_preprint(place) if preprint and place else self.where_published(venue, place)),
        )
        return replace(read, remarks=tuple(dict.fromkeys(self.remarks)))

    def text(self, name: str) -> str:
        latex = self.publication.fields.get(name, "")
        if name in _VERBATIM:
            return verbatim_text(latex)
        self.remarks += (f"nothing says what \\{one} in `{name}` prints" for one in unknown_commands(latex))
        return plain_text(latex)

    def first(self, *names: str) -> str:
        return next(filter(None, map(self.text, names)), "")

    def joined(self, title: str, subtitle: str) -> str:
        return ": ".join(filter(None, (self.text(title).rstrip(":"), self.text(subtitle))))

    def plain_how(self) -> str:
        return plain_text(self.how)

    def venue(self) -> str:
        """Journal or proceedings."""
        journal = self.joined("journaltitle", "journalsubtitle") or self.first("journal", "shortjournal")
        return journal or self.joined("booktitle", "booksubtitle")

    def authors(self) -> list[str]:
        try:
            found = read_authors(self.publication.fields.get("author", ""))
        except UnclearAuthors as problem:
            raise InvalidRecordError(f"{self.source}: {problem}") from problem
        self.remarks += found.remarks
        self.remarks += (
            f"nothing says what \\{one} in `author` prints"
            for one in unknown_commands(self.publication.fields.get("author", ""))
        )
        return list(found.names)

    def date(self) -> tuple[int | None, int | None]:
        """Year and month; biblatex has them in one field, such as 2009-03-04 or 2009-03/2009-05."""
        date = self.text("date")
        found = re.match(r"\W*((?:19|20)\d\d)(?:-(\d\d)(?!\d))?", date) or re.search(
            r"(?<!\d)((?:19|20)\d\d)(?!\d)()", self.text("year")
        )
        month = self.text("month")
        number = month_in(month) or (month_in(found.group(2) or "") if found else None)
        if month and number is None:
            self.remarks.append(f"the month '{month}' is left out: it is not one of the twelve")
        if date and found is None:
            self.remarks.append(f"the date '{date}' cannot be read")
        return (int(found.group(1)) if found else None), number

    def publisher(self) -> str:
        given = list(dict.fromkeys(filter(None, map(self.text, _PUBLISHERS))))
        self.remarks += (f"the publisher '{given[0]}' is kept, '{other}' left out" for other in given[1:])
        return given[0] if given else ""

    def doi(self) -> str | None:
        written = self.text("doi")
        found = normalize_doi(written) or normalize_doi(self.text("url"))
        if written and found is None:
            self.remarks.append(f"'{written}' is left out: it is not a DOI")
        return found

    def pmid(self) -> str | None:
        archive = self.first("eprinttype", "archiveprefix").lower()
        written = self.text("pmid") or (self.text("eprint") if archive in ("pubmed", "pmid") else "")
        found = normalize_pmid(written)
        if written and found is None:
            self.remarks.append(f"'{written}' is left out: it is not a PubMed id")
        return found

    def place(self, venue: str, doi: str | None) -> PreprintPlace | None:
        """Where the preprint of the work lies, or the work itself if it is one."""
        archive = self.first("eprinttype", "archiveprefix")
        named = venue or archive or self.plain_how() or self.first("publisher", "institution")
        place = find_preprint(named if named_server(named) else venue, doi or "")
        if place and place.server != "arxiv":
            return PreprintPlace(place.server, place.id or self.id_on_server(place))
        id = self.arxiv_id(archive, doi)
        return PreprintPlace("arxiv", id) if id else place

    def id_on_server(self, place: PreprintPlace) -> str | None:
        found = server_of_doi(normalize_doi(self.first("url", "eprint")) or "", place.server)
        return found.id if found and found.server == place.server else None

    def arxiv_id(self, archive: str, doi: str | None) -> str | None:
        """The arXiv id, from `eprint` or from where people write it otherwise."""
        eprint = self.text("eprint")
        if archive.lower() in ("", "arxiv"):
            if found := normalize_arxiv(eprint):
                return found
            if eprint:
                self.remarks.append(f"'{eprint}' is left out: it is not an arXiv id")
        elif eprint and archive.lower() not in ("pubmed", "pmid"):
            self.remarks.append(f"`eprint` '{eprint}' of {archive} is left out")
        if found := normalize_arxiv(doi or ""):
            return found
        return next(filter(None, map(find_arxiv_id, self.mentions())), None)

    def mentions(self) -> Iterator[str]:
        """Texts in which people write the arXiv id of the work itself; a note may well name other works."""
        yield from map(self.text, ("journal", "journaltitle", "volume", "number", "url", "howpublished", "publisher"))
        note = self.text("note")
        yield note if re.match(r"(?i)\W*(?:(?:preprint|available)\W+(?:\w+\W+)?)?(?:https?://)?arxiv", note) else ""

    def is_preprint(self, venue: str, place: PreprintPlace | None) -> bool:
        """Whether the work appeared nowhere else."""
        if place is None or self.publication.type not in _MAY_BE_PREPRINTS:
            return False
        return not venue or named_server(venue) is not None

    def type(self, venue: str) -> PublicationType:
        """The type of a work that is no preprint.

        Raises:
            InvalidRecordError: the atlas has no such type.
        """
        written = self.publication.type
        if written in _TYPES:
            return _TYPES[written]
        if venue:
            found: PublicationType = "inproceedings" if "booktitle" in self.publication.fields else "article"
        elif written in _UNTYPED:
            found = self.kind_by_words()
        else:
            raise InvalidRecordError(f"{self.source}: the atlas has no type for a @{written}; use `hfm-atlas new`")
        self.remarks.append(f"@{written} does not say what kind of work it is; `{found}` is a guess")
        return found

    def kind_by_words(self) -> PublicationType:
        said = " ".join(map(self.text, ("type", "entrysubtype", "howpublished", "url", "doi", "title")))
        return next((kind for kind, words in _KINDS.items() if re.search(words, said, re.IGNORECASE)), "report")

    def where_published(self, venue: str, place: PreprintPlace | None) -> dict[str, Any]:
        number, issue = self.text("number"), self.text("issue")
        if number and issue and number != issue:
            self.remarks.append(f"the number '{number}' is kept, the issue '{issue}' left out")
        return {
            "venue": venue or self.plain_how(),
            "volume": self.text("volume"),
            "number": number or issue,
            "pages": self.pages(),
            "arxiv": place.id if place and place.server == "arxiv" else None,
        }

    def pages(self) -> str | None:
        return page_range(self.first("pages", "eid", "articleno", "article-number", "elocation-id"))

    def where_preprint(self, place: PreprintPlace) -> dict[str, Any]:
        """A preprint has no volume and pages; what stands there is its id, or is reported."""
        for name in ("volume", "number", "issue", "pages"):
            written = self.text(name)
            is_id = place.id is not None and place.id in written
            if written and not is_id and not re.fullmatch(r"\d{4}\W+\d\d?", written):
                self.remarks.append(f"`{name}` '{written}' of a preprint is left out")
        return place.fields
