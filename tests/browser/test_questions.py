"""Questions that readers and contributors ask, each from the home page to a whole answer, with what is not known.

The first fourteen are those of a trial with readers, a to n; the others are asked again and again in the threads of
lists such as this. Each is answered in at most 20 seconds by the keystroke-level model, and checked against the
published atlas.json by the filters of the Python API.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import bibtexparser
import pytest
from playwright.sync_api import Browser, Page, expect

from hfm_atlas.api import EntrySet, load_atlas
from tests.browser.keystrokes import LIMIT, Hands

pytestmark = pytest.mark.browser
# Milliseconds until a page is called broken; a busy machine takes its time.
PATIENCE = 30_000

# What is asked, what a reader types for it, and the same as a filter.
IN_WORDS = {
    "a report generation for chest X-rays, usable commercially": (
        "open cxr report generation commercial",
        "weights_access=open and modalities=chest-x-ray and tasks=report-generation "
        "and effective_licence=anything,share-alike,restricted",
    ),
    "f pathology models over 100 M parameters": (
        "pathology models over 100M",
        "modalities=pathology and kind=model and parameters>=100M",
    ),
    "g data of the fundus, with access": ("fundus datasets", "modalities=fundus-photography and kind=dataset"),
    "i validated in a clinic": (
        "clinically validated models",
        "clinical_evidence=external,reader-study,prospective,randomised-trial,in-use and kind=model",
    ),
    "m published in 2025 and 2026": ("models published 2025-2026", "kind=model and year>=2025 and year<=2026"),
    "Chinese models that answer questions": (
        "open chinese question answering",
        "weights_access=open and languages=zh and tasks=question-answering",
    ),
    "chatbots that fit on one card": (
        "open dialogue models under 10B",
        "weights_access=open and tasks=dialogue and kind=model and parameters<=10B",
    ),
    "models of electrocardiograms with code": ("ecg models with code", "modalities=ecg and kind=model and code~http"),
    "segmentation of CT": (
        "open ct segmentation",
        "weights_access=open and modalities=ct and tasks=image-segmentation",
    ),
    "surveys of a year": ("surveys 2025", "kind=survey and first_year=2025"),
    "single-cell models since 2024": (
        "open single cell since 2024",
        "weights_access=open and modalities=single-cell-rna-seq and first_year>=2024",
    ),
}

# What a reader looks for by name, and what its page must say under which heading.
BY_NAME = {
    "b what Med-PaLM 2 is built on": ("medpalm2", "models/med-palm-2/", "#lineage", "PaLM 2"),
    "h how hallucination is dealt with": ("hallucinate", "challenges/hallucination/", "#addresses", "Addressed by"),
    "the weights of RETFound and their licence": ("retfound", "models/retfound/", "#facts", "Weights licence"),
    "what BioGPT was trained on": ("biogpt", "models/biogpt/", "#facts", "PubMed"),
    "how one gets MIMIC-CXR": ("mimic-cxr", "datasets/mimic-cxr/", "#facts", "Access"),
    "how one cites GatorTron": ("gatortron", "models/gatortron/", "#cite", "@"),
}

# n Nine searches of the trial, and where each must lead.
SEARCHES = {
    "medpalm2": "models/med-palm-2/",
    "hallucinate": "challenges/hallucination/",
    "RETFound weights": "models/retfound/",
    "ECG": "taxonomy/modalities/ecg/",
    "SAM medical": "models/medsam/",
    "BioBRET": "models/biobert/",
    "chest xray": "taxonomy/modalities/chest-x-ray/",
    "肺": "taxonomy/modalities/chest-x-ray/",
    "protein language model": "explore/?modalities=protein-sequence&kind=model",
}


@pytest.fixture
def hands(browser: Browser, address: str) -> Iterator[Hands]:
    """A reader at the home page."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.goto(address)
    yield Hands(page)
    context.close()


@pytest.fixture(scope="module")
def atlas(site: Path) -> EntrySet:
    """The atlas as it is published."""
    return load_atlas(site / "atlas.json")


def ask(hands: Hands, text: str) -> None:
    """Ask from the home page; the answers are there when this returns."""
    hands.click(hands.page.get_by_label("Search the atlas"))
    hands.write(text)
    hands.press("Enter")
    hands.page.get_by_role("option").first.wait_for(timeout=PATIENCE)
    expect(hands.page.locator("dialog.search input")).to_have_value(text)


def explored(page: Page) -> str:
    """What Explore says above its table, once it is ready."""
    expect(page.locator("#explorer[data-ready]")).to_be_visible(timeout=PATIENCE)
    return page.locator(".explorer__total").inner_text()


def told(atlas: EntrySet, where: str) -> tuple[int, int, int]:
    """How many match, may match and stay unknown, by the filters of the program."""
    answer = atlas.where(where).answer
    assert answer is not None
    return len(answer.matches), len(answer.may_match), len(answer.unreported)


def numbers(said: str) -> tuple[int, int, int]:
    """The same as Explore says it."""
    found = [re.search(pattern, said) for pattern in (r"^([\d,]+) of", r"([\d,]+) may match", r"([\d,]+) unknown")]
    counts = [int(one[1].replace(",", "")) if one else 0 for one in found]
    return counts[0], counts[1], counts[2]


@pytest.mark.parametrize("question", IN_WORDS)
def test_asked_in_words(hands: Hands, atlas: EntrySet, question: str) -> None:
    typed, where = IN_WORDS[question]
    ask(hands, typed)
    hands.press("Enter")
    expected = told(atlas, where)
    assert numbers(explored(hands.page)) == expected
    if expected[1]:
        hands.click(hands.page.get_by_role("button", name="show what may match"))
        expect(hands.page.locator(".explorer__divider, tr.is-open, .explorer__pager button").first).to_be_visible()
    assert hands.seconds <= LIMIT


@pytest.mark.parametrize("question", BY_NAME)
def test_asked_by_name(hands: Hands, address: str, question: str) -> None:
    typed, url, place, words = BY_NAME[question]
    ask(hands, typed)
    hands.press("Enter")
    hands.page.wait_for_url(address + url)
    expect(hands.page.locator(place)).to_contain_text(words)
    assert hands.seconds <= LIMIT


@pytest.mark.parametrize("text", SEARCHES)
def test_searches_of_the_trial(hands: Hands, text: str) -> None:
    ask(hands, text)
    links = hands.page.locator(".search__result").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert any(link.endswith(SEARCHES[text]) for link in links[:3]), links[:3]
    assert hands.seconds <= LIMIT


def test_g_the_access_to_data_is_in_sight(hands: Hands) -> None:
    ask(hands, "fundus datasets")
    hands.press("Enter")
    explored(hands.page)
    expect(hands.page.locator("thead")).to_contain_text("Access to data")


def test_j_bibtex_of_contrastive_multimodal_models_since_2023(hands: Hands, atlas: EntrySet) -> None:
    ask(hands, "contrastive multimodal since 2023")
    hands.press("Enter")
    explored(hands.page)
    hands.click(hands.page.get_by_text("Download this view"))
    with hands.page.expect_download() as caught:
        hands.click(hands.page.locator("[data-format=bibtex]"))
    library = bibtexparser.parse_string(Path(caught.value.path()).read_text("utf-8"))
    found = atlas.where("pretraining=contrastive and subfields=multimodal and first_year>=2023")
    assert sorted(entry.key for entry in library.entries) == found.ids
    assert hands.seconds <= LIMIT


def test_what_is_not_known_leads_to_the_form_that_settles_it(hands: Hands) -> None:
    ask(hands, "open cxr report generation commercial")
    hands.press("Enter")
    explored(hands.page)
    hands.click(hands.page.get_by_role("button", name="help to settle"))
    link = hands.page.locator(".explorer__help li a").nth(1)
    expect(link).to_have_attribute("href", re.compile(r"/issues/new\?template=.*&entry=[\w-]+&field=[\w.]+$"))
    assert hands.seconds <= LIMIT


def test_c_where_the_atlas_has_no_model_and_what_may_fill_the_blank(hands: Hands) -> None:
    hands.click(hands.page.locator(".tabs-menu > summary", has_text="Maps"))
    hands.click(hands.page.get_by_role("link", name="Gap map").first)
    expect(hands.page.locator("#gap-map[data-ready] .gapmap")).to_be_visible(timeout=PATIENCE)
    expect(hands.page.locator(".scope")).to_contain_text("found by other means")
    expect(hands.page.locator(".gapmap__cover").first).to_contain_text("Others may have worked there")
    assert hands.page.locator(".gapmap__list tbody tr").count() > 10
    assert hands.seconds <= LIMIT


def test_d_how_medsam_sam_med2d_and_samed_differ(hands: Hands) -> None:
    ask(hands, "medsam")
    hands.press("Enter")
    hands.page.wait_for_url("**/models/medsam/")
    hands.click(hands.page.get_by_role("article").get_by_role("link", name="Compare"))
    for name in ("SAM-Med2D", "SAMed"):
        field = hands.page.get_by_label("Add an entry by name")
        expect(field).to_be_visible(timeout=PATIENCE)
        field.focus()
        hands.write(name)
        hands.press("Enter")
        expect(hands.page.locator("#compare thead")).to_contain_text(name, timeout=PATIENCE)
    hands.page.wait_for_url("**/compare/?ids=medsam,sam-med2d,samed")
    expect(hands.page.locator("#compare [role=status].hint")).to_contain_text("cannot be compared")
    assert hands.page.locator("#compare tr.is-differs").count() > 3
    assert hands.seconds <= LIMIT


def test_e_the_best_model_with_open_weights_on_medqa(hands: Hands, atlas: EntrySet) -> None:
    hands.click(hands.page.locator(".md-tabs").get_by_role("link", name="Leaderboards"))
    hands.click(hands.page.get_by_role("article").get_by_role("link", name="MedQA", exact=True))
    answer = hands.page.locator(".answers > div", has_text="Highest with open weights")
    link = answer.locator("a.entry").get_attribute("href") or ""
    assert link.split("/")[-2] in atlas.where("weights~http and benchmark=medqa-usmle").ids
    expect(hands.page.locator(".answers + .hint")).to_contain_text("It is not known whether the weights of")
    assert hands.seconds <= LIMIT


def test_k_what_is_new_since_a_day(hands: Hands) -> None:
    hands.click(hands.page.get_by_role("link", name="All that is new"))
    days = hands.page.locator("[data-day]")
    oldest = days.last.get_attribute("data-day") or ""
    hands.page.get_by_label("Only after").fill(oldest)
    hands.seconds += 8 * 0.28 + 1.35
    expect(hands.page.locator("#news-since [role=status]")).to_contain_text(re.compile(r"added, facts of .* checked"))
    expect(days.last).to_be_hidden()
    assert hands.seconds <= LIMIT


def test_l_the_paradigms_with_an_example_each(hands: Hands) -> None:
    hands.click(hands.page.locator(".md-tabs").get_by_role("link", name="Start here"))
    rows = hands.page.locator(".paradigms tbody tr")
    assert rows.count() >= 8
    for row in rows.all():
        has_models = row.locator(".paradigms__number .num").inner_text() != "0"
        assert bool(row.locator("a.entry").count()) == has_models
    assert hands.seconds <= LIMIT


def test_who_says_so_and_how_sure_it_is(hands: Hands) -> None:
    ask(hands, "biobert")
    hands.press("Enter")
    hands.page.wait_for_url("**/models/biobert/")
    mark = hands.page.locator("[data-path='architecture.parameters'] details.mark")
    hands.click(mark.locator("summary"))
    expect(mark.locator(".mark__box")).to_contain_text(re.compile("Primary|Copy|Inference"))
    assert hands.seconds <= LIMIT
