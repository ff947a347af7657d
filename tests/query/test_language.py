from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfm_atlas._util.errors import UsageError
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.licences import Licences
from hfm_atlas.query.answers import answer_filters
from hfm_atlas.query.language import FIELDS, field_values, find_field, parse_filter


def test_an_address_is_not_taken_for_a_word(mini_atlas: Atlas) -> None:
    with pytest.raises(UsageError, match=r"weights is an address, which 'open' is not; .* weights_access=open"):
        answer_filters(mini_atlas, ["weights=open"])
    assert ids(mini_atlas, "weights~http and kind=model")


def ids(atlas: Atlas, *where: str) -> list[str]:
    return [entry.id for entry in answer_filters(atlas, where).matches]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("kind=model and first-year<=2020", ["alderbert", "elmprot"]),
        ("kind=model and first_year=2019", ["alderbert"]),
        ("kind=model and year=2020", ["alderbert"]),
        ("code-licence=mit", ["elmprot", "hazelchat"]),
        ("kind=model and effective-licence=anything", ["alderbert", "elmprot"]),
        ("effective_licence=non-commercial", ["birchgpt", "larchlm"]),
        ("kind=base", ["firvit", "larchlm", "oakbert"]),
        ("name=alderBERT", ["alderbert"]),
        ("title~ENCODER", ["alderbert", "oakbert"]),
        ("author~ash and kind=model", ["alderbert", "birchgpt"]),
        ("author~Ash, Al and kind=model", ["alderbert", "birchgpt"]),
        ("author=Ash, Alba and kind=base", ["oakbert"]),
        ("author~ash,beech and kind=base", ["oakbert"]),
        ("year<2019", ["moss-abstracts", "oakbert"]),
        ("year>=2024 and kind=model", ["hazelchat"]),
        ("year=2018,2017", ["moss-abstracts", "oakbert"]),
        ("parameters>10B", ["birchgpt", "elmprot-2"]),
        ("size>50k", ["fern-xray", "moss-abstracts"]),
        ("size=0.012M", ["lichen-qa"]),
        ("parameters=0.11B", ["alderbert", "oakbert"]),
        ("subfield=Vision", ["cedarnet", "cedarseg", "he-2025"]),
        ("subfield = vision and pretraining = supervised", ["cedarnet"]),
        ("modality=imaging and kind=dataset", ["fern-xray"]),
        ("objective=generative and subfield=language", ["alderbert"]),
        ("adaptation=fine-tuning and not subfield=language", ["elmprot", "hazelchat"]),
        ("pretraining=none", ["birchgpt", "cedarseg"]),
        ("challenge=algorithm", ["birchgpt", "hazelchat"]),
        ("addresses=hallucination", ["hazelchat"]),
        ("measures=hallucination or exhibits=training-cost", ["alderbert", "birchgpt", "elmprot-2"]),
        ("builds-on=oakbert", ["alderbert"]),
        ("builds-on=none", ["elmprot", "oakbert"]),
        ("corpus=fern-xray", ["hazelchat", "hazelclip"]),
        ("weights=none", ["cedarnet"]),
        ("weights!=none and subfield=vision,language", ["alderbert", "birchgpt"]),
        ('code!="not checked" and subfield=language', ["alderbert", "birchgpt"]),
        ("parameters='not reported'", ["cedarnet"]),
        ('subfield="not applicable"', ["reed-proteins"]),
        ('pretraining="not checked" and kind=model', []),
        ('weights="not checked"', ["cedarseg", "elmprot-2", "firvit"]),
        ("not weights=none and subfield=vision", ["he-2025"]),
        ("(year<2019 or year>2024) and not (kind=survey)", ["moss-abstracts", "oakbert", "reed-proteins"]),
        ("weights~example.org/alder", ["alderbert"]),
        ("weights~reported", []),
        ("doi=10.5555/elm.2021.3", ["elmprot"]),
        ("status=drafted", ["cedarseg", "elmprot-2", "firvit"]),
        ("derived-from=moss-abstracts", ["lichen-qa"]),
    ],
)
def test_filters(mini_atlas: Atlas, where: str, expected: list[str]) -> None:
    assert ids(mini_atlas, where) == expected


def test_several_filters_must_all_hold(mini_atlas: Atlas) -> None:
    assert ids(mini_atlas, "kind=model", "year=2023", "subfield=vision") == ["cedarseg"]
    assert len(ids(mini_atlas)) == len(mini_atlas.entries)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("", "filter: it is empty; write for example subfield=vision"),
        ("  ", "filter: it is empty; write for example subfield=vision"),
        ("subfeld=vision", "filter: unknown field 'subfeld': did you mean 'subfield'?"),
        (
            "task=tasks",
            "filter: unknown task 'tasks'; task~tasks means all that have it in their name: "
            "language-tasks, imaging-tasks",
        ),
        ("retfound", "filter: 'retfound' is no field; name~retfound finds what is called so"),
        ('"ret found" and year>2020', "filter: 'ret found' is no field; name~\"ret found\" finds what is called so"),
        (
            "id=nosuch",
            "filter: unknown id 'nosuch': no entry has this id; name~nosuch finds entries that are called so",
        ),
        ("zzz=1", "filter: unknown field 'zzz': see `hfm-atlas query --help`"),
        ("subfield=visoin", "filter: unknown subfield 'visoin': did you mean 'vision'?"),
        ("modality=qqq", "filter: unknown modality 'qqq': the terms are in taxonomy/modalities.yml"),
        ("kind=modle", "filter: unknown kind 'modle': did you mean 'model'?"),
        ("access=qqq", "filter: unknown access 'qqq': it is one of open, registration, credentialed, closed"),
        ("builds-on=oakbret", "filter: unknown builds-on 'oakbret': did you mean 'oakbert'?"),
        ("year=soon", "filter: year=soon needs a number"),
        ("year>soon", "filter: year>soon needs a number"),
        ("name>3", "filter: name is no number, so it cannot be compared by >"),
        ("subfield vision", "filter: after 'subfield' an operator is needed (= != ~ < <= > >=), not 'vision'"),
        ("subfield=", "filter: a value is missing at the end"),
        ("subfield", "filter: an operator such as = is missing at the end"),
        ("year=2023 and", "filter: a field is missing at the end"),
        ("(year=2023", "filter: a closing parenthesis is missing"),
        ("year=2023)", "filter: ')' is not expected here; join conditions with and / or"),
        ("year=2023 kind=model", "filter: 'kind' is not expected here; join conditions with and / or"),
        ('name="open', "filter: cannot read '\"open'; write for example subfield=vision and year>=2023"),
        ("(" * 2000, "filter: more than 50 parentheses and nots; write several filters instead"),
        ("not " * 2000, "filter: more than 50 parentheses and nots; write several filters instead"),
    ],
)
def test_what_is_wrong_is_said(mini_atlas: Atlas, where: str, message: str) -> None:
    with pytest.raises(UsageError) as problem:
        parse_filter(where, mini_atlas)
    assert str(problem.value) == message


@given(where=st.text(max_size=80))
def test_any_text_is_a_filter_or_an_error_of_usage(mini_atlas: Atlas, where: str) -> None:
    with contextlib.suppress(UsageError):
        assert set(ids(mini_atlas, where)) <= mini_atlas.entries.keys()


# The invented atlas says nothing of magnification, which does not apply to it.
@pytest.mark.parametrize("name", [name for name in FIELDS if name != "magnification"])
def test_every_field_finds_what_it_holds(mini_atlas: Atlas, name: str) -> None:
    field, licences = FIELDS[name], Licences(mini_atlas)
    held = {value for entry in mini_atlas.entries.values() for value in field_values(entry, field, licences)}
    assert held - {"not checked"}, "the invented atlas has no value for this field"
    for value in held:
        quote = "'" if '"' in value else '"'
        found = ids(mini_atlas, f"{name}={quote}{value}{quote}")
        expected = [id for id, entry in mini_atlas.entries.items() if value in field_values(entry, field, licences)]
        assert set(expected) <= set(found)
        assert field.facet or found == expected
        assert field.help


# What fields were called in filters before each had one name.
FORMER = {
    "author": "authors",
    "first-year": "first_year",
    "preprint": "preprint_id",
    "subfield": "subfields",
    "modality": "modalities",
    "representation": "representations",
    "objective": "objectives",
    "corpus": "corpora",
    "adaptation-data": "adaptation_data",
    "builds-on": "builds_on",
    "task": "tasks",
    "application": "applications",
    "benchmark": "results",
    "challenge": "challenges",
    "opportunity": "opportunities",
    "language": "languages",
    "region": "regions",
    "code-licence": "code_licence",
    "weights-access": "weights_access",
    "weights-licence": "weights_licence",
    "effective-licence": "effective_licence",
    "derived-from": "derived_from",
    "clinical-evidence": "clinical_evidence",
    "clearance": "clearances",
    "listed-by": "listed_by",
    "status": "review",
}


@pytest.mark.parametrize(("former", "name"), FORMER.items())
def test_former_names_of_fields_are_known(former: str, name: str) -> None:
    assert find_field(former).field is FIELDS[name].field
