"""Identifiers as people write them, and as the atlas does; what is not certain stays as it is."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfm_atlas._util.suggestions import find_obvious
from hfm_atlas.model import normalization as forms


@pytest.mark.parametrize(
    ("normalise", "value", "expected"),
    [
        (forms.normalize_doi, "https://doi.org/10.1093/bioinformatics/btz682", "10.1093/bioinformatics/btz682"),
        (forms.normalize_doi, "http://dx.doi.org/10.1093/bioinformatics/btz682", "10.1093/bioinformatics/btz682"),
        (forms.normalize_doi, "doi: 10.1093/x", "10.1093/x"),
        (forms.normalize_doi, "https://doi.org/10.1002/%28SICI%291097", "10.1002/(SICI)1097"),
        (forms.normalize_doi, "10.1093/x", "10.1093/x"),
        (forms.normalize_doi, "https://example.org/10.1093/x", None),
        (forms.normalize_doi, "see doi:10.1093/x", None),
        (forms.normalize_doi, "https://doi.org/10.1093/%00x", None),
        (forms.normalize_arxiv, "arXiv:2401.12340v2", "2401.12340"),
        (forms.normalize_arxiv, "https://arxiv.org/abs/2401.12340", "2401.12340"),
        (forms.normalize_arxiv, "arxiv.org/pdf/2401.12340v3.pdf", "2401.12340"),
        (forms.normalize_arxiv, "10.48550/arXiv.2401.12340", "2401.12340"),
        (forms.normalize_arxiv, "q-bio/0401001v1", "q-bio/0401001"),
        (forms.normalize_arxiv, "2413.12340", None),
        (forms.normalize_arxiv, "2401.12340 and 2401.12341", None),
        (forms.normalize_pmid, "PMID: 31501885", "31501885"),
        (forms.normalize_pmid, "https://pubmed.ncbi.nlm.nih.gov/31501885/", "31501885"),
        (forms.normalize_pmid, "PMC31501885", None),
        (forms.normalize_preprint_id, "10.1101/2023.04.30.538439v2", "2023.04.30.538439"),
        (
            forms.normalize_preprint_id,
            "https://www.biorxiv.org/content/10.1101/2023.04.30.538439v1.full",
            "2023.04.30.538439",
        ),
        (forms.normalize_preprint_id, "https://www.medrxiv.org/content/10.1101/19001234", "19001234"),
        (forms.normalize_preprint_id, "https://example.org/10.1101/2023.04.30.538439", None),
        (forms.normalize_address, "http://github.com/a/b.git", "https://github.com/a/b"),
        (forms.normalize_address, "https://github.com/a/b.git/", "https://github.com/a/b"),
        (forms.normalize_address, "github.com/a/b", "https://github.com/a/b"),
        (forms.normalize_address, "http://www.nature.com/articles/x?a=b#c", "https://www.nature.com/articles/x?a=b#c"),
        (forms.normalize_address, "http://example.org/a.git", "http://example.org/a.git"),
        (forms.normalize_address, "http://github.com.example.org/a.git", "http://github.com.example.org/a.git"),
        (forms.normalize_address, "http://github.com:8080/a", "http://github.com:8080/a"),
        (forms.normalize_address, "javascript:alert(1)", None),
        (forms.normalize_address, "github.com", None),
        (forms.normalize_address, 'github.com/"onload', None),
        (forms.normalize_licence, "apache-2.0", "Apache-2.0"),
        (forms.normalize_licence, "CC BY-NC 4.0", "CC-BY-NC-4.0"),
        (forms.normalize_licence, "Apache", None),
        (forms.normalize_language, "English", "en"),
        (forms.normalize_language, "EN", "en"),
        (forms.normalize_language, "en-US", None),
        (forms.normalize_region, "uk", "GB"),
        (forms.normalize_region, "China", "CN"),
        (forms.normalize_region, "Europe", None),
    ],
)
def test_normal_form(normalise: Callable[[str], str | None], value: str, expected: str | None) -> None:
    assert normalise(value) == expected


@given(st.sampled_from(sorted(forms.NORMALIZERS)), st.text(max_size=40))
def test_a_normal_form_stays_as_it_is(rule: str, value: str) -> None:
    once = forms.NORMALIZERS[rule](value)
    assert once is None or forms.NORMALIZERS[rule](once) == once


@pytest.mark.parametrize(
    ("word", "candidates", "expected"),
    [
        ("fundus_photography", ["fundus-photography", "ct"], "fundus-photography"),
        ("Fundus Photography", ["fundus-photography", "ct"], "fundus-photography"),
        ("segmentatoin", ["segmentation", "classification"], "segmentation"),
        ("fine-tune", ["fine-tunes", "adapts"], "fine-tunes"),
        ("unsupervised", ["supervised"], None),
        ("atypical", ["typical"], None),
        ("rouge-1", ["rouge-l"], None),
        ("bleu-2", ["bleu-1", "bleu-4"], None),
        ("intra-modal", ["inter-modal"], None),
        ("aurpc", ["auroc", "auprc"], None),
        ("ct", ["mt"], None),
        ("fundus-photo", ["fundus-photography"], None),
    ],
)
def test_only_what_must_be_meant(word: str, candidates: list[str], expected: str | None) -> None:
    assert find_obvious(word, candidates) == expected


def test_another_name_stands_for_its_term_and_a_shared_one_for_none() -> None:
    assert find_obvious("chest radiograph", {"Chest radiograph": "chest-x-ray", "chest-x-ray": "chest-x-ray"})
    assert find_obvious("scan", {"Scan": "ct", "scan": "mri"}) is None
