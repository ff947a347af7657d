"""What Zotero's translators take from a page and from files: facts of their source, for tests without Zotero.

Read in github.com/zotero/translators at commit 2814370161d05d799086825fac8d499db3a33aa3 of 2026-06-26: the types of
"Embedded Metadata.js" (init), RIS.js (exportTypeMap and importTypeMap), BibTeX.js (bibtex2zoteroTypeMap, eprintIds)
and "CSL JSON.js" (detectImport).
"""

from __future__ import annotations

# Tags of a page that say the type of the item; of several, the last one in the page wins.
TYPE_TAGS = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_conference": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_inbook_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}
# What a TY of RIS becomes; one that is not known becomes a journal article. No TY becomes a preprint.
RIS_TYPES = {
    "COMP": "computerProgram",
    "CONF": "conferencePaper",
    "CPAPER": "conferencePaper",
    "DATA": "dataset",
    "JOUR": "journalArticle",
    "MANSCPT": "manuscript",
    "RPRT": "report",
    "THES": "thesis",
}
RIS_UNKNOWN = "journalArticle"
# Tags of RIS that reference lists print: `archive` and `libraryCatalog` of an item.
RIS_PRINTED = {"DB", "DP"}
# Servers whose ids BibTeX.js keeps, by `eprinttype`; it does not read `archiveprefix`. No type becomes a preprint.
BIBTEX_EPRINTS = {"arxiv", "jstor", "pubmed", "hdl", "googlebooks"}
# One item of another type, and the whole CSL-JSON file is refused.
# fmt: off
CSL_TYPES = frozenset((
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "personal_communication", "periodical",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "song", "speech", "standard", "thesis",
    "treaty", "webpage",
))
# fmt: on
# The type of item for each type of publication.
ITEM_TYPES = {
    "article": "journalArticle",
    "inproceedings": "conferencePaper",
    "preprint": "preprint",
    "thesis": "thesis",
    "report": "report",
    "software": "computerProgram",
    "dataset": "dataset",
}
