"""Pages as HTML: every planned page renders, and no text of an entry becomes markup."""

from __future__ import annotations

import errno
import re
import tempfile
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from hfm_atlas._util.errors import UsageError
from hfm_atlas.figures import FIGURES, FORMATS
from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.model.openness import STATE_WORDS
from hfm_atlas.project import Project
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.redirects import redirect_page, redirects
from hfm_atlas.site.renderer import Renderer, compiled_templates, root_of
from hfm_atlas.site.routes import PageSpec, SiteFacts, plan_pages
from hfm_atlas.site.views.entry.entry import entry_view
from hfm_atlas.site.views.entry.related import RelatedEntries
from hfm_atlas.site.views.overview.leaderboard import leaderboard
from hfm_atlas.validation.runner import check_project
from tests.conftest import TODAY
from tests.making import make_entry

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def renderer_for(index: SiteIndex, templates: Path = TEMPLATES) -> Renderer:
    shared = {"snapshot": index.snapshot, "repository": index.repository, "site_name": "HFM Atlas"}
    return Renderer(templates, shared)


def index_of(project: Project) -> SiteIndex:
    checked = check_project(project, TODAY)
    return SiteIndex(checked.atlas, checked.graph, take_snapshot(checked.atlas), checked.diagnostics)


def render_all(index: SiteIndex) -> dict[str, str]:
    renderer = renderer_for(index)
    return {page.url: renderer.render(page).html for page in plan_pages(index, SiteFacts())}


@pytest.fixture(scope="module")
def pages(mini_index: SiteIndex) -> dict[str, str]:
    return render_all(mini_index)


def test_every_entry_and_term_has_a_page(mini_index: SiteIndex, pages: dict[str, str]) -> None:
    assert {link.url for link in mini_index.links.values()} <= set(pages)
    for facet, term in mini_index.atlas.all_terms():
        assert mini_index.term_link(facet, term.id).url in pages


def test_an_entry_leads_to_the_history_of_its_file(pages: dict[str, str]) -> None:
    links = LexborHTMLParser(pages["models/elmprot/"]).css(
        "a[href$='/commits/main/entries/bioinformatics/elmprot.yml']"
    )
    assert [link.text() for link in links] == ["History", "history of its file"]


def test_a_note_begins_a_sentence_of_its_own(pages: dict[str, str]) -> None:
    tested = LexborHTMLParser(pages["models/hazelchat/"]).css_first("#fact-clinical_evidence .value")
    assert [one.text() for one in tested.css(".detail")] == [
        "Grove Hospital, 40 patients.",
        "Two radiologists read each report.",
    ]


def test_no_address_is_planned_twice(mini_index: SiteIndex) -> None:
    urls = [page.url for page in plan_pages(mini_index, SiteFacts())]
    assert len(urls) == len(set(urls))


def test_every_page_has_one_heading_and_unique_anchors(pages: dict[str, str]) -> None:
    for url, html in pages.items():
        tree = LexborHTMLParser(html)
        assert len(tree.css("h1")) == 1, url
        anchors = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(anchors) == len(set(anchors)), url


def test_headings_of_a_page_are_anchors_in_it(mini_index: SiteIndex) -> None:
    renderer = renderer_for(mini_index)
    for planned in plan_pages(mini_index, SiteFacts()):
        page = renderer.render(planned)
        tree = LexborHTMLParser(page.html)
        assert all(tree.css_first(f'[id="{heading.anchor}"]') for heading in page.headings), planned.url


def test_links_between_pages_lead_to_pages(pages: dict[str, str]) -> None:
    next_to = {"atlas.bib", "atlas.ris", "gaps.csv", "contribute/", "data/", "python/", "vocabulary/"}
    next_to |= {f"figures/{name}.{format}" for name in FIGURES for format in FORMATS} | {"figures/lineage.poster.pdf"}
    for url, html in pages.items():
        for node in LexborHTMLParser(html).css("a[href]"):
            address = node.attributes["href"] or ""
            if re.match(r"https?:|#|feed\.xml$", address):
                continue
            assert address.startswith(root_of(url)), (url, address)
            target = address.removeprefix(root_of(url)).partition("#")[0].partition("?")[0]
            assert target in pages or target in next_to or target.startswith("api/"), (url, address)


def test_root_of_a_page() -> None:
    assert [root_of(url) for url in ("", "cite/", "taxonomy/tasks/ner/")] == ["./", "../", "../../../"]


def test_hostile_texts_are_shown_as_text(hostile_project: Project) -> None:
    index = index_of(hostile_project)
    html = render_all(index)
    page = LexborHTMLParser(html["models/thorn/"])
    assert page.css_first("h1").text() == "<script>alert('name')</script>"
    assert "{{ 7 * 7 }} {% raw %} [[alderbert]]" in page.css_first(".lede").text()
    for url in ("models/thorn/", "explore/", "models/", "challenges/hallucination/", "taxonomy/modalities/text/", ""):
        tree = LexborHTMLParser(html[url])
        assert not tree.css("script:not([src]), iframe, img, textarea, object, embed, style, base"), url
        for node in tree.css("*"):
            assert not [name for name in node.attributes if name.startswith("on")], (url, node.html)
            for name in ("href", "src", "action"):
                assert not (node.attributes.get(name) or "").lower().startswith(("javascript:", "data:")), url


@pytest.mark.parametrize(
    ("kind", "name"),
    [("model", "Ω" * 300), ("dataset", "医学影像数据集"), ("survey", "Ἱπποκράτης"), ("base", "x")],
)
def test_an_entry_with_only_what_is_required(mini_index: SiteIndex, kind: str, name: str, own_project: Project) -> None:
    entry = make_entry(kind, name=name)
    folder = {"model": "language", "dataset": "datasets", "survey": "surveys", "base": "base"}[kind]
    lines = [
        f"kind: {kind}\nid: foomed\nname: '{name}'\nsummary: {entry.summary}\n",
        "subfield: language\n" if kind in ("model", "dataset") else "",
        "publication: {type: article, title: A, authors: ['Doe, Jane'], year: 2024}\n",
        "review: {status: drafted, date: 2026-11-20}\n",
    ]
    (own_project.entries / folder / "foomed.yml").write_text("".join(lines), "utf-8")
    index = index_of(own_project)
    view = entry_view(index, RelatedEntries(index), index.atlas.entries["foomed"])
    planned = PageSpec("models/foomed/", name, "pages/entry.html", lambda: view, "")
    html = renderer_for(index).render(planned).html
    assert name in html
    assert "Not checked yet" in html or kind == "survey"


def test_a_mistake_in_a_template_names_file_and_line(mini_index: SiteIndex, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("fine\n{% if %}\n", "utf-8")
    page = PageSpec("a/", "A", "a.html", lambda: None, "")
    with pytest.raises(UsageError, match=r"templates/a\.html:2"):
        renderer_for(mini_index, tmp_path).render(page)


def test_an_unknown_name_in_a_template_names_the_page(mini_index: SiteIndex, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("{{ view.nothing_like_that }}", "utf-8")
    page = PageSpec("a/b/", "A", "a.html", lambda: None, "")
    with pytest.raises(UsageError, match=r"templates/a\.html, page a/b/.*nothing_like_that"):
        renderer_for(mini_index, tmp_path).render(page)


def test_former_ids_lead_to_the_entry(own_project: Project) -> None:
    path = own_project.entries / "language" / "alderbert.yml"
    path.write_text(path.read_text("utf-8").replace("[alder]", "[alder, oakbert]"), "utf-8")
    found = dict(redirects(check_project(own_project, TODAY).atlas))
    assert found["models/alder/"] == "models/alderbert/"
    # An id that is in use again keeps its own page.
    assert "models/oakbert/" not in found
    html = LexborHTMLParser(redirect_page("models/alder/", "models/alderbert/"))
    assert html.css_first("a").attributes["href"] == "../../models/alderbert/"
    assert html.css_first("meta[http-equiv]").attributes["content"] == "0; url=../../models/alderbert/"


def test_facets_with_pages_of_their_own_are_reached_under_taxonomy(mini_index: SiteIndex) -> None:
    assert dict(redirects(mini_index.atlas))["taxonomy/challenges/"] == "challenges/"


def test_a_page_is_the_same_from_compiled_templates_and_without_them(
    mini_index: SiteIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = next(iter(plan_pages(mini_index, SiteFacts())))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first = renderer_for(mini_index).render(page)
    (kept,) = tmp_path.iterdir()
    assert list(kept.iterdir())
    again = renderer_for(mini_index).render(page)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    assert compiled_templates("pages") is None
    assert first == again == renderer_for(mini_index).render(page)


def test_a_full_temporary_folder_costs_no_page(
    mini_index: SiteIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = next(iter(plan_pages(mini_index, SiteFacts())))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    renderer = renderer_for(mini_index)

    def full(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)
    assert renderer.render(page).html
    assert not list(next(tmp_path.iterdir()).iterdir())


@pytest.mark.parametrize("url", ["leaderboards/", "leaderboards/lichen-qa/", "datasets/lichen-qa/"])
def test_a_best_result_names_its_task_and_metric(mini_index: SiteIndex, pages: dict[str, str], url: str) -> None:
    top = leaderboard(mini_index, "lichen-qa").top_open
    assert top
    shown = LexborHTMLParser(pages[url]).css(".benchmarks__best .detail, .answers dt .detail")
    assert any(node.text().startswith(top.measure) for node in shown)


def test_counts_of_narrower_terms_say_what_they_count(pages: dict[str, str]) -> None:
    terms = [html for url, html in pages.items() if url.startswith("taxonomy/")]
    narrower = [LexborHTMLParser(html).css_first("#narrower") for html in terms]
    captions = [one.css_first(".tree__caption") for one in narrower if one]
    assert captions
    assert all(one and one.text().endswith("entries of all kinds") for one in captions)


def test_a_leaderboard_says_in_the_words_of_explore_how_open_weights_are(pages: dict[str, str]) -> None:
    cells = LexborHTMLParser(pages["leaderboards/lichen-qa/"]).css("#board td[data-label=Weights]")
    assert {cell.text() for cell in cells} <= {*STATE_WORDS.values(), "not reported", "not checked yet"}
