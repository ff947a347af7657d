"""Works by PubMed id: the XML record of the E-utilities."""

from __future__ import annotations

import re
from urllib.parse import quote
from xml.etree import ElementTree

from hfm_atlas._util.http import Fetcher
from hfm_atlas.curation.metadata.record import (
    BibliographicRecord,
    InvalidRecordError,
    complete,
    month_number,
    page_range,
)
from hfm_atlas.curation.metadata.xml import parse_xml, text_at
from hfm_atlas.model.preprint_servers import find_preprint

PUBMED = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi"


def fetch_pubmed(pmid: str, fetcher: Fetcher, server: str = PUBMED) -> BibliographicRecord:
    """The record of a PubMed id.

    Raises:
        UsageError: no answer.
        InvalidRecordError: there is no such id, or the record cannot become an entry.
    """
    address = f"{server}?db=pubmed&retmode=xml&id={quote(pmid)}"
    return read_pubmed(fetcher.fetch(address, "text/xml"), address, pmid)


def read_pubmed(text: str, source: str, pmid: str) -> BibliographicRecord:
    """A set of PubMed articles with one work as a record.

    Raises:
        InvalidRecordError: it holds no work, or lacks what every entry needs.
    """
    root = parse_xml(text, source)
    article = root.find(".//MedlineCitation/Article")
    if article is None:
        raise InvalidRecordError(f"{source}: PubMed has no record with the id {pmid}")
    year, month = issue_date(article)
    pages = text_at(article, "Pagination/MedlinePgn") or text_at(article, "Pagination/StartPage")
    # The library tells journals of one name apart by their place, as in "Bioinformatics (Oxford, England)".
    venue = re.sub(r" \([^()]*\)$", "", text_at(article, "Journal/Title"))
    doi = doi_of(root, article)
    preprint = find_preprint(venue, doi or "")
    issue = "Journal/JournalIssue"
    where: dict[str, str | None] = {
        "venue": venue,
        "volume": text_at(article, f"{issue}/Volume"),
        "number": text_at(article, f"{issue}/Issue"),
        "pages": page_range(pages),
    }
    return complete(
        source,
        "preprint" if preprint else "article",
        text_at(article, "ArticleTitle"),
        [author_name(author) for author in article.findall("AuthorList/Author")],
        year,
        month=month,
        doi=doi,
        pmid=pmid,
        **(preprint.fields if preprint else where),
    )


def issue_date(article: ElementTree.Element) -> tuple[int | None, int | None]:
    """Year and month (1 to 12) of the issue, None where not given; `MedlineDate` is a range such as "2020 Jan-Feb"."""
    date = "Journal/JournalIssue/PubDate"
    written = text_at(article, f"{date}/Year") or text_at(article, f"{date}/MedlineDate")
    found = re.search(r"\d{4}", written)
    month = text_at(article, f"{date}/Month")
    return int(found.group()) if found else None, month_number(month) if month else None


def author_name(author: ElementTree.Element) -> str:
    """An author as "Family, Given", or a group by its name."""
    group = text_at(author, "CollectiveName")
    if group:
        return group.replace(",", " ")
    family, given, suffix = (text_at(author, name) for name in ("LastName", "ForeName", "Suffix"))
    return ", ".join(part.replace(",", " ") for part in (family, suffix, given) if part)


def doi_of(root: ElementTree.Element, article: ElementTree.Element) -> str | None:
    """The DOI of an article in its bare form, where the record gives one; else None."""
    for path, attribute in (("ELocationID", "EIdType"), (".//PubmedData/ArticleIdList/ArticleId", "IdType")):
        for element in (article if path == "ELocationID" else root).findall(path):
            if element.get(attribute) == "doi" and element.text:
                return element.text.strip()
    return None
