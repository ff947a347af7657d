"""What holds for every class of the schema."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from hfm_atlas.model.entries import ENTRY_CLASSES
from hfm_atlas.model.taxonomy import FACET_CLASSES, Facet

_BOOLEANS = {"y", "yes", "on", "true", "n", "no", "off", "false"}


def records(annotation: object) -> list[type[BaseModel]]:
    """Schema classes in a type, and those of their fields."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        inner = [found for info in annotation.model_fields.values() for found in records(info.annotation)]
        return [annotation, *inner]
    return [found for part in getattr(annotation, "__args__", ()) for found in records(part)]


CLASSES = sorted(
    {found for root in (*ENTRY_CLASSES.values(), *FACET_CLASSES.values(), Facet) for found in records(root)},
    key=lambda one: one.__name__,
)


@pytest.mark.parametrize("model", CLASSES, ids=lambda model: model.__name__)
def test_no_field_is_called_by_a_word_that_yaml_takes_for_a_boolean(model: type[BaseModel]) -> None:
    assert not {info.alias or name for name, info in model.model_fields.items()} & _BOOLEANS
