"""No internal link of the built site leads nowhere."""

from pathlib import Path

import pytest

from hfm_atlas.site.internal_links import find_dead_links
from tests.browser.conftest import BASE

pytestmark = pytest.mark.browser


def test_no_dead_links(site: Path) -> None:
    assert find_dead_links(site, BASE) == []
