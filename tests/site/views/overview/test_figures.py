"""What a page of a figure says of it."""

from __future__ import annotations

import pytest

from hfm_atlas.figures import FIGURES
from hfm_atlas.site.views.overview.figures import _LEDES

_MAX_WORDS = 30


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_a_short_lede(name: str) -> None:
    assert 0 < len(_LEDES[name].split()) <= _MAX_WORDS
