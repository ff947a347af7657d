from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from hfm_atlas._util.suggestions import find_hint
from hfm_atlas.model.quantities import parse_quantity
from hfm_atlas.model.values import (
    KnownIds,
    ModelRef,
    Name,
    Note,
    Objective,
    Paradigm,
    Quantity,
    Released,
    ValueOrAbsent,
    is_absent,
    is_invisible,
)

_KNOWN = KnownIds(
    terms={"pretraining": {"generative": True, "supervised": True, "masked-language-modelling": False}},
    entries={"bert": "base", "biobert": "model", "pubmed": "dataset", "lost": ""},
    other_names={"pretraining": {"MLM": "masked-language-modelling", "GL": "generative", "SL": "supervised"}},
    broader={"pretraining": {"masked-language-modelling": "generative"}},
)


def _refusal(kind: object, value: object, known: KnownIds | None = _KNOWN) -> tuple[str, str, str]:
    """Type, message and hint of the first error."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value, context=known)
    error = caught.value.errors()[0]
    return error["type"], error["msg"], find_hint(error["ctx"])["hint"]


def test_a_value_or_one_of_the_kinds_of_nothing() -> None:
    optional: TypeAdapter[object] = TypeAdapter(ValueOrAbsent[list[Name]])

    assert optional.validate_python(["a"]) == ["a"]
    assert optional.validate_python("not reported") == "not reported"
    assert optional.validate_python("not applicable") == "not applicable"
    with pytest.raises(ValidationError, match="list"):
        optional.validate_python("unknown")
    assert [is_absent(value) for value in ("not reported", "none", None, [])] == [True, False, False, False]


def test_nothing_released_is_not_an_address() -> None:
    released: TypeAdapter[str] = TypeAdapter(Released)

    assert released.validate_python("none") == "none"
    assert released.validate_python("https://example.org") == "https://example.org"
    assert _refusal(Released, "None")[0] == "malformed-url"


def test_a_term_is_known_by_its_id_and_suggested_by_its_names() -> None:
    assert _refusal(Objective, "MLM")[2] == "did you mean 'masked-language-modelling'?"
    assert _refusal(Objective, "Masked Language Modelling")[2] == "did you mean 'masked-language-modelling'?"
    assert _refusal(Objective, "quantum") == (
        "unknown-term",
        "unknown pre-training term 'quantum'",
        "the terms are in taxonomy/pretraining.yml",
    )


def test_a_paradigm_is_a_root() -> None:
    assert TypeAdapter(Paradigm).validate_python("generative", context=_KNOWN) == "generative"
    assert _refusal(Paradigm, "masked-language-modelling")[2] == (
        "this is a narrower term of 'generative'; write 'generative' here"
    )
    assert _refusal(Paradigm, "MLM")[2] == (
        "that is 'masked-language-modelling', a narrower term of 'generative'; write 'generative' here"
    )
    assert _refusal(Paradigm, "GL")[2] == "did you mean 'generative'?"
    assert _refusal(Paradigm, "quantum")[2] == "the terms are in taxonomy/pretraining.yml"


@pytest.mark.parametrize("value", ["self-supervised", "Unsupervised", "weakly supervised", "SSL"])
def test_what_a_prefix_makes_of_a_term_is_not_that_term(value: str) -> None:
    assert _refusal(Objective, value)[2] == "the terms are in taxonomy/pretraining.yml"
    assert _refusal(Objective, "supervized")[2].startswith("did you mean 'supervised'?")


def test_without_a_context_only_the_form_of_a_reference_is_checked() -> None:
    assert TypeAdapter(Objective).validate_python("anything") == "anything"
    assert TypeAdapter(ModelRef).validate_python("anything") == "anything"
    with pytest.raises(ValidationError, match="pattern"):
        TypeAdapter(ModelRef).validate_python("Any thing")


def test_a_reference_names_an_entry_of_the_right_kind() -> None:
    check = TypeAdapter(ModelRef)

    assert [check.validate_python(id, context=_KNOWN) for id in ("bert", "biobert", "lost")] == [
        "bert",
        "biobert",
        "lost",
    ]
    assert _refusal(ModelRef, "BERT") == (
        "dangling-reference",
        "there is no model or base 'BERT'",
        "did you mean 'bert'?",
    )
    assert _refusal(ModelRef, "pubmed")[1] == "'pubmed' is a dataset, not a model or base"


@pytest.mark.parametrize(
    ("written", "number"), [("110M", 110e6), ("4.5B", 4.5e9), ("12", 12), ("1.5T", 1.5e12), (12000, 12000), (0.5, 0.5)]
)
def test_quantities(written: str | float, number: float) -> None:
    assert parse_quantity(TypeAdapter(Quantity).validate_python(written)) == pytest.approx(number)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("110 million", "write 110M"),
        ("1.5 Billion", "write 1.5B"),
        ("20 thousand", "write 20K"),
        ("3 trillion", "write 3T"),
        ("1,234,567", "write 1234567"),
        ("7b", "write 7B"),
        ("1.2.3M", "digits with K, M, B or T, for example 110M or 4.5B"),
        ("-5", "digits with K, M, B or T, for example 110M or 4.5B"),
        ("about 5", "digits with K, M, B or T, for example 110M or 4.5B"),
    ],
)
def test_a_quantity_in_words_is_suggested_in_digits(written: str, hint: str) -> None:
    assert _refusal(Quantity, written) == ("malformed-quantity", f"'{written}' is not a quantity", hint)
    if hint.startswith("write "):
        assert parse_quantity(hint.removeprefix("write ")) > 0


def test_what_is_no_quantity_cannot_be_parsed() -> None:
    with pytest.raises(ValueError, match="not a quantity: x"):
        parse_quantity("x")


# White space as Unicode has it, which pydantic strips; Python's own idea of it differs.
_STRIPPED = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


@given(st.text(max_size=50))
def test_text_holds_nothing_invisible(text: str) -> None:
    kept = text.strip(_STRIPPED)
    invisible = any(is_invisible(character) for character in kept)
    try:
        TypeAdapter(Note).validate_python(text)
        refused = None
    except ValidationError as problem:
        refused = problem.errors()[0]["type"]

    assert refused == ("string_too_short" if not kept else "control-character" if invisible else None)


@pytest.mark.parametrize("text", ["naïve Ångström", "漢字かな", "עברית", "العربية", "𝛼-helix", "👩‍⚕️", "a\u00a0b"])
def test_every_alphabet_is_welcome(text: str) -> None:
    assert TypeAdapter(Name).validate_python(text) == text
