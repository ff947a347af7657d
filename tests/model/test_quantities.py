from __future__ import annotations

import pytest

from hfm_atlas.model.quantities import is_quantity, parse_quantity, read_quantity


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("110M", "110M"),
        ("7b", "7B"),
        ("1.5 billion", "1.5B"),
        ("1,500", "1500"),
        ("1,500 million", "1500M"),
        (" 12 Thousand ", "12K"),
        ("1,5B", None),
        ("1.000.000", None),
        ("about 5M", None),
        ("110M\n5", None),
    ],
)
def test_what_a_text_means(text: str, meant: str | None) -> None:
    assert read_quantity(text) == meant
    assert meant is None or is_quantity(meant)


def test_a_quantity_is_a_number() -> None:
    assert parse_quantity("4.5B") == 4.5e9
    assert not is_quantity("4.5B\n")
    with pytest.raises(ValueError, match="not a quantity: 4,5B"):
        parse_quantity("4,5B")
