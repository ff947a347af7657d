from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from hfm_atlas._util.suggestions import find_hint
from hfm_atlas.model import identifiers as ids

_ARXIV_HINT = 'an arXiv id looks like "2404.03264", in quotes, without version'
_DOI_HINT = "a DOI starts with '10.', for example 10.1093/bioinformatics/btz682"
_URL_HINT = "write the whole address: https://example.org/…"
_CHECKS = [
    ids.check_doi,
    ids.check_arxiv,
    ids.check_preprint_id,
    ids.check_pmid,
    ids.check_url,
    ids.check_licence,
    ids.check_language,
    ids.check_region,
]


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (ids.check_doi, "10.1093/bioinformatics/btz682"),
        (ids.check_doi, "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2"),
        (ids.check_arxiv, "2404.03264"),
        (ids.check_arxiv, "0704.0001"),
        (ids.check_arxiv, "q-bio/0401001"),
        (ids.check_preprint_id, "2023.04.30.538439"),
        (ids.check_preprint_id, "rs-3487342/v1"),
        (ids.check_pmid, "31501885"),
        (ids.check_url, "https://example.org/a?b=c&d=%20#e"),
        (ids.check_licence, "Apache-2.0"),
        (ids.check_licence, "MIT OR (Apache-2.0 AND LicenseRef-Own)"),
        (ids.check_licence, "GPL-2.0-only WITH Classpath-exception-2.0"),
        (ids.check_language, "en"),
        (ids.check_language, "yue"),
        (ids.check_region, "NL"),
    ],
)
def test_valid_identifiers_stay_as_they_are(check: Callable[[str], str], value: str) -> None:
    assert check(value) == value


@pytest.mark.parametrize(
    ("check", "value", "rule", "hint"),
    [
        (ids.check_doi, "https://doi.org/10.1093/x", "malformed-doi", "write it as '10.1093/x'"),
        (ids.check_doi, "doi:10.1093/x", "malformed-doi", "write it as '10.1093/x'"),
        (
            ids.check_doi,
            "10.1093",
            "malformed-doi",
            _DOI_HINT,
        ),
        (ids.check_arxiv, "2404.03264v2", "malformed-arxiv", 'write "2404.03264"'),
        (ids.check_arxiv, "https://arxiv.org/abs/2404.03264", "malformed-arxiv", 'write "2404.03264"'),
        (ids.check_arxiv, "2413.03264", "malformed-arxiv", _ARXIV_HINT),
        (ids.check_pmid, "PMC123", "malformed-pmid", 'a PMID is digits only, in quotes: "31501885"'),
        (ids.check_url, "JavaScript:alert(1)", "unsafe-url", "link with https://"),
        (ids.check_url, "file:///etc/passwd", "unsafe-url", "link with https://"),
        (ids.check_url, "//example.org", "malformed-url", _URL_HINT),
        (ids.check_url, "https://", "malformed-url", _URL_HINT),
        (ids.check_url, "https://[::1", "malformed-url", _URL_HINT),
        (
            ids.check_url,
            'https://example.org/"onload',
            "malformed-url",
            _URL_HINT,
        ),
        (ids.check_licence, "MIT License", "malformed-licence", "did you mean 'MIT'?"),
        (ids.check_licence, "Apache License 2.0", "malformed-licence", "did you mean 'Apache-2.0'?"),
        (ids.check_licence, "cc by-nc 4.0", "malformed-licence", "did you mean 'CC-BY-NC-4.0'?"),
        (ids.check_language, "Chinese", "malformed-language", "did you mean 'zh'?"),
        (ids.check_language, "en-US", "malformed-language", "did you mean 'en'?"),
        (ids.check_region, "UK", "malformed-region", "did you mean 'GB'?"),
        (ids.check_region, "nl", "malformed-region", "did you mean 'NL'?"),
        (ids.check_region, "Europe", "malformed-region", "for example US, CN, GB"),
    ],
)
def test_malformed_identifiers_bring_rule_and_cure(
    check: Callable[[str], str], value: str, rule: str, hint: str
) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        check(value)

    assert caught.value.type == rule
    assert caught.value.context is not None
    assert (caught.value.context["text"], find_hint(caught.value.context)["hint"]) == (caught.value.message(), hint)


def _hint_of_refusal(check: Callable[[str], str], value: str) -> str | None:
    """The hint that a check refuses a value with; None where it accepts it."""
    try:
        assert check(value) == value
    except PydanticCustomError as problem:
        return str(find_hint(problem.context or {})["hint"])
    return None


@given(st.sampled_from(_CHECKS), st.text(max_size=60))
def test_any_text_is_accepted_or_refused_with_a_hint(check: Callable[[str], str], value: str) -> None:
    assert _hint_of_refusal(check, value) != ""


@given(st.from_regex(r"[a-z]{1,12}:[^\s]{0,30}", fullmatch=True))
def test_only_web_addresses_are_links(value: str) -> None:
    is_web = value.lower().startswith(("https://", "http://"))

    assert is_web or _hint_of_refusal(ids.check_url, value)


def test_the_year_of_an_arxiv_id() -> None:
    assert ids.arxiv_year("2404.03264") == 2024
    assert ids.arxiv_year("0704.0001") == 2007
    assert ids.arxiv_year("q-bio/0401001") is None


def test_the_licences_of_an_expression() -> None:
    assert ids.licence_symbols("MIT OR (Apache-2.0 AND LicenseRef-Own)") == ("MIT", "Apache-2.0", "LicenseRef-Own")
