"""PubMed's XML: its baseline, its daily files, and what the E-utilities answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from hfm_atlas.curation.metadata.pubmed import author_name, doi_of, issue_date
from hfm_atlas.curation.metadata.xml import text_at
from hfm_atlas.discovery.formats.reading import Read, UnreadableFileError, open_bytes, read_each, refuse_web_page
from hfm_atlas.discovery.works import NoWorkError, Work, make_work

_PART = 1 << 16


def read_pubmed_xml(path: Path) -> Iterator[Read]:
    """Each article's work, one at a time however large the file is.

    Raises:
        UnreadableFileError: the file cannot be read, is not XML, or ends in the middle.
    """
    return read_each(path, _records(path))


def _records(path: Path) -> Iterator[tuple[str, Callable[[], Work]]]:
    number = 0
    for article in _articles(path):
        number += 1
        yield f"article {number}", partial(pubmed_work, article)
    if number == 0:
        raise UnreadableFileError(f"{path.name} holds no article of PubMed")


def _articles(path: Path) -> Iterator[ElementTree.Element]:
    parser: ElementTree.XMLPullParser[Any] = ElementTree.XMLPullParser(("start", "end"))
    root: ElementTree.Element | None = None
    with open_bytes(path) as file:
        start = file.read(_PART)
        refuse_web_page(path, start)
        part = start
        while part:
            if b"<!ENTITY" in part:
                raise UnreadableFileError(f"{path.name} defines entities, which no file of PubMed does")
            try:
                parser.feed(part)
                found: list[Any] = list(parser.read_events())
            except ElementTree.ParseError as problem:
                raise UnreadableFileError(f"{path.name} is broken XML ({problem}); fetch it again") from problem
            for event, element in found:
                root = element if root is None else root
                if event == "end" and element.tag == "PubmedArticle":
                    yield element
                    root.clear()
            part = file.read(_PART)
        try:
            parser.close()
        except ElementTree.ParseError as problem:
            raise UnreadableFileError(f"{path.name} ends in the middle ({problem}); fetch it again") from problem


def pubmed_work(element: ElementTree.Element) -> Work:
    """The work of a `PubmedArticle`.

    Raises:
        NoWorkError: it has no title.
    """
    article = element.find("MedlineCitation/Article")
    if article is None:
        raise NoWorkError("the record holds no article")
    year, month = issue_date(article)
    parts = ("".join(one.itertext()).strip() for one in article.findall("Abstract/AbstractText"))
    return make_work(
        text_at(article, "ArticleTitle") or text_at(article, "VernacularTitle"),
        doi=doi_of(element, article),
        pmid=text_at(element, "MedlineCitation/PMID"),
        abstract=" ".join(filter(None, parts)),
        authors=[author_name(one) for one in article.findall("AuthorList/Author")],
        venue=text_at(article, "Journal/Title"),
        date=f"{year}-{month:02}" if year and month else str(year or ""),
    )
