"""The head of an entry's page, read as Zotero reads it: the work comes out as the entry says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from rdflib import Graph as RdfGraph
from rdflib.compare import isomorphic
from selectolax.lexbor import LexborHTMLParser

from hfm_atlas.exports import select
from hfm_atlas.exports.rdf import export_json_ld
from hfm_atlas.loading.loader import load_project
from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.model.addresses import entry_url
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.graph import build_graph
from hfm_atlas.model.preprint_servers import cited_preprint
from hfm_atlas.model.publication import cited_type
from hfm_atlas.model.sources import preprint_doi
from hfm_atlas.project import Project
from hfm_atlas.query.selection import SITE_URL
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.renderer import Renderer
from hfm_atlas.site.routes import PageSpec, SiteFacts, plan_pages
from hfm_atlas.site.views.entry.head_metadata import HeadMetadata, MetaTag, citation_tags, head_metadata
from tests.exports.conftest import nasty_entries
from tests.making import make_entry
from tests.zotero import ITEM_TYPES, TYPE_TAGS

ROOT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True)
class Item:
    """What a reference manager saves."""

    type: str
    title: str
    creators: tuple[tuple[str, ...], ...]
    date: str
    venue: str | None
    volume: str | None
    issue: str | None
    pages: str | None
    doi: str | None


def saved_item(html: str) -> Item:
    """The item that Zotero's translator for embedded metadata makes of a page."""
    tags: dict[str, list[str]] = {}
    for node in LexborHTMLParser(html).css("meta[name]"):
        tags.setdefault(node.attributes["name"] or "", []).append(node.attributes["content"] or "")
    first = {name: values[0] for name, values in tags.items()}
    type_tag = next((name for name in reversed(tags) if name in TYPE_TAGS), None)
    pages = [first[name] for name in ("citation_firstpage", "citation_lastpage") if name in first]
    return Item(
        type=TYPE_TAGS[type_tag] if type_tag else first.get("z:itemType", "journalArticle"),
        title=first["citation_title"],
        creators=tuple(tuple(name.split(", ")) for name in tags["citation_author"]),
        date=first["citation_publication_date"],
        venue=first.get(type_tag or "citation_publisher"),
        volume=first.get("citation_volume"),
        issue=first.get("citation_issue"),
        pages="-".join(pages) or None,
        doi=first.get("citation_doi"),
    )


def expected_item(entry: Entry) -> Item:
    """The item that the entry describes."""
    cited, only_preprint = entry.publication, cited_preprint(entry)
    institution = cited.type in ("thesis", "report", "software", "dataset")
    servers = {
        "arxiv": "arXiv",
        "biorxiv": "bioRxiv",
        "medrxiv": "medRxiv",
        "openreview": "OpenReview",
        "researchsquare": "Research Square",
    }
    venue = cited.publisher or cited.venue if institution else cited.venue
    return Item(
        type=ITEM_TYPES[cited_type(cited)],
        title=cited.title,
        creators=tuple(_creator(name) for name in cited.authors if name != "others"),
        date=f"{cited.year}/{cited.month:02}" if cited.month else str(cited.year),
        venue=servers[only_preprint.server] if only_preprint else venue,
        volume=cited.volume,
        issue=cited.number,
        pages=cited.pages,
        doi=cited.doi or (preprint_doi(only_preprint) if only_preprint else None),
    )


def _creator(name: str) -> tuple[str, ...]:
    """Family, given name and what stands behind them, in this order wherever the entry has it."""
    family, *rest = name.split(", ")
    return (family, *sorted(rest, key=lambda part: part in ("Jr.", "III")))


def heads_of(project: Project) -> tuple[SiteIndex, dict[str, str]]:
    """The heads of all pages, as they are printed."""
    atlas = load_project(project).atlas
    index = SiteIndex(atlas, build_graph(atlas), take_snapshot(atlas))
    renderer = Renderer(ROOT / "templates", {})
    return index, {page.url: renderer.render_head(page) for page in plan_pages(index, SiteFacts())}


@pytest.mark.parametrize("root", [ROOT / "tests" / "atlas", ROOT], ids=["invented", "real"])
def test_every_work_is_saved_as_the_entry_says(root: Path) -> None:
    index, heads = heads_of(Project(root))
    about_publications = {entry_url(entry): entry for entry in index.atlas.entries.values()}
    assert about_publications.keys() == {url for url, head in heads.items() if head}
    for url, entry in about_publications.items():
        assert saved_item(heads[url]) == expected_item(entry), url


def tags_of(**fields: Any) -> dict[str, str]:
    return {tag.name: tag.content for tag in citation_tags(make_entry(**fields))}


def test_proceedings_with_volumes_and_issues_are_a_journal() -> None:
    paper = {"type": "inproceedings", "venue": "Proceedings", "volume": "33", "number": "1"}
    tags = tags_of(publication=paper)
    assert (tags["citation_journal_title"], tags["citation_volume"], tags["citation_issue"]) == (
        "Proceedings",
        "33",
        "1",
    )
    assert "citation_conference_title" not in tags


def test_a_paper_with_everything() -> None:
    entry = make_entry(
        publication={
            "authors": ["Doe, Jane", "The Foomed Team", "King, Jr., Martin", "others"],
            "month": 2,
            "volume": "12",
            "number": "3",
            "pages": "12–34",
            "doi": "10.1234/5",
            "pmid": "123",
            "publisher": "Ex & Co",
        },
        preprint={"server": "arxiv", "id": "2401.00001", "year": 2024},
    )
    assert [(tag.name.removeprefix("citation_"), tag.content) for tag in citation_tags(entry)] == [
        ("title", "Foomed: a model of nothing"),
        ("author", "Doe, Jane"),
        ("author", "The Foomed Team"),
        ("author", "King, Martin, Jr."),
        ("publication_date", "2024/02"),
        ("journal_title", "Journal of Examples"),
        ("volume", "12"),
        ("issue", "3"),
        ("firstpage", "12"),
        ("lastpage", "34"),
        ("arxiv_id", "2401.00001"),
        ("publisher", "Ex & Co"),
        ("doi", "10.1234/5"),
        ("pmid", "123"),
        ("public_url", "https://doi.org/10.1234/5"),
        ("abstract_html_url", "https://doi.org/10.1234/5"),
    ]


def test_a_preprint_is_no_article_of_a_journal() -> None:
    tags = tags_of(
        publication={"type": "preprint", "venue": "arXiv"},
        preprint={"server": "arxiv", "id": "2401.00001", "year": 2024},
    )
    assert tags["z:itemType"] == "preprint"
    assert tags["citation_publisher"] == "arXiv"
    assert tags["citation_technical_report_number"] == "arXiv:2401.00001"
    assert tags["citation_doi"] == "10.48550/arXiv.2401.00001"
    assert "citation_journal_title" not in tags


def test_a_paper_of_a_conference_names_its_proceedings() -> None:
    tags = tags_of(publication={"type": "inproceedings", "venue": "Proceedings of Nowhere"})
    assert tags["citation_conference_title"] == tags["citation_inbook_title"] == "Proceedings of Nowhere"
    assert "z:itemType" not in tags


@pytest.mark.parametrize(
    ("type_", "tag"),
    [("thesis", "citation_dissertation_institution"), ("report", "citation_technical_report_institution")],
)
def test_a_thesis_and_a_report_name_their_institution(type_: str, tag: str) -> None:
    assert tags_of(publication={"type": type_, "venue": None, "publisher": "Example Institute"})[tag] == (
        "Example Institute"
    )
    assert tags_of(publication={"type": type_, "venue": None})["z:itemType"] == type_


def test_a_report_has_a_number_and_no_issue() -> None:
    tags = tags_of(publication={"type": "report", "publisher": "Example Institute", "number": "7"})
    assert tags["citation_technical_report_number"] == "7"
    assert "citation_issue" not in tags


@given(entry=nasty_entries())
@settings(max_examples=50)
def test_nasty_texts_come_back(entry: Entry) -> None:
    head = _render(HeadMetadata(citation_tags(entry), {"@graph": [entry.publication.title]}))
    tree = LexborHTMLParser(f"<!doctype html><html><head>{head}</head><body></body></html>")
    found = [(node.attributes["name"], node.attributes["content"]) for node in tree.css("head > meta")]
    assert found == [(tag.name, tag.content) for tag in citation_tags(entry)]
    (script,) = tree.css("script")
    assert json.loads(script.text()) == {"@graph": [entry.publication.title]}


def _render(head: HeadMetadata) -> str:
    page = PageSpec("models/foomed/", "Foomed", "pages/entry.html", lambda: None, "", make_head=lambda: head)
    return Renderer(ROOT / "templates", {}).render_head(page)


def test_linked_data_cannot_end_its_script() -> None:
    text = '</script><!-- <script> & "\u2028\u2029'
    html = _render(HeadMetadata((MetaTag("citation_title", text),), {"name": text}))
    data = re.search(r"<script[^>]*>(.*)</script>", html, re.DOTALL)
    assert data
    assert not re.search("[<>&\u2028\u2029]", data.group(1))
    assert json.loads(data.group(1)) == {"name": text}
    assert 'content="&lt;/script&gt;' in html


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("id", ["elmprot", "fern-xray", "he-2025", "oakbert"])
def test_linked_data_is_that_of_the_export(mini_index: SiteIndex, id: str) -> None:
    """Read on its own, the document in the head says of its nodes what the export says of them."""
    entry = mini_index.atlas.entries[id]
    own = RdfGraph().parse(
        data=json.dumps(head_metadata(mini_index.graph, entry, SITE_URL).linked_data), format="json-ld"
    )
    exported = json.loads(export_json_ld(select(mini_index.atlas, mini_index.graph, [entry])))
    names = {str(node) for node in own.subjects()}
    exported["@graph"] = [node for node in exported["@graph"] if node["@id"] in names]
    assert isomorphic(own, RdfGraph().parse(data=json.dumps(exported), format="json-ld"))
    assert len(own) > 10
