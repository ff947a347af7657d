"""Selections that figures are drawn from."""

from __future__ import annotations

import pytest

from hfm_atlas.query.selection import Selection, select
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.validation.runner import CheckResult


@pytest.fixture(scope="session")
def mini(mini_checked: CheckResult) -> Selection:
    """The invented atlas."""
    return select(mini_checked.atlas, mini_checked.graph)


@pytest.fixture(scope="session")
def real(real_index: SiteIndex) -> Selection:
    """The real atlas."""
    return select(real_index.atlas, real_index.graph)
