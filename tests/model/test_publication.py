from __future__ import annotations

import pytest

from hfm_atlas.model.publication import Author, parse_author


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Doe, Jane", Author(family="Doe", given="Jane")),
        ("King, Jr., Martin", Author(family="King", suffix="Jr.", given="Martin")),
        ("King, Martin, Jr.", Author(family="King", suffix="Jr.", given="Martin")),
        ("Armato, Samuel G., III", Author(family="Armato", suffix="III", given="Samuel G.")),
        ("The Foomed Team", Author(literal="The Foomed Team")),
        ("Foomed,", Author(literal="Foomed")),
        (",", Author(literal=",")),
    ],
)
def test_names_are_taken_apart(name: str, expected: Author) -> None:
    assert parse_author(name) == expected


def test_a_name_in_both_orders() -> None:
    author = parse_author("King, Martin, Jr.")
    assert (author.full, author.sortable) == ("Martin King Jr.", "King, Martin, Jr.")
