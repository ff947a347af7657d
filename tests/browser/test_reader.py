"""What readers come for, driven from the home page to the answer."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import bibtexparser
import pytest
import rispy
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
# Milliseconds until a page is called broken; a busy machine takes its time for a table of all entries.
PATIENCE = 20_000


def explore(page: Page, address: str, query: str = "") -> None:
    """Open the explorer and wait until it is ready."""
    page.goto(f"{address}explore/{query}")
    expect(page.locator("#explorer[data-ready]")).to_be_visible(timeout=PATIENCE)


def tick(page: Page, facet: str, term: str) -> None:
    """Open a facet and tick one of its terms."""
    details = page.locator("details.facet", has=page.locator("summary", has_text=re.compile(rf"^{facet}\d*$")))
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    details.get_by_label(re.compile(f"^{re.escape(term)}")).first.check()


def total(page: Page) -> int:
    """How many entries the explorer says that it shows."""
    text = page.locator(".explorer__total").inner_text()
    return int(text.split(" ")[0].replace(",", ""))


def download(page: Page, format: str) -> str:
    """What the explorer saves in a format."""
    page.get_by_text(re.compile(r"^Download (this view|\d+ ticked)$")).click()
    with page.expect_download() as caught:
        page.locator(f"[data-format={format}]").click()
    return Path(caught.value.path()).read_text("utf-8")


def test_what_exists_for_chest_x_ray_report_generation_with_open_weights(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Explore").first.click()
    expect(page.locator("#explorer[data-ready]")).to_be_visible(timeout=PATIENCE)
    everything = total(page)
    tick(page, "Task", "Report generation")
    tick(page, "Modality", "Chest X-ray")
    tick(page, "Weights", "open")
    assert 0 < total(page) < everything
    assert page.url.endswith("?tasks=report-generation&modalities=chest-x-ray&weights=open")
    names = page.locator("tbody th a").all_inner_texts()
    assert len(names) == total(page)
    page.locator("tbody th a").first.click()
    expect(page.locator("h1")).to_have_text(names[0])


def test_the_address_keeps_the_view_and_back_takes_a_filter_away(page: Page, address: str, browser: Browser) -> None:
    explore(page, address)
    tick(page, "Subfield", "Vision")
    tick(page, "Pre-training", "Contrastive")
    found = total(page)
    other = browser.new_page()
    other.goto(page.url)
    expect(other.locator("#explorer[data-ready]")).to_be_visible()
    assert total(other) == found
    other.close()
    page.go_back()
    assert page.url.endswith("?subfields=vision")
    assert total(page) > found


def test_counts_say_what_a_further_choice_would_leave(page: Page, address: str) -> None:
    explore(page, address, "?kind=model&subfield=language")
    details = page.locator("details.facet", has=page.locator("summary", has_text=re.compile("^Stated facts")))
    details.locator("summary").click()
    label = details.locator(".facet__term", has_text="checked").first
    promised = int(label.locator(".facet__count").inner_text().replace(",", ""))
    label.click()
    assert total(page) == promised


def test_where_has_nobody_worked(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".tabs-menu > summary", has_text="Maps").click()
    page.get_by_role("link", name="Gap map").first.click()
    expect(page.locator("#gap-map[data-ready]")).to_be_visible()
    empty = page.locator(".gapmap__cell--empty a").first
    words = empty.get_attribute("aria-label") or ""
    assert "no model in the atlas" in words
    empty.click()
    expect(page.locator("#explorer[data-ready]")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".explorer__empty")).to_be_visible()


def test_a_cell_of_the_gap_map_leads_to_as_many_models_as_it_says(page: Page, address: str) -> None:
    page.goto(f"{address}gap-map/?rows=subfield&cols=pretraining")
    expect(page.locator("#gap-map[data-ready]")).to_be_visible()
    cell = page.locator(".gapmap__cell a", has=page.locator(".gapmap__number")).first
    number = int(cell.locator(".gapmap__number").inner_text())
    cell.click()
    expect(page.locator("#explorer[data-ready]")).to_be_visible(timeout=PATIENCE)
    assert total(page) == number


def test_former_names_of_filters_and_columns(page: Page, address: str) -> None:
    explore(page, address, "?kind=model&published=2023-2023&sort=published&cols=published,subfield")
    former = total(page)
    assert page.locator("thead th").all_inner_texts()[2:] == ["Published ▲", "Subfield"]
    explore(page, address, "?kind=model&year=2023-2023")
    assert total(page) == former
    expect(page.locator(".explorer__active")).to_contain_text("Published: 2023–2023")


def test_first_seen_and_published_are_two_filters(page: Page, address: str, site: Path) -> None:
    atlas = json.loads((site / "atlas.json").read_text("utf-8"))
    models = [one for one in atlas["entries"] if one["kind"] == "model"]
    explore(page, address, "?kind=model&year=2025-")
    assert total(page) == sum(one["publication"]["year"] >= 2025 for one in models)
    explore(page, address, "?kind=model&first_year=2025-")
    assert total(page) == sum(atlas["derived"][one["id"]]["first_year"] >= 2025 for one in models)


def test_the_licence_of_weights_is_not_taken_from_the_code(page: Page, address: str, site: Path) -> None:
    derived = json.loads((site / "atlas.json").read_text("utf-8"))["derived"]
    explore(page, address, "?kind=model&weights_licence=anything")
    names = page.locator("tbody th a").evaluate_all("links => links.map(link => link.pathname.split('/').at(-2))")
    assert names
    assert {derived[id]["effective_licence"] for id in names} == {"anything"}


def test_axes_of_the_gap_map_are_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}gap-map/")
    rows = page.locator("label", has_text=re.compile("^Rows")).locator("select")
    rows.select_option("challenges")
    assert "rows=challenges" in page.url
    page.go_back()
    expect(rows).to_have_value("tasks")


def search(page: Page, address: str, words: str) -> None:
    """Open the search by its key and look for words."""
    page.goto(address)
    page.keyboard.press("/")
    page.locator(".search__input").fill(words)
    expect(page.locator(".search__said")).to_contain_text("result")


def test_what_is_med_palm_built_on(page: Page, address: str) -> None:
    search(page, address, "Med-PaLM")
    page.get_by_role("option").first.click()
    page.wait_for_url(re.compile("/models/med-palm/"))
    built_on = page.locator(".fact", has=page.locator("dt", has_text="Built on"))
    expect(built_on.locator("dd")).to_contain_text("PaLM")


def test_the_search_is_driven_by_keys_alone(page: Page, address: str) -> None:
    search(page, address, "chest xray")
    options = page.get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(options.first).to_contain_text("Chest X-ray")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}taxonomy/modalities/chest-x-ray/")


def test_escape_closes_the_search_and_its_words_leave_the_address(page: Page, address: str) -> None:
    search(page, address, "hallucinate")
    assert page.url.endswith("?q=hallucinate")
    expect(page.locator(".search__kind").first).to_contain_text("Challenges")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.search")).to_be_hidden()
    assert page.url == address


def test_an_address_that_asks_opens_the_search(page: Page, address: str) -> None:
    page.goto(f"{address}?q=medpalm2")
    expect(page.get_by_role("option").first).to_contain_text("Med-PaLM 2")


def test_the_home_page_asks_the_same_search(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Search the atlas").fill("BioBRET")
    page.keyboard.press("Enter")
    expect(page.locator(".search__said")).to_have_text("Nothing holds “BioBRET”; shown for “biobert”:")
    expect(page.get_by_role("option").first).to_contain_text("BioBERT")


def test_what_matches_a_question_stands_before_what_holds_its_words(page: Page, address: str) -> None:
    page.goto(f"{address}?q=open+ct+models+for+commercial+use")
    heads = page.locator(".search__kind")
    expect(heads.nth(1)).to_contain_text("What matches the filters")
    said = page.get_by_role("option").first.inner_text()
    number = int(re.search(r"([\d,]+) entries match", said)[1].replace(",", ""))  # type: ignore[index]
    assert all("by words alone" in one for one in heads.all_inner_texts()[2:])
    page.keyboard.press("Enter")
    expect(page.locator("#explorer[data-ready]")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".explorer__total")).to_contain_text(re.compile(f"^{number} of "))


def test_a_question_leads_to_explore_where_its_matches_cannot_be_counted(page: Page, address: str) -> None:
    page.route("**/explore/entries.json", lambda route: route.abort())
    page.goto(f"{address}?q=MIMIC-CXR+models+with+open+weights")
    expect(page.get_by_role("option").first).to_contain_text("all entries with these filters")
    expect(page.get_by_role("option").nth(1)).to_contain_text("MIMIC-CXR")


def test_a_section_of_the_prose_is_found_by_what_it_explains(page: Page, address: str) -> None:
    search(page, address, "parquet")
    page.get_by_role("option").first.click()
    page.wait_for_url(f"{address}data/#formats")
    expect(page.locator("#formats")).to_be_in_viewport()


def test_the_search_without_a_hit_leads_to_explore(page: Page, address: str) -> None:
    page.goto(f"{address}?q=zzzzqqqq")
    link = page.locator(".search__said a")
    expect(link).to_have_attribute("href", re.compile(r"explore/\?text=zzzzqqqq$"))


def test_nothing_of_the_search_is_loaded_before_it_is_opened(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    assert not [url for url in asked if "/search/" in url or "minisearch" in url]
    page.get_by_role("button", name="Search", exact=True).first.click()
    expect(page.locator(".search__said")).to_contain_text("A name")
    assert [url for url in asked if url.endswith("search/records.json")]


def test_without_a_script_the_search_leads_to_explore(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator(".search-field").click()
    expect(page).to_have_url(f"{address}explore/")
    context.close()


def test_how_do_three_differ(page: Page, address: str) -> None:
    explore(page, address, "?text=bert&kind=model&subfield=language")
    for name in ("BioBERT", "PubMedBERT", "ClinicalBERT"):
        page.get_by_label(f"Select {name}", exact=True).check()
    page.get_by_role("link", name="Compare 3").click()
    expect(page.locator("#compare[data-ready] table")).to_be_visible()
    heads = page.locator("#compare thead th a").all_inner_texts()
    assert sorted(heads) == ["BioBERT", "ClinicalBERT", "PubMedBERT"]
    before = {state: page.locator(f"#compare tr.is-{state}").count() for state in ("differs", "equal", "unknown")}
    assert before["differs"] > 3
    assert sum(before.values()) == page.locator("#compare tr[class^=is-]:not(.is-result)").count()
    expect(page.locator("#compare [role=status].hint")).to_contain_text(f"{before['unknown']} cannot be compared")
    page.get_by_label("Only facts that differ").check()
    assert page.locator("#compare tr[class^=is-]:not(.is-result)").count() == before["differs"]
    expect(page.locator("#compare [role=status].hint")).to_contain_text("only the differences are shown")


def test_what_nobody_has_checked_is_no_difference(page: Page, address: str) -> None:
    """Three cells at a time: what they say, and how they stand to each other."""
    page.goto(f"{address}compare/")
    cases = [
        (["known:a", "known:a"], "equal"),
        (["known:a", "known:b"], "differs"),
        (["known:a", "unchecked:"], "unknown"),
        (["known:a", "unknown:not reported"], "unknown"),
        (["known:a", "known:b", "unchecked:"], "differs"),
        (["known:a", "known:a", "unchecked:"], "unknown"),
        (["unchecked:", "unchecked:"], "unknown"),
        (["known:a", "known:a", "unasked:"], "equal"),
        (["known:a", "unasked:"], "unknown"),
    ]
    found = page.evaluate(
        """async ([source, cases]) => {
          const { standing } = await import(source)
          return cases.map(cells => standing(cells.map(cell => {
            const [state, same] = cell.split(":")
            return { state, same }
          })))
        }""",
        [f"{address}scripts/compare/lines.js", [cells for cells, _ in cases]],
    )
    assert found == [state for _, state in cases]


def test_an_unchecked_size_makes_no_difference(page: Page, address: str, site: Path) -> None:
    entries = json.loads((site / "atlas.json").read_text("utf-8"))["entries"]
    models = [one for one in entries if one["kind"] == "model"]
    sized = next(one["id"] for one in models if isinstance(one.get("architecture", {}).get("parameters"), list))
    unsized = next(one["id"] for one in models if "parameters" not in one.get("architecture", {}))
    page.goto(f"{address}compare/?ids={sized},{unsized}")
    row = page.locator("#compare tbody tr", has=page.locator("th", has_text=re.compile("^Parameters")))
    expect(row).to_have_class("is-unknown")


@pytest.mark.parametrize("format", ["csv", "latex"])
def test_a_comparison_is_taken_along(page: Page, address: str, format: str) -> None:
    page.goto(f"{address}compare/?ids=biobert,gatortron")
    expect(page.locator("#compare[data-ready] table")).to_be_visible()
    with page.expect_download() as caught:
        page.get_by_role("button", name="CSV" if format == "csv" else "LaTeX").click()
    text = Path(caught.value.path()).read_text("utf-8")
    assert "BioBERT" in text
    assert "GatorTron" in text
    assert "snapshot" in text


def test_download_is_exactly_the_view(page: Page, address: str) -> None:
    explore(page, address, "?subfield=bioinformatics&kind=model&year=2023-2023")
    ids = [link.get_attribute("href").split("/")[-2] for link in page.locator("tbody th a").all()]
    library = bibtexparser.parse_string(download(page, "bibtex"))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == ids
    page.keyboard.press("Escape")
    records = rispy.loads(download(page, "ris"))
    assert [record["id"] for record in records] == ids
    page.keyboard.press("Escape")
    rows = list(csv.DictReader(io.StringIO(download(page, "csv"))))
    assert [row["id"] for row in rows] == ids
    assert all("snapshot" in row["snapshot"] for row in rows)
    page.keyboard.press("Escape")
    table = download(page, "latex")
    assert re.findall(r"\\cite\{([^}]+)\}", table) == ids


def test_a_selection_is_downloaded_instead_of_the_whole_view(page: Page, address: str) -> None:
    explore(page, address, "?text=biobert")
    page.get_by_label("Select BioBERT", exact=True).check()
    library = bibtexparser.parse_string(download(page, "bibtex"))
    assert [entry.key for entry in library.entries] == ["biobert"]


def test_columns_and_sorting(page: Page, address: str) -> None:
    explore(page, address, "?kind=model")
    page.get_by_text("Columns", exact=True).click()
    page.locator(".menu__body").get_by_label("Architecture").check()
    assert "cols=" in page.url
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Parameters").click()
    cells = page.locator("th:has-text('Parameters')")
    expect(cells).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="Name").click()
    names = page.locator("tbody th a").all_inner_texts()
    assert names == sorted(names, key=str.casefold)[: len(names)] or names[0].casefold() <= names[-1].casefold()


def test_with_the_keyboard_alone(page: Page, address: str) -> None:
    """From the home page to a filtered table, without a pointer."""
    page.goto(address)
    link = page.get_by_role("link", name="Explore").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#explorer[data-ready]")).to_be_visible(timeout=PATIENCE)
    page.locator(".explorer__search").focus()
    page.keyboard.type("retina")
    assert total(page) > 0
    facet = page.locator("details.facet", has=page.locator("summary", has_text=re.compile(r"^Weights\d*$")))
    facet.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(facet.locator("input[type=checkbox]").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(facet.locator("input[type=checkbox]").first).to_be_focused()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("weights="))
    focused = page.evaluate("document.activeElement.type")
    assert focused == "checkbox", "ticking a box must not take the focus away"


def test_an_open_mark_closes_when_the_keyboard_moves_on(page: Page, address: str) -> None:
    page.goto(f"{address}models/biobert/")
    mark = page.locator("#facts details.mark").first
    mark.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(mark.locator(".mark__box")).to_be_visible()
    page.keyboard.press("Tab")
    expect(mark.locator(".mark__box a").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(mark.locator(".mark__box")).to_be_hidden()


def test_a_long_list_of_errata_opens_where_its_survey_leads(page: Page, address: str) -> None:
    page.goto(f"{address}surveys/he-2025/")
    page.locator("#errata").get_by_role("link", name="Table II", exact=True).click()
    expect(page.locator("#errata-he-2025-table-ii")).to_be_visible()
    expect(page.locator("#errata-he-2025-table-i")).to_be_hidden()


def test_one_facet_is_open_where_there_is_room(page: Page, address: str) -> None:
    explore(page, address)
    opened = page.locator("details.facet[open]")
    expect(opened).to_have_count(1)
    expect(opened.locator(".facet__term").first).to_be_visible()


def test_shapes_of_the_explorer_tell_kinds_apart(page: Page, address: str) -> None:
    explore(page, address, "?kind=dataset")
    dots = page.locator("tbody th .dot")
    assert dots.count() > 0
    assert dots.count() == page.locator("tbody th .dot--is-dataset").count()


def test_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page = context.new_page()
    explore(page, address)
    page.locator(".explorer__facets > summary").click()
    tick(page, "Subfield", "Multimodal")
    assert "subfields=multimodal" in page.url
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    context.close()


def test_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}explore/")
    assert page.locator("#plain-table tbody tr").count() > 100
    page.goto(f"{address}gap-map/")
    expect(page.locator("#plain-map table")).to_be_visible()
    page.goto(f"{address}models/biobert/")
    expect(page.locator("#cite")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?task=no-such-task", "no-such-task"),
        ("?year=soon", "range of years"),
        ("?nonsense=1", "is not a filter"),
        ("?ids=nobody", "nobody"),
        ("?%E0%A4%A=1", None),
        ("?task=%3Cscript%3Ealert(1)%3C/script%3E", "script"),
        ("?page=99999", None),
    ],
)
def test_a_malformed_address_says_so_and_shows_the_table(
    page: Page, address: str, query: str, said: str | None
) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    explore(page, address, query)
    assert page.locator("tbody tr").count() > 0
    if said:
        expect(page.locator(".explorer__notice")).to_contain_text(said)
    assert problems == []


def test_an_empty_result_offers_the_way_back(page: Page, address: str) -> None:
    explore(page, address, "?text=zzzzzz")
    expect(page.locator(".explorer__empty")).to_be_visible()
    page.get_by_role("button", name="show all entries").click()
    assert total(page) > 100


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?ids=nobody,biobert", "no entry “nobody”"),
        ("", "two to five"),
        ("?ids=biobert", "one more"),
        ("?ids=,,", "two to five"),
    ],
)
def test_compare_with_too_few_or_unknown_entries(page: Page, address: str, query: str, said: str) -> None:
    page.goto(f"{address}compare/{query}")
    expect(page.locator("#compare[data-ready]")).to_contain_text(said)


def test_compare_takes_five_at_most(page: Page, address: str, site: Path) -> None:
    data = json.loads((site / "explore" / "entries.json").read_text("utf-8"))
    ids = [row[0] for row in data["rows"] if row[2].startswith("models/")][:7]
    page.goto(f"{address}compare/?ids={','.join(ids)}")
    expect(page.locator("#compare[data-ready]")).to_contain_text("Only the first 5")
    assert page.locator("#compare thead th").count() == 5


def test_the_colour_scheme_can_be_switched_and_stays(page: Page, address: str) -> None:
    page.goto(address)
    before = page.locator("body").get_attribute("data-md-color-scheme")
    page.get_by_title(re.compile("Switch to")).first.click()
    after = page.locator("body").get_attribute("data-md-color-scheme")
    assert before != after
    page.goto(f"{address}models/biobert/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", after or "")


def test_commands_are_copied_without_what_they_print(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}tutorial/")
    page.get_by_role("button", name="Copy to clipboard").first.click()
    expect(page.get_by_text("Copied to clipboard")).to_be_visible()
    copied = "git clone https://github.com/yourname/hfm-atlas && cd hfm-atlas\nmake validate"
    assert page.evaluate("navigator.clipboard.readText()") == copied
    context.close()
